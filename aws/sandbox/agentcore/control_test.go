package agentcore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
)

func TestProviderLife(t *testing.T) {
	b := newBench(t)
	made := b.do("CreateOauth2CredentialProvider", custom("p", "https://idp.example", "one"))
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/p"
	callback := made["callbackUrl"].(string)
	if made["credentialProviderArn"] != arn || made["status"] != "READY" ||
		!strings.HasPrefix(callback, "https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/callback/") {
		t.Errorf("made %v", made)
	}
	if strings.Contains(fmt.Sprint(made["oauth2ProviderConfigOutput"]), "one") {
		t.Error("the answer shows the secret")
	}
	secretARN := made["clientSecretArn"].(map[string]any)["secretArn"].(string)
	if !strings.Contains(secretARN, ":secret:bedrock-agentcore-identity!default/oauth2/p-") {
		t.Errorf("secret is %s", secretARN)
	}
	b.fails("CreateOauth2CredentialProvider", custom("p", "https://idp.example", "one"), "ValidationException", "Credential provider with name: p already exists")
	changed := b.do("UpdateOauth2CredentialProvider", custom("p", "https://other.example", "two"))
	if changed["callbackUrl"] != callback || changed["clientSecretArn"].(map[string]any)["secretArn"] != secretARN {
		t.Errorf("an update changed what stays: %v", changed)
	}
	if value := b.do("GetSecretValue", core.Object{"SecretId": secretARN}); !strings.Contains(value["SecretString"].(string), "two") {
		t.Error("the managed secret is not the new one")
	}
	got := b.do("GetOauth2CredentialProvider", core.Object{"name": "p"})
	if fmt.Sprint(got["oauth2ProviderConfigOutput"]) != fmt.Sprint(changed["oauth2ProviderConfigOutput"]) || got["createdTime"] == nil {
		t.Errorf("got %v", got)
	}
	b.do("DeleteOauth2CredentialProvider", core.Object{"name": "p"})
	b.fails("GetOauth2CredentialProvider", core.Object{"name": "p"}, "ResourceNotFoundException", "p")
	b.fails("DeleteOauth2CredentialProvider", core.Object{"name": "p"}, "ResourceNotFoundException", "p")
	b.fails("GetSecretValue", core.Object{"SecretId": secretARN}, "ResourceNotFoundException", "")
}

func TestProviderBecomesReadyOverTime(t *testing.T) {
	b := newBench(t)
	b.cloud.SetPace(core.Realistic)
	if made := b.do("CreateOauth2CredentialProvider", custom("p", "https://idp.example", "one")); made["status"] != "CREATING" {
		t.Errorf("made %v", made["status"])
	}
	b.pass(time.Minute)
	if got := b.do("GetOauth2CredentialProvider", core.Object{"name": "p"}); got["status"] != "READY" {
		t.Errorf("after a minute %v", got["status"])
	}
	if changed := b.do("UpdateOauth2CredentialProvider", custom("p", "https://idp.example", "two")); changed["status"] != "UPDATING" {
		t.Errorf("changed %v", changed["status"])
	}
}

func TestEveryVendorHasItsConfiguration(t *testing.T) {
	b := newBench(t)
	tenants := "Cognito Auth0 Okta OneLogin PingOne CyberArk FusionAuth"
	for vendor, member := range map[string]string{
		"Google": "google", "Github": "github", "Slack": "slack", "Salesforce": "salesforce", "Microsoft": "microsoft",
		"Atlassian": "atlassian", "Linkedin": "linkedin", "Cognito": "included", "Auth0": "included", "Okta": "included",
		"OneLogin": "included", "PingOne": "included", "CyberArk": "included", "FusionAuth": "included", "X": "included",
		"Facebook": "included", "Yandex": "included", "Reddit": "included", "Zoom": "included", "Twitch": "included",
		"Spotify": "included", "Dropbox": "included", "Notion": "included", "Hubspot": "included",
	} {
		config := core.Object{"clientId": "c", "clientSecret": "s"}
		in := core.Object{"name": "p-" + vendor, "credentialProviderVendor": vendor + "Oauth2",
			"oauth2ProviderConfigInput": core.Object{member + "Oauth2ProviderConfig": config}}
		if strings.Contains(tenants, vendor) {
			b.fails("CreateOauth2CredentialProvider", in, "ValidationException", "tokenEndpoint")
			config["issuer"], config["authorizationEndpoint"], config["tokenEndpoint"] = "https://i", "https://i/a", "https://i/t"
		}
		out := b.do("CreateOauth2CredentialProvider", in)["oauth2ProviderConfigOutput"].(map[string]any)[member+"Oauth2ProviderConfig"].(map[string]any)
		if out["clientId"] != "c" || out["oauthDiscovery"] == nil || out["clientSecret"] != nil {
			t.Errorf("%s answered %v", vendor, out)
		}
	}
	wrong := custom("w", "https://idp.example", "s")
	wrong["credentialProviderVendor"] = "GoogleOauth2"
	b.fails("CreateOauth2CredentialProvider", wrong, "ValidationException", "googleOauth2ProviderConfig")
	first := b.do("ListOauth2CredentialProviders", core.Object{})
	rest := b.do("ListOauth2CredentialProviders", core.Object{"nextToken": first["nextToken"]})
	if len(first["credentialProviders"].([]any)) != 20 || len(rest["credentialProviders"].([]any)) != 4 || rest["nextToken"] != nil {
		t.Errorf("pages %v %v", first, rest)
	}
	b.fails("ListOauth2CredentialProviders", core.Object{"nextToken": "x"}, "ValidationException", "nextToken")
}

