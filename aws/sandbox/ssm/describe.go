package ssm

import (
	"encoding/json"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

type describeInput struct {
	Filters          []filter
	ParameterFilters []filter
	MaxResults       int
	NextToken        string
	Shared           bool
}

type metadata struct {
	Name, ARN, Type, KeyId, LastModifiedUser, Description string
	AllowedPattern, Tier, DataType                        string
	LastModifiedDate                                      time.Time
	Version                                               int64
	Policies                                              []policy
}

type policy struct{ PolicyText, PolicyType, PolicyStatus string }

type describeOutput struct {
	Parameters []metadata
	NextToken  string
}

// describeParameters lists parameters without their values. Filters is the older form of ParameterFilters.
func describeParameters(c *core.Call, in *describeInput) (*describeOutput, error) {
	if len(in.Filters) > 0 && len(in.ParameterFilters) > 0 {
		return nil, invalid("You can use either Filters or ParameterFilters in a single request.")
	}
	filters := append(in.Filters, in.ParameterFilters...)
	if err := checkFilters(filters, []string{"Path", "Name", "Type", "KeyId", "Tier", "DataType", "Label", "tag:"}); err != nil {
		return nil, err
	}
	var found []*parameter
	if !in.Shared { // nothing is shared between accounts here
		for _, p := range storeOf(c.Realm).sorted() {
			if matches(p, filters) {
				found = append(found, p)
			}
		}
	}
	page, next, err := cut(found, "describe", in.NextToken, in.MaxResults, 50)
	if err != nil {
		return nil, err
	}
	out := &describeOutput{Parameters: []metadata{}, NextToken: next}
	for _, p := range page {
		out.Parameters = append(out.Parameters, describe(c, p, p.latest()))
	}
	return out, nil
}

func describe(c *core.Call, p *parameter, v *version) metadata {
	return metadata{
		Name: p.Name, ARN: arn(c, p.Name), Type: v.Type, KeyId: v.KeyId, LastModifiedUser: v.By, Description: v.Description,
		AllowedPattern: v.AllowedPattern, Tier: v.Tier, DataType: v.DataType, LastModifiedDate: v.At, Version: v.Version,
		Policies: v.policies(),
	}
}

// policies splits the JSON list of a version's policies into the form in which they are shown.
func (v *version) policies() []policy {
	list := []policy{}
	for _, text := range v.Policies {
		var each []json.RawMessage
		if json.Unmarshal([]byte(text), &each) != nil {
			continue
		}
		for _, raw := range each {
			var kind struct{ Type string }
			if json.Unmarshal(raw, &kind) == nil {
				list = append(list, policy{PolicyText: string(raw), PolicyType: kind.Type, PolicyStatus: "Pending"})
			}
		}
	}
	return list
}
