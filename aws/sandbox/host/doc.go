// Package host gives several processes one practice cloud: the first takes a lock in the state directory, serves on
// loopback and keeps the state in a file; the others are its clients; when it dies, the next takes over from the file.
//
// Rules of this layer: it listens on loopback only; everything it writes is private to the user and the state is sealed;
// a state that cannot be read is kept aside and never overwritten; after Close nothing of it runs.
package host
