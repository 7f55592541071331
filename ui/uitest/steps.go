package uitest

import (
	"context"
	"net"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// step is a scripted step: what it says of itself, whether its result exists, and what happens.
type step struct {
	info   flow.Info
	exists bool
	// elsewhere says whether someone else is doing it, and whether they have done it; nil where nobody does.
	elsewhere func() (now, arrived bool)
	script    func(ctx context.Context, r *flow.Report) error
}

func (s *step) Info() flow.Info { return s.info }

func (s *step) State(context.Context) (flow.Status, error) {
	if s.elsewhere != nil {
		now, arrived := s.elsewhere()
		if now {
			return flow.Status{State: flow.InProgress, Summary: text.T{En: "It is being made.", Ko: "만드는 중입니다."}.With()}, nil
		}
		s.exists = s.exists || arrived
	}
	if s.exists && !s.info.Ephemeral {
		return flow.Status{State: flow.Present, Summary: text.T{En: "It is there and healthy.", Ko: "있으며 정상입니다."}.With()}, nil
	}
	return flow.Status{State: flow.Absent, Summary: text.T{En: "There is nothing yet.", Ko: "아직 아무것도 없습니다."}.With()}, nil
}

func (s *step) Apply(ctx context.Context, r *flow.Report) error {
	err := s.script(ctx, r)
	s.exists = s.exists || err == nil
	return err
}

// Code is the step as code.
func (s *step) Code(_ context.Context, as flow.Dialect) (string, error) {
	return map[flow.Dialect]string{
		flow.CLI:    "# " + s.info.ID + "\naws cloudformation create-stack \\\n  --stack-name troubleshooting-agentcore-cognito \\\n  --capabilities CAPABILITY_NAMED_IAM --region us-east-1\n",
		flow.Python: "# " + s.info.ID + "\nimport boto3\n\nprint(boto3.client(\"sts\").get_caller_identity())\n",
		flow.Golang: "// " + s.info.ID + "\npackage main\n\nfunc main() {}\n",
	}[as], nil
}

func (w *Workshop) steps() []flow.Step {
	steps := []*step{
		{info: deployInfo(), script: w.deploy}, {info: providerInfo(), script: w.provider},
		{info: verifyInfo(), script: w.verify}, {info: tokenInfo(), script: w.token}, {info: signinInfo(), script: w.signin},
	}
	steps[0].elsewhere = w.underWay
	if w.Extra {
		steps = append(steps, &step{info: flow.Info{ID: "extra", Ephemeral: true, Title: text.T{En: "Something extra", Ko: "더 해 보기"}}, script: w.token})
	}
	if w.Consent {
		steps = append(steps, &step{info: consentInfo(), script: w.consent})
	}
	out := make([]flow.Step, len(steps))
	for i, s := range steps {
		s.exists = w.Done
		out[i] = s
	}
	return append(out, w.More...)
}

// call reports a call after it was let through the gate.
func call(ctx context.Context, r *flow.Report, service, operation string, took time.Duration) error {
	held := flow.Held{
		Title:  text.Plain(service + ":" + operation),
		Method: "POST", URL: "https://" + service + ".us-east-1.amazonaws.com/",
		Request: "{\n  \"StackName\": \"troubleshooting-agentcore-cognito\"\n}",
	}
	if err := r.Before(ctx, held); err != nil {
		return err
	}
	if err := r.Clock().Sleep(ctx, took); err != nil {
		return err
	}
	r.Emit(flow.Call{
		Service: service, Operation: operation, Duration: took, Attempt: 1, Status: 200, RequestID: "3f1c2a00-0000-4000-8000-000000000001",
		Request: held.Request, Answer: "{\n  \"Id\": \"arn:aws:cloudformation:us-east-1:" + Account + ":stack/troubleshooting-agentcore-cognito/1\"\n}",
	})
	return nil
}

func (w *Workshop) deploy(ctx context.Context, r *flow.Report) error {
	if w.Fail == "network" {
		return &flow.Failure{
			Code: "NetworkUnreachable", Exit: flow.ExitOther, Err: &net.DNSError{Err: "no such host", Name: "cloudformation.us-east-1.amazonaws.com"},
			Message: text.T{En: "cloudformation.us-east-1.amazonaws.com cannot be reached.", Ko: "cloudformation.us-east-1.amazonaws.com에 연결할 수 없습니다."}.With(),
			Cause:   text.T{En: "The network is away, or a proxy is in between. A stack that has begun goes on in AWS.", Ko: "네트워크가 끊겼거나 프록시가 막고 있습니다. 이미 시작된 스택은 AWS에서 계속됩니다."}.With(),
			Fix:     text.T{En: "Check the network, then try again.", Ko: "네트워크를 확인한 뒤 다시 시도하세요."}.With(),
		}
	}
	for _, operation := range []string{"DescribeStacks", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet"} {
		if err := call(ctx, r, "cloudformation", operation, 200*time.Millisecond); err != nil {
			return err
		}
	}
	names := resources()
	for i, n := range names {
		r.Emit(flow.Resource{LogicalID: n[0], ResourceType: n[1], Status: "CREATE_IN_PROGRESS"})
		if err := r.Clock().Sleep(ctx, 500*time.Millisecond); err != nil {
			return err
		}
		if w.Fail == "deploy" && n[0] == "UserPoolDomain" {
			return stackFailed(r, n)
		}
		r.Emit(flow.Resource{LogicalID: n[0], ResourceType: n[1], Status: "CREATE_COMPLETE"})
		r.Emit(flow.Progress{Done: i + 1, Total: len(names)})
	}
	r.Fact("userpool_id", text.T{En: "User pool", Ko: "사용자 풀"}, "us-east-1_AbCdEf123")
	r.Fact("machine_client_id", text.T{En: "Machine client id", Ko: "머신 클라이언트 ID"}, "1h57kf5cpq17m0eml12EXAMPLE")
	r.Fact("stack_arn", text.T{En: "Stack", Ko: "스택"}, "arn:aws:cloudformation:us-east-1:"+Account+":stack/troubleshooting-agentcore-cognito/5f3c6f50-0000-11f0-8000-0affd4b5c7a1")
	r.Fact("test_user", text.T{En: "Test user", Ko: "테스트 사용자"}, "test@example.com")
	return nil
}

func resources() [][2]string {
	return [][2]string{
		{"UserPool", "AWS::Cognito::UserPool"}, {"ResourceServer", "AWS::Cognito::UserPoolResourceServer"},
		{"WebUserPoolClient", "AWS::Cognito::UserPoolClient"}, {"MachineUserPoolClient", "AWS::Cognito::UserPoolClient"},
		{"UserPoolDomain", "AWS::Cognito::UserPoolDomain"}, {"AgentCoreExecutionRole", "AWS::IAM::Role"},
		{"MachineClientIdParameter", "AWS::SSM::Parameter"}, {"WebClientIdParameter", "AWS::SSM::Parameter"},
	}
}

func stackFailed(r *flow.Report, n [2]string) error {
	reason := "Domain already associated with another user pool."
	r.Emit(flow.Resource{LogicalID: n[0], ResourceType: n[1], Status: "CREATE_FAILED", Reason: reason})
	r.Emit(flow.Resource{LogicalID: "AgentCoreExecutionRole", ResourceType: "AWS::IAM::Role", Status: "CREATE_FAILED", Reason: "Resource creation cancelled"})
	return &flow.Failure{
		Code: "ROLLBACK_COMPLETE", Exit: flow.ExitService, RequestID: "3f1c2a00-0000-4000-8000-000000000009",
		Message: text.T{En: "The stack could not be created: %s", Ko: "스택을 만들지 못했습니다: %s"}.With("UserPoolDomain"),
		Cause:   text.T{En: "AWS says: %s", Ko: "AWS의 설명: %s"}.With(reason),
		Fix:     text.T{En: "Delete the other pool's domain, or delete and create this stack again.", Ko: "다른 풀의 도메인을 지우거나, 이 스택을 지우고 다시 만드세요."}.With(),
	}
}

func (w *Workshop) provider(ctx context.Context, r *flow.Report) error {
	for _, operation := range []string{"CreateOauth2CredentialProvider", "GetOauth2CredentialProvider"} {
		if err := call(ctx, r, "bedrock-agentcore-control", operation, 300*time.Millisecond); err != nil {
			return err
		}
	}
	r.Fact("provider_arn", text.T{En: "Provider ARN", Ko: "프로바이더 ARN"}, "arn:aws:bedrock-agentcore:us-east-1:"+Account+":token-vault/default/oauth2credentialprovider/troubleshooting-connectivity-"+Account)
	r.Fact("callback_url", text.T{En: "Callback URL", Ko: "콜백 URL"}, "https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/callback/0b7b1f10-0000-4000-8000-000000000000")
	return nil
}

func (w *Workshop) token(ctx context.Context, r *flow.Report) error {
	r.Hop(flow.Hop{Flow: "client_credentials", From: "program", To: "cognito", Title: text.T{En: "Ask for a token with id and secret", Ko: "ID와 시크릿으로 토큰 요청"}.With(), Method: "POST", URL: "https://d.auth.us-east-1.amazoncognito.com/oauth2/token", Status: 200})
	for _, operation := range []string{"GetWorkloadAccessToken", "GetResourceOauth2Token"} {
		if err := call(ctx, r, "bedrock-agentcore", operation, 150*time.Millisecond); err != nil {
			return err
		}
	}
	r.Hop(flow.Hop{Flow: "m2m", From: "program", To: "agentcore", Title: text.T{En: "Ask the vault for the same", Ko: "볼트에 같은 토큰 요청"}.With(), Method: "POST", URL: "https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/token", Status: 200})
	r.Hop(flow.Hop{Flow: "m2m", From: "agentcore", To: "cognito", Title: text.T{En: "The provider asks with the stored secret", Ko: "프로바이더가 저장된 시크릿으로 요청"}.With(), Method: "POST", URL: "https://d.auth.us-east-1.amazoncognito.com/oauth2/token", Status: 200})
	r.Fact("cognito_expires_at", text.T{En: "Token valid until", Ko: "토큰 만료"}, r.Clock().Now().Add(time.Hour).UTC().Format(time.RFC3339))
	r.Fact("cognito.token_use", text.T{En: "token_use", Ko: "token_use"}, "access")
	r.Fact("cognito.scope", text.T{En: "scope", Ko: "scope"}, "netops-resource-server-1a2b3c4d/invoke")
	return nil
}

func (w *Workshop) signin(ctx context.Context, r *flow.Report) error {
	answer, err := r.Ask(ctx, flow.Question{
		Kind: flow.Consent, Title: text.T{En: "Sign in as the test user", Ko: "테스트 사용자로 로그인하세요"}.With(),
		Detail:   text.T{En: "Your browser opens Cognito's sign-in page.", Ko: "브라우저에 Cognito 로그인 페이지가 열립니다."}.With(),
		URL:      "https://troubleshooting-connectivity-" + Account + ".auth.us-east-1.amazoncognito.com/oauth2/authorize?response_type=code&client_id=1h57kf5cpq17m0eml12EXAMPLE&redirect_uri=http%3A%2F%2Flocalhost%3A8501%2F&scope=openid+email+profile&state=5f0c&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
		Deadline: r.Clock().Now().Add(5 * time.Minute),
		Shown: []flow.Fact{
			fact("email", text.T{En: "E-mail", Ko: "이메일"}, "test@example.com", text.T{}),
			fact("password", text.T{En: "Password", Ko: "비밀번호"}, "TestPassword123!", text.T{En: "the workshop's", Ko: "워크숍 공용"}),
		},
	})
	if err != nil {
		return err
	}
	r.Hop(flow.Hop{Flow: "authorization_code", From: "browser", To: "program", Title: text.T{En: "Back with the code", Ko: "코드를 가지고 돌아옴"}.With(), Method: "GET", URL: "http://localhost:8501/", Status: 200})
	r.Fact("pasted", text.T{En: "Address length", Ko: "주소 길이"}, text.Plain("").String()+itoa(answer.Text.Len()))
	return nil
}
