package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
	"agentcore-workshop/ui/widget"
)

// What a newcomer stumbled over, one test each.

// TestSmallWindowTakesNoKeys presses Enter where nothing can be seen: nothing may begin.
func TestSmallWindowTakesNoKeys(t *testing.T) {
	play(t, size{40, 10}, in(text.English), func(s *stage) {
		s.Press("enter", "enter", "enter")
		s.Wait(2 * time.Second)
		if s.m.course != nil {
			t.Fatal("Enter went through a door that nobody saw")
		}
		s.Press("f2")
		if s.m.pen.Lang != text.Korean {
			t.Error("F2 does not change the language")
		}
		s.Press("f10")
		s.Wait(time.Second)
		if !s.Ended() || s.exit != flow.ExitDone {
			t.Error("F10 does not leave")
		}
	})
}

// TestWarnedWhileEntering shows what was warned of on the first frame, and in the border from then on.
func TestWarnedWhileEntering(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Warns: text.Plain("The state cannot be kept."), Forgets: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		if n := strings.Count(s.Screen(), "! The state cannot be kept."); n != 2 {
			t.Errorf("the warning stands %d times on the first frame:\n%s", n, s.Screen())
		}
		s.Press("1")
		s.sees("! The state cannot be kept.")
		s.Press("f10")
		s.Wait(time.Second)
		if strings.Contains(s.how, "Go on with") || !strings.Contains(s.how, "none of it is kept") {
			t.Errorf("nothing is kept, and the person is told %q", s.how)
		}
	})
}

func signInQuestion() flow.Question {
	return flow.Question{Kind: flow.Consent, Title: text.Plain("Sign in as test@example.com"), URL: "https://example.com/authorize"}
}

// TestSignInKeys presses the keys that work everywhere while the sign-in stands.
func TestSignInKeys(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{NoBrowser: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		go func() { _, _ = s.m.asker.Ask(s.m.ctx, signInQuestion()) }()
		s.Settle()
		s.sees("Sign in as test", "F1 Explain", "F2 한국어", "F10 Quit")
		s.Press("f1")
		s.sees("Call by call")
		s.Press("f1")
		s.sees("Sign in as test")
		s.Press("f6")
		s.sees("Copied: the address")
		s.Press("f5")
		s.sees("No browser could be opened here")
		s.Press("f10")
		s.Wait(time.Second)
		if !s.Ended() {
			t.Error("F10 does not leave")
		}
	})
}

// TestSaidDuringSignIn shows in the dialog what the step says while it stands.
func TestSaidDuringSignIn(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		go func() { _, _ = s.m.asker.Ask(s.m.ctx, signInQuestion()) }()
		s.Settle()
		s.m.box.put(happened{course: s.m.course, event: flow.Event{Step: "deploy", Body: flow.Note{Level: flow.Warning, Message: text.Plain("No browser could be opened (x).")}}})
		s.Settle()
		s.sees("! No browser could be opened (x).")
	})
}

// TestCancelledIsNoFailure says that the person cancelled, and what to press.
func TestCancelledIsNoFailure(t *testing.T) {
	declined := &flow.Failure{Code: "Declined", Exit: flow.ExitInterrupted, Message: text.Plain("Nothing was changed.")}
	for _, size := range sizes() {
		play(t, size, in(text.English), func(s *stage) {
			s.Press("enter")
			s.ends("deploy", declined)
			s.sees("cancelled", "You cancelled. Enter tries again")
			s.misses("✗", "failed")
		})
	}
}

// ends is a step that ended with a failure.
func (s *stage) ends(step string, f *flow.Failure, before ...flow.Body) {
	for _, b := range append(append([]flow.Body{flow.StepStarted{}}, before...), flow.StepFinished{
		Status: flow.Failed, State: flow.Absent, Error: f, Summary: text.Plain("Not verified in this session yet."),
	}) {
		s.m.box.put(happened{course: s.m.course, event: flow.Event{Step: step, Time: time.Now(), Body: b}})
	}
	s.Settle()
}

