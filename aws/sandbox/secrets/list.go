package secrets

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type filter struct {
	Key    string
	Values []string
}

type listInput struct {
	Filters           []filter
	MaxResults        int
	NextToken         string
	SortBy, SortOrder string
}

// listed is DescribeSecret's answer with the other name that ListSecrets gives to the versions.
type listed struct {
	ARN, Name, Description, KmsKeyId, OwningService string
	CreatedDate, LastChangedDate                    time.Time
	Tags                                            []tag
	SecretVersionsToStages                          map[string][]string
}

type listOutput struct {
	SecretList []listed
	NextToken  string
}

func listSecrets(c *core.Call, in *listInput) (*listOutput, error) {
	var found []*secret
	for _, s := range storeOf(c.Realm).sorted() {
		if s.passes(c.Realm.Region, in.Filters) {
			found = append(found, s)
		}
	}
	key := sortKey(in)
	slices.SortFunc(found, func(a, b *secret) int { return strings.Compare(key(a), key(b)) })
	size := in.MaxResults
	if size == 0 {
		size = 100
	}
	page, next, ok := paging.Cut(found, key, "secrets", in.NextToken, size)
	if !ok {
		return nil, core.Errorf("InvalidNextTokenException", "The NextToken value is invalid.")
	}
	out := &listOutput{SecretList: []listed{}, NextToken: next}
	for _, s := range page {
		out.SecretList = append(out.SecretList, listed{
			ARN: s.ARN, Name: s.Name, Description: s.Description, KmsKeyId: s.KmsKeyId, OwningService: s.OwningService,
			CreatedDate: s.Created, LastChangedDate: s.Changed, Tags: s.tagList(), SecretVersionsToStages: s.stages(),
		})
	}
	return out, nil
}

// sortKey orders by time of making, newest first, unless asked otherwise.
func sortKey(in *listInput) func(*secret) string {
	return func(s *secret) string {
		at := s.Created
		switch in.SortBy {
		case "name":
			if in.SortOrder == "asc" {
				return s.Name
			}
			return inverted(s.Name)
		case "last-changed-date":
			at = s.Changed
		}
		rank := at.UnixNano()
		if in.SortOrder != "asc" {
			rank = math.MaxInt64 - rank
		}
		return fmt.Sprintf("%020d %s", rank, s.Name)
	}
}

// inverted turns the order of names round.
func inverted(name string) string {
	b := []byte(name)
	for i := range b {
		b[i] = 255 - b[i]
	}
	return string(b) + "\xff"
}

func (s *secret) passes(region string, filters []filter) bool {
	for _, f := range filters {
		if !slices.ContainsFunc(f.Values, func(v string) bool {
			wanted, negated := strings.CutPrefix(v, "!")
			return s.fits(region, f.Key, wanted) != negated
		}) {
			return false
		}
	}
	return true
}

// fits compares as AWS documents it: names by their beginning and with case, descriptions by a word's beginning without.
func (s *secret) fits(region, key, value string) bool {
	description := strings.Contains(" "+strings.ToLower(s.Description), " "+strings.ToLower(value))
	owner := strings.HasPrefix(s.OwningService, value)
	inTags := func(pick func(k, v string) string) bool {
		for k, v := range s.Tags {
			if strings.HasPrefix(pick(k, v), value) {
				return true
			}
		}
		return false
	}
	tagKey := inTags(func(k, _ string) string { return k })
	tagValue := inTags(func(_, v string) string { return v })
	switch key {
	case "name":
		return strings.HasPrefix(s.Name, value)
	case "description":
		return description
	case "owning-service":
		return owner
	case "tag-key":
		return tagKey
	case "tag-value":
		return tagValue
	case "primary-region":
		return strings.HasPrefix(region, value)
	default: // "all"
		return strings.Contains(strings.ToLower(s.Name), strings.ToLower(value)) || description || owner || tagKey || tagValue
	}
}

func (s *secret) tagList() []tag {
	var list []tag
	for _, k := range slices.Sorted(maps.Keys(s.Tags)) {
		list = append(list, tag{k, s.Tags[k]})
	}
	return list
}
