package oauth

import (
	"net"
	"net/url"
	"strconv"
)

// Bind takes the first of the addresses whose port is free on both loopback addresses, as Listen does, for servers that answer
// more than one callback. It returns the address that it took.
func Bind(addresses []string) (*url.URL, []net.Listener, error) {
	for _, candidate := range addresses {
		u, err := url.Parse(candidate)
		if err != nil || u.Scheme != "http" || u.Hostname() != "localhost" || u.Port() == "" {
			continue
		}
		listeners, port, err := bindBoth(u.Port())
		if err != nil {
			continue
		}
		u.Host = net.JoinHostPort("localhost", strconv.Itoa(port))
		return u, listeners, nil
	}
	return nil, nil, ErrNoPort
}
