// Package steps is the course: one file per step, each with the same five parts in the same order (Info, State, Apply, Undo,
// Code), and what they share (env*.go, setup.go). Here is the main job. Next door, built on it: the steps about AgentCore Identity (identity),
// those about gateways and runtimes (inbound), the checklist and its repairs (checkup), and the way out (cleanup).
//
// Rules of this layer: it puts what aws and oauth return into words, and never touches a terminal. Every error leaves it as a
// flow.Failure (failure.go). What exists is always read from the place. Constructors take a nil *Env when only Info is wanted.
package steps
