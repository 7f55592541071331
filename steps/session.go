package steps

import (
	"cmp"
	"context"
	"net/http"
	"os"
	"runtime"
	"sync"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// Options say which place to open, and how to work there. They are the command line's place flags.
type Options struct {
	// Practice is the address of the practice cloud inside the program (--sandbox); empty means AWS or Endpoint.
	Practice string
	// Endpoint, Profile and Region are as given on the command line.
	Endpoint, Profile, Region string
	// Stack and Prefix are the names to look for; empty means the published ones.
	Stack, Prefix    string
	ReadOnly, Update bool
	// Present masks account ids in what is written to files.
	Present bool
	// Auto signs in without a person, on the practice cloud only; NoBrowser opens none.
	Auto, NoBrowser bool
	// StateDir is where the journal is kept; empty keeps none.
	StateDir string
	// Password is the test user's, where the caller was given one.
	Password secret.Text

	// Transport carries all requests; nil is the network. Browser and Clock are the system's when nil.
	Transport http.RoundTripper
	Browser   oauth.Browser
	Clock     flow.Clock
	// Course makes the steps, Checks the checklist, Lab the break-and-fix lab. Nil ones are none.
	Course func(*Env) []flow.Step
	Checks func(*Env) []flow.Check
	Lab    func(*Env) flow.Lab
	// Warn hears of what does not stop the work.
	Warn func(text.Msg)
}

// Open enters a place: it finds out who calls and where, opens the journal, and puts the course on it. Errors are
// *flow.Failure.
func Open(ctx context.Context, o Options) (*flow.Session, error) {
	o = o.withDefaults()
	cloud, me, err := o.enter(ctx)
	if err != nil {
		return nil, Explain(err)
	}
	place := placeOf(cloud, me, o)
	place.Present = o.Present
	if o.Auto && place.Mode != flow.Sandbox {
		return nil, &flow.Failure{Code: "AutoOnAWS", Exit: flow.ExitUsage,
			Message: text.T{En: "--auto works on our practice cloud only: nobody signs in to an AWS account unasked.", Ko: "--auto는 연습용 클라우드에서만 쓸 수 있습니다. AWS 계정에서는 묻지 않고 로그인하지 않습니다."}.With(),
			Fix:     text.T{En: "Leave --auto out, or add --sandbox.", Ko: "--auto를 빼거나 --sandbox를 붙이세요."}.With()}
	}
	journal, err := o.journal(place)
	if err != nil {
		return nil, err
	}
	env := &Env{
		Cloud: cloud, Clock: o.Clock, Account: me.Account, Stack: o.Stack, Prefix: o.Prefix, Callbacks: Callbacks(), Update: o.Update,
		Password: o.Password, Browser: o.browser(), Past: journal.Entries,
		Around: oauth.Detect(runtime.GOOS, os.Getenv, func(name string) (string, bool) {
			raw, err := os.ReadFile(name)
			return string(raw), err == nil
		}),
	}
	if o.Auto || o.Browser != nil {
		env.Around = oauth.Surroundings{ID: "desktop"} // this browser is here, wherever here is
	}
	s := &flow.Session{
		Place: place, Steps: o.Course(env), Checks: o.Checks(env), Journal: journal, Clock: o.Clock, Gate: &flow.Gate{},
		World: env, Lab: o.Lab(env), Console: env.console, Secrets: env.secrets, Close: journal.Close,
	}
	if place.Mode == flow.Sandbox {
		s.Sign = text.T{En: "Practice cloud: nothing here is AWS, nothing is billed", Ko: "연습용 클라우드: AWS가 아니며 요금이 없습니다"}
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	o.Stack, o.Prefix = cmp.Or(o.Stack, PublishedStack), cmp.Or(o.Prefix, PublishedPrefix)
	if o.Clock == nil {
		o.Clock = flow.SystemClock{}
	}
	if o.Checks == nil {
		o.Checks = func(*Env) []flow.Check { return nil }
	}
	if o.Lab == nil {
		o.Lab = func(*Env) flow.Lab { return nil }
	}
	if o.Warn == nil {
		o.Warn = func(text.Msg) {}
	}
	if o.Course == nil {
		o.Course = func(*Env) []flow.Step { return nil }
	}
	return o
}

func (o Options) open(ctx context.Context) (*aws.Cloud, error) {
	return aws.Open(ctx, aws.Options{
		Practice: o.Practice != "", Endpoint: cmp.Or(o.Practice, o.Endpoint), Profile: o.Profile, Region: o.Region,
		ReadOnly: o.ReadOnly, Recorder: NewRecorder(), Transport: o.Transport,
	})
}

// Regions are where a stack is looked for before it is said that there is none: the profile's, and the two that the workshop's
// texts name.
func Regions(own string) []string { return []string{own, "us-east-1", "us-west-2"} }

// enter opens the place and chooses the region: the one given, else where the stack is, else the profile's, else us-east-1.
func (o Options) enter(ctx context.Context) (*aws.Cloud, aws.Identity, error) {
	cloud, err := o.open(ctx)
	if err != nil {
		return nil, aws.Identity{}, err
	}
	if cloud.Practice() || o.Region != "" {
		me, err := cloud.Whoami(ctx)
		return cloud, me, err
	}
	var me aws.Identity
	var found []aws.Stack
	var all sync.WaitGroup
	all.Go(func() { me, err = cloud.Whoami(ctx) })
	all.Go(func() { found, _ = cloud.FindStack(ctx, o.Stack, Regions(cloud.Region())...) }) // that there is none is no error here
	all.Wait()
	switch {
	case err != nil:
		return nil, me, err
	case len(found) > 0 && found[0].Region != cloud.Region():
		o.Warn(text.T{En: "The stack is in %s, so that is where this works.", Ko: "스택이 %s에 있으므로 그 리전에서 진행합니다."}.With(found[0].Region))
		cloud = cloud.In(found[0].Region)
	case cloud.Region() == "":
		o.Warn(text.T{En: "No region is configured: %s, the workshop's, is taken.", Ko: "리전이 설정되어 있지 않아 워크숍의 리전인 %s{을/를} 사용합니다."}.With(aws.DefaultRegion))
		cloud = cloud.In(aws.DefaultRegion)
	}
	return cloud, me, nil
}

// journal opens the place's journal. In practice a directory that cannot be written only costs the memory of it.
func (o Options) journal(place flow.Place) (*flow.Journal, error) {
	if o.StateDir == "" {
		return nil, nil
	}
	j, err := flow.OpenJournal(o.StateDir, place)
	switch {
	case err == nil:
		return j, nil
	case place.Mode == flow.Sandbox:
		o.Warn(text.T{En: "Progress cannot be kept (%s): the practice goes on in memory.", Ko: "진행 상황을 저장할 수 없어(%s) 메모리에서만 진행합니다."}.With(err.Error()))
		return nil, nil
	}
	return nil, &flow.Failure{Code: "StateDirectory", Exit: flow.ExitConfig, Err: err,
		Message: text.T{En: "Progress cannot be kept: %s", Ko: "진행 상황을 저장할 수 없습니다: %s"}.With(err.Error()),
		Fix:     text.T{En: "Name a directory that can be written with --state-dir.", Ko: "쓸 수 있는 디렉터리를 --state-dir로 지정하세요."}.With()}
}

func (o Options) browser() oauth.Browser {
	switch {
	case o.Browser != nil:
		return o.Browser
	case o.Auto:
		password := o.Password
		if password.Empty() {
			password = secret.New(TestPassword)
		}
		return &oauth.HTTPBrowser{Transport: o.Transport, User: TestUser, Password: password, NewPassword: password,
			Returns: append(append(Callbacks(), returnsOn(Callbacks())...), PasteCallback)}
	case o.NoBrowser:
		return oauth.NoBrowser{}
	}
	return oauth.SystemBrowser{}
}
