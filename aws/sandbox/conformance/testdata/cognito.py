"""Every operation of Amazon Cognito user pools that the practice cloud answers."""
from talk import client, refused

USER, PASSWORD = "someone@example.com", "Permanent1!"


def everything():
    idp = client("cognito-idp")
    pool = idp.create_user_pool(
        PoolName="conversation", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"],
        Policies={"PasswordPolicy": {"MinimumLength": 8, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True, "RequireSymbols": False}},
        Schema=[{"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True}], UserPoolTags={"a": "b"},
    )["UserPool"]
    at = {"UserPoolId": pool["Id"]}
    idp.describe_user_pool(**at)
    for _ in range(2):
        idp.create_user_pool(PoolName="another")
    first = idp.list_user_pools(MaxResults=2)
    for other in first["UserPools"] + idp.list_user_pools(MaxResults=2, NextToken=first["NextToken"])["UserPools"]:
        if other["Name"] == "another":
            idp.delete_user_pool(UserPoolId=other["Id"])
    idp.update_user_pool(**at, AutoVerifiedAttributes=["email"], AdminCreateUserConfig={"AllowAdminCreateUserOnly": False}, UserPoolTags={"a": "b"})
    idp.get_user_pool_mfa_config(**at)
    idp.set_user_pool_mfa_config(**at, MfaConfiguration="OFF")
    tags(idp, pool["Arn"])
    machine, person = clients(idp, at)
    domain(idp, at)
    groups(idp, at)
    users(idp, at)
    tokens = sessions(idp, at, person)
    return {"pool": pool["Id"], "machine": machine, "client": person, "token": tokens["AccessToken"]}


def tags(idp, arn):
    idp.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    assert idp.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "b", "c": "d"}
    idp.untag_resource(ResourceArn=arn, TagKeys=["c"])


def clients(idp, at):
    scope = [{"ScopeName": "invoke", "ScopeDescription": "call it"}]
    idp.create_resource_server(**at, Identifier="tools", Name="Tools", Scopes=scope)
    idp.describe_resource_server(**at, Identifier="tools")
    idp.update_resource_server(**at, Identifier="tools", Name="All tools", Scopes=scope)
    idp.create_resource_server(**at, Identifier="other", Name="Other")
    idp.list_resource_servers(**at, MaxResults=1)
    idp.delete_resource_server(**at, Identifier="other")
    machine = idp.create_user_pool_client(
        **at, ClientName="machine", GenerateSecret=True, AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["tools/invoke"],
        AllowedOAuthFlowsUserPoolClient=True,
    )["UserPoolClient"]
    refused("ScopeDoesNotExistException", idp.create_user_pool_client, **at, ClientName="x", AllowedOAuthScopes=["tools/none"],
            AllowedOAuthFlows=["code"], AllowedOAuthFlowsUserPoolClient=True, CallbackURLs=["https://a.example"])
    person = idp.create_user_pool_client(**at, ClientName="person", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])["UserPoolClient"]["ClientId"]
    idp.update_user_pool_client(
        **at, ClientId=person, ClientName="people", EnableTokenRevocation=True,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    )
    idp.describe_user_pool_client(**at, ClientId=person)
    idp.list_user_pool_clients(**at, MaxResults=1)
    gone = idp.create_user_pool_client(**at, ClientName="gone")["UserPoolClient"]["ClientId"]
    idp.delete_user_pool_client(**at, ClientId=gone)
    refused("ResourceNotFoundException", idp.describe_user_pool_client, **at, ClientId=gone)
    return machine, person


def domain(idp, at):
    idp.create_user_pool_domain(**at, Domain="conversation-123")
    refused("InvalidParameterException", idp.create_user_pool_domain, **at, Domain="conversation-123")
    idp.describe_user_pool_domain(Domain="conversation-123")
    idp.describe_user_pool_domain(Domain="nobody-has-this")
    idp.update_user_pool_domain(**at, Domain="conversation-123", ManagedLoginVersion=1)


