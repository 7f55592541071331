package steps

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// person is someone in a lab: how they are called, and the browser that is theirs.
type person struct {
	email    string
	password secret.Text
	browser  oauth.Browser
	// private means that nobody sits here as this person: their browser must be another profile.
	private bool
}

// people are the lab's two. The second one exists in the user pool only as long as the lab needs it, or until cleanup.
func (e *Env) people(ctx context.Context, r *flow.Report, pool string) (a, b person, err error) {
	a = person{email: TestUser, password: e.password(), browser: e.Browser}
	b = person{email: SecondUser, browser: e.Browser, private: true}
	if b.password, err = e.bringSecondUser(ctx, r, pool); err != nil {
		return a, b, err
	}
	if visitor, can := e.Browser.(oauth.Visitor); can {
		a.browser = visitor.As(a.email, a.password) // both begin with no cookies, so that the lab does not hang on what was done before
		b.browser, b.private = visitor.As(b.email, b.password), false
	}
	return a, b, nil
}

// bringSecondUser makes the second person, or gives an existing one a password that this session knows: it is the lab's own user.
func (e *Env) bringSecondUser(ctx context.Context, r *flow.Report, pool string) (secret.Text, error) {
	e.mu.Lock()
	known := e.second
	e.mu.Unlock()
	user, err := e.Cloud.User(ctx, pool, SecondUser)
	if err != nil && !aws.IsNotFound(err) {
		return secret.Text{}, err
	}
	if err == nil && user.Status == "CONFIRMED" && !known.Empty() {
		return known, nil
	}
	password := secret.New(TestPassword)
	if !e.Practice() {
		drawn, drawErr := newPassword()
		if drawErr != nil {
			return secret.Text{}, drawErr
		}
		password = drawn
	}
	if aws.IsNotFound(err) {
		if _, err := e.Cloud.CreateUser(ctx, pool, SecondUser, password); err != nil && aws.KindOf(err) != aws.Exists {
			return secret.Text{}, err
		}
	}
	if err := e.Cloud.SetPassword(ctx, pool, SecondUser, password); err != nil {
		return secret.Text{}, err
	}
	e.mu.Lock()
	e.second = password
	e.mu.Unlock()
	r.Fact("second_user", text.T{En: "Second user", Ko: "두 번째 사용자"}, SecondUser)
	return password, nil
}

// removeSecondUser deletes the lab's second person.
func (e *Env) removeSecondUser(ctx context.Context, pool string) error {
	if pool == "" {
		return nil
	}
	if err := e.Cloud.DeleteUser(ctx, pool, SecondUser); err != nil && !aws.IsNotFound(err) {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.second = secret.Text{}
	return nil
}

// bringLabWorkload makes the lab's own agent, which is deleted again with all that the vault keeps under it.
func (e *Env) bringLabWorkload(ctx context.Context) error {
	_, err := e.Cloud.CreateWorkloadIdentity(ctx, LabWorkload, e.returnURLs(), labTags())
	if aws.KindOf(err) == aws.Exists {
		_, err = e.Cloud.UpdateWorkloadIdentity(ctx, LabWorkload, e.returnURLs())
	}
	return err
}

// removeLabWorkload deletes it, also when the lab was interrupted.
func (e *Env) removeLabWorkload(ctx context.Context) error {
	err := e.Cloud.DeleteWorkloadIdentity(context.WithoutCancel(ctx), LabWorkload)
	if aws.IsNotFound(err) {
		return nil
	}
	return err
}
