package sandbox

import (
	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/atlassian"
	"agentcore-workshop/aws/sandbox/cfn"
	"agentcore-workshop/aws/sandbox/cloudtrail"
	"agentcore-workshop/aws/sandbox/cognito"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/gateway"
	"agentcore-workshop/aws/sandbox/iam"
	"agentcore-workshop/aws/sandbox/runtime"
	"agentcore-workshop/aws/sandbox/secrets"
	"agentcore-workshop/aws/sandbox/ssm"
	"agentcore-workshop/aws/sandbox/sts"
)

// allServices plugs the services in. The order is that in which pages are offered and time moves them forward.
func allServices(o Options) []core.Service {
	return []core.Service{
		sts.New(),
		iam.New(),
		ssm.New(),
		secrets.New(),
		cognito.New(),
		agentcore.NewControl(),
		gateway.New(),
		runtime.New(),
		agentcore.NewData(),
		runtime.NewData(runtime.Agent{URL: o.Agent, Sleep: o.Sleep}),
		cloudtrail.New(),
		cfn.New(),
		atlassian.New(),
	}
}

// recorder is a service that keeps an audit trail of the operations that came from outside.
type recorder interface {
	Record(c *core.Call, in, out core.Object, err error)
}

// recorders tells every service that keeps a trail.
func recorders(services []core.Service) func(c *core.Call, in, out core.Object, err error) {
	var list []recorder
	for _, s := range services {
		if r, ok := s.(recorder); ok {
			list = append(list, r)
		}
	}
	return func(c *core.Call, in, out core.Object, err error) {
		for _, r := range list {
			r.Record(c, in, out, err)
		}
	}
}
