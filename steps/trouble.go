package steps

import (
	"errors"
	"net"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	DocsTokenEndpoint = "https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html"
	DocsCredentials   = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html"
	docsSSO           = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html"
	DocsRegion        = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html"
	docsDenied        = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"
	docsQuota         = "https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html"
)

// words are what a kind of trouble is called. An empty message means AWS's own; an empty cause, AWS's own too.
type words struct {
	code                string
	message, cause, fix text.Msg
	docs                string
	exit                flow.Exit
}

func wordsOf(kind aws.Kind, err error) words {
	switch kind {
	case aws.NoCredentials, aws.InvalidCredentials, aws.Expired, aws.SSOExpired, aws.NoProfile, aws.BadConfig, aws.NoRegion, aws.NotPractice:
		w := configWords(kind)
		w.exit = flow.ExitConfig
		var e *aws.Error
		if kind == aws.NoProfile && errors.As(err, &e) && e.Err != nil {
			w.cause = text.Plain(e.Err.Error()) // it names the profile
		}
		return w
	case aws.Network, aws.DNS, aws.TimedOut:
		w := networkWords(kind)
		var broke *net.OpError
		if errors.As(err, &broke) {
			w.cause = text.Plain(broke.Error()) // it names the address
			if at, ok := broke.Addr.(*net.TCPAddr); ok && broke.Op == "dial" && at.IP.IsLoopback() {
				w.fix = text.T{En: "Nothing listens there on this machine: start `sandbox serve`, or correct --endpoint-url or AWS_ENDPOINT_URL.",
					Ko: "이 컴퓨터의 그 주소에서 실행 중인 것이 없습니다. `sandbox serve`를 시작하거나 --endpoint-url 또는 AWS_ENDPOINT_URL을 고치세요."}.With()
			}
		}
		return w
	case aws.NotAWS:
		return words{code: "NotAWS", exit: flow.ExitOther,
			message: text.T{En: "What answers at the address does not speak AWS's protocol.", Ko: "그 주소에서 응답하는 것은 AWS 프로토콜을 쓰지 않습니다."}.With(),
			cause:   text.T{En: "A proxy, a captive portal or another server answers there.", Ko: "프록시, 로그인 포털 또는 다른 서버가 응답하고 있습니다."}.With(),
			fix:     text.T{En: "Check --endpoint-url, AWS_ENDPOINT_URL and the proxy settings.", Ko: "--endpoint-url, AWS_ENDPOINT_URL, 프록시 설정을 확인하세요."}.With()}
	case aws.AccessDenied:
		action, resource := aws.Denied(err)
		w := words{code: "AccessDenied", exit: flow.ExitService, docs: docsDenied,
			fix: text.T{En: "Ask whoever manages the account for this permission; `practice` needs none.", Ko: "계정 관리자에게 이 권한을 요청하세요. 연습용 클라우드에서는 권한이 필요 없습니다."}.With()}
		if action != "" {
			w.message = text.T{En: "These credentials may not %s (%s).", Ko: "이 자격 증명에는 %s 권한이 없습니다(%s)."}.With(action, resource)
		}
		return w
	case aws.ReadOnlyRefused:
		return words{code: "ReadOnly", exit: flow.ExitUsage,
			message: text.T{En: "The place is open for reading only, so nothing was sent.", Ko: "읽기 전용이므로 요청을 보내지 않았습니다."}.With(),
			fix:     text.T{En: "Leave --read-only out to go on.", Ko: "계속하려면 --read-only를 빼세요."}.With()}
	}
	return serviceWords(kind, err)
}

func configWords(kind aws.Kind) words {
	switch kind {
	case aws.NoCredentials:
		return words{code: "CredentialsMissing", docs: DocsCredentials,
			message: text.T{En: "No AWS credentials were found.", Ko: "AWS 자격 증명을 찾지 못했습니다."}.With(),
			cause:   text.T{En: "Neither the environment, nor the shared config, nor this machine has any.", Ko: "환경 변수, 공유 설정, 이 컴퓨터 어디에도 없습니다."}.With(),
			fix:     text.T{En: "Run `aws configure` or `aws sso login`, or work on the practice cloud with --sandbox.", Ko: "`aws configure` 또는 `aws sso login`을 실행하거나 --sandbox로 연습용 클라우드를 쓰세요."}.With()}
	case aws.InvalidCredentials:
		return words{docs: DocsCredentials,
			message: text.T{En: "AWS does not know these credentials.", Ko: "AWS가 이 자격 증명을 알지 못합니다."}.With(),
			fix:     text.T{En: "Copy them again from where they came; a session token belongs to them.", Ko: "자격 증명을 다시 복사하세요. 세션 토큰도 함께 필요합니다."}.With()}
	case aws.Expired:
		return words{docs: DocsCredentials,
			message: text.T{En: "The credentials have expired.", Ko: "자격 증명이 만료되었습니다."}.With(),
			fix:     text.T{En: "Fetch new ones and run the same command again: it goes on where it stopped.", Ko: "새로 받은 다음 같은 명령을 다시 실행하면 멈춘 곳부터 이어집니다."}.With()}
	case aws.SSOExpired:
		return words{code: "SSOExpired", docs: docsSSO,
			message: text.T{En: "The sign-in of IAM Identity Center has ended.", Ko: "IAM Identity Center 로그인이 만료되었습니다."}.With(),
			fix:     text.T{En: "Run `aws sso login`, then the same command again.", Ko: "`aws sso login`을 실행한 다음 같은 명령을 다시 실행하세요."}.With()}
	case aws.NoProfile:
		return words{code: "ProfileNotFound", docs: DocsCredentials,
			message: text.T{En: "There is no profile of that name.", Ko: "그런 이름의 프로필이 없습니다."}.With(),
			fix:     text.T{En: "`aws configure list-profiles` lists them.", Ko: "`aws configure list-profiles`로 목록을 확인하세요."}.With()}
	case aws.NoRegion:
		return words{code: "NoRegion", docs: DocsRegion,
			message: text.T{En: "No region is configured.", Ko: "리전이 설정되어 있지 않습니다."}.With(),
			fix:     text.T{En: "Add --region us-east-1, the workshop's region.", Ko: "워크숍의 리전인 --region us-east-1을 붙이세요."}.With()}
	case aws.NotPractice:
		return words{code: "NotPractice",
			message: text.T{En: "What answers there is not this program's practice cloud.", Ko: "그 주소에서 응답하는 것은 이 프로그램의 연습용 클라우드가 아닙니다."}.With(),
			fix:     text.T{En: "Start one with `sandbox serve`, or leave the address out.", Ko: "`sandbox serve`로 시작하거나 주소를 빼세요."}.With()}
	}
	return words{code: "BadConfig", docs: DocsCredentials,
		fix: text.T{En: "Correct the AWS config files, or name another profile.", Ko: "AWS 설정 파일을 고치거나 다른 프로필을 지정하세요."}.With()}
}

