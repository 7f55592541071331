// Package flow is the engine of the course: steps, actions, probes, checks, events, the runner that works through them and
// the journal that remembers.
//
// Rules of this layer: it knows neither AWS nor a terminal. A step is plain blocking functions that report; goroutines,
// deadlines and cancellation belong to the runner. One stream of events tells screens, plain lines, JSON, journal and
// reports the same story.
package flow
