// Package aws speaks to AWS for the course: thin, typed clients over aws-sdk-go-v2 (one file per service), the place that
// they work on, the kinds of trouble they meet, and our CloudFormation template.
//
// Rules of this layer: it imports the SDK, steps/secret and the standard library only. It says no sentences and draws
// nothing: results are small structs without SDK types, errors are *Error with a Kind, and `steps` puts both into words.
// The cloud is an endpoint; nothing here branches on which cloud answers, except route.go, which leads the workshop's AWS
// host names to the practice cloud once that has proved to be ours.
package aws
