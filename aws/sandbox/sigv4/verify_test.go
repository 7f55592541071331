package sigv4_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"agentcore-workshop/aws/sandbox/sigv4"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func keys(id string) (string, bool) { return "practice", id == "123456789012" }

// signer signs with the Go SDK, which shares no line with what is tested.
type signer struct {
	key, secret, service, region string
	at                           time.Time
	presign                      bool
}

func good() signer {
	return signer{key: "123456789012", secret: "practice", service: "ssm", region: "us-east-1", at: now}
}

// received is a signed request as a server sees it.
func (s signer) received(t *testing.T, method, address, body string, header http.Header) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	sum := sha256.Sum256([]byte(body))
	creds := aws.Credentials{AccessKeyID: s.key, SecretAccessKey: s.secret}
	if s.presign {
		signed, more, err := v4.NewSigner().PresignHTTP(t.Context(), creds, r, hex.EncodeToString(sum[:]), s.service, s.region, s.at)
		if err != nil {
			t.Fatal(err)
		}
		address, header = signed, more
	} else {
		if err := v4.NewSigner().SignHTTP(t.Context(), creds, r, hex.EncodeToString(sum[:]), s.service, s.region, s.at); err != nil {
			t.Fatal(err)
		}
		header = r.Header
	}
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, in *http.Request) {
		_, _ = io.Copy(io.Discard, in.Body)
		got = in
	}))
	defer server.Close()
	u, _ := url.Parse(address)
	host := u.Host
	u.Scheme, u.Host = "http", strings.TrimPrefix(server.URL, "http://")
	out, _ := http.NewRequestWithContext(t.Context(), method, u.String(), bytes.NewBufferString(body))
	out.URL.RawPath, out.Host = u.RawPath, host
	for name, values := range header {
		out.Header[name] = values
	}
	out.Header.Del("Host")
	answer, err := http.DefaultClient.Do(out)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return got
}

func TestWhatTheSDKSignsIsGood(t *testing.T) {
	for _, c := range []struct{ name, method, url, body string }{
		{"a JSON call", "POST", "https://ssm.us-east-1.amazonaws.com/", `{"Name":"/값"}`},
		{"a port", "POST", "http://127.0.0.1:4566/", "{}"},
		{"no body", "GET", "http://127.0.0.1:4566/", ""},
		{"an ARN in the path", "GET", "http://127.0.0.1:4566/tags/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Atoken-vault%2Fdefault", ""},
		{"a query", "DELETE", "http://127.0.0.1:4566/tags/a?tagKeys=b&tagKeys=a%20b&tagKeys=%EA%B0%92&empty=&z=%7E%2B%3D", ""},
		{"an alias", "POST", "http://127.0.0.1:4566/_host/sts.us-east-1.amazonaws.com/", "Action=GetCallerIdentity"},
	} {
		for _, presign := range []bool{false, true} {
			s := good()
			s.presign = presign
			header := http.Header{"X-Amz-Target": {"AmazonSSM.GetParameter"}, "X-Amz-Meta": {"  two   spaces ", "twice"}}
			if presign {
				header = nil
			}
			r := s.received(t, c.method, c.url, c.body, header)
			if f := sigv4.Verify(r, []byte(c.body), keys, sigv4.Expect{Service: "ssm", Region: "us-east-1"}, now); f != nil {
				t.Errorf("%s, presigned %v: %v", c.name, presign, f)
			}
		}
	}
}

