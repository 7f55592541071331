package cfn

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func parameterKind() *kind {
	return &kind{
		name: "AWS::SSM::Parameter", required: []string{"Value", "Type"}, replace: []string{"Name"}, identity: []string{"Name"},
		tags: "Tags", tagsAsMap: true, attributes: []string{"Type", "Value"}, changing: []string{"Type", "Value"},
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{
			"AllowedPattern": text(), "DataType": oneOf("text", "aws:ec2:image"), "Description": text(), "Name": text(),
			"Policies": text(), "Tags": textMap(), "Tier": oneOf("Standard", "Advanced", "Intelligent-Tiering"),
			"Type": oneOf("String", "StringList"), "Value": text(),
		},
		create: func(r *request) (made, error) {
			in := without(r.props, "Tags")
			if in["Name"] == nil {
				in["Name"] = "CFN-" + r.shortName()
			}
			if tags := tagsFromMap(r.props["Tags"]); len(tags) > 0 {
				in["Tags"] = tags
			}
			if _, err := r.do("ssm", "PutParameter", in); err != nil {
				return made{}, err
			}
			return made{ID: textOf(in, "Name"), Attributes: parameterAttributes(r.props)}, nil
		},
		update: updateParameter,
		remove: func(r *request) error {
			_, err := r.do("ssm", "DeleteParameter", core.Object{"Name": r.id})
			return err
		},
	}
}

func parameterAttributes(p map[string]any) map[string]any {
	return map[string]any{"Type": p["Type"], "Value": p["Value"]}
}

func updateParameter(r *request) (map[string]any, error) {
	in := without(r.props, "Tags")
	in["Name"], in["Overwrite"] = r.id, true
	if _, err := r.do("ssm", "PutParameter", in); err != nil {
		return nil, err
	}
	before, _ := r.old["Tags"].(map[string]any)
	after, _ := r.props["Tags"].(map[string]any)
	target := core.Object{"ResourceType": "Parameter", "ResourceId": r.id}
	if gone := keysGone(before, after); len(gone) > 0 {
		if _, err := r.do("ssm", "RemoveTagsFromResource", with(target, "TagKeys", gone)); err != nil {
			return nil, err
		}
	}
	if len(after) > 0 {
		if _, err := r.do("ssm", "AddTagsToResource", with(target, "Tags", tagsFromMap(after))); err != nil {
			return nil, err
		}
	}
	return parameterAttributes(r.props), nil
}

// tagsFromMap turns tags that are a map into the list that services take.
func tagsFromMap(v any) []any {
	m, _ := v.(map[string]any)
	var tags []any
	for _, key := range sorted(m) {
		tags = append(tags, core.Object{"Key": key, "Value": m[key]})
	}
	return tags
}

// keysGone lists the keys of before that after lacks.
func keysGone(before, after map[string]any) []any {
	var gone []any
	for _, key := range sorted(before) {
		if _, stays := after[key]; !stays {
			gone = append(gone, key)
		}
	}
	return slices.Clip(gone)
}
