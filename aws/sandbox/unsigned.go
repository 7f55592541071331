package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// place finds the realm of a call without credentials: that of the app client, user pool or token that it names, or of
// the ARN that it is for. A call that names nothing we know goes to the default account, whose service refuses it.
func (c *Cloud) place(in core.Object, region string) *core.Realm {
	for _, key := range indexKeys(in) {
		if ref, ok := c.Index.Find(key); ok {
			return ref.Realm
		}
	}
	account := DefaultAccount
	if arn, ok := in["agentRuntimeArn"].(string); ok {
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && len(parts[4]) == 12 {
			account, region = parts[4], parts[3]
		}
	}
	if region == "" {
		region = DefaultRegion
	}
	return c.Realm(account, region)
}

func indexKeys(in core.Object) []string {
	var keys []string
	if id, ok := in["ClientId"].(string); ok {
		keys = append(keys, "client:"+id)
	}
	if id, ok := in["UserPoolId"].(string); ok {
		keys = append(keys, "pool:"+id)
	}
	if token, ok := in["AccessToken"].(string); ok {
		if id := clientOf(token); id != "" {
			keys = append(keys, "client:"+id)
		}
	}
	return keys
}

// clientOf reads the client_id claim of a JWT, unverified: it only finds the pool that will verify the token.
func clientOf(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	var claims struct {
		ClientID string `json:"client_id"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.ClientID
}
