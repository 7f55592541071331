package trouble

import (
	"slices"
	"strings"
)

// Setup is what is deployed in a realm: the ids of its pieces, which a fault needs to know and a repair still knows when
// the pieces are gone.
type Setup struct {
	StackID, StackName         string
	Pool, Web, Machine, Domain string
	User, Role, Provider       string
	// Prefix is the path of the parameters, with a slash at the end; Parameters their names after it.
	Prefix     string
	Parameters []string
	// Resources are the types of the stack's resources by logical id.
	Resources map[string]string
}

// outputs are the outputs by which a stack of this workshop is known, whatever its name.
func outputs() []string {
	return []string{"UserPoolId", "WebClientId", "MachineClientId", "CognitoDomain"}
}

// look finds the set-up of the scene's realm and all its pieces.
func (s *Scene) look() error {
	resources, err := s.find()
	if err == nil {
		s.lookAt(resources)
	}
	return err
}

// find finds the set-up's stack: the youngest at rest that has the outputs.
func (s *Scene) find() (resources []any, err error) {
	for _, found := range slices.Backward(listIn(s.tree("cloudformation"), "Stacks")) {
		stack, _ := found.(map[string]any)
		has := map[string]string{}
		for _, o := range listIn(stack, "Outputs") {
			output, _ := o.(map[string]any)
			has[textIn(output, "OutputKey")] = textIn(output, "OutputValue")
		}
		if slices.ContainsFunc(outputs(), func(name string) bool { return has[name] == "" }) || textIn(stack, "Status") == "DELETE_COMPLETE" {
			continue
		}
		if stack["Operation"] != nil {
			return nil, Refusal("the stack " + textIn(stack, "Name") + " is in the middle of something: wait until it has ended")
		}
		s.Setup = Setup{
			StackID: textIn(stack, "ID"), StackName: textIn(stack, "Name"), Pool: has["UserPoolId"], Web: has["WebClientId"],
			Machine: has["MachineClientId"], Domain: prefixOf(has["CognitoDomain"]), Resources: map[string]string{},
		}
		return listIn(stack, "Resources"), nil
	}
	return nil, Refusal("this fault needs a set-up that is deployed, and account " + s.call.Realm.Account.ID + " has none in " + s.call.Realm.Region)
}

// lookAt finds the pieces that no output names.
func (s *Scene) lookAt(resources []any) {
	for _, found := range resources {
		r, _ := found.(map[string]any)
		id := textIn(r, "ID")
		s.Setup.Resources[textIn(r, "Name")] = textIn(r, "Type")
		switch textIn(r, "Type") {
		case "AWS::IAM::Role":
			s.Setup.Role = id
		case "AWS::SSM::Parameter":
			s.Setup.Prefix = id[:strings.LastIndexByte(id, '/')+1]
		}
	}
	parameters := objectIn(s.tree("ssm"), "Parameters")
	for _, name := range sortedKeys(parameters) {
		if short, ok := strings.CutPrefix(name, s.Setup.Prefix); ok && s.Setup.Prefix != "" && !strings.Contains(short, "/") {
			s.Setup.Parameters = append(s.Setup.Parameters, short)
		}
	}
	if arn := s.parameter("gateway_iam_role"); arn != "" { // a stack may have a role for text messages too
		s.Setup.Role = arn[strings.LastIndexByte(arn, '/')+1:]
	}
	s.Setup.User = s.oldestUser()
	s.Setup.Provider = s.providerInUse()
}

func (s *Scene) oldestUser() string {
	oldest, when := "", ""
	users := objectIn(s.pool(), "Users")
	for _, name := range sortedKeys(users) {
		if created := textIn(objectIn(users, name), "Created"); oldest == "" || created < when {
			oldest, when = name, created
		}
	}
	return oldest
}

// providerInUse is the credential provider that the parameter names, or else one that uses the machine client.
func (s *Scene) providerInUse() string {
	providers := objectIn(s.tree("agentcore-identity"), "Providers")
	if name := s.parameter("cognito_provider"); providers[name] != nil {
		return name
	}
	for _, name := range sortedKeys(providers) {
		if textIn(objectIn(providers, name), "ClientID") == s.Setup.Machine {
			return name
		}
	}
	return ""
}

// prefixOf is the first label of a domain, given as a prefix, a host or an address.
func prefixOf(domain string) string {
	prefix, _, _ := strings.Cut(strings.TrimPrefix(domain, "https://"), ".")
	return prefix
}

// parameter is the value of one of the set-up's parameters, or empty.
func (s *Scene) parameter(short string) string {
	versions := listIn(objectIn(objectIn(s.tree("ssm"), "Parameters"), s.Setup.Prefix+short), "Versions")
	if len(versions) == 0 {
		return ""
	}
	last, _ := versions[len(versions)-1].(map[string]any)
	return textIn(last, "Value")
}
