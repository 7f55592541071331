package cloudtrail

import (
	"encoding/json"
	"strings"
)

// The longest that CloudTrail keeps of the members whose length the caller chooses, in bytes (CloudTrail record contents).
const (
	elementsLimit = 100 << 10
	messageLimit  = 1 << 10
	arnLimit      = 2 << 10
)

// bounded is a tree, or nothing when it is longer than CloudTrail keeps.
func bounded(tree any) any {
	if text, err := json.Marshal(tree); err != nil || len(text) > elementsLimit {
		return nil
	}
	return tree
}

// cut is the beginning of a text, copied: a part would hold on to the whole.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return strings.Clone(text)
	}
	return strings.ToValidUTF8(strings.Clone(text[:limit]), "")
}