func TestProviderQuota(t *testing.T) {
	b := newBench(t)
	for i := range 50 {
		b.do("CreateOauth2CredentialProvider", custom(fmt.Sprint("p", i), "https://idp.example", "s"))
	}
	b.fails("CreateOauth2CredentialProvider", custom("one-more", "https://idp.example", "s"), "ServiceQuotaExceededException", "50")
}

func TestWorkloadsVaultTagsAndRestart(t *testing.T) {
	b := newBench(t)
	made := b.do("CreateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{"http://localhost:1/a"}, "tags": core.Object{"k": "v"}})
	arn := made["workloadIdentityArn"].(string)
	if arn != "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default/workload-identity/agent" {
		t.Errorf("made %v", made)
	}
	b.fails("CreateWorkloadIdentity", core.Object{"name": "agent"}, "ValidationException", "WorkloadIdentity with name 'agent' already exists.")
	b.do("UpdateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{"http://localhost:1/b"}})
	b.do("TagResource", core.Object{"resourceArn": arn, "tags": core.Object{"x": "y"}})
	b.do("UntagResource", core.Object{"resourceArn": arn, "tagKeys": []string{"k"}})
	b.fails("TagResource", core.Object{"resourceArn": arn + "x", "tags": core.Object{}}, "ResourceNotFoundException", "")
	b.fails("SetTokenVaultCMK", core.Object{"kmsConfiguration": core.Object{"keyType": "CustomerManagedKey"}}, "ValidationException", "kmsKeyArn")
	key := "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
	b.do("SetTokenVaultCMK", core.Object{"kmsConfiguration": core.Object{"keyType": "CustomerManagedKey", "kmsKeyArn": key}})
	b.do("CreateApiKeyCredentialProvider", core.Object{"name": "k", "apiKey": "value-of-key"})
	b.fails("CreateApiKeyCredentialProvider", core.Object{"name": "k", "apiKey": "value-of-key"}, "ValidationException", "already exists")

	state, err := b.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := newBench(t)
	again.cloud.Restore(state)
	if got := again.do("GetWorkloadIdentity", core.Object{"name": "agent"}); fmt.Sprint(got["allowedResourceOauth2ReturnUrls"]) != "[http://localhost:1/b]" {
		t.Errorf("after the restart %v", got)
	}
	if tags := again.do("ListTagsForResource", core.Object{"resourceArn": arn}); fmt.Sprint(tags["tags"]) != "map[x:y]" {
		t.Errorf("tags %v", tags)
	}
	if v := again.do("GetTokenVault", core.Object{}); fmt.Sprint(v["kmsConfiguration"]) != "map[keyType:CustomerManagedKey kmsKeyArn:"+key+"]" || v["tokenVaultId"] != "default" {
		t.Errorf("vault %v", v)
	}
	again.fails("GetTokenVault", core.Object{"tokenVaultId": "other"}, "ResourceNotFoundException", "other")
	wat := again.do("GetWorkloadAccessToken", core.Object{"workloadName": "agent"})["workloadAccessToken"]
	if got := again.do("GetResourceApiKey", core.Object{"workloadIdentityToken": wat, "resourceCredentialProviderName": "k"}); got["apiKey"] != "value-of-key" {
		t.Error("the API key is not the one that was given")
	}
	if n := again.cloud.Reset(""); n != 2 {
		t.Errorf("reset removed %d", n)
	}
}

func TestLinkedIdentityGivesNoToken(t *testing.T) {
	b := newBench(t)
	c := &core.Call{Context: t.Context(), Cloud: b.cloud, Realm: b.cloud.Realm("123456789012", "us-east-1")}
	if _, err := agentcore.Link(c, "runtime-1", "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/runtime-1"); err != nil {
		t.Fatal(err)
	}
	b.fails("GetWorkloadAccessToken", core.Object{"workloadName": "runtime-1"}, "ValidationException",
		"WorkloadIdentity is linked to a service and cannot retrieve an access token by the caller")
	agentcore.Unlink(c, "runtime-1")
	b.fails("GetWorkloadAccessToken", core.Object{"workloadName": "runtime-1"}, "ResourceNotFoundException", "")
}
