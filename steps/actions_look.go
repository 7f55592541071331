package steps

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// templateAction prints our template, or what each of its resources is for.
func templateAction() flow.Action {
	return flow.Action{
		Name: "template", Placeless: true,
		Short:  text.T{En: "our CloudFormation template; with --explain, resource by resource", Ko: "CloudFormation 템플릿. --explain을 붙이면 리소스별 설명"},
		Params: []flow.Param{{Name: "explain", Switch: true, Help: text.T{En: "what each resource is for", Ko: "리소스마다 쓰임을 설명합니다"}}},
		Do: func(_ context.Context, _ *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			type row struct {
				LogicalID string   `json:"logical_id"`
				Type      string   `json:"resource_type"`
				Comment   text.Msg `json:"comment"`
			}
			rows := []row{}
			for _, r := range aws.TemplateResources() {
				rows = append(rows, row{r.LogicalID, r.Type, resourceWords(r).With()})
			}
			return flow.Result{
				JSON: map[string]any{"template": aws.Template(), "resources": rows},
				Text: func(l text.Lang, width int) string {
					if !args.On("explain") {
						return aws.Template()
					}
					var b strings.Builder
					for _, r := range rows {
						fmt.Fprintf(&b, "%s  %s\n", r.LogicalID, r.Type)
						for _, line := range text.Wrap(r.Comment.In(l), max(20, width-2)) {
							b.WriteString("  " + line + "\n")
						}
					}
					return b.String()
				},
			}, nil
		},
	}
}

// claimWire is a claim with its meaning.
type claimWire struct {
	Name    string `json:"name"`
	Value   any    `json:"value"`
	Meaning text.T `json:"-"`
	Explain string `json:"meaning"`
}

// inspectAction takes a token apart, explains it, and verifies it where its issuer can be reached.
func inspectAction() flow.Action {
	return flow.Action{
		Name: "inspect", PlaceIfAny: true,
		Short:  text.T{En: "decode and explain a token; verify its signature where the issuer can be reached", Ko: "토큰을 풀어 설명하고, 발급자에 연결할 수 있으면 서명을 검증합니다"},
		Params: []flow.Param{{Name: "token", Positional: true, Required: true, Help: text.T{En: "the token, or - for standard input", Ko: "토큰, 또는 표준 입력을 뜻하는 -"}}},
		Do: func(ctx context.Context, s *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			// Keys are public: without a place they are fetched as anybody fetches them.
			look := inspector{http: &http.Client{Timeout: 5 * time.Second}, now: time.Now}
			if e, err := EnvOf(s); err == nil {
				look = inspector{http: e.Cloud.HTTP(), now: e.Cloud.Now}
			}
			return look.inspect(ctx, secret.New(args.Get("token")))
		},
	}
}

// inspector is what looking at a token takes: a way to its issuer, and the time.
type inspector struct {
	http *http.Client
	now  func() time.Time
}

func (i inspector) inspect(ctx context.Context, token secret.Text) (flow.Result, error) {
	d, err := oauth.Decode(token)
	if err != nil {
		return flow.Result{}, &flow.Failure{Code: "NotAJWT", Exit: flow.ExitUsage, Err: err, Message: text.Plain(err.Error()),
			Fix: text.T{En: "Give the whole token: three parts with dots between them.", Ko: "점으로 구분된 세 부분을 모두 포함한 토큰 전체를 주세요."}.With()}
	}
	var claims []claimWire
	for _, name := range d.Names() {
		m := oauth.Explain(name)
		claims = append(claims, claimWire{name, d.Claims[name], m, m.In(text.English)})
	}
	verified, why := i.tryVerify(ctx, token, d)
	expires := d.Time("exp")
	w := map[string]any{"header": d.Header, "claims": claims, "verified": verified, "reason": why.In(text.English)}
	if !expires.IsZero() {
		w["expires_at"] = expires.Format(time.RFC3339)
		w["expired"] = !expires.After(i.now())
	}
	return flow.Result{JSON: w, Text: func(l text.Lang, width int) string { return inspectText(l, width, d, claims, verified, why) }}, nil
}

// tryVerify verifies with the issuer's keys. Only issuers that are user pools of AWS are asked: a token may name any address.
func (i inspector) tryVerify(ctx context.Context, token secret.Text, d oauth.Decoded) (bool, text.Msg) {
	iss := d.String("iss")
	host, found := strings.CutPrefix(iss, "https://cognito-idp.")
	region, rest, _ := strings.Cut(host, ".")
	if !found || strings.ContainsAny(region, "/?#@:") || !strings.HasPrefix(rest, "amazonaws.com/") {
		return false, text.T{En: "not verified: the issuer is no Cognito user pool", Ko: "검증하지 않음: 발급자가 Cognito User Pool이 아닙니다"}.With()
	}
	issuer, err := oauth.Discover(ctx, i.http, iss, i.now)
	if err == nil {
		if d.String("token_use") == "id" {
			_, err = issuer.ID(ctx, i.http, token, d.String("aud"), "", secret.Text{})
		} else {
			_, err = issuer.Access(ctx, i.http, token, "")
		}
	}
	if err != nil {
		return false, flow.AsFailure(Explain(err)).Message
	}
	return true, text.T{En: "signature, issuer and times are right", Ko: "서명, 발급자, 시각이 올바릅니다"}.With()
}

func inspectText(l text.Lang, width int, d oauth.Decoded, claims []claimWire, verified bool, why text.Msg) string {
	var b strings.Builder
	header, _ := json.Marshal(d.Header)
	b.WriteString(string(header) + "\n")
	for _, c := range claims {
		value := d.String(c.Name)
		if t := d.Time(c.Name); !t.IsZero() && isTime(c.Name) {
			value += "  " + t.Format(time.RFC3339)
		}
		fmt.Fprintf(&b, "%s  %s\n", text.Pad(c.Name, 16), value)
		for _, line := range text.Wrap(c.Meaning.In(l), max(20, width-18)) {
			if line != "" {
				b.WriteString(strings.Repeat(" ", 18) + line + "\n")
			}
		}
	}
	mark := "✗ "
	if verified {
		mark = "✓ "
	}
	return b.String() + mark + why.In(l) + "\n"
}
