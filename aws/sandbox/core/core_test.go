package core_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// kettle is a service that takes time: Fill asks for boiling water, State says how far it is.
type kettle struct{}

type water struct {
	BoilsAt time.Time
	Boiled  []time.Time
}

func (kettle) Name() string { return "kettle" }
func (kettle) Ops() []core.Op {
	return []core.Op{
		core.Write("Fill", func(c *core.Call, in *struct{ Minutes int }) (*struct{}, error) {
			w := core.Part[water](c.Realm, "kettle")
			w.BoilsAt = c.Now().Add(c.Cloud.Pace().Scale(time.Duration(in.Minutes) * time.Minute))
			c.Realm.WakeAt(w.BoilsAt)
			return nil, nil
		}),
		core.Read("State", func(c *core.Call, _ *struct{}) (*struct{ Boiled int }, error) {
			return &struct{ Boiled int }{len(core.Part[water](c.Realm, "kettle").Boiled)}, nil
		}),
	}
}

func (kettle) Advance(c *core.Call) {
	w := core.Part[water](c.Realm, "kettle")
	if w.BoilsAt.IsZero() || w.BoilsAt.After(c.Now()) {
		return
	}
	w.Boiled = append(w.Boiled, w.BoilsAt)
	w.BoilsAt = time.Time{}
}

func (kettle) Count(r *core.Realm) int { return len(core.Part[water](r, "kettle").Boiled) }

type bench struct {
	*core.Cloud
	now time.Time
	mu  sync.Mutex
}

