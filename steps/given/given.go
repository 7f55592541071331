// Package given is what a person gives on the command line or when asked: secrets in the ways that keep them unseen, and values.
//
// Rule of this layer: a secret is in no error and no message. Nobody there to be asked is no error: the caller says all that is missing.
package given

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// External is AgentCore's word for a secret that the customer keeps in Secrets Manager.
const External = "EXTERNAL"

// Secret are the ways in which a secret can be given, all beginning with its name: "client-secret", "api-key".
type Secret struct {
	// Name begins the names of its flags; what is its name for people; longest how many bytes AWS takes.
	Name    string
	what    text.T
	longest int
}

// ClientSecret is an OAuth client's.
func ClientSecret() Secret {
	return Secret{"client-secret", text.T{En: "client secret", Ko: "클라이언트 시크릿"}, 2048}
}

// APIKey is an API's.
func APIKey() Secret {
	return Secret{"api-key", text.T{En: "API key", Ko: "API 키"}, 65536}
}

// jsonKey is the flag of the member of the secret's JSON: "client-secret-key".
func (s Secret) jsonKey() string { return s.Name + "-key" }

// Member is the JSON member that AgentCore itself uses for secrets that it keeps: "client_secret".
func (s Secret) Member() string { return strings.ReplaceAll(s.Name, "-", "_") }

// Params are its flags.
func (s Secret) Params() []flow.Param {
	return []flow.Param{
		{Name: s.Name + "-env", From: flow.FromEnvironment, Help: text.T{En: "the environment variable that holds the secret", Ko: "시크릿이 들어 있는 환경 변수의 이름"}},
		{Name: s.Name + "-stdin", Switch: true, From: flow.FromInput, Help: text.T{En: "read the secret from standard input", Ko: "표준 입력에서 시크릿을 읽습니다"}},
		{Name: s.Name + "-arn", Help: text.T{En: "your own Secrets Manager secret, which AgentCore reads itself", Ko: "AgentCore가 직접 읽을, 내 Secrets Manager 시크릿의 ARN"}},
		{Name: s.jsonKey(), Help: text.T{En: "the member of that secret's JSON (default " + s.Member() + ")", Ko: "그 시크릿의 JSON에서 읽을 키(기본값 " + s.Member() + ")"}},
		{Name: s.Name, Help: text.T{En: "the secret itself: everybody on this machine can read it here", Ko: "시크릿 값. 같은 컴퓨터의 모든 사용자가 볼 수 있으므로 권하지 않습니다"}},
	}
}

// Flags are the names by which a missing secret is asked for.
func (s Secret) Flags() string {
	return "--" + s.Name + "-env|--" + s.Name + "-stdin|--" + s.Name + "-arn"
}

// Source is what the command line says about a secret.
type Source struct {
	Value secret.Text
	Place aws.SecretPlace
}

// Empty reports that no way was used.
func (g Source) Empty() bool { return g.Value.Empty() && g.Place.ID == "" }

// Read takes the one way that was used. Two are refused: nobody could say which counts.
func (s Secret) Read(r *flow.Report, args flow.Args) (Source, error) {
	var used []string
	for _, flag := range []string{s.Name, s.Name + "-env", s.Name + "-stdin", s.Name + "-arn"} {
		if args.Get(flag) != "" {
			used = append(used, flag)
		}
	}
	switch {
	case len(used) > 1:
		return Source{}, WrongUse("WrongUse", text.T{En: "The %s was given in %d ways: --%s.", Ko: "%s{을/를} %d가지 방법으로 지정했습니다: --%s."}.With(s.what, len(used), strings.Join(used, ", --")),
			text.Msg{}, text.T{En: "Give it in one way.", Ko: "한 가지 방법만 쓰세요."}.With())
	case args.Get(s.jsonKey()) != "" && args.Get(s.Name+"-arn") == "":
		return Source{}, WrongUse("WrongUse", text.T{En: "--%s belongs to --%s-arn, which was not given.", Ko: "--%s{은/는} --%s-arn과 함께 씁니다."}.With(s.jsonKey(), s.Name),
			text.Msg{}, text.T{En: "Name the Secrets Manager secret, too.", Ko: "Secrets Manager 시크릿도 지정하세요."}.With())
	case len(used) == 0:
		return Source{}, nil
	case used[0] == s.Name+"-arn":
		place := aws.SecretPlace{ID: args.Get(used[0]), Key: cmp.Or(args.Get(s.jsonKey()), s.Member())}
		return Source{Place: place}, checkSecretPlace(used[0], place)
	}
	if used[0] == s.Name {
		r.Warn(s.Warning())
	}
	value := secret.New(args.Get(used[0]))
	return Source{Value: value}, s.check(value)
}

