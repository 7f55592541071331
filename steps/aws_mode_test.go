package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// onAWS opens a session that believes itself on AWS: the real host names, carried to a practice cloud by the transport.
func onAWS(t *testing.T, w *world, change func(*steps.Options)) *flow.Session {
	t.Helper()
	alone(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "example")
	o := steps.Options{Transport: w.cloud.Transport(), Course: course, Checks: checkup.Checks, Lab: checkup.Lab}
	if change != nil {
		change(&o)
	}
	s, err := steps.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestAWSOffersAGeneratedPasswordFirst(t *testing.T) {
	w := newWorld(t)
	s := onAWS(t, w, nil)
	if s.Place.Mode != flow.AWS || s.Place.Region != "us-east-1" || !strings.HasPrefix(s.Console("agentcore"), "https://us-east-1.console.aws.amazon.com/") {
		t.Fatalf("%+v", s.Place)
	}
	generated := ""
	w.answer = func(q flow.Question) flow.Answer {
		if len(q.Shown) == 1 && q.Shown[0].Key == "generated_password" {
			generated = q.Shown[0].Value
		}
		if len(q.Options) > 0 {
			return flow.Answer{Yes: true, Choice: q.Options[0].ID}
		}
		return flow.Answer{Yes: true}
	}
	var lines strings.Builder
	f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"deploy", "provider", "verify", "token"}, Asker: w, Emit: func(e flow.Event) {
		line, _ := e.JSON("en")
		lines.Write(line)
	}})
	if f != nil {
		t.Fatal(f, f.Err)
	}
	if len(generated) < 20 || strings.Contains(lines.String(), generated) {
		t.Errorf("the generated password has %d characters, or is on the stream", len(generated))
	}
	if w.asked[0].Kind != flow.Confirm || !strings.Contains(w.asked[0].Title.String(), sandbox.DefaultAccount) {
		t.Errorf("first asked: %s", w.asked[0].Title)
	}
	// The page's password does not work; the generated one does, in the same session.
	e := s.World.(*steps.Env)
	e.Around = oauth.Surroundings{}
	for password, want := range map[string]bool{steps.TestPassword: false, generated: true} {
		e.Browser = &oauth.HTTPBrowser{Transport: w.cloud.Transport(), User: steps.TestUser, Password: secret.New(password), Returns: append(steps.Callbacks(), steps.PasteCallback)}
		f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"signin"}, Yes: true, Asker: &world{t: t}})
		if (f == nil) != want {
			t.Errorf("signing in with the right password is %v: %v", want, f)
		}
	}
}

func TestAWSIsNotChangedUnasked(t *testing.T) {
	w := newWorld(t)
	s := onAWS(t, w, nil)
	if f := s.Run(t.Context(), flow.RunOptions{}); f == nil || f.Exit != flow.ExitUsage {
		t.Fatal(f)
	}
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{} }
	if f := s.Run(t.Context(), flow.RunOptions{Asker: w}); f == nil || f.Code != "Declined" {
		t.Fatal(f)
	}
	if _, err := steps.Open(t.Context(), steps.Options{Transport: w.cloud.Transport(), Auto: true}); err == nil || err.(*flow.Failure).Exit != flow.ExitUsage {
		t.Error(err)
	}
}

func TestTheStackDecidesTheRegion(t *testing.T) {
	w := newWorld(t)
	there := w.env.Cloud.In("us-west-2")
	w.env.Cloud = there
	w.must("deploy")
	s := onAWS(t, w, nil)
	if s.Place.Region != "us-west-2" {
		t.Error(s.Place.Region)
	}
	s = onAWS(t, w, func(o *steps.Options) { o.Region = "eu-west-1" })
	if s.Place.Region != "eu-west-1" {
		t.Error("a region that is named is not kept:", s.Place.Region)
	}
}

func TestUpdateShowsTheChangeSetFirst(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.env.Update = true
	w.since()
	if err := w.apply(steps.Deploy(w.env)); err != nil {
		t.Fatal(err)
	}
	if len(w.asked) != 0 || !strings.Contains(w.said(), "0 changes") {
		t.Errorf("asked %+v, said %s", w.asked, w.said())
	}
	w = newWorld(t)
	w.publishedStack()
	w.env.Update = true
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{} }
	err := w.apply(steps.Deploy(w.env))
	if f := flow.AsFailure(err); f == nil || f.Code != "Declined" || len(w.asked) != 1 || len(w.asked[0].Shown) == 0 {
		t.Fatalf("%v, asked %+v", err, w.asked)
	}
}

// TestCheckingAnExistingSetUp: a set-up that others made, looked at read-only. Nothing is missing but our workload identity, which
// is not theirs to have.
func TestCheckingAnExistingSetUp(t *testing.T) {
	w := newWorld(t)
	w.must("deploy", "provider")
	provider, err := w.env.Cloud.Provider(t.Context(), "troubleshooting-connectivity-"+sandbox.DefaultAccount)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range w.past("bedrock-agentcore-control", "ListTagsForResource", core.Object{"resourceArn": provider.ARN})["tags"].(map[string]any) {
		keys = append(keys, key)
	}
	w.past("bedrock-agentcore-control", "UntagResource", core.Object{"resourceArn": provider.ARN, "tagKeys": keys}) // others do not tag as we do
	if err := w.env.Cloud.DeleteWorkloadIdentity(t.Context(), steps.Workload); err != nil {
		t.Fatal(err)
	}
	s := onAWS(t, w, func(o *steps.Options) { o.ReadOnly = true })
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"verify", "token"}}); f != nil {
		t.Fatal(f.Code, f, f.Err)
	}
	e := s.World.(*steps.Env)
	if _, ok := e.Kept(steps.TokenFromCognito); !ok {
		t.Error("no token from Cognito")
	}
	if _, err := w.env.Cloud.WorkloadIdentity(t.Context(), steps.Workload); err == nil {
		t.Error("a read-only place was changed")
	}
}
