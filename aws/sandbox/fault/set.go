package fault

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Set holds the faults in force. Its methods may be called from anywhere.
type Set struct {
	mu     sync.Mutex
	rules  []Rule
	random *rand.Rand
}

// NewSet makes an empty set; seed decides which requests a probability hits.
func NewSet(seed uint64) *Set {
	return &Set{random: rand.New(rand.NewPCG(seed, 0x70726163))}
}

// Add puts a rule into force. One of the same name and argument is replaced.
func (s *Set) Add(r Rule) error {
	if err := r.check(); err != nil {
		return err
	}
	r.Seen, r.Hits = 0, 0
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(r.Name, r.Arg)
	s.rules = append(s.rules, r)
	return nil
}

// Lift takes faults out of force: those of a name, or all when name is empty. It returns how many.
func (s *Set) Lift(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.rules)
	s.rules = slices.DeleteFunc(s.rules, func(r Rule) bool {
		return name == "" || r.Name == name || r.Name+":"+r.Arg == name
	})
	return before - len(s.rules)
}

func (s *Set) remove(name, arg string) {
	s.rules = slices.DeleteFunc(s.rules, func(r Rule) bool { return r.Name == name && r.Arg == arg })
}

// List copies the faults in force.
func (s *Set) List() []Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rules)
}

// Replace puts saved faults into force, counters and all.
func (s *Set) Replace(rules []Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = slices.Clone(rules)
}

// Args maps each fault in force to its argument.
func (s *Set) Args() map[string]string {
	args := map[string]string{}
	for _, r := range s.List() {
		args[r.Name] = r.Arg
	}
	return args
}

// Outcome is what all rules together do to one request.
type Outcome struct {
	Delay, DateSkew        time.Duration
	Drop, Truncate, Outage bool
	Refuse, Action         string
	Error                  *Error
}

// Judge counts a request against every rule and adds up what happens to it.
func (s *Set) Judge(request Request) Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out Outcome
	for i := range s.rules {
		if r := &s.rules[i]; r.Match.fits(request) && r.Match.Kind != "none" && s.hit(r) {
			out.add(r.Effect)
		}
	}
	return out
}

// Denies returns the action of the rule that denies an operation, without counting: it serves inner calls.
func (s *Set) Denies(service, operation string) (action string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		if r.Effect.Refuse == AccessDenied && r.Match.fits(Request{Service: service, Operation: operation, API: true}) {
			return r.Effect.Action, true
		}
	}
	return "", false
}

func (s *Set) hit(r *Rule) bool {
	r.Seen++
	m := r.Match
	if m.Nth > 0 && r.Seen < m.Nth || m.Count > 0 && r.Hits >= m.Count {
		return false
	}
	if m.Probability > 0 && s.random.Float64() >= m.Probability {
		return false
	}
	r.Hits++
	return true
}

func (o *Outcome) add(e Effect) {
	o.Delay += time.Duration(e.Delay)
	o.DateSkew += time.Duration(e.DateSkew)
	o.Drop, o.Truncate, o.Outage = o.Drop || e.Drop, o.Truncate || e.Truncate, o.Outage || e.Outage
	if e.Refuse != "" && o.Refuse == "" {
		o.Refuse, o.Action = e.Refuse, e.Action
	}
	if e.Error != nil && o.Error == nil {
		o.Error = e.Error
	}
}
