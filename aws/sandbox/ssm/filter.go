package ssm

import (
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// filter is a ParameterStringFilter: any of its values has to fit, and all filters have to.
type filter struct {
	Key, Option string
	Values      []string
}

// checkFilters holds filters against the keys and options that the operation knows.
func checkFilters(filters []filter, keys []string) error {
	seen := map[string]bool{}
	for _, f := range filters {
		isTag := strings.HasPrefix(f.Key, "tag:")
		if !slices.Contains(keys, f.Key) && !(isTag && slices.Contains(keys, "tag:")) {
			return core.Errorf("InvalidFilterKey", "The following filter key is not valid: %s. Valid filter keys include: [%s].", f.Key, strings.Join(keys, ", "))
		}
		if seen[f.Key] {
			return core.Errorf("InvalidFilterKey", "The following filter is duplicated in the request: %s. A request can contain only one occurrence of a specific filter.", f.Key)
		}
		seen[f.Key] = true
		if len(f.Values) == 0 && !isTag {
			return core.Errorf("InvalidFilterValue", "The following filter values are missing : null for filter key %s", f.Key)
		}
		options := []string{"BeginsWith", "Equals"}
		switch f.Key {
		case "Path":
			options = []string{"Recursive", "OneLevel"}
		case "Name":
			options = []string{"BeginsWith", "Contains", "Equals"}
		}
		if f.Option != "" && !slices.Contains(options, f.Option) {
			return core.Errorf("InvalidFilterOption", "The following filter option is not valid: %s. Valid options include: [%s].", f.Option, strings.Join(options, ", "))
		}
		if err := checkValues(f); err != nil {
			return err
		}
	}
	return nil
}

func checkValues(f filter) error {
	known := map[string][]string{
		"Type": {"String", "StringList", "SecureString"},
		"Tier": {"Standard", "Advanced", "Intelligent-Tiering"},
	}[f.Key]
	for _, v := range f.Values {
		if known != nil && f.Option != "BeginsWith" && !slices.Contains(known, v) {
			return core.Errorf("InvalidFilterValue", "The following filter value is not valid: %s. Valid values include: [%s].", v, strings.Join(known, ", "))
		}
		if f.Key == "Path" && (!strings.HasPrefix(v, "/") || strings.Contains(v, "//")) {
			return invalid(pathRule)
		}
	}
	return nil
}

// matches says whether a parameter passes every filter.
func matches(p *parameter, filters []filter) bool {
	for _, f := range filters {
		if !f.fits(p) {
			return false
		}
	}
	return true
}

func (f filter) fits(p *parameter) bool {
	v := p.latest()
	switch {
	case f.Key == "Path":
		return slices.ContainsFunc(f.Values, func(path string) bool { return under(p.Name, path, f.Option == "Recursive") })
	case f.Key == "Label":
		return labelWanted([]filter{f}, p) != nil
	case strings.HasPrefix(f.Key, "tag:"):
		value, has := p.Tags[strings.TrimPrefix(f.Key, "tag:")]
		return has && (len(f.Values) == 0 || f.any(value))
	}
	return f.any(map[string]string{
		"Name": p.Name, "Type": v.Type, "KeyId": v.KeyId, "Tier": v.Tier, "DataType": v.DataType,
	}[f.Key])
}

// any compares one value as the option says. Names fit with or without their leading slash.
func (f filter) any(value string) bool {
	return slices.ContainsFunc(f.Values, func(want string) bool {
		switch f.Option {
		case "BeginsWith":
			return strings.HasPrefix(value, want) || f.Key == "Name" && strings.HasPrefix(value, "/"+want)
		case "Contains":
			return strings.Contains(value, want)
		}
		return value == want
	})
}

// labelWanted is the version that a Label filter asks for, or nil.
func labelWanted(filters []filter, p *parameter) *version {
	for _, f := range filters {
		for i := len(p.Versions) - 1; f.Key == "Label" && i >= 0; i-- {
			if slices.ContainsFunc(p.Versions[i].Labels, f.any) {
				return p.Versions[i]
			}
		}
	}
	return nil
}
