package aws

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// document is the template as YAML reads it. CloudFormation's short tags (!Ref) are of no interest here.
type document struct {
	Parameters map[string]struct {
		Default *string `yaml:"Default"`
	} `yaml:"Parameters"`
	Resources map[string]struct {
		Type       string               `yaml:"Type"`
		Properties map[string]yaml.Node `yaml:"Properties"`
	} `yaml:"Resources"`
	Outputs map[string]struct {
		Export struct {
			Name yaml.Node `yaml:"Name"`
		} `yaml:"Export"`
	} `yaml:"Outputs"`
}

func parsed(t *testing.T) document {
	t.Helper()
	var d document
	if err := yaml.Unmarshal([]byte(Template()), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheTemplateIsWithinCloudFormationsLimit(t *testing.T) {
	if size := len(Template()); size >= 51_200 {
		t.Errorf("%d bytes; 51,200 is the limit of a template body", size)
	}
}

func TestTheTemplateNeedsNothingAndGivesWhatThePublishedOneGives(t *testing.T) {
	d := parsed(t)
	for name, p := range d.Parameters {
		if p.Default == nil {
			t.Errorf("parameter %s has no default", name)
		}
	}
	for _, key := range []string{"UserPoolId", "WebClientId", "MachineClientId", "CognitoDomain"} {
		if got, want := d.Outputs[key].Export.Name.Value, "${AWS::StackName}-"+key; got != want {
			t.Errorf("output %s is exported as %q, want %q", key, got, want)
		}
	}
	published := map[string]string{
		"machine_client_id": "Machine Cognito client ID", "web_client_id": "Cognito client ID for web app",
		"userpool_id": "Cognito User Pool ID", "cognito_provider": "Cognito provider name for BedrockAgentCore",
		"cognito_auth_scope": "OAuth2 scope for Cognito auth", "cognito_discovery_url": "OAuth2 Discovery URL",
		"cognito_token_url": "OAuth2 Token URL", "cognito_auth_url": "OAuth2 Authorization URL",
		"cognito_domain": "Cognito hosted domain for OAuth2", "gateway_iam_role": "IAM execution role ARN for AgentCore runtime",
	}
	for _, r := range d.Resources {
		if r.Type != "AWS::SSM::Parameter" {
			continue
		}
		node, about := r.Properties["Name"], r.Properties["Description"]
		name := strings.TrimPrefix(node.Value, "${ParameterPrefix}/")
		if published[name] != about.Value || about.Value == "" {
			t.Errorf("parameter %q is described as %q, want %q", name, about.Value, published[name])
		}
		delete(published, name)
	}
	if len(published) > 0 {
		t.Errorf("parameters that are not there: %v", published)
	}
}

func TestTheTemplateIsExplainedResourceByResource(t *testing.T) {
	d := parsed(t)
	resources := TemplateResources()
	if len(resources) != len(d.Resources) {
		t.Errorf("%d resources found, %d are there", len(resources), len(d.Resources))
	}
	for _, r := range resources {
		if want := d.Resources[r.LogicalID].Type; r.Type != want || want == "" {
			t.Errorf("%s is of type %q, want %q", r.LogicalID, r.Type, want)
		}
		if r.Comment == "" || strings.Contains(r.Comment, "  ") {
			t.Errorf("%s is explained as %q", r.LogicalID, r.Comment)
		}
		if !strings.Contains(Template(), r.Source) || !strings.HasPrefix(r.Source, "  "+r.LogicalID+":\n") {
			t.Errorf("the source of %s is not what the template says:\n%s", r.LogicalID, r.Source)
		}
	}
	want := []string{"ResourceServerIdentifier", "RoleName", "DomainPrefix", "ParameterPrefix"}
	if got := TemplateParameters(); !slices.Equal(got, want) || len(got) != len(d.Parameters) {
		t.Errorf("parameters %v, want %v", got, want)
	}
}

func TestTheTemplateHasNoAccountRegionOrWildcardPower(t *testing.T) {
	for number, line := range strings.Split(Template(), "\n") {
		code, _, _ := strings.Cut(line, " #")
		if strings.Contains(code, "Action: \"*\"") || strings.Contains(code, ":*\"") && strings.Contains(code, "Action") {
			t.Errorf("line %d allows every action: %s", number+1, line)
		}
		if strings.Contains(code, "us-east-1") || strings.Contains(code, "bedrock-agentcore-control:") {
			t.Errorf("line %d: %s", number+1, line)
		}
	}
}

func TestTheTemplatePassesCfnLint(t *testing.T) {
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("cfn-lint is not on this computer: the template was not linted")
	}
	if out, err := exec.CommandContext(t.Context(), lint, "template.yaml").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
