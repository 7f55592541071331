package core_test

import (
	"context"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// shelf is a service whose things have names that are unique across accounts.
type shelf struct{ Names []string }

func (shelf) Name() string   { return "shelf" }
func (shelf) Ops() []core.Op { return nil }
func (shelf) Restored(cloud *core.Cloud, r *core.Realm) {
	if !r.Has("shelf") {
		return
	}
	for _, name := range core.Part[shelf](r, "shelf").Names {
		cloud.Index.Claim(name, core.Ref{Realm: r, ID: name})
	}
}

// TestAReplacedPartIsWhatIsThere: the living part goes, and the index follows, also where a name changes hands.
func TestAReplacedPartIsWhatIsThere(t *testing.T) {
	cloud := core.New(core.NewClock(nil), core.NewIDs(1), shelf{})
	a, b, other := cloud.Realm("111111111111", "r"), cloud.Realm("222222222222", "r"), cloud.Realm("333333333333", "r")
	for r, state := range map[*core.Realm]string{a: `{"Names":["x","y"]}`, b: `{"Names":["z"]}`, other: `{"Names":["o"]}`} {
		r.Replace("shelf", []byte(state))
		cloud.Reindex(r.Account)
	}
	a.Replace("shelf", []byte(`{"Names":["y","z"]}`))
	b.Replace("shelf", []byte(`{"Names":["x"]}`))
	cloud.Reindex(a.Account, b.Account)
	for name, want := range map[string]*core.Realm{"x": b, "y": a, "z": a, "o": other} {
		if ref, ok := cloud.Index.Find(name); !ok || ref.Realm != want {
			t.Errorf("%s is with %v", name, ref.Realm)
		}
	}
	if cloud.Index.Claim("o", core.Ref{Realm: a}) {
		t.Error("a name was taken twice")
	}
	b.Replace("shelf", nil)
	cloud.Reindex(b.Account)
	if _, found := cloud.Index.Find("x"); found || b.Has("shelf") {
		t.Error("a part that was removed is still there")
	}
	if raw, err := a.Saved("shelf"); err != nil || string(raw) != `{"Names":["y","z"]}` || len(a.Parts()) != 1 {
		t.Errorf("%s %v", raw, err)
	}
}

func TestAdvanceIsForThePresent(t *testing.T) {
	b := newBench()
	b.SetPace(core.Lesson)
	b.do(t, "1", "Fill", core.Object{"Minutes": 1})
	b.now = b.now.Add(b.Pace().Scale(1e12))
	c := &core.Call{Context: context.Background(), Cloud: b.Cloud, Realm: b.Realm("1", "us-east-1")}
	c.Realm.Account.Lock()
	c.At(b.now.Add(-1e12)).Advance()
	c.Realm.Account.Unlock()
	if got := len(core.Part[water](c.Realm, "kettle").Boiled); got != 1 {
		t.Errorf("boiled %d times", got)
	}
}
