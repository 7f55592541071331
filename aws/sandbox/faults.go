package sandbox

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/trouble"
)

// InForce is a fault in force: a rule that interferes with requests, a state that a set-up was brought into, or both.
type InForce struct {
	fault.Rule
	// Account and Region say whose set-up it is that was brought into a state; Since when.
	Account string     `json:"account,omitempty"`
	Region  string     `json:"region,omitempty"`
	Since   *time.Time `json:"since,omitempty"`
}

// Break puts a rule into force.
func (c *Cloud) Break(r fault.Rule) error {
	if err := c.faults.Add(r); err != nil {
		return err
	}
	c.faultsChanged()
	return nil
}

// Faults lists the rules in force.
func (c *Cloud) Faults() []fault.Rule { return c.faults.List() }

// InForce lists all faults in force: rules first, then what set-ups were brought into.
func (c *Cloud) InForce() []InForce {
	list := []InForce{}
	for _, r := range c.Faults() {
		list = append(list, InForce{Rule: r})
	}
	for _, r := range c.regions("") {
		for _, rec := range trouble.InForce(r) {
			list = append(list, InForce{
				Rule: fault.Rule{Name: rec.Name, Arg: rec.Arg}, Account: r.Account.ID, Region: r.Region, Since: &rec.Since,
			})
		}
	}
	return list
}

// RandomFault is the name that lets the cloud's dice choose.
const RandomFault = "random"

// BreakNamed brings a named fault about, in the set-ups of an account, or of all accounts when account is empty. It
// returns the fault's name, which is news when the dice chose it. Errors are trouble.Refusal when a set-up is not in the
// state for it, and wrong use otherwise.
func (c *Cloud) BreakNamed(account, name, arg string) (string, error) {
	if name == RandomFault {
		return c.breakAny(account)
	}
	e, arg, err := trouble.Parse(name, arg)
	if err != nil {
		return "", err
	}
	if e.Rule {
		rule, err := fault.Named(e.Name, arg)
		if err == nil {
			err = c.Break(rule)
		}
		if err != nil {
			return "", err
		}
	}
	if e.Break == nil {
		return e.Name, nil
	}
	if err := c.breakSetups(account, e, arg); err != nil {
		if e.Rule {
			c.Lift(e.Name + ":" + arg)
		}
		return "", err
	}
	c.faultsChanged()
	return e.Name, nil
}

// breakSetups breaks every set-up that is deployed. One that cannot be is passed over when another could.
func (c *Cloud) breakSetups(account string, e trouble.Entry, arg string) error {
	var errs []error
	broken := 0
	for _, r := range c.regions(account) {
		known := slices.ContainsFunc(trouble.InForce(r), func(rec trouble.Record) bool { return rec.Name == e.Name && rec.Arg == arg })
		if !known && !trouble.Deployed(c.Cloud, r) {
			continue
		}
		if err := trouble.Break(c.Cloud, r, e, arg); err != nil {
			errs = append(errs, err)
			continue
		}
		broken++
	}
	switch {
	case broken > 0 || e.Rule && len(errs) == 0:
		return nil
	case len(errs) > 0:
		return errs[0]
	}
	return trouble.Refusal("the fault " + e.Name + " needs a set-up that is deployed and at rest, and there is none: deploy first")
}

// triesAtMost bounds how often the dice are thrown again for a fault that cannot be brought about.
const triesAtMost = 50

func (c *Cloud) breakAny(account string) (string, error) {
	deployed := slices.ContainsFunc(c.regions(account), func(r *core.Realm) bool { return trouble.Deployed(c.Cloud, r) })
	dice := func(n int) int { return int(binary.BigEndian.Uint32(c.IDs.Bytes(4)) % uint32(n)) }
	var err error
	for range triesAtMost {
		e := trouble.Choose(deployed, dice)
		if slices.ContainsFunc(c.InForce(), func(f InForce) bool { return f.Name == e.Name }) {
			err = trouble.Refusal("every fault that can be brought about is in force")
			continue
		}
		var name string
		if name, err = c.BreakNamed(account, e.Name, ""); err == nil {
			return name, nil
		}
	}
	return "", err
}

// Lift takes the faults of a name, or all, out of force everywhere and returns how many. What they did is taken back.
func (c *Cloud) Lift(name string) int { return c.repair("", name) }

// repair lifts rules, and takes back what was done to the set-ups of an account, or of all. A fault counts once.
func (c *Cloud) repair(account, name string) int {
	lifted := map[string]bool{}
	for _, r := range c.Faults() {
		if name == "" || r.Name == name || r.Name+":"+r.Arg == name {
			lifted[r.Name+":"+r.Arg] = true
		}
	}
	c.faults.Lift(name)
	c.SetFaults(c.faults.Args())
	for _, r := range c.regions(account) {
		if len(trouble.InForce(r)) == 0 {
			continue
		}
		for _, repaired := range trouble.Repair(c.Cloud, r, name) {
			lifted[repaired] = true
		}
	}
	c.faultsChanged()
	return len(lifted)
}

// regions lists an account's realms with a region, or those of all accounts.
func (c *Cloud) regions(account string) []*core.Realm {
	var list []*core.Realm
	for _, a := range c.Accounts() {
		if account != "" && a.ID != account {
			continue
		}
		for region, r := range c.Realms(a) {
			if region != core.Global {
				list = append(list, r)
			}
		}
	}
	slices.SortFunc(list, func(a, b *core.Realm) int {
		return cmp.Or(strings.Compare(a.Account.ID, b.Account.ID), strings.Compare(a.Region, b.Region))
	})
	return list
}

func (c *Cloud) faultsChanged() {
	c.SetFaults(c.faults.Args())
	c.Touch()
	c.announce()
}
