package proxy

import (
	"fmt"
	"strings"
)

// verdict is what becomes of a host.
type verdict int

const (
	ours    verdict = iota // the practice cloud answers
	foreign                // AWS, but nothing of this workshop
	passed                 // another host, which is none of our business
	barred                 // another host, and only AWS was wished
)

// awsDomains are where AWS's APIs live. A script that would reach one of them with dummy keys is told so by us, in a
// sentence, and not by AWS, in a riddle.
func awsDomains() []string {
	return []string{"amazonaws.com", "amazoncognito.com", "amazonaws.com.cn", "api.aws", "on.aws"}
}

func (p *Proxy) judge(host string) verdict {
	switch {
	case p.options.Answers(host):
		return ours
	case isAWS(host):
		return foreign
	case p.options.OnlyAWS:
		return barred
	}
	return passed
}

func isAWS(host string) bool {
	for _, domain := range awsDomains() {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// sentence says why a host is refused.
func (v verdict) sentence(host string) string {
	if v == foreign {
		return fmt.Sprintf("The practice cloud does not have the AWS host %s, and its proxy sends nothing to the real AWS", host)
	}
	return fmt.Sprintf("The proxy of the practice cloud was told to pass nothing on to %s", host)
}

// plainName writes a host as certificates and tables do.
func plainName(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }
