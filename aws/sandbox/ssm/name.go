package ssm

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	maxLevels     = 15
	maxNameLength = 1011 // characters of a parameter's ARN beyond "arn:aws:ssm:…", as AWS documents it
)

var nameForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z0-9_.\-/]+$`) })

const nameRule = `If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of ` +
	`letters, numbers and the following 3 symbols .-_`

// checkName refuses names that a new parameter must not have.
func checkName(name string) error {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(lower, "/aws"):
		return core.Errorf("AccessDeniedException", "No access to reserved parameter name: %s.", name)
	case strings.HasPrefix(lower, "/ssm"):
		return invalid(`Parameter name: can't be prefixed with "ssm" (case-insensitive). %s`, nameRule)
	case strings.HasPrefix(lower, "aws"), strings.HasPrefix(lower, "ssm"):
		return invalid(`Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`)
	case !nameForm().MatchString(name), strings.Contains(name, "//"), strings.HasSuffix(name, "/"):
		return invalid(`Parameter name: can't be prefixed with "ssm" (case-insensitive). %s`, nameRule)
	case strings.Contains(name, "/") && !strings.HasPrefix(name, "/"):
		return invalid("Parameter name must be a fully qualified name.")
	case len(name) > maxNameLength:
		return invalid("Parameter name is too long: the limit is %d characters.", maxNameLength)
	case strings.Count(name, "/") > maxLevels:
		return core.Errorf("HierarchyLevelLimitExceededException",
			"A hierarchy can have a maximum of %d levels. For more information, see Requirements and constraints for parameter names.", maxLevels)
	}
	return nil
}

// plain turns a name that may be an ARN into the parameter's name. A name as it was made wins over one with a slash added.
func plain(c *core.Call, name string) string {
	prefix := c.Realm.ARN("ssm", "parameter/")
	rest, isARN := strings.CutPrefix(name, prefix)
	if !isARN {
		return name
	}
	base, _, _ := strings.Cut(rest, ":")
	if _, exists := storeOf(c.Realm).Parameters[base]; exists {
		return rest
	}
	return "/" + rest
}

// arn is a parameter's ARN: a leading slash of the name is the one after "parameter".
func arn(c *core.Call, name string) string {
	return c.Realm.ARN("ssm", "parameter/"+strings.TrimPrefix(name, "/"))
}

// find resolves a name, an ARN, and either with a ":version" or ":label", to one version. The selector is returned with
// its colon, as GetParameter answers it.
func find(c *core.Call, asked string) (p *parameter, v *version, selector string, err error) {
	base, tail, selected := strings.Cut(plain(c, asked), ":")
	p = storeOf(c.Realm).Parameters[base]
	if p == nil {
		if p = public(c.Realm.Region, base); p == nil {
			return nil, nil, "", notFound()
		}
	}
	if !selected {
		return p, p.latest(), "", nil
	}
	if v = p.selected(tail); v == nil {
		return nil, nil, "", versionNotFound(tail, base)
	}
	return p, v, ":" + tail, nil
}

func (p *parameter) selected(tail string) *version {
	number, err := strconv.ParseInt(tail, 10, 64)
	for _, v := range p.Versions {
		if err == nil && v.Version == number || err != nil && slices.Contains(v.Labels, tail) {
			return v
		}
	}
	return nil
}

func versionNotFound(version, name string) error {
	return core.Errorf("ParameterVersionNotFound",
		"Systems Manager could not find version %s of %s. Verify the version and try again.", version, name)
}
