package ssm

import (
	"maps"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

const maxTags = 50

// checkTags judges tags that are given, and how many there would be.
func checkTags(given []tag, count int) error {
	if slices.ContainsFunc(given, func(t tag) bool { return core.ReservedTag(t.Key) }) {
		return invalid(core.NoReservedTag)
	}
	if count > maxTags {
		return core.Errorf("TooManyTagsError", "The number of tags exceeds the maximum of %d.", maxTags)
	}
	return nil
}

type tagsInput struct {
	ResourceType, ResourceId string
	Tags                     []tag
	TagKeys                  []string
}

// tagged finds the parameter that tags are about. Other kinds of Systems Manager resources do not exist here.
func tagged(c *core.Call, in *tagsInput) (*parameter, error) {
	p := storeOf(c.Realm).Parameters[plain(c, in.ResourceId)]
	if in.ResourceType != "Parameter" || p == nil {
		return nil, core.Errorf("InvalidResourceId", "The resource ID is not valid. Verify that you entered the correct ID and try again.")
	}
	return p, nil
}

func addTagsToResource(c *core.Call, in *tagsInput) (*nothing, error) {
	p, err := tagged(c, in)
	if err != nil {
		return nil, err
	}
	tags := maps.Clone(p.Tags)
	if tags == nil {
		tags = map[string]string{}
	}
	for _, t := range in.Tags {
		tags[t.Key] = t.Value
	}
	if err := checkTags(in.Tags, len(tags)); err != nil {
		return nil, err
	}
	p.Tags = tags
	return &nothing{}, nil
}

func removeTagsFromResource(c *core.Call, in *tagsInput) (*nothing, error) {
	p, err := tagged(c, in)
	if err != nil {
		return nil, err
	}
	for _, key := range in.TagKeys {
		delete(p.Tags, key)
	}
	return &nothing{}, nil
}

type tagListOutput struct{ TagList []tag }

func listTagsForResource(c *core.Call, in *tagsInput) (*tagListOutput, error) {
	p, err := tagged(c, in)
	if err != nil {
		return nil, err
	}
	out := &tagListOutput{TagList: []tag{}}
	for _, key := range slices.Sorted(maps.Keys(p.Tags)) {
		out.TagList = append(out.TagList, tag{key, p.Tags[key]})
	}
	return out, nil
}
