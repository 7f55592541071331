package cleanup

import (
	"cmp"
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	kindStack     = "AWS::CloudFormation::Stack"
	kindParameter = "AWS::SSM::Parameter"
)

// stackThings lists the stack, and what of it can be proved absent one by one.
func (s *estate) stackThings() []leftover {
	if s.stack.ID == "" || s.stack.Status == "DELETE_COMPLETE" {
		return nil
	}
	all := []leftover{{
		kind: kindStack, name: s.stack.Name, id: s.stack.ID, why: text.T{En: "with everything that it made", Ko: "스택이 만든 모든 리소스와 함께"},
		remove: func(ctx context.Context, r *flow.Report) error { return DeleteStack(ctx, s.env, r, s.stack.ID) },
		gone: func(ctx context.Context) (bool, error) {
			now, err := s.env.Cloud.Stack(ctx, s.stack.ID)
			if err == nil {
				return now.Status == "DELETE_COMPLETE", nil
			}
			return Lost(now, err)
		},
	}}
	for _, r := range s.resources {
		if gone := s.absence(r); gone != nil {
			all = append(all, leftover{kind: r.Type, name: r.LogicalID, id: r.PhysicalID, with: s.stack.Name, why: text.T{En: "goes with the stack", Ko: "스택과 함께 지워집니다"}, gone: gone})
		}
	}
	return all
}

// absence is how a stack's resource is proved absent. What lives in the pool is absent when the pool is.
func (s *estate) absence(r aws.StackResource) func(context.Context) (bool, error) {
	cloud, id := s.env.Cloud, r.PhysicalID
	switch {
	case r.Type == kindRole:
		return func(ctx context.Context) (bool, error) { return Lost(cloud.Role(ctx, id)) }
	case r.Type == kindParameter:
		return func(ctx context.Context) (bool, error) { return parameterGone(ctx, cloud, id) }
	case r.Type == kindDomain:
		return func(ctx context.Context) (bool, error) {
			d, err := cloud.Domain(ctx, id)
			_, ours := s.mine[d.PoolID]
			return err == nil && !ours, err
		}
	case strings.HasPrefix(r.Type, "AWS::Cognito::"):
		pool := s.physical(kindPool)
		return func(ctx context.Context) (bool, error) { return Lost(cloud.UserPool(ctx, pool)) }
	}
	return nil
}

// deleteTries is how often a deletion that failed is begun again, after what stood in its way was taken off.
const deleteTries = 3

// DeleteStack deletes the stack and follows it until it is gone. A deletion under way is joined. Protections were agreed to be
// lifted; whatever blocks the deletion in spite of the inventory is looked for in between.
func DeleteStack(ctx context.Context, e *steps.Env, r *flow.Report, id string) error {
	var cause *aws.StackEvent
	for range deleteTries {
		stack, err := e.Cloud.Stack(ctx, id)
		switch {
		case aws.IsNotFound(err) || err == nil && stack.Status == "DELETE_COMPLETE":
			return nil
		case err != nil:
			return err
		}
		if stack.Status != "DELETE_IN_PROGRESS" {
			missing, err := clearTheWay(ctx, e, r, stack)
			if err != nil {
				return err
			}
			if err := e.Cloud.DeleteStack(ctx, id, missing...); err != nil {
				return err
			}
		}
		// The events are read from the operation's beginning: what a joined deletion has told before is told again.
		end, failed, err := e.Follow(ctx, r, id, "", 0)
		if err != nil || end.Status == "DELETE_COMPLETE" {
			return err
		}
		if cause = failed; cause == nil {
			cause = &aws.StackEvent{LogicalID: end.Name, Type: kindStack, Reason: cmp.Or(end.Reason, end.Status)}
		}
	}
	return &flow.Failure{Code: "DELETE_FAILED", Exit: flow.ExitService, Cause: steps.CauseOf(cause), Docs: steps.DocsStackFailures,
		Message: text.T{En: "The stack could not be deleted, tried %d times.", Ko: "스택을 %d번 시도했지만 지우지 못했습니다."}.With(deleteTries),
		Fix:     text.T{En: "Take away what the cause names, then run `cleanup` again.", Ko: "원인에 나온 것을 떼어 낸 다음 `cleanup`을 다시 실행하세요."}.With()}
}

// clearTheWay lifts protections. After a deletion that failed it also takes off what was put on the stack's resources since the
// inventory, and names the resources whose deletion failed because they are not there: CloudFormation is to pass over them.
func clearTheWay(ctx context.Context, e *steps.Env, r *flow.Report, stack aws.Stack) (missing []string, err error) {
	if stack.Protected {
		if err := e.Cloud.ProtectStack(ctx, stack.Name, false); err != nil {
			return nil, err
		}
		r.Say(text.T{En: "Termination protection is off.", Ko: "종료 방지를 껐습니다."}.With())
	}
	s := &estate{env: e, stack: stack, mine: map[string]aws.UserPool{}, domains: map[string]bool{}, unseen: map[string]error{}}
	s.readStack(ctx)
	if id := s.physical(kindPool); id != "" {
		if pool, err := e.Cloud.UserPool(ctx, id); err == nil {
			s.mine[id] = pool
		}
		if s.mine[id].DeletionProtection == "ACTIVE" {
			if err := e.Cloud.UnprotectPool(ctx, id); err != nil {
				return nil, err
			}
			r.Say(text.T{En: "The user pool's deletion protection is off.", Ko: "User Pool의 삭제 방지를 껐습니다."}.With())
		}
	}
	if stack.Status != "DELETE_FAILED" {
		return nil, context.Cause(ctx)
	}
	for _, l := range append(s.roles(ctx), s.inPools(ctx)...) {
		if l.blocks {
			if err := away(ctx, e, r, l); err != nil {
				return nil, err
			}
		}
	}
	for _, resource := range s.resources {
		look := s.absence(resource)
		if resource.Status != "DELETE_FAILED" || look == nil {
			continue
		}
		if gone, err := look(ctx); err == nil && gone {
			missing = append(missing, resource.LogicalID)
		}
	}
	return missing, context.Cause(ctx)
}

func parameterGone(ctx context.Context, cloud *aws.Cloud, name string) (bool, error) {
	found, _, err := cloud.Parameters(ctx, name)
	return err == nil && len(found) == 0, err
}

// parameters lists what lies under the prefix and is not the stack's. Another stack's prefix has been left out before.
func (s *estate) parameters() []leftover {
	var all []leftover
	for _, p := range s.params {
		name := p.Name
		if !ownParameter(name, s.env.Prefix) || s.inStack(name) {
			continue
		}
		all = append(all, leftover{
			kind: kindParameter, name: name, id: name, why: text.T{En: "under the workshop's path, and of no stack", Ko: "워크숍 경로에 있지만 스택에 속하지 않은 파라미터"},
			remove: func(ctx context.Context, _ *flow.Report) error { return s.env.Cloud.DeleteParameters(ctx, name) },
			gone:   func(ctx context.Context) (bool, error) { return parameterGone(ctx, s.env.Cloud, name) },
		})
	}
	return all
}
