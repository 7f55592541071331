package steps

import (
	"cmp"
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
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

// Outlived is a token of this session that has ended at least a minute ago.
func (e *Env) Outlived() (secret.Text, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, name := range []string{TokenOfUser, TokenFromCognito, TokenFromAgentCore} {
		if t, ok := e.tokens[name]; ok && !t.Expires.IsZero() && t.Expires.Add(time.Minute).Before(e.Cloud.Now()) {
			return t.Access, true
		}
	}
	return secret.Text{}, false
}

// Called is a user's name in a token with the address that the person signed in with: an access token has no e-mail in it.
func (e *Env) Called(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if name != "" && name == e.signed.user && e.signed.email != "" {
		return name + " (" + e.signed.email + ")"
	}
	return name
}

// LabStatus is Present after a lab went well in this session.
func (e *Env) LabStatus(name string, done text.T) flow.Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.labs[name]; !ok {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "Not tried in this session yet.", Ko: "이번 세션에서 아직 시도하지 않았습니다."}.With()}
	}
	return flow.Status{State: flow.Present, Summary: done.With()}
}

// LabDone remembers that a lab went well.
func (e *Env) LabDone(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.labs == nil {
		e.labs = map[string]time.Time{}
	}
	e.labs[name] = e.Cloud.Now()
}

// SignedInAs is the e-mail address, or else the name, of whom this session signed in; empty when nobody was.
func (e *Env) SignedInAs() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return cmp.Or(e.signed.email, e.signed.user)
}

// SecondPassword is the password that this session gave the labs' second user, or empty; SecondPasswordIs keeps it.
func (e *Env) SecondPassword() secret.Text {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.second
}

func (e *Env) SecondPasswordIs(password secret.Text) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.second = password
}
