package cli

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/pflag"
)

// globals are the flags that every command takes.
type globals struct {
	place             PlaceOptions
	output            string
	lang              string
	speed             string
	color             string
	timeout           time.Duration
	help, showVersion bool
}

// The names that a published set-up has, so that one is found without being told.
const (
	defaultStack  = "troubleshooting-agentcore-cognito"
	defaultPrefix = "/app/troubleshooting/agentcore/"
)

func (g *globals) register(flags *pflag.FlagSet, l text.Lang) {
	p := &g.place
	add := func(en, ko string) string { return text.T{En: en, Ko: ko}.In(l) }
	flags.BoolVar(&p.Sandbox, "sandbox", false, add("work on the practice cloud inside this program", "이 프로그램 안의 연습용 클라우드에서 작업합니다"))
	flags.StringVar(&p.Endpoint, "endpoint-url", "", add("any AWS-compatible endpoint (`URL`)", "AWS와 호환되는 엔드포인트 (`URL`)"))
	flags.StringVar(&p.Profile, "profile", "", add("profile of the AWS CLI's configuration (`NAME`)", "AWS CLI 설정의 프로필 (`NAME`)"))
	flags.StringVar(&p.Region, "region", "", add("AWS region (`REGION`)", "AWS 리전 (`REGION`)"))
	flags.StringVar(&p.StackName, "stack-name", defaultStack, add("name of the stack (`NAME`)", "스택 이름 (`NAME`)"))
	flags.StringVar(&p.Prefix, "prefix", defaultPrefix, add("path of the SSM parameters (`PATH`)", "SSM 파라미터 경로 (`PATH`)"))
	flags.BoolVar(&p.ReadOnly, "read-only", false, add("never send a call that changes anything", "변경하는 호출은 보내지 않습니다"))
	flags.Var(oneOf(&g.speed, "fast", "lesson", "realistic"), "speed", add("pace of the practice cloud: fast, lesson or realistic", "연습용 클라우드의 속도: fast, lesson, realistic"))
	flags.Var(oneOf(&g.output, "text", "json"), "output", add("text or json", "text 또는 json"))
	flags.Var(oneOf(&g.lang, "ko", "en"), "lang", add("ko or en (default: the saved choice, LC_ALL, LC_MESSAGES, LANG)", "ko 또는 en (기본값: 저장된 선택, LC_ALL, LC_MESSAGES, LANG)"))
	flags.BoolVarP(&p.Yes, "yes", "y", false, add("agree beforehand to changes", "변경에 미리 동의합니다"))
	flags.BoolVar(&p.Auto, "auto", false, add("practice cloud only: answer every question with its default and sign in as the test user", "연습용 클라우드 전용: 모든 질문에 기본값으로 답하고 테스트 사용자로 로그인합니다"))
	flags.BoolVar(&p.NoBrowser, "no-browser", false, add("show addresses, open no browser", "브라우저를 열지 않고 주소만 보여 줍니다"))
	flags.DurationVar(&g.timeout, "timeout", 0, add("give up after this time, such as 90s (exit 124)", "이 시간이 지나면 멈춥니다. 예: 90s (종료 코드 124)"))
	flags.BoolVar(&p.Present, "present", false, add("mask account ids, ARNs and e-mail addresses on screen", "화면에서 계정 ID, ARN, 이메일 주소를 가립니다"))
	flags.Var(oneOf(&g.color, "auto", "always", "never"), "color", add("auto, always or never", "auto, always, never"))
	flags.BoolVar(&p.Accessible, "accessible", false, add("append-only plain lines, for screen readers", "화면 낭독기를 위한 한 줄씩의 출력"))
	flags.StringVar(&p.StateDir, "state-dir", "", add("where progress is kept (`DIR`)", "진행 상황을 저장할 곳 (`DIR`)"))
	flags.BoolVar(&g.showVersion, "version", false, add("print the version", "버전을 출력합니다"))
	flags.BoolVarP(&g.help, "help", "h", false, add("print this help", "이 도움말을 출력합니다"))
}

// choice is a flag with few values.
type choice struct {
	value   *string
	allowed []string
}

func oneOf(value *string, allowed ...string) *choice { return &choice{value, allowed} }

func (c *choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}
func (c *choice) Type() string { return strings.Join(c.allowed, "|") }
func (c *choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return &notAllowed{s, c.allowed}
	}
	*c.value = s
	return nil
}

// notAllowed is a value that a choice does not have.
type notAllowed struct {
	value   string
	allowed []string
}

func (e *notAllowed) Error() string {
	return "must be one of " + strings.Join(e.allowed, ", ")
}

// The forms of names, as AWS documents them. They are compiled when a command runs, so that starting costs nothing.
const (
	stackShape  = `^[A-Za-z][-A-Za-z0-9]{0,127}$`
	regionShape = `^[a-z]{2,4}(-[a-z]+)+-\d$`
	prefixShape = `^/[A-Za-z0-9_./-]*$`
)

func fits(shape, s string) bool { return regexp.MustCompile(shape).MatchString(s) }

// settle fills in what the environment says, and refuses what does not go together, with cause and fix.
func (g *globals) settle(s IO, l text.Lang) *flow.Failure {
	p := &g.place
	p.Lang, p.Env, p.Speed = l, s.Env, Speed(g.speed)
	p.StateDir = StateDir(p.StateDir, s.Env)
	p.Accessible = p.Accessible || s.Env("ACCESSIBLE") == "1"
	p.Color, p.ColorWish = g.wantsColor(s), g.color
	if !strings.HasSuffix(p.Prefix, "/") {
		p.Prefix += "/"
	}
	if f := g.conflict(); f != nil {
		return f
	}
	switch {
	case !fits(stackShape, p.StackName):
		return malformed("--stack-name", p.StackName, text.T{En: "letters, digits and hyphens, beginning with a letter", Ko: "영문자로 시작하고 영문자, 숫자, 하이픈만"})
	case !fits(prefixShape, p.Prefix):
		return malformed("--prefix", p.Prefix, text.T{En: "a path such as /app/name/", Ko: "/app/name/ 같은 경로"})
	case p.Region != "" && !fits(regionShape, p.Region):
		return malformed("--region", p.Region, text.T{En: "a region code such as us-east-1", Ko: "us-east-1 같은 리전 코드"})
	case g.timeout < 0:
		return malformed("--timeout", g.timeout.String(), text.T{En: "a time such as 90s or 5m", Ko: "90s나 5m 같은 시간"})
	}
	if u, err := url.Parse(p.Endpoint); p.Endpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return malformed("--endpoint-url", p.Endpoint, text.T{En: "an address such as http://127.0.0.1:4566", Ko: "http://127.0.0.1:4566 같은 주소"})
	}
	return nil
}

func (g *globals) conflict() *flow.Failure {
	p := &g.place
	switch {
	case p.Sandbox && p.Endpoint != "":
		return clash("--sandbox", "--endpoint-url")
	case p.Sandbox && p.Profile != "":
		return clash("--sandbox", "--profile")
	}
	return nil
}

func (g *globals) wantsColor(s IO) bool {
	switch {
	case g.color == "always":
		return true
	case g.color == "never", g.place.Accessible, s.Env("NO_COLOR") != "", s.Env("TERM") == "dumb":
		return false
	}
	return s.OutTerminal
}

func (g *globals) json() bool { return g.output == "json" }
