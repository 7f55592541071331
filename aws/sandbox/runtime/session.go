package runtime

import (
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// session is one conversation with an agent. It lives in memory, as the microVM of a session does on AWS.
type session struct {
	turns       int
	begun, last time.Time
}

type sessions struct {
	mu    sync.Mutex
	known map[string]*session // by runtime and session id
}

// mostSessions bounds the memory: beyond it, those that are over are forgotten.
const mostSessions = 1000

// turn counts an invocation in its session. One that has idled or lived too long begins anew.
func (s *sessions) turn(c *core.Call, l *located, id string) int {
	life := hosting.Branch(l.config, "lifecycleConfiguration")
	seconds := func(name string) time.Duration {
		n, _ := life[name].(float64)
		return time.Duration(n) * time.Second
	}
	idle, longest, now := seconds("idleRuntimeSessionTimeout"), seconds("maxLifetime"), c.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	key := l.arn + " " + id
	one := s.known[key]
	if one == nil || now.Sub(one.last) > idle || now.Sub(one.begun) > longest {
		if len(s.known) >= mostSessions {
			for old, other := range s.known {
				if now.Sub(other.last) > maxLifetime*time.Second {
					delete(s.known, old)
				}
			}
		}
		one = &session{begun: now}
		s.known[key] = one
	}
	one.turns++
	one.last = now
	return one.turns
}
