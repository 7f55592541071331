package aws

import (
	"net/http"
	"strings"
)

// Reads reports whether an operation changes nothing. It is a list of what is allowed, so that an operation that nobody
// thought of counts as one that changes something.
func Reads(operation string) bool {
	switch operation {
	case "ValidateTemplate", "LookupEvents", "SimulatePrincipalPolicy",
		// These mint tokens that end by themselves and leave nothing behind.
		"GetWorkloadAccessToken", "GetWorkloadAccessTokenForJWT", "GetWorkloadAccessTokenForUserId",
		"GetResourceOauth2Token", "GetResourceApiKey":
		return true
	}
	for _, prefix := range []string{"Get", "List", "Describe", "AdminGet", "AdminList"} {
		if strings.HasPrefix(operation, prefix) {
			return true
		}
	}
	return false
}

// readsHTTP is the same for what is not an AWS API: pages and documents are read, a token endpoint mints.
func readsHTTP(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead ||
		(r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/oauth2/token"))
}
