package steps_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// identityWorld is a world whose browser is also taken back by AgentCore.
func identityWorld(t *testing.T) *world {
	w := newWorld(t)
	w.env.Browser = &oauth.HTTPBrowser{User: steps.TestUser, Password: secret.New(steps.TestPassword), NewPassword: secret.New(steps.TestPassword),
		Returns: returns()}
	return w
}

// course is the main job and what comes after it.
func (w *world) course(more ...flow.Step) *flow.Session {
	s := w.session()
	s.Steps = append(s.Steps, more...)
	return s
}

func (w *world) does(s *flow.Session, names ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 60*time.Second)
	defer cancel()
	f := s.Run(ctx, flow.RunOptions{Steps: names, Asker: w, Emit: func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}})
	if f != nil {
		w.dump()
		w.t.Fatalf("%s: %s (%s)\nfix: %s\n%v", f.Code, f.Message, f.Cause, f.Fix, f.Err)
	}
}

// hops are the messages of a flow, as "from>to".
func (w *world) hops(flowName string) []string {
	var all []string
	for _, e := range w.events {
		if h, ok := e.Body.(flow.Hop); ok && h.Flow == flowName {
			all = append(all, h.From+">"+h.To)
		}
	}
	return all
}

// silent fails the test when anything that opens something was shown: tokens, codes, states, sessions in hops.
func (w *world) silent() {
	w.t.Helper()
	leak := regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}|[?&](code|state|session_id|ticket)=[A-Za-z0-9]|practice-confluence-secret`)
	for _, e := range w.events {
		switch b := e.Body.(type) {
		case flow.Hop:
			for _, text := range []string{b.URL, b.Request, b.Answer} {
				if leak.MatchString(text) {
					w.t.Errorf("hop %s>%s %s shows a secret: %s", b.From, b.To, b.Title, leak.FindString(text)[:12])
				}
			}
		case flow.Fact:
			if leak.MatchString(b.Value) {
				w.t.Errorf("fact %s shows a secret", b.Key)
			}
		}
	}
}

func TestThreeLO(t *testing.T) {
	w := identityWorld(t)
	s := w.course(identity.ThreeLO(w.env))
	w.does(s, "3lo")
	if got := w.fact("userinfo.email"); got != steps.TestUser {
		t.Errorf("userInfo is of %q", got)
	}
	if got := w.fact("confluence.pages"); !strings.Contains(got, "Project A") || strings.Contains(got, "Project B") {
		t.Errorf("found %q", got)
	}
	for key, want := range map[string]string{
		"lesson.vault_reuse": "same token", "lesson.vault_unchanged": "unchanged", "lesson.return_url_slash": "ValidationException",
		"lesson.return_url_number": "ValidationException", "lesson.return_url_missing": "You must provide a ResourceOauth2ReturnUrl",
		"lesson.cancelled": "FAILED", "lesson.scope": "FAILED", "lesson.offline_access": "FAILED", "lesson.retry": "a new session",
		"lesson.replayed": "Invalid or expired session", "lesson.force": "IN_PROGRESS", "lesson.url_expired": "HTTP 400",
		"lesson.session_expired": "AccessDeniedException: Invalid or expired session", "lesson.refreshed": "nobody was asked",
	} {
		if got := w.fact(key); !strings.Contains(got, want) {
			t.Errorf("%s is %q", key, got)
		}
	}
	way := strings.Join(w.hops("3lo"), " ")
	for _, leg := range []string{"agent>agentcore", "agent>browser", "browser>app", "browser>agentcore", "browser>cognito", "agentcore>cognito", "app>agentcore", "agent>userinfo"} {
		if !strings.Contains(way, leg) {
			t.Errorf("no %s in %s", leg, way)
		}
	}
	w.silent()
	if _, ok := w.env.Kept(identity.TokenOfConsent); !ok {
		t.Error("the token is not kept for the session")
	}

	w.since()
	w.does(s, "3lo")
	if changed := w.changes(); len(changed) != 0 {
		t.Errorf("the second time changed %v", changed)
	}
	status, err := identity.ThreeLO(w.env).State(t.Context())
	if err != nil || status.State != flow.Present {
		t.Errorf("state %v %v", status.State, err)
	}
	if err := identity.ThreeLO(w.env).(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if status, err := identity.ThreeLO(w.env).State(t.Context()); err != nil || status.State != flow.Absent {
		t.Errorf("after the undo %v %v", status.State, err)
	}
}

// identityCourse is the course of the steps about AgentCore Identity.
func (w *world) identityCourse() *flow.Session {
	e := w.env
	return w.course(identity.Workload(e), identity.WorkloadToken(e), identity.M2M(e), identity.ThreeLO(e), identity.Binding(e), identity.Isolation(e), identity.APIKey(e), identity.Audit(e))
}

func (w *world) factsAre(want map[string]string) {
	w.t.Helper()
	for key, part := range want {
		if got := w.fact(key); got == "" || !strings.Contains(got, part) {
			w.t.Errorf("%s is %q, want %q in it", key, got, part)
		}
	}
}

func TestEachIdentityStepFromAnEmptyState(t *testing.T) {
	for id, want := range map[string]map[string]string{
		"workload": {"workload_identity_arn": "workload-identity-directory/default/workload-identity/agentcore-workshop", "return_url": "/return"},
		"workload-token": {"workload.none": "sha256:", "workload.user_id": "sha256:", "workload.jwt": "sha256:", "lesson.no_user": "ValidationException",
			"lesson.forged_jwt": "UnauthorizedException"},
		"m2m": {"m2m.direct": " ms", "m2m.agentcore": " ms", "m2m.curl": " ms", "m2m.curl_command": "$CLIENT_SECRET", "m2m.signature": "verified"},
		"binding": {"binding.refused": "second@example.com is not test@example.com: refused, HTTP 403", "binding.vault": "empty", "binding.owner": "test@example.com",
			"binding.off.vault": "second@example.com", "binding.post": "HTTP 405"},
		"isolation": {"isolation.test@example.com": "Project A", "isolation.second@example.com": "Project B", "trial.session_of_other": "Invalid or expired session",
			"trial.complete_for_other": "AccessDeniedException: Invalid or expired session", "trial.third_user": "new consent", "trial.forged_jwt": "UnauthorizedException",
			"trial.other_agent": "new consent", "trial.more_scopes": "new consent",
			"threat.T3": "1 of 1 refused", "threat.T9": "4 of 4 refused", "threat.T14": "1 of 1 refused", "compare.isolation": "every cross access was refused",
			"compare.logic": "calls of GetResourceOauth2Token", "compare.binding": "not in this session yet"},
		"apikey": {"apikey.retrieved": "sha256:", "apikey.tool": "OK clear", "lesson.tool_without_key": "Unauthorized", "lesson.no_workload_token": "AccessDeniedException"},
		"audit":  {"audit.count.GetWorkloadAccessTokenForJWT": "2", "audit.delivered": "/"},
	} {
		t.Run(id, func(t *testing.T) {
			w := identityWorld(t)
			s := w.identityCourse()
			w.does(s, id)
			w.factsAre(want)
			w.silent()
			if len(w.cloud.Faults()) != 0 {
				t.Error("a fault was left in force")
			}
			step, _ := flow.Find(s.Steps, id)
			if status, err := step.State(t.Context()); err != nil || status.State != flow.Present {
				t.Errorf("state %v %v", status.State, err)
			}
			if undo, can := step.(flow.Undoer); can {
				for range 2 { // it may be interrupted and run again
					if err := undo.Undo(t.Context(), nil); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, as := range []flow.Dialect{flow.CLI, flow.Python, flow.Golang} {
				if code, err := step.(flow.Coder).Code(t.Context(), as); err != nil || len(code) < 40 {
					t.Errorf("%s: %v in %d bytes", as, err, len(code))
				}
			}
		})
	}
}

func TestAllIdentityStepsTogether(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "workload", "workload-token", "m2m", "3lo", "binding", "isolation", "apikey", "audit")
	delivered := w.fact("audit.delivered")
	done, all, _ := strings.Cut(delivered, "/")
	if done != all || done == "0" {
		t.Errorf("CloudTrail has %s of the session's calls", delivered)
	}
	v := w.verify()
	if !v.OK() || v.Count(flow.Fail) != 0 {
		show(t, v, false)
		t.Error("the checklist is not green after the labs")
	}
	for id, want := range map[string]flow.CheckStatus{"consent.provider": flow.Pass, "consent.client": flow.Pass, "consent.scopes": flow.Pass,
		"consent.refresh": flow.Pass, "consent.return_urls": flow.Pass, "consent.force": flow.Pass, "consent.binding": flow.Pass, "consent.audit": flow.Pass, "vault.key": flow.Warn} {
		if got := status(v, id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	w.silent()
}

// TestGoodPracticeIsChecked spoils what the step 3lo has made, and has the checklist and the step notice it.
func TestGoodPracticeIsChecked(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "3lo")
	pool := w.fact("user_pool_id")
	clients, err := w.env.Cloud.AppClients(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	id := ""
	for _, c := range clients {
		if c.Name == identity.ConsentClient {
			id = c.ID
		}
	}
	if _, err := w.env.Cloud.UpdateAppClient(t.Context(), pool, id, func(c *aws.AppClient) {
		c.CallbackURLs, c.Scopes, c.Revocation = []string{"https://elsewhere.example/cb"}, append(c.Scopes, "phone", "aws.cognito.signin.user.admin"), false
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.env.Cloud.UpdateWorkloadIdentity(t.Context(), steps.Workload, []string{"http://elsewhere.example/return"}); err != nil {
		t.Fatal(err)
	}
	v := w.verify()
	for id, want := range map[string]flow.CheckStatus{"consent.client": flow.Fail, "consent.scopes": flow.Warn, "consent.refresh": flow.Warn, "consent.return_urls": flow.Warn, "consent.force": flow.Warn} {
		if got := status(v, id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	if state, err := identity.ThreeLO(w.env).State(t.Context()); err != nil || state.State != flow.Drifted || len(state.Differences) == 0 {
		t.Errorf("the step is %v %v", state.State, err)
	}
	w.since()
	w.does(s, "3lo") // brings it back, and leaves the return URL of the others alone
	if v := w.verify(); status(v, "consent.client") != flow.Pass {
		show(t, v, false)
		t.Error("the client was not put right")
	}
	found, err := w.env.Cloud.WorkloadIdentity(t.Context(), steps.Workload)
	if err != nil || len(found.ReturnURLs) != 4 || found.ReturnURLs[0] != "http://elsewhere.example/return" {
		t.Errorf("return URLs %v %v", found.ReturnURLs, err)
	}
}

// TestCrossedWatersAreNoticed lets the practice cloud hand out tokens without binding, and has the lab about binding notice it.
func TestBindingNoticesAVaultThatDoesNotBind(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "provider")
	if err := w.env.Cloud.Break(t.Context(), "session-binding-off"); err != nil {
		t.Fatal(err)
	}
	f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"binding"}, Asker: w})
	if f == nil || f.Code != "IsolationBroken" || f.Exit != flow.ExitCheckFailed {
		t.Errorf("the lab says %+v", f)
	}
}

func TestM2MShowsWhatAgentCoreHides(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "provider")
	if _, err := w.env.Cloud.UpdateProvider(t.Context(), staleProvider(t, w)); err != nil {
		t.Fatal(err)
	}
	f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"m2m"}, Asker: refuser{w}})
	if f == nil || f.Fix.Empty() || !strings.Contains(f.Message.String()+f.Cause.String(), "secret") {
		t.Errorf("the step says %+v", f)
	}
}
