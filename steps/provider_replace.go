package steps

import (
	"cmp"
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// ReplaceProvider makes a provider again under its name with another vendor, which an update cannot change. Its callback URL becomes
// another one, so it has a question of its own, and --yes alone does not agree to it on AWS.
func (e *Env) ReplaceProvider(ctx context.Context, r *flow.Report, found aws.Provider, spec aws.ProviderSpec) (aws.Provider, error) {
	if err := e.mayReplace(ctx, r, found, spec); err != nil {
		return aws.Provider{}, err
	}
	if err := e.Cloud.DeleteProvider(ctx, found.Name); err != nil && !aws.IsNotFound(err) {
		return aws.Provider{}, err
	}
	if err := e.AwaitProviderGone(ctx, found.Name); err != nil {
		return aws.Provider{}, err
	}
	_, err := e.Cloud.CreateProvider(ctx, spec)
	made, err := e.SettledProvider(ctx, found.Name, err)
	if err == nil && made.CallbackURL != found.CallbackURL {
		r.Warn(text.T{En: "The provider %s was made again. Its callback URL changed from %s to %s: register the new one wherever the old one was.", Ko: "Provider %s{을/를} 다시 만들었습니다. callback URL이 %s에서 %s{으로/로} 바뀌었으므로 이전 주소를 등록한 곳마다 새 주소를 등록하세요."}.With(found.Name, found.CallbackURL, made.CallbackURL))
	}
	return made, err
}

// mayReplace asks before a provider is deleted. In practice replacing is the default, on AWS leaving.
func (e *Env) mayReplace(ctx context.Context, r *flow.Report, found aws.Provider, spec aws.ProviderSpec) error {
	wanted := cmp.Or(spec.Vendor, vendorCustom)
	options := []flow.Option{
		{ID: "leave", Title: text.T{En: "Leave it as it is", Ko: "그대로 두기"}},
		{ID: "replace", Title: text.T{En: "Delete it and make it again", Ko: "지우고 다시 만들기"}, Destroys: true},
	}
	if e.Practice() {
		options[0], options[1] = options[1], options[0]
	}
	answer, err := r.Ask(ctx, flow.Question{
		Kind: flow.Confirm, Options: options,
		Title:  text.T{En: "The provider %s is a %s provider, and its vendor cannot be changed. Delete it and make it again?", Ko: "Provider %s{은/는} %s 종류이며 종류는 바꿀 수 없습니다. 지우고 다시 만들까요?"}.With(found.Name, found.Vendor),
		Detail: text.T{En: "Its callback URL and its secret go with it. Whoever has registered that URL must register the new one, and sign-ins that are under way end.", Ko: "callback URL과 시크릿도 함께 사라집니다. 그 URL을 등록한 곳에는 새 URL을 등록해야 하며, 진행 중인 로그인은 끊깁니다."}.With(),
		Shown: []flow.Fact{
			{Key: "credentialProviderVendor", Label: text.T{En: "Vendor", Ko: "종류"}, Value: found.Vendor + " → " + wanted},
			{Key: "callback_url", Label: text.T{En: "Callback URL that ends", Ko: "없어지는 callback URL"}, Value: found.CallbackURL},
		},
	})
	if err != nil {
		return err
	}
	if answer.Choice == "replace" {
		return nil
	}
	return &flow.Failure{Code: "ProviderVendor", Exit: flow.ExitService, Docs: DocsProvider,
		Message: text.T{En: "The provider %s is a %s provider, not %s. It was left as it is.", Ko: "Provider %s의 종류가 %s입니다. 필요한 종류는 %s입니다. 그대로 두었습니다."}.With(found.Name, found.Vendor, wanted),
		Cause:   text.T{En: "A vendor cannot be changed, and deleting a provider changes its callback URL.", Ko: "종류는 바꿀 수 없고, Provider를 지우면 callback URL이 바뀝니다."}.With(),
		Fix:     text.T{En: "If nobody needs it, run this again in a terminal without --yes and choose to replace it.", Ko: "아무도 쓰지 않는다면 터미널에서 --yes 없이 다시 실행하고 다시 만들기를 선택하세요."}.With()}
}

// goneTime is how long a deleted provider may still be seen.
const goneTime = time.Minute

// AwaitProviderGone waits until a deleted provider is not there any more: before that its name is taken.
func (e *Env) AwaitProviderGone(ctx context.Context, name string) error {
	pause, start := e.Pause(), e.Clock.Now()
	for {
		p, err := e.Cloud.Provider(ctx, name)
		switch {
		case aws.IsNotFound(err):
			return nil
		case err != nil:
			return err
		case p.Status == "DELETE_FAILED" || e.Clock.Now().Sub(start) > goneTime:
			return &flow.Failure{Code: cmp.Or(p.Status, "StillThere"), Exit: flow.ExitService, Docs: DocsProvider, Cause: text.Plain(p.FailureReason),
				Message: text.T{En: "The provider %s could not be deleted.", Ko: "Provider %s{을/를} 지우지 못했습니다."}.With(name),
				Fix:     text.T{En: "Settle the cause, then run `provider` again.", Ko: "원인을 해결한 다음 `provider`를 다시 실행하세요."}.With()}
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}
