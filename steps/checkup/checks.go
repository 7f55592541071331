// Package checkup is the checklist, and what mends what it finds: probes fetch, checks judge, a fix plans its edits and makes them.
//
// Rule of this layer: a check is a pure function of what the probes brought. Only a fix changes anything, by reading and writing the
// whole resource, after consent, and so that it can be taken back or says beforehand that it cannot.
package checkup

import (
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Checks is the checklist, in the order of the course. A nil env gives the list for reading; its probes must not be run.
func Checks(env *steps.Env) []flow.Check {
	p := newProbes(env)
	all := slices.Concat(
		checkPlace(p), checkStack(p), checkPool(p), checkWebClient(p), checkMachineClient(p), checkDomain(p),
		checkParameters(p), checkRole(p), checkUser(p), checkProvider(p), checkTokens(p), checkConsent(p), checkGateways(p), checkRuntime(p),
	)
	without := noFixes()
	for i := range all {
		all[i] = mended(env, proven(all[i]))
		all[i].NoFix = without[all[i].ID]
	}
	return all
}

// proven sees to it that every check has a document to read, and every verdict something that it was made from.
func proven(c flow.Check) flow.Check {
	if c.Docs == "" {
		c.Docs = docsOf(c.Group)
	}
	judge := c.Judge
	c.Judge = func(f *flow.Facts) flow.Verdict {
		v := judge(f)
		if len(v.Evidence) == 0 && v.Status != flow.Skip {
			v = v.With("found", v.Summary.String())
		}
		return v
	}
	return c
}

// docsOf is the document that explains a group.
func docsOf(group string) string {
	switch group {
	case groupPlace:
		return steps.DocsCredentials
	case groupStack:
		return steps.DocsStackFailures
	case groupPool:
		return steps.DocsPool
	}
	return steps.DocsRole
}

// The groups of the checklist, by which it folds.
const (
	groupPlace     = "place"
	groupStack     = "stack"
	groupPool      = "pool"
	groupClients   = "clients"
	groupDomain    = "domain"
	groupParameter = "parameters"
	groupRole      = "role"
	groupUser      = "user"
	groupProvider  = "provider"
	groupTokens    = "tokens"
	groupConsent   = "consent" // what comes after the main job
)

// match compares two values to the letter.
func match(is, want string) flow.Verdict {
	if is == want {
		return flow.Passed(text.Plain(is)).With("value", is)
	}
	return flow.Failing(text.T{En: "is %q, must be %q", Ko: "현재 값은 %q이며 %q여야 합니다"}.With(is, want)).With("is", is).With("want", want)
}

// missing judges a need that is not there; any other trouble leaves the check unmade, with the reason.
func missing(m text.T, args ...any) func(*flow.Facts, error) flow.Verdict {
	return func(_ *flow.Facts, err error) flow.Verdict {
		if aws.IsNotFound(err) {
			return flow.Failing(m.With(args...))
		}
		return unmade(err)
	}
}

// missingIn is the same for what lies outside the stack or outlives it: where nothing was ever deployed, it was never made either,
// and the stack's own check says so. The check must need p.stack.
func missingIn(p *probes, m text.T) func(*flow.Facts, error) flow.Verdict {
	return func(f *flow.Facts, err error) flow.Verdict {
		if aws.IsNotFound(err) && p.stack.Of(f).ID == "" && len(p.params.Of(f)) == 0 {
			v := flow.Skipping(text.T{En: "not made yet", Ko: "아직 만들지 않았습니다"}.With())
			v.Cause = "stack.exists"
			return v
		}
		return missing(m)(f, err)
	}
}

// inPool folds what lies in a pool that is gone under the check that says so. The pool is asked for beside the check's own need.
func inPool[T any](p *probes, c flow.Check, own *flow.Probe[T]) flow.Check {
	judge, onError := c.Judge, c.OnError
	c.Needs = append(slices.Clone(c.Needs), p.pool)
	c.OnError = func(f *flow.Facts, _ error) flow.Verdict {
		if _, gone := p.pool.Get(f); aws.IsNotFound(gone) {
			v := flow.Skipping(text.T{En: "the user pool is gone", Ko: "User Pool이 없습니다"}.With())
			v.Cause = "pool.exists"
			return v
		}
		_, err := own.Get(f)
		switch {
		case err == nil:
			return judge(f)
		case onError != nil:
			return onError(f, err)
		}
		return unmade(err)
	}
	return c
}

// unmade is a check that could not be made. For one of the main job that fails the verification.
func unmade(err error) flow.Verdict {
	f := flow.AsFailure(err)
	v := flow.Skipping(text.T{En: "could not be looked at: %s", Ko: "확인하지 못했습니다: %s"}.With(f.Message))
	v.Detail = f.Fix
	return v
}

// failed judges a need whose failure is itself the finding.
func failed(_ *flow.Facts, err error) flow.Verdict {
	f := flow.AsFailure(err)
	return flow.Failing(f.Message).Because(f.Cause).With("code", f.Code)
}

// exactly judges a list that must have these members: a missing one fails, one too many warns.
func exactly(is, want []string) flow.Verdict {
	v := atLeast(is, want)
	if extra := steps.Lacking(want, is); v.Status == flow.Pass && len(extra) > 0 {
		v = flow.Warned(text.T{En: "also has %s", Ko: "%s도 들어 있습니다"}.With(strings.Join(extra, " "))).With("is", strings.Join(is, " ")).With("want", strings.Join(want, " "))
	}
	return v
}

// atLeast judges a list that must have these members and may have others.
func atLeast(is, want []string) flow.Verdict {
	if less := steps.Lacking(is, want); len(less) > 0 {
		return flow.Failing(text.T{En: "lacks %s", Ko: "%s{이/가} 빠져 있습니다"}.With(strings.Join(less, " "))).With("is", strings.Join(is, " ")).With("want", strings.Join(want, " "))
	}
	return flow.Passed(text.Plain(strings.Join(is, " "))).With("value", strings.Join(is, " "))
}

// yes judges a plain condition.
func yes(ok bool, good, bad text.T) flow.Verdict {
	if ok {
		return flow.Passed(good.With())
	}
	return flow.Failing(bad.With())
}

// softly turns a failure into a warning: good to know, no reason to stop.
func softly(v flow.Verdict) flow.Verdict {
	if v.Status == flow.Fail {
		v.Status = flow.Warn
	}
	return v
}

// byStep is the repair that a step of the course makes when it is run again.
func byStep(step string) *flow.Fix {
	title := text.T{En: "Run `" + step + "`: it puts this right", Ko: "`" + step + "`{을/를} 실행하면 고쳐집니다"}
	return &flow.Fix{ID: "step." + step, Title: title, Undo: flow.UndoNone, Step: step}
}

// The documents that several checks point to.
const (
	docsClients   = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html"
	docsDomain    = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html"
	docsServers   = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html"
	docsParameter = "https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html"
	docsDeputy    = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/cross-service-confused-deputy-prevention.html"
	docsActions   = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html"
	docsUsers     = "https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html"
	docsOIDC      = "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html"
)
