package sandbox

import "net/http"

// nonceLimit is the longest nonce that is answered, in bytes.
const nonceLimit = 128

// Introduce says who this cloud is, on behalf of the host that serves it: instance is another one each time that a cloud is
// served, and prove answers a nonce with what only those can know who share the host's state directory; nil proves nothing. It is
// called before the first request.
func (c *Cloud) Introduce(instance string, prove func(nonce string) string) {
	c.instance, c.prove = instance, prove
}

// proof answers the nonce of a health question, if it has one.
func (c *Cloud) proof(r *http.Request) string {
	nonce := r.URL.Query().Get("nonce")
	if c.prove == nil || nonce == "" || len(nonce) > nonceLimit {
		return ""
	}
	return c.prove(nonce)
}
