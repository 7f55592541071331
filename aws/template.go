package aws

import (
	_ "embed"
	"strings"
)

//go:embed template.yaml
var template string

// Template is our CloudFormation template, written for this program. Its comments teach.
func Template() string { return template }

// StackTag is the tag that everything of the stack carries.
const (
	StackTagKey   = "Application"
	StackTagValue = "agentcore-workshop"
)

// TemplateResource is one resource of the template, in the template's order.
type TemplateResource struct {
	LogicalID, Type string
	// Comment is what the template says above the resource, as one text.
	Comment string
	// Source is the resource's own lines of the template.
	Source string
}

// TemplateResources lists the template's resources, for those who explain them.
func TemplateResources() []TemplateResource {
	_, body, _ := strings.Cut(template, "\nResources:\n")
	body, _, _ = strings.Cut(body, "\nOutputs:\n")
	var all []TemplateResource
	var comment []string
	for line := range strings.Lines(body) {
		text := strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(text, "  # "):
			comment = append(comment, strings.TrimPrefix(text, "  # "))
		case strings.HasPrefix(text, "  #"), strings.TrimSpace(text) == "":
			if len(comment) > 0 && strings.HasPrefix(strings.TrimSpace(text), "#") {
				comment = append(comment, "")
			}
			if strings.TrimSpace(text) == "" {
				comment = nil // a heading that stands by itself
			}
		case strings.HasPrefix(text, "  ") && text[2] != ' ' && strings.HasSuffix(text, ":"):
			all = append(all, TemplateResource{
				LogicalID: strings.TrimSuffix(strings.TrimSpace(text), ":"), Comment: strings.Join(comment, " "), Source: line,
			})
			comment = nil
		case len(all) > 0:
			last := &all[len(all)-1]
			last.Source += line
			if kind, found := strings.CutPrefix(text, "    Type: "); found && last.Type == "" {
				last.Type = kind
			}
		}
	}
	return all
}
