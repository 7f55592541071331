package steps

import (
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// vendor is an identity provider that AgentCore knows by name, as whoever registers it needs to know it.
type vendor struct {
	// name is AWS's: "GoogleOauth2". title is what people say.
	name, title string
	// config is the member of the union oauth2ProviderConfigInput that the vendor takes.
	config vendorConfig
	// tenant says that its addresses belong to a tenant, so that they have to be given; shape shows what they look like.
	tenant bool
	shape  string
	// page is the vendor's page in AWS's guide.
	page string
	// where is where an application's redirect URIs are registered at the vendor.
	where text.T
	// note is what else one trips over.
	note text.T
}

// vendorConfig is a member of the union oauth2ProviderConfigInput.
type vendorConfig string

// The members that take more than a client. All others take its id and secret alone.
const (
	configCustom    vendorConfig = "customOauth2ProviderConfig"
	configIncluded  vendorConfig = "includedOauth2ProviderConfig"
	configMicrosoft vendorConfig = "microsoftOauth2ProviderConfig"
)

// docs is the vendor's page in AWS's guide.
func (v vendor) docs() string {
	return "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/" + v.page + ".html"
}

// short is the name that is easy to type: "google".
func (v vendor) short() string { return strings.ToLower(strings.TrimSuffix(v.name, "Oauth2")) }

// The fields that a provider may have, by the flags that give them.
const (
	fieldClient    = "client-id"
	fieldTenant    = "tenant-id"
	fieldDiscovery = "discovery-url"
	fieldIssuer    = "issuer"
	fieldAuthorize = "authorization-endpoint"
	fieldToken     = "token-endpoint"
	fieldMethod    = "auth-method"
	fieldOnBehalf  = "on-behalf-of"
	fieldActor     = "actor-token"
)

// endpoints are the three that make up an authorization server's metadata.
func endpoints() []string { return []string{fieldIssuer, fieldAuthorize, fieldToken} }

// needs are the fields without which the vendor's provider cannot be made, beside the secret.
func (v vendor) needs() []string {
	if v.tenant {
		return append([]string{fieldClient}, endpoints()...)
	}
	return []string{fieldClient}
}

// takes are all fields that mean something to the vendor.
func (v vendor) takes() []string {
	all := []string{fieldClient}
	switch v.config {
	case configMicrosoft:
		all = append(all, fieldTenant)
	case configIncluded:
		all = append(append(all, fieldDiscovery), endpoints()...)
	case configCustom:
		all = append(append(all, fieldDiscovery), endpoints()...)
		all = append(all, fieldMethod, fieldOnBehalf, fieldActor)
	}
	return all
}

// findVendor takes AWS's spelling or the short one, in any case.
func findVendor(said string) (vendor, bool) {
	plain := plainName(said)
	i := slices.IndexFunc(vendors(), func(v vendor) bool { return plain == v.short() || plain == plainName(v.title) })
	if i < 0 {
		return vendor{}, false
	}
	return vendors()[i], true
}

// plainName is a vendor's name without what people write differently: case, separators, and AWS's ending.
func plainName(said string) string {
	plain := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(said)))
	return strings.TrimSuffix(plain, "oauth2")
}

// unknownVendor names those that were likely meant, and all.
func unknownVendor(said string) *flow.Failure {
	near, all := nearVendors(said), []string{}
	for _, v := range vendors() {
		all = append(all, v.short())
	}
	fix := text.T{En: "Take one of %s.", Ko: "다음 중에서 고르세요: %s."}.With(strings.Join(all, ", "))
	if len(near) > 0 {
		fix = text.T{En: "Did you mean %s? All are: %s.", Ko: "%s{을/를} 찾으셨나요? 전체 목록: %s."}.With(strings.Join(near, ", "), strings.Join(all, ", "))
	}
	return &flow.Failure{Code: "UnknownVendor", Exit: flow.ExitUsage, Docs: docsVendors, Fix: fix,
		Message: text.T{En: "AgentCore knows no vendor %q.", Ko: "AgentCore에 %q{이라는/라는} vendor는 없습니다."}.With(said),
		Cause:   text.T{En: "A vendor that is not in the list is registered as custom, with its discovery document or its endpoints.", Ko: "목록에 없는 공급자는 custom으로, discovery 문서나 엔드포인트와 함께 등록합니다."}.With()}
}

const docsVendors = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idps.html"

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
	for _, v := range vendors() {
		far := distance(plain, v.short())
		if strings.Contains(v.short(), plain) || strings.Contains(plain, v.short()) && len(v.short()) > 2 {
			far = 0
		}
		if far <= max(1, len(plain)/3) {
			near = append(near, candidate{v.short(), far})
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
