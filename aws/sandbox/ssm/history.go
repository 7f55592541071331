package ssm

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type historyInput struct {
	Name, NextToken string
	WithDecryption  bool
	MaxResults      int
}

// pastVersion has no ARN: GetParameterHistory is the one operation that leaves it out.
type pastVersion struct {
	Name, Type, KeyId, LastModifiedUser, Description string
	AllowedPattern, Tier, DataType, Value            string
	LastModifiedDate                                 time.Time
	Version                                          int64
	Policies                                         []policy
	Labels                                           []string
}

type historyOutput struct {
	Parameters []pastVersion
	NextToken  string
}

func getParameterHistory(c *core.Call, in *historyInput) (*historyOutput, error) {
	p := storeOf(c.Realm).Parameters[plain(c, in.Name)]
	if p == nil {
		return nil, notFound()
	}
	size := in.MaxResults
	if size == 0 {
		size = 50
	}
	key := func(v *version) string { return fmt.Sprintf("%012d", v.Version) }
	page, next, ok := paging.Cut(p.Versions, key, "history "+p.Name, in.NextToken, size)
	if !ok {
		return nil, core.Errorf("InvalidNextToken", "The specified token isn't valid.")
	}
	out := &historyOutput{Parameters: []pastVersion{}, NextToken: next}
	for _, v := range page {
		out.Parameters = append(out.Parameters, pastVersion{
			Name: p.Name, Type: v.Type, KeyId: v.KeyId, LastModifiedUser: v.By, Description: v.Description,
			AllowedPattern: v.AllowedPattern, Tier: v.Tier, DataType: v.DataType, LastModifiedDate: v.At, Version: v.Version,
			Policies: v.policies(), Labels: append([]string{}, v.Labels...),
			Value: shown(c, p, v, "", in.WithDecryption).Value,
		})
	}
	return out, nil
}

const maxLabels = 10

var (
	labelForm     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z0-9_.\-]+$`) })
	labelReserved = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:[0-9]|aws|ssm)`) })
)

type labelInput struct {
	Name             string
	ParameterVersion int64
	Labels           []string
}

type labelOutput struct {
	InvalidLabels    []string
	ParameterVersion int64
}

// labelParameterVersion moves labels to a version. Labels that break the naming rule are listed and make nothing fail.
func labelParameterVersion(c *core.Call, in *labelInput) (*labelOutput, error) {
	p := storeOf(c.Realm).Parameters[plain(c, in.Name)]
	if p == nil {
		return nil, notFound()
	}
	target := p.latest()
	if in.ParameterVersion != 0 {
		if target = p.selected(strconv.FormatInt(in.ParameterVersion, 10)); target == nil {
			return nil, versionNotFound(strconv.FormatInt(in.ParameterVersion, 10), p.Name)
		}
	}
	out := &labelOutput{InvalidLabels: []string{}, ParameterVersion: target.Version}
	labels := append([]string{}, target.Labels...)
	for _, label := range in.Labels {
		if !labelForm().MatchString(label) || labelReserved().MatchString(label) {
			out.InvalidLabels = append(out.InvalidLabels, label)
		} else if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	if len(labels) > maxLabels {
		return nil, core.Errorf("ParameterVersionLabelLimitExceeded", "A parameter version can have maximum %d labels.Move one or more labels to another version and try again.", maxLabels)
	}
	for _, v := range p.Versions {
		v.Labels = slices.DeleteFunc(v.Labels, func(l string) bool { return slices.Contains(labels, l) })
	}
	target.Labels = labels
	return out, nil
}
