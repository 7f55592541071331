package cfn

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/cfn/template"
)

// detail tells of one changed property: what it means for the resource, and where the change comes from.
func (cmp *comparison) detail(ch *change, k *kind, d *template.Resource, r *resource, after, shown map[string]any, name string) {
	target := changeTarget{
		Attribute: "Properties", Name: name, RequiresRecreation: "Never", Path: "/Properties/" + name,
		AttributeChangeType: "Modify", BeforeValue: shownValue(r.Shown, name), AfterValue: valueText(shown[name]),
	}
	if _, was := r.Props[name]; !was {
		target.AttributeChangeType = "Add"
	} else if _, stays := after[name]; !stays {
		target.AttributeChangeType = "Remove"
	}
	scope := "Properties"
	if name == k.tags {
		target.Attribute, target.Name, scope = "Tags", "", "Tags"
	}
	dynamic := strings.Contains(compact(after[name]), unknown)
	detail := changeDetail{Target: target, Evaluation: "Static", ChangeSource: "DirectModification"}
	if dynamic {
		detail.Evaluation = "Dynamic"
	}
	if slices.Contains(k.replace, name) {
		detail.Target.RequiresRecreation = "Always"
		if !dynamic {
			ch.Replacement = "True"
		} else if ch.Replacement == "False" {
			ch.Replacement = "Conditional"
		}
	}
	cmp.source(&detail, d, name)
	if !slices.Contains(ch.Scope, scope) {
		ch.Scope = append(ch.Scope, scope)
	}
	ch.Details = append(ch.Details, detail)
}

// source finds why a property changes when its own text in the template did not.
func (cmp *comparison) source(detail *changeDetail, d *template.Resource, name string) {
	var before any
	if cmp.old != nil {
		if old, ok := cmp.old.Resource(d.Name); ok {
			before = old.Properties[name]
		}
	}
	if !reflect.DeepEqual(before, d.Properties[name]) {
		return
	}
	for _, ref := range template.References(d.Properties[name]) {
		_, isParameter := cmp.plan.template.Parameter(ref.Name)
		_, changed := cmp.changed[ref.Name]
		switch {
		case isParameter && cmp.stack.Definition.Parameters[ref.Name] != cmp.plan.definition.Parameters[ref.Name]:
			detail.ChangeSource, detail.CausingEntity = "ParameterReference", ref.Name
			return
		case changed && ref.Attribute != "":
			detail.ChangeSource, detail.CausingEntity = "ResourceAttribute", ref.Name+"."+ref.Attribute
			return
		case changed:
			detail.ChangeSource, detail.CausingEntity = "ResourceReference", ref.Name
			return
		}
	}
}

// policies adds what changes besides the properties.
func policies(ch *change, d *template.Resource, r *resource) {
	for _, p := range []struct {
		attribute     string
		before, after any
	}{
		{"DeletionPolicy", r.DeletionPolicy, d.DeletionPolicy}, {"UpdateReplacePolicy", r.UpdateReplacePolicy, d.UpdateReplacePolicy},
		{"Metadata", r.Metadata, d.Metadata},
	} {
		if reflect.DeepEqual(p.before, p.after) {
			continue
		}
		ch.Scope = append(ch.Scope, p.attribute)
		ch.Details = append(ch.Details, changeDetail{
			Target:     changeTarget{Attribute: p.attribute, RequiresRecreation: "Never"},
			Evaluation: "Static", ChangeSource: "DirectModification",
		})
	}
}

// shownValue is a property out of the JSON in which properties are shown.
func shownValue(shown, name string) string {
	var m map[string]any
	if json.Unmarshal([]byte(shown), &m) != nil {
		return ""
	}
	return valueText(m[name])
}

func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return compact(v)
	}
}
