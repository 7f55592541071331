package aws

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// TemplateRole is our template's execution role with the values of a place filled in. Name is the caller's to choose.
type TemplateRole struct {
	Description, Trust string
	// Policies are the inline policies by name, as JSON.
	Policies map[string]string
	Tags     map[string]string
}

// ExecutionRole reads the role from the template, so that what a repair writes is what a deployment writes.
func ExecutionRole(account, region, parameterPrefix string) (TemplateRole, error) {
	var t struct {
		Resources map[string]struct {
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal([]byte(Template()), &t); err != nil {
		return TemplateRole{}, err
	}
	values := map[string]string{
		"AWS::AccountId": account, "AWS::Region": region, "AWS::Partition": "aws", "ParameterPrefix": strings.TrimSuffix(parameterPrefix, "/"),
	}
	node := t.Resources["AgentCoreExecutionRole"].Properties
	tree, found := filled(&node, values).(map[string]any)
	if !found {
		return TemplateRole{}, errors.New("the template has no execution role")
	}
	role := TemplateRole{Policies: map[string]string{}, Tags: map[string]string{}}
	role.Description, _ = tree["Description"].(string)
	role.Trust = asJSON(tree["AssumeRolePolicyDocument"])
	policies, _ := tree["Policies"].([]any)
	for _, p := range policies {
		if policy, is := p.(map[string]any); is {
			role.Policies[fmt.Sprint(policy["PolicyName"])] = asJSON(policy["PolicyDocument"])
		}
	}
	tags, _ := tree["Tags"].([]any)
	for _, t := range tags {
		if tag, is := t.(map[string]any); is {
			role.Tags[fmt.Sprint(tag["Key"])] = fmt.Sprint(tag["Value"])
		}
	}
	return role, nil
}

// filled is a node as plain values, with !Sub and !Ref answered.
func filled(n *yaml.Node, values map[string]string) any {
	switch n.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			object[n.Content[i].Value] = filled(n.Content[i+1], values)
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, filled(c, values))
		}
		return list
	}
	switch n.Tag {
	case "!Ref":
		return values[n.Value]
	case "!Sub":
		text := n.Value
		for name, value := range values {
			text = strings.ReplaceAll(text, "${"+name+"}", value)
		}
		return text
	}
	return n.Value
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "" // strings, lists and objects only
	}
	return string(raw)
}
