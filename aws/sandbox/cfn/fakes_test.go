package cfn

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// fake is a service that remembers what it was asked and answers as the real one would, for tests of the engine.
type fake struct {
	name   string
	bench  *bench
	answer map[string]func(in core.Object) core.Object
}

func (f *fake) Name() string { return f.name }

func (f *fake) Ops() []core.Op {
	var ops []core.Op
	for name, answer := range f.answer {
		ops = append(ops, core.Op{Name: name, Handle: func(c *core.Call, in core.Object) (any, error) {
			f.bench.calls = append(f.bench.calls, name+" "+subjectOf(in))
			if c.Invoker != invoker {
				f.bench.t.Errorf("%s was called on behalf of %q", name, c.Invoker)
			}
			for _, want := range []string{name, name + " " + subjectOf(in)} {
				if err := f.bench.refuse[want]; err != nil {
					return nil, err
				}
			}
			out := answer(in)
			return out, f.bench.live.note(name, in, out)
		}})
	}
	return ops
}

// subjectOf is what a call is about, for the list of calls.
func subjectOf(in core.Object) string {
	for _, name := range []string{"Name", "name", "GroupName", "RoleName", "Domain", "Identifier", "ClientId", "ClientName", "PoolName", "UserPoolId"} {
		if v, ok := in[name].(string); ok {
			return v
		}
	}
	return ""
}

// bench is a cloud whose time a test moves, with faked services around the engine.
type bench struct {
	t       *testing.T
	now     time.Time
	cloud   *core.Cloud
	service *Service
	calls   []string
	refuse  map[string]error
	made    int
	live    living
}

func newBench(t *testing.T, pace core.Pace) *bench {
	b := &bench{t: t, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), refuse: map[string]error{}, service: New(), live: living{}}
	nothing := func(core.Object) core.Object { return core.Object{} }
	next := func(prefix string) string { b.made++; return fmt.Sprintf("%s%d", prefix, b.made) }
	b.cloud = core.New(core.NewClock(func() time.Time { return b.now }), core.NewIDs(1), b.service,
		&fake{name: "cognito-idp", bench: b, answer: map[string]func(core.Object) core.Object{
			"CreateUserPool": func(core.Object) core.Object {
				id := next("us-east-1_Pool")
				return core.Object{"UserPool": core.Object{"Id": id, "Arn": "arn:pool/" + id}}
			},
			"UpdateUserPool": nothing, "DeleteUserPool": nothing, "SetUserPoolMfaConfig": nothing,
			"CreateUserPoolClient": func(in core.Object) core.Object {
				return core.Object{"UserPoolClient": core.Object{"ClientId": next("client"), "ClientSecret": "s3cr3t-of-the-client", "ClientName": in["ClientName"]}}
			},
			"UpdateUserPoolClient": nothing, "DeleteUserPoolClient": nothing,
			"CreateUserPoolDomain": nothing, "UpdateUserPoolDomain": nothing, "DeleteUserPoolDomain": nothing,
			"CreateResourceServer": nothing, "UpdateResourceServer": nothing, "DeleteResourceServer": nothing,
			"CreateGroup": nothing, "UpdateGroup": nothing, "DeleteGroup": nothing,
		}},
		&fake{name: "ssm", bench: b, answer: map[string]func(core.Object) core.Object{
			"PutParameter": nothing, "DeleteParameter": nothing, "AddTagsToResource": nothing, "RemoveTagsFromResource": nothing,
			"GetParameter": func(in core.Object) core.Object {
				return core.Object{"Parameter": core.Object{"Value": "looked up"}}
			},
		}},
		&fake{name: "iam", bench: b, answer: map[string]func(core.Object) core.Object{
			"CreateRole": func(in core.Object) core.Object {
				name, _ := in["RoleName"].(string)
				return core.Object{"Role": core.Object{"RoleName": name, "Arn": "arn:aws:iam::123456789012:role/" + name, "RoleId": "AROA1"}}
			},
			"DeleteRole": nothing, "UpdateRole": nothing, "UpdateAssumeRolePolicy": nothing, "PutRolePolicy": nothing,
			"DeleteRolePolicy": nothing, "AttachRolePolicy": nothing, "DetachRolePolicy": nothing, "TagRole": nothing, "UntagRole": nothing,
		}},
	)
	b.cloud.SetPace(pace)
	return b
}

// ask makes a call and fails the test when it is refused.
func (b *bench) ask(operation string, in core.Object) core.Object {
	b.t.Helper()
	out, err := b.try(operation, in)
	if err != nil {
		b.t.Fatalf("%s: %v", operation, err)
	}
	return out
}

func (b *bench) try(operation string, in core.Object) (core.Object, error) {
	return b.cloud.Do(&core.Call{
		Context: context.Background(), Realm: b.cloud.Realm("123456789012", "us-east-1"), Service: "cloudformation",
		Operation: operation, Caller: "arn:aws:iam::123456789012:user/learner",
	}, in)
}

// refused asks for what must be refused with this code and message.
func (b *bench) refused(operation string, in core.Object, code, message string) {
	b.t.Helper()
	_, err := b.try(operation, in)
	e, ok := err.(*core.Error)
	if !ok || e.Code != code || e.Message != message {
		b.t.Errorf("%s:\n got %v\nwant %s: %s", operation, err, code, message)
	}
}

func (b *bench) pass(d time.Duration) { b.now = b.now.Add(d) }

func (b *bench) create(name, body string) { b.ask("CreateStack", stackInput(name, body)) }

func stackInput(name, body string) core.Object {
	return core.Object{"StackName": name, "TemplateBody": body, "Capabilities": []any{"CAPABILITY_NAMED_IAM"}}
}

func (b *bench) stack(name string) *stack {
	b.t.Helper()
	if _, err := b.try("ListStacks", core.Object{}); err != nil { // what is due happens first
		b.t.Fatal(err)
	}
	st := core.Part[account](b.cloud.Realm("123456789012", "us-east-1"), part).find(name)
	if st == nil {
		b.t.Fatalf("there is no stack %s", name)
	}
	return st
}

func (b *bench) status(name string) string {
	b.t.Helper()
	out := b.ask("DescribeStacks", core.Object{"StackName": b.stack(name).ID})
	stacks := out["Stacks"].([]any)
	return stacks[0].(map[string]any)["StackStatus"].(string)
}

func (b *bench) is(name, status string) {
	b.t.Helper()
	if got := b.status(name); got != status {
		b.t.Fatalf("stack %s is %s, want %s\n%s", name, got, status, strings.Join(b.story(name, 0), "\n"))
	}
}

// story tells a stack's events, oldest first, from the one numbered so: seconds, logical id, status, reason.
func (b *bench) story(name string, from int) []string {
	st := b.stack(name)
	var lines []string
	for _, e := range st.Events[from:] {
		line := fmt.Sprintf("%3.0f %s %s", e.At.Sub(st.Created).Seconds(), e.Logical, e.Status)
		if e.Reason != "" {
			line += " | " + e.Reason
		}
		lines = append(lines, line)
	}
	return lines
}

func (b *bench) tells(name string, from int, want string) {
	b.t.Helper()
	got := strings.Join(b.story(name, from), "\n")
	if want = strings.TrimPrefix(want, "\n"); got != want {
		b.t.Errorf("events of %s:\n%s\nwant:\n%s", name, got, want)
	}
}

// String says which stack is meant without its whole state.
func (s *stack) String() string { return fmt.Sprintf("%s (%s)", s.Name, s.Status) }
