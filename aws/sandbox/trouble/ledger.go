package trouble

import (
	"encoding/json"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// part is the name under which a realm remembers its faults, so that another process can repair them.
const part = "practice-faults"

// ledger is what a realm remembers, oldest first.
type ledger struct{ Records []Record }

// Record is a fault in force.
type Record struct {
	Name, Arg string
	Since     time.Time
	Setup     Setup
	Changes   []change
}

// recordsOf reads a realm's faults; the account's lock must be held, if only for reading.
func recordsOf(r *core.Realm) []Record {
	if !r.Has(part) {
		return nil
	}
	return core.Part[ledger](r, part).Records
}

// keepRecords writes them. None leaves no trace.
func keepRecords(r *core.Realm, records []Record) {
	if len(records) == 0 {
		r.Replace(part, nil)
		return
	}
	core.Part[ledger](r, part).Records = records
}

// snapshot is the saved state of the accounts that a fault may touch.
type snapshot map[place]json.RawMessage

// forgotten parts tell what happened, not what is: a mishap leaves them alone.
func forgotten(name string) bool { return name == part || name == "cloudtrail" }

func take(cloud *core.Cloud, accounts []*core.Account) (snapshot, error) {
	all := snapshot{}
	for _, a := range accounts {
		for region, r := range cloud.Realms(a) {
			for _, name := range r.Parts() {
				if forgotten(name) {
					continue
				}
				raw, err := r.Saved(name)
				if err != nil {
					return nil, err
				}
				all[place{a.ID, region, name}] = raw
			}
		}
	}
	return all, nil
}

// since lists what differs from an earlier snapshot.
func (s snapshot) since(earlier snapshot) []change {
	var all []change
	for at, after := range s {
		if before := earlier[at]; string(before) != string(after) {
			d := differ{place: at}
			d.compare(nil, decode(before), decode(after))
			all = append(all, d.found...)
		}
	}
	return all
}

// revert undoes changes, last first, and returns those that were undone, in the order in which they were made.
func revert(cloud *core.Cloud, changes []change) []change {
	trees := map[place]any{}
	var undone []change
	for i := len(changes) - 1; i >= 0; i-- {
		ch := changes[i]
		tree, read := trees[ch.place]
		if !read {
			raw, err := cloud.Realm(ch.Account, ch.Region).Saved(ch.Part)
			if err != nil {
				continue
			}
			tree = decode(raw)
		}
		tree, done := ch.undo(tree)
		trees[ch.place] = tree
		if done {
			undone = append([]change{ch}, undone...)
		}
	}
	touched := map[place]bool{}
	for _, ch := range undone {
		touched[ch.place] = true
	}
	for at := range touched {
		r := cloud.Realm(at.Account, at.Region)
		r.Replace(at.Part, encode(trees[at]))
		r.WakeAt(cloud.Clock.Now()) // what was restored may be waiting for its time
	}
	return undone
}

// repeat makes changes again that revert has undone.
func repeat(cloud *core.Cloud, changes []change) {
	flipped := make([]change, len(changes))
	for i, ch := range changes {
		flipped[len(changes)-1-i] = ch.flipped()
	}
	revert(cloud, flipped)
}

// standing reports whether anything of a fault is still as the fault left it.
func (r Record) standing(cloud *core.Cloud) bool {
	for _, ch := range r.Changes {
		raw, err := cloud.Realm(ch.Account, ch.Region).Saved(ch.Part)
		if err != nil {
			continue
		}
		if _, done := ch.undo(decode(raw)); done {
			return true
		}
	}
	return false
}
