// Package cli is the command line: cobra commands made from the course's steps and actions, and the renderers that turn
// the one stream of events into plain lines, JSON lines, a checklist object or JUnit.
//
// Rules of this layer: it knows the engine (steps/flow), the languages and the secret type, never AWS and never a step by
// its inside. Results go to standard output, prose about them to standard error. A new step or action becomes a command by
// being listed; nothing is registered behind one's back.
package cli
