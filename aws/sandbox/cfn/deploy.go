package cfn

import (
	"reflect"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// deploy begins the work on one resource of a create or update.
func (s *Service) deploy(c *core.Call, st *stack, t *task) {
	tpl, err := s.parsed(st.Operation.Target.Body)
	if err != nil {
		t.Failure = err.Error()
		return
	}
	declared, _ := tpl.Resource(t.Name)
	k := s.kinds[declared.Type]
	scope := s.scope(c, st, st.Operation.Target, false)
	resolved, err := resolveProps(tpl, declared, k, scope, st.Operation.Target.Tags)
	present := st.resource(t.Name)
	if err == nil && present != nil && present.exists() && !unfinished(present) && present.Type == declared.Type {
		if reflect.DeepEqual(present.Props, resolved) {
			t.Doing = nothing
			present.describe(declared, t.After)
			return
		}
		s.change(c, st, t, k, declared, present, resolved)
		return
	}
	s.createNew(c, st, t, k, declared, resolved, err)
}

// unfinished resources of a create that was left failed are made anew.
func unfinished(r *resource) bool { return r.Status == "CREATE_FAILED" }

// createNew makes a resource that the stack has not, or has as another type.
func (s *Service) createNew(c *core.Call, st *stack, t *task, k *kind, d *template.Resource, resolved map[string]any, err error) {
	t.Doing = creating
	if present := st.resource(t.Name); present != nil {
		st.discard(present)
	}
	r := &resource{Name: t.Name, Type: d.Type, New: true}
	r.describe(d, t.After)
	st.Resources = append(st.Resources, r)
	r.Shown = s.shown(c, st, d, k)
	st.enterResource(c, r, "CREATE_IN_PROGRESS", "")
	if err != nil {
		t.Failure = err.Error()
	} else {
		s.make(c, st, t, k, r, resolved)
	}
	t.takes(c, k.creating)
}

// make asks the resource type to make the resource, and notes what came of it.
func (s *Service) make(c *core.Call, st *stack, t *task, k *kind, r *resource, resolved map[string]any) {
	r.Props = resolved
	fitted, err := k.prepared(c, r.Name, resolved)
	var m made
	if err == nil {
		err = failOnPurpose(c, k, r.Name)
	}
	if err == nil {
		m, err = k.create(&request{call: c, stack: st.Name, logical: r.Name, props: fitted})
	}
	r.ID, r.Attributes = m.ID, m.Attributes
	if err != nil {
		t.Failure = failure(c, k, identifier(k, resolved), err)
		return
	}
	t.Noted = c.Now().Add(c.Cloud.Pace().Scale(min(lag, k.creating/2)))
}

// failOnPurpose is the lesson's fault "resource-create-failed:<logical id>".
func failOnPurpose(c *core.Call, k *kind, logical string) error {
	if arg, on := c.Cloud.Fault("resource-create-failed"); !on || arg != logical {
		return nil
	}
	return core.Errorf("HandlerInternalFailure", "Internal error reported from downstream service during operation '%s'.", k.name)
}

// identifier is the name by which a resource that exists already would be known.
func identifier(k *kind, resolved map[string]any) string {
	var parts []string
	for _, name := range k.identity {
		v, _ := resolved[name].(string)
		parts = append(parts, v)
	}
	return strings.Join(parts, "|")
}

// deployed ends the work on one resource.
func (s *Service) deployed(c *core.Call, st *stack, t *task) {
	r := st.resource(t.Name)
	if t.State == done {
		switch t.Doing {
		case creating:
			st.enterResource(c, r, "CREATE_COMPLETE", "")
		case updating, replacing:
			st.enterResource(c, r, "UPDATE_COMPLETE", "")
		}
		return
	}
	if r == nil {
		return
	}
	st.enterResource(c, r, failedStatus(t), t.Failure)
	if !st.Operation.KeepGoing {
		st.cancelOthers(c, "cancelled")
	}
}

func failedStatus(t *task) string {
	if t.Doing == creating {
		return "CREATE_FAILED"
	}
	return "UPDATE_FAILED"
}

// cancelOthers stops everything else of the phase.
func (st *stack) cancelOthers(c *core.Call, word string) {
	for _, t := range st.Operation.Tasks {
		switch t.State {
		case waiting:
			t.State = skipped
		case running:
			t.State, t.End, t.Noted = cancelled, c.Now(), time.Time{}
			if r := st.resource(t.Name); r != nil && t.Doing != nothing {
				kind := "update"
				if t.Doing == creating {
					kind = "creation"
				}
				st.enterResource(c, r, failedStatus(t), "Resource "+kind+" "+word)
			}
		}
	}
}

// describe takes over what the template says of a resource besides its properties.
func (r *resource) describe(d *template.Resource, after []string) {
	r.DeletionPolicy, r.UpdateReplacePolicy, r.Metadata = d.DeletionPolicy, d.UpdateReplacePolicy, d.Metadata
	r.After = after
}
