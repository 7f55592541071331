package cognito

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"strconv"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

func toJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// with is a copy of an input with some members changed.
func with(in core.Object, change core.Object) core.Object {
	out := maps.Clone(in)
	maps.Copy(out, change)
	return out
}

func TestIdentifiers(t *testing.T) {
	w := workshop(t)
	for value, pattern := range map[string]string{
		w.pool: `^us-east-1_[A-Za-z0-9]{9}$`, w.web: `^[a-z0-9]{26}$`, w.machine: `^[a-z0-9]{26}$`, w.machineSecret: `^[a-z0-9]{51,52}$`,
	} {
		if !regexp.MustCompile(pattern).MatchString(value) {
			t.Errorf("an identifier of %d characters is not %s", len(value), pattern)
		}
	}
	pool := w.must("DescribeUserPool", core.Object{"UserPoolId": w.pool})["UserPool"].(core.Object)
	if pool["Arn"] != "arn:aws:cognito-idp:us-east-1:123456789012:userpool/"+w.pool || pool["Domain"] != prefix ||
		pool["MfaConfiguration"] != "OFF" || pool["EstimatedNumberOfUsers"] != 1.0 {
		t.Errorf("pool = %v", pool)
	}
	web := w.must("DescribeUserPoolClient", core.Object{"UserPoolId": w.pool, "ClientId": w.web})["UserPoolClient"].(core.Object)
	if web["ClientSecret"] != "" {
		t.Error("a public client has a secret")
	}
}

func TestPools(t *testing.T) {
	w := workshop(t)
	ref := core.Object{"UserPoolId": w.pool}
	w.wants("InvalidParameterException", "User pool cannot be deleted. It has a domain configured that should be deleted first.", "DeleteUserPool", ref)
	w.must("DeleteUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": prefix})
	w.must("UpdateUserPool", core.Object{"UserPoolId": w.pool, "DeletionProtection": "ACTIVE"})
	w.wants("InvalidParameterException", "The user pool cannot be deleted because deletion protection is activated. "+
		"Deletion protection must be inactivated first.", "DeleteUserPool", ref)
	w.must("UpdateUserPool", ref) // what is left out goes back to its default
	w.must("DeleteUserPool", ref)
	w.wants("ResourceNotFoundException", "User pool "+w.pool+" does not exist.", "DescribeUserPool", ref)
	if _, found := w.cloud.Index.Find(clientKey(w.web)); found {
		t.Error("a client outlives its pool in the index")
	}
	for range 5 {
		w.must("CreateUserPool", core.Object{"PoolName": "p"})
	}
	seen, token := map[any]bool{}, any("")
	for pages := 0; pages == 0 || token != ""; pages++ {
		out := w.must("ListUserPools", core.Object{"MaxResults": 2, "NextToken": token})
		for _, p := range out["UserPools"].([]any) {
			seen[p.(core.Object)["Id"]] = true
		}
		token = out["NextToken"]
		if pages > 3 {
			t.Fatal("pages without end")
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d pools listed", len(seen))
	}
	w.wants("InvalidParameterException", "Invalid pagination token.", "ListUserPools", core.Object{"MaxResults": 2, "NextToken": "x"})
}

func TestQuotas(t *testing.T) {
	w := bare(t)
	var pool string
	for range poolsAtMost {
		pool = w.must("CreateUserPool", core.Object{"PoolName": "p"})["UserPool"].(core.Object)["Id"].(string)
	}
	w.wants("LimitExceededException", "Maximum number of user pools reached.", "CreateUserPool", core.Object{"PoolName": "p"})
	client := core.Object{"UserPoolId": pool, "ClientName": "c"}
	for range clientsAtMost {
		w.must("CreateUserPoolClient", client)
	}
	w.wants("LimitExceededException", "Maximum number of clients reached.", "CreateUserPoolClient", client)
	for i := range serversAtMost {
		w.must("CreateResourceServer", core.Object{"UserPoolId": pool, "Identifier": strconv.Itoa(i), "Name": "s"})
	}
	w.wants("LimitExceededException", "Maximum number of resource servers reached.", "CreateResourceServer", core.Object{"UserPoolId": pool, "Identifier": "s", "Name": "s"})
}

