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

// stale is a value of the same form that belongs to something that is gone: its longest word of letters and digits differs.
func stale(value string, ids *core.IDs) string {
	words := strings.FieldsFunc(value, func(r rune) bool {
		return !strings.ContainsRune(core.Alnum, r)
	})
	longest := slices.MaxFunc(append(words, ""), func(a, b string) int { return len(a) - len(b) })
	alphabet := core.LowerAlnum
	if strings.ToLower(longest) != longest {
		alphabet = core.Alnum
	}
	fresh := ids.String(len(longest), alphabet)
	if longest == "" {
		return value + "-old"
	}
	return strings.Replace(value, longest, fresh, 1)
}
