package cfn

import (
	"slices"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// change updates a resource in place, or replaces it where the type says so.
func (s *Service) change(c *core.Call, st *stack, t *task, k *kind, d *template.Resource, r *resource, resolved map[string]any) {
	changed := changedProps(r.Props, resolved)
	if replaces(k, changed) {
		s.replace(c, st, t, k, d, r, resolved)
		return
	}
	t.Doing = updating
	old := r.Props
	r.Touched = true
	r.Shown = s.shown(c, st, d, k)
	r.describe(d, t.After)
	st.enterResource(c, r, "UPDATE_IN_PROGRESS", "")
	fitted, err := k.prepared(c, r.Name, resolved)
	if err == nil {
		err = refuseFixed(k, changed)
	}
	if err == nil {
		err = s.updateInPlace(c, st, k, r, old, fitted)
		r.Props = resolved
	}
	if err != nil {
		t.Failure = failure(c, k, r.ID, err)
	}
	t.takes(c, k.updating)
}

func (s *Service) updateInPlace(c *core.Call, st *stack, k *kind, r *resource, old, fitted map[string]any) error {
	fittedOld, _ := k.schema.fit(old, "#")
	attributes, err := k.update(&request{call: c, stack: st.Name, logical: r.Name, id: r.ID, props: fitted, old: fittedOld})
	if err == nil && attributes != nil {
		r.Attributes = attributes
	}
	return err
}

func refuseFixed(k *kind, changed []string) error {
	for _, name := range changed {
		if slices.Contains(k.fixed, name) {
			return core.Errorf("HandlerNotUpdatable", "Updates are not allowed for property - %s.", name)
		}
	}
	return nil
}

// replace makes the new resource before the old one goes, which is removed when the whole update has succeeded.
func (s *Service) replace(c *core.Call, st *stack, t *task, k *kind, d *template.Resource, old *resource, resolved map[string]any) {
	t.Doing = replacing
	r := &resource{Name: t.Name, Type: d.Type, New: true, ID: old.ID, Props: old.Props, Attributes: old.Attributes}
	r.describe(d, t.After)
	r.Shown = s.shown(c, st, d, k)
	old.UpdateReplacePolicy = d.UpdateReplacePolicy // the new template decides what becomes of the old resource
	st.discard(old)
	st.Resources = append(st.Resources, r)
	st.enterResource(c, r, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource; hence creating one.")
	if name := k.customName; name != "" && resolved[name] != nil && resolved[name] == old.Props[name] {
		r.ID = ""
		t.Failure = "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename " +
			resolved[name].(string) + " and update the stack again."
	} else {
		s.make(c, st, t, k, r, resolved)
	}
	t.takes(c, k.creating)
}

// discard takes a resource out of the stack's list; what it stands for is removed later.
func (st *stack) discard(r *resource) {
	st.Resources = slices.DeleteFunc(st.Resources, func(other *resource) bool { return other == r })
	if r.exists() {
		st.Operation.Leftover = append(st.Operation.Leftover, r)
	}
}
