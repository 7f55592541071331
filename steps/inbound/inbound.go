// Package inbound is the part of the course about inbound auth: gateways and their tools, runtimes, and a user's identity that goes
// from one door to the next.
//
// Rule of this layer: what a session is, who is signed in and what consent takes come from package steps; a door is knocked at as any
// client would, by plain HTTP with a bearer token.
package inbound

import (
	"slices"

	"agentcore-workshop/steps/flow"
)

// Actions are what the steps of inbound auth can be asked for besides.
func Actions() []flow.Action { return slices.Concat(gatewayActions(), runtimeActions()) }
