package iam

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sts"
)

type simulateInput struct {
	PolicySourceArn, Marker                    string
	ActionNames, ResourceArns, PolicyInputList []string
	MaxItems                                   int
	ContextEntries                             []struct {
		ContextKeyName   string
		ContextKeyValues []string
	}
}

type simulateOutput struct {
	EvaluationResults []evaluation
	IsTruncated       bool
	Marker            string
}

type evaluation struct {
	EvalActionName, EvalResourceName, EvalDecision string
	MatchedStatements                              []matched
	MissingContextValues                           []string
	key                                            string
}

type matched struct {
	SourcePolicyId, SourcePolicyType string
	StartPosition, EndPosition       position
}

// position counts lines and columns from 1.
type position struct{ Line, Column int }

// simulatePrincipalPolicy judges each action on each resource by the identity policies of a user or role.
func simulatePrincipalPolicy(c *core.Call, in *simulateInput) (*simulateOutput, error) {
	policies, err := policiesOf(c, in.PolicySourceArn)
	if err != nil {
		return nil, err
	}
	for i, text := range in.PolicyInputList {
		doc, err := parse(text)
		if err != nil {
			return nil, core.Errorf("InvalidInput", "Invalid policy in PolicyInputList.")
		}
		policies = append(policies, source{fmt.Sprintf("PolicyInputList.%d", i+1), "none", text, doc})
	}
	context := map[string][]string{}
	for _, e := range in.ContextEntries {
		context[e.ContextKeyName] = e.ContextKeyValues
	}
	resources := in.ResourceArns
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	var results []evaluation
	for _, action := range in.ActionNames {
		if service, name, ok := strings.Cut(action, ":"); !ok || service == "" || name == "" {
			return nil, core.Errorf("InvalidInput", "Invalid Action Name: %s", action)
		}
		for _, resource := range resources {
			e := shown(evaluate(policies, question{action, resource, context}), action, resource)
			e.key = fmt.Sprintf("%06d", len(results))
			results = append(results, e)
		}
	}
	page, next, err := cut(results, func(e evaluation) string { return e.key }, "simulate", in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &simulateOutput{EvaluationResults: page, IsTruncated: next != "", Marker: next}, nil
}

func shown(v verdict, action, resource string) evaluation {
	e := evaluation{
		EvalActionName: action, EvalResourceName: resource, EvalDecision: v.decision,
		MatchedStatements: []matched{}, MissingContextValues: v.missing,
	}
	for _, m := range v.matched {
		start := strings.Index(m.source.text, m.statement.text)
		e.MatchedStatements = append(e.MatchedStatements, matched{
			SourcePolicyId: m.source.id, SourcePolicyType: m.source.kind,
			StartPosition: at(m.source.text, start), EndPosition: at(m.source.text, start+len(m.statement.text)),
		})
	}
	return e
}

func at(text string, offset int) position {
	before := text[:max(offset, 0)]
	return position{Line: 1 + strings.Count(before, "\n"), Column: len(before) - strings.LastIndex(before, "\n")}
}

// policiesOf collects the identity policies of a principal. Users of this cloud are administrators: there is only one.
func policiesOf(c *core.Call, arn string) ([]source, error) {
	account := c.Realm.Account.ID
	kind, name, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:iam::"+account+":"), "/")
	switch {
	case arn == "arn:aws:iam::"+account+":root", arn == sts.UserARN(account):
		return []source{managedSource(managedPrefix + "AdministratorAccess")}, nil
	case kind == "user":
		return nil, missing("The user with name %s cannot be found.", name)
	case kind == "group":
		return nil, missing("The group with name %s cannot be found.", name)
	case kind != "role":
		return nil, core.Errorf("InvalidInput", "Invalid Entity Arn: %s does not clearly define entity type and name.", arn)
	}
	r, err := find(c, name[strings.LastIndex(name, "/")+1:])
	if err != nil {
		return nil, err
	}
	var policies []source
	for _, policy := range slices.Sorted(maps.Keys(r.Inline)) {
		if doc, err := parse(r.Inline[policy]); err == nil {
			policies = append(policies, source{"role_" + r.Name + "_" + policy, "role", r.Inline[policy], doc})
		}
	}
	for _, attached := range r.Attached {
		policies = append(policies, managedSource(attached))
	}
	return policies, nil
}

// managedSource writes a managed policy out as a document.
func managedSource(arn string) source {
	actions, _ := managedActions(arn)
	list, _ := json.Marshal(actions)
	text := fmt.Sprintf("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": %s, \"Resource\": \"*\"}\n  ]\n}", list)
	doc := &document{}
	_ = json.Unmarshal([]byte(text), doc) // it is ours and well-formed
	return source{arn[strings.LastIndex(arn, "/")+1:], "aws-managed", text, doc}
}
