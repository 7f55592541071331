package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	documentName = "document.json"
	// maxBundle bounds what is read of a file that somebody sent, in bytes.
	maxBundle = 64 << 20
)

// errNoBundle is a file that no bundle of ours is.
var errNoBundle = errors.New("this is no support bundle: it has no " + documentName)

// pack writes a document that has been scrubbed as a bundle: as data, as text, and as a page.
func pack(d Document, l text.Lang) ([]byte, error) {
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range []struct{ name, content string }{
		{documentName, string(data)}, {"report.md", Markdown(d, l)}, {"report.html", HTML(d, l)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: d.Made})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, file.content); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
}

// unpack reads a bundle's document.
func unpack(file string) (Document, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = z.Close() }() // it was only read
	f, err := z.Open(documentName)
	if errors.Is(err, fs.ErrNotExist) {
		return Document{}, errNoBundle
	}
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, maxBundle))
	if err != nil {
		return Document{}, err
	}
	var d Document
	if err := json.Unmarshal(raw, &d); err != nil {
		return d, err
	}
	return d.Mapped(printable)
}

// printable takes out what would steer a terminal: somebody else wrote this file.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

func unreadable(file string, err error) error {
	return &flow.Failure{Code: "NotABundle", Exit: flow.ExitUsage, Err: err,
		Message: text.T{En: "%s cannot be opened.", Ko: "%s{을/를} 열 수 없습니다."}.With(file),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "Give a file that `bundle` has written.", Ko: "`bundle`이 만든 파일을 지정하세요."}.With()}
}