func newBench() *bench {
	b := &bench{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	b.Cloud = core.New(core.NewClock(func() time.Time {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.now
	}), core.NewIDs(1), kettle{})
	return b
}

func (b *bench) do(t *testing.T, account, op string, in core.Object) core.Object {
	t.Helper()
	out, err := b.Do(&core.Call{Context: context.Background(), Realm: b.Realm(account, "us-east-1"), Service: "kettle", Operation: op}, in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFastHasFinishedWhenTheAnswerIsWritten(t *testing.T) {
	b := newBench()
	b.do(t, "111111111111", "Fill", core.Object{"Minutes": 5})
	if got := b.do(t, "111111111111", "State", nil)["Boiled"]; got != float64(1) {
		t.Errorf("boiled %v times", got)
	}
}

func TestTimeGoesOnWhileNobodyHostsTheCloud(t *testing.T) {
	b := newBench()
	b.SetPace(core.Realistic)
	b.do(t, "111111111111", "Fill", core.Object{"Minutes": 5})
	state, err := b.Save()
	if err != nil {
		t.Fatal(err)
	}
	saved, _ := json.Marshal(state)

	later := newBench()
	later.now = b.now.Add(time.Hour)
	if err := json.Unmarshal(saved, &state); err != nil {
		t.Fatal(err)
	}
	later.Restore(state)
	if got := later.do(t, "111111111111", "State", nil)["Boiled"]; got != float64(1) {
		t.Fatalf("boiled %v times", got)
	}
	boiled := core.Part[water](later.Realm("111111111111", "us-east-1"), "kettle").Boiled[0]
	if want := b.now.Add(5 * time.Minute); !boiled.Equal(want) {
		t.Errorf("it boiled at %s, not at its own time %s", boiled, want)
	}
}

func TestWhatIsUnderWayEndsBeforeTheClockGoesBack(t *testing.T) {
	b := newBench()
	b.SetPace(core.Realistic)
	b.SetTime(10 * 365 * 24 * time.Hour)
	b.do(t, "111111111111", "Fill", core.Object{"Minutes": 5})
	b.SetTime(11 * 365 * 24 * time.Hour)
	b.do(t, "222222222222", "Fill", core.Object{"Minutes": 5})
	ends := b.Clock.Now().Add(5 * time.Minute)
	b.SetTime(0)
	for _, account := range []string{"111111111111", "222222222222"} {
		if got := b.do(t, account, "State", nil)["Boiled"]; got != float64(1) {
			t.Errorf("in %s it boiled %v times", account, got)
		}
	}
	boiled := core.Part[water](b.Realm("222222222222", "us-east-1"), "kettle").Boiled[0]
	if !boiled.Equal(ends) {
		t.Errorf("it boiled at %s, not at its own time %s", boiled, ends)
	}
}

func TestAccountsAreApartAndResetCounts(t *testing.T) {
	b := newBench()
	b.do(t, "111111111111", "Fill", core.Object{"Minutes": 1})
	if got := b.do(t, "222222222222", "State", nil)["Boiled"]; got != float64(0) {
		t.Error("state crossed accounts")
	}
	b.Index.Claim("name", core.Ref{Realm: b.Realm("111111111111", "us-east-1")})
	if n := b.Reset("111111111111"); n != 1 {
		t.Errorf("removed %d", n)
	}
	if _, taken := b.Index.Find("name"); taken {
		t.Error("a name outlived its account")
	}
	if n := b.Reset(""); n != 0 {
		t.Errorf("removed %d from an empty cloud", n)
	}
}

func TestUnknownOperationIsNeverA5xxThatSDKsRetry(t *testing.T) {
	b := newBench()
	_, err := b.Do(&core.Call{Context: t.Context(), Realm: b.Realm("1", "r"), Service: "kettle", Operation: "Whistle"}, nil)
	if e, ok := err.(*core.Error); !ok || e.Status != 501 {
		t.Error(err)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	b := newBench()
	b.SetPace(core.Lesson)
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			account := []string{"111111111111", "222222222222"}[i%2]
			for range 20 {
				b.do(t, account, "Fill", core.Object{"Minutes": i % 3})
				b.do(t, account, "State", nil)
				b.mu.Lock()
				b.now = b.now.Add(time.Second)
				b.mu.Unlock()
			}
		})
	}
	all.Wait()
	if _, err := b.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestASeedMakesTheSameIdentifiers(t *testing.T) {
	a, b := core.NewIDs(7), core.NewIDs(7)
	if x, y := a.UUID()+a.String(26, core.LowerAlnum), b.UUID()+b.String(26, core.LowerAlnum); x != y {
		t.Errorf("%s and %s", x, y)
	}
	if one, other := core.NewIDs(0).UUID(), core.NewIDs(0).UUID(); one == other {
		t.Error("without a seed two clouds made the same identifier")
	}
}

// A seeded cloud that is saved and opened again must not hand out the identifiers of its first life a second time: two users'
// sessions would have one name.
func TestASeededCloudThatIsOpenedAgainRepeatsNoIdentifier(t *testing.T) {
	first := newBench()
	used := first.IDs.UUID()
	state, err := first.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := newBench()
	again.Restore(state)
	next := first.IDs.UUID()
	if got := again.IDs.UUID(); got == used || got != next {
		t.Errorf("the second life began with %s; the first had used %s and would have gone on with %s", got, used, next)
	}
}

// free is a service whose one operation locks the account itself, and whose other one calls it.
type free struct{}

func (free) Name() string { return "free" }
func (free) Ops() []core.Op {
	return []core.Op{
		{Name: "Locks", Free: true, Handle: func(c *core.Call, _ core.Object) (any, error) {
			c.Realm.Account.Lock()
			defer c.Realm.Account.Unlock()
			return core.Object{}, nil
		}},
		{Name: "Calls", Handle: func(c *core.Call, in core.Object) (any, error) { return c.Do("", "free", "Locks", in) }},
	}
}

func TestAnOperationThatLocksIsNotDoneWithinAnother(t *testing.T) {
	cloud := core.New(core.NewClock(time.Now), core.NewIDs(1), free{})
	done := make(chan error, 1)
	go func() {
		_, err := cloud.Do(&core.Call{Context: t.Context(), Realm: cloud.Realm("1", "r"), Service: "free", Operation: "Calls"}, nil)
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("it was done")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it waits for the lock that it holds")
	}
}
