package cfn

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// kind is a resource type: its schema, and how resources of it are made, changed and removed.
type kind struct {
	name     string
	schema   props
	required []string
	// replace lists the properties of which a change makes a new resource; fixed those that may not change at all.
	replace, fixed []string
	// identity names the properties by which the service knows the resource.
	identity []string
	// customName is the property that names the resource in the account: while it stays, a replacement would collide.
	customName string
	// tags is the property of tags, to which those of the stack are added; tagsAsMap says that it is a map.
	tags      string
	tagsAsMap bool
	// attributes are those of Fn::GetAtt; hidden ones are secrets and are masked where properties are shown.
	attributes, hidden []string
	// changing are the attributes that an update in place may change.
	changing []string
	// Durations that AWS takes.
	creating, updating, removing time.Duration

	create func(*request) (made, error)
	update func(*request) (map[string]any, error)
	remove func(*request) error
}

// made is a resource that was created. An error with an id is a resource that exists and must be removed again.
type made struct {
	ID         string
	Attributes map[string]any
}

// request is what a resource type is asked to do.
type request struct {
	call           *core.Call
	stack, logical string
	id             string
	props, old     map[string]any // fitted to the schema; old when updating
}

// invoker is on whose behalf CloudFormation calls.
const invoker = "cloudformation.amazonaws.com"

func (r *request) do(service, operation string, in core.Object) (core.Object, error) {
	return r.call.Do(invoker, service, operation, in)
}

// name is the name that CloudFormation invents: <stack>-<logical id>-<12>, shortened to what the service allows.
func (r *request) name(limit int) string {
	suffix := "-" + r.call.Cloud.IDs.String(12, core.Alnum)
	prefix := r.stack + "-" + r.logical
	return prefix[:min(len(prefix), limit-len(suffix))] + suffix
}

// shortName is the form that Cognito's handlers use: <logical id>-<12>.
func (r *request) shortName() string {
	return r.logical + "-" + r.call.Cloud.IDs.String(12, core.Alnum)
}

// registry lists the resource types of the practice cloud. A new type is a file and a line here.
func registry() map[string]*kind {
	kinds := map[string]*kind{}
	for _, k := range []*kind{
		userPoolKind(), userPoolClientKind(), userPoolDomainKind(), resourceServerKind(), userPoolGroupKind(),
		userPoolUserKind(), parameterKind(), roleKind(), credentialProviderKind(), workloadIdentityKind(),
	} {
		kinds[k.name] = k
	}
	return kinds
}

// catalogue answers what templates ask about types.
type catalogue map[string]*kind

func (c catalogue) Known(resourceType string) bool { return c[resourceType] != nil }

func (c catalogue) HasAttribute(resourceType, attribute string) bool {
	k := c[resourceType]
	return k != nil && slices.Contains(k.attributes, attribute)
}

// fit judges resolved properties and gives them the form that the service takes.
func (k *kind) fit(logical string, resolved map[string]any) (map[string]any, error) {
	fitted, problems := k.schema.fit(resolved, "#")
	for _, name := range k.required {
		if _, there := resolved[name]; !there {
			problems = append(problems, "#: required key ["+name+"] not found")
		}
	}
	if len(problems) > 0 {
		return nil, core.Errorf("InvalidRequest", "Properties validation failed for resource %s with message: %s",
			logical, strings.Join(problems, "\n"))
	}
	return fitted, nil
}

// withTags adds the stack's tags to resolved properties; the resource's own win.
func (k *kind) withTags(resolved map[string]any, tags []tag) {
	if k.tags == "" || len(tags) == 0 {
		return
	}
	if k.tagsAsMap {
		all := map[string]any{}
		for _, t := range tags {
			all[t.Key] = t.Value
		}
		own, _ := resolved[k.tags].(map[string]any)
		for key, v := range own {
			all[key] = v
		}
		resolved[k.tags] = all
		return
	}
	own, _ := resolved[k.tags].([]any)
	all := slices.Clone(own)
	for _, t := range tags {
		if !slices.ContainsFunc(own, func(o any) bool { m, _ := o.(map[string]any); return m["Key"] == t.Key }) {
			all = append(all, map[string]any{"Key": t.Key, "Value": t.Value})
		}
	}
	resolved[k.tags] = all
}
