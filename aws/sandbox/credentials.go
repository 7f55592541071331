package sandbox

import (
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sts"
)

// credentials are what a request was signed with: the access key and the scope of Signature Version 4.
type credentials struct{ accessKey, region, service string }

// credentialsOf reads the Authorization header, or the query of a presigned request. The signature itself is not looked
// at: any secret key will do.
func credentialsOf(r *http.Request) (credentials, bool) {
	scope := ""
	if header, ok := strings.CutPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256"); ok {
		for part := range strings.SplitSeq(header, ",") {
			if value, ok := strings.CutPrefix(strings.TrimSpace(part), "Credential="); ok {
				scope = value
			}
		}
	} else {
		scope = r.URL.Query().Get("X-Amz-Credential")
	}
	// key/20261121/us-east-1/ssm/aws4_request; the key may hold slashes, so the scope is read from its end.
	parts := strings.Split(scope, "/")
	if len(parts) < 5 || parts[len(parts)-1] != "aws4_request" {
		return credentials{}, false
	}
	n := len(parts)
	return credentials{accessKey: strings.Join(parts[:n-4], "/"), region: parts[n-3], service: parts[n-2]}, true
}

// account is the access key when it is an account's number, and the default account otherwise.
func (k credentials) account() string {
	if len(k.accessKey) == 12 && strings.Trim(k.accessKey, core.Digits) == "" {
		return k.accessKey
	}
	return DefaultAccount
}

// bearerOf is the token of an Authorization: Bearer header, or empty.
func bearerOf(r *http.Request) string {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// sign fills in who calls, and where.
func (c *Cloud) sign(call *core.Call, k credentials, region string) {
	account := k.account()
	switch {
	case c.hosts.region.MatchString(k.region): // a scope may say anything; only what looks like a region becomes one
		region = k.region
	case region == "":
		region = DefaultRegion
	}
	call.Realm = c.Realm(account, region)
	call.AccessKey = k.accessKey
	call.Caller, call.CallerID = sts.UserARN(account), sts.UserID(account)
}
