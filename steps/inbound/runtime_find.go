package inbound

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// runtimeParameter keeps the ARN of the runtime that is used, under the name that the published scripts read.
const runtimeParameter = "agent_runtime_arn"

// practiceImage stands for an agent's image in the practice cloud, which never fetches it: its built-in agent answers.
const practiceImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/practice-agent:1"

// runtimeWish is what a person said about the runtime to be made.
type runtimeWish struct {
	// Image is the agent's container image; Role its execution role. Empty means what there is.
	Image, Role string
}

// FindRuntime looks for the runtime of the course: the one that the parameter names, else the one with the published name. Nil
// when there is none.
func FindRuntime(ctx context.Context, e *steps.Env) (*aws.Runtime, error) {
	arn, err := noted(ctx, e, runtimeParameter)
	if err != nil {
		return nil, err
	}
	_, id, _ := strings.Cut(arn, ":runtime/")
	return find(ctx, id, steps.PublishedRuntime, e.Cloud.Runtime, e.Cloud.Runtimes, func(r aws.Runtime) (string, string) { return r.ID, r.Name })
}

// readyRuntime is the runtime of the course, which must be there.
func readyRuntime(ctx context.Context, e *steps.Env) (aws.Runtime, error) {
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return aws.Runtime{}, err
	}
	if found == nil {
		return aws.Runtime{}, noRuntime(text.T{En: "Neither the parameter %s nor the name %s leads to one.", Ko: "%s 파라미터로도 %s 이름으로도 찾을 수 없습니다."}.With(runtimeParameter, steps.PublishedRuntime))
	}
	return *found, nil
}

func noRuntime(cause text.Msg) *flow.Failure {
	return &flow.Failure{Code: "NoRuntime", Exit: flow.ExitService, Docs: DocsRuntime, Cause: cause,
		Message: text.T{En: "There is no such runtime.", Ko: "해당 Runtime이 없습니다."}.With(),
		Fix:     text.T{En: "`runtime list` shows those that there are; `runtime create` makes one.", Ko: "`runtime list`로 목록을 확인하거나 `runtime create`로 만드세요."}.With()}
}

// runtimeDifferences compare a runtime with the stack.
func runtimeDifferences(s steps.Setup, found aws.Runtime) []flow.Difference {
	var all []flow.Difference
	compare := func(field, is, want string) {
		if is != want {
			all = append(all, flow.Difference{Field: field, Is: is, Want: want})
		}
	}
	compare("discoveryUrl", found.DiscoveryURL, s.DiscoveryURL())
	compare("allowedClients", strings.Join(found.AllowedClients, " "), s.WebClient())
	compare("allowedAudience", strings.Join(found.AllowedAudience, " "), "")
	if !PassesToken(found) {
		compare("requestHeaderAllowlist", strings.Join(found.Headers, " "), headerAuthorization)
	}
	return all
}

// PassesToken reports whether the Authorization header reaches the agent. Headers know no case.
func PassesToken(r aws.Runtime) bool {
	return slices.ContainsFunc(r.Headers, func(h string) bool { return strings.EqualFold(h, headerAuthorization) })
}

// bringRuntime makes the runtime, joins one that is on its way, or brings one that differs in line after showing how.
func bringRuntime(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, wish runtimeWish) (aws.Runtime, error) {
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return aws.Runtime{}, err
	}
	if found != nil && !found.Settled() {
		if found, err = settledRuntime(ctx, e, r, found.ID); err != nil {
			return aws.Runtime{}, err
		}
	}
	if found != nil && found.Status == "CREATE_FAILED" { // there is nothing behind it that could be put right
		if err := cleanup.RemoveRuntime(ctx, e, nil, *found); err != nil {
			return aws.Runtime{}, err
		}
		found = nil
	}
	if found == nil {
		return makeRuntime(ctx, e, r, s, wish)
	}
	differences := runtimeDifferences(s, *found)
	if found.Ready() && len(differences) == 0 && wish.Image == "" && (wish.Role == "" || wish.Role == found.RoleARN) {
		return *found, nil
	}
	return alignRuntime(ctx, e, r, s, *found, differences, wish)
}