func TestWhatIsWrongIsToldAsAWSTellsIt(t *testing.T) {
	const post, address = "POST", "http://127.0.0.1:4566/"
	change := func(f func(*signer)) signer { s := good(); f(&s); return s }
	for _, c := range []struct {
		name   string
		signer signer
		spoil  func(*http.Request)
		want   sigv4.Expect
		kind   sigv4.Kind
		text   string
	}{
		{"an unknown key", change(func(s *signer) { s.key = "AKIAIOSFODNN7EXAMPLE" }), nil, sigv4.Expect{}, sigv4.UnknownKey, "The security token included in the request is invalid."},
		{"a session token", good(), func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "x") }, sigv4.Expect{}, sigv4.UnknownKey, "invalid"},
		{"another secret", change(func(s *signer) { s.secret = "other" }), nil, sigv4.Expect{}, sigv4.Mismatch, "The Canonical String for this request should have been\n'POST\n/\n\ncontent-length:2\nhost:127.0.0.1:4566\nx-amz-date:20261121T120000Z\n\ncontent-length;host;x-amz-date\n"},
		{"another path", good(), func(r *http.Request) { r.URL.Path = "/more" }, sigv4.Expect{}, sigv4.Mismatch, "'POST\n/more\n"},
		{"another query", good(), func(r *http.Request) { r.URL.RawQuery = "b=1&a=2" }, sigv4.Expect{}, sigv4.Mismatch, "\na=2&b=1\n"},
		{"another host", good(), func(r *http.Request) { r.Host = "evil" }, sigv4.Expect{}, sigv4.Mismatch, "String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261121T120000Z\n20261121/us-east-1/ssm/aws4_request\n"},
		{"another service", good(), nil, sigv4.Expect{Service: "iam"}, sigv4.Mismatch, "Credential should be scoped to correct service: 'iam'."},
		{"another region", good(), nil, sigv4.Expect{Region: "us-west-2"}, sigv4.Mismatch, "valid region"},
		{"16 minutes ago", change(func(s *signer) { s.at = now.Add(-16 * time.Minute) }), nil, sigv4.Expect{}, sigv4.Mismatch, "Signature expired: 20261121T114400Z is now earlier than 20261121T114500Z (20261121T120000Z - 15 min.)"},
		{"in 16 minutes", change(func(s *signer) { s.at = now.Add(16 * time.Minute) }), nil, sigv4.Expect{}, sigv4.Mismatch, "Signature not yet current: 20261121T121600Z is still later than 20261121T121500Z (20261121T120000Z + 15 min.)"},
		{"another day", good(), func(r *http.Request) { r.Header.Set("X-Amz-Date", "20261122T000000Z") }, sigv4.Expect{}, sigv4.Mismatch, "'20261121' != '20261122', from '20261122T000000Z'."},
		{"no date", good(), func(r *http.Request) { r.Header.Del("X-Amz-Date"); r.Header.Del("Date") }, sigv4.Expect{}, sigv4.Incomplete, "existence of either a 'X-Amz-Date' or a 'Date' header."},
		{"a strange date", good(), func(r *http.Request) { r.Header.Set("X-Amz-Date", "yesterday") }, sigv4.Expect{}, sigv4.Incomplete, "Got 'yesterday'"},
		{"a short date", good(), func(r *http.Request) { r.Header.Set("X-Amz-Date", "2026") }, sigv4.Expect{}, sigv4.Incomplete, "Got '2026'"},
		{"nothing but the name", good(), func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256") }, sigv4.Expect{}, sigv4.Incomplete, "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter."},
		{"a short scope", good(), func(r *http.Request) {
			r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0")
		}, sigv4.Expect{}, sigv4.Incomplete, "at least 5 slash-delimited elements"},
		{"another end", good(), func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "aws4_request", "aws5", 1))
		}, sigv4.Expect{}, sigv4.Mismatch, "valid terminator: 'aws4_request', not 'aws5'."},
		{"another algorithm", good(), func(r *http.Request) { r.Header.Set("Authorization", "AWS4-ECDSA x") }, sigv4.Expect{}, sigv4.Incomplete, "Unsupported AWS 'algorithm': 'AWS4-ECDSA'."},
		{"the host unsigned", good(), func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "host;", "", 1))
		}, sigv4.Expect{}, sigv4.Mismatch, "must be a 'SignedHeader'"},
	} {
		r := c.signer.received(t, post, address, "{}", nil)
		if c.spoil != nil {
			c.spoil(r)
		}
		f := sigv4.Verify(r, []byte("{}"), keys, c.want, now)
		if f == nil || f.Kind != c.kind || !strings.Contains(f.Text, c.text) {
			t.Errorf("%s: %v", c.name, f)
		}
	}
	r := good().received(t, post, address, "{}", nil)
	if f := sigv4.Verify(r, []byte("{ }"), keys, sigv4.Expect{}, now); f == nil || f.Kind != sigv4.Mismatch {
		t.Errorf("another body: %v", f)
	}
}

func TestPresignedRequestsEnd(t *testing.T) {
	s := good()
	s.presign, s.service = true, "sts"
	const address = "http://127.0.0.1:4566/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=60"
	r := s.received(t, "GET", address, "", nil)
	for after, want := range map[time.Duration]bool{time.Minute: true, 15 * time.Minute: true, 17 * time.Minute: false, -16 * time.Minute: false} {
		if f := sigv4.Verify(r, nil, keys, sigv4.Expect{Service: "sts"}, now.Add(after)); (f == nil) != want {
			t.Errorf("%s later: %v", after, f)
		}
	}
	for _, query := range []string{"X-Amz-Signature=1", "X-Amz-Algorithm=x", "X-Amz-Expires=-1", "X-Amz-Expires=604801", "X-Amz-Expires=x"} {
		spoiled := r.Clone(t.Context())
		name, value, _ := strings.Cut(query, "=")
		q := spoiled.URL.Query()
		if name == "X-Amz-Signature" {
			q = url.Values{}
		}
		q.Set(name, value)
		spoiled.URL.RawQuery = q.Encode()
		if f := sigv4.Verify(spoiled, nil, keys, sigv4.Expect{}, now); f == nil || f.Kind != sigv4.Incomplete {
			t.Errorf("%s: %v", query, f)
		}
	}
}

// FuzzVerify feeds nonsense: it may be refused for any reason, but never break, and never be good.
func FuzzVerify(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential=123456789012/20261121/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=00", "20261121T120000Z", "/", "a=b", "{}")
	f.Add("", "", "/%2F", "X-Amz-Credential=a/b/c/d/aws4_request&X-Amz-Date=x&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&X-Amz-SignedHeaders=host", "")
	f.Fuzz(func(t *testing.T, authorization, date, path, query, body string) {
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/", http.NoBody)
		r.URL.Path, r.URL.RawQuery = path, query
		r.Header["Authorization"], r.Header["X-Amz-Date"] = []string{authorization}, []string{date}
		if sigv4.Verify(r, []byte(body), keys, sigv4.Expect{}, now) == nil {
			t.Error("nonsense is good")
		}
	})
}
