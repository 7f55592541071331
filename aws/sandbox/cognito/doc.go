// Package cognito is Amazon Cognito user pools in the practice cloud: the control operations, the user API, the hosted
// pages and the OAuth 2.0 endpoints.
//
// Rules of this layer: all state is a Part of the realm; control operations run under the account's lock, but nothing
// that signs, hashes a password or writes to a browser does. Such code copies what it needs under the lock, works
// outside, and comes back for the result. Tokens, codes and cookies are stored only as digests.
package cognito
