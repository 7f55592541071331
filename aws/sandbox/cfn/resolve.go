package cfn

import (
	"maps"
	"slices"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// masked stands where AWS shows a value that must not be echoed.
const masked = "****"

// scope is what the stack's template is resolved with. hide masks secrets, for what is shown.
func (s *Service) scope(c *core.Call, st *stack, d *definition, hide bool) template.Scope {
	values := maps.Clone(d.Parameters)
	maps.Copy(values, d.Looked)
	if tpl, err := s.parsed(d.Body); err == nil && hide {
		for _, p := range tpl.Parameters {
			if p.NoEcho {
				values[p.Name] = masked
			}
		}
	}
	return template.Scope{
		Parameters: values, Pseudo: pseudo(c, st.Name, st.ID),
		Ref: func(name string) (string, error) {
			if r := st.resource(name); r != nil && r.exists() {
				return r.ID, nil
			}
			return "", unresolved(name)
		},
		Attribute: func(name, attribute string) (any, error) {
			r := st.resource(name)
			if r == nil || !r.exists() {
				return nil, unresolved(name)
			}
			if k := s.kinds[r.Type]; hide && k != nil && slices.Contains(k.hidden, attribute) {
				return masked, nil
			}
			if v, ok := r.Attributes[attribute]; ok {
				return v, nil
			}
			return nil, invalid("Template error: resource %s does not support attribute type %s in Fn::GetAtt", name, attribute)
		},
		Import: func(name string) (string, error) {
			if e, ok := stateOf(c).export(name); ok {
				return e.Value, nil
			}
			return "", invalid("No export named %s found", name)
		},
	}
}

func unresolved(name string) error {
	return invalid("Template format error: Unresolved resource dependencies [%s] in the Resources block of the template", name)
}

func pseudo(c *core.Call, name, id string) map[string]string {
	return map[string]string{
		"AWS::AccountId": c.Realm.Account.ID, "AWS::Region": c.Realm.Region, "AWS::StackName": name, "AWS::StackId": id,
		"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
	}
}

// resolveProps gives a resource its properties as the stack means them, with the stack's tags.
func resolveProps(tpl *template.Template, d *template.Resource, k *kind, scope template.Scope, tags []tag) (map[string]any, error) {
	v, err := tpl.Resolver(scope).Resolve(d.Properties)
	if err != nil {
		return nil, messageOf(err)
	}
	resolved, _ := v.(map[string]any)
	if resolved == nil {
		resolved = map[string]any{}
	}
	k.withTags(resolved, tags)
	return resolved, nil
}

// shown is a resource's properties as events show them: JSON with secrets masked.
func (s *Service) shown(c *core.Call, st *stack, d *template.Resource, k *kind) string {
	target := st.Operation.Target
	tpl, err := s.parsed(target.Body)
	if err != nil {
		return ""
	}
	resolved, err := resolveProps(tpl, d, k, s.scope(c, st, target, true), target.Tags)
	if err != nil {
		return ""
	}
	return compact(resolved)
}

// messageOf keeps the words of an error and drops its code, for reasons in events.
func messageOf(err error) error {
	if e, ok := refused(err).(*core.Error); ok {
		return plain(e.Message)
	}
	return err
}

// plain is an error that is only its words.
type plain string

func (p plain) Error() string { return string(p) }
