package main

import (
	"context"
	"errors"
	"net/http"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/host"
	"agentcore-workshop/aws/sandbox/proxy"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/cli"
)

// Find implements cli.Cloud.
func (practice) Find(ctx context.Context, o cli.PlaceOptions, wish cli.Wish) (cli.Endpoint, error) {
	url, err := running(ctx, o)
	if err != nil {
		return cli.Endpoint{}, err
	}
	if url == "" {
		return cli.Endpoint{}, notRunning()
	}
	e := endpointOf(url)
	if !wish.Proxy {
		return e, nil
	}
	var opened sandbox.Proxied
	if err := (steering{url}).ask(ctx, http.MethodPost, "proxy", map[string]bool{"only_aws": wish.OnlyAWS}, &opened); err != nil {
		return cli.Endpoint{}, err
	}
	return proxied(e, opened.URL, opened.Bundle), nil
}

// Lend implements cli.Cloud. The proxy and its certificate authority are this process's own and end with it.
func (practice) Lend(ctx context.Context, o cli.PlaceOptions, wish cli.Wish) (cli.Endpoint, func() error, error) {
	url, err := running(ctx, o)
	if err != nil {
		return cli.Endpoint{}, nil, err
	}
	release := func() error { return nil }
	passing := url == ""
	if passing {
		h, err := throwAway(ctx, o)
		if err != nil {
			return cli.Endpoint{}, nil, notServed(err)
		}
		url, release = h.Endpoint(), h.Close
	}
	e := endpointOf(url)
	e.Passing = passing
	if !wish.Proxy {
		return e, release, nil
	}
	options := host.ProxyOptions(url)
	options.OnlyAWS = wish.OnlyAWS
	if len(options.Trusted) == 0 && o.Warn != nil {
		o.Warn(noRoots())
	}
	p, err := proxy.Start(options)
	if err != nil {
		return cli.Endpoint{}, nil, errors.Join(notServed(err), release())
	}
	return proxied(e, p.URL(), p.Bundle()), func() error { return errors.Join(p.Close(), release()) }, nil
}

// Requests implements cli.Cloud.
func (practice) Requests(ctx context.Context, o cli.PlaceOptions) ([]cli.Request, error) {
	url, err := running(ctx, o)
	if err != nil {
		return nil, err
	}
	if url == "" {
		return nil, notRunning()
	}
	var list []cli.Request
	err = steering{url}.ask(ctx, http.MethodGet, "requests", nil, &list)
	return list, err
}

// running is where the cloud answers that the options name, or that of the state directory; empty when none is running.
func running(ctx context.Context, o cli.PlaceOptions) (string, error) {
	if o.Endpoint == "" {
		return host.Running(ctx, o.StateDir), nil
	}
	if _, err := host.Health(ctx, o.Endpoint); err != nil {
		return "", notPractice(o.Endpoint, err)
	}
	return o.Endpoint, nil
}

func throwAway(ctx context.Context, o cli.PlaceOptions) (*host.Host, error) {
	return host.Open(ctx, host.Options{InMemory: true, New: func() *sandbox.Cloud {
		return sandbox.New(sandbox.Options{Pace: core.Pace(o.Speed), Version: version})
	}})
}

// proxied adds what programs read that know only AWS's own addresses. Some read a variable in capitals, some in small letters.
func proxied(e cli.Endpoint, url, bundle string) cli.Endpoint {
	const direct = "127.0.0.1,localhost"
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		e.Env[name] = url
	}
	e.Env["NO_PROXY"], e.Env["no_proxy"] = direct, direct
	for _, name := range []string{"AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"} {
		e.Env[name] = bundle
	}
	e.Env["NODE_USE_ENV_PROXY"] = "1" // Node.js reads the proxy's variables only when told to
	return e
}

func notRunning() *flow.Failure {
	return &flow.Failure{
		Code: "NotServed", Exit: flow.ExitConfig,
		Message: text.T{En: "No practice cloud is running in this state directory.", Ko: "이 상태 디렉터리에서 실행 중인 연습용 클라우드가 없습니다."}.With(),
		Cause:   text.T{En: "Exports would lead to an address where nothing answers.", Ko: "내보낸 주소에서 아무것도 응답하지 않습니다."}.With(),
		Fix:     text.T{En: "Start `sandbox serve` in another terminal, or use `sandbox exec -- COMMAND`.", Ko: "다른 터미널에서 `sandbox serve`를 실행하거나 `sandbox exec -- COMMAND`를 쓰세요."}.With(),
	}
}

func noRoots() text.Msg {
	return text.T{
		En: "The system's root certificates were not found: the command will trust the practice cloud only.",
		Ko: "시스템의 루트 인증서를 찾지 못해, 명령은 연습용 클라우드만 신뢰합니다.",
	}.With()
}