def groups(idp, at):
    idp.create_group(**at, GroupName="admins", Description="d", Precedence=1)
    idp.get_group(**at, GroupName="admins")
    idp.update_group(**at, GroupName="admins", Description="e")
    idp.create_group(**at, GroupName="gone")
    idp.list_groups(**at, Limit=1)
    idp.delete_group(**at, GroupName="gone")
    refused("GroupExistsException", idp.create_group, **at, GroupName="admins")


def users(idp, at):
    who = {**at, "Username": USER}
    idp.admin_create_user(**who, MessageAction="SUPPRESS", TemporaryPassword="Temporary1!", UserAttributes=[{"Name": "email", "Value": USER}])
    refused("UsernameExistsException", idp.admin_create_user, **who)
    idp.admin_get_user(**who)
    idp.admin_add_user_to_group(**who, GroupName="admins")
    idp.admin_list_groups_for_user(**who)
    idp.list_users_in_group(**at, GroupName="admins")
    idp.admin_remove_user_from_group(**who, GroupName="admins")
    idp.admin_update_user_attributes(**who, UserAttributes=[{"Name": "name", "Value": "n"}, {"Name": "email_verified", "Value": "true"}])
    idp.admin_disable_user(**who)
    idp.admin_enable_user(**who)
    idp.list_users(**at, Filter='email ^= "some"')
    refused("UserNotFoundException", idp.admin_get_user, **at, Username="nobody@example.com")


def sessions(idp, at, person):
    auth = {"ClientId": person, "AuthParameters": {"USERNAME": USER, "PASSWORD": "Temporary1!"}}
    begun = idp.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", **auth)
    assert begun["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    answer = {"USERNAME": USER, "NEW_PASSWORD": PASSWORD}
    idp.respond_to_auth_challenge(ClientId=person, ChallengeName="NEW_PASSWORD_REQUIRED", Session=begun["Session"], ChallengeResponses=answer)
    idp.admin_set_user_password(**at, Username=USER, Password="Temporary2!", Permanent=False)
    auth["AuthParameters"]["PASSWORD"] = "Temporary2!"
    begun = idp.admin_initiate_auth(**at, AuthFlow="ADMIN_USER_PASSWORD_AUTH", **auth)
    idp.admin_respond_to_auth_challenge(**at, ClientId=person, ChallengeName="NEW_PASSWORD_REQUIRED", Session=begun["Session"], ChallengeResponses=answer)
    auth["AuthParameters"]["PASSWORD"] = PASSWORD
    tokens = idp.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", **auth)["AuthenticationResult"]
    idp.get_user(AccessToken=tokens["AccessToken"])
    idp.initiate_auth(AuthFlow="REFRESH_TOKEN_AUTH", ClientId=person, AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})
    idp.revoke_token(Token=tokens["RefreshToken"], ClientId=person)
    refused("NotAuthorizedException", idp.initiate_auth, AuthFlow="USER_PASSWORD_AUTH", ClientId=person, AuthParameters={"USERNAME": USER, "PASSWORD": "wrong"})
    idp.global_sign_out(AccessToken=idp.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", **auth)["AuthenticationResult"]["AccessToken"])
    idp.admin_user_global_sign_out(**at, Username=USER)
    guest = "guest@example.com"
    sent = idp.sign_up(ClientId=person, Username=guest, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": guest}])
    code = sent["CodeDeliveryDetails"]["Destination"].split()[-1]  # the practice cloud has no post: the code stands in the answer
    refused("CodeMismatchException", idp.confirm_sign_up, ClientId=person, Username=guest, ConfirmationCode=code[::-1] + "0")
    idp.confirm_sign_up(ClientId=person, Username=guest, ConfirmationCode=code)
    return idp.initiate_auth(AuthFlow="USER_PASSWORD_AUTH", **auth)["AuthenticationResult"]


def leave(made):
    idp = client("cognito-idp")
    at = {"UserPoolId": made["pool"]}
    idp.admin_delete_user(**at, Username=USER)
    refused("InvalidParameterException", idp.delete_user_pool, **at)
    idp.delete_user_pool_domain(**at, Domain="conversation-123")
    idp.delete_user_pool(**at)
