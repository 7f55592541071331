package sigv4

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// signed is what a request says about its signature.
type signed struct {
	accessKey                        string
	day, region, service, terminator string
	headers                          []string // in lower case, as they were signed
	signature, token                 string
	stamp                            string // as it was sent
	date                             time.Time
	presigned                        bool
	expires                          time.Duration
}

// longestPresigned is what X-Amz-Expires may say at most: a week.
const longestPresigned = 7 * 24 * time.Hour

// read finds the signature of a request, in its header or its query.
func read(r *http.Request) (*signed, *Failure) {
	if header := r.Header.Get("Authorization"); header != "" {
		return readHeader(r, header)
	}
	return readQuery(r.URL.Query())
}

func readHeader(r *http.Request, header string) (*signed, *Failure) {
	rest, ok := strings.CutPrefix(header, algorithm)
	if !ok {
		return nil, incomplete("Unsupported AWS 'algorithm': '" + strings.SplitN(header, " ", 2)[0] + "'.")
	}
	given := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		given[name] = value
	}
	s := &signed{signature: given["Signature"], token: r.Header.Get("X-Amz-Security-Token"), stamp: r.Header.Get("X-Amz-Date")}
	if s.stamp == "" {
		s.stamp = fromHTTPDate(r.Header.Get("Date"))
	}
	missing := ""
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if given[name] == "" {
			missing += "Authorization header requires '" + name + "' parameter. "
		}
	}
	if s.stamp == "" {
		missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
	}
	if missing != "" {
		return nil, incomplete(strings.TrimSpace(missing))
	}
	return s.complete(given["Credential"], given["SignedHeaders"])
}

func readQuery(q url.Values) (*signed, *Failure) {
	missing := ""
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"} {
		if q.Get(name) == "" {
			missing += "AWS query-string parameters must include '" + name + "'. "
		}
	}
	switch {
	case missing != "":
		return nil, incomplete(missing + "Re-examine the query-string parameters.")
	case q.Get("X-Amz-Algorithm") != algorithm:
		return nil, incomplete("Unsupported AWS 'algorithm': '" + q.Get("X-Amz-Algorithm") + "'.")
	}
	s := &signed{presigned: true, signature: q.Get("X-Amz-Signature"), token: q.Get("X-Amz-Security-Token"), stamp: q.Get("X-Amz-Date")}
	if text := q.Get("X-Amz-Expires"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 0 || seconds > int(longestPresigned/time.Second) {
			return nil, incomplete("X-Amz-Expires must be a number of seconds of at most 604800.")
		}
		s.expires = time.Duration(seconds) * time.Second
	}
	return s.complete(q.Get("X-Amz-Credential"), q.Get("X-Amz-SignedHeaders"))
}

// complete takes apart what both forms have.
func (s *signed) complete(credential, headers string) (*signed, *Failure) {
	parts := strings.Split(credential, "/")
	if len(parts) < 5 {
		return nil, incomplete("Credential must have at least 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + credential + "'")
	}
	n := len(parts)
	s.accessKey = strings.Join(parts[:n-4], "/") // a key may hold slashes, so the scope is read from its end
	s.day, s.region, s.service, s.terminator = parts[n-4], parts[n-3], parts[n-2], parts[n-1]
	var err error
	if s.date, err = time.Parse(stampForm, s.stamp); err != nil {
		return nil, incomplete("Date must be in ISO-8601 'basic format'. Got '" + s.stamp + "'. See http://en.wikipedia.org/wiki/ISO_8601")
	}
	s.headers = strings.Split(strings.ToLower(headers), ";")
	if !slices.Contains(s.headers, "host") {
		return nil, &Failure{Mismatch, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."}
	}
	return s, nil
}

func fromHTTPDate(text string) string {
	if at, err := http.ParseTime(text); err == nil {
		return at.UTC().Format(stampForm)
	}
	return text
}

func incomplete(text string) *Failure { return &Failure{Incomplete, text} }
