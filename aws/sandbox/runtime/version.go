package runtime

import (
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// Defaults of AWS for what a request leaves out.
const (
	idleTimeout = 900   // seconds
	maxLifetime = 28800 // seconds
	maxVersions = 99999 // the model's version numbers have five digits
)

// settings are the members of a configuration that GetAgentRuntime shows.
func settings() []string {
	return []string{
		"agentRuntimeArtifact", "roleArn", "networkConfiguration", "description", "authorizerConfiguration", "requestHeaderConfiguration",
		"protocolConfiguration", "lifecycleConfiguration", "metadataConfiguration", "environmentVariables", "filesystemConfigurations",
		"capacityProviderConfiguration",
	}
}

// addVersion checks a configuration and makes it the newest version.
func (a *agent) addVersion(c *core.Call, in core.Object) error {
	if a.Latest >= maxVersions {
		return hosting.Quota("versions of an agent runtime", maxVersions)
	}
	if err := hosting.CheckRole(c, hosting.Text(in, "roleArn"), arnOf(c.Realm, a.ID)); err != nil {
		return err
	}
	config := core.Object{}
	if err := core.Bind(hosting.Pick(in, settings()...), &config); err != nil {
		return err
	}
	if err := complete(config); err != nil {
		return err
	}
	if a.Versions == nil {
		a.Versions = map[int]*version{}
	}
	a.Latest++
	a.Versions[a.Latest] = &version{Number: a.Latest, Config: config, Made: hosting.Stamp(c)}
	return nil
}

// complete fills in the defaults and refuses what contradicts itself.
func complete(config core.Object) error {
	if config["networkConfiguration"] == nil {
		config["networkConfiguration"] = core.Object{"networkMode": "PUBLIC"}
	}
	network := hosting.Branch(config, "networkConfiguration")
	if vpc := network["networkMode"] == "VPC"; vpc != (network["networkModeConfig"] != nil) {
		return hosting.Invalid("networkModeConfig is required for the network mode VPC and must be absent for PUBLIC.", "networkConfiguration.networkModeConfig") // [K]
	}
	if config["protocolConfiguration"] == nil {
		config["protocolConfiguration"] = core.Object{"serverProtocol": "HTTP"}
	}
	life := core.Object{"idleRuntimeSessionTimeout": float64(idleTimeout), "maxLifetime": float64(maxLifetime)}
	for name, value := range hosting.Branch(config, "lifecycleConfiguration") {
		life[name] = value
	}
	idle, _ := life["idleRuntimeSessionTimeout"].(float64)
	if longest, _ := life["maxLifetime"].(float64); idle > longest {
		return hosting.Invalid("idleRuntimeSessionTimeout must be less than or equal to maxLifetime.", "lifecycleConfiguration.idleRuntimeSessionTimeout") // [K]
	}
	config["lifecycleConfiguration"] = life
	return nil
}
