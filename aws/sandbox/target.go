package sandbox

import "net/http"

// target is what a request is for, once the ways of reaching an AWS host have been told apart.
type target struct {
	// host is the AWS host, or empty when the request named only the loopback address.
	host string
	aws  awsHost
	// base is the address by which the request came.
	base       string
	public     func(string) string
	cookiePath string
}

// aim finds a request's target. The request that it returns has the path on that host. False: a stranger's host.
func (c *Cloud) aim(r *http.Request) (target, *http.Request, bool) {
	if aws, ours := c.hosts.find(r.Host); ours {
		name := hostname(r.Host)
		return target{host: name, aws: aws, base: "https://" + name, public: identity, cookiePath: "/"}, r, true
	}
	if !isLoopback(r.Host) {
		return target{}, r, false
	}
	base := "http://" + r.Host
	t := target{base: base, public: c.hosts.public(base), cookiePath: "/"}
	host, rest, aliased := c.hosts.unalias(r.URL)
	if !aliased {
		return t, r, true
	}
	t.host, t.cookiePath = host, AliasPrefix+host+"/"
	t.aws, _ = c.hosts.find(host)
	moved := r.Clone(r.Context())
	moved.URL, moved.RequestURI = rest, rest.RequestURI()
	return t, moved, true
}
