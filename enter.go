package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/ui/cli"
)

// enter opens the place that the flags name, with the course on it.
func enter(ctx context.Context, o cli.PlaceOptions) (*flow.Session, error) {
	if o.Sandbox {
		return enterPractice(ctx, o)
	}
	return steps.Open(ctx, options(o))
}

// enterPractice works on the practice cloud of the state directory, whoever serves it. Profile and environment count for
// nothing there.
func enterPractice(ctx context.Context, o cli.PlaceOptions) (*flow.Session, error) {
	o.Profile, o.Endpoint = "", ""
	h, err := openPractice(ctx, o, cli.ServeOptions{})
	if err != nil {
		return nil, notServed(err)
	}
	network := &http.Transport{MaxIdleConnsPerHost: idleConnections} // no proxy: it is on this machine
	settings := options(o)
	settings.Practice = h.Endpoint()
	settings.Transport = &follower{host: h, first: strings.TrimPrefix(h.Endpoint(), "http://"), base: network}
	session, err := steps.Open(ctx, settings)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	leave := session.Close
	session.Close = func() error {
		network.CloseIdleConnections()
		return errors.Join(leave(), h.Close())
	}
	return session, nil
}

// idleConnections is as many as a verification uses at the same time.
const idleConnections = 32

// options are the place flags as the steps take them.
func options(o cli.PlaceOptions) steps.Options {
	return steps.Options{
		Endpoint: o.Endpoint, Profile: o.Profile, Region: o.Region, Stack: o.StackName, Prefix: o.Prefix,
		ReadOnly: o.ReadOnly, Update: o.Update, Auto: o.Auto, NoBrowser: o.NoBrowser, StateDir: o.StateDir,
		Present: o.Present, Course: course, Checks: checkup.Checks, Lab: checkup.Lab, Warn: o.Warn,
	}
}
