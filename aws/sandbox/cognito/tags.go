package cognito

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

func tagOps() []core.Op {
	return []core.Op{
		core.Read("ListTagsForResource", listTags),
		core.Write("TagResource", tagResource),
		core.Write("UntagResource", untagResource),
	}
}

type tagInput struct {
	ResourceArn string
	Tags        map[string]string
	TagKeys     []string
}

type tagAnswer struct{ Tags map[string]string }

func poolByARN(c *core.Call, arn string) (*Pool, error) {
	id := arn[strings.LastIndex(arn, "/")+1:]
	p, err := findPool(c, id)
	if err == nil && p.Arn != arn {
		return nil, noPool(id)
	}
	return p, err
}

func listTags(c *core.Call, in *tagInput) (tagAnswer, error) {
	p, err := poolByARN(c, in.ResourceArn)
	if err != nil {
		return tagAnswer{}, err
	}
	if p.UserPoolTags == nil {
		return tagAnswer{map[string]string{}}, nil
	}
	return tagAnswer{p.UserPoolTags}, nil
}

func tagResource(c *core.Call, in *tagInput) (empty, error) {
	p, err := poolByARN(c, in.ResourceArn)
	if err != nil {
		return empty{}, err
	}
	for k, v := range in.Tags {
		put(&p.UserPoolTags, k, v)
	}
	return empty{}, nil
}

func untagResource(c *core.Call, in *tagInput) (empty, error) {
	p, err := poolByARN(c, in.ResourceArn)
	if err != nil {
		return empty{}, err
	}
	for _, k := range in.TagKeys {
		delete(p.UserPoolTags, k)
	}
	return empty{}, nil
}
