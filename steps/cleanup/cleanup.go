// Package cleanup is the way out: an inventory of all that the workshop and its published scripts make, removed in an order in which
// nothing holds anything else, and proved absent.
//
// Rule of this layer: what exists is read from the place and not remembered, so that it may be interrupted anywhere and run again. What
// is not recognised as the workshop's is not touched.
package cleanup

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Action removes everything that the workshop makes: listed first, removed in an order in which nothing holds anything
// else, and proved absent. What exists is read from the place each time, so that it may be interrupted anywhere and run again.
func Action() flow.Action {
	return flow.Action{
		Name:  "cleanup",
		Short: text.T{En: "remove everything that the workshop makes, and prove it absent", Ko: "워크숍이 만든 것을 모두 지우고, 없어졌음을 확인합니다"},
		Long: text.T{
			En: "Lists what the workshop and its published scripts have made here: by name, by tag, by the journal, and by what things point to. Without --yes and without a terminal that is all. Then everything is removed in order, and each thing is read again. What is not the workshop's is not touched.",
			Ko: "워크숍과 공개된 스크립트가 만든 것을 이름, 태그, 기록, 서로 가리키는 값으로 찾아 보여 줍니다. --yes도 터미널도 없으면 여기서 끝납니다. 그다음 순서대로 지우고 하나씩 다시 읽어 확인합니다. 워크숍의 것이 아니면 건드리지 않습니다."},
		Do: func(ctx context.Context, s *flow.Session, r *flow.Report, _ flow.Args) (flow.Result, error) {
			e, err := steps.EnvOf(s)
			if err != nil {
				return flow.Result{}, err
			}
			c := &cleaner{env: e, session: s, report: r, seen: map[string]leftover{}}
			return c.clean(ctx)
		},
	}
}

// cleaner is one cleaning under way.
type cleaner struct {
	env     *steps.Env
	session *flow.Session
	report  *flow.Report
	// order are the keys of what was found, as found; seen the things by key.
	order  []string
	seen   map[string]leftover
	unseen map[string]error
	failed map[string]error
	absent map[string]bool
	// unread are those of which nobody knows, since they could not be read again.
	unread map[string]bool
}

// rounds is how often the inventory is made: what a removal uncovers is removed in the next, and the last finds nothing.
const rounds = 4

func (c *cleaner) clean(ctx context.Context) (flow.Result, error) {
	estate, items, err := c.inventory(ctx)
	if err != nil {
		return flow.Result{}, steps.Explain(err)
	}
	if len(items) == 0 {
		return c.result(true), c.halfSeen()
	}
	if c.session.Place.ReadOnly {
		return c.result(false), nil
	}
	switch agreed, err := c.agree(ctx, estate, items); {
	case flow.NobodyThere(err):
		return c.result(false), nil
	case err != nil:
		return flow.Result{}, err
	case !agreed:
		return flow.Result{}, steps.Declined()
	}
	for _, l := range items { // listed before anything goes, also where the list was agreed to unseen
		l.tell(c.report, "FOUND", l.why.In(text.English))
	}
	c.tellBeyond(estate)
	for range rounds {
		if err := c.remove(ctx, items); err != nil {
			return flow.Result{}, steps.Explain(err)
		}
		if _, items, err = c.inventory(ctx); err != nil {
			return flow.Result{}, steps.Explain(err)
		}
		if len(items) == 0 || len(c.failed) > 0 {
			break
		}
	}
	if err := c.prove(ctx); err != nil {
		return flow.Result{}, steps.Explain(err)
	}
	c.tellLeft()
	return c.result(true), c.verdict()
}

// inventory lists what is there, in the order in which it is to be removed.
func (c *cleaner) inventory(ctx context.Context) (*estate, []leftover, error) {
	s, err := survey(ctx, c.env, c.session.Journal)
	if err != nil {
		return nil, nil, err
	}
	families := []func() []leftover{
		func() []leftover { return s.gatewayThings(ctx) }, func() []leftover { return s.runtimeThings(ctx) },
		func() []leftover { return s.providers(ctx) }, func() []leftover { return s.apiKeys(ctx) }, func() []leftover { return s.workloads(ctx) },
		func() []leftover { return s.inPools(ctx) }, func() []leftover { return s.roles(ctx) },
		func() []leftover { return s.stackThings() }, func() []leftover { return s.parameters() },
	}
	found := make([][]leftover, len(families))
	var all sync.WaitGroup
	for i, family := range families {
		all.Go(func() { found[i] = family() })
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, nil, err
	}
	items := slices.Concat(found...)
	slices.SortStableFunc(items, func(a, b leftover) int { return cmp.Compare(rank(a), rank(b)) })
	for _, l := range items {
		if _, known := c.seen[l.key()]; !known {
			c.order = append(c.order, l.key())
			c.seen[l.key()] = l
		}
	}
	c.unseen = s.unseen
	for _, kind := range slices.Sorted(maps.Keys(s.unseen)) {
		c.report.Warn(text.T{En: "%s could not be looked at: %s", Ko: "%s{을/를} 확인하지 못했습니다: %s"}.With(kind, flow.AsFailure(steps.Explain(s.unseen[kind])).Message))
	}
	return s, items, nil
}

