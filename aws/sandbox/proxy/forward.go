package proxy

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// insideTunnel answers a request that came through a tunnel to one of the practice cloud's hosts.
func (p *Proxy) insideTunnel(w http.ResponseWriter, r *http.Request) {
	host, _ := r.Context().Value(hostKey{}).(string)
	if named := nameOf(r.Host); named != host {
		http.Error(w, "This tunnel leads to "+host+".", http.StatusMisdirectedRequest)
		return
	}
	p.cloud.ServeHTTP(w, r)
}

// plain answers a request of a proxy without TLS: GET http://host/path.
func (p *Proxy) plain(w http.ResponseWriter, r *http.Request) {
	host := nameOf(r.URL.Host)
	switch kind := p.judge(host); kind {
	case ours:
		p.cloud.ServeHTTP(w, r)
	case passed:
		p.others.ServeHTTP(w, r)
	default:
		http.Error(w, kind.sentence(host)+".", http.StatusForbidden)
	}
}

// nameOf is the plain name of a host that may carry a port.
func nameOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return plainName(host)
}

// toCloud carries requests to the practice cloud as they are, Host and all: signatures and addresses must stay true.
func (p *Proxy) toCloud() http.Handler {
	return &httputil.ReverseProxy{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 32, DisableCompression: true}, // no proxy: it is on this machine
		FlushInterval: -1, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		Rewrite: func(r *httputil.ProxyRequest) {
			host := nameOf(r.In.Host)
			if r.In.URL.IsAbs() {
				host = nameOf(r.In.URL.Host)
			}
			r.Out.URL.Scheme, r.Out.URL.Host = "http", strings.TrimPrefix(p.options.Endpoint(), "http://")
			r.Out.URL.RawQuery = r.In.URL.RawQuery // a signature covers it to the letter
			r.Out.Host = host
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) {
			panic(http.ErrAbortHandler) // a connection that the cloud dropped is dropped here, too: the fault is the lesson
		},
	}
}

// toOthers carries plain requests to hosts that are none of our business.
func (p *Proxy) toOthers() http.Handler {
	return &httputil.ReverseProxy{
		Transport: &http.Transport{
			Proxy: func(r *http.Request) (*url.URL, error) { return p.upstream(r.URL) }, DialContext: p.options.Dial, DisableCompression: true,
		},
		FlushInterval: -1, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.RawQuery = r.In.URL.RawQuery
			r.Out.Host = r.In.Host
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			var wrapped *url.Error
			if errors.As(err, &wrapped) {
				err = wrapped.Err // without the address, which may hold secrets
			}
			http.Error(w, "The proxy cannot reach "+r.URL.Host+": "+err.Error(), http.StatusBadGateway)
		},
	}
}
