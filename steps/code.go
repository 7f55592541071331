package steps

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"agentcore-workshop/steps/flow"
)

// apiCall is one call as a person would write it, in any dialect.
type apiCall struct {
	// Why is said above the call. Service is boto3's and the AWS CLI's name for the service.
	Why, Service, Operation string
	Params                  []param
}

// variable is a name that the reader of a script gives a value to: POOL_ID. It is a type of its own, so that no value that comes from
// the place, whatever it begins with, is taken for one.
type variable string

// param is one member of a request. Value is a variable, a string, a bool, a []string, or what encoding/json writes as an object. All
// of them but the variable are quoted: parameters and outputs hold whatever somebody wrote there. Go, where set, is the member's Go
// expression.
type param struct {
	Name  string
	Value any
	Go    string
}

// script writes calls in a dialect.
func (e *Env) script(as flow.Dialect, calls ...apiCall) string {
	var b strings.Builder
	switch as {
	case flow.Python:
		b.WriteString("import boto3\n\n")
		for _, c := range calls {
			fmt.Fprintf(&b, "# %s\n%s = boto3.client(%s, region_name=%s)\n%s.%s(\n", c.Why, snake(c.Service), jsonString(c.Service), jsonString(e.Region()), snake(c.Service), snake(c.Operation))
			for _, p := range c.Params {
				fmt.Fprintf(&b, "    %s=%s,\n", p.Name, pythonValue(p.Value))
			}
			b.WriteString(")\n\n")
		}
	case flow.Golang:
		b.WriteString("cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(" + strconv.Quote(e.Region()) + "))\n\n")
		for _, c := range calls {
			pkg := goPackage(c.Service)
			fmt.Fprintf(&b, "// %s\n_, err = %s.NewFromConfig(cfg).%s(ctx, &%s.%sInput{\n", c.Why, pkg, c.Operation, pkg, c.Operation)
			for _, p := range c.Params {
				fmt.Fprintf(&b, "\t%s: %s,\n", upper(p.Name), goValue(p))
			}
			b.WriteString("})\n\n")
		}
	default:
		for _, c := range calls {
			fmt.Fprintf(&b, "# %s\naws %s %s --region %s", c.Why, c.Service, kebab(c.Operation), shellQuote(e.Region()))
			for _, p := range c.Params {
				b.WriteString(" \\\n  " + cliParam(p))
			}
			b.WriteString("\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func cliParam(p param) string {
	flag := "--" + kebab(p.Name)
	switch v := p.Value.(type) {
	case bool:
		if v {
			return flag
		}
		return "--no-" + kebab(p.Name)
	case variable:
		return flag + ` "$` + string(v) + `"`
	case string:
		return flag + " " + shellQuote(v)
	default:
		raw, _ := json.Marshal(v)
		return flag + " " + shellQuote(string(raw)) // one JSON argument: the AWS CLI v1 would fetch a bare http:// value
	}
}

func shellQuote(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@=+,", r)
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func pythonValue(v any) string {
	if name, ok := v.(variable); ok {
		return strings.ToLower(string(name))
	}
	if b, ok := v.(bool); ok {
		return map[bool]string{true: "True", false: "False"}[b]
	}
	return jsonString(v) // JSON of strings, lists and objects is Python too
}

// jsonString is a value as a literal of JSON, and of Python where it has neither truth values nor null in it.
func jsonString(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func goValue(p param) string {
	if p.Go != "" {
		return p.Go
	}
	switch v := p.Value.(type) {
	case variable:
		return "aws.String(" + strings.ToLower(string(v)) + ")"
	case bool:
		return fmt.Sprintf("%t", v)
	case []string:
		return fmt.Sprintf("%#v", v)
	case string:
		return fmt.Sprintf("aws.String(%q)", v)
	}
	return "/* " + strings.ReplaceAll(jsonString(p.Value), "*/", "*\\/") + " */ nil"
}

func goPackage(service string) string {
	if service == "cognito-idp" {
		return "cognitoidentityprovider"
	}
	return strings.ReplaceAll(service, "-", "")
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func snake(s string) string { return strings.ReplaceAll(kebab(s), "-", "_") }

// kebab turns CreateOauth2CredentialProvider into create-oauth2-credential-provider, and ForJWT into for-jwt, as the AWS CLI does.
func kebab(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if unicode.IsUpper(r) {
			before := i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]))
			endOfWord := i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if before || endOfWord {
				b.WriteByte('-')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
