package sandbox

import (
	"net/http"
	"time"
)

// Proxied is a forward proxy that leads to this cloud, for programs that only know AWS's own addresses.
type Proxied struct {
	// URL is the proxy's address, for HTTPS_PROXY.
	URL string `json:"proxy"`
	// Bundle is the file with the roots to trust, for AWS_CA_BUNDLE and its kin.
	Bundle string `json:"ca_bundle"`
	// Expires is when the certificates end.
	Expires time.Time `json:"expires"`
}

// LendProxy says how the host that serves this cloud opens a proxy to it. It is set before the first request.
func (c *Cloud) LendProxy(lend func(onlyAWS bool) (Proxied, error)) { c.lend = lend }

// adminProxy opens a proxy, or tells of the one that is open: {"only_aws":true} asks for one that passes nothing else on.
func (c *Cloud) adminProxy(x *exchange) {
	var body struct {
		OnlyAWS bool `json:"only_aws"`
	}
	if !x.input(&body) {
		return
	}
	if c.lend == nil {
		x.complain(http.StatusNotImplemented, "this practice cloud has no proxy")
		return
	}
	opened, err := c.lend(body.OnlyAWS)
	if err != nil {
		x.complain(http.StatusInternalServerError, "the proxy could not be opened: "+err.Error())
		return
	}
	x.answer(http.StatusOK, opened)
}
