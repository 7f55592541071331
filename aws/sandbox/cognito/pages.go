package cognito

import (
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// visit is one request to a pool's domain.
type visit struct {
	place
	page *core.Page
	w    http.ResponseWriter
	r    *http.Request
	// origin is the domain's AWS address, "https://x.auth.us-east-1.amazoncognito.com".
	origin string
	query  url.Values
	words  words
}

// bodyLimit bounds what a form may hold; the longest honest field is a token.
const bodyLimit = 256 << 10

// Serve answers for the hosted domains, and for the issuers' well-known documents.
func (s *Service) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	host := strings.ToLower(p.Host)
	if serveWellKnown(p, host, w, r) {
		return true
	}
	prefix, region, ok := hostedDomain(host)
	if !ok {
		return false
	}
	r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
	v := &visit{page: p, w: w, r: r, origin: "https://" + host, query: r.URL.Query()}
	v.words = wordsFor(language(v.query.Get("lang"), r.Header.Get("Accept-Language")))
	v.secure()
	if v.place, ok = placeOf(p.Cloud, domainKey(region, prefix)); !ok {
		v.errorPage(http.StatusNotFound, v.words.noDomain)
		return true
	}
	if !v.active(prefix) {
		v.errorPage(http.StatusNotFound, v.words.domainNotReady)
		return true
	}
	v.route()
	return true
}

// hostedDomain takes {prefix}.auth.{region}.amazoncognito.com apart.
func hostedDomain(host string) (prefix, region string, ok bool) {
	parts := strings.Split(host, ".")
	if len(parts) != 5 || parts[1] != "auth" || parts[3] != "amazoncognito" || parts[4] != "com" {
		return "", "", false
	}
	return parts[0], parts[2], true
}

// active reports whether the domain answers yet: on AWS it takes up to a minute.
func (v *visit) active(prefix string) bool {
	v.realm.Account.RLock()
	defer v.realm.Account.RUnlock()
	d := stateOf(v.realm).Domains[prefix]
	return d != nil && d.Status == "ACTIVE"
}

func (v *visit) route() {
	switch v.r.URL.Path {
	case "/oauth2/authorize":
		v.only(v.authorize, http.MethodGet)
	case "/login":
		v.only(v.login, http.MethodGet, http.MethodPost)
	case "/changePassword":
		v.only(v.newPassword, http.MethodGet, http.MethodPost)
	case "/oauth2/token":
		v.only(v.token, http.MethodPost, http.MethodOptions)
	case "/oauth2/userInfo":
		v.only(v.userInfo, http.MethodGet, http.MethodPost)
	case "/oauth2/revoke":
		v.only(v.revocation, http.MethodPost, http.MethodOptions)
	case "/logout":
		v.only(v.logout, http.MethodGet)
	case "/error":
		v.errorPage(http.StatusBadRequest, v.words.errorFor(v.query.Get("error")))
	default:
		v.errorPage(http.StatusNotFound, v.words.noPage)
	}
}

// only lets the methods through that a path has. HEAD goes where GET goes.
func (v *visit) only(handle func(), methods ...string) {
	for _, m := range methods {
		if v.r.Method == m || v.r.Method == http.MethodHead && m == http.MethodGet {
			handle()
			return
		}
	}
	v.w.Header().Set("Allow", strings.Join(methods, ", "))
	v.w.WriteHeader(http.StatusMethodNotAllowed)
}

// secure sets the headers that hold for every answer. Referrer-Policy is same-origin, not no-referrer: the latter makes
// browsers send "Origin: null" with the sign-in form, which a careful server must refuse.
func (v *visit) secure() {
	h := v.w.Header()
	h.Set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
	h.Set("Pragma", "no-cache")
	h.Set("Expires", "0")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("x-amz-cognito-request-id", v.page.Cloud.IDs.UUID())
}

// goTo redirects to another page of this domain.
func (v *visit) goTo(path string, query url.Values) {
	v.redirect(v.page.Public(v.origin + path + "?" + query.Encode()))
}

func (v *visit) redirect(to string) {
	v.w.Header().Set("Location", to)
	v.w.WriteHeader(http.StatusFound)
}

// openable is the address under which the browser can open a client's registered URL: AWS's own hosts may be answered
// by the practice cloud itself, everybody else's URL stays as it is.
func (v *visit) openable(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || !awsHost(u.Hostname()) {
		return raw
	}
	return v.page.Public(raw)
}

func awsHost(host string) bool {
	host = strings.ToLower(host)
	return strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".amazoncognito.com")
}
