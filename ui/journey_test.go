package ui

import (
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

func finishDeploy(s *stage) {
	s.Press("enter", "enter")
	s.Wait(9 * time.Second)
}

func (s *stage) sees(words ...string) {
	s.t.Helper()
	screen := s.Screen()
	for _, w := range words {
		if !strings.Contains(screen, w) {
			s.t.Errorf("%q is not on the screen:\n%s", w, screen)
		}
	}
}

func (s *stage) misses(words ...string) {
	s.t.Helper()
	screen := s.Screen()
	for _, w := range words {
		if strings.Contains(screen, w) {
			s.t.Errorf("%q is on the screen:\n%s", w, screen)
		}
	}
}

// TestWholeJob does the main job from nothing with Enter alone, but for the address that the browser ended at.
func TestWholeJob(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		finishDeploy(s)
		s.sees("Done. Enter goes on to: Create the Amazon Cognito provider")
		s.Press("enter", "enter")
		s.Wait(2 * time.Second)
		s.sees("Enter goes on to: Verification")
		s.Press("enter", "enter")
		s.Wait(time.Second)
		s.sees("24 passed", "Enter goes on to: Machine token")
		s.Press("enter")
		s.sees("machine key")
		s.Press("enter")
		s.Wait(2 * time.Second)
		s.sees("left", "token_use")
		s.Press("enter", "enter")
		s.sees("test@example.com", "TestPassword123!", "min")
		s.Paste("http://localhost:8501/?code=abc\n")
		s.Press("enter")
		s.sees("All done in practice", "Build in my account")
		s.Press("enter")
		s.sees("▸ 2 Build in my AWS account")
		s.Press("f10")
		if s.exit != flow.ExitDone || !strings.Contains(s.how, "agentcore-workshop") {
			t.Errorf("exit %d, %q", s.exit, s.how)
		}
	})
}

// TestInterruptedAnywhere presses Ctrl+C on every screen: the program ends, the terminal is given back, and how to go on is said.
func TestInterruptedAnywhere(t *testing.T) {
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			o := in(text.Korean)
			o.Workshop = &uitest.Workshop{Script: sc.script}
			play(t, size{80, 24}, o, func(s *stage) {
				sc.reach(s)
				s.Press("ctrl+c")
				s.Wait(time.Second)
				if !s.Ended() {
					t.Fatal("Ctrl+C did not end the program")
				}
				if s.exit != flow.ExitInterrupted || !strings.Contains(s.how, "agentcore-workshop") {
					t.Errorf("exit %d, %q", s.exit, s.how)
				}
			})
		})
	}
}

// TestEscapeNeverQuits presses Esc again and again from the deepest place.
func TestEscapeNeverQuits(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "f1", "f4", "f3")
		for range 8 {
			s.Press("esc")
			s.Wait(100 * time.Millisecond)
		}
		if s.Ended() {
			t.Fatal("Esc ended the program")
		}
		s.sees("Where do you want to work?", "F10 or Ctrl+C leaves")
	})
}

// TestLeaveAndRejoin goes back to the doors while a step runs, and in again: it went on.
func TestLeaveAndRejoin(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "enter")
		s.Wait(time.Second)
		s.Press("esc")
		s.sees("Where do you want to work?")
		s.Wait(8 * time.Second)
		s.Press("enter")
		s.sees("✓ done", "us-east-1_AbCdEf123")
	})
}

// TestStop stops a step in the middle; it can be tried again.
func TestStop(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "enter")
		s.Wait(time.Second)
		s.Press("f8")
		s.sees("○ stopped", "You stopped this step.", "Enter")
		s.misses("✗", "failed", "Interrupted")
		s.Press("f2")
		s.sees("중단함", "이 단계를 중단했습니다")
		s.misses("실패")
	})
}

// TestHold holds every call: the request is shown before it is sent, one key lets one pass.
func TestHold(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "space", "enter")
		s.Wait(3 * time.Second)
		s.sees("HELD", "cloudformation:DescribeStacks", "troubleshooting-agentcore-cognito")
		s.Press("enter")
		s.Wait(3 * time.Second)
		s.sees("HELD", "cloudformation:CreateChangeSet")
		s.Press("esc")
		s.Wait(9 * time.Second)
		s.misses("HELD")
		s.sees("✓ done")
	})
}