// rank is the order of removal: what uses something goes before it. What belongs to a stack or a pool and would block its
// deletion goes before that, and what a deleted stack leaves behind after.
func rank(l leftover) int {
	order := []string{KindTarget, KindGateway, kindEndpoint, KindRuntime, kindProvider, kindAPIKey, kindSecret, kindWorkload, kindClient, kindUser}
	if i := slices.Index(order, l.kind); i >= 0 && l.with == "" || i >= 0 && (l.kind == kindSecret || l.kind == kindWorkload) {
		return i
	}
	switch {
	case l.blocks:
		return 20
	case l.kind == kindStack:
		return 30
	case l.with != "":
		return 31
	}
	return 40 + slices.Index([]string{kindDomain, kindPool, "AWS::IAM::RolePolicy", kindRole, kindParameter}, l.kind)
}

// agree shows everything and asks. What cannot be undone on AWS has the stack's name typed; whoever turned a protection on is
// asked once more.
func (c *cleaner) agree(ctx context.Context, s *estate, items []leftover) (bool, error) {
	q := flow.Question{
		Kind: flow.Confirm, Explicit: true, Shown: facts(items),
		Title:  text.T{En: "Delete these %d things? There is no undo.", Ko: "%d개를 모두 지울까요? 되돌릴 수 없습니다."}.With(len(items)),
		Detail: text.T{En: "Account %s, %s", Ko: "계정 %s, %s"}.With(c.session.Place.Account, c.session.Place.Region),
	}
	if c.session.Place.Mode == flow.AWS {
		q.TypeName = c.env.Stack
	}
	answer, err := c.report.Ask(ctx, q)
	if err != nil || !answer.Yes {
		return false, err
	}
	if guarded := s.protections(); len(guarded) > 0 {
		answer, err = c.report.Ask(ctx, flow.Question{
			Kind: flow.Confirm, Explicit: true,
			Title: text.T{En: "Turn off the protection against deletion of %s?", Ko: "%s의 삭제 방지를 끌까요?"}.With(strings.Join(guarded, " ")),
		})
	}
	return answer.Yes, err
}

func facts(items []leftover) []flow.Fact {
	var all []flow.Fact
	for _, l := range items {
		all = append(all, flow.Fact{Key: l.kind, Label: text.T{En: l.kind, Ko: l.kind}, Value: l.name, Source: l.why.With()})
	}
	return all
}

// remove takes one thing after the other. One that cannot be removed does not keep the others, except the stack that it blocks.
func (c *cleaner) remove(ctx context.Context, items []leftover) error {
	c.failed = map[string]error{}
	blocked := false
	// What could not be looked at, or not be removed, may be recognised by the pool alone: then that must stay for the next run.
	kept := c.unseen[kindProvider] != nil || c.unseen[KindGateway] != nil || c.unseen[KindRuntime] != nil
	for i, l := range items {
		c.report.Emit(flow.Progress{Done: i, Total: len(items)})
		if l.with != "" || blocked && l.kind == kindStack {
			continue
		}
		if kept && l.anchors() {
			c.failed[l.key()] = keptBack()
			continue
		}
		err := away(ctx, c.env, c.report, l)
		if cause := context.Cause(ctx); err != nil && cause != nil {
			return cause
		}
		if err != nil {
			failure := flow.AsFailure(steps.Explain(err))
			c.failed[l.key()] = failure
			blocked, kept = blocked || l.blocks, kept || l.rests
			l.tell(c.report, "DELETE_FAILED", failure.Message.In(text.English))
		}
	}
	c.report.Emit(flow.Progress{Done: len(items), Total: len(items)})
	return nil
}
