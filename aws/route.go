package aws

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// route leads the AWS host names of this workshop to the practice cloud. There is one only after the endpoint, which must
// be on loopback, has proved to be ours: a stranger's endpoint never gets to see requests meant for AWS hosts.
type route struct{ endpoint *url.URL }

var errNotPractice = errors.New("what answers there is not this program's practice cloud")

// healthPath is where the practice cloud says what it is, and practiceHeader is in all its answers.
const (
	healthPath     = "/_sandbox/health"
	practiceHeader = "X-Practice-Cloud"
	practiceName   = "agentcore-workshop"
)

// recognise asks an endpoint on loopback whether it is ours. No route and no error means that it is someone else's.
func recognise(ctx context.Context, o Options, endpoint string, s *shared) (*route, error) {
	refused := func(kind Kind, err error) error {
		if !o.Practice {
			return nil
		}
		return &Error{Operation: "GET " + healthPath, Kind: kind, Err: err}
	}
	u, err := url.Parse(endpoint)
	if err != nil || !isLoopback(endpoint) {
		return nil, refused(NotPractice, errNotPractice)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Scheme+"://"+u.Host+healthPath, nil)
	if err != nil {
		return nil, refused(NotPractice, err)
	}
	resp, err := o.Transport.RoundTrip(request)
	if err != nil {
		return nil, refused(classify(err), err)
	}
	defer resp.Body.Close()
	var health struct {
		PracticeCloud bool `json:"practice_cloud"`
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get(practiceHeader) != practiceName {
		return nil, refused(NotPractice, errNotPractice)
	}
	if json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&health) != nil || !health.PracticeCloud {
		return nil, refused(NotPractice, errNotPractice)
	}
	found := &route{u}
	(&carrier{shared: &shared{route: found, now: s.now}}).copyClocks(resp.Header, s)
	return found, nil
}

// copyClocks reads the clocks of the health answer into the place's.
func (c *carrier) copyClocks(h http.Header, s *shared) {
	c.readClocks(h)
	s.offset.Store(c.shared.offset.Load())
	s.skew.Store(c.shared.skew.Load())
}

// lead sends a request for one of the workshop's AWS hosts to the practice cloud, with the AWS name kept in Host.
func (t *route) lead(r *http.Request) *http.Request {
	if t == nil || !ofWorkshop(r.URL.Hostname()) {
		return r
	}
	led := r.Clone(r.Context())
	if led.Host == "" {
		led.Host = r.URL.Host
	}
	led.URL.Scheme, led.URL.Host = t.endpoint.Scheme, t.endpoint.Host
	dateBack(led)
	return led
}

// named is an address at the practice cloud under the name that it has at AWS, as a learner would see it there.
func (t *route) named(u *url.URL, host string) *url.URL {
	if t == nil || u.Host != t.endpoint.Host {
		return u
	}
	real := *u
	real.Scheme, real.Host = "https", host
	return &real
}

// Browser is the address that a browser can open: itself, except that at the practice cloud the workshop's AWS hosts are
// found under its own address. Browsers resolve names for themselves, and AWS's names would lead them to AWS.
func (c *Cloud) Browser(address string) string {
	t := c.shared.route
	u, err := url.Parse(address)
	if t == nil || err != nil || !ofWorkshop(u.Hostname()) {
		return address
	}
	alias := t.endpoint.Scheme + "://" + t.endpoint.Host + "/_host/" + u.Hostname() + u.EscapedPath()
	if u.RawQuery != "" {
		alias += "?" + u.RawQuery
	}
	return alias
}

// ofWorkshop reports whether a host name is one of those that the workshop meets: a user pool's hosted pages, Cognito,
// AgentCore, AgentCore gateways, and the Atlassian whose API an agent calls.
func ofWorkshop(host string) bool {
	host = strings.ToLower(host)
	if host == "auth.atlassian.com" || host == "api.atlassian.com" {
		return true // the practice cloud has an Atlassian of its own, so that no real one is ever asked
	}
	labels := strings.Split(host, ".")
	n := len(labels)
	if n < 4 || labels[n-1] != "com" {
		return false
	}
	switch labels[n-2] {
	case "amazoncognito": // {prefix}.auth.{region}.amazoncognito.com
		return n == 5 && labels[1] == "auth"
	case "amazonaws":
		service := labels[n-4] // {service}.{region}.amazonaws.com
		return n == 4 && (service == "cognito-idp" || service == "bedrock-agentcore" || service == "bedrock-agentcore-control") ||
			n == 6 && service == "bedrock-agentcore" && labels[1] == "gateway"
	}
	return false
}

// isLoopback reports whether an address is on this machine, by name or number, and plain.
func isLoopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	if strings.EqualFold(u.Hostname(), "localhost") {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}