// makeRuntime creates it and waits until it is READY. Two who do so at once get the same one.
func makeRuntime(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, wish runtimeWish) (aws.Runtime, error) {
	if wish.Image == "" && e.Practice() {
		wish.Image = practiceImage
	}
	if wish.Image == "" {
		return chooseRuntime(ctx, e, r, s)
	}
	spec, err := runtimeSpec(s, wish)
	if err != nil {
		return aws.Runtime{}, err
	}
	id, err := e.Cloud.CreateRuntime(ctx, spec)
	switch kind := aws.KindOf(err); {
	case kind == aws.Exists || kind == aws.Conflict: // made by someone else in this second
		found, again := FindRuntime(ctx, e)
		if again != nil || found == nil {
			return aws.Runtime{}, err
		}
		id = found.ID
	case err != nil:
		return aws.Runtime{}, err
	}
	return readyOf(ctx, e, r, id)
}

// alignRuntime sends authorizer, role and headers again, as a new version.
func alignRuntime(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, found aws.Runtime, differences []flow.Difference, wish runtimeWish) (aws.Runtime, error) {
	q := flow.Question{Kind: flow.Confirm,
		Title:  text.T{En: "Make a new version of the runtime %s?", Ko: "Runtime %s의 새 버전을 만들까요?"}.With(found.Name),
		Detail: text.T{En: "Its authorizer and header list are sent again; the agent's code and everything else stay as they are.", Ko: "authorizer와 헤더 목록을 다시 보냅니다. 에이전트의 코드와 나머지 설정은 그대로 둡니다."}.With()}
	for _, d := range differences {
		q.Shown = append(q.Shown, flow.Fact{Key: d.Field, Label: text.T{En: d.Field, Ko: d.Field}, Value: cmp.Or(d.Is, "-") + " → " + cmp.Or(d.Want, "-")})
	}
	if wish.Role != "" && wish.Role != found.RoleARN {
		q.Shown = append(q.Shown, flow.Fact{Key: "roleArn", Label: text.T{En: "roleArn", Ko: "roleArn"}, Value: cmp.Or(found.RoleARN, "-") + " → " + wish.Role})
	}
	if wish.Image != "" {
		q.Shown = append(q.Shown, flow.Fact{Key: "containerUri", Label: text.T{En: "containerUri", Ko: "containerUri"}, Value: wish.Image})
	}
	if err := steps.Agreed(r.Ask(ctx, q)); err != nil {
		return aws.Runtime{}, err
	}
	wish.Role = cmp.Or(wish.Role, found.RoleARN)
	spec, err := runtimeSpec(s, wish)
	if err == nil {
		err = e.Cloud.UpdateRuntime(ctx, found.ID, spec)
	}
	if err != nil {
		return aws.Runtime{}, err
	}
	return readyOf(ctx, e, r, found.ID)
}

// runtimeSpec is the runtime as the course wants it.
func runtimeSpec(s steps.Setup, wish runtimeWish) (aws.RuntimeSpec, error) {
	spec := aws.RuntimeSpec{Name: steps.PublishedRuntime, Image: wish.Image, RoleARN: cmp.Or(wish.Role, s.Params["gateway_iam_role"]), DiscoveryURL: s.DiscoveryURL(),
		Clients: []string{s.WebClient()}, Headers: []string{headerAuthorization}, Tags: steps.OwnTags()}
	if spec.RoleARN == "" {
		return spec, &flow.Failure{Code: "NoRole", Exit: flow.ExitService, Docs: steps.DocsRole,
			Message: text.T{En: "There is no execution role for the runtime.", Ko: "Runtime의 실행 역할이 없습니다."}.With(),
			Cause:   text.T{En: "The parameter gateway_iam_role is not there.", Ko: "gateway_iam_role 파라미터가 없습니다."}.With(),
			Fix:     text.T{En: "Run `deploy`, or name a role with --role.", Ko: "`deploy`를 실행하거나 --role로 역할을 지정하세요."}.With()}
	}
	return spec, nil
}

