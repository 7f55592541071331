// Package vendors is what one needs to know of each identity provider that AgentCore knows by name: AWS's member for it, its fields, and
// where redirect URIs are registered there.
//
// Rule of this layer: data and questions about it. Nothing is asked of anybody here.
package vendors

import (
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Cognito is AWS's name for the vendor of a user pool's own third app client.
const Cognito = "CognitoOauth2"

// Vendor is an identity provider that AgentCore knows by name, as whoever registers it needs to know it.
type Vendor struct {
	// Name is AWS's: "GoogleOauth2". title is what people say.
	Name, Title string
	// Config is the member of the union oauth2ProviderConfigInput that the vendor takes.
	Config vendorConfig
	// Tenant says that its addresses belong to a tenant, so that they have to be given; shape shows what they look like.
	Tenant bool
	Shape  string
	// page is the vendor's page in AWS's guide.
	page string
	// Where is where an application's redirect URIs are registered at the vendor.
	Where text.T
	// Note is what else one trips over.
	Note text.T
}

// vendorConfig is a member of the union oauth2ProviderConfigInput.
type vendorConfig string

// The members that take more than a client. All others take its id and secret alone.
const (
	ConfigCustom    vendorConfig = "customOauth2ProviderConfig"
	ConfigIncluded  vendorConfig = "includedOauth2ProviderConfig"
	ConfigMicrosoft vendorConfig = "microsoftOauth2ProviderConfig"
)

// Docs is the vendor's page in AWS's guide.
func (v Vendor) Docs() string {
	return "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/" + v.page + ".html"
}

// Short is the name that is easy to type: "google".
func (v Vendor) Short() string { return strings.ToLower(strings.TrimSuffix(v.Name, "Oauth2")) }

// The fields that a provider may have, by the flags that give them.
const (
	FieldClient    = "client-id"
	FieldTenant    = "tenant-id"
	FieldDiscovery = "discovery-url"
	FieldIssuer    = "issuer"
	FieldAuthorize = "authorization-endpoint"
	FieldToken     = "token-endpoint"
	FieldMethod    = "auth-method"
	FieldOnBehalf  = "on-behalf-of"
	FieldActor     = "actor-token"
)

// Endpoints are the three that make up an authorization server's metadata.
func Endpoints() []string { return []string{FieldIssuer, FieldAuthorize, FieldToken} }

// Needs are the fields without which the vendor's provider cannot be made, beside the secret.
func (v Vendor) Needs() []string {
	if v.Tenant {
		return append([]string{FieldClient}, Endpoints()...)
	}
	return []string{FieldClient}
}

// Takes are all fields that mean something to the vendor.
func (v Vendor) Takes() []string {
	all := []string{FieldClient}
	switch v.Config {
	case ConfigMicrosoft:
		all = append(all, FieldTenant)
	case ConfigIncluded:
		all = append(append(all, FieldDiscovery), Endpoints()...)
	case ConfigCustom:
		all = append(append(all, FieldDiscovery), Endpoints()...)
		all = append(all, FieldMethod, FieldOnBehalf, FieldActor)
	}
	return all
}

// Find takes AWS's spelling or the short one, in any case.
func Find(said string) (Vendor, bool) {
	plain := plainName(said)
	i := slices.IndexFunc(All(), func(v Vendor) bool { return plain == v.Short() || plain == plainName(v.Title) })
	if i < 0 {
		return Vendor{}, false
	}
	return All()[i], true
}

// plainName is a vendor's name without what people write differently: case, separators, and AWS's ending.
func plainName(said string) string {
	plain := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(said)))
	return strings.TrimSuffix(plain, "oauth2")
}

// Unknown names those that were likely meant, and all.
func Unknown(said string) *flow.Failure {
	near, all := nearVendors(said), []string{}
	for _, v := range All() {
		all = append(all, v.Short())
	}
	fix := text.T{En: "Take one of %s.", Ko: "다음 중에서 고르세요: %s."}.With(strings.Join(all, ", "))
	if len(near) > 0 {
		fix = text.T{En: "Did you mean %s? All are: %s.", Ko: "%s{을/를} 찾으셨나요? 전체 목록: %s."}.With(strings.Join(near, ", "), strings.Join(all, ", "))
	}
	return &flow.Failure{Code: "UnknownVendor", Exit: flow.ExitUsage, Docs: Guide, Fix: fix,
		Message: text.T{En: "AgentCore knows no vendor %q.", Ko: "AgentCore에 %q{이라는/라는} vendor는 없습니다."}.With(said),
		Cause:   text.T{En: "A vendor that is not in the list is registered as custom, with its discovery document or its endpoints.", Ko: "목록에 없는 IdP는 custom으로, discovery 문서나 엔드포인트와 함께 등록합니다."}.With()}
}

const Guide = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idps.html"

// nearVendors are up to three whose names differ by little, or begin or contain what was said.
func nearVendors(said string) []string {
	plain := plainName(said)
	if plain == "" {
		return nil
	}
	type candidate struct {
		name string
		far  int
	}
	var near []candidate
	for _, v := range All() {
		far := distance(plain, v.Short())
		if strings.Contains(v.Short(), plain) || strings.Contains(plain, v.Short()) && len(v.Short()) > 2 {
			far = 0
		}
		if far <= max(1, len(plain)/3) {
			near = append(near, candidate{v.Short(), far})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.far - b.far })
	var names []string
	for _, c := range near[:min(3, len(near))] {
		names = append(names, c.name)
	}
	return names
}

// distance is how many letters have to be put in, left out or changed (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