func TestClientRules(t *testing.T) {
	w := workshop(t)
	web, machine := webClient(w.pool), machineClient(w.pool)
	flow, param := "InvalidOAuthFlowException", "InvalidParameterException"
	for _, c := range []struct {
		code, text string
		in         core.Object
	}{
		{flow, "client_credentials flow can not be selected along with code flow or implicit flow.", with(machine, core.Object{"AllowedOAuthFlows": []string{"code", "client_credentials"}})},
		{flow, "client_credentials flow can not be selected if client does not have a client secret.", with(machine, core.Object{"GenerateSecret": false})},
		{flow, "openid is not supported with client_credentials flow", with(machine, core.Object{"AllowedOAuthScopes": []string{"openid"}})},
		{flow, "CallbackUrls can not be empty when code flow or implicit flow is selected", with(web, core.Object{"CallbackURLs": []string{}})},
		{param, "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.", with(web, core.Object{"AllowedOAuthScopes": []string{}})},
		{"ScopeDoesNotExistException", "Invalid scope requested: " + rsID + "/nothing", with(web, core.Object{"AllowedOAuthScopes": []string{rsID + "/nothing"}})},
		{param, "http://example.com/ cannot use the HTTP protocol.", with(web, core.Object{"CallbackURLs": []string{"http://example.com/"}})},
		{param, "https://example.com/#f must not contain a fragment.", with(web, core.Object{"CallbackURLs": []string{"https://example.com/#f"}})},
		{param, "javascript:alert(1) is not a valid redirect URI.", with(web, core.Object{"CallbackURLs": []string{"javascript:alert(1)"}})},
		{param, "Invalid range for token validity.", with(web, core.Object{"AccessTokenValidity": 4})},
		{param, "Invalid range for token validity.", with(web, core.Object{"RefreshTokenValidity": 3651})},
		{param, "The provider Google does not exist for User Pool " + w.pool + ".", with(web, core.Object{"SupportedIdentityProviders": []string{"Google"}})},
	} {
		w.wants(c.code, c.text, "CreateUserPoolClient", c.in)
	}
	w.must("CreateUserPoolClient", with(web, core.Object{"CallbackURLs": []string{"myapp://callback", "http://127.0.0.1:8501/", "http://[::1]:8501/"}}))
	w.wants("ResourceNotFoundException", "User pool client x does not exist.", "DescribeUserPoolClient", core.Object{"UserPoolId": w.pool, "ClientId": "x"})
}

// TestUpdateResets: UpdateUserPoolClient puts back to its default whatever is left out.
func TestUpdateResets(t *testing.T) {
	w := workshop(t)
	out := w.must("UpdateUserPoolClient", core.Object{"UserPoolId": w.pool, "ClientId": w.web})["UserPoolClient"].(core.Object)
	if out["ClientName"] != "TroubleshootingWebClient" || out["CallbackURLs"] != nil || out["AllowedOAuthFlowsUserPoolClient"] != false ||
		out["AllowedOAuthScopes"] != nil || out["AccessTokenValidity"] != nil || out["RefreshTokenValidity"] != 30.0 {
		t.Errorf("client = %v", out)
	}
}

func TestDomains(t *testing.T) {
	w := workshop(t)
	other := func(operation string, in core.Object) (core.Object, error) {
		c := &core.Call{Context: context.Background(), Realm: w.cloud.Realm("210987654321", region), Service: Name, Operation: operation}
		return w.cloud.Do(c, in)
	}
	out, err := other("CreateUserPool", core.Object{"PoolName": "p"})
	if err != nil {
		t.Fatal(err)
	}
	theirs := out["UserPool"].(core.Object)["Id"]
	if _, err := other("CreateUserPoolDomain", core.Object{"UserPoolId": theirs, "Domain": prefix}); err == nil ||
		err.Error() != "InvalidParameterException: Domain already associated with another user pool." {
		t.Errorf("a taken domain: %v", err)
	}
	w.wants("InvalidParameterException", "Domain cannot contain reserved word: aws", "CreateUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": "my-aws-domain"})
	w.wants("InvalidParameterException", "User pool already has a domain configured.", "CreateUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": "second"})
	if d := w.must("DescribeUserPoolDomain", core.Object{"Domain": "nobody"}); toJSON(t, d) != `{"DomainDescription":{}}` {
		t.Errorf("unknown domain = %v", d)
	}
	d := w.must("DescribeUserPoolDomain", core.Object{"Domain": prefix})["DomainDescription"].(core.Object)
	if d["Status"] != "ACTIVE" || d["AWSAccountId"] != account || d["UserPoolId"] != w.pool || d["Due"] != nil {
		t.Errorf("domain = %v", d)
	}
	w.must("DeleteUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": prefix})
	if _, err := other("CreateUserPoolDomain", core.Object{"UserPoolId": theirs, "Domain": prefix}); err != nil {
		t.Errorf("a freed domain: %v", err)
	}
}

