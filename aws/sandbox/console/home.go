package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func (v *view) home() {
	rows := [][]markup{
		v.counts("cloudformation", "AWS CloudFormation", v.t("Stacks", "스택"), func() (int, error) { l, err := v.stackList(); return len(l), err }),
		v.counts("cognito", "Amazon Cognito", v.t("User pools", "사용자 풀"), func() (int, error) { l, err := v.pools(); return len(l), err }),
		v.counts("agentcore", "AgentCore Identity", v.t("Credential providers", "자격 증명 공급자"), func() (int, error) { l, err := v.providers(); return len(l), err }),
		v.counts("agentcore", "AgentCore Identity", v.t("Workload identities", "워크로드 ID"), func() (int, error) { l, err := v.workloads(); return len(l), err }),
	}
	body := table([]string{v.t("Service", "서비스"), v.t("What", "종류"), v.t("How many", "개수")}, rows, "")
	if others := v.elsewhere(); others != "" {
		body += heading(v.t("Other accounts and regions", "다른 계정과 리전"), "") + others
	}
	v.ok("", v.t("Console of the practice cloud", "연습용 클라우드 콘솔"), body)
}

// Welcome is the page at the cloud's bare address.
func (c *Console) Welcome(w http.ResponseWriter, r *http.Request) {
	v := &view{Console: c, w: w, ctx: r.Context(), account: c.Account, region: c.Region}
	v.lang, v.chosen = language(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	v.ok("", v.t("The practice cloud of agentcore-workshop", "agentcore-workshop 연습용 클라우드"),
		`<p>`+esc(v.t("It runs on this machine, nothing in it is billed, and none of it is AWS.", "이 컴퓨터에서 실행되며, 요금이 없고, AWS가 아닙니다."))+
			`</p><p>`+anchor(v.link(""), v.t("Open the console", "콘솔 열기"))+`</p>`)
}

func (v *view) counts(page, service, what string, count func() (int, error)) []markup {
	n, err := count()
	number := esc(strconv.Itoa(n))
	if err != nil {
		number = v.problem(err)
	}
	return []markup{anchor(v.link(page), service), esc(what), number}
}

// elsewhere leads to the other places of this cloud that have been used.
func (v *view) elsewhere() markup {
	var b strings.Builder
	for _, a := range v.Cloud.Accounts() {
		for _, region := range v.Cloud.Regions(a.ID) {
			if a.ID != v.account || region != v.region {
				b.WriteString("<li>" + string(anchor(v.linkTo("", a.ID, region, v.lang, v.chosen), a.ID+" · "+region)) + "</li>")
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return markup("<ul>" + b.String() + "</ul>")
}

// requests shows the last requests, newest first: what a script really sent, and what it was answered.
func (v *view) requests() {
	list := v.Requests()
	var rows [][]markup
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		what := r.Operation
		if what == "" {
			what = r.Method + " " + r.Path
		}
		answer := markup(`<span class="good">`) + esc(strconv.Itoa(r.Status)) + `</span>`
		switch {
		case r.Status == 0:
			answer = `<span class="bad">` + esc(v.t("dropped", "끊김")) + `</span>`
		case r.Status >= 400:
			answer = `<span class="bad">` + esc(strconv.Itoa(r.Status)+" "+r.Error) + `</span>`
		}
		from := v.t("client", "클라이언트")
		if r.Inner {
			from = v.t("the cloud itself", "클라우드 자체")
		}
		place := strings.Trim(r.Account+" · "+r.Region, " ·")
		service := r.Service
		if service == "" {
			service = r.Host
		}
		rows = append(rows, []markup{
			esc(r.Time.UTC().Format("15:04:05.000")), esc(service), esc(what), answer, esc(fmt.Sprintf("%.1f ms", r.DurationMS)), esc(place), esc(from),
		})
	}
	v.ok("requests", v.t("Last requests", "최근 요청"), v.note(v.t("Times are UTC. Passwords, secrets and tokens are never kept here.",
		"시각은 UTC입니다. 비밀번호, 비밀 값, 토큰은 남기지 않습니다."))+table([]string{
		v.t("Time", "시각"), v.t("Service or host", "서비스 또는 호스트"), v.t("Operation or path", "작업 또는 경로"), v.t("Answer", "응답"),
		v.t("Took", "소요 시간"), v.t("Account · region", "계정 · 리전"), v.t("From", "보낸 곳"),
	}, rows, v.t("Nobody has asked anything yet.", "아직 요청이 없습니다.")))
}

func counted(n int) string { return "(" + strconv.Itoa(n) + ")" }

func orNone(s string) markup {
	if s == "" {
		return "–"
	}
	return code(s)
}

func moment(t *time.Time) markup {
	if t == nil {
		return "–"
	}
	return "<time>" + esc(t.UTC().Format("2006-01-02 15:04:05")+" UTC") + "</time>"
}
