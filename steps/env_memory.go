package steps

import (
	"slices"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
)

// LastVerification is what this session's last verification found, or nil.
func (e *Env) LastVerification() *flow.Verification {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.verified
}

// VerifiedAs keeps what a verification found.
func (e *Env) VerifiedAs(v *flow.Verification) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.verified = v
}

// Repaired remembers a repair for the session.
func (e *Env) Repaired(r flow.Repair) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.repairs = append(e.repairs, r)
}

// SessionRepairs are the session's repairs in their order.
func (e *Env) SessionRepairs() []flow.Repair {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.repairs)
}

// TheLab is the session's break-and-fix lab, made when it is first asked for.
func (e *Env) TheLab(make func() flow.Lab) flow.Lab {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.lab == nil {
		e.lab = make()
	}
	return e.lab
}

// PasswordIs keeps the test user's new password.
func (e *Env) PasswordIs(password secret.Text) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Password = password
}
