// Package console is the practice cloud's console: a few pages that show what is in an account, as the AWS console would,
// so that nobody has to take a command line's word for it. It only reads, it shows no secret, it has no script, and it
// asks the services what anybody could ask them.
package console
