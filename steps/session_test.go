package steps_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func course(e *steps.Env) []flow.Step {
	return []flow.Step{steps.Deploy(e), steps.Provider(e), checkup.Verify(e), steps.Token(e), steps.Signin(e)}
}

// alone makes sure that no credentials of this machine are found.
func alone(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

func open(t *testing.T, w *world, change func(*steps.Options)) *flow.Session {
	t.Helper()
	o := steps.Options{Practice: w.env.Cloud.Place().Endpoint.Value, Auto: true, StateDir: t.TempDir(), Course: course, Checks: checkup.Checks, Lab: checkup.Lab}
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

func TestSessionRunsTheMainJob(t *testing.T) {
	w := newWorld(t)
	s := open(t, w, nil)
	if s.Place.Mode != flow.Sandbox || s.Place.Account != "123456789012" || s.Sign.Empty() || !strings.Contains(s.Console("cognito"), "/_console") {
		t.Errorf("%+v", s.Place)
	}
	if f := s.Run(t.Context(), flow.RunOptions{Asker: w}); f != nil {
		t.Fatal(f, f.Err)
	}
	if done, last := s.Journal.LastDone(); len(done) != 5 || last != "signin" {
		t.Error(done, last)
	}
}

func TestStateDirectoryThatCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	warned := ""
	s := open(t, w, func(o *steps.Options) { o.StateDir, o.Warn = file, func(m text.Msg) { warned = m.String() } })
	if s.Journal != nil || warned == "" {
		t.Error("practice must go on, with a warning", warned)
	}
}

func TestDoors(t *testing.T) {
	alone(t)
	w := newWorld(t)
	by := func(o steps.Options) map[flow.DoorID]flow.Door {
		doors := map[flow.DoorID]flow.Door{}
		for _, d := range steps.Doors(t.Context(), o) {
			doors[d.ID] = d
		}
		return doors
	}
	shut := by(steps.Options{})
	if p := shut[flow.DoorBuild].Problem; !shut[flow.DoorPractice].Preselected || p == nil || p.Exit != flow.ExitConfig || p.Fix.Empty() {
		t.Errorf("%+v", shut)
	}
	endpoint := w.env.Cloud.Place().Endpoint.Value
	if d := by(steps.Options{Endpoint: endpoint}); !d[flow.DoorBuild].Preselected || d[flow.DoorPractice].Preselected || d[flow.DoorBuild].Problem != nil || len(d[flow.DoorBuild].Facts) == 0 ||
		!strings.Contains(d[flow.DoorBuild].Title.En, "practice cloud") {
		t.Errorf("%+v", d)
	}
	for _, f := range by(steps.Options{Endpoint: endpoint})[flow.DoorBuild].Facts {
		if f.Key == "region" && f.Source.In(text.Korean) != "연습용 클라우드" {
			t.Errorf("the region's source in Korean is %q", f.Source.In(text.Korean))
		}
	}
	w.must("deploy")
	if d := by(steps.Options{Endpoint: endpoint}); !d[flow.DoorCheck].Preselected || d[flow.DoorPractice].Preselected || d[flow.DoorBuild].Preselected {
		t.Errorf("%+v", d)
	}
}

func TestNoCredentials(t *testing.T) {
	alone(t)
	_, err := steps.Open(t.Context(), steps.Options{Course: course, Checks: checkup.Checks, Lab: checkup.Lab})
	var f *flow.Failure
	if !errors.As(err, &f) || f.Exit != flow.ExitConfig || f.Code != "CredentialsMissing" {
		t.Fatalf("%+v", err)
	}
	_, err = steps.Open(t.Context(), steps.Options{Profile: "nobody"})
	if !errors.As(err, &f) || f.Exit != flow.ExitConfig || f.Code != "ProfileNotFound" || !strings.Contains(f.Cause.String(), "nobody") {
		t.Fatalf("%+v", err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
	_, err = steps.Open(t.Context(), steps.Options{Endpoint: "http://127.0.0.1:1", Region: "us-east-1"})
	if !errors.As(err, &f) || f.Exit != flow.ExitOther || !strings.Contains(f.Fix.String(), "`sandbox serve`") || !strings.Contains(f.Cause.String(), "127.0.0.1:1") {
		t.Fatalf("%+v", err)
	}
}

func TestEveryStepShowsItselfAsCode(t *testing.T) {
	w := newWorld(t)
	w.must()
	stack, _ := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
	client, _ := w.env.Cloud.AppClient(t.Context(), stack.Outputs["UserPoolId"], stack.Outputs["MachineClientId"])
	for _, step := range course(w.env) {
		for _, as := range []flow.Dialect{flow.CLI, flow.Python, flow.Golang} {
			code, err := step.(flow.Coder).Code(t.Context(), as)
			if err != nil || len(code) < 40 {
				t.Errorf("%s as %s: %q %v", step.Info().ID, as, code, err)
			}
			if strings.Contains(code, client.Secret.Reveal()) {
				t.Errorf("%s as %s shows the secret", step.Info().ID, as)
			}
		}
	}
	cli, _ := steps.Provider(w.env).(flow.Coder).Code(t.Context(), flow.CLI)
	for _, want := range []string{"aws cognito-idp describe-user-pool-client", "aws bedrock-agentcore-control create-oauth2-credential-provider", "--credential-provider-vendor CustomOauth2", client.ID} {
		if !strings.Contains(cli, want) {
			t.Errorf("%s\nmisses %s", cli, want)
		}
	}
}

func TestInfosAreWholeWithoutAPlace(t *testing.T) {
	for _, step := range course(nil) {
		info := step.Info()
		if info.ID == "" || info.Title.Ko == "" || info.Why.Ko == "" || len(info.Will) == 0 || info.Typical == 0 || !info.Main {
			t.Errorf("%+v", info)
		}
		for _, l := range []text.Lang{text.English, text.Korean} {
			for line := range strings.Lines(info.Picture.In(l)) {
				if width := text.Width(strings.TrimRight(line, "\n")); width > 56 {
					t.Errorf("%s: the picture is %d cells wide: %s", info.ID, width, line)
				}
			}
		}
	}
}

func TestActions(t *testing.T) {
	w := newWorld(t)
	s := open(t, w, nil)
	if f := s.Run(t.Context(), flow.RunOptions{Asker: w}); f != nil {
		t.Fatal(f)
	}
	do := func(name string, args flow.Args) flow.Result {
		t.Helper()
		for _, a := range slices.Concat(steps.Actions(), checkup.Actions()) {
			if a.Name == name {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				r := flow.NewReport(s.Clock, func(flow.Event) {}, w, nil)
				result, err := a.Do(r.With(ctx), s, r, args)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				return result
			}
		}
		t.Fatalf("no action %s", name)
		return flow.Result{}
	}
	asJSON := func(r flow.Result) string {
		raw, err := json.Marshal(r.JSON)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	if got := asJSON(do("provider get", nil)); !strings.Contains(got, `"status":"READY"`) || strings.Contains(got, "differences") {
		t.Error(got)
	}
	bare := do("token", flow.Args{"bare": {"true"}}).Bare
	if !strings.HasPrefix(bare, "eyJ") {
		t.Error("no token")
	}
	if got := do("signin", flow.Args{"header": {"true"}}).Bare; !strings.HasPrefix(got, "Authorization: Bearer eyJ") {
		t.Error("no header")
	}
	inspected := do("inspect", flow.Args{"token": {bare}})
	if got := asJSON(inspected); !strings.Contains(got, `"verified":true`) || !strings.Contains(inspected.Text(text.Korean, 80), "발급자") {
		t.Error(got)
	}
	forged := bare[:len(bare)-8] + "AAAAAAAA"
	if got := asJSON(do("inspect", flow.Args{"token": {forged}})); !strings.Contains(got, `"verified":false`) {
		t.Error(got)
	}
	do("provider update", nil)
	if got := asJSON(do("provider list", nil)); !strings.Contains(got, "troubleshooting-connectivity-123456789012") {
		t.Error(got)
	}
	if got := asJSON(do("provider delete", nil)); !strings.Contains(got, `"deleted":true`) {
		t.Error(got)
	}
	do("provider create", nil)
	if got := do("template", flow.Args{"explain": {"true"}}).Text(text.English, 60); !strings.Contains(got, "AgentCoreExecutionRole") {
		t.Error(got)
	}
}
