package sandbox

import (
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sigv4"
	"agentcore-workshop/aws/sandbox/wire"
)

// PracticeSecret is the secret of every access key that the practice cloud knows when it is strict: those that are an account's
// number.
const PracticeSecret = "practice"

func secretOf(accessKey string) (string, bool) {
	if (credentials{accessKey: accessKey}).account() == accessKey {
		return PracticeSecret, true
	}
	return "", false
}

// verify checks the signature of an API call of a strict cloud. The clock is the host's, as it is in the Date header:
// moving the cloud's own time teaches expiry and must not break every client.
func (c *Cloud) verify(x *exchange) *core.Error {
	if x.route.Unsigned() {
		return nil
	}
	want := sigv4.Expect{Service: x.route.Service, Region: x.target.aws.region}
	if s := c.codec.Model().Services[x.route.Service]; s != nil && s.SigningName != "" {
		want.Service = s.SigningName
	}
	failure := sigv4.Verify(x.sent, x.body, secretOf, want, c.now().Add(x.faults.DateSkew))
	if failure == nil {
		return nil
	}
	return badSignature(failure, x.route.Protocol)
}

// signedFor checks that a page's request is signed for a service; a strict cloud verifies the signature too.
func (c *Cloud) signedFor(x *exchange, service string) (account string, refused *core.Error) {
	if !x.signed {
		return "", &core.Error{Code: "MissingAuthenticationTokenException", Status: http.StatusForbidden, Message: "Missing Authentication Token"}
	}
	if c.strict {
		want := sigv4.Expect{Service: service, Region: x.target.aws.region}
		if failure := sigv4.Verify(x.sent, x.body, secretOf, want, c.now().Add(x.faults.DateSkew)); failure != nil {
			return "", badSignature(failure, "")
		}
	}
	return x.keys.account(), nil
}

// badSignature is what a service answers, in its protocol's own codes.
func badSignature(f *sigv4.Failure, protocol string) *core.Error {
	query, other := "", ""
	switch f.Kind {
	case sigv4.Incomplete:
		query, other = "IncompleteSignature", "IncompleteSignatureException"
	case sigv4.UnknownKey:
		query, other = "InvalidClientTokenId", "UnrecognizedClientException"
	case sigv4.Expired:
		query, other = "RequestExpired", "RequestExpired"
	default:
		query, other = "SignatureDoesNotMatch", "InvalidSignatureException"
	}
	e := &core.Error{Code: other, Message: f.Text}
	if protocol == wire.Query {
		e.Code = query
	}
	if f.Kind == sigv4.Expired || f.Kind == sigv4.Incomplete {
		e.Status = http.StatusBadRequest
	}
	return e
}

// signatureTried reports a request that carries a signature in whatever shape, so that a broken one is not taken for none.
func signatureTried(r *http.Request) bool {
	query := r.URL.Query()
	return strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-") || query.Has("X-Amz-Signature") || query.Has("X-Amz-Credential")
}
