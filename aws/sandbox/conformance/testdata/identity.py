"""Every operation of AgentCore Identity, with an identity provider that this program plays itself."""
import http.server
import json
import threading
import urllib.parse
import urllib.request

from talk import ENDPOINT, client, refused

RETURN = "http://localhost:8501/return"


class Provider(http.server.BaseHTTPRequestHandler):
    """An identity provider that hands a token to whoever asks."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({"access_token": "opaque", "token_type": "Bearer", "expires_in": 3600}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser that shows where it is sent instead of going there."""

    def redirect_request(self, *_):
        return None


def visit(url):
    try:
        urllib.request.build_opener(Stay).open(url)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("nobody was sent on")


def local(url):
    """The address at which an AWS page is reached here."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        return f"{ENDPOINT}/_host/{parts.netloc}{parts.path}?{parts.query}"
    return url


def providers(control, base):
    config = {"customOauth2ProviderConfig": {"clientId": "c", "clientSecret": "not-so-secret", "oauthDiscovery": {"authorizationServerMetadata": {
        "issuer": base, "authorizationEndpoint": f"{base}/authorize", "tokenEndpoint": f"{base}/token"}}}}
    made = dict(name="provider", credentialProviderVendor="CustomOauth2", oauth2ProviderConfigInput=config)
    arn = control.create_oauth2_credential_provider(**made)["credentialProviderArn"]
    refused("ValidationException", control.create_oauth2_credential_provider, **made)
    control.update_oauth2_credential_provider(**made)
    control.get_oauth2_credential_provider(name="provider")
    for vendor, member in (("GoogleOauth2", "google"), ("GithubOauth2", "github"), ("SlackOauth2", "slack")):
        control.create_oauth2_credential_provider(
            name=member, credentialProviderVendor=vendor, oauth2ProviderConfigInput={f"{member}Oauth2ProviderConfig": {"clientId": "c", "clientSecret": "s"}})
    first = control.list_oauth2_credential_providers(maxResults=2)
    control.list_oauth2_credential_providers(maxResults=2, nextToken=first["nextToken"])
    for member in ("google", "github", "slack"):
        control.delete_oauth2_credential_provider(name=member)
    key = control.create_api_key_credential_provider(name="key", apiKey="not-so-secret")["credentialProviderArn"]
    control.update_api_key_credential_provider(name="key", apiKey="other")
    control.get_api_key_credential_provider(name="key")
    control.list_api_key_credential_providers()
    return arn, key


def workloads(control):
    arn = control.create_workload_identity(name="workload", allowedResourceOauth2ReturnUrls=[RETURN])["workloadIdentityArn"]
    control.update_workload_identity(name="workload", allowedResourceOauth2ReturnUrls=[RETURN])
    control.get_workload_identity(name="workload")
    control.list_workload_identities(maxResults=1)
    control.tag_resource(resourceArn=arn, tags={"k": "v"})
    control.list_tags_for_resource(resourceArn=arn)
    control.untag_resource(resourceArn=arn, tagKeys=["k"])
    control.get_token_vault()
    control.set_token_vault_cmk(kmsConfiguration={"keyType": "ServiceManagedKey"})


def tokens(jwt):
    data = client("bedrock-agentcore")
    data.get_workload_access_token(workloadName="workload")
    by_jwt = data.get_workload_access_token_for_jwt(workloadName="workload", userToken=jwt)["workloadAccessToken"]
    mine = data.get_workload_access_token_for_user_id(workloadName="workload", userId="alice")["workloadAccessToken"]
    ask = dict(workloadIdentityToken=by_jwt, resourceCredentialProviderName="provider", scopes=["s"])
    assert data.get_resource_oauth2_token(**ask, oauth2Flow="M2M")["accessToken"] == "opaque"
    data.get_resource_api_key(workloadIdentityToken=mine, resourceCredentialProviderName="key")
    ask.update(workloadIdentityToken=mine, oauth2Flow="USER_FEDERATION", resourceOauth2ReturnUrl=RETURN)
    begun = data.get_resource_oauth2_token(**ask)
    there = urllib.parse.urlsplit(visit(local(begun["authorizationUrl"])))
    sent = dict(urllib.parse.parse_qsl(there.query))
    back = visit(local(f"{sent['redirect_uri']}?{urllib.parse.urlencode({'code': 'x', 'state': sent['state']})}"))
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["session_id"] == [begun["sessionUri"]]
    refused("AccessDeniedException", data.complete_resource_token_auth, sessionUri=begun["sessionUri"], userIdentifier={"userId": "mallory"})
    data.complete_resource_token_auth(sessionUri=begun["sessionUri"], userIdentifier={"userId": "alice"})
    assert data.get_resource_oauth2_token(**ask, sessionUri=begun["sessionUri"])["accessToken"] == "opaque"


def everything(jwt):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    control = client("bedrock-agentcore-control")
    arns = providers(control, f"http://127.0.0.1:{server.server_port}")
    workloads(control)
    tokens(jwt)
    return arns


def leave():
    control = client("bedrock-agentcore-control")
    control.delete_workload_identity(name="workload")
    control.delete_oauth2_credential_provider(name="provider")
    control.delete_api_key_credential_provider(name="key")
    refused("ResourceNotFoundException", control.get_workload_identity, name="workload")
