package inbound

import (
	"context"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
)

// find looks for a gateway or a runtime: the one of the id that somebody has noted, else the one of a name. Nil when there is none.
func find[T any](ctx context.Context, noted, name string, get func(context.Context, string) (T, error), list func(context.Context) ([]T, error), named func(T) (id, name string)) (*T, error) {
	if noted != "" {
		found, err := get(ctx, noted)
		if err == nil {
			return &found, nil
		}
		if kind := aws.KindOf(err); kind != aws.NotFound && kind != aws.Validation { // a value that is no id is nobody's
			return nil, err
		}
	}
	all, err := list(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(one T) bool { _, is := named(one); return is == name })
	if i < 0 {
		return nil, nil
	}
	id, _ := named(all[i])
	found, err := get(ctx, id)
	if aws.IsNotFound(err) { // deleted in this second
		return nil, nil
	}
	return &found, err
}

// noted is what a parameter says, or empty.
func noted(ctx context.Context, e *steps.Env, short string) (string, error) {
	name := e.Parameter(short)
	found, _, err := e.Cloud.Parameters(ctx, name)
	return found[name].Value, err
}
