package diagnose

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// reading is a pasted text in the forms in which it is compared.
type reading struct {
	raw string
	// flat is lower case, without escapes, with single spaces; tight is the same without spaces around JSON's signs.
	flat, tight string
}

// maxRead bounds what is looked at: the end of a log says what went wrong.
const maxRead = 256 << 10

func read(pasted string) reading {
	pasted = strings.ToValidUTF8(strings.TrimSpace(pasted), "")
	if len(pasted) > maxRead {
		pasted = strings.ToValidUTF8(pasted[len(pasted)-maxRead:], "")
	}
	flat := flatten(pasted)
	tight := strings.NewReplacer(`" :`, `":`, `": `, `":`, `' :`, `':`, `': `, `':`).Replace(flat)
	return reading{raw: pasted, flat: flat, tight: tight}
}

// flatten takes away what differs between the ways in which the same words travel: case, line breaks, JSON's and HTML's escapes, the
// percent signs of an address, a terminal's colours, and curly quotes.
func flatten(s string) string {
	s = colours().ReplaceAllString(s, "")
	s = strings.NewReplacer(`\"`, `"`, `\n`, " ", `\t`, " ", `\/`, "/", `\u0026`, "&", "“", `"`, "”", `"`, "’", "'", "‘", "'", "`", "").Replace(s)
	s = html.UnescapeString(s)
	if address().MatchString(s) {
		s = escaped().ReplaceAllStringFunc(s, func(e string) string {
			if plain, err := url.PathUnescape(e); err == nil {
				return plain
			}
			return e
		})
		s = strings.ReplaceAll(s, "+", " ")
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

var (
	colours = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`) })
	address = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`https?://|[?&]error=`) })
	escaped = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`) })
)

// says reports how much of the text a form covers, in letters; 0 means that it does not say that.
func (r reading) says(form []string) int {
	long := 0
	for _, part := range form {
		part = strings.ToLower(part)
		if whole, is := strings.CutPrefix(part, "="); is {
			if strings.Trim(r.flat, ` .!"'`) != whole {
				return 0
			}
			part = whole
		} else if !strings.Contains(r.flat, part) && !strings.Contains(r.tight, part) {
			return 0
		}
		long += len(part)
	}
	return long
}

// line is the line of the text that has a part, else the first one; cut, and without secrets.
func (r reading) line(part string) string {
	lines := strings.Split(r.raw, "\n")
	at := max(0, slices.IndexFunc(lines, func(l string) bool { return part != "" && strings.Contains(flatten(l), strings.ToLower(part)) }))
	shown := []rune(Redact(strings.TrimSpace(lines[at])))
	if len(shown) > 300 {
		shown = append(shown[:299], '…')
	}
	return string(shown)
}

// foreign reports whether the text names a program or service that has nothing to do with this workshop. It keeps forms that are
// common to many programs from being claimed.
func (r reading) foreign() bool {
	return strings.Contains(r.flat, " ") && others().MatchString(r.flat)
}

var others = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(google|gcloud|googleapis|gcp|aadsts\d*|microsoftonline|azure|okta|auth0|keycloak|github|gitlab|bitbucket|docker|dockerd|` +
		`kubectl|kubernetes|k8s|kubelet|helm|npm|yarn|pnpm|nginx|apache2?|httpd|postgres|postgresql|psql|mysql|mariadb|redis|mongodb|mongo|kafka|elasticsearch|` +
		`jenkins|ansible|slack|salesforce|stripe|firebase|heroku|snowflake|databricks|spring|tomcat|rails|django|flask|webpack|vite|eslint|` +
		`dynamodb|s3|ec2|rds|sqs|sns:|ecs|eks|route53|cloudfront|kinesis|redshift|athena|glue)\b`)
})
