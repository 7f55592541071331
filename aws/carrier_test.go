package aws

import (
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// TestAnAnswerIsReadThoughTheRequestIsStillBeingRead is what happens on a busy computer: the answer is there before net/http's writer
// has looked for the end of the request's body, which the SDK has closed by then. The writer took that for an error and closed the
// connection, and the answer was lost to "use of closed network connection".
func TestAnAnswerIsReadThoughTheRequestIsStillBeingRead(t *testing.T) {
	withKeys(t)
	c, err := Open(t.Context(), Options{Transport: lateWriter(`{"Parameters":[{"Name":"/a","Value":"1","Type":"String"}]}`), Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	found, _, err := c.Parameters(t.Context(), "/a")
	if err != nil || found["/a"].Value != "1" {
		t.Errorf("%v %v", found, err)
	}
}

// TestTheSDKWritesNothingOnItsOwn: it warns on standard error of answers that break off, which is where the screen is.
func TestTheSDKWritesNothingOnItsOwn(t *testing.T) {
	withKeys(t)
	written, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	stderr := os.Stderr
	os.Stderr = written
	defer func() { os.Stderr = stderr }()
	c, err := Open(t.Context(), Options{Transport: breaksOff{}, Region: "us-east-1", MaxBackoff: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Parameters(t.Context(), "/a"); err == nil {
		t.Error("no error")
	}
	if said, err := os.ReadFile(written.Name()); err != nil || len(said) > 0 {
		t.Errorf("%s %v", said, err)
	}
}

// breaksOff is a network in which every answer breaks off.
type breaksOff struct{}

func (breaksOff) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF)),
	}, nil
}

// lateWriter is a transport that answers with itself, and looks for the end of a request's body only when its answer is read.
type lateWriter string

func (answer lateWriter) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.CopyN(io.Discard, r.Body, r.ContentLength); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(io.MultiReader(&writerFirst{r.Body}, strings.NewReader(string(answer)))),
	}, nil
}

// writerFirst has nothing to read, and an error when the rest of a request cannot be read.
type writerFirst struct{ request io.Reader }

func (e *writerFirst) Read([]byte) (int, error) {
	if _, err := io.Copy(io.Discard, e.request); err != nil {
		return 0, net.ErrClosed
	}
	return 0, io.EOF
}
