// Package secrets is the practice cloud's AWS Secrets Manager: reading, and the secrets that other services keep here on
// a person's behalf.
//
// Rules of this layer: a secret is made, changed and deleted only by the service that owns it, through Put and Delete; a
// value appears in the answer of GetSecretValue and nowhere else, above all in no error.
package secrets

import (
	"maps"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Service is Secrets Manager.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "secretsmanager" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{
		core.Read("GetSecretValue", getSecretValue),
		core.Read("DescribeSecret", describeSecret),
		core.Read("ListSecrets", listSecrets),
	}
}

const part = "secretsmanager"

type store struct{ Secrets map[string]*secret }

type secret struct {
	Name, ARN, Description, KmsKeyId, OwningService string
	Created, Changed                                time.Time
	Tags                                            map[string]string
	Versions                                        []*version // oldest first, never empty
}

type version struct {
	ID, Value string
	Created   time.Time
	Stages    []string
}

func storeOf(r *core.Realm) *store { return core.Part[store](r, part) }

const (
	current  = "AWSCURRENT"
	previous = "AWSPREVIOUS"
)

// find resolves a name, an ARN, or an ARN without its random suffix.
func find(r *core.Realm, id string) (*secret, error) {
	s := storeOf(r)
	if found := s.Secrets[id]; found != nil {
		return found, nil
	}
	if name, ok := strings.CutPrefix(id, r.ARN("secretsmanager", "secret:")); ok {
		if found := s.Secrets[name]; found != nil {
			return found, nil
		}
		for _, found := range s.Secrets {
			if found.ARN == id {
				return found, nil
			}
		}
	}
	return nil, core.Errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
}

func (s *secret) staged(stage string) *version {
	for _, v := range s.Versions {
		if slices.Contains(v.Stages, stage) {
			return v
		}
	}
	return nil
}

func (s *store) sorted() []*secret {
	return slices.SortedFunc(maps.Values(s.Secrets), func(a, b *secret) int { return strings.Compare(a.Name, b.Name) })
}
