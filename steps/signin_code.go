package steps

import (
	"context"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
)

// Code is the flow as a person would do it by hand. On the practice cloud the page is where that cloud listens, since a browser of
// one's own knows nothing of it.
func (s signin) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := s.env
	set, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	client, at, redirect := set.webClient(), set.tokenURL(), Callbacks()[0]
	switch as {
	case flow.Python:
		return e.program(as, signinPython(client, e.Cloud.Browser(set.authorizeURL()), at, redirect)...), nil
	case flow.Golang:
		return e.program(as, signinGo(client, e.Cloud.Browser(set.authorizeURL()), at, redirect)...), nil
	}
	page := shellQuote(set.authorizeURL())
	if e.Practice() {
		page = `"$AWS_ENDPOINT_URL"` + shellQuote("/_host/"+strings.TrimPrefix(set.authorizeURL(), "https://")) // as `sandbox exec` sets it
	}
	query := "?response_type=code&client_id=" + client + "&redirect_uri=" + redirect + "&scope=openid+email+profile&code_challenge_method=S256&code_challenge="
	return e.program(as,
		move{apiCall: apiCall{Why: "a verifier, which stays here, and its challenge, which goes out"}, code: "VERIFIER=$(openssl rand -base64 60 | tr -d '=+/\\n' | cut -c1-64)\n" +
			"CHALLENGE=$(printf %s \"$VERIFIER\" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')\nSTATE=$(openssl rand -hex 16)"},
		move{apiCall: apiCall{Why: "open this address and sign in: the page at the end may not load, and its address is all that is needed"},
			code: "echo " + page + shellQuote(query) + "\"$CHALLENGE&state=$STATE\""},
		move{apiCall: apiCall{Why: "the address at which the browser ends has the code, and our state"}, code: "printf 'address: ' >&2; read -r BACK || true\n" +
			"case \"$BACK&\" in *[?\\&]state=\"$STATE\"\\&*) ;; *) echo 'this answers another request' >&2 ;; esac\n" +
			"CODE=$(printf %s \"$BACK\" | sed -n 's/.*[?&]code=\\([^&]*\\).*/\\1/p')"},
		move{apiCall: apiCall{Why: "the code and the verifier for tokens; who has signed in is in the answer's id_token"},
			code: "curl -sS --fail-with-body " + shellQuote(at) + " -d grant_type=authorization_code \\\n  -d " +
				shellQuote("client_id="+client) + " -d " + shellQuote("redirect_uri="+redirect) + " -d code=\"$CODE\" -d code_verifier=\"$VERIFIER\""},
	), nil
}

func signinPython(client, authorize, at, redirect string) []move {
	return []move{{imports: []string{"import secrets", "from authlib.integrations.requests_client import OAuth2Session"},
		code: "verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)\n" +
			"client = OAuth2Session(" + jsonString(client) + ", redirect_uri=" + jsonString(redirect) + ", scope=\"openid email profile\", code_challenge_method=\"S256\")\n" +
			"url, state = client.create_authorization_url(" + jsonString(authorize) + ", code_verifier=verifier, nonce=nonce)\n" +
			"print(url)  # open it, sign in, take the address at which the browser ends\n" +
			"token = client.fetch_token(" + jsonString(at) + ", authorization_response=input(\"address: \"), state=state, code_verifier=verifier)\n" +
			"print(sorted(token))  # tokens are not shown: whoever holds one is let in"}}
}

func signinGo(client, authorize, at, redirect string) []move {
	return []move{{imports: []string{`"crypto/rand"`, `"fmt"`, `"errors"`, `"net/url"`, `"golang.org/x/oauth2"`},
		code: "client := oauth2.Config{\n\tClientID: " + strconv.Quote(client) + ", RedirectURL: " + strconv.Quote(redirect) + ", Scopes: []string{\"openid\", \"email\", \"profile\"},\n" +
			"\tEndpoint: oauth2.Endpoint{AuthURL: " + strconv.Quote(authorize) + ", TokenURL: " + strconv.Quote(at) + "},\n}\n" +
			"verifier, state, nonce := oauth2.GenerateVerifier(), rand.Text(), rand.Text()\n" +
			"fmt.Println(client.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam(\"nonce\", nonce)))\n" +
			"// open it, sign in, take the address at which the browser ends\nvar ended string\nif _, err := fmt.Scanln(&ended); err != nil {\n\treturn err\n}\n" +
			"back, err := url.Parse(ended)\n" + goReturn + "\nif back.Query().Get(\"state\") != state {\n\treturn errors.New(\"this answers another request\")\n}\n" +
			"token, err := client.Exchange(ctx, back.Query().Get(\"code\"), oauth2.VerifierOption(verifier))\n" + goReturn + "\nfmt.Println(token.TokenType, token.Expiry) // not the token: whoever holds it is let in"}}
}
