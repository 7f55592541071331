package cfn

import (
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

// export is a value that a stack offers to others in its account and region.
type export struct {
	ExportingStackId, Name, Value string
	stack                         *stack
}

// exports lists all exports, by name.
func (a *account) exports() []export {
	list := []export{}
	for _, st := range a.Stacks {
		for _, o := range st.Outputs {
			if o.ExportName != "" && !st.gone() {
				list = append(list, export{ExportingStackId: st.ID, Name: o.ExportName, Value: o.OutputValue, stack: st})
			}
		}
	}
	slices.SortFunc(list, func(x, y export) int { return strings.Compare(x.Name, y.Name) })
	return list
}

func (a *account) export(name string) (export, bool) {
	for _, e := range a.exports() {
		if e.Name == name {
			return e, true
		}
	}
	return export{}, false
}

// importers lists the stacks that use an export.
func (a *account) importers(name string) []string {
	var list []string
	for _, st := range a.Stacks {
		if !st.gone() && st.Status != "ROLLBACK_COMPLETE" && slices.Contains(st.Definition.Imports, name) {
			list = append(list, st.Name)
		}
	}
	return list
}

// publish resolves the outputs of a stack whose resources are complete. What stands against them is returned in words.
func (s *Service) publish(c *core.Call, st *stack) string {
	outputs, err := s.outputs(c, st)
	if err != nil {
		return messageOf(err).Error()
	}
	a := stateOf(c)
	for _, o := range outputs {
		if e, taken := a.export(o.ExportName); taken && o.ExportName != "" && e.stack != st {
			return fmt.Sprintf("Export with name %s is already exported by stack %s", o.ExportName, e.stack.Name)
		}
	}
	for _, old := range st.Outputs {
		users := a.importers(old.ExportName)
		if old.ExportName == "" || len(users) == 0 {
			continue
		}
		i := slices.IndexFunc(outputs, func(o output) bool { return o.ExportName == old.ExportName })
		if i < 0 {
			return "Delete canceled. " + cannotExport("delete", old.ExportName, users)
		}
		if outputs[i].OutputValue != old.OutputValue {
			return cannotExport("update", old.ExportName, users)
		}
	}
	st.Outputs = outputs
	return ""
}

func cannotExport(do, name string, users []string) string {
	return fmt.Sprintf("Cannot %s export %s as it is in use by %s.", do, name, strings.Join(users, ", "))
}

func (s *Service) outputs(c *core.Call, st *stack) ([]output, error) {
	tpl, err := s.parsed(st.Operation.Target.Body)
	if err != nil {
		return nil, err
	}
	resolver := tpl.Resolver(s.scope(c, st, st.Operation.Target, false))
	declared, err := tpl.ActiveOutputs(resolver)
	if err != nil {
		return nil, err
	}
	var list []output
	for _, d := range declared {
		o := output{OutputKey: d.Name, Description: d.Description}
		if o.OutputValue, err = resolver.Text(d.Value); err != nil {
			return nil, err
		}
		if d.Export != nil {
			if o.ExportName, err = resolver.Text(d.Export); err != nil {
				return nil, err
			}
		}
		list = append(list, o)
	}
	return list, nil
}

const pageSize = 100

type listExportsIn struct{ NextToken string }
type listExportsOut struct {
	Exports   []export
	NextToken string
}

func (s *Service) listExports(c *core.Call, in *listExportsIn) (*listExportsOut, error) {
	page, next, ok := paging.Cut(stateOf(c).exports(), func(e export) string { return e.Name }, "exports", in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	return &listExportsOut{Exports: page, NextToken: next}, nil
}

func badToken() *core.Error { return invalid("Invalid NextToken") }

type listImportsIn struct{ ExportName, NextToken string }
type listImportsOut struct{ Imports []string }

func (s *Service) listImports(c *core.Call, in *listImportsIn) (*listImportsOut, error) {
	a := stateOf(c)
	if _, ok := a.export(in.ExportName); !ok {
		return nil, invalid("No export named %s found.", in.ExportName)
	}
	users := a.importers(in.ExportName)
	if len(users) == 0 {
		return nil, invalid("Export '%s' is not imported by any stack.", in.ExportName)
	}
	return &listImportsOut{Imports: users}, nil
}
