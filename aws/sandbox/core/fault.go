package core

import "maps"

// Fault returns the argument of a fault in force that a service acts on itself, such as "resource-create-failed" with
// the logical id, and whether it is in force.
func (c *Cloud) Fault(name string) (arg string, ok bool) {
	faults := c.faults.Load()
	if faults == nil {
		return "", false
	}
	arg, ok = (*faults)[name]
	return arg, ok
}

// SetFaults replaces the faults in force, by name.
func (c *Cloud) SetFaults(faults map[string]string) {
	copied := maps.Clone(faults)
	c.faults.Store(&copied)
}
