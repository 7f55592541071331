// Package template reads CloudFormation templates and resolves their functions.
//
// Rule of this layer: it is pure. It holds no state, makes no calls and reads no clock; whatever a template needs from
// outside (parameters, ids of resources, exports of other stacks) comes in through a Scope. Errors carry AWS's own texts.
package template

import "fmt"

// Template is a template that has been read. Values are trees of map[string]any, []any and string: CloudFormation turns
// every scalar of a template into text, and the resource's schema says later what it is. Functions are in their long
// form, {"Ref": "X"} or {"Fn::GetAtt": ["X", "Arn"]}.
type Template struct {
	Version, Description string
	Metadata             any
	Transforms           []string
	Parameters           []Parameter // in the order of the template, as all lists here
	Mappings             map[string]any
	Conditions           []Condition
	Resources            []Resource
	Outputs              []Output
}

// Parameter is a declared parameter.
type Parameter struct {
	Name, Type, Description string
	Default                 *string
	NoEcho                  bool
	AllowedValues           []string
	AllowedPattern          string
	ConstraintDescription   string
	MinLength, MaxLength    *float64
	MinValue, MaxValue      *float64
}

// Condition is a named condition.
type Condition struct {
	Name  string
	Value any
}

// Resource is a declared resource.
type Resource struct {
	Name, Type                          string
	Condition                           string
	DependsOn                           []string
	Properties                          map[string]any
	Metadata                            any
	DeletionPolicy, UpdateReplacePolicy string
}

// Output is a declared output.
type Output struct {
	Name, Condition, Description string
	Value                        any
	// Export is the name under which other stacks may import the value; nil is not exported.
	Export any
}

// Error is a template that AWS refuses, in AWS's words. It becomes a ValidationError.
type Error struct{ Message string }

func (e *Error) Error() string { return e.Message }

func errorf(format string, args ...any) *Error { return &Error{Message: fmt.Sprintf(format, args...)} }

// Parameter finds a declared parameter.
func (t *Template) Parameter(name string) (*Parameter, bool) {
	for i := range t.Parameters {
		if t.Parameters[i].Name == name {
			return &t.Parameters[i], true
		}
	}
	return nil, false
}

// Resource finds a declared resource.
func (t *Template) Resource(name string) (*Resource, bool) {
	for i := range t.Resources {
		if t.Resources[i].Name == name {
			return &t.Resources[i], true
		}
	}
	return nil, false
}

func (t *Template) condition(name string) (any, bool) {
	for _, c := range t.Conditions {
		if c.Name == name {
			return c.Value, true
		}
	}
	return nil, false
}
