package cleanup

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// estate is what an inventory knows before it goes through the kinds of things: the stack with its parts, the parameters, the
// pools, and what the journal remembers having made.
type estate struct {
	env       *steps.Env
	account   string
	stack     aws.Stack
	resources []aws.StackResource
	template  string
	params    []aws.Parameter
	pools     []aws.PoolName
	gateways  []aws.Gateway
	runtimes  []aws.Runtime
	// made are the physical ids that this place's journal saw come to be.
	made map[string]bool
	// mine are the pools of the workshop, by id: the stack's, and those that lost their stack. domains are theirs.
	mine    map[string]aws.UserPool
	domains map[string]bool

	mu sync.Mutex
	// unseen are the kinds that could not be looked at, with the reason.
	unseen map[string]error
}

// survey reads what the other parts of the inventory build upon.
func survey(ctx context.Context, e *steps.Env, journal *flow.Journal) (*estate, error) {
	account, err := e.AccountID(ctx)
	if err != nil {
		return nil, err
	}
	s := &estate{env: e, account: account, made: madeBy(journal), mine: map[string]aws.UserPool{}, domains: map[string]bool{}, unseen: map[string]error{}}
	if s.stack, err = e.Cloud.Stack(ctx, e.Stack); err != nil && !aws.IsNotFound(err) {
		return nil, err
	}
	var all sync.WaitGroup
	all.Go(func() { s.readStack(ctx) })
	all.Go(func() {
		var err error
		s.params, err = e.Cloud.ParametersUnder(ctx, e.Path()+"/")
		s.failed("AWS::SSM::Parameter", err)
	})
	all.Go(func() {
		var err error
		s.pools, err = e.Cloud.UserPools(ctx)
		s.failed("AWS::Cognito::UserPool", err)
	})
	all.Go(func() {
		var err error
		s.gateways, err = e.Cloud.Gateways(ctx)
		s.failed(KindGateway, err)
	})
	all.Go(func() {
		var err error
		s.runtimes, err = e.Cloud.Runtimes(ctx)
		s.failed(KindRuntime, err)
	})
	all.Wait()
	if s.stack.ID != "" && !workshopStack(s.stack, s.resources) {
		return nil, strangeStack(e.Stack)
	}
	if s.othersPrefix(ctx) {
		s.params = nil
	}
	if err := s.findPools(ctx); err != nil {
		return nil, err
	}
	return s, context.Cause(ctx)
}

// failed keeps in mind what could not be looked at. That there is nothing is no failure.
func (s *estate) failed(kind string, err error) {
	if err == nil || aws.IsNotFound(err) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unseen[kind] = err
}

func (s *estate) readStack(ctx context.Context) {
	if s.stack.ID == "" {
		return
	}
	var err error
	s.resources, err = s.env.Cloud.StackResources(ctx, s.stack.ID)
	s.failed(kindStack, err)
	s.resources = slices.DeleteFunc(s.resources, func(r aws.StackResource) bool {
		return r.Status == "DELETE_COMPLETE" || r.PhysicalID == ""
	})
	s.template, err = s.env.Cloud.StackTemplate(ctx, s.stack.ID)
	s.failed(kindStack, err)
}

// inStack reports a resource of the stack, by its physical id.
func (s *estate) inStack(physical string) bool {
	return slices.ContainsFunc(s.resources, func(r aws.StackResource) bool { return r.PhysicalID == physical })
}

// physical is the id of the stack's resource of a type, or empty.
func (s *estate) physical(kind string) string {
	for _, r := range s.resources {
		if r.Type == kind {
			return r.PhysicalID
		}
	}
	return ""
}

// param is the value of a parameter by its short name, or empty.
func (s *estate) param(short string) string {
	for _, p := range s.params {
		if p.Name == s.env.Parameter(short) {
			return p.Value
		}
	}
	return ""
}

// othersPrefix reports whether the prefix is that of another living stack: then nothing under it is ours, and what it says
// proves nothing.
func (s *estate) othersPrefix(ctx context.Context) bool {
	for _, short := range steps.ParameterNames() {
		if name := s.env.Parameter(short); s.param(short) != "" && !s.inStack(name) && s.others(ctx, name) {
			return true
		}
	}
	return false
}

// others reports whether a resource belongs to a living stack other than ours. Where that cannot be found out, it counts as
// somebody else's.
func (s *estate) others(ctx context.Context, physical string) bool {
	owner, err := s.env.Cloud.StackOwning(ctx, physical)
	s.failed(kindStack, err)
	return err != nil || owner != "" && owner != s.stack.ID
}

// belongs says whose addresses these are: of a pool of the workshop, or of a pool that stands and is not.
func (s *estate) belongs(addresses ...string) (mine, foreign bool) {
	for _, a := range addresses {
		pool, domain := steps.PoolIn(a), domainIn(a)
		if _, ok := s.mine[pool]; ok || s.domains[domain] {
			mine = true
			continue
		}
		if slices.ContainsFunc(s.pools, func(p aws.PoolName) bool { return p.ID == pool }) {
			foreign = true
		}
	}
	return mine, foreign
}

// madeBy are the physical ids that a journal saw created. They help to recognise what lost its stack.
func madeBy(journal *flow.Journal) map[string]bool {
	made := map[string]bool{}
	entries, _ := journal.Entries() // a journal that cannot be read only helps less
	for _, entry := range entries {
		var r struct {
			PhysicalID string `json:"physical_id"`
			Status     string `json:"status"`
		}
		switch {
		case entry.Type == "fact" && entry.Key == steps.FactMade:
			made[entry.Value] = true
		case entry.Type == "resource" && json.Unmarshal(entry.Raw, &r) == nil && r.Status == "CREATE_COMPLETE":
			made[r.PhysicalID] = true
		}
	}
	return made
}

func strangeStack(name string) error {
	return &flow.Failure{Code: "NotTheWorkshop", Exit: flow.ExitUsage,
		Message: text.T{En: "The stack %s is not one of this workshop, so nothing is deleted.", Ko: "스택 %s{은/는} 이 워크숍의 스택이 아니므로 아무것도 지우지 않습니다."}.With(name),
		Cause:   text.T{En: "It has neither the published name, nor our tag, nor the workshop's resources.", Ko: "공개된 이름도, 이 프로그램의 태그도, 워크숍의 리소스도 없습니다."}.With(),
		Fix:     text.T{En: "Check --stack-name and --region.", Ko: "--stack-name과 --region을 확인하세요."}.With()}
}
