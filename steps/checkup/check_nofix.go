package checkup

import "agentcore-workshop/steps/text"

// noFixes say of the checks that nothing here can repair why that is so, and who or what can.
func noFixes() map[string]text.T {
	elsewhere := text.T{En: "It follows from the checks before it: what they find is what to repair.", Ko: "앞선 점검들에서 따라오는 결과이므로, 그 점검들이 찾은 것을 고치면 됩니다."}
	template := text.T{En: "It comes from the stack's template: `deploy --update` shows what this program's template would change, and asks.", Ko: "스택의 템플릿에서 오는 값입니다. `deploy --update`가 이 프로그램의 템플릿이 바꿀 것을 보여 주고 묻습니다."}
	published := text.T{En: "AWS publishes this, not the set-up: nothing in it can be written. See whether the network here, a proxy or a firewall stands between.", Ko: "환경이 아니라 AWS가 공개하는 것이라 쓸 수 없습니다. 이곳의 네트워크, 프록시, 방화벽이 막고 있는지 확인하세요."}
	return map[string]text.T{
		"account.caller":      {En: "Credentials are yours to bring: `aws configure`, `aws sso login`, or the keys of your workshop's account page.", Ko: "자격 증명은 직접 준비해야 합니다. `aws configure`, `aws sso login`, 또는 워크숍 계정 페이지의 키를 쓰세요."},
		"account.credentials": {En: "Fetch new ones where these came from, before anything is made.", Ko: "무언가를 만들기 전에, 받은 곳에서 새 자격 증명을 받으세요."},
		"account.clock":       {En: "A program does not set your machine's clock: turn network time on.", Ko: "프로그램이 컴퓨터의 시계를 바꾸지는 않습니다. 네트워크 시간 동기화를 켜세요."},
		"account.region":      {En: "Nothing moves between regions: name the region of the stack with --region, or make it anew here.", Ko: "리소스는 리전을 옮길 수 없습니다. --region으로 스택의 리전을 지정하거나 이곳에 새로 만드세요."},
		"stack.outputs":       template, "stack.exports": template, "stack.template": template,
		"pool.email":          {En: "How people sign in is fixed when a pool is made: only another pool has it otherwise. `cleanup`, then `run`.", Ko: "로그인 방식은 User Pool을 만들 때 정해져 바꿀 수 없습니다. `cleanup` 후 `run`으로 새로 만들어야 합니다."},
		"domain.prefix":       {En: "Another name works as well: nothing needs to be repaired.", Ko: "다른 이름도 똑같이 동작하므로 고칠 필요가 없습니다."},
		"discovery.reachable": published, "discovery.issuer": published, "jwks.keys": published,
		"token.endpoint": elsewhere, "token.scope": elsewhere,
		"token.signature": {En: "Nobody but AWS has a user pool's signing keys. If it lasts, another user pool is the only way: `cleanup`, then `run`.", Ko: "User Pool의 서명 키는 AWS만 갖고 있습니다. 계속되면 `cleanup` 후 `run`으로 User Pool을 새로 만들어야 합니다."},
		"consent.audit":   {En: "A permission is not ours to give: ask whoever manages the account.", Ko: "권한은 이 프로그램이 줄 수 없습니다. 계정 관리자에게 요청하세요."},
		"vault.key":       {En: "Choosing and paying for a key is yours: SetTokenVaultCMK sets it.", Ko: "키를 고르고 비용을 내는 것은 직접 결정할 일입니다. SetTokenVaultCMK로 설정합니다."},
		"runtime.role":    {En: "An agent may need a role of its own, so that none is put in its place.", Ko: "에이전트에 전용 역할이 필요할 수 있어 바꾸지 않습니다."},
	}
}