// TestNothingSilent watches a long call: the screen never stays the same for longer than two seconds.
func TestNothingSilent(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter", "space", "enter")
		s.Press("esc")
		last := s.Screen()
		for range 2 {
			s.Wait(1900 * time.Millisecond)
			now := s.Screen()
			if now == last {
				t.Errorf("nothing changed for two seconds:\n%s", now)
			}
			last = now
		}
	})
}

// TestNetworkGone offers the same step in practice with one key when AWS cannot be reached.
func TestNetworkGone(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{AWS: true, Fail: "network"}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("down", "enter", "enter", "1", "enter")
		s.Wait(time.Second)
		s.sees("━", "cannot be", "F9 does the same step in the practice cloud")
		s.Press("f9")
		s.sees("practice cloud: not AWS", "Deploy the prerequisites")
	})
}

// TestResume preselects the door where the person was last; what exists is looked at again, and the first open step shown.
func TestResume(t *testing.T) {
	o, w := in(text.English), &uitest.Workshop{Script: uitest.Script{AWS: true, Done: true}}
	w.Remember(flow.DoorBuild, "provider")
	o.Workshop = w
	play(t, size{80, 24}, o, func(s *stage) {
		s.sees("▸ 2 Build in my AWS account", "goes on where you were")
		s.Press("enter")
		s.sees("▸ ○ 3 Verification", "✓ 2 Create the")
	})
}

// TestLanguageLive switches the language on every kind of screen, and keeps the choice.
func TestLanguageLive(t *testing.T) {
	o := in(text.English)
	var saved []text.Lang
	o.SaveLang = func(l text.Lang) { saved = append(saved, l) }
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("f2")
		s.sees("어디에서 하시겠습니까?")
		s.Press("enter", "f2")
		s.sees("Programs and people need")
		s.Press("enter", "space")
		s.Wait(time.Second)
		s.Press("f2")
		s.sees("보내기 전에 멈췄습니다")
	})
	if len(saved) != 3 || saved[0] != text.Korean || saved[1] != text.English {
		t.Errorf("saved %v", saved)
	}
}

// TestConsole opens the pages that the workshop page names.
func TestConsole(t *testing.T) {
	o, w := in(text.English), &uitest.Workshop{Script: uitest.Script{Done: true}}
	o.Workshop = w
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter", "f5", "f6")
		got := strings.Join(w.Opened(), " ")
		if !strings.Contains(got, "/agentcore") || !strings.Contains(got, "/cognito") {
			t.Errorf("opened %q", got)
		}
	})
}

// TestBar does with Tab and Enter what a key does.
func TestBar(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("tab", "tab", "tab", "enter")
		s.sees("[1 Practice in the cloud")
		s.Press("esc")
		s.Press("shift+tab", "enter")
		if !s.Ended() || s.exit != flow.ExitDone {
			t.Error("the last button of the bar, Quit, did not end the program")
		}
	})
}

// TestPresent looks for anything that a teacher's audience must not see.
func TestPresent(t *testing.T) {
	for _, sc := range scenes() {
		o := in(text.English)
		o.Workshop, o.Present = &uitest.Workshop{Script: sc.script}, true
		play(t, size{120, 40}, o, func(s *stage) {
			sc.reach(s)
			s.misses(uitest.Account, "test@example.com", ":user/kim")
		})
	}
}

// TestPictureFirst shows a picture alone where there is no room beside it; Esc brings the five answers, and then goes back.
func TestPictureFirst(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true}}
	play(t, size{60, 20}, o, func(s *stage) {
		s.Press("enter", "right")
		s.sees("machine key")
		s.m.course.here().info.Picture = text.T{En: strings.Repeat("machine key\n", 12)}
		s.Press("left", "right")
		s.sees("machine key", "Esc: all five")
		s.misses("What happens")
		s.Press("esc")
		s.sees("What happens", "What just happened")
		s.Press("esc")
		s.sees("Where do you want to work?")
	})
}
