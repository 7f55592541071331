package report

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Files of a bundle: the document in either language, for programs and for `open`, and the report for people.
const (
	documentName = "document.json"
	koreanName   = "document.ko.json"
	// maxBundle bounds what is read of a file that somebody sent, in bytes.
	maxBundle = 64 << 20
)

// What a file is that no bundle of ours is.
var (
	errNoBundle = errors.New("it has no " + documentName)
	errNoReport = errors.New(documentName + " does not say which program wrote it")
	errTooLarge = errors.New(documentName + " is larger than any bundle")
)

// bundled is a bundle's document in both languages. One that was written without Korean has the English twice.
type bundled struct{ en, ko Document }

func (b bundled) in(l text.Lang) Document {
	if l == text.Korean {
		return b.ko
	}
	return b.en
}

// pack writes documents that have been scrubbed as a bundle: as data, as text, and as a page.
func pack(b bundled) ([]byte, error) {
	en, err := json.MarshalIndent(b.en, "", " ")
	if err != nil {
		return nil, err
	}
	ko, err := json.MarshalIndent(b.ko, "", " ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range []struct{ name, content string }{
		{documentName, string(en)}, {koreanName, string(ko)},
		{"report.md", Markdown(b.en, text.English)}, {"report.html", HTML(b.en, text.English)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: b.en.Made})
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

// unpack reads a bundle's documents.
func unpack(file string) (bundled, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return bundled{}, err
	}
	defer func() { _ = z.Close() }() // it was only read
	en, err := document(z, documentName)
	if errors.Is(err, fs.ErrNotExist) {
		return bundled{}, errNoBundle
	}
	if err != nil {
		return bundled{}, err
	}
	ko, err := document(z, koreanName)
	if errors.Is(err, fs.ErrNotExist) {
		ko, err = en, nil
	}
	return bundled{en, ko}, err
}

func document(z fs.FS, name string) (Document, error) {
	f, err := z.Open(name)
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	raw, err := io.ReadAll(io.LimitReader(f, maxBundle+1))
	switch {
	case err != nil:
		return Document{}, err
	case len(raw) > maxBundle:
		return Document{}, errTooLarge
	}
	var d Document
	if err := json.Unmarshal(raw, &d); err != nil {
		return d, err
	}
	if d.Version.Program == "" || d.Made.IsZero() {
		return d, errNoReport
	}
	if d, err = d.Mapped(printable); err != nil {
		return d, err
	}
	for i := range d.Checks {
		d.Checks[i].Evidence = named(d.Checks[i].Evidence)
	}
	return d, nil
}

// named is evidence whose names, too, are printable.
func named(evidence map[string]string) map[string]string {
	out := make(map[string]string, len(evidence))
	for name, value := range evidence {
		out[printable(name)] = value
	}
	return out
}

// printable takes out what would steer a terminal, or turn a line around: somebody else wrote this file.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if (unicode.IsControl(r) && r != '\n' && r != '\t') || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// unreadable says what is wrong with a file that should have been a bundle.
func unreadable(file string, err error) error {
	cause := text.Plain(err.Error())
	var syntax *json.SyntaxError
	var other *json.UnmarshalTypeError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		cause = text.T{En: "There is no such file.", Ko: "그런 파일이 없습니다."}.With()
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrChecksum), errors.As(err, new(flate.CorruptInputError)):
		cause = text.T{En: "It is no zip file, or it was cut off or changed on its way (%s).", Ko: "zip 파일이 아니거나, 전송 중에 잘리거나 바뀐 파일입니다(%s)."}.With(err.Error())
	case errors.Is(err, errNoBundle), errors.Is(err, errNoReport), errors.Is(err, errTooLarge), errors.As(err, &syntax), errors.As(err, &other):
		cause = text.T{En: "It is a zip file, but no support bundle of this program (%s).", Ko: "zip 파일이지만 이 프로그램의 지원용 묶음은 아닙니다(%s)."}.With(err.Error())
	}
	return &flow.Failure{Code: "NotABundle", Exit: flow.ExitUsage, Err: err,
		Message: text.T{En: "%s cannot be opened.", Ko: "%s{을/를} 열 수 없습니다."}.With(file),
		Cause:   cause,
		Fix:     text.T{En: "Give a file that `bundle` has written; if it was sent to you, have it sent again.", Ko: "`bundle`이 만든 파일을 지정하세요. 전달받은 파일이라면 다시 보내 달라고 하세요."}.With()}
}
