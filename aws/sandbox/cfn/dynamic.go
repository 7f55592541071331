package cfn

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"agentcore-workshop/aws/sandbox/core"
)

// dynamicReference is {{resolve:ssm:name:version}} or {{resolve:secretsmanager:id:SecretString:key}} (CloudFormation user
// guide, "Dynamic references"). A template with {{resolve:ssm-secure:…}} has been refused.
var dynamicReference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{\{resolve:(ssm|secretsmanager):([^}]+)\}\}`)
})

// prepared fits properties to the schema with dynamic references replaced by what they stand for. Only the request to
// the service has the values: the stack keeps and shows the references.
func (k *kind) prepared(c *core.Call, logical string, resolved map[string]any) (map[string]any, error) {
	replaced, err := dereference(c, resolved)
	if err != nil {
		return nil, err
	}
	return k.fit(logical, replaced.(map[string]any))
}

func dereference(c *core.Call, v any) (any, error) {
	var failed error
	switch v := v.(type) {
	case string:
		out := dynamicReference().ReplaceAllStringFunc(v, func(ref string) string {
			m := dynamicReference().FindStringSubmatch(ref)
			value, err := look(c, m[1], m[2])
			if err != nil {
				failed = err
			}
			return value
		})
		return out, failed
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			if out[i], failed = dereference(c, item); failed != nil {
				return nil, failed
			}
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, item := range v {
			if out[name], failed = dereference(c, item); failed != nil {
				return nil, failed
			}
		}
		return out, nil
	}
	return v, nil
}

// look reads one reference.
func look(c *core.Call, service, reference string) (string, error) {
	if service == "secretsmanager" {
		return lookSecret(c, reference)
	}
	out, err := c.Do(invoker, "ssm", "GetParameter", core.Object{"Name": reference, "WithDecryption": true})
	if err != nil && isGone(err) {
		return "", plain("Parameters: [" + service + ":" + reference + "] cannot be found.")
	}
	return textOf(under(out, "Parameter"), "Value"), err
}

func lookSecret(c *core.Call, reference string) (string, error) {
	id, rest, _ := strings.Cut(reference, ":SecretString")
	out, err := c.Do(invoker, "secretsmanager", "GetSecretValue", core.Object{"SecretId": id})
	if err != nil {
		return "", err
	}
	value := textOf(out, "SecretString")
	key, _, _ := strings.Cut(strings.TrimPrefix(rest, ":"), ":")
	if key == "" {
		return value, nil
	}
	var members map[string]any
	if json.Unmarshal([]byte(value), &members) != nil || members[key] == nil {
		return "", plain("Could not find a value associated with JSONKey in SecretString")
	}
	return valueText(members[key]), nil
}
