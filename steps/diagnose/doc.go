// Package diagnose is the catalogue of known troubles, as a person meets them. Now it holds the practice cloud's faults:
// what each is called, and what it looks like.
//
// Rules of this layer: words and names only. The practice cloud knows how a fault is brought about; this package knows
// what it means. A test of the program matches the two lists.
package diagnose
