package iam

import (
	"maps"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

const maxTags = 50

type tag struct{ Key, Value string }

// withTags adds tags to a copy of the present ones.
func withTags(present map[string]string, add []tag) (map[string]string, error) {
	all := map[string]string{}
	maps.Copy(all, present)
	for _, t := range add {
		all[t.Key] = t.Value
	}
	if len(all) > maxTags {
		return nil, core.Errorf("LimitExceeded", "The number of tags has reached the maximum limit.")
	}
	return all, nil
}

func (r *role) tagList() []tag {
	list := []tag{}
	for _, k := range slices.Sorted(maps.Keys(r.Tags)) {
		list = append(list, tag{k, r.Tags[k]})
	}
	return list
}

type tagInput struct {
	RoleName string
	Tags     []tag
	TagKeys  []string
}

func tagRole(c *core.Call, in *tagInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	tags, err := withTags(r.Tags, in.Tags)
	if err != nil {
		return nil, err
	}
	r.Tags = tags
	return &nothing{}, nil
}

func untagRole(c *core.Call, in *tagInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	for _, k := range in.TagKeys {
		delete(r.Tags, k)
	}
	return &nothing{}, nil
}

type tagsOutput struct {
	Tags        []tag
	IsTruncated bool
	Marker      string
}

func listRoleTags(c *core.Call, in *listInput) (*tagsOutput, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	page, next, err := cut(r.tagList(), func(t tag) string { return t.Key }, "tags "+r.Name, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &tagsOutput{Tags: append([]tag{}, page...), IsTruncated: next != "", Marker: next}, nil
}
