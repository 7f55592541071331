// Package cfn is CloudFormation in the practice cloud: stacks, change sets, events, exports.
//
// Rules of this layer: a stack operation is a saved value (what to do, what is done, when the next thing is due), moved
// forward by time alone in Advance, so that it goes on after the process that started it has gone. Resources are made,
// changed and removed by the same operations of the other services that a client would call. Templates are read by the
// sub-package template, which knows nothing of stacks. A resource type is one file, listed in types.go.
package cfn
