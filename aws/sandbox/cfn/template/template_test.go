package template

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testTypes knows two types.
type testTypes struct{}

func (testTypes) Known(name string) bool                { return name == "T::A" || name == "T::B" }
func (testTypes) HasAttribute(_, attribute string) bool { return attribute == "Arn" }

const one = "Resources: {A: {Type: T::A}}\n"

func TestRefusals(t *testing.T) {
	big := "Description: " + strings.Repeat("x", MaxBody)
	for name, test := range map[string]struct{ body, want string }{
		"no map":                  {"just text", "Template format error: unsupported structure."},
		"empty":                   {"# nothing", "Template format error: unsupported structure."},
		"broken YAML":             {"a: [", "Template format error: YAML not well-formed. (line 1, column 1)"},
		"broken JSON":             {"{\n  \"Resources\": {,}}", "Template format error: JSON not well-formed. (line 2, column 17)"},
		"no resources":            {"Description: x", "Template format error: At least one Resources member must be defined."},
		"too long":                {big, "1 validation error detected: Value '" + big + "' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200"},
		"null":                    {one + "Outputs:", "[/Outputs] 'null' values are not allowed in templates"},
		"a stranger":              {one + "Resource: {}", "Invalid template property or properties [Resource]"},
		"version":                 {one + "AWSTemplateFormatVersion: 2010-09-10", "Template format error: unsupported value for AWSTemplateFormatVersion."},
		"unknown type":            {"Resources: {A: {Type: T::X}}", "Template format error: Unrecognized resource types: [T::X]"},
		"no type":                 {"Resources: {A: {Properties: {}}}", "Template format error: [/Resources/A] Every Resources object must contain a Type member."},
		"bad name":                {"Resources: {a-b: {Type: T::A}}", "Template format error: Resource name a-b is non alphanumeric."},
		"dangling Ref":            {"Resources: {A: {Type: T::A, Properties: {P: !Ref X}}}", "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
		"dangling Sub":            {"Resources: {A: {Type: T::A, Properties: {P: !Sub '${X}'}}}", "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
		"dangling DependsOn":      {"Resources: {A: {Type: T::A, DependsOn: [X]}}", "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
		"dangling output":         {one + "Outputs: {O: {Value: !Ref X}}", "Template format error: Unresolved resource dependencies [X] in the Outputs block of the template"},
		"GetAtt of nothing":       {"Resources: {A: {Type: T::A, Properties: {P: !GetAtt X.Arn}}}", "Template error: instance of Fn::GetAtt references undefined resource X"},
		"GetAtt of no such":       {one + "Outputs: {O: {Value: !GetAtt A.Foo}}", "Template error: resource A does not support attribute type Foo in Fn::GetAtt"},
		"Sub of no such":          {one + "Outputs: {O: {Value: !Sub '${A.Foo}'}}", "Template error: instance of Fn::Sub references invalid resource attribute A.Foo"},
		"cycle":                   {"Resources: {A: {Type: T::A, DependsOn: B}, B: {Type: T::B, Properties: {P: !Ref A}}, C: {Type: T::A, Properties: {P: !Ref A}}}", "Circular dependency between resources: [A, B]"},
		"itself":                  {"Resources: {A: {Type: T::A, Properties: {P: !Ref A}}}", "Circular dependency between resources: [A]"},
		"export of a resource":    {one + "Outputs: {O: {Value: x, Export: {Name: !Ref A}}}", "Template format error: Output O is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs."},
		"no such condition":       {"Resources: {A: {Type: T::A, Condition: C}}", "Template format error: Unresolved condition dependency C in the Resources block of the template"},
		"condition of a resource": {one + "Conditions: {C: !Equals [!Ref A, x]}", "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template"},
		"parameter type":          {one + "Parameters: {P: {Type: Strong}}", "Template format error: Unrecognized parameter type: Strong"},
		"transform":               {one + "Transform: AWS::Serverless-2016-10-31", "No transform named AWS::Serverless-2016-10-31 found."},
		"parameter property":      {one + "Parameters: {P: {Type: String, Colour: red}}", "Invalid template parameter property 'Colour'"},
		"alias":                   {"Resources: {A: &a {Type: T::A}, B: *a}", "Template error: YAML aliases are not allowed in CloudFormation templates"},
		"merge":                   {"Resources: {A: &a {Type: T::A}, B: {<<: *a}}", "Template error: YAML aliases are not allowed in CloudFormation templates"},
		"secure string":           {"Resources: {A: {Type: T::A, Properties: {P: {Q: [!Sub 'x{{resolve:ssm-secure:/p}}']}}}}", "SSM Secure reference is not supported in: [T::A/Properties/P/Q]"},
		"policy":                  {"Resources: {A: {Type: T::A, DeletionPolicy: Keep}}", "Template format error: Unrecognized DeletionPolicy Keep for resource A"},
	} {
		t.Run(name, func(t *testing.T) {
			tpl, err := Parse(test.body)
			if err == nil {
				err = tpl.Check(testTypes{})
			}
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestFunctions(t *testing.T) {
	for expression, want := range map[string]any{
		"!Ref P":                               "pv",
		"!Ref L":                               []any{"a", "b"},
		"!Ref AWS::Region":                     "us-east-1",
		"!Ref A":                               "id-A",
		"!GetAtt A.Arn":                        "A/Arn",
		"{'Fn::GetAtt': [A, Arn]}":             "A/Arn",
		"!Sub 'x-${P}-${A.Arn}-${!P}-$P-${A}'": "x-pv-A/Arn-${P}-$P-id-A",
		"!Sub ['${v}/${P}', {v: !Ref A}]":      "id-A/pv",
		"!Join ['-', [a, !Ref P]]":             "a-pv",
		"!Join [',', !Ref L]":                  "a,b",
		"!Select [1, !Split ['/', 'a/b/c']]":   "b",
		"!FindInMap [M, x, y]":                 "mapped",
		"!Base64 hello":                        "aGVsbG8=",
		"!ImportValue e":                       "import-e",
		"!If [Yes, a, b]":                      "a",
		"!If [No, a, b]":                       "b",
		"[a, !If [No, x, !Ref AWS::NoValue]]":  []any{"a"},
		"{k: !Ref AWS::NoValue, n: 1}":         map[string]any{"n": "1"},
		"!If [Both, 1, 2]":                     "2",
		"!If [Either, true, 2]":                "true",
		"2012-10-17":                           "2012-10-17",
		"yes":                                  "yes",
		"True":                                 "true",
	} {
		t.Run(expression, func(t *testing.T) {
			tpl := parse(t, functionsTemplate+"\nOutputs: {O: {Value: {v: "+expression+"}}}")
			got, err := resolver(tpl).Resolve(tpl.Outputs[0].Value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]any{"v": want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const functionsTemplate = `
Parameters: {P: {Type: String, Default: pv}, L: {Type: CommaDelimitedList, Default: 'a, b'}}
Mappings: {M: {x: {y: mapped}}}
Conditions:
  Yes: !Equals [!Ref P, pv]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Condition No]
  Either: !Or [!Condition Yes, !Condition No]
Resources: {A: {Type: T::A}}`

func parse(t *testing.T, body string) *Template {
	t.Helper()
	tpl, err := Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

func resolver(tpl *Template) *Resolver {
	values, err := tpl.Bind(nil, nil)
	if err != nil {
		panic(err)
	}
	return tpl.Resolver(Scope{
		Parameters: values, Pseudo: map[string]string{"AWS::Region": "us-east-1"},
		Ref:       func(name string) (string, error) { return "id-" + name, nil },
		Attribute: func(name, attribute string) (any, error) { return name + "/" + attribute, nil },
		Import:    func(name string) (string, error) { return "import-" + name, nil },
	})
}

func TestMisusedFunctions(t *testing.T) {
	for expression, want := range map[string]string{
		"!Select [9, [a]]":     "Template error: Fn::Select  cannot select nonexistent value at index 9",
		"!FindInMap [M, x, z]": "Template error: Unable to get mapping for M::x::z",
		"!FindInMap [N, x, z]": "Template error: Mapping named 'N' is not present in the 'Mappings' section of template.",
		"!Join [a]":            "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
		"!Split [a]":           "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
		"!Base64 [a]":          "Template error: every Fn::Base64 object must have a String-typed value.",
		"!Sub [a]":             "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
		"!If [Nope, 1, 2]":     "Template format error: Unresolved condition dependency Nope in the Resources block of the template",
		"!GetAtt A":            "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
	} {
		tpl := parse(t, functionsTemplate+"\nOutputs: {O: {Value: {v: "+expression+"}}}")
		_, err := resolver(tpl).Resolve(tpl.Outputs[0].Value)
		if want == "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute" {
			err = tpl.Check(testTypes{})
		}
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", expression, err, want)
		}
	}
}

func TestParameters(t *testing.T) {
	value := func(s string) *string { return &s }
	const head = "Resources: {A: {Type: T::A}}\nParameters: {P: "
	for name, test := range map[string]struct {
		declared string
		given    []Given
		previous map[string]string
		want     string
	}{
		"missing":     {"{Type: String}", nil, nil, "Parameters: [P] must have values"},
		"stranger":    {"{Type: String, Default: x}", []Given{{ParameterKey: "Q", ParameterValue: value("x")}}, nil, "Parameters: [Q] do not exist in the template"},
		"not allowed": {"{Type: String, AllowedValues: [a, b]}", []Given{{ParameterKey: "P", ParameterValue: value("c")}}, nil, "Parameter 'P' must be one of AllowedValues"},
		"pattern":     {"{Type: String, AllowedPattern: '[a-z]+'}", []Given{{ParameterKey: "P", ParameterValue: value("A1")}}, nil, "Parameter 'P' must match pattern [a-z]+"},
		"described":   {"{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: lower case only}", []Given{{ParameterKey: "P", ParameterValue: value("A1")}}, nil, "Parameter P failed to satisfy constraint: lower case only"},
		"short":       {"{Type: String, MinLength: 3}", []Given{{ParameterKey: "P", ParameterValue: value("ab")}}, nil, "Parameter 'P' must contain at least 3 characters"},
		"long":        {"{Type: String, MaxLength: '1'}", []Given{{ParameterKey: "P", ParameterValue: value("ab")}}, nil, "Parameter 'P' must contain at most 1 characters"},
		"no number":   {"{Type: Number}", []Given{{ParameterKey: "P", ParameterValue: value("ab")}}, nil, "Parameter 'P' must be a number"},
		"too small":   {"{Type: Number, MinValue: 5}", []Given{{ParameterKey: "P", ParameterValue: value("4")}}, nil, "Parameter 'P' must be a number not less than 5"},
		"previous":    {"{Type: String}", []Given{{ParameterKey: "P", UsePreviousValue: true}}, map[string]string{"P": "old"}, ""},
		"no previous": {"{Type: String}", []Given{{ParameterKey: "P", UsePreviousValue: true}}, nil, "Invalid input for parameter key P. Cannot specify usePreviousValue as true for a parameter key not in the previous template"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse(t, head+test.declared+"}").Bind(test.given, test.previous)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestJSONIsReadAsYAMLIs(t *testing.T) {
	fromJSON := parse(t, "{\n\t\"Resources\": {\"B\": {\"Type\": \"T::B\", \"Properties\": {\"n\": 1, \"b\": true, \"r\": {\"Ref\": \"A\"}}}, \"A\": {\"Type\": \"T::A\"}}}")
	fromYAML := parse(t, "Resources:\n  B: {Type: T::B, Properties: {n: 1, b: true, r: !Ref A}}\n  A: {Type: T::A}")
	if diff := cmp.Diff(fromYAML, fromJSON); diff != "" {
		t.Error(diff)
	}
}

func TestConditionsDecideWhatExists(t *testing.T) {
	body := `
Parameters: {Make: {Type: String, Default: "no"}}
Conditions: {C: !Equals [!Ref Make, "yes"]}
Resources:
  A: {Type: T::A, Condition: C}
  B: {Type: T::B, DependsOn: A, Properties: {P: !If [C, !Ref A, none]}}
  D: {Type: T::B, Properties: {P: !Ref B}}
Outputs: {O: {Value: x, Condition: C}}`
	tpl := parse(t, body)
	list, after, err := tpl.Active(resolver(tpl))
	if err != nil || len(list) != 2 || len(after["B"]) != 0 || len(after["D"]) != 1 {
		t.Errorf("active %v after %v, %v", list, after, err)
	}
	if outputs, err := tpl.ActiveOutputs(resolver(tpl)); err != nil || len(outputs) != 0 {
		t.Errorf("outputs %v, %v", outputs, err)
	}
	tpl = parse(t, strings.Replace(body, "!If [C, !Ref A, none]", "!Ref A", 1))
	// DependsOn may name what is not there; a bare reference may not.
	_, _, err = tpl.Active(resolver(tpl))
	if err == nil || !strings.Contains(err.Error(), "Unresolved resource dependencies [A]") {
		t.Errorf("a reference to what is not made: %v", err)
	}
}

func TestTemplatesThatAreMadeToHurt(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [*" + strings.Join([]string{p, p, p, p, p, p, p, p, p}, ",*") + "]\n"
	}
	for name, body := range map[string]string{
		"aliases of aliases": bomb + "Resources: {A: {Type: T::A, Properties: {P: *j}}}",
		"deep JSON":          strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
		"deep YAML":          "Resources: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"itself":             "a: &a [*a]\nResources: *a",
	} {
		if _, err := Parse(body); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{one, functionsTemplate, `{"Resources":{"A":{"Type":"T::A","Properties":{"P":{"Fn::Sub":"${A.Arn}"}}}}}`,
		"Resources: {A: {Type: T::A, Properties: {P: !Sub ['${x', {x: !If [C, 1]}]}}}", "a: &a [*a]", "? [a]\n: b", "<<: {a: b}\nResources: 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		tpl, err := Parse(body)
		if err != nil {
			return
		}
		if tpl.Check(testTypes{}) != nil {
			return
		}
		if _, err := tpl.Bind(nil, nil); err != nil {
			return
		}
		r := resolver(tpl)
		list, _, err := tpl.Active(r)
		if err != nil {
			return
		}
		for _, res := range list {
			if v, err := r.Resolve(res.Properties); err == nil {
				plainTree(t, v)
			}
		}
	})
}

// plainTree holds the promise that a resolved value has maps, lists and texts only.
func plainTree(t *testing.T, v any) {
	switch v := v.(type) {
	case string, nil:
	case []any:
		for _, item := range v {
			plainTree(t, item)
		}
	case map[string]any:
		for _, item := range v {
			plainTree(t, item)
		}
	default:
		t.Errorf("a resolved value holds a %T", v)
	}
}
