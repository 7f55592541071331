// Package core is the ground that every service of the practice cloud stands on: accounts and regions with their state,
// the clock and its pace, identifiers, the index of names that are unique across accounts, and the call itself.
//
// Rules of this layer: it knows no service and no wire format. A service is a value that lists its operations; it keeps
// all its state in Parts of the Realm it is called for (so that it is saved, restored and reset with it), reads time only
// from the Call, and never starts a goroutine: what takes time on AWS is a schedule that Advance moves forward.
package core
