package trouble

import (
	"errors"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// lock takes the locks of an account and of its neighbour, always in the same order, and returns how to give them back.
func lock(cloud *core.Cloud, realm *core.Realm) (neighbour *core.Realm, accounts []*core.Account, unlock func()) {
	other := "210987654321"
	if realm.Account.ID == other {
		other = "123456789012"
	}
	neighbour = cloud.Realm(other, realm.Region)
	cloud.Realm(realm.Account.ID, core.Global) // IAM's realm, made before anybody iterates
	accounts = []*core.Account{realm.Account, neighbour.Account}
	slices.SortFunc(accounts, func(a, b *core.Account) int { return strings.Compare(a.ID, b.ID) })
	for _, a := range accounts {
		a.Lock()
	}
	return neighbour, accounts, func() {
		cloud.Reindex(accounts...)
		for _, a := range accounts {
			a.Unlock()
		}
		cloud.Touch()
	}
}

// Break brings the set-up of a realm into the state of a fault that changes state. Doing it twice is doing it once. A
// Refusal says why it cannot be done as things stand; then nothing has changed.
func Break(cloud *core.Cloud, realm *core.Realm, e Entry, arg string) error {
	neighbour, accounts, unlock := lock(cloud, realm)
	defer unlock()
	if arg == "" {
		arg = e.Arg
	}
	scene := newScene(cloud, realm, neighbour, arg)
	scene.call.Advance()
	records := slices.Clone(recordsOf(realm))
	if i := slices.IndexFunc(records, func(r Record) bool { return r.Name == e.Name && r.Arg == arg }); i >= 0 {
		if records[i].standing(cloud) {
			return nil
		}
		records = slices.Delete(records, i, i+1) // somebody has mended it by hand
		keepRecords(realm, records)
	}
	if err := scene.look(); err != nil {
		return err
	}
	before, err := take(cloud, accounts)
	if err != nil {
		return err
	}
	err = e.Break(scene)
	scene.call.Advance()
	after, broken := take(cloud, accounts)
	if broken != nil {
		return broken
	}
	changes := after.since(before)
	if err == nil && len(changes) == 0 {
		err = Refusal("the set-up is in that state already")
	}
	if err != nil {
		revert(cloud, changes)
		return refusal(err)
	}
	keepRecords(realm, append(records, Record{Name: e.Name, Arg: arg, Since: cloud.Clock.Now(), Setup: scene.Setup, Changes: changes}))
	return nil
}

// refusal is what a service answered, as a reason why a fault cannot be brought about.
func refusal(err error) error {
	var answered *core.Error
	if errors.As(err, &answered) {
		return Refusal(answered.Error())
	}
	return err
}

// Repair takes back the faults of a name ("user-missing"), of a name with its argument, or all when name is empty, and
// returns each as "name:argument", youngest first. What somebody has mended by hand stays as it is.
func Repair(cloud *core.Cloud, realm *core.Realm, name string) []string {
	neighbour, accounts, unlock := lock(cloud, realm)
	defer unlock()
	records := recordsOf(realm)
	first := slices.IndexFunc(records, func(r Record) bool { return r.goesBy(name) })
	if first < 0 {
		return nil
	}
	scene := newScene(cloud, realm, neighbour, "")
	scene.call.Advance()
	// Faults lie on each other. Those that are younger are lifted off, and put back on afterwards.
	var repaired []string
	kept := slices.Clone(records[:first])
	var later []func()
	for _, r := range slices.Backward(records[first:]) {
		if r.goesBy(name) {
			repaired = append(repaired, r.Name+":"+r.Arg)
			revert(cloud, r.toRepair(scene))
			continue
		}
		undone := revert(cloud, r.Changes)
		later = append(later, func() {
			// What it lies on may differ now, so what it changes is found anew.
			before, err := take(cloud, accounts)
			repeat(cloud, undone)
			after, err2 := take(cloud, accounts)
			if err == nil && err2 == nil {
				r.Changes = after.since(before)
			}
			kept = append(kept, r)
		})
	}
	for _, again := range slices.Backward(later) {
		again()
	}
	keepRecords(realm, kept)
	cloud.Reindex(accounts...)
	scene.call.Advance()
	return repaired
}

func (r Record) goesBy(name string) bool {
	return name == "" || r.Name == name || r.Arg != "" && r.Name+":"+r.Arg == name
}

// toRepair are the changes to take back. Where something new stands in the place of what is gone, only those elsewhere.
func (r Record) toRepair(s *Scene) []change {
	e, known := Find(r.Name)
	if !known || e.Mended == nil {
		return r.Changes
	}
	s.Setup, s.Arg = r.Setup, r.Arg
	if !e.Mended(s) {
		return r.Changes
	}
	return r.elsewhere(s.call.Realm)
}

// Forget takes back what the faults of a realm did in other accounts, since the realm itself is about to be emptied.
func Forget(cloud *core.Cloud, realm *core.Realm) {
	_, _, unlock := lock(cloud, realm)
	defer unlock()
	for _, r := range slices.Backward(recordsOf(realm)) {
		revert(cloud, r.elsewhere(realm))
	}
}

// elsewhere are the changes in other accounts than the realm's.
func (r Record) elsewhere(realm *core.Realm) []change {
	return slices.DeleteFunc(slices.Clone(r.Changes), func(ch change) bool { return ch.Account == realm.Account.ID })
}

// InForce lists the faults of a realm, oldest first.
func InForce(r *core.Realm) []Record {
	r.Account.RLock()
	defer r.Account.RUnlock()
	return slices.Clone(recordsOf(r))
}

// Deployed reports whether a realm has a set-up that faults can be brought about in.
func Deployed(cloud *core.Cloud, r *core.Realm) bool {
	neighbour, _, unlock := lock(cloud, r)
	defer unlock()
	scene := newScene(cloud, r, neighbour, "")
	scene.call.Advance()
	_, err := scene.find()
	return err == nil
}
