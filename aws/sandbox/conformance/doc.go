// Package conformance holds the practice cloud against what its authors did not write: AWS's service models, and the
// clients that AWS ships. It has nothing but tests, the programs that they run, and the table of what is answered.
//
// Rule of this layer: a test that needs a client which is not installed says so and is skipped; no client is imitated.
package conformance
