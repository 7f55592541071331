package cloudtrail

import (
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// hidden is what CloudTrail writes in the place of a secret.
const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

// secret says whether a member's value never reaches the history. Names are compared in lower case.
func secret(member string) bool {
	switch strings.ToLower(member) {
	case "clientsecret", "apikey", "usertoken", "workloadidentitytoken", "workloadaccesstoken", "accesstoken", "customstate",
		"customparameters", "authorizationurl", "additionalheaderclaims", "additionalpayloadclaims", "parametervalue", "templatebody":
		return true
	}
	return false
}

// hide copies a tree with the secrets taken out and member names as CloudTrail writes them: beginning in lower case.
func hide(member string, value any) any {
	if secret(member) {
		return hidden
	}
	switch value := value.(type) {
	case nil, string, bool, float64:
		return value
	case core.Object:
		if value == nil {
			return nil
		}
		copied := core.Object{}
		for name, v := range value {
			copied[lowerFirst(name)] = hide(name, v)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, v := range value {
			copied[i] = hide(member, v)
		}
		return copied
	}
	// Anything else is brought into the form of JSON first, so that no secret hides in a struct.
	var tree any
	data, err := json.Marshal(value)
	if err != nil || json.Unmarshal(data, &tree) != nil {
		return nil
	}
	return hide(member, tree)
}

func lowerFirst(name string) string {
	if name == "" {
		return name
	}
	return strings.ToLower(name[:1]) + name[1:]
}
