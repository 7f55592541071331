package cfn

import (
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// Service is CloudFormation.
type Service struct {
	kinds     map[string]*kind
	templates templates
}

// New makes the service with all its resource types.
func New() *Service { return &Service{kinds: registry()} }

// Name is the service's name in the service model.
func (s *Service) Name() string { return "cloudformation" }

// Ops lists the operations.
func (s *Service) Ops() []core.Op {
	return []core.Op{
		core.Write("CreateStack", s.createStack), core.Write("UpdateStack", s.updateStack),
		core.Write("DeleteStack", s.deleteStack), core.Write("CancelUpdateStack", s.cancelUpdateStack),
		core.Write("ContinueUpdateRollback", s.continueUpdateRollback), core.Write("RollbackStack", s.rollbackStack),
		core.Write("UpdateTerminationProtection", s.updateTerminationProtection),
		core.Write("CreateChangeSet", s.createChangeSet), core.Write("ExecuteChangeSet", s.executeChangeSet),
		core.Write("DeleteChangeSet", s.deleteChangeSet),
		core.Read("DescribeChangeSet", s.describeChangeSet), core.Read("ListChangeSets", s.listChangeSets),
		core.Read("DescribeStacks", s.describeStacks), core.Read("ListStacks", s.listStacks),
		core.Read("DescribeStackEvents", s.describeStackEvents), core.Read("DescribeEvents", s.describeEvents),
		core.Read("ListStackResources", s.listStackResources), core.Read("DescribeStackResource", s.describeStackResource),
		core.Read("DescribeStackResources", s.describeStackResources),
		core.Read("GetTemplate", s.getTemplate), core.Read("GetTemplateSummary", s.getTemplateSummary),
		core.Read("ValidateTemplate", s.validateTemplate),
		core.Read("ListExports", s.listExports), core.Read("ListImports", s.listImports),
	}
}

// Count counts the living stacks of a realm.
func (s *Service) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	n := 0
	for _, st := range core.Part[account](r, part).Stacks {
		if !st.gone() {
			n++
		}
	}
	return n
}

// keepDeleted is how long AWS shows a deleted stack to those who know its id.
const keepDeleted = 90 * 24 * time.Hour

// deletedAtMost is how many deleted stacks a realm keeps at most. AWS keeps all; here they would stay in memory and file.
const deletedAtMost = 50

// templates remembers the templates read last, since an operation needs its own at every step. It is a cache of a pure
// function and no state.
type templates struct {
	mu    sync.Mutex
	known map[string]*template.Template
}

const templatesKept = 16

func (t *templates) get(body string) (*template.Template, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.known[body]; ok {
		return known, nil
	}
	read, err := template.Parse(body)
	if err != nil {
		return nil, err
	}
	if len(t.known) >= templatesKept || t.known == nil {
		t.known = map[string]*template.Template{}
	}
	t.known[body] = read
	return read, nil
}
