package ssm

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

const pathRule = `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". ` +
	`It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: ` +
	`. (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward ` +
	`slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`

type byPathInput struct {
	Path, NextToken           string
	Recursive, WithDecryption bool
	MaxResults                int
	ParameterFilters          []filter
}

type byPathOutput struct {
	Parameters []parameterOutput
	NextToken  string
}

func getParametersByPath(c *core.Call, in *byPathInput) (*byPathOutput, error) {
	if !strings.HasPrefix(in.Path, "/") || !nameForm().MatchString(in.Path) || strings.Contains(in.Path, "//") {
		return nil, invalid(pathRule)
	}
	if err := checkFilters(in.ParameterFilters, []string{"Type", "KeyId", "Label", "DataType", "Tier"}); err != nil {
		return nil, err
	}
	list := storeOf(c.Realm).sorted()
	if isPublic(in.Path + "/") {
		list = publicUnder(c.Realm.Region)
	}
	var found []*parameter
	for _, p := range list {
		if under(p.Name, in.Path, in.Recursive) && matches(p, in.ParameterFilters) {
			found = append(found, p)
		}
	}
	page, next, err := cut(found, "path "+in.Path, in.NextToken, in.MaxResults, 10)
	if err != nil {
		return nil, err
	}
	out := &byPathOutput{Parameters: []parameterOutput{}, NextToken: next}
	for _, p := range page {
		v := p.latest()
		if label := labelWanted(in.ParameterFilters, p); label != nil {
			v = label
		}
		out.Parameters = append(out.Parameters, shown(c, p, v, "", in.WithDecryption))
	}
	return out, nil
}

// under says whether a name is below a path: directly, or at any depth.
func under(name, path string, recursive bool) bool {
	rest, ok := strings.CutPrefix(name, strings.TrimSuffix(path, "/")+"/")
	return ok && rest != "" && (recursive || !strings.Contains(rest, "/"))
}

// cut pages a list of parameters that is sorted by name.
func cut(list []*parameter, scope, token string, size, normal int) ([]*parameter, string, error) {
	if size == 0 {
		size = normal
	}
	page, next, ok := paging.Cut(list, func(p *parameter) string { return p.Name }, scope, token, size)
	if !ok {
		return nil, "", core.Errorf("InvalidNextToken", "The specified token isn't valid.")
	}
	return page, next, nil
}
