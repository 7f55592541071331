//go:build !linux

package testnet

// Run runs the tests, in the machine's network.
func Run(tests func() int) int { return tests() }