func networkWords(kind aws.Kind) words {
	goesOn := text.T{En: "What was started in AWS goes on there: run the same command later and it is joined. Meanwhile the same step works on the practice cloud (--sandbox).",
		Ko: "AWS에서 시작된 작업은 계속 진행됩니다. 나중에 같은 명령을 실행하면 이어서 확인합니다. 그동안 연습용 클라우드(--sandbox)에서 같은 단계를 할 수 있습니다."}.With()
	switch kind {
	case aws.DNS:
		return words{code: "UnknownHost", exit: flow.ExitOther, fix: goesOn,
			message: text.T{En: "The host name cannot be resolved: there is no network, or no such region.", Ko: "호스트 이름을 찾을 수 없습니다. 네트워크가 끊겼거나 없는 리전입니다."}.With()}
	case aws.TimedOut:
		return words{code: "TimedOut", exit: flow.ExitTimedOut, fix: goesOn,
			message: text.T{En: "No answer came in time.", Ko: "제한 시간 안에 응답이 오지 않았습니다."}.With()}
	}
	return words{code: "NetworkLost", exit: flow.ExitOther, fix: goesOn,
		message: text.T{En: "Nothing answers at the address, or the connection broke.", Ko: "주소에서 응답이 없거나 연결이 끊겼습니다."}.With()}
}

func serviceWords(kind aws.Kind, err error) words {
	w := words{code: "Refused", exit: flow.ExitService}
	switch kind {
	case aws.Throttled:
		w.fix = text.T{En: "Wait a minute and run it again.", Ko: "1분쯤 기다렸다가 다시 실행하세요."}.With()
	case aws.Quota:
		w.docs = docsQuota
		w.fix = text.T{En: "Remove what is not needed any more, or ask for a higher quota.", Ko: "쓰지 않는 리소스를 지우거나 할당량 증가를 요청하세요."}.With()
	case aws.ClockSkew:
		var e *aws.Error
		if errors.As(err, &e) && e.Skew != 0 {
			w.cause = text.T{En: "This machine's clock differs from AWS's by %s.", Ko: "이 컴퓨터의 시계가 AWS와 %s 차이 납니다."}.With(e.Skew.Abs().String())
		}
		w.message = text.T{En: "This machine's clock is wrong, so AWS refuses its signatures.", Ko: "이 컴퓨터의 시계가 틀려서 AWS가 서명을 거부합니다."}.With()
		w.fix = text.T{En: "Set the clock (turn network time on), then run it again.", Ko: "네트워크 시간 동기화를 켜서 시계를 맞춘 다음 다시 실행하세요."}.With()
	case aws.NotFound:
		w.fix = text.T{En: "`verify` shows what is missing, and `fix --all` brings it back where that can be done.", Ko: "`verify`로 빠진 것을 확인하고, 되살릴 수 있는 것은 `fix --all`로 고치세요."}.With()
	case aws.Validation:
		w.fix = text.T{En: "`verify` shows what does not agree; correct it and run this again.", Ko: "`verify`로 맞지 않는 값을 확인하고 고친 다음 다시 실행하세요."}.With()
	case aws.Conflict:
		w.fix = text.T{En: "Something else is under way on the same resource: wait a minute and run this again.", Ko: "같은 리소스에 다른 작업이 진행 중입니다. 1분쯤 기다렸다가 다시 실행하세요."}.With()
	case aws.Exists:
		w.fix = text.T{En: "Something of that name is there already: remove it, or use another name.", Ko: "같은 이름의 리소스가 이미 있습니다. 지우거나 다른 이름을 쓰세요."}.With()
	case aws.Service:
		w.fix = text.T{En: "AWS has trouble of its own. Run it again in a while.", Ko: "AWS 쪽의 문제입니다. 잠시 후 다시 실행하세요."}.With()
	case aws.Unsupported:
		w.fix = text.T{En: "The endpoint does not have this operation: use AWS or our practice cloud.", Ko: "이 엔드포인트에는 해당 기능이 없습니다. AWS 또는 연습용 클라우드를 쓰세요."}.With()
	case aws.Canceled:
		w.code, w.exit = "Interrupted", flow.ExitInterrupted
		w.message = text.T{En: "Interrupted.", Ko: "중단했습니다."}.With()
	case aws.Other:
		w.code, w.exit = "Unexpected", flow.ExitOther
	}
	return w
}
