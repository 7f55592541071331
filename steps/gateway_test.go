package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// gatewayOf is the live gateway of a name, or an empty one.
func (w *world) gatewayOf(name string) aws.Gateway {
	w.t.Helper()
	all, err := w.env.Cloud.Gateways(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, g := range all {
		if g.Name == name {
			full, err := w.env.Cloud.Gateway(w.t.Context(), g.ID)
			if err != nil {
				w.t.Fatal(err)
			}
			return full
		}
	}
	return aws.Gateway{}
}

func (w *world) parameter(short string) string {
	w.t.Helper()
	name := strings.TrimSuffix(w.env.Prefix, "/") + "/" + short
	found, _, err := w.env.Cloud.Parameters(w.t.Context(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return found[name].Value
}

func TestGatewayFromNothingAndAgain(t *testing.T) {
	w := newWorld(t)
	step := steps.Gateway(w.env)
	s := w.course(step)
	w.does(s, "gateway")
	machine, user := w.gatewayOf("troubleshooting-gateway"), w.gatewayOf(steps.UserGateway)
	for name, test := range map[string]struct {
		gateway aws.Gateway
		client  string
	}{"machine": {machine, w.output("MachineClientId")}, "user": {user, w.output("WebClientId")}} {
		g := test.gateway
		if !g.Ready() || !slices.Equal(g.AllowedClients, []string{test.client}) || g.AllowedAudience != nil || g.RoleARN != w.parameter("gateway_iam_role") ||
			!strings.Contains(g.DiscoveryURL, w.output("UserPoolId")) {
			t.Errorf("%s: %+v", name, g)
		}
		targets, err := w.env.Cloud.GatewayTargets(t.Context(), g.ID)
		if err != nil || len(targets) != 2 || !targets[0].Ready() || !targets[1].Ready() {
			t.Errorf("%s: targets %v %v", name, targets, err)
		}
	}
	if w.parameter("gateway_id") != machine.ID || w.parameter("gateway_url") != machine.URL || machine.URL == "" {
		t.Errorf("parameters %q %q", w.parameter("gateway_id"), w.parameter("gateway_url"))
	}
	seen := map[string]bool{}
	for _, e := range w.events {
		if row, ok := e.Body.(flow.Resource); ok && strings.Contains(row.ResourceType, "Gateway") {
			seen[row.Status] = true
		}
	}
	if !seen["READY"] {
		t.Errorf("live statuses %v", seen)
	}
	if !strings.Contains(w.said(), "allowedAudience") {
		t.Error("nothing about the audience is said")
	}

	w.since()
	w.does(s, "gateway")
	if err := w.apply(step); err != nil {
		t.Fatal(err)
	}
	if changed := w.changes(); len(changed) != 0 {
		t.Errorf("the second time changed %v", changed)
	}
	if err := step.(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if w.gatewayOf("troubleshooting-gateway").ID+w.gatewayOf(steps.UserGateway).ID+w.parameter("gateway_id")+w.parameter("gateway_url") != "" {
		t.Error("something is left after undoing")
	}
}
