// Package sts is the practice cloud's AWS Security Token Service: who is calling.
//
// Rule of this layer: it keeps no state. The caller is what the request was signed as; a call that names nobody is made
// by the account's workshop user, who is an administrator.
package sts

import (
	"crypto/sha256"

	"agentcore-workshop/aws/sandbox/core"
)

// User is the name of the IAM user that every account of the practice cloud has.
const User = "workshop"

// Service answers GetCallerIdentity.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "sts" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{core.Read("GetCallerIdentity", getCallerIdentity)}
}

type identity struct{ Account, Arn, UserId string }

func getCallerIdentity(c *core.Call, _ *struct{}) (*identity, error) {
	account := c.Realm.Account.ID
	out := &identity{Account: account, Arn: c.Caller, UserId: c.CallerID}
	if out.Arn == "" {
		out.Arn = UserARN(account)
	}
	if out.UserId == "" {
		out.UserId = UserID(account)
	}
	return out, nil
}

// UserARN is the ARN of an account's workshop user.
func UserARN(account string) string { return "arn:aws:iam::" + account + ":user/" + User }

// UserID is the unique identifier (AIDA…) of an account's workshop user, always the same for one account.
func UserID(account string) string {
	sum := sha256.Sum256([]byte("user " + account))
	id := []byte("AIDA")
	for _, b := range sum[:17] {
		id = append(id, core.UpperAlnum[int(b)%len(core.UpperAlnum)])
	}
	return string(id)
}