// readyOf waits for a runtime and refuses one that failed.
func readyOf(ctx context.Context, e *steps.Env, r *flow.Report, id string) (aws.Runtime, error) {
	found, err := settledRuntime(ctx, e, r, id)
	switch {
	case err != nil:
		return aws.Runtime{}, err
	case found == nil:
		return aws.Runtime{}, &flow.Failure{Code: "RuntimeGone", Exit: flow.ExitService,
			Message: text.T{En: "Somebody deleted the runtime meanwhile.", Ko: "그사이 누군가 Runtime을 지웠습니다."}.With(),
			Fix:     text.T{En: "Run `runtime` again.", Ko: "`runtime`을 다시 실행하세요."}.With()}
	case !found.Ready():
		return aws.Runtime{}, &flow.Failure{Code: found.Status, Exit: flow.ExitService, Docs: steps.DocsRole,
			Message: text.T{En: "The runtime is not READY: %s.", Ko: "Runtime이 READY가 되지 못했습니다: %s"}.With(found.Status),
			Cause:   text.Plain(cmp.Or(found.Reason, "AWS gives no reason.")),
			Fix:     text.T{En: "Settle the cause (image for linux/arm64? may the role read it from ECR?) and run `runtime create` again.", Ko: "원인을 해결한 다음(이미지가 linux/arm64용인지, 역할이 ECR에서 읽을 수 있는지 확인) `runtime create`를 다시 실행하세요."}.With()}
	}
	return *found, nil
}

// settledRuntime follows a runtime until its status stays; nil when it went away.
func settledRuntime(ctx context.Context, e *steps.Env, r *flow.Report, id string) (*aws.Runtime, error) {
	start, pause, told := e.Clock.Now(), e.Pause(), ""
	found, err := e.Cloud.WaitRuntime(ctx, id, func(ctx context.Context) error {
		if e.Clock.Now().Sub(start) > steps.SettleTime {
			return &flow.Failure{Code: "RuntimeTimedOut", Exit: flow.ExitTimedOut, Docs: DocsRuntime,
				Message: text.T{En: "The runtime has not settled in time.", Ko: "Runtime이 제한 시간 안에 준비되지 않았습니다."}.With(),
				Cause:   text.T{En: "AWS is still at it; nothing is lost.", Ko: "AWS에서 아직 진행 중이며 잃은 것은 없습니다."}.With(),
				Fix:     text.T{En: "Run `runtime` again: it joins what is under way.", Ko: "`runtime`을 다시 실행하면 진행 중인 작업에 합류합니다."}.With()}
		}
		return pause(ctx)
	}, func(now aws.Runtime) {
		if now.Status != told {
			told = now.Status
			r.Emit(flow.Resource{LogicalID: now.Name, PhysicalID: now.ID, ResourceType: cleanup.KindRuntime, Status: now.Status, Reason: now.Reason, Time: r.Clock().Now()})
		}
	})
	if aws.IsNotFound(err) {
		return nil, nil
	}
	return &found, err
}

// removeRuntime deletes the runtime of the course where it bears the published name; one that a person chose stays theirs, and only
// the parameter goes.
func removeRuntime(ctx context.Context, e *steps.Env) error {
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return err
	}
	if found != nil && found.Name == steps.PublishedRuntime {
		if err := cleanup.RemoveRuntime(ctx, e, nil, *found); err != nil {
			return err
		}
	}
	return e.Cloud.DeleteParameters(ctx, e.Parameter(runtimeParameter))
}
