// Package ssm is the practice cloud's Parameter Store: the part of AWS Systems Manager that stacks write their outputs to
// and scripts read them from.
//
// Rules of this layer: every version of a parameter is kept, as AWS keeps the last hundred; a SecureString leaves in
// clear only WithDecryption; the public parameters under /aws/service are computed and never stored.
package ssm

import (
	"maps"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Service is Parameter Store.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "ssm" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{
		core.Write("PutParameter", putParameter),
		core.Read("GetParameter", getParameter),
		core.Read("GetParameters", getParameters),
		core.Read("GetParametersByPath", getParametersByPath),
		core.Read("DescribeParameters", describeParameters),
		core.Write("DeleteParameter", deleteParameter),
		core.Write("DeleteParameters", deleteParameters),
		core.Read("GetParameterHistory", getParameterHistory),
		core.Write("LabelParameterVersion", labelParameterVersion),
		core.Write("AddTagsToResource", addTagsToResource),
		core.Write("RemoveTagsFromResource", removeTagsFromResource),
		core.Read("ListTagsForResource", listTagsForResource),
	}
}

// Count is how many parameters a realm holds.
func (*Service) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	return len(storeOf(r).Parameters)
}

const part = "ssm"

// store is what a realm keeps.
type store struct{ Parameters map[string]*parameter }

type parameter struct {
	Name     string
	Versions []*version // oldest first, never empty
	Tags     map[string]string
}

type version struct {
	Version                            int64
	Type, Value, Description, KeyId    string
	Tier, DataType, AllowedPattern, By string
	Policies                           []string
	Labels                             []string
	At                                 time.Time
}

func storeOf(r *core.Realm) *store { return core.Part[store](r, part) }

func (s *store) sorted() []*parameter {
	list := make([]*parameter, 0, len(s.Parameters))
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		list = append(list, s.Parameters[name])
	}
	return list
}

func (p *parameter) latest() *version { return p.Versions[len(p.Versions)-1] }

func notFound() error { return core.Errorf("ParameterNotFound", "") }

func invalid(format string, args ...any) error {
	return core.Errorf("ValidationException", format, args...)
}
