package core

import (
	"maps"
	"slices"
)

// Regions lists the regions in which an account has been used, by name, without Global.
func (c *Cloud) Regions(account string) []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	a := c.accounts[account]
	if a == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.realms)), func(region string) bool { return region == Global })
}
