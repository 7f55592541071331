package cognito

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

func resourceServerOps() []core.Op {
	return []core.Op{
		core.Write("CreateResourceServer", createServer),
		core.Read("DescribeResourceServer", describeServer),
		core.Write("UpdateResourceServer", updateServer),
		core.Write("DeleteResourceServer", deleteServer),
		core.Read("ListResourceServers", listServers),
	}
}

// ResourceServer is an API that a pool gives out scopes for. A scope's full name is Identifier/ScopeName.
type ResourceServer struct {
	UserPoolId, Identifier, Name string
	Scopes                       []serverScope
}

type serverScope struct{ ScopeName, ScopeDescription string }

type serverAnswer struct{ ResourceServer *ResourceServer }

func createServer(c *core.Call, in *ResourceServer) (serverAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return serverAnswer{}, err
	}
	if _, taken := p.Servers[in.Identifier]; taken {
		return serverAnswer{}, invalid("%s already exists in user pool %s.", in.Identifier, p.Id)
	}
	if len(p.Servers) >= serversAtMost {
		return serverAnswer{}, full("resource servers")
	}
	put(&p.Servers, in.Identifier, in)
	return serverAnswer{in}, nil
}

func findServer(c *core.Call, poolID, id string) (*Pool, *ResourceServer, error) {
	p, err := findPool(c, poolID)
	if err != nil {
		return nil, nil, err
	}
	s, ok := p.Servers[id]
	if !ok {
		return nil, nil, notFound("Resource server %s does not exist in user pool %s.", id, p.Id)
	}
	return p, s, nil
}

func describeServer(c *core.Call, in *ResourceServer) (serverAnswer, error) {
	_, s, err := findServer(c, in.UserPoolId, in.Identifier)
	return serverAnswer{s}, err
}

// updateServer replaces name and scopes. Clients keep the names of scopes that are gone; asking for one then fails.
func updateServer(c *core.Call, in *ResourceServer) (serverAnswer, error) {
	_, s, err := findServer(c, in.UserPoolId, in.Identifier)
	if err != nil {
		return serverAnswer{}, err
	}
	s.Name, s.Scopes = in.Name, in.Scopes
	return serverAnswer{s}, nil
}

func deleteServer(c *core.Call, in *ResourceServer) (empty, error) {
	p, s, err := findServer(c, in.UserPoolId, in.Identifier)
	if err != nil {
		return empty{}, err
	}
	delete(p.Servers, s.Identifier)
	return empty{}, nil
}

type listServersInput struct {
	UserPoolId, NextToken string
	MaxResults            int
}

type listServersAnswer struct {
	ResourceServers []*ResourceServer
	NextToken       string
}

func listServers(c *core.Call, in *listServersInput) (listServersAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return listServersAnswer{}, err
	}
	list, next, err := paged(values(p.Servers), func(s *ResourceServer) string { return s.Identifier }, "servers:"+p.Id, in.NextToken, in.MaxResults, 50)
	return listServersAnswer{list, next}, err
}

// hasScope reports whether a custom scope exists in the pool. Identifiers may be URLs, so the last slash divides.
func (p *Pool) hasScope(full string) bool {
	i := strings.LastIndex(full, "/")
	if i < 0 {
		return false
	}
	s, ok := p.Servers[full[:i]]
	if !ok {
		return false
	}
	for _, scope := range s.Scopes {
		if scope.ScopeName == full[i+1:] {
			return true
		}
	}
	return false
}
