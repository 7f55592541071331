package aws

import (
	"net"
	"net/http"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// newHTTPClient is the HTTP client of real use: it gives up connecting after five seconds, so that a wrong address is said
// and not waited for. It is the SDK's own kind, because only that can be given the certificates of AWS_CA_BUNDLE.
func newHTTPClient(timeout time.Duration) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTimeout(timeout).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = 5 * time.Second }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = 5 * time.Second
			t.MaxIdleConnsPerHost = 32 // verify asks everything at once
		})
}

// transportOf is the transport that a configuration has ended up with.
func transportOf(cfg sdk.Config) http.RoundTripper {
	if client, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok {
		return client.GetTransport()
	}
	return newHTTPClient(0).GetTransport()
}