// TestFailedVerifySaysWhy shows the first failing cause, and no second state beside "failed".
func TestFailedVerifySaysWhy(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true, Fail: "verify"}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter", "enter")
		s.Wait(2 * time.Second)
		s.Press("4")
		s.sees("The provider holds the", "client id of a deleted stack.", "Why: The stack was built again")
		s.misses("ChecksFailed", "Do what it says above")
	})
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "right", "right", "right", "1")
		s.ends("token", &flow.Failure{Code: "X", Message: text.Plain("no token")})
		s.Press("1")
		s.sees("✗ failed", "no token")
		s.misses("Not verified in this session yet")
	})
}

// TestBarKeepsTheWayOut looks for Esc and F10 on every screen of the smallest terminal.
func TestBarKeepsTheWayOut(t *testing.T) {
	for _, sc := range scenes() {
		for _, l := range []text.Lang{text.English, text.Korean} {
			o := in(l)
			o.Workshop = &uitest.Workshop{Script: sc.script}
			play(t, size{60, 20}, o, func(s *stage) {
				sc.reach(s)
				s.sees("F10 ")
				if s.m.course != nil && s.m.dialog() == nil && s.m.top() != s.m.where {
					s.sees("Esc ")
				}
			})
		}
	}
}

// TestChecklistEnter means one thing on each row: on the summary it leads to what failed, on a group it turns it.
func TestChecklistEnter(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true, Fail: "verify"}}
	play(t, size{120, 40}, o, func(s *stage) {
		s.Press("enter", "enter")
		s.Wait(2 * time.Second)
		s.sees("- Provider", "+ Stack")
		s.Press("home")
		s.sees("Enter To what failed")
		s.Press("enter", "up")
		s.sees("▸ - Provider")
		s.Press("enter")
		s.sees("▸ + Provider")
	})
}

// TestAddressWithoutBrowser shows the address that could not be opened.
func TestAddressWithoutBrowser(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{NoBrowser: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter", "f5")
		s.Settle()
		s.sees("https://us-east-1.console.aws.amazon.com/cloudformation")
		s.Press("f6")
		s.sees("Copied: the address")
		s.Press("esc")
		s.misses("No browser", "https://us-east-1.console")
	})
}

// TestFoundNothing shows a look that found nothing as an answer, and other errors as such.
func TestFoundNothing(t *testing.T) {
	for _, c := range []struct {
		call flow.Call
		want bool
	}{
		{flow.Call{Operation: "GetOauth2CredentialProvider", Status: 404, Err: "ResourceNotFoundException"}, true},
		{flow.Call{Operation: "DescribeStacks", Status: 400, Err: "ValidationError: Stack with id x does not exist"}, true},
		{flow.Call{Operation: "DescribeStacks", Status: 403, Err: "AccessDenied"}, false},
		{flow.Call{Operation: "DeleteStack", Status: 404, Err: "ResourceNotFoundException"}, false},
		{flow.Call{Operation: "GetRole", Status: 0, Err: "no such host NotFound"}, false},
	} {
		if got := foundNothing(c.call); got != c.want {
			t.Errorf("%s %d %s: %v", c.call.Operation, c.call.Status, c.call.Err, got)
		}
	}
}

// TestToastEnds takes back what was said on the way once the step is over.
func TestToastEnds(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		ctx, cancel := context.WithCancel(s.m.ctx)
		defer cancel()
		go func() { _, _ = s.m.asker.Ask(ctx, signInQuestion()) }()
		s.Settle()
		s.Press("f5")
		s.sees("The page opens in your browser")
		cancel()
		s.ends("deploy", nil)
		s.misses("The page opens in your browser")
	})
}

// TestRequestRows shows what is held as names and values, whatever form it has.
func TestRequestRows(t *testing.T) {
	for _, c := range []struct{ url, body, want string }{
		{"https://x/", "Action=CreateChangeSet&TemplateBody=AWSTemplate%3A+a&StackName=s", "Action=CreateChangeSet|TemplateBody=AWSTemplate: a|StackName=s"},
		{"https://x/", `{"b":{"c":[1,"two"]},"a":true}`, "a=true|b.c[0]=1|b.c[1]=two"},
		{"https://x/?scope=openid+email", "", "scope=openid email"},
		{"https://x/", "https://x/authorize?client_id=1&redirect_uri=http%3A%2F%2Flocalhost", "client_id=1|redirect_uri=http://localhost"},
		{"https://x/", "name: value\nplain", "name=value|=plain"},
		{"https://x/", "a=%zz", "a=%zz"},
		{"https://x/", "", ""},
	} {
		var got []string
		for _, r := range requestRows(&flow.Held{URL: c.url, Request: c.body}) {
			got = append(got, r.name+"="+r.value)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q, want %q", c.body, got, c.want)
		}
	}
}

