package steps

import (
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// deploy brings about the stack and the test user.
type deploy struct{ env *Env }

// Deploy is the first step: what ./scripts/prereq.sh does on the workshop page.
func Deploy(env *Env) flow.Step { return deploy{env} }

func (deploy) Info() flow.Info {
	return flow.Info{
		ID: "deploy", Main: true, Original: "chmod +x scripts/prereq.sh && ./scripts/prereq.sh", Typical: 2 * time.Minute,
		Title: text.T{En: "Deploy the prerequisites", Ko: "사전 요구 사항 배포"},
		Why: text.T{
			En: "Agents need someone to vouch for users and for machines. This stack makes that someone, a Cognito user pool with two clients, and writes down where everything is, so that later steps find it.",
			Ko: "에이전트에는 사용자와 시스템의 신원을 보증해 줄 곳이 필요합니다. 이 스택은 그 역할을 하는 Cognito User Pool과 클라이언트 두 개를 만들고, 다음 단계가 찾을 수 있도록 위치를 파라미터에 기록합니다."},
		Will: []flow.Plan{
			{Call: "cloudformation:DescribeStacks", Does: text.T{En: "looks whether the stack is there; a healthy one is used as it is", Ko: "스택이 있는지 확인하고, 정상이면 그대로 사용합니다"}},
			{Call: "cloudformation:CreateChangeSet", Does: text.T{En: "has CloudFormation say what it would create", Ko: "CloudFormation이 무엇을 만들지 미리 확인합니다"}, Creates: true},
			{Call: "cloudformation:ExecuteChangeSet", Does: text.T{En: "creates user pool, clients, domain, parameters and role", Ko: "User Pool, 클라이언트, 도메인, 파라미터, 역할을 만듭니다"}, Creates: true,
				Billed: text.T{En: "nothing at this size: Cognito bills active users beyond a free number, and tokens of machine clients per request (fractions of a cent)", Ko: "이 규모에서는 비용이 거의 들지 않습니다. Cognito는 무료 한도를 넘는 활성 사용자와 M2M 토큰 요청에 소액을 청구합니다"}},
			{Call: "cognito-idp:AdminCreateUser", Does: text.T{En: "creates the test user, who gets no mail", Ko: "테스트 사용자를 만듭니다(메일은 보내지 않습니다)"}, Creates: true},
			{Call: "cognito-idp:AdminSetUserPassword", Does: text.T{En: "gives it a permanent password, so that it can sign in at once (CONFIRMED)", Ko: "영구 암호를 설정해 바로 로그인할 수 있는 CONFIRMED 상태로 만듭니다"}, Creates: true},
		},
		Terms: []flow.Term{
			{Word: "token", Meaning: text.T{En: "a signed note that says who its bearer is and what it allows; whoever shows it is let in until it expires", Ko: "소지자가 누구이고 무엇을 할 수 있는지 적어 서명한 증서입니다. 만료될 때까지는 누구든 이것을 보여 주면 들어갈 수 있습니다"}},
			{Word: "CloudFormation stack", Meaning: text.T{En: "a set of AWS resources made from one template, and deleted together", Ko: "템플릿 하나로 만들고 함께 지우는 AWS 리소스 묶음"}},
			{Word: "change set", Meaning: text.T{En: "CloudFormation's list of what it would change, before it does", Ko: "CloudFormation이 변경하기 전에 보여 주는 변경 목록"}},
			{Word: "user pool", Meaning: text.T{En: "Cognito's directory of users, which also signs tokens", Ko: "사용자 목록을 관리하고 토큰에 서명하는 Cognito 디렉터리"}},
			{Word: "app client", Meaning: text.T{En: "one application's registration in a user pool: which sign-ins and scopes it may use", Ko: "User Pool에 등록된 애플리케이션: 쓸 수 있는 로그인 방식과 스코프를 정합니다"}},
		},
		Documents: []flow.Document{templateDocument()},
		Console:   []string{"cloudformation", "cognito"},
	}
}

// State looks at the stack and at the test user.
func (d deploy) State(ctx context.Context) (flow.Status, error) {
	s, err := d.env.Look(ctx)
	if err != nil {
		return flow.Status{}, Explain(err)
	}
	status := flow.Status{Facts: stackFacts(s)}
	switch {
	case s.Stack.ID == "":
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The stack %s is not there yet.", Ko: "스택 %s{이/가} 아직 없습니다."}.With(d.env.Stack)}, nil
	case s.Stack.Running():
		status.State, status.Summary = flow.InProgress, text.T{En: "The stack is in %s.", Ko: "스택이 %s 상태입니다."}.With(s.Stack.Status)
		return status, nil
	case !s.Stack.Healthy():
		status.State, status.Summary = flow.Blocked, text.T{En: "The stack is in %s.", Ko: "스택이 %s 상태입니다."}.With(s.Stack.Status)
		return status, nil
	}
	user, err := d.env.Cloud.User(ctx, s.PoolID(), TestUser)
	switch {
	case poolGone(err):
		status.State, status.Summary = flow.Blocked, text.T{En: "The stack says that all is well, but its user pool was deleted by hand; `fix pool.exists` makes the stack again.", Ko: "스택은 정상이라고 하지만 User Pool이 수동으로 삭제되었습니다. `fix pool.exists`로 스택을 다시 만들 수 있습니다."}.With()
	case aws.IsNotFound(err):
		status.State, status.Summary = flow.Drifted, text.T{En: "The stack is healthy; the test user is missing.", Ko: "스택은 정상이지만 테스트 사용자가 없습니다."}.With()
		status.Differences = []flow.Difference{{Field: TestUser, Is: "", Want: "CONFIRMED"}}
	case err != nil:
		return flow.Status{}, Explain(err)
	case user.Status != "CONFIRMED" || !user.Enabled:
		status.State, status.Summary = flow.Drifted, text.T{En: "The stack is healthy; the test user is in %s.", Ko: "스택은 정상이지만 테스트 사용자가 %s 상태입니다."}.With(userState(user))
		status.Differences = []flow.Difference{{Field: TestUser, Is: userState(user), Want: "CONFIRMED"}}
	default:
		status.State = flow.Present
		status.Summary = text.T{En: "The stack is in %s and the test user CONFIRMED.", Ko: "스택은 %s, 테스트 사용자는 CONFIRMED 상태입니다."}.With(s.Stack.Status)
	}
	return status, nil
}

// Apply adopts a healthy stack, joins one that is under way, replaces one that is stuck, creates one that is missing; then the
// test user.
func (d deploy) Apply(ctx context.Context, r *flow.Report) error {
	stack, err := d.env.BringStack(ctx, r)
	if err != nil {
		return Explain(err)
	}
	pool := stack.Outputs["UserPoolId"]
	if pool == "" {
		s, err := d.env.Look(ctx)
		if err != nil {
			return Explain(err)
		}
		if pool = s.PoolID(); pool == "" {
			return s.Ready()
		}
	}
	err = d.env.BringUser(ctx, r, pool)
	if poolGone(err) && stack.ID != "" {
		return &flow.Failure{Code: "PoolMissing", Exit: flow.ExitService, Err: err, Docs: DocsPool,
			Message: text.T{En: "The stack is healthy, but its user pool %s is gone.", Ko: "스택은 정상이지만 User Pool %s{이/가} 없습니다."}.With(pool),
			Cause:   text.T{En: "It was deleted by hand. CloudFormation does not look after what it has made, and does not bring it back.", Ko: "수동으로 삭제되었습니다. CloudFormation은 만든 리소스를 지켜보지 않으며 되살리지도 않습니다."}.With(),
			Fix:     text.T{En: "`fix pool.exists` deletes the stack and makes it again.", Ko: "`fix pool.exists`를 실행하면 스택을 지우고 다시 만듭니다."}.With()}
	}
	return Explain(err)
}

// Undo deletes the stack, and with it the pool, its users and the parameters.
func (d deploy) Undo(ctx context.Context, r *flow.Report) error {
	stack, err := d.env.Cloud.Stack(ctx, d.env.Stack)
	if aws.IsNotFound(err) {
		return nil
	}
	if err == nil {
		err = d.env.removeStack(ctx, r, stack)
	}
	return Explain(err)
}

// poolGone tells a pool that is not there from a user who is not.
func poolGone(err error) bool {
	if err == nil {
		return false
	}
	code, _, _ := aws.Details(err)
	return code == "ResourceNotFoundException"
}

func userState(u aws.User) string {
	if !u.Enabled {
		return "DISABLED"
	}
	return u.Status
}

// stackFacts are the names that a person copies from this step.
func stackFacts(s Setup) []flow.Fact {
	if s.Stack.ID == "" {
		return nil
	}
	stack := text.T{En: "from the stack's outputs", Ko: "스택 출력"}.With()
	facts := []flow.Fact{{Key: "stack_id", Value: s.Stack.ID, Label: text.T{En: "Stack", Ko: "스택"}, Source: text.Plain("cloudformation:DescribeStacks")}}
	for _, f := range []flow.Fact{
		{Key: "user_pool_id", Value: s.PoolID(), Label: text.T{En: "User pool", Ko: "User Pool"}},
		{Key: "web_client_id", Value: s.WebClient(), Label: text.T{En: "Web client", Ko: "Web Client"}},
		{Key: "machine_client_id", Value: s.MachineClient(), Label: text.T{En: "Machine client", Ko: "Machine Client"}},
	} {
		if f.Value != "" {
			f.Source = stack
			facts = append(facts, f)
		}
	}
	if s.DomainPrefix() != "" {
		facts = append(facts, flow.Fact{Key: "cognito_domain", Value: s.DomainURL(), Label: text.T{En: "Hosted domain", Ko: "호스팅 도메인"}, Source: stack})
	}
	return facts
}
