package cognito

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// schemaAttribute is SchemaAttributeType of the service model.
type schemaAttribute struct {
	Name                       string
	AttributeDataType          string
	DeveloperOnlyAttribute     bool
	Mutable                    bool
	Required                   bool
	NumberAttributeConstraints core.Object
	StringAttributeConstraints core.Object
}

// standardAttributes are those that every pool has, in Cognito's order (OpenID Connect Core 5.1 and Cognito's own).
func standardAttributes() []string {
	return []string{
		"profile", "address", "birthdate", "gender", "preferred_username", "updated_at", "website", "picture",
		"identities", "sub", "phone_number", "phone_number_verified", "zoneinfo", "locale", "email", "email_verified",
		"given_name", "family_name", "middle_name", "name", "nickname",
	}
}

func standardAttribute(name string) schemaAttribute {
	a := schemaAttribute{Name: name, AttributeDataType: "String", Mutable: name != "sub", Required: name == "sub"}
	switch name {
	case "phone_number_verified", "email_verified":
		a.AttributeDataType = "Boolean"
	case "updated_at":
		a.AttributeDataType, a.NumberAttributeConstraints = "Number", core.Object{"MinValue": "0"}
	case "birthdate":
		a.StringAttributeConstraints = core.Object{"MinLength": "10", "MaxLength": "10"}
	case "sub":
		a.StringAttributeConstraints = core.Object{"MinLength": "1", "MaxLength": "2048"}
	case "identities":
		a.StringAttributeConstraints = core.Object{}
	default:
		a.StringAttributeConstraints = core.Object{"MinLength": "0", "MaxLength": "2048"}
	}
	return a
}

// schemaOf is the standard attributes, as far as the pool's own schema does not change them, and its custom ones.
func schemaOf(own []schemaAttribute) []schemaAttribute {
	byName := map[string]schemaAttribute{}
	for _, a := range own {
		byName[a.Name] = a
	}
	var all []schemaAttribute
	for _, name := range standardAttributes() {
		a := standardAttribute(name)
		if changed, ok := byName[name]; ok {
			a.Mutable, a.Required = changed.Mutable, changed.Required || a.Required
			delete(byName, name)
		}
		all = append(all, a)
	}
	for _, a := range own {
		if _, custom := byName[a.Name]; custom {
			a.Name = "custom:" + strings.TrimPrefix(a.Name, "custom:")
			a.AttributeDataType = or(a.AttributeDataType, "String")
			all = append(all, a)
		}
	}
	return all
}

// hasAttribute reports whether users of the pool may have the attribute.
func (p *Pool) hasAttribute(name string) bool {
	for _, a := range p.SchemaAttributes {
		if a.Name == name {
			return true
		}
	}
	return false
}
