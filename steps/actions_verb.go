package steps

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// doing is what an action does in an environment.
type doing func(ctx context.Context, e *Env, r *flow.Report, args flow.Args) (flow.Result, error)

// WithEnv gives an action its environment, and puts its errors into words.
func WithEnv(do doing) func(context.Context, *flow.Session, *flow.Report, flow.Args) (flow.Result, error) {
	return func(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
		e, err := EnvOf(s)
		if err != nil {
			return flow.Result{}, err
		}
		result, err := do(ctx, e, r, args)
		return result, Explain(err)
	}
}

// TokenVerb shows the token that a step leaves under a name, in the form that was asked for.
func TokenVerb(step func(*Env) flow.Step, name string) func(context.Context, *flow.Session, *flow.Report, flow.Args) (flow.Result, error) {
	return func(ctx context.Context, s *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
		return tokenResult(ctx, s, r, args, step, name)
	}
}

// Verb is an action in the environment of a session.
func Verb(name string, changes bool, short text.T, params []flow.Param, do doing) flow.Action {
	return flow.Action{Name: name, Short: short, Changes: changes, Params: params, Do: WithEnv(do)}
}

// Agreed turns an answer into an error when it is no.
func Agreed(answer flow.Answer, err error) error {
	if err == nil && !answer.Yes {
		err = Declined()
	}
	return err
}

// Deleted says that something is deleted, or was not there.
func Deleted(name string, err error) (flow.Result, error) {
	if err != nil && !aws.IsNotFound(err) {
		return flow.Result{}, err
	}
	deleted := err == nil
	return flow.Result{JSON: map[string]any{"name": name, "deleted": deleted}, Text: func(l text.Lang, _ int) string {
		if !deleted {
			return text.T{En: "%s was not there.", Ko: "%s{은/는} 없었습니다."}.With(name).In(l) + "\n"
		}
		return text.T{En: "%s is deleted.", Ko: "%s{을/를} 지웠습니다."}.With(name).In(l) + "\n"
	}}, nil
}
