package cognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
)

// flowEnabled checks ExplicitAuthFlows. A client that names none has refresh, SRP and custom authentication.
func flowEnabled(client *Client, flow string) error {
	allowed := client.ExplicitAuthFlows
	if len(allowed) == 0 {
		allowed = []string{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"}
	}
	on := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(allowed, n) })
	}
	switch flow {
	case "USER_PASSWORD_AUTH":
		if !on("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH") {
			return invalid("USER_PASSWORD_AUTH flow not enabled for this client")
		}
	case "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH":
		if !on("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH") {
			return invalid("Auth flow not enabled for this client")
		}
	case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN":
		if !on("ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY") {
			return invalid("Auth flow not enabled for this client")
		}
	case "USER_SRP_AUTH":
		if !on("ALLOW_USER_SRP_AUTH") {
			return invalid("USER_SRP_AUTH is not enabled for the client.")
		}
		return notOffered(flow)
	default:
		if !on("ALLOW_" + flow) {
			return invalid("%s is not enabled for the client.", flow)
		}
		return notOffered(flow)
	}
	return nil
}

// notOffered is honest about what this cloud lacks, instead of failing as if the password were wrong.
func notOffered(flow string) error {
	return invalid("The practice cloud does not offer %s. Use USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH or the hosted pages.", flow)
}

// checkSecretHash checks SECRET_HASH: Base64(HMAC-SHA256(client secret, username + client id)).
func checkSecretHash(client *Client, login, given string) error {
	if client.ClientSecret == "" {
		return nil
	}
	if given == "" {
		return notAuthorized("Client %s is configured with secret but SECRET_HASH was not received", client.ClientId)
	}
	mac := hmac.New(sha256.New, []byte(client.ClientSecret))
	mac.Write([]byte(login + client.ClientId))
	sum, err := base64.StdEncoding.DecodeString(given)
	if err != nil || !hmac.Equal(sum, mac.Sum(nil)) {
		return notAuthorized("SecretHash does not match for the client: %s", client.ClientId)
	}
	return nil
}