// TestHoldReadable says what the held call is for, opens the pages that explain, and lets repeated looks pass.
func TestHoldReadable(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "space", "enter")
		s.sees("HELD", "DescribeStacks", "Only looks; nothing changes.")
		s.Press("f4")
		s.sees("Every call so far")
		s.Press("esc")
		s.sees("HELD", "DescribeStacks")
		s.Wait(5 * time.Second)
		s.misses("last news")
		s.Press("enter")
		s.Wait(time.Second)
		s.sees("CreateChangeSet", "Works out what would be made", "StackName = troubleshooting-agentcore-cognito")
	})
}

// TestPollingPasses lets a question about progress pass that was shown before, word for word.
func TestPollingPasses(t *testing.T) {
	held := func(title, request string) *flow.Held { return &flow.Held{Title: text.Plain(title), Request: request} }
	m := newRoot(t.Context(), Options{}.withDefaults())
	for i, c := range []struct {
		request *flow.Held
		want    bool
	}{
		{held("cloudformation:DescribeStacks", "a"), false}, {held("cloudformation:DescribeStacks", "a"), true},
		{held("cloudformation:DescribeStacks", "b"), false}, {held("cloudformation:CreateStack", "a"), false},
		{held("cloudformation:CreateStack", "a"), false},
	} {
		if got := m.polls(c.request); got != c.want {
			t.Errorf("%d: %v", i, got)
		}
	}
}

// TestPageComplete says after the last step of the main job that the page's part is complete, and sets the rest apart.
func TestPageComplete(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true}, Extra: true}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		s.sees("── extra ")
		finishRest(s)
		s.sees("The workshop page's part is complete", "F9 My account")
		s.Press("f9")
		s.sees("▸ 2 Build in my AWS account")
	})
}

// TestWhatIsOpen names the step that is still open, rather than leading back to it silently.
func TestWhatIsOpen(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter", "right", "right", "enter")
		s.Wait(time.Second)
		s.Paste("http://localhost:8501/?code=abc&state=5f0c")
		s.Press("enter")
		s.Wait(time.Second)
		s.sees("Still open: Verification", "Enter To what is open")
	})
}

// TestUnderWayElsewhere joins what is under way, and follows it before that.
func TestUnderWayElsewhere(t *testing.T) {
	w := &uitest.Workshop{Script: uitest.Script{Elsewhere: true}}
	o := in(text.English)
	o.Workshop = w
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		s.sees("under way", "Enter Join", "Enter joins")
		w.Arrive()
		s.Wait(6 * time.Second)
		s.misses("under way")
		s.sees("✓ 1 Deploy")
	})
}

// TestTellApart keeps names apart that begin alike, and shows the current one whole.
func TestTellApart(t *testing.T) {
	p := &widget.Pen{Lang: text.Korean, Theme: widget.NewTheme(widget.Auto, true)}
	var stops []widget.Stop
	for _, title := range []string{"사전 요구 사항 배포", "두 가지 인증 흐름: Client Credentials", "두 가지 인증 흐름: Authorization Code"} {
		stops = append(stops, widget.Stop{Title: title})
	}
	got := ansi.Strip(strings.Join(widget.Journey(p, stops, 0, 21, 5), "\n"))
	for _, want := range []string{"2 …Client Cre", "3 …Authorization", "배포"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestPassingNotesGoWithTheStep: where the browser is matters while it is waited for, and not afterwards.
func TestPassingNotesGoWithTheStep(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		for _, b := range []flow.Body{flow.StepStarted{}, flow.Note{Message: text.Plain("This runs in a container."), Passing: true}, flow.Note{Message: text.Plain("Something stays.")}} {
			s.m.box.put(happened{course: s.m.course, event: flow.Event{Step: "deploy", Time: time.Now(), Body: b}})
		}
		s.Settle()
		s.m.box.put(happened{course: s.m.course, event: flow.Event{Step: "deploy", Time: time.Now(), Body: flow.StepFinished{Status: flow.OK, State: flow.Present}}})
		s.Settle()
		s.sees("Something stays.")
		s.misses("container")
	})
}
