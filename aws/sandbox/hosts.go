package sandbox

import (
	"net"
	"net/url"
	"regexp"
	"strings"
)

// AliasPrefix is the path under which AWS hosts are reached on the loopback address: /_host/<aws-host>/path.
const AliasPrefix = "/_host/"

// awsHost is an AWS host that the practice cloud answers for. pagesOnly hosts have no API.
type awsHost struct {
	region    string
	pagesOnly bool
}

// hosts recognises the AWS hosts of this workshop.
type hosts struct {
	patterns []hostPattern
	region   *regexp.Regexp
}

type hostPattern struct {
	re        *regexp.Regexp
	pagesOnly bool
}

const (
	label  = `[a-z0-9](?:[a-z0-9-]*[a-z0-9])?`
	region = `([a-z]{2}(?:-[a-z]+)+-\d)`
)

func newHosts() *hosts {
	api := `(?:cognito-idp|issuer-cognito-idp|bedrock-agentcore|bedrock-agentcore-control|ssm|cloudformation|sts|secretsmanager|cloudtrail)`
	return &hosts{region: regexp.MustCompile(`^` + region + `$`), patterns: []hostPattern{
		{regexp.MustCompile(`^` + label + `\.auth\.` + region + `\.amazoncognito\.com$`), true},
		{regexp.MustCompile(`^` + label + `\.gateway\.bedrock-agentcore\.` + region + `\.amazonaws\.com$`), true},
		{regexp.MustCompile(`^` + api + `\.` + region + `\.amazonaws\.com$`), false},
		{regexp.MustCompile(`^(?:iam|sts)()\.amazonaws\.com$`), false},
		{regexp.MustCompile(`^(?:auth|api)()\.atlassian\.com$`), true}, // not AWS: the stranger whose API the agent uses
	}}
}

// Answers returns what tells whether the practice cloud answers for an AWS host. A proxy needs it without a cloud at hand.
func Answers() func(host string) bool {
	known := newHosts()
	return func(host string) bool {
		_, ours := known.find(host)
		return ours
	}
}

// find takes a Host header, with or without a port.
func (h *hosts) find(host string) (awsHost, bool) {
	name := hostname(host)
	if !strings.HasSuffix(name, ".com") {
		return awsHost{}, false
	}
	for _, p := range h.patterns {
		if m := p.re.FindStringSubmatch(name); m != nil {
			return awsHost{region: m[1], pagesOnly: p.pagesOnly}, true
		}
	}
	return awsHost{}, false
}

// hostname is a Host header's name in lower case, without port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// isLoopback reports a name that only this machine answers to.
func isLoopback(host string) bool {
	name := hostname(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// public turns AWS addresses of this cloud into ones under base ("http://127.0.0.1:4566"); others stay as they are.
func (h *hosts) public(base string) func(string) string {
	return func(address string) string {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" {
			return address
		}
		if _, ours := h.find(u.Host); !ours {
			return address
		}
		rest := strings.TrimPrefix(address[len("https://"):], u.Host)
		if rest == "" || rest[0] != '/' {
			rest = "/" + rest
		}
		return base + AliasPrefix + u.Host + rest
	}
}

// identity leaves addresses as they are.
func identity(address string) string { return address }

// unalias splits /_host/<aws-host>/path into the host and the rest of the URL.
func (h *hosts) unalias(u *url.URL) (host string, rest *url.URL, ok bool) {
	tail, ok := strings.CutPrefix(u.EscapedPath(), AliasPrefix)
	if !ok {
		return "", nil, false
	}
	host, path, _ := strings.Cut(tail, "/")
	if _, ours := h.find(host); !ours {
		return "", nil, false
	}
	moved := *u
	moved.Path, moved.RawPath = "", ""
	if unescaped, err := url.PathUnescape("/" + path); err == nil {
		moved.Path, moved.RawPath = unescaped, "/"+path
	}
	return host, &moved, true
}
