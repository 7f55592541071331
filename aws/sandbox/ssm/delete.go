package ssm

import "agentcore-workshop/aws/sandbox/core"

type nameInput struct{ Name string }

type nothing struct{}

func deleteParameter(c *core.Call, in *nameInput) (*nothing, error) {
	s, name := storeOf(c.Realm), plain(c, in.Name)
	if s.Parameters[name] == nil {
		return nil, notFound()
	}
	delete(s.Parameters, name)
	return &nothing{}, nil
}

type namesInput struct{ Names []string }

type deletedOutput struct{ DeletedParameters, InvalidParameters []string }

// deleteParameters deletes what is there and lists the rest.
func deleteParameters(c *core.Call, in *namesInput) (*deletedOutput, error) {
	s := storeOf(c.Realm)
	out := &deletedOutput{DeletedParameters: []string{}, InvalidParameters: []string{}}
	for _, asked := range in.Names {
		name := plain(c, asked)
		if s.Parameters[name] == nil {
			out.InvalidParameters = append(out.InvalidParameters, asked)
			continue
		}
		delete(s.Parameters, name)
		out.DeletedParameters = append(out.DeletedParameters, asked)
	}
	return out, nil
}
