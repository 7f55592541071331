package cfn

import (
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

type getTemplateIn struct{ StackName, ChangeSetName, TemplateStage string }
type getTemplateOut struct {
	TemplateBody    string
	StagesAvailable []string
}

func (s *Service) getTemplate(c *core.Call, in *getTemplateIn) (*getTemplateOut, error) {
	a := stateOf(c)
	out := &getTemplateOut{StagesAvailable: []string{"Original", "Processed"}}
	if in.ChangeSetName != "" {
		_, cs, err := a.findChangeSet(in.ChangeSetName, in.StackName)
		if err != nil {
			return nil, err
		}
		out.TemplateBody = cs.Definition.Body
		return out, nil
	}
	if in.StackName == "" {
		return nil, invalid("Either StackName or ChangeSetName must be specified.")
	}
	st := a.find(in.StackName)
	if st == nil {
		return nil, noStackWithID(in.StackName)
	}
	out.TemplateBody = st.Definition.Body
	return out, nil
}

type templateIn struct {
	TemplateBody, TemplateURL, StackName string
	TemplateSummaryConfig                struct{ TreatUnrecognizedResourceTypesAsWarnings bool }
}

type templateParameter struct {
	ParameterKey, DefaultValue, ParameterType, Description string
	NoEcho                                                 bool
	ParameterConstraints                                   *constraints
}

type constraints struct{ AllowedValues []string }

type summaryOut struct {
	Parameters         []templateParameter
	Description        string
	Capabilities       []string
	CapabilitiesReason string
	ResourceTypes      []string
	Version, Metadata  string
	DeclaredTransforms []string
	Warnings           *warnings
}

type warnings struct{ UnrecognizedResourceTypes []string }

func (s *Service) validateTemplate(_ *core.Call, in *templateIn) (*summaryOut, error) {
	body, err := templateBody(&definition{}, &wanted{TemplateBody: in.TemplateBody, TemplateURL: in.TemplateURL})
	if err != nil {
		return nil, err
	}
	tpl, err := s.checked(body)
	if err != nil {
		return nil, err
	}
	out := summary(tpl)
	for i := range out.Parameters {
		out.Parameters[i].ParameterType, out.Parameters[i].ParameterConstraints = "", nil
	}
	// The answer of ValidateTemplate has no more than this.
	return &summaryOut{
		Parameters: out.Parameters, Description: out.Description, Capabilities: out.Capabilities,
		CapabilitiesReason: out.CapabilitiesReason,
	}, nil
}

func (s *Service) getTemplateSummary(c *core.Call, in *templateIn) (*summaryOut, error) {
	body := in.TemplateBody
	switch {
	case in.TemplateURL != "":
		return nil, invalid("TemplateURL must be a supported URL.")
	case body == "" && in.StackName == "":
		return nil, invalid("Either Template URL or Template Body must be specified.")
	case body == "":
		st := stateOf(c).find(in.StackName)
		if st == nil {
			return nil, noStackWithID(in.StackName)
		}
		body = st.Definition.Body
	}
	tpl, err := s.parsed(body)
	if err != nil {
		return nil, refused(err)
	}
	out := summary(tpl)
	strangers := slices.DeleteFunc(slices.Clone(out.ResourceTypes), catalogue(s.kinds).Known)
	if len(strangers) > 0 {
		if !in.TemplateSummaryConfig.TreatUnrecognizedResourceTypesAsWarnings {
			return nil, invalid("Template format error: Unrecognized resource types: [%s]", strings.Join(strangers, ", "))
		}
		out.Warnings = &warnings{UnrecognizedResourceTypes: strangers}
	}
	return out, nil
}

func summary(tpl *template.Template) *summaryOut {
	out := &summaryOut{
		Description: tpl.Description, Version: tpl.Version, Parameters: []templateParameter{}, DeclaredTransforms: tpl.Transforms,
		ResourceTypes: []string{},
	}
	for _, p := range tpl.Parameters {
		shown := templateParameter{ParameterKey: p.Name, ParameterType: p.Type, Description: p.Description, NoEcho: p.NoEcho}
		if p.Default != nil {
			shown.DefaultValue = *p.Default
		}
		shown.ParameterConstraints = &constraints{AllowedValues: p.AllowedValues}
		out.Parameters = append(out.Parameters, shown)
	}
	for _, r := range tpl.Resources {
		if !slices.Contains(out.ResourceTypes, r.Type) {
			out.ResourceTypes = append(out.ResourceTypes, r.Type)
		}
	}
	slices.Sort(out.ResourceTypes)
	var types []string
	if out.Capabilities, types = neededCapabilities(tpl); len(types) > 0 {
		out.CapabilitiesReason = "The following resource(s) require capabilities: [" + strings.Join(types, ", ") + "]"
	}
	if tpl.Metadata != nil {
		out.Metadata = compact(tpl.Metadata)
	}
	return out
}
