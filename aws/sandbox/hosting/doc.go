// Package hosting is what the practice cloud's AgentCore gateways and runtimes have in common: states that change as time
// goes on, requests that may be repeated, the role under which they act, and the errors by which they refuse.
//
// Rule of this layer: it knows no resource. What a gateway or a runtime is, their own packages say.
//
// Texts marked [K] are this program's reading of AWS where no public record of the text was found.
package hosting
