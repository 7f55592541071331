package trouble

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Invoker is on whose behalf faults call services. No fault in force stands in the way of another's mishap.
const Invoker = "practice-cloud"

// Refusal is why a fault cannot be brought about as things stand.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// Scene is a set-up at the moment of a mishap. The locks of its account and of its neighbour are held.
type Scene struct {
	Setup Setup
	// Arg is what was given after the fault's name, or the entry's own.
	Arg  string
	call *core.Call
	// neighbour is the realm of another account in the same region.
	neighbour *core.Realm
	// again is what the stack that was removed is made of; squatter the neighbour's pool.
	again    core.Object
	squatter string
}

func newScene(cloud *core.Cloud, realm, neighbour *core.Realm, arg string) *Scene {
	return &Scene{Arg: arg, neighbour: neighbour, call: &core.Call{
		Context: context.Background(), Cloud: cloud, Realm: realm, Public: func(u string) string { return u },
		// Somebody else did it, as it always was.
		Caller: "arn:aws:iam::" + realm.Account.ID + ":user/colleague", CallerID: "AIDACOLLEAGUE",
	}}
}

// do calls an operation in the scene's account.
func (s *Scene) do(service, operation string, in core.Object) (core.Object, error) {
	return s.call.Do(Invoker, service, operation, in)
}

// next is the scene in the neighbour's account.
func (s *Scene) next() *Scene {
	call := *s.call
	call.Realm = s.neighbour
	return &Scene{Setup: s.Setup, call: &call}
}

// realm is where a part is kept: IAM's in the realm without region.
func (s *Scene) realm(part string) *core.Realm {
	if part == "iam" {
		return s.call.Global().Realm
	}
	return s.call.Realm
}

// tree reads a part; one that does not exist is empty.
func (s *Scene) tree(part string) core.Object {
	raw, err := s.realm(part).Saved(part)
	if err != nil {
		return core.Object{}
	}
	tree, _ := decode(raw).(map[string]any)
	return tree
}

// pool is the set-up's user pool as it is saved.
func (s *Scene) pool() core.Object {
	return objectIn(objectIn(s.tree("cognito-idp"), "Pools"), s.Setup.Pool)
}

// edit changes the saved form of an object of a part, for what no operation can do.
func (s *Scene) edit(part string, path []string, change func(core.Object) error) error {
	raw, err := s.realm(part).Saved(part)
	if err != nil {
		return err
	}
	found := false
	tree := walk(decode(raw), path, 0, func(now any) any {
		if object, ok := now.(map[string]any); ok {
			found, err = true, change(object)
		}
		return now
	})
	if !found {
		return Refusal("there is nothing at " + strings.Join(append([]string{part}, path...), "/"))
	}
	if err == nil {
		s.realm(part).Replace(part, encode(tree))
	}
	return err
}

// set is an edit of one field. The field must be there: a name that is misspelt shall not pass for a fault.
func set(name string, value any) func(core.Object) error {
	return func(o core.Object) error {
		if _, there := o[name]; !there {
			return fmt.Errorf("the saved state has no field %s", name)
		}
		o[name] = value
		return nil
	}
}

// both makes two edits in one.
func both(edits ...func(core.Object) error) func(core.Object) error {
	return func(o core.Object) error {
		for _, edit := range edits {
			if err := edit(o); err != nil {
				return err
			}
		}
		return nil
	}
}

// Readers of trees. What is not there, or is something else, is empty.

func objectIn(tree core.Object, name string) core.Object {
	o, _ := tree[name].(map[string]any)
	return o
}

func listIn(tree core.Object, name string) []any {
	l, _ := tree[name].([]any)
	return l
}

func textIn(tree core.Object, name string) string {
	t, _ := tree[name].(string)
	return t
}

func sortedKeys(tree core.Object) []string { return slices.Sorted(maps.Keys(tree)) }
