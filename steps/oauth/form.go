package oauth

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

// form is an HTML form with the values that it came with.
type form struct {
	action, method string
	values         url.Values
	passwords      []string // names of its password fields, in order
	text           []string // names of its visible text fields, in order
}

// passwordForm finds the first form with a password field: the sign-in form and the new-password form are such. Cognito's page
// has it twice, for narrow and for wide windows; either does.
func passwordForm(page string) (form, bool) {
	formShape := regexp.MustCompile(`(?is)<form\b([^>]*)>(.*?)</form>`)
	inputShape := regexp.MustCompile(`(?is)<input\b([^>]*)>`)
	for _, m := range formShape.FindAllStringSubmatch(page, -1) {
		head := attributes(m[1])
		f := form{action: head["action"], method: strings.ToUpper(head["method"]), values: url.Values{}}
		for _, in := range inputShape.FindAllStringSubmatch(m[2], -1) {
			f.add(attributes(in[1]))
		}
		if len(f.passwords) > 0 {
			return f, true
		}
	}
	return form{}, false
}

func (f *form) add(a map[string]string) {
	name := a["name"]
	if name == "" {
		return
	}
	switch strings.ToLower(a["type"]) {
	case "password":
		f.passwords = append(f.passwords, name)
	case "", "text", "email":
		f.text = append(f.text, name)
	case "button", "image", "reset", "checkbox", "radio":
		return
	}
	f.values.Set(name, a["value"])
}

func attributes(s string) map[string]string {
	shape := regexp.MustCompile(`(?s)([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
	a := map[string]string{}
	for _, m := range shape.FindAllStringSubmatch(s, -1) {
		a[strings.ToLower(m[1])] = html.UnescapeString(m[2] + m[3] + m[4])
	}
	return a
}
