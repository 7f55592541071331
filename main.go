// Command agentcore-workshop is a companion for the workshop on Amazon Bedrock AgentCore Identity: it sets identity up with
// Amazon Cognito, explains each step, and proves that it works, in an AWS account or in a practice cloud of its own.
//
// This file reads as the course's table of contents. Main only puts the layers together: aws and the practice cloud below,
// the steps on them, the terminal program and the command line above.
package main

import (
	"context"
	"os"
	"slices"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/report"
	"agentcore-workshop/ui/cli"
)

const (
	name    = "agentcore-workshop"
	version = "0.1.0"
)

// course is the course in its order. A new step is a new line.
func course(env *steps.Env) []flow.Step {
	return []flow.Step{
		steps.Deploy(env),   // the stack and the test user
		steps.Provider(env), // the credential provider, by which agents get tokens
		checkup.Verify(env), // everything held against what it must agree with
		steps.Token(env),    // a machine's token, from Cognito and through AgentCore
		steps.Signin(env),   // a person's sign-in in the browser

		identity.Workload(env),      // the agent's own identity
		identity.WorkloadToken(env), // its token, in three ways
		identity.M2M(env),           // a machine's token three ways, side by side
		identity.ThreeLO(env),       // a user's token, with consent and session binding
		identity.Binding(env),       // what session binding prevents
		identity.Isolation(env),     // two users, one agent
		identity.APIKey(env),        // a tool's key in the vault
		identity.Audit(env),         // the trace of all this

		inbound.Gateway(env),     // two doors to the tools: one takes the machine's token, one the user's
		inbound.Tools(env),       // through both, as an agent goes
		inbound.Runtime(env),     // an agent behind a door that takes the user's own token
		inbound.Propagation(env), // the user's identity, from door to door
		inbound.Refusals(env),    // every token at every door
	}
}

func main() {
	os.Exit(int(cli.Run(context.Background(), app(), os.Args[1:], cli.System())))
}

// app is what the command line is made of. Nothing is opened here: --help and --version must cost nothing.
func app() cli.App {
	return cli.App{
		Name: name, Version: version,
		Steps:    contents(),
		Actions:  actions(),
		Enter:    enter,
		Cloud:    practice{},
		Doors:    func(ctx context.Context, o cli.PlaceOptions) ([]flow.Door, error) { return (&workshop{o}).Doors(ctx) },
		Terminal: terminal, Show: show,
	}
}

// actions are the verbs besides the steps. A new one is a line where its room lists its own.
func actions() []flow.Action {
	return slices.Concat(
		steps.Actions(), identity.Actions(), inbound.Actions(), checkup.Actions(),
		[]flow.Action{cleanup.Action()},
		report.Actions(version, report.Course{Steps: contents, Checks: func() []flow.Check { return checkup.Checks(nil) }}),
	)
}

// contents are the course's steps as they introduce themselves.
func contents() []flow.Info {
	var infos []flow.Info
	for _, step := range course(nil) {
		infos = append(infos, step.Info())
	}
	return infos
}
