package inbound

import (
	"context"
	"regexp"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// looked bounds how many runtimes of an account are read to find those that could be used.
const runtimesLooked = 20

// chooseRuntime is for AWS, where no image was named: an agent is the participant's code, which this program cannot make. One that
// is there and takes the web client's tokens can be used; which one is kept in the parameter.
func chooseRuntime(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup) (aws.Runtime, error) {
	usable, err := usableRuntimes(ctx, e, s)
	if err != nil {
		return aws.Runtime{}, err
	}
	if len(usable) == 0 {
		return aws.Runtime{}, needsImage()
	}
	q := flow.Question{Kind: flow.Confirm, Explicit: true,
		Title:  text.T{En: "Use a runtime that is there?", Ko: "이미 있는 Runtime을 사용할까요?"}.With(),
		Detail: text.T{En: "It takes tokens of this user pool's web client. Its agent is called, and AWS bills the call to your account. It is neither changed nor deleted.", Ko: "이 User Pool의 Web Client 토큰을 받아들입니다. 에이전트를 호출하며 그 요금은 여러분의 계정에 부과됩니다. Runtime을 바꾸거나 지우지는 않습니다."}.With()}
	for _, u := range usable {
		q.Options = append(q.Options, flow.Option{ID: u.ID, Title: text.T{En: u.Name, Ko: u.Name}})
	}
	q.Options = append(q.Options, flow.Option{ID: "none", Title: text.T{En: "None: I name an image with `runtime create --image`", Ko: "사용하지 않음: `runtime create --image`로 이미지를 지정"}})
	answer, err := r.Ask(ctx, q)
	if err != nil {
		return aws.Runtime{}, err
	}
	for _, u := range usable {
		if u.ID == answer.Choice {
			return u, useRuntime(ctx, e, u)
		}
	}
	return aws.Runtime{}, needsImage()
}

// usableRuntimes are those that take the web client's tokens.
func usableRuntimes(ctx context.Context, e *steps.Env, s steps.Setup) ([]aws.Runtime, error) {
	all, err := e.Cloud.Runtimes(ctx)
	if err != nil {
		return nil, err
	}
	var usable []aws.Runtime
	for _, short := range all[:min(len(all), runtimesLooked)] {
		found, err := e.Cloud.Runtime(ctx, short.ID)
		if err == nil && found.Ready() && found.DiscoveryURL == s.DiscoveryURL() && len(steps.Lacking(found.AllowedClients, []string{s.WebClient()})) == 0 {
			usable = append(usable, found)
		}
	}
	return usable, nil
}

// useRuntime keeps the choice where the published scripts look for it.
func useRuntime(ctx context.Context, e *steps.Env, chosen aws.Runtime) error {
	name := e.Parameter(runtimeParameter)
	err := e.Cloud.PutParameter(ctx, name, chosen.ARN, "AgentCore runtime of the workshop", false)
	if aws.KindOf(err) == aws.Exists {
		err = e.Cloud.PutParameter(ctx, name, chosen.ARN, "", true)
	}
	return err
}

// check refuses what is no image and no role before anything is made of them. The image's form is CreateAgentRuntime's.
func (w runtimeWish) check() error {
	wrong := func(flag, is, form string) error {
		return &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage,
			Message: text.T{En: "%s cannot be %q.", Ko: "%s에 %q{을/를} 지정할 수 없습니다."}.With(flag, is),
			Fix:     text.T{En: "It looks like %s.", Ko: "%s 같은 형식입니다."}.With(form)}
	}
	if w.Image != "" && !regexp.MustCompile(`^(\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|public\.ecr\.aws)/[a-z0-9]`).MatchString(w.Image) {
		return wrong("--image", w.Image, "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-agent:latest")
	}
	if w.Role != "" && !regexp.MustCompile(`^arn:aws[a-z-]*:iam::\d{12}:role/\S+$`).MatchString(w.Role) {
		return wrong("--role", w.Role, "arn:aws:iam::123456789012:role/my-agent")
	}
	return nil
}

// needsImage says plainly what cannot be made here.
func needsImage() *flow.Failure {
	return &flow.Failure{Code: "NeedsImage", Exit: flow.ExitUsage, Docs: "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-toolkit.html",
		Message: text.T{En: "A runtime on AWS needs an agent of yours: a container image in ECR.", Ko: "AWS의 Runtime에는 여러분의 에이전트(ECR의 컨테이너 이미지)가 필요합니다."}.With(),
		Cause:   text.T{En: "An agent is code. This program has none that it could put into your account, and it builds no images; the practice cloud has an agent built in.", Ko: "에이전트는 코드입니다. 이 프로그램에는 여러분의 계정에 올릴 에이전트가 없고 이미지를 빌드하지도 않습니다. 연습용 클라우드에는 에이전트가 내장되어 있습니다."}.With(),
		Fix: text.T{En: "Run `runtime create --image ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG` with an image for linux/arm64, or the same step with --sandbox.",
			Ko: "linux/arm64용 이미지로 `runtime create --image ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`를 실행하거나, 같은 단계를 --sandbox로 진행하세요."}.With()}
}