func TestServersGroupsTags(t *testing.T) {
	w := workshop(t)
	server := core.Object{"UserPoolId": w.pool, "Identifier": rsID, "Name": rsID}
	w.wants("InvalidParameterException", rsID+" already exists in user pool "+w.pool+".", "CreateResourceServer", server)
	w.must("UpdateResourceServer", server)
	if got := w.must("DescribeResourceServer", server)["ResourceServer"].(core.Object)["Scopes"]; got != nil {
		t.Errorf("scopes after an update without = %v", got)
	}
	w.must("DeleteResourceServer", server)
	if list := w.must("ListResourceServers", core.Object{"UserPoolId": w.pool})["ResourceServers"].([]any); len(list) != 0 {
		t.Errorf("%d servers", len(list))
	}
	group := core.Object{"UserPoolId": w.pool, "GroupName": "admin", "Username": email, "Precedence": 1}
	w.wants("GroupExistsException", "A group with the name already exists.", "CreateGroup", group)
	w.must("UpdateGroup", group)
	w.must("AdminAddUserToGroup", group)
	if c := accessOf(t, w.result("InitiateAuth", w.login(secret1))["AccessToken"].(string)); len(c.Groups) != 2 || c.Groups[0] != "admin" {
		t.Errorf("groups = %v", c.Groups)
	}
	if list := w.must("ListUsersInGroup", group)["Users"].([]any); len(list) != 1 {
		t.Errorf("%d members", len(list))
	}
	w.must("AdminRemoveUserFromGroup", group)
	w.must("DeleteGroup", core.Object{"UserPoolId": w.pool, "GroupName": "user"})
	if list := w.must("AdminListGroupsForUser", group)["Groups"].([]any); len(list) != 0 {
		t.Errorf("%d groups left", len(list))
	}
	w.wants("ResourceNotFoundException", "Group not found.", "GetGroup", core.Object{"UserPoolId": w.pool, "GroupName": "user"})
	arn := core.Object{"ResourceArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/" + w.pool}
	w.must("TagResource", with(arn, core.Object{"Tags": core.Object{"a": "1", "b": "2"}}))
	w.must("UntagResource", with(arn, core.Object{"TagKeys": []string{"a"}}))
	if got := toJSON(t, w.must("ListTagsForResource", arn)); got != `{"Tags":{"b":"2"}}` {
		t.Errorf("tags = %s", got)
	}
}

func TestUsers(t *testing.T) {
	w := workshop(t)
	ref := core.Object{"UserPoolId": w.pool, "Username": "LEARNER@EXAMPLE.COM"}
	user := w.must("AdminGetUser", ref)
	if user["UserStatus"] != confirmed || user["Enabled"] != true || user["Attributes"] != nil || len(user["Username"].(string)) != 36 {
		t.Errorf("user = %v", user)
	}
	w.wants("UsernameExistsException", "User account already exists", "AdminCreateUser", ref)
	w.wants("InvalidParameterException", "Username should be an email.", "AdminCreateUser", with(ref, core.Object{"Username": "testuser"}))
	w.wants("UserNotFoundException", "User does not exist.", "AdminCreateUser", with(ref, core.Object{"Username": "new@example.com", "MessageAction": "RESEND"}))
	w.wants("UnsupportedUserStateException", "Resend not possible. "+user["Username"].(string)+" status is not FORCE_CHANGE_PASSWORD",
		"AdminCreateUser", with(ref, core.Object{"MessageAction": "RESEND"}))
	w.wants("InvalidPasswordException", "Password did not conform with policy: Password must have uppercase characters",
		"AdminSetUserPassword", with(ref, core.Object{"Password": "alllower#1", "Permanent": true}))
	made := w.must("AdminCreateUser", with(ref, core.Object{"Username": "new@example.com"}))["User"].(core.Object)
	if made["UserStatus"] != forceChange {
		t.Errorf("status = %v", made["UserStatus"])
	}
	w.must("AdminCreateUser", with(ref, core.Object{"Username": "new@example.com", "MessageAction": "RESEND"}))
	w.wants("AliasExistsException", "An account with the given email already exists.", "AdminUpdateUserAttributes",
		with(ref, core.Object{"UserAttributes": []core.Object{{"Name": "email", "Value": "New@example.com"}}}))
	w.must("AdminUpdateUserAttributes", with(ref, core.Object{"UserAttributes": []core.Object{{"Name": "name", "Value": "학습자"}}}))
	for filter, n := range map[string]int{"": 2, `email = "learner@example.com"`: 1, `email ^= "new"`: 1, `name = "학습자"`: 1,
		`cognito:user_status = "CONFIRMED"`: 1, `status = "Enabled"`: 2, `sub = "` + user["Username"].(string) + `"`: 1} {
		if list := w.must("ListUsers", core.Object{"UserPoolId": w.pool, "Filter": filter})["Users"].([]any); len(list) != n {
			t.Errorf("%s: %d users", filter, len(list))
		}
	}
	w.wants("InvalidParameterException", "Error while parsing filter.", "ListUsers", core.Object{"UserPoolId": w.pool, "Filter": "x"})
	w.must("AdminDeleteUser", ref)
	w.wants("UserNotFoundException", "User does not exist.", "AdminGetUser", ref)
}

func TestMfa(t *testing.T) {
	w := workshop(t)
	in := core.Object{"UserPoolId": w.pool, "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": core.Object{"Enabled": true}}
	w.must("SetUserPoolMfaConfig", in)
	out := w.must("GetUserPoolMfaConfig", core.Object{"UserPoolId": w.pool})
	if out["MfaConfiguration"] != "OPTIONAL" || out["SoftwareTokenMfaConfiguration"] == nil {
		t.Errorf("%v", out)
	}
}
