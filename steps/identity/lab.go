package identity

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// The fixed names of what the steps about AgentCore Identity make by API. Cleanup knows them.
const (
	// ConsentClient is the third app client: confidential, for the authorization code flow of AgentCore.
	ConsentClient = "agentcore-workshop-3lo"
	// ConsentSuffix ends the name of that client's provider.
	ConsentSuffix = "-3lo"
	// ConfluenceProvider is the provider of the practice cloud's Confluence.
	ConfluenceProvider = "agentcore-workshop-confluence"
	// APIKeyProvider keeps the API key of the step apikey.
	APIKeyProvider = "agentcore-workshop-apikey"
	// LabWorkload is the agent of the labs, deleted when they end.
	LabWorkload = "agentcore-workshop-lab"
	// SecondUser is the other person of the labs.
	SecondUser = "second@example.com"
)

// ConsentProvider is the name of the 3LO provider. It depends on the account only, so that it can be looked for at once.
func ConsentProvider(account string) string { return steps.DomainStem + account + ConsentSuffix }

// AgentUser is the person in whose name an agent asks: proved by a JWT, or named by an id that the caller vouches for.
type AgentUser struct {
	// Name is what our application calls the person, and the user id where there is no token.
	Name  string
	Token secret.Text
}

// id is the user id; empty where a token speaks for the person.
func (u AgentUser) id() string {
	if u.Token.Empty() {
		return u.Name
	}
	return ""
}

// workloadTokenFor mints the workload access token that a sign-in of this person begins with.
func workloadTokenFor(ctx context.Context, e *steps.Env, flowName, workload string, u AgentUser) (secret.Text, error) {
	if u.Token.Empty() {
		hop := steps.AsHop(ctx, flowName, "agent", "agentcore", text.T{En: "I act for this user id: a workload access token, please", Ko: "이 user id를 대신합니다. Workload Access Token을 주세요"})
		return e.Cloud.WorkloadTokenForUserID(hop, workload, u.Name)
	}
	hop := steps.AsHop(ctx, flowName, "agent", "agentcore", text.T{En: "I act for the user of this JWT: a workload access token, please", Ko: "이 JWT의 사용자를 대신합니다. Workload Access Token을 주세요"})
	return e.Cloud.WorkloadTokenForUser(hop, workload, u.Token)
}

// SignedInUser is the person of this session's sign-in, proved by the access token; without one, the test user by id.
func SignedInUser(e *steps.Env) AgentUser {
	t, ok := e.Kept(steps.TokenOfUser)
	if !ok {
		return AgentUser{Name: steps.TestUser}
	}
	return AgentUser{Name: cmp.Or(e.SignedInAs(), steps.TestUser), Token: t.Access}
}

// bringReturnURLs registers our return addresses with a workload identity by read-modify-write: an update replaces the whole
// list, so what others have registered is sent again with ours.
func bringReturnURLs(ctx context.Context, e *steps.Env, r *flow.Report) (aws.WorkloadIdentity, error) {
	if err := e.BringWorkload(ctx, r); err != nil {
		return aws.WorkloadIdentity{}, err
	}
	found, err := e.Cloud.WorkloadIdentity(ctx, steps.Workload)
	if err != nil {
		return aws.WorkloadIdentity{}, err
	}
	if len(steps.Lacking(found.ReturnURLs, e.ReturnURLs())) == 0 {
		return found, nil
	}
	return e.Cloud.UpdateWorkloadIdentity(ctx, steps.Workload, steps.Union(found.ReturnURLs, e.ReturnURLs()))
}

// fingerprint tells two secrets apart without showing either: eight hexadecimal digits of its SHA-256.
func fingerprint(s secret.Text) string {
	sum := sha256.Sum256([]byte(s.Reveal()))
	return "sha256:" + hex.EncodeToString(sum[:4])
}

// getJSON calls an API with a bearer token. A refusal is a Failure that quotes the status; the token is in no error.
func getJSON(ctx context.Context, e *steps.Env, address string, token secret.Text, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
	resp, err := e.Cloud.HTTP().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return &flow.Failure{Code: "ResourceRefused", Exit: flow.ExitService,
			Message: text.T{En: "The API answered HTTP %d to the token.", Ko: "API가 토큰에 HTTP %d로 응답했습니다."}.With(resp.StatusCode),
			Cause:   text.Plain(strings.TrimSpace(cmp.Or(resp.Header.Get("WWW-Authenticate"), string(raw))))}
	}
	return json.Unmarshal(raw, into)
}

// Said is an error in AWS's words, as a row shows it.
func Said(err error) string {
	code, message, _ := aws.Details(err)
	switch {
	case code == "":
		return flow.AsFailure(steps.Explain(err)).Message.In(text.English)
	case message == "":
		return code
	}
	return code + ": " + message
}

// lessonIn is a lesson whose outcome is a sentence: people read it in their language, programs in English.
func lessonIn(r *flow.Report, key string, label text.T, outcome text.Msg) {
	r.Emit(flow.Fact{Key: key, Label: label, Value: outcome.In(text.English), Says: outcome})
}

// Lesson puts the outcome of a trial on the stream.
func Lesson(r *flow.Report, key string, label text.T, value string) {
	r.Emit(flow.Fact{Key: key, Label: label, Value: value})
}
