package identity

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
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
func people(ctx context.Context, e *steps.Env, r *flow.Report, pool string) (a, b person, err error) {
	a = person{email: steps.TestUser, password: e.KnownPassword(), browser: e.Browser}
	b = person{email: SecondUser, browser: e.Browser, private: true}
	if b.password, err = bringSecondUser(ctx, e, r, pool); err != nil {
		return a, b, err
	}
	if visitor, can := e.Browser.(oauth.Visitor); can {
		a.browser = visitor.As(a.email, a.password) // both begin with no cookies, so that the lab does not hang on what was done before
		b.browser, b.private = visitor.As(b.email, b.password), false
	}
	return a, b, nil
}

// labMark is on the second user that this program made: users have no tags, but every pool's schema has this attribute.
func labMark() aws.UserAttribute {
	return aws.UserAttribute{Name: "nickname", Value: "agentcore-workshop"}
}

// ofTheLab reports whether this program made the user. Somebody else's second@example.com is left alone.
func ofTheLab(u aws.User) bool { return u.Attributes[labMark().Name] == labMark().Value }

// notOurUser refuses to reset the password of somebody else's user.
func notOurUser(pool string) error {
	return &flow.Failure{Code: "UserNotOurs", Exit: flow.ExitService,
		Message: text.T{En: "The user pool has a user %s already, and nothing shows that this program made it, so it is left alone.", Ko: "User Pool에 %s 사용자가 이미 있고 이 프로그램이 만들었다는 표시가 없어 건드리지 않습니다."}.With(SecondUser),
		Cause:   text.T{En: "The lab would give this user a new password, and delete it at the end.", Ko: "실습은 이 사용자의 암호를 새로 정하고 끝나면 사용자를 지웁니다."}.With(),
		Fix: text.T{En: "If it may be the lab's, mark it: `aws cognito-idp admin-update-user-attributes --user-pool-id %s --username %s --user-attributes Name=%s,Value=%s`. Otherwise do the lab in a pool without this user.",
			Ko: "실습에 써도 되는 사용자라면 다음 명령으로 표시하세요: `aws cognito-idp admin-update-user-attributes --user-pool-id %s --username %s --user-attributes Name=%s,Value=%s` 아니라면 이 사용자가 없는 User Pool에서 실습하세요."}.With(pool, SecondUser, labMark().Name, labMark().Value)}
}

// bringSecondUser makes the second person, or gives the lab's own from an earlier session a password that this session knows.
func bringSecondUser(ctx context.Context, e *steps.Env, r *flow.Report, pool string) (secret.Text, error) {
	known := e.SecondPassword()
	user, err := e.Cloud.User(ctx, pool, SecondUser)
	if err != nil && !aws.IsNotFound(err) {
		return secret.Text{}, err
	}
	switch {
	case err == nil && !ofTheLab(user):
		return secret.Text{}, notOurUser(pool)
	case err == nil && user.Status == "CONFIRMED" && !known.Empty():
		return known, nil
	}
	password := secret.New(steps.TestPassword)
	if !e.Practice() {
		drawn, drawErr := steps.NewPassword()
		if drawErr != nil {
			return secret.Text{}, drawErr
		}
		password = drawn
	}
	if aws.IsNotFound(err) {
		_, err := e.Cloud.CreateUser(ctx, pool, SecondUser, password, labMark())
		if aws.KindOf(err) == aws.Exists { // made in this second, perhaps by another process of ours
			if user, err = e.Cloud.User(ctx, pool, SecondUser); err == nil && !ofTheLab(user) {
				err = notOurUser(pool)
			}
		}
		if err != nil {
			return secret.Text{}, err
		}
	}
	if err := e.Cloud.SetPassword(ctx, pool, SecondUser, password); err != nil {
		return secret.Text{}, err
	}
	e.SecondPasswordIs(password)
	r.Fact("second_user", text.T{En: "Second user", Ko: "두 번째 사용자"}, SecondUser)
	return password, nil
}

// removeSecondUser deletes the lab's second person, and nobody else's.
func removeSecondUser(ctx context.Context, e *steps.Env, pool string) error {
	if pool == "" {
		return nil
	}
	user, err := e.Cloud.User(ctx, pool, SecondUser)
	if err == nil {
		if !ofTheLab(user) {
			return nil
		}
		err = e.Cloud.DeleteUser(ctx, pool, SecondUser)
	}
	if err != nil && !aws.IsNotFound(err) {
		return err
	}
	e.SecondPasswordIs(secret.Text{})
	return nil
}

// bringLabWorkload makes the lab's own agent, which is deleted again with all that the vault keeps under it.
func bringLabWorkload(ctx context.Context, e *steps.Env) error {
	_, err := e.Cloud.CreateWorkloadIdentity(ctx, LabWorkload, e.ReturnURLs(), steps.OwnTags())
	if aws.KindOf(err) == aws.Exists {
		_, err = e.Cloud.UpdateWorkloadIdentity(ctx, LabWorkload, e.ReturnURLs())
	}
	return err
}

// removeLabWorkload deletes it, also when the lab was interrupted.
func removeLabWorkload(ctx context.Context, e *steps.Env) error {
	err := e.Cloud.DeleteWorkloadIdentity(context.WithoutCancel(ctx), LabWorkload)
	if aws.IsNotFound(err) {
		return nil
	}
	return err
}
