"""A user's token through consent, as the AWS SDK for Python asks for it, and as AWS's identity SDK polls: the whole first
request again with the session, forceAuthentication off. Written from the API's description, without our clients."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import boto3

ENDPOINT = sys.argv[1]
RETURN = "http://localhost:8081/oauth2/callback"
session = boto3.Session(aws_access_key_id="123456789012", aws_secret_access_key="practice", region_name="us-east-1")
control = session.client("bedrock-agentcore-control", endpoint_url=ENDPOINT)
data = session.client("bedrock-agentcore", endpoint_url=ENDPOINT)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)


def hop(url, form=None):
    """One step of a browser: where is it sent?"""
    try:
        answer = browser.open(urllib.request.Request(url, data=urllib.parse.urlencode(form).encode() if form else None))
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("Location")


def get(host, path, token):
    request = urllib.request.Request(f"{ENDPOINT}/_host/{host}{path}", headers={"Authorization": "Bearer " + token})
    return json.load(browser.open(request))


def consent(user, person):
    wat = data.get_workload_access_token_for_user_id(workloadName="boto-agent", userId=user)["workloadAccessToken"]
    ask = dict(workloadIdentityToken=wat, resourceCredentialProviderName="confluence", oauth2Flow="USER_FEDERATION",
               scopes=["search:confluence", "read:page:confluence", "offline_access"], resourceOauth2ReturnUrl=RETURN,
               customState="state-of-" + user)
    begun = data.get_resource_oauth2_token(**ask)
    assert begun["sessionStatus"] == "IN_PROGRESS" and "accessToken" not in begun, begun.keys()
    status, login = hop(begun["authorizationUrl"])
    status, callback = hop(login, {"username": person, "password": "TestPassword123!"})
    status, back = hop(callback)
    query = urllib.parse.parse_qs(urllib.parse.urlparse(back).query)
    assert back.startswith(RETURN) and query["state"] == ["state-of-" + user] and query["session_id"] == [begun["sessionUri"]]
    poll = dict(ask, sessionUri=begun["sessionUri"], forceAuthentication=False)
    assert "accessToken" not in data.get_resource_oauth2_token(**poll), "a token before the session was completed"
    try:
        data.complete_resource_token_auth(sessionUri=begun["sessionUri"], userIdentifier={"userId": "mallory"})
        raise SystemExit("another user completed the session")
    except data.exceptions.AccessDeniedException as refused:
        assert "Invalid or expired session" in str(refused)
    data.complete_resource_token_auth(sessionUri=begun["sessionUri"], userIdentifier={"userId": user})
    return data.get_resource_oauth2_token(**poll)["accessToken"]


control.create_workload_identity(name="boto-agent", allowedResourceOauth2ReturnUrls=[RETURN])
control.create_oauth2_credential_provider(
    name="confluence", credentialProviderVendor="AtlassianOauth2",
    oauth2ProviderConfigInput={"atlassianOauth2ProviderConfig": {"clientId": "practice-confluence-app", "clientSecret": "practice-confluence-secret"}})
found = {}
for user, person in (("alice", "test@example.com"), ("bob", "second@example.com")):
    token = consent(user, person)
    site = get("api.atlassian.com", "/oauth/token/accessible-resources", token)[0]["id"]
    query = urllib.parse.urlencode({"cql": "siteSearch ~ 'roadmap' order by created", "limit": 5})
    results = get("api.atlassian.com", f"/ex/confluence/{site}/wiki/rest/api/search?{query}", token)["results"]
    page = get("api.atlassian.com", f"/ex/confluence/{site}/wiki/api/v2/pages/{results[0]['content']['id']}?body-format=storage", token)
    found[user] = page["title"]
print(json.dumps(found, sort_keys=True))
