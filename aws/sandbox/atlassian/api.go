package atlassian

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Scopes of the practice application.
const (
	scopeSearch  = "search:confluence"
	scopePage    = "read:page:confluence"
	scopeMe      = "read:me"
	scopeOffline = "offline_access"
)

// CloudID is the practice site's id, as accessible-resources tells it.
const CloudID = "11111111-2222-4333-8444-555555555555"

// api answers api.atlassian.com: accessible-resources, me, the search and a page's content, under a bearer token.
func api(p *core.Page, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		http.Error(w, "Only GET.", http.StatusMethodNotAllowed)
		return
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	g, _, ok := find(p, kindAccess, strings.TrimSpace(value), false)
	if !strings.EqualFold(scheme, "Bearer") || !ok {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		answer(w, http.StatusUnauthorized, map[string]any{"code": 401, "message": "Unauthorized"})
		return
	}
	may := func(scope string) bool {
		if slices.Contains(g.Scopes, scope) {
			return true
		}
		answer(w, http.StatusUnauthorized, map[string]any{"code": 401, "message": "Unauthorized; scope does not match"})
		return false
	}
	const confluence = "/ex/confluence/" + CloudID + "/wiki"
	switch id, isPage := strings.CutPrefix(r.URL.Path, confluence+"/api/v2/pages/"); {
	case r.URL.Path == "/oauth/token/accessible-resources":
		answer(w, http.StatusOK, []any{map[string]any{"id": CloudID, "name": "practice", "url": "https://practice.atlassian.net", "scopes": g.Scopes}})
	case r.URL.Path == "/me":
		if may(scopeMe) {
			answer(w, http.StatusOK, map[string]any{"account_id": hashed(g.User)[:24], "email": g.User})
		}
	case r.URL.Path == confluence+"/rest/api/search":
		if may(scopeSearch) {
			search(w, r, g.User)
		}
	case isPage:
		if may(scopePage) {
			page(w, g.User, id)
		}
	default:
		answer(w, http.StatusNotFound, map[string]any{"code": 404, "message": "Not Found"})
	}
}

// search finds the pages of the person's own project. Of CQL only the text between quotation marks is understood.
func search(w http.ResponseWriter, r *http.Request, user string) {
	wanted := ""
	if parts := strings.Split(strings.ReplaceAll(r.URL.Query().Get("cql"), `"`, "'"), "'"); len(parts) > 2 {
		wanted = strings.ToLower(parts[1])
	}
	limit := 25
	if n, err := strconv.Atoi(r.URL.Query().Get("limit")); err == nil && n > 0 {
		limit = n
	}
	results := []any{}
	for _, d := range documentsOf(user) {
		if len(results) < limit && strings.Contains(strings.ToLower(d.title+" "+d.body), wanted) {
			results = append(results, map[string]any{"title": d.title, "content": map[string]any{"id": d.id, "type": "page", "title": d.title}})
		}
	}
	answer(w, http.StatusOK, map[string]any{"results": results, "size": len(results), "totalSize": len(results)})
}

// page is a page's content; another project's page is as if it were not there.
func page(w http.ResponseWriter, user, id string) {
	for _, d := range documentsOf(user) {
		if d.id == id {
			answer(w, http.StatusOK, map[string]any{"id": d.id, "title": d.title,
				"body": map[string]any{"storage": map[string]any{"value": "<p>" + d.body + "</p>", "representation": "storage"}}})
			return
		}
	}
	answer(w, http.StatusNotFound, map[string]any{"code": 404, "message": "Not Found"})
}
