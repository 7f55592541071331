// Package fault is the mechanism of the practice cloud's faults: rules that match requests and say what happens to them.
//
// Rules of this layer: it decides and does nothing itself; whoever serves the request delays, refuses or cuts it. It
// knows no sentences for people: titles, symptoms and repairs live with the lessons.
package fault
