package checkup

import (
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func checkUser(p *probes) []flow.Check {
	user := flow.Check{Group: groupUser, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{p.user}, Docs: docsUsers, Fix: byStep("deploy")}
	exists, enabled, confirmed, email := user, user, user, user
	exists.ID, exists.Title = "user.exists", text.T{En: "The test user is there", Ko: "테스트 사용자 존재"}
	exists.Why = text.T{En: "Someone must be able to sign in.", Ko: "로그인할 사용자가 있어야 합니다."}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		u := p.user.Of(f)
		return flow.Passed(text.Plain(steps.TestUser)).With("username", u.Username)
	}
	exists.OnError = missing(text.T{En: "there is no user %s", Ko: "사용자 %s{이/가} 없습니다"}, steps.TestUser)
	exists = inPool(p, exists, p.user)
	enabled.ID, enabled.Title = "user.enabled", text.T{En: "The test user is enabled", Ko: "테스트 사용자 활성화"}
	enabled.Why = text.T{En: "A disabled user is refused with the right password, and keeps the status CONFIRMED.", Ko: "비활성화된 사용자는 상태가 CONFIRMED이고 암호가 맞아도 로그인할 수 없습니다."}
	enabled.Judge = func(f *flow.Facts) flow.Verdict {
		return yes(p.user.Of(f).Enabled, text.T{En: "enabled", Ko: "활성화되어 있습니다"}, text.T{En: "disabled: every sign-in is refused", Ko: "비활성화되어 있어 모든 로그인이 거부됩니다"})
	}
	confirmed.ID, confirmed.Title = "user.confirmed", text.T{En: "The test user is CONFIRMED", Ko: "테스트 사용자 상태"}
	confirmed.Why = text.T{En: "One in FORCE_CHANGE_PASSWORD is asked for a new password, and scripts that do not expect it fail.", Ko: "FORCE_CHANGE_PASSWORD 상태면 새 암호를 요구받으며, 이를 예상하지 못한 스크립트는 실패합니다."}
	confirmed.Judge = func(f *flow.Facts) flow.Verdict { return match(p.user.Of(f).Status, "CONFIRMED") }
	email.ID, email.Severity = "user.email", flow.Optional
	email.Title = text.T{En: "Its e-mail address counts as verified", Ko: "이메일 확인 여부"}
	email.Why = text.T{En: "The claim email_verified tells applications whether to trust the address.", Ko: "email_verified 클레임은 애플리케이션이 주소를 믿어도 되는지 알려 줍니다."}
	email.Fix = nil
	email.Judge = func(f *flow.Facts) flow.Verdict {
		return softly(yes(p.user.Of(f).EmailVerified, text.T{En: "verified", Ko: "확인되었습니다"}, text.T{En: "not verified", Ko: "확인되지 않았습니다"}))
	}
	return []flow.Check{exists, enabled, confirmed, email}
}
