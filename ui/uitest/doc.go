// Package uitest lets screens be tested as a person sees them: a terminal that emulates one, keys as bytes, and a workshop
// whose steps are scripted.
//
// Rules of this layer: only tests and demonstrations import it; it does not import the program, and knows steps/flow only.
package uitest
