package iam

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"agentcore-workshop/aws/sandbox/core"
)

// document is a policy as the IAM JSON policy grammar has it.
type document struct {
	Version, Id string
	Statement   statements
}

// statement keeps its own text, since the simulator says where in the document it stands.
type statement struct {
	Sid, Effect           string
	Action, NotAction     texts
	Resource, NotResource texts
	Principal             json.RawMessage
	NotPrincipal          json.RawMessage
	Condition             map[string]map[string]texts
	text                  string
}

// texts is a string or a list of strings; booleans and numbers count as their text, as in conditions.
type texts []string

func (t *texts) UnmarshalJSON(data []byte) error {
	var list []any
	if json.Unmarshal(data, &list) != nil {
		var one any
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
		list = []any{one}
	}
	*t = texts{}
	for _, v := range list {
		switch v := v.(type) {
		case string:
			*t = append(*t, v)
		case bool, float64:
			raw, _ := json.Marshal(v)
			*t = append(*t, string(raw))
		default:
			return malformed("Syntax errors in policy.")
		}
	}
	return nil
}

// statements is one statement or a list of them.
type statements []statement

func (s *statements) UnmarshalJSON(data []byte) error {
	var each []json.RawMessage
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		each = []json.RawMessage{data}
	} else if err := json.Unmarshal(data, &each); err != nil {
		return err
	}
	for _, raw := range each {
		type plain statement // without the method, so that decoding does not come back here
		var st plain
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&st); err != nil {
			return err
		}
		st.text = string(raw)
		*s = append(*s, statement(st))
	}
	return nil
}

func malformed(format string, args ...any) *core.Error {
	return core.Errorf("MalformedPolicyDocument", format, args...)
}

// parse reads a document and checks what identity and trust policies have in common.
func parse(text string) (*document, error) {
	if !json.Valid([]byte(text)) {
		return nil, malformed("This policy contains invalid Json")
	}
	doc := new(document)
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(doc) != nil {
		return nil, malformed("Syntax errors in policy.")
	}
	if doc.Version != "" && doc.Version != "2012-10-17" && doc.Version != "2008-10-17" || len(doc.Statement) == 0 {
		return nil, malformed("Syntax errors in policy.")
	}
	for _, st := range doc.Statement {
		if st.Effect != "Allow" && st.Effect != "Deny" {
			return nil, malformed("Syntax errors in policy.")
		}
		if (len(st.Action) == 0) == (len(st.NotAction) == 0) {
			return nil, malformed("Policy statement must contain actions.")
		}
		for _, action := range append(append(texts{}, st.Action...), st.NotAction...) {
			if action != "*" && !strings.Contains(action, ":") {
				return nil, malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
			}
		}
	}
	return doc, nil
}

// checkIdentity holds an identity policy to its rules: resources, and no principal.
func checkIdentity(text string) error {
	doc, err := parse(text)
	if err != nil {
		return err
	}
	for _, st := range doc.Statement {
		if st.Principal != nil || st.NotPrincipal != nil {
			return malformed("Policy document should not specify a principal.")
		}
		if (len(st.Resource) == 0) == (len(st.NotResource) == 0) {
			return malformed("Policy statement must contain resources.")
		}
		for _, r := range append(append(texts{}, st.Resource...), st.NotResource...) {
			if !strings.Contains(r, "*") && !strings.HasPrefix(r, "arn:") {
				return malformed(`Resource %s must be in ARN format or "*".`, r)
			}
		}
	}
	return nil
}

// checkTrust holds a role's trust policy to its rules: principals, STS actions, and no resource.
func checkTrust(text string) error {
	doc, err := parse(text)
	if err != nil {
		return err
	}
	if len(squeeze(text)) > maxTrustLength {
		return core.Errorf("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: %d", maxTrustLength)
	}
	for _, st := range doc.Statement {
		if len(st.Resource) > 0 || len(st.NotResource) > 0 {
			return malformed("Has prohibited field Resource")
		}
		for _, action := range st.Action {
			if action != "*" && !strings.HasPrefix(strings.ToLower(action), "sts:") {
				return malformed("AssumeRole policy may only specify STS AssumeRole actions.")
			}
		}
		if err := checkPrincipal(st.Principal); err != nil {
			return err
		}
	}
	return nil
}

var (
	servicePrincipal = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$`) })
	accountPrincipal = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\*|[0-9]{12}|arn:aws[a-z-]*:(iam|sts)::([0-9]{12}|cloudfront):.+)$`)
	})
)

func checkPrincipal(raw json.RawMessage) error {
	if raw == nil {
		return malformed("Missing required field Principal")
	}
	if string(raw) == `"*"` {
		return nil
	}
	var kinds map[string]texts
	if json.Unmarshal(raw, &kinds) != nil || len(kinds) == 0 {
		return malformed("Syntax errors in policy.")
	}
	for kind, names := range kinds {
		form := map[string]func() *regexp.Regexp{"Service": servicePrincipal, "AWS": accountPrincipal}[kind]
		for _, name := range names {
			if form != nil && !form().MatchString(name) {
				return malformed("Invalid principal in policy: %q:%q", strings.ToUpper(kind), name)
			}
		}
		if form == nil && kind != "Federated" && kind != "CanonicalUser" {
			return malformed("Syntax errors in policy.")
		}
	}
	return nil
}

// squeeze drops white space, which IAM's size limits do not count.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
