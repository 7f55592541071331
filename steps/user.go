package steps

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// BringUser leads the test user to CONFIRMED, whatever state it is found in. A CONFIRMED user's password is not touched.
func (e *Env) BringUser(ctx context.Context, r *flow.Report, pool string) error {
	user, err := e.Cloud.User(ctx, pool, TestUser)
	if err != nil && !aws.IsNotFound(err) {
		return err
	}
	absent := err != nil
	if !absent && !user.Enabled {
		if err := e.Cloud.EnableUser(ctx, pool, TestUser); err != nil {
			return err
		}
	}
	if !absent && user.Status == "CONFIRMED" {
		return nil
	}
	password, err := e.ChoosePassword(ctx, r)
	if err != nil {
		return err
	}
	if absent {
		_, err := e.Cloud.CreateUser(ctx, pool, TestUser, password)
		if err != nil && aws.KindOf(err) != aws.Exists { // someone else made it in this second
			return err
		}
	}
	if err := e.Cloud.SetPassword(ctx, pool, TestUser, password); err != nil {
		return err
	}
	e.mu.Lock()
	e.Password = password
	e.mu.Unlock()
	r.Fact("test_user", text.T{En: "Test user", Ko: "테스트 사용자"}, TestUser)
	return nil
}

// ChoosePassword takes the caller's, or the page's in practice; on AWS it offers a generated one first, since the page's is
// known to everybody who has read the page.
func (e *Env) ChoosePassword(ctx context.Context, r *flow.Report) (secret.Text, error) {
	if !e.Password.Empty() {
		return e.Password, nil
	}
	if e.Practice() {
		return secret.New(TestPassword), nil
	}
	generated, err := NewPassword()
	if err != nil {
		return secret.Text{}, err
	}
	answer, err := r.Ask(ctx, flow.Question{
		Kind:   flow.Confirm,
		Title:  text.T{En: "Which password shall %s have?", Ko: "%s의 암호를 무엇으로 할까요?"}.With(TestUser),
		Detail: text.T{En: "Your pool's sign-in page is on the internet. The page's password is public: whoever knows your domain can sign in with it.", Ko: "이 User Pool의 로그인 페이지는 인터넷에 공개됩니다. 워크숍 페이지의 암호는 누구나 알고 있으므로, 도메인을 아는 사람은 누구든 로그인할 수 있습니다."}.With(),
		Shown:  []flow.Fact{{Key: "generated_password", Label: text.T{En: "Generated (shown once)", Ko: "생성된 암호(한 번만 표시)"}, Value: generated.Reveal()}},
		Options: []flow.Option{
			{ID: "generated", Title: text.T{En: "The generated one; write it down now", Ko: "생성된 암호(지금 적어 두세요)"}},
			{ID: "published", Title: text.T{En: "The workshop page's, known to everybody", Ko: "워크숍 페이지의 암호(누구나 아는 값)"}},
		},
	})
	switch {
	case err != nil:
		return secret.Text{}, err
	case answer.Choice == "published":
		r.Warn(text.T{En: "The test user has a password that everybody knows. Remove the user when you are done.", Ko: "테스트 사용자의 암호는 누구나 아는 값입니다. 끝나면 사용자를 지우세요."}.With())
		return secret.New(TestPassword), nil
	}
	r.Say(text.T{En: "The password is kept for this session only. `aws cognito-idp admin-set-user-password` sets another one.", Ko: "암호는 이 세션 동안만 기억합니다. `aws cognito-idp admin-set-user-password`로 바꿀 수 있습니다."}.With())
	return generated, nil
}

// NewPassword draws 100 bits and adds one character of each kind that a pool's policy may ask for.
func NewPassword() (secret.Text, error) {
	raw := make([]byte, 13)
	if _, err := rand.Read(raw); err != nil {
		return secret.Text{}, err
	}
	drawn := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
	return secret.New("A7-" + drawn[:10] + "-" + drawn[10:20]), nil
}

// KnownPassword is what the sign-in can be told to type: what this session set or was given, or the page's in practice; empty when
// nobody here knows it.
func (e *Env) KnownPassword() secret.Text {
	e.mu.Lock()
	known := e.Password
	e.mu.Unlock()
	if known.Empty() && e.Practice() {
		return secret.New(TestPassword)
	}
	return known
}
