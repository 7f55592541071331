package hosting_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/gateway"
	"agentcore-workshop/aws/sandbox/iam"
	"agentcore-workshop/aws/sandbox/runtime"
	"agentcore-workshop/aws/sandbox/secrets"
	"agentcore-workshop/aws/sandbox/wire"
)

// bench is a cloud with gateways, runtimes and what they need, whose time the test moves.
type bench struct {
	*testing.T
	cloud *core.Cloud
}

const roleARN = "arn:aws:iam::123456789012:role/agent"

// trust allows the service to assume a role for gateways and runtimes of the account, as AWS's guide has it.
const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},
	"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},
	"ArnLike":{"aws:SourceArn":"arn:aws:bedrock-agentcore:us-east-1:123456789012:*"}}}]}`

func newBench(t *testing.T) bench {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	cloud := core.New(core.NewClock(func() time.Time { return now }), core.NewIDs(1), iam.New(), secrets.New(),
		agentcore.NewControl(), agentcore.NewData(), gateway.New(), runtime.New())
	cloud.Validate = wire.New().Validate
	return bench{t, cloud}
}

// withRole makes the role under which everything is made.
func (b bench) withRole() bench {
	b.do("CreateRole", core.Object{"RoleName": "agent", "AssumeRolePolicyDocument": trust})
	return b
}

func (b bench) pass(d time.Duration) { b.cloud.Clock.SetOffset(b.cloud.Clock.Offset() + d) }

func (b bench) try(op string, in core.Object) (core.Object, error) {
	service := "bedrock-agentcore-control"
	for _, other := range []string{"iam", "bedrock-agentcore"} {
		if b.cloud.Knows(other, op) {
			service = other
		}
	}
	return b.cloud.Do(&core.Call{
		Context: context.Background(), Realm: b.cloud.Realm("123456789012", "us-east-1"), Service: service, Operation: op,
	}, in)
}

func (b bench) do(op string, in core.Object) core.Object {
	b.Helper()
	out, err := b.try(op, in)
	if err != nil {
		b.Fatalf("%s: %v", op, err)
	}
	return out
}

func (b bench) fails(op string, in core.Object, code, text string) {
	b.Helper()
	_, err := b.try(op, in)
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(e.Message, text) {
		b.Errorf("%s: want %s %q, got %v", op, code, text, err)
	}
}

// with is a tree with further members; nil takes one away.
func with(in core.Object, pairs ...any) core.Object {
	out := core.Object{}
	for k, v := range in {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == nil {
			delete(out, pairs[i].(string))
			continue
		}
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}
