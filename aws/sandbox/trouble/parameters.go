package trouble

import (
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

func ofParameters() []Entry {
	return []Entry{
		{Name: "parameter-missing", Arg: "machine_client_id", Break: func(s *Scene) error {
			name, err := s.parameterName()
			if err != nil {
				return err
			}
			_, err = s.do("ssm", "DeleteParameter", core.Object{"Name": name})
			return err
		}},
		// It still says what was right for an earlier stack.
		{Name: "parameter-drifted", Arg: "machine_client_id", Break: func(s *Scene) error {
			name, err := s.parameterName()
			if err != nil {
				return err
			}
			_, err = s.do("ssm", "PutParameter", core.Object{
				"Name": name, "Overwrite": true, "Value": stale(s.parameter(strings.TrimPrefix(name, s.Setup.Prefix)), s.call.Cloud.IDs),
			})
			return err
		}},
	}
}

// parameterName is the whole name of the parameter that the argument names, in whole or without its path.
func (s *Scene) parameterName() (string, error) {
	short := strings.TrimPrefix(s.Arg, s.Setup.Prefix)
	if !slices.Contains(s.Setup.Parameters, short) {
		return "", Refusal("there is no parameter " + s.Arg + ", only " + strings.Join(s.Setup.Parameters, ", "))
	}
	return s.Setup.Prefix + short, nil
}

// stale is a value of the same form that belongs to something that is gone: the longest of its words that look like an id
// is another. A value without an id gets an ending.
func stale(value string, ids *core.IDs) string {
	words := strings.FieldsFunc(value, func(r rune) bool { return !strings.ContainsRune(core.Alnum, r) })
	id := ""
	for _, word := range words {
		if strings.ContainsAny(word, core.Digits) && len(word) > len(id) {
			id = word
		}
	}
	alphabet := core.Alnum
	switch {
	case len(id) < 2: // the digit of a region is no id
		return value + "-old"
	case strings.Trim(id, core.Digits) == "":
		alphabet = core.Digits
	case strings.ToLower(id) == id:
		alphabet = core.LowerAlnum
	}
	return strings.Replace(value, id, ids.String(len(id), alphabet), 1)
}
