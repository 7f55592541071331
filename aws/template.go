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

// TemplateParameters are the names of the template's parameters, all of which have defaults.
func TemplateParameters() []string {
	var names []string
	for line := range strings.Lines(section("Parameters", "Conditions")) {
		if text := strings.TrimRight(line, "\n"); isLogicalID(text) {
			names = append(names, strings.TrimSuffix(strings.TrimSpace(text), ":"))
		}
	}
	return names
}

// section is the template's text from one of its sections to the next.
func section(name, next string) string {
	_, body, _ := strings.Cut(template, "\n"+name+":\n")
	body, _, _ = strings.Cut(body, "\n"+next+":\n")
	return body
}

// TemplateResources lists the template's resources, for those who explain them.
func TemplateResources() []TemplateResource {
	body := section("Resources", "Outputs")
	var all []TemplateResource
	var comment []string
	for line := range strings.Lines(body) {
		text := strings.TrimRight(line, "\n")
		switch said, isComment := strings.CutPrefix(text, "  # "); {
		case isComment:
			comment = append(comment, said)
		case isLogicalID(text):
			id := strings.TrimSuffix(strings.TrimSpace(text), ":")
			all = append(all, TemplateResource{LogicalID: id, Comment: strings.Join(comment, " "), Source: line})
			comment = nil
		case text == "" && comment != nil:
			comment = nil // that was said about what follows as a whole, not about one resource
		case len(all) > 0:
			all[len(all)-1].add(line)
		}
	}
	for i := range all {
		all[i].Source = strings.TrimRight(all[i].Source, "\n") + "\n"
	}
	return all
}

// isLogicalID reports whether a line opens a resource: "  UserPool:".
func isLogicalID(line string) bool {
	return len(line) > 3 && strings.HasPrefix(line, "  ") && line[2] != ' ' && strings.HasSuffix(line, ":")
}

func (r *TemplateResource) add(line string) {
	r.Source += line
	if kind, found := strings.CutPrefix(strings.TrimRight(line, "\n"), "    Type: "); found && r.Type == "" {
		r.Type = kind
	}
}
