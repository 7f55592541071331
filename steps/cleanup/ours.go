package cleanup

import (
	"slices"
	"strconv"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/identity"
)

// scopeStem begins the resource server's id, which `fix-ssm` of the published script mistakes for the provider's name.
const scopeStem = "netops-resource-server-"

// publishedPools are the names of the pools of the published templates and of ours.
func publishedPools() []string {
	return []string{"TroubleshootingPool", "TroubleshootingAgentGatewayPool"}
}

// laterParameters are what the published scripts write under the prefix after the stack.
func laterParameters() []string {
	return []string{
		"gateway_id", "gateway_name", "gateway_arn", "gateway_url", "agent_runtime_arn", "agent_runtime_id", "runtime_arn", "runtime_id",
		"dns_lambda_arn", "connectivity_lambda_arn", "cloudwatch_lambda_arn",
	}
}

// own reports a name of this program's own: the stem itself, or the stem, a separator and more. "agentcore-workshops" is not.
func own(name string) bool {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(name, "_", "-"), steps.OwnStem)
	return ok && (rest == "" || rest[0] == '-')
}

// ownDomain reports a domain prefix, or a provider's name, of this account: the published one, or one with the number that
// this program adds where the prefix is taken.
func ownDomain(name, account string) bool {
	rest, ok := strings.CutPrefix(name, steps.DomainStem+account)
	if !ok || rest == "" {
		return ok
	}
	n, err := strconv.Atoi(strings.TrimPrefix(rest, "-"))
	return err == nil && rest[0] == '-' && n > 1
}

// ownProvider reports a provider whose name alone says that it is the workshop's.
func ownProvider(name, account string) bool {
	return own(name) || ownDomain(strings.TrimSuffix(name, identity.ConsentSuffix), account)
}

// likelyProvider reports a provider that deserves a second look: what it points to decides.
func likelyProvider(name, parameter string) bool {
	return strings.HasPrefix(name, steps.DomainStem) || strings.HasPrefix(name, scopeStem) || parameter != "" && name == parameter
}

func ownGateway(name string) bool { return name == steps.PublishedGateway || own(name) }
func ownRuntime(name string) bool { return name == steps.PublishedRuntime || own(name) }

// workshopStack reports whether a stack is one of this workshop, so that a wrong --stack-name deletes nothing: the published
// name, our tag, or the three resources that every edition of the template has.
func workshopStack(s aws.Stack, resources []aws.StackResource) bool {
	if s.Name == steps.PublishedStack || steps.Tagged(s.Tags) {
		return true
	}
	for _, id := range []string{"UserPool", "WebUserPoolClient", "MachineUserPoolClient"} {
		if !slices.ContainsFunc(resources, func(r aws.StackResource) bool { return r.LogicalID == id }) {
			return false
		}
	}
	return true
}

// wholePath reports whether everything below a prefix may be taken for the workshop's. A path of one name, or the root, holds
// others' parameters too: there only known names count.
func wholePath(prefix string) bool {
	return len(strings.FieldsFunc(prefix, func(r rune) bool { return r == '/' })) >= 2
}

// ownParameter reports a parameter of the workshop.
func ownParameter(name, prefix string) bool {
	short, under := strings.CutPrefix(name, strings.TrimSuffix(prefix, "/")+"/")
	return under && (wholePath(prefix) || slices.Contains(steps.ParameterNames(), short) || slices.Contains(laterParameters(), short))
}

// domainIn is the prefix of the hosted domain that an address speaks of, or empty.
func domainIn(address string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	prefix, rest, _ := strings.Cut(host, ".")
	if !strings.HasPrefix(rest, "auth.") || !strings.HasSuffix(rest, ".amazoncognito.com") {
		return ""
	}
	return prefix
}
