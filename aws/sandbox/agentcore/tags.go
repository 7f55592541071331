package agentcore

import (
	"maps"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

const maxTags = 50

func tagOps() []core.Op {
	return []core.Op{
		core.Write("TagResource", tagResource),
		core.Write("UntagResource", untagResource),
		core.Read("ListTagsForResource", listTags),
	}
}

type tagInput struct {
	ResourceArn string
	Tags        map[string]string
	TagKeys     []string
}

// tagsOf finds the tags of the resource that an ARN names: of this package's own, or of another service of the family.
func tagsOf(c *core.Call, arn string) (*map[string]string, error) {
	s := stateOf(c.Realm)
	path, _ := strings.CutPrefix(arn, c.Realm.ARN("bedrock-agentcore", ""))
	kind, name := "", path
	if i := strings.LastIndex(path, "/"); i >= 0 {
		kind, name = path[:i], path[i+1:]
	}
	switch kind {
	case "token-vault/default/oauth2credentialprovider":
		if p := s.Providers[name]; p != nil {
			return &p.Tags, nil
		}
	case "token-vault/default/apikeycredentialprovider":
		if p := s.APIKeys[name]; p != nil {
			return &p.Tags, nil
		}
	case "workload-identity-directory/default/workload-identity":
		if w := s.Workloads[name]; w != nil {
			return &w.Tags, nil
		}
	}
	if tags := tagsElsewhere(c, arn); tags != nil {
		return tags, nil
	}
	return nil, notFound("Resource not found: %s", arn) // [K]
}

func tagResource(c *core.Call, in *tagInput) (*nothing, error) {
	tags, err := tagsOf(c, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	maps.Copy(all, *tags)
	maps.Copy(all, in.Tags)
	if len(all) > maxTags {
		return nil, core.Errorf("ServiceQuotaExceededException", "The maximum number of tags (%d) has been reached.", maxTags) // [K]
	}
	*tags = all
	return &nothing{}, nil
}

func untagResource(c *core.Call, in *tagInput) (*nothing, error) {
	tags, err := tagsOf(c, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	for _, key := range in.TagKeys {
		delete(*tags, key)
	}
	return &nothing{}, nil
}

type tagsOutput struct {
	Tags map[string]string `json:"tags"`
}

func listTags(c *core.Call, in *tagInput) (*tagsOutput, error) {
	tags, err := tagsOf(c, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	out := &tagsOutput{Tags: map[string]string{}}
	maps.Copy(out.Tags, *tags)
	return out, nil
}
