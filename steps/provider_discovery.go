package steps

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

// The two places at which a server says what it is (OpenID Connect Discovery 1.0, RFC 8414).
const (
	openidPlace = "/.well-known/openid-configuration"
	oauthPlace  = "/.well-known/oauth-authorization-server"
)

// discoveryTime bounds the look at a document: AgentCore may well reach what this machine does not.
const discoveryTime = 5 * time.Second

// discoveryDocument is the part of a discovery document that a provider is made of.
type discoveryDocument struct {
	Issuer    string `json:"issuer"`
	Authorize string `json:"authorization_endpoint"`
	Token     string `json:"token_endpoint"`
}

// readDocument reads a discovery document. What answers but is none is a Failure; any other error means that nothing answered.
func (e *Env) readDocument(ctx context.Context, address string) (discoveryDocument, error) {
	limited, cancel := context.WithTimeout(ctx, discoveryTime)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodGet, address, nil)
	if err != nil {
		return discoveryDocument{}, err
	}
	resp, err := e.Cloud.HTTP().Do(req)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return discoveryDocument{}, flow.AsFailure(cause)
		}
		return discoveryDocument{}, err
	}
	defer resp.Body.Close()
	var d discoveryDocument
	err = json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&d)
	if resp.StatusCode != http.StatusOK || err != nil || d.Issuer == "" || d.Token == "" {
		return d, &flow.Failure{Code: "NotADiscoveryDocument", Exit: flow.ExitUsage, Docs: "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig",
			Message: text.T{En: "%s answers HTTP %d, and not with a discovery document.", Ko: "%s의 응답(HTTP %d)은 discovery 문서가 아닙니다."}.With(address, resp.StatusCode),
			Cause:   text.T{En: "Tenant, user pool or path are misspelt, or the server has no such document.", Ko: "테넌트, User Pool 또는 경로가 틀렸거나 서버에 이 문서가 없습니다."}.With(),
			Fix:     text.T{En: "Open the address in a browser. Without such a document give --issuer, --authorization-endpoint and --token-endpoint.", Ko: "브라우저에서 주소를 열어 보세요. 문서가 없으면 --issuer, --authorization-endpoint, --token-endpoint를 지정하세요."}.With()}
	}
	return d, nil
}

// discover takes the endpoints of --discovery-url for vendors whose provider does not take the URL itself. What flags say stays.
func (f *providerForm) discover(ctx context.Context) error {
	address := f.values[vendors.FieldDiscovery]
	if f.vendor.Config != vendors.ConfigIncluded || address == "" {
		return nil
	}
	if err := f.shapes(ctx); err != nil {
		return err
	}
	d, err := f.env.readDocument(ctx, address)
	if err != nil {
		return documentNeeded(address, err)
	}
	f.document = &d
	f.sameIssuer(address, d)
	for field, value := range map[string]string{vendors.FieldIssuer: d.Issuer, vendors.FieldAuthorize: d.Authorize, vendors.FieldToken: d.Token} {
		if !f.has(field) {
			f.values[field] = value
		}
	}
	f.compared = f.values[vendors.FieldToken] == d.Token
	return nil
}

// documentNeeded is the failure where a document cannot be read and everything depends on it.
func documentNeeded(address string, err error) error {
	if errors.As(err, new(*flow.Failure)) {
		return err
	}
	return given.WrongUse("DiscoveryUnreachable", text.T{En: "%s could not be read.", Ko: "%s{을/를} 읽지 못했습니다."}.With(address),
		text.Plain(err.Error()),
		text.T{En: "Check the address, or give --issuer, --authorization-endpoint and --token-endpoint.", Ko: "주소를 확인하거나 --issuer, --authorization-endpoint, --token-endpoint를 지정하세요."}.With())
}

// compare looks whether the server calls itself what the provider will call it.
func (f *providerForm) compare(ctx context.Context) error {
	issuer, address := f.values[vendors.FieldIssuer], f.values[vendors.FieldDiscovery]
	if strings.HasSuffix(issuer, openidPlace) || strings.HasSuffix(issuer, oauthPlace) {
		return discoveryAsIssuer(issuer)
	}
	switch {
	case f.vendor.Config == vendors.ConfigCustom && address != "":
		d, err := f.env.readDocument(ctx, address)
		if err == nil {
			f.sameIssuer(address, d)
			f.compared = true
			return nil
		}
		if errors.As(err, new(*flow.Failure)) {
			return err
		}
		f.warn(text.T{En: "%s could not be read from here, so its issuer was not compared. AgentCore reads it itself.", Ko: "여기서 %s{을/를} 읽지 못해 issuer를 비교하지 않았습니다. AgentCore는 직접 읽습니다."}.With(address))
	case issuer != "" && f.document == nil:
		return f.compareIssuer(ctx, issuer)
	}
	return nil
}

