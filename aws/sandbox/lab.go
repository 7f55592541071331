package sandbox

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/trouble"
)

// A lab is a set-up that was broken for somebody to find out how. Until it has ended nothing that lists faults names its own.
type lab struct {
	Began time.Time
	Names []string
	Hints int
	// Ended is zero while it is open; Solved says that the set-up was green then.
	Ended  time.Time
	Solved bool
}

// labs are one for each account at most: the newest.
type labs struct {
	mu sync.Mutex
	of map[string]lab
}

// LabState is what is said of a lab. Names are told by requests that ask for them, and when it has ended.
type LabState struct {
	Open   bool      `json:"open"`
	Solved bool      `json:"solved"`
	Began  time.Time `json:"began,omitzero"`
	// Seconds are from its beginning to its end, or to now.
	Seconds int64    `json:"seconds"`
	Faults  int      `json:"faults"`
	Hints   int      `json:"hints"`
	Names   []string `json:"names,omitempty"`
}

// hintsAtMost is how often a hint counts: there are three.
const hintsAtMost = 3

// adminLab answers GET lab, and POST lab/begin, lab/hint, lab/judge, lab/solve and lab/reveal.
func (c *Cloud) adminLab(x *exchange, what string) {
	var body struct {
		Account string
		// From are the faults to choose among, or all of them where Count is zero.
		From  []string
		Count int
	}
	if !x.input(&body) {
		return
	}
	account := cmp.Or(x.r.URL.Query().Get("account"), body.Account, DefaultAccount)
	if x.r.Method == http.MethodPost && what == "begin" {
		if err := c.beginLab(account, body.From, body.Count); err != nil {
			x.refuse(err)
			return
		}
	}
	state, ok := c.lookAtLab(account, what)
	if !ok {
		x.complain(http.StatusConflict, "no lab is open")
		return
	}
	if what == "solve" {
		for _, name := range state.Names {
			c.repair(account, name) // what is mended stays so, and the fault is out of force
		}
	}
	if x.r.Method == http.MethodPost {
		c.Touch()
		c.announce()
	}
	x.answer(http.StatusOK, state)
}

// beginLab brings faults about, count of them chosen by the cloud's dice.
func (c *Cloud) beginLab(account string, from []string, count int) error {
	if len(from) == 0 {
		return trouble.Refusal("a lab needs faults to choose among")
	}
	if count == 0 {
		count = len(from)
	} else {
		from = slices.Clone(from)
		for i := range from { // shuffled
			j := i + int(binary.BigEndian.Uint32(c.IDs.Bytes(4))%uint32(len(from)-i))
			from[i], from[j] = from[j], from[i]
		}
	}
	begun := lab{Began: c.Clock.Now()}
	var refused error
	for _, name := range from {
		if len(begun.Names) == count {
			break
		}
		broken, err := c.BreakNamed(account, name, "")
		if err != nil {
			refused = err
			continue
		}
		begun.Names = append(begun.Names, broken)
	}
	if len(begun.Names) < count {
		for _, name := range begun.Names {
			c.repair(account, name)
		}
		return refused
	}
	c.labs.mu.Lock()
	defer c.labs.mu.Unlock()
	if c.labs.of == nil {
		c.labs.of = map[string]lab{}
	}
	if old := c.labs.of[account]; old.Ended.IsZero() { // one that is open takes up the others
		begun.Names, begun.Hints = append(old.Names, begun.Names...), old.Hints
		if !old.Began.IsZero() {
			begun.Began = old.Began
		}
	}
	c.labs.of[account] = begun
	return nil
}

// lookAtLab does what is asked of an account's lab and says how it stands. Only asking after it needs none that is open.
func (c *Cloud) lookAtLab(account, what string) (LabState, bool) {
	c.labs.mu.Lock()
	defer c.labs.mu.Unlock()
	l, there := c.labs.of[account]
	open := there && l.Ended.IsZero()
	if !open && what != "" {
		return LabState{}, false
	}
	switch what {
	case "hint":
		l.Hints = min(l.Hints+1, hintsAtMost)
	case "solve", "reveal":
		l.Ended, l.Solved = c.Clock.Now(), what == "solve"
		open = false
	}
	if there {
		c.labs.of[account] = l
	}
	state := LabState{Open: open, Solved: l.Solved, Began: l.Began, Faults: len(l.Names), Hints: l.Hints}
	end := l.Ended
	if open {
		end = c.Clock.Now()
	}
	state.Seconds = int64(end.Sub(l.Began).Seconds())
	if !open || what == "hint" || what == "judge" {
		state.Names = l.Names
	}
	return state, true
}

// closeLab ends an account's lab unsolved, or every account's: its faults were lifted from outside, or the account was emptied.
func (c *Cloud) closeLab(account string) {
	c.labs.mu.Lock()
	defer c.labs.mu.Unlock()
	maps.DeleteFunc(c.labs.of, func(of string, l lab) bool { return (account == "" || of == account) && l.Ended.IsZero() })
}

// hidden are the faults of an account that its open lab does not tell.
func (c *Cloud) hidden(account, name string) bool {
	c.labs.mu.Lock()
	defer c.labs.mu.Unlock()
	l := c.labs.of[account]
	return l.Ended.IsZero() && slices.Contains(l.Names, name)
}

// HiddenFault stands for a fault that a lab does not tell.
const HiddenFault = "hidden"

// shown are the faults in force, as far as they may be told.
func (c *Cloud) shown() []InForce {
	all := c.InForce()
	for i, f := range all {
		if account := cmp.Or(f.Account, DefaultAccount); c.hidden(account, f.Name) {
			all[i] = InForce{Account: f.Account, Region: f.Region, Since: f.Since}
			all[i].Name = HiddenFault
		}
	}
	return all
}

func (l *labs) save() json.RawMessage {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.of) == 0 {
		return nil
	}
	raw, err := json.Marshal(l.of)
	if err != nil {
		return nil // times and names always can
	}
	return raw
}

func (l *labs) restore(raw json.RawMessage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of = nil
	if len(raw) > 0 && json.Unmarshal(raw, &l.of) != nil {
		l.of = nil
	}
}
