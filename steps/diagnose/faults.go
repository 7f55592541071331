package diagnose

import (
	"slices"

	"agentcore-workshop/steps/text"
)

// Fault is a named fault of the practice cloud.
type Fault struct {
	// Name is what `sandbox break` takes; Arg shows the form of what may follow it after a colon, empty where nothing may.
	Name, Arg string
	Title     text.T
	// Symptom is what a person sees first.
	Symptom text.T
	// Breaks are the ids of the checks that must notice on a set-up that is deployed; with an argument of one's own, others
	// may. The first is the cause.
	Breaks []string
	// Repairable says that `fix` mends it, if need be by making the stack again; Why says of one that shows on a set-up why not.
	Repairable bool
	Why        text.T
}

// Faults lists them in the order in which they are shown.
func Faults() []Fault {
	return slices.Concat(ofRequests(), ofStack(), ofPool(), ofDomain(), ofClients(), ofUser(), ofParameters(), ofRole(), ofProvider(), ofConsent())
}
