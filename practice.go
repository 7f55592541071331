package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"runtime/debug"
	"strings"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/host"
	"agentcore-workshop/aws/sandbox/runtime"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/cli"
)

// openPractice serves the practice cloud of the state directory, or finds the process that does.
func openPractice(ctx context.Context, o cli.PlaceOptions, s cli.ServeOptions) (*host.Host, error) {
	return host.Open(ctx, host.Options{
		Dir: o.StateDir, Addr: s.Addr,
		New: func() *sandbox.Cloud {
			return sandbox.New(sandbox.Options{Seed: s.Seed, Strict: s.Strict, Agent: s.Agent, Pace: core.Pace(o.Speed), Version: version})
		},
		Warn: func(err error) {
			if o.Warn != nil {
				o.Warn(warning(err))
			}
		},
	})
}

// warning says in the reader's language that the practice cloud goes on, but not as it should.
func warning(err error) text.Msg {
	var w *host.Warning
	if !errors.As(err, &w) {
		return text.Plain(err.Error())
	}
	said := map[error]text.T{
		host.ErrInMemory: {En: "The practice cloud goes on in memory, since its directory cannot be used: %s", Ko: "상태 디렉터리를 쓸 수 없어 연습용 클라우드가 메모리에서만 동작합니다: %s"},
		host.ErrEmpty:    {En: "The practice cloud starts empty. Its state cannot be read and was kept aside: %s", Ko: "연습용 클라우드가 빈 상태로 시작합니다. 이전 상태는 읽을 수 없어 다른 이름으로 남겨 두었습니다: %s"},
		host.ErrUnfound:  {En: "Other processes will not find the practice cloud unless you give them its address with --endpoint-url: %s", Ko: "다른 프로세스가 연습용 클라우드를 찾지 못하므로 --endpoint-url로 주소를 알려 주어야 합니다: %s"},
		host.ErrUnsaved:  {En: "The practice cloud's state could not be saved: %s", Ko: "연습용 클라우드의 상태를 저장하지 못했습니다: %s"},
	}
	return said[w.What].With(w.Cause.Error())
}

// practice is the practice cloud as the sandbox commands use it.
type practice struct{}

// Serve implements cli.Cloud.
func (practice) Serve(ctx context.Context, o cli.PlaceOptions, s cli.ServeOptions, ready func(cli.Endpoint)) error {
	if f := onlyLoopback(s.Addr); f != nil {
		return f
	}
	if f := onlyOwnAgent(s.Agent); f != nil {
		return f
	}
	h, err := openPractice(ctx, o, s)
	if err != nil {
		return notServed(err)
	}
	if !h.Hosting() {
		return alreadyServed(h.Endpoint())
	}
	sparingly()
	ready(endpointOf(h.Endpoint()))
	<-ctx.Done()
	return h.Close()
}

// servedMemory is how much memory, in bytes, a cloud that is served for long stays below as far as it can: a whole class may use
// one, on somebody's laptop.
const servedMemory = 72 << 20

// sparingly makes the garbage collector keep to that limit, unless GOMEMLIMIT says another.
func sparingly() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(servedMemory)
	}
}

// attach finds the cloud, or hosts it until it is released: what is steered stays steered.
func (practice) attach(ctx context.Context, o cli.PlaceOptions) (cli.Endpoint, func() error, error) {
	if o.Endpoint != "" {
		if _, err := host.Health(ctx, o.Endpoint); err != nil {
			return cli.Endpoint{}, nil, notPractice(o.Endpoint, err)
		}
		return endpointOf(o.Endpoint), func() error { return nil }, nil
	}
	h, err := openPractice(ctx, o, cli.ServeOptions{})
	if err != nil {
		return cli.Endpoint{}, nil, notServed(err)
	}
	return endpointOf(h.Endpoint()), h.Close, nil
}

// endpointOf is an address with what the AWS CLI and SDKs need to use it. The keys are dummies: an access key of twelve
// digits names the account.
func endpointOf(url string) cli.Endpoint {
	return cli.Endpoint{
		URL: url, Account: sandbox.DefaultAccount, Region: sandbox.DefaultRegion, Console: strings.TrimSuffix(url, "/") + sandbox.ConsolePath,
		Env: map[string]string{
			"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": sandbox.DefaultAccount, "AWS_SECRET_ACCESS_KEY": "practice",
			"AWS_REGION": sandbox.DefaultRegion, "AWS_DEFAULT_REGION": sandbox.DefaultRegion, "AWS_EC2_METADATA_DISABLED": "true",
		},
	}
}

func onlyLoopback(addr string) *flow.Failure {
	name, _, err := net.SplitHostPort(addr)
	ip := net.ParseIP(name)
	if err == nil && (strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return &flow.Failure{
		Code: "WrongUse", Exit: flow.ExitUsage,
		Message: text.T{En: "The practice cloud does not listen on %q.", Ko: "연습용 클라우드는 %q에서 수신하지 않습니다."}.With(addr),
		Cause:   text.T{En: "It serves this machine only: nobody else may reach it.", Ko: "이 컴퓨터에서만 쓸 수 있고 다른 곳에서 접근할 수 없어야 합니다."}.With(),
		Fix:     text.T{En: "Give an address such as 127.0.0.1:4566.", Ko: "127.0.0.1:4566 같은 주소를 지정하세요."}.With(),
	}
}

// onlyOwnAgent refuses an agent elsewhere: users' tokens go to it.
func onlyOwnAgent(address string) *flow.Failure {
	if address == "" || runtime.Loopback(address) {
		return nil
	}
	return &flow.Failure{
		Code: "WrongUse", Exit: flow.ExitUsage,
		Message: text.T{En: "%q is no agent of this machine.", Ko: "%q{은/는} 이 컴퓨터의 에이전트 주소가 아닙니다."}.With(address),
		Cause:   text.T{En: "An agent is given users' tokens, so it must run here, and plain http is enough.", Ko: "에이전트는 사용자의 토큰을 받으므로 이 컴퓨터에서 실행되어야 하고, http면 충분합니다."}.With(),
		Fix:     text.T{En: "Start it on this machine and give an address such as http://127.0.0.1:8080.", Ko: "이 컴퓨터에서 실행하고 http://127.0.0.1:8080 같은 주소를 지정하세요."}.With(),
	}
}

func notServed(err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotServed", Exit: flow.ExitConfig, Err: err,
		Message: text.T{En: "The practice cloud could not be opened.", Ko: "연습용 클라우드를 열 수 없습니다."}.With(),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "Choose another --addr or another --state-dir.", Ko: "--addr 또는 --state-dir를 다르게 지정하세요."}.With(),
	}
}

func alreadyServed(url string) *flow.Failure {
	return &flow.Failure{
		Code: "AlreadyServed", Exit: flow.ExitConfig,
		Message: text.T{En: "The practice cloud of this state directory already answers at %s.", Ko: "이 상태 디렉터리의 연습용 클라우드가 이미 %s에서 응답합니다."}.With(url),
		Fix:     text.T{En: "Use that one, or name another --state-dir.", Ko: "그것을 쓰거나 다른 --state-dir를 지정하세요."}.With(),
	}
}

func notPractice(url string, err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotPractice", Exit: flow.ExitConfig, Err: err,
		Message: text.T{En: "No practice cloud of ours answers at %s.", Ko: "%s에서 연습용 클라우드가 응답하지 않습니다."}.With(url),
		Cause:   text.Plain(fmt.Sprint(err)),
		Fix:     text.T{En: "Give the address that `sandbox serve` says.", Ko: "`sandbox serve`가 알려 주는 주소를 지정하세요."}.With(),
	}
}
