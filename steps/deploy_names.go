package steps

import (
	"context"
	"fmt"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const DocsStackFailures = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"

// stackNames are the names that a new stack takes, where the published ones are taken.
type stackNames struct {
	// role and domain are empty for the published names.
	role, domain string
	// tried counts domain prefixes that were taken; again means that the failed stack may be replaced without asking, since this
	// very run made it and knows a name that may work.
	tried int
	again bool
}

func (n *stackNames) parameters() map[string]string {
	p := map[string]string{}
	if n.role != "" {
		p["RoleName"] = n.role
	}
	if n.domain != "" {
		p["DomainPrefix"] = n.domain
	}
	return p
}

// learn draws the consequence of a failed creation: a domain that another account has shows only here, and CloudFormation's
// newer handler calls it no more than an invalid request.
func (n *stackNames) learn(cause *aws.StackEvent) {
	if cause == nil || cause.Type != "AWS::Cognito::UserPoolDomain" || n.tried >= 3 {
		return
	}
	for _, sign := range []string{"already associated", "already exists", "AlreadyExists", "InvalidRequest"} {
		if strings.Contains(cause.Reason, sign) {
			n.tried, n.again = n.tried+1, true
			return
		}
	}
}

// chooseNames looks which of the published names are free before anything is made: IAM is global, so that a stack in another
// region of the account may have the role; and a pool that was left behind may have the domain.
func (e *Env) chooseNames(ctx context.Context, r *flow.Report, n *stackNames) error {
	if n.role == "" {
		_, err := e.Cloud.Role(ctx, PublishedRole)
		switch {
		case err == nil:
			n.role = PublishedRole + "-" + e.Region()
			r.Say(text.T{En: "The role %s belongs to another stack, so this one is called %s.", Ko: "역할 %s{은/는} 다른 스택의 것이므로 %s{이라는/라는} 이름을 씁니다."}.With(PublishedRole, n.role))
		case !aws.IsNotFound(err):
			return err
		}
	}
	account, err := e.AccountID(ctx)
	if err != nil {
		return err
	}
	before := n.domain
	for ; n.tried < 20; n.tried++ {
		prefix := DomainStem + account
		if n.tried > 0 {
			prefix = fmt.Sprintf("%s%s-%d", DomainStem, account, n.tried+1)
		}
		d, err := e.Cloud.Domain(ctx, prefix)
		if err != nil {
			return err
		}
		if d.PoolID == "" {
			if n.tried > 0 {
				n.domain = prefix
			}
			break
		}
	}
	if n.domain != before {
		return e.offerDomain(ctx, r, n)
	}
	return nil
}

// parametersFree refuses to make a stack where parameters of its names are there already: they can only have been left by another
// one, and CloudFormation would fail on the first of them after two minutes.
func (e *Env) parametersFree(ctx context.Context) error {
	params, err := e.Parameters(ctx)
	if err != nil || len(params) == 0 {
		return err
	}
	return &flow.Failure{Code: "LeftOver", Exit: flow.ExitService, Docs: DocsStackFailures,
		Message: text.T{En: "There is no stack %s, but %d of its parameters under %s are there already.", Ko: "%s 스택은 없는데 그 파라미터 %d개가 %s 아래에 이미 있습니다."}.With(e.Stack, len(params), e.Prefix),
		Cause:   text.T{En: "An earlier stack, or another tool, left them. CloudFormation does not take over what it has not made.", Ko: "이전 스택이나 다른 도구가 남긴 것입니다. CloudFormation은 자신이 만들지 않은 것을 넘겨받지 않습니다."}.With(),
		Fix:     text.T{En: "What is there can be used as it is: `verify`. To start afresh: `cleanup`, then `deploy`.", Ko: "남아 있는 것을 그대로 쓸 수 있습니다(`verify`). 새로 시작하려면 `cleanup` 후 `deploy`를 실행하세요."}.With()}
}

// offerDomain proposes a free prefix; another may be typed.
func (e *Env) offerDomain(ctx context.Context, r *flow.Report, n *stackNames) error {
	answer, err := r.Ask(ctx, flow.Question{
		Kind:   flow.Confirm,
		Title:  text.T{En: "The domain prefix is taken. Use %s?", Ko: "도메인 접두사가 이미 쓰이고 있습니다. %s{을/를} 사용할까요?"}.With(n.domain),
		Detail: text.T{En: "Prefixes are shared by all AWS accounts of a region. The parameters will name the new one.", Ko: "접두사는 리전 안의 모든 AWS 계정이 함께 씁니다. 파라미터에는 새 이름이 기록됩니다."}.With(),
	})
	if err != nil {
		return err
	}
	if !answer.Yes {
		return Declined()
	}
	return nil
}

// changeSet is what our template asks for.
func (e *Env) changeSet(create bool, parameters map[string]string) aws.ChangeSetSpec {
	return aws.ChangeSetSpec{
		Stack: e.Stack, Create: create, Template: aws.Template(), Parameters: e.withPrefix(parameters),
		Name: e.ChangeSetName(),
		Tags: map[string]string{aws.StackTagKey: aws.StackTagValue},
	}
}

// withPrefix adds the SSM path where it is not the published one.
func (e *Env) withPrefix(parameters map[string]string) map[string]string {
	if e.Prefix != PublishedPrefix {
		parameters["ParameterPrefix"] = e.Path()
	}
	return parameters
}

// Pause is the rhythm of polling by the session's clock.
func (e *Env) Pause() aws.Pause {
	var b flow.Backoff
	return func(ctx context.Context) error { return b.Wait(ctx, e.Clock) }
}

// Declined is the answer no.
func Declined() error {
	return &flow.Failure{Code: "Declined", Exit: flow.ExitInterrupted,
		Message: text.T{En: "Nothing was changed.", Ko: "아무것도 바꾸지 않았습니다."}.With()}
}

// ChangeSetRefused says why a change set cannot be executed.
func ChangeSetRefused(set aws.ChangeSet) error {
	return &flow.Failure{Code: "ChangeSetFailed", Exit: flow.ExitService, Docs: DocsStackFailures,
		Message: text.T{En: "CloudFormation does not accept the change set.", Ko: "CloudFormation이 변경 세트를 받아들이지 않습니다."}.With(),
		Cause:   text.Plain(set.Reason),
		Fix:     text.T{En: "Settle the cause and run `deploy` again.", Ko: "원인을 해결한 다음 `deploy`를 다시 실행하세요."}.With()}
}
