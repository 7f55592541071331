package agentcore

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Tagged is a service of this family whose resources can be tagged. TagsOf finds the tags of the resource that the last
// part of an ARN names ("gateway/x-1234567890"), or returns nil when there is none. The account's lock is held.
type Tagged interface {
	TagsOf(c *core.Call, resource string) *map[string]string
}

// tagsElsewhere asks the other services of this family for a resource's tags.
func tagsElsewhere(c *core.Call, arn string) *map[string]string {
	resource, here := strings.CutPrefix(arn, c.Realm.ARN("bedrock-agentcore", ""))
	if !here {
		return nil
	}
	for _, s := range c.Cloud.Services() {
		if tagged, ok := s.(Tagged); ok {
			if tags := tagged.TagsOf(c, resource); tags != nil {
				return tags
			}
		}
	}
	return nil
}