// compareIssuer holds endpoints that were given against the document that the issuer publishes. Not all publish one.
func (f *providerForm) compareIssuer(ctx context.Context, issuer string) error {
	d, err := f.env.readDocument(ctx, strings.TrimSuffix(issuer, "/")+openidPlace)
	if err != nil {
		if context.Cause(ctx) != nil {
			return err
		}
		f.report.Say(text.T{En: "The issuer publishes no discovery document that can be read from here, so nothing was compared.", Ko: "여기서 읽을 수 있는 issuer의 discovery 문서가 없어 비교하지 않았습니다."}.With())
		return nil
	}
	if d.Issuer != issuer {
		return given.WrongUse("IssuerMismatch", text.T{En: "The server calls itself %q, and --issuer says %q.", Ko: "서버가 밝힌 issuer는 %q인데 --issuer 값은 %q입니다."}.With(d.Issuer, issuer),
			text.T{En: "Tokens carry the server's own name as iss; it must be the same to the letter, also in a slash at the end.", Ko: "토큰의 iss에는 서버가 밝힌 이름이 들어가므로, 끝의 슬래시까지 똑같아야 합니다."}.With(),
			text.T{En: "Give --issuer %s", Ko: "--issuer %s{으로/로} 지정하세요."}.With(d.Issuer))
	}
	f.compared = d.Token == f.values[vendors.FieldToken]
	for _, c := range []struct{ field, says string }{{vendors.FieldAuthorize, d.Authorize}, {vendors.FieldToken, d.Token}} {
		if c.says != "" && f.has(c.field) && f.values[c.field] != c.says {
			f.warn(text.T{En: "--%s is %s; the server's own document says %s.", Ko: "--%s 값은 %s인데 서버의 문서에는 %s{으로/로} 되어 있습니다."}.With(c.field, f.values[c.field], c.says))
		}
	}
	return nil
}

// sameIssuer warns where a document names another issuer than the one at whose address it lies.
func (f *providerForm) sameIssuer(address string, d discoveryDocument) {
	base := strings.TrimSuffix(strings.TrimSuffix(address, openidPlace), oauthPlace)
	if strings.TrimSuffix(d.Issuer, "/") == base || strings.Contains(address, oauthPlace) {
		return // RFC 8414 puts the path behind the well-known place
	}
	f.warn(text.T{En: "The document at %s calls its issuer %q. Tokens will carry that name; whoever checks them must expect it. Check that the address is the right tenant's.", Ko: "%s 문서의 issuer는 %q입니다. 토큰에는 이 이름이 들어가므로 검증하는 쪽도 이 값을 기대해야 합니다. 테넌트 주소가 맞는지 확인하세요."}.With(address, d.Issuer))
}

// discoveryAsIssuer is the mistake of the published script.
func discoveryAsIssuer(issuer string) *flow.Failure {
	right := strings.TrimSuffix(strings.TrimSuffix(issuer, openidPlace), oauthPlace)
	return &flow.Failure{Code: "DiscoveryAsIssuer", Exit: flow.ExitUsage, Docs: DocsProvider,
		Message: text.T{En: "--issuer is the address of the discovery document, not the issuer.", Ko: "--issuer에 issuer가 아니라 discovery 문서의 주소가 들어 있습니다."}.With(),
		Cause:   text.T{En: "The issuer is the name that tokens carry as iss; the document only lies below it. The workshop's published script makes the same mistake.", Ko: "issuer는 토큰의 iss에 들어가는 이름이며, 문서는 그 아래에 있을 뿐입니다. 워크숍의 공개된 스크립트에도 같은 실수가 있습니다."}.With(),
		Fix:     text.T{En: "Give --issuer %s, or --discovery-url %s alone.", Ko: "--issuer %s{을/를} 지정하거나, --discovery-url %s만 지정하세요."}.With(right, issuer)}
}
