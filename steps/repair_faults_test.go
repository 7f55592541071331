package steps_test

import (
	"regexp"
	"slices"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestFixRepairsEveryRepairableFault breaks a set-up with each fault that shows on one: `verify` names its cause first; `fix --all`
// repairs it where that is promised, and says why not where it is not; `verify` is green again; and what can be taken back exactly is,
// to the last field.
func TestFixRepairsEveryRepairableFault(t *testing.T) {
	worlds := newWorlds(t, 2)
	for i, f := range diagnose.Faults() {
		e, _ := trouble.Find(f.Name)
		if e.Break == nil || !swept(i) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			w.breaks(f.Name)
			noticed(t, w.verify(), f)
			broken := w.stand()
			res, said := w.fix(w, flow.Args{"all": {"true"}})
			after := w.verify()
			if !f.Repairable {
				if f.Why.Empty() || after.OK() {
					t.Errorf("not to be repaired, because of %q: %v", f.Why, after.OK())
				}
				return
			}
			if !mended(after) || res.Exit != flow.ExitDone {
				show(t, after, false)
				t.Fatalf("exit %d %.600s", res.Exit, res.Text(text.English, 100))
			}
			w.backAgain(t, f, broken, said)
		})
	}
}

// mended is all green, where a domain of another name is as good as the published one, and the vault's key AWS's.
func mended(v flow.Verification) bool {
	for _, r := range v.Results {
		if r.Verdict.Status == flow.Warn && r.Check.ID != "domain.prefix" && r.Check.ID != "vault.key" {
			return false
		}
	}
	return v.OK()
}

// stand is all that the course sees of the set-up, or nothing where there is none to look at.
func (w *world) stand() string {
	s, err := w.env.Cloud.Stack(w.t.Context(), steps.PublishedStack)
	if err != nil || s.Outputs["UserPoolId"] == "" {
		return ""
	}
	if _, err = w.env.Cloud.AppClient(w.t.Context(), s.Outputs["UserPoolId"], s.Outputs["WebClientId"]); err == nil {
		_, err = w.env.Cloud.AppClient(w.t.Context(), s.Outputs["UserPoolId"], s.Outputs["MachineClientId"])
	}
	if aws.IsNotFound(err) {
		return ""
	}
	return w.look(s)
}

// backAgain takes repairs back that were said to be exact, the last one first: then everything is as the fault had left it.
func (w *world) backAgain(t *testing.T, f diagnose.Fault, broken, said string) {
	t.Helper()
	done := regexp.MustCompile(`"check":"([^"]+)","title":"[^"]*","status":"done","undo":"(exact|none)"`).FindAllStringSubmatch(said, -1)
	slices.Reverse(done)
	args := flow.Args{"undo": {"true"}}
	for _, match := range done {
		if match[2] == "none" {
			return
		}
		args["check"] = append(args["check"], match[1])
	}
	if len(done) == 0 {
		t.Fatal("nothing was repaired: " + said)
	}
	if res, said := w.fix(w, args); res.Exit != flow.ExitDone {
		t.Fatalf("taking it back: exit %d %s", res.Exit, said)
	}
	if d := firstDifference(broken, w.stand()); d != "" {
		t.Errorf("not as it was broken: %s", d)
	}
	noticed(t, w.verify(), f)
	t.Logf("taken back: %v", args["check"])
}