// Warning is what is said of a secret that stands on the command line.
func (s Secret) Warning() text.Msg {
	return text.T{
		En: "THE SECRET STANDS ON THE COMMAND LINE: your shell's history has it, and everybody on this machine could read it in the list of processes. Make a new one if that matters, and use --%s-env or --%s-stdin next time.",
		Ko: "시크릿을 명령줄에 그대로 입력했습니다. 셸 기록에 남았고, 같은 컴퓨터의 누구나 프로세스 목록에서 볼 수 있었습니다. 문제가 된다면 시크릿을 새로 발급하고, 다음부터는 --%s-env 또는 --%s-stdin을 쓰세요.",
	}.With(s.Name, s.Name)
}

// check holds a value to what AWS takes. The value is in no error.
func (s Secret) check(value secret.Text) error {
	switch v := value.Reveal(); {
	case len(v) > s.longest:
		return WrongUse("WrongValue", text.T{En: "The %s has %d bytes; AWS takes %d.", Ko: "%s의 길이가 %d바이트입니다. AWS는 %d바이트까지 받습니다."}.With(s.what, len(v), s.longest),
			text.Msg{}, text.T{En: "Check that it is the secret, and not a file around it.", Ko: "시크릿이 들어 있는 파일 전체가 아니라 시크릿 값인지 확인하세요."}.With())
	case strings.ContainsAny(v, "\r\n"):
		return WrongUse("WrongValue", text.T{En: "The %s has several lines.", Ko: "%s{이/가} 여러 줄입니다."}.With(s.what),
			text.Msg{}, text.T{En: "Check that it is the secret, and not a file around it.", Ko: "시크릿이 들어 있는 파일 전체가 아니라 시크릿 값인지 확인하세요."}.With())
	}
	return nil
}

// checkSecretPlace holds a reference to the model: 1 to 2048 characters, a key of 1 to 128; an ARN must be a secret's.
func checkSecretPlace(flag string, p aws.SecretPlace) error {
	arn := !strings.HasPrefix(p.ID, "arn:") || regexp.MustCompile(`^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+$`).MatchString(p.ID)
	if arn && len(p.ID) <= 2048 && !strings.ContainsAny(p.ID, " \t") && len(p.Key) <= 128 {
		return nil
	}
	return WrongUse("WrongValue", text.T{En: "--%s is not the ARN or the name of a Secrets Manager secret: %q", Ko: "--%s 값이 Secrets Manager 시크릿의 ARN이나 이름이 아닙니다: %q"}.With(flag, p.ID), text.Msg{},
		text.T{En: "Such an ARN looks like arn:aws:secretsmanager:us-east-1:123456789012:secret:name-AbCdEf.", Ko: "ARN 형식은 arn:aws:secretsmanager:us-east-1:123456789012:secret:name-AbCdEf입니다."}.With())
}

// Ask lets the person type it unseen. Nobody there is no error: the caller then says all that is missing.
func (s Secret) Ask(ctx context.Context, r *flow.Report, title text.Msg) (secret.Text, error) {
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Secret, Required: true, Title: title,
		Detail: text.T{En: "It goes to AgentCore, which keeps it in Secrets Manager, and nowhere else.", Ko: "AgentCore에만 전달되며, AgentCore가 Secrets Manager에 보관합니다."}.With()})
	switch {
	case flow.NobodyThere(err):
		return secret.Text{}, nil
	case err != nil:
		return secret.Text{}, err
	}
	return answer.Text, s.check(answer.Text)
}

// WrongUse is a command that cannot be done as it stands: exit 252, before any call.
func WrongUse(code string, message, cause, fix text.Msg) *flow.Failure {
	return &flow.Failure{Code: code, Message: message, Cause: cause, Fix: fix, Exit: flow.ExitUsage}
}

// Missing names everything at once that is missing and that nobody was there to be asked for.
func Missing(what string, flags []string) *flow.Failure {
	return WrongUse("MissingFields",
		text.T{En: "%s takes what was not given: %s.", Ko: "%s에 필요한 값이 빠졌습니다: %s."}.With(what, strings.Join(flags, ", ")),
		text.T{En: "Neither a flag nor an answer gave it.", Ko: "플래그로도 답으로도 주어지지 않았습니다."}.With(),
		text.T{En: "Give all of them, or run it in a terminal: it asks for one after the other.", Ko: "모두 지정하거나 터미널에서 실행하세요. 터미널에서는 하나씩 묻습니다."}.With())
}

// attempts are how often a value is asked for that cannot be taken; then it is refused.
const attempts = 3

// Value asks for a line that may be seen, and again where the answer cannot be taken: why not stands with the question. Where
// nobody is there it is empty.
func Value(ctx context.Context, r *flow.Report, title, detail text.Msg, check func(string) error) (string, error) {
	for tries := 1; ; tries++ {
		answer, err := r.Ask(ctx, flow.Question{Kind: flow.Value, Required: true, Title: title, Detail: detail})
		if err != nil {
			if flow.NobodyThere(err) {
				err = nil
			}
			return "", err
		}
		value := strings.TrimSpace(answer.Text.Reveal())
		if value == "" {
			return "", nil
		}
		if err = check(value); err == nil || tries == attempts {
			return value, err
		}
		f := flow.AsFailure(err)
		detail = text.T{En: "%s %s", Ko: "%s %s"}.With(f.Message, f.Fix)
	}
}
