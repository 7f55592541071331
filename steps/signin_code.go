package steps

import (
	"context"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Code is the flow as a person would do it by hand. On the practice cloud the page is where that cloud listens, since a browser of
// one's own knows nothing of it.
func (s signin) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := s.env
	set, err := e.Look(ctx)
	if err != nil {
		return "", Explain(err)
	}
	client, at, redirect := set.WebClient(), set.TokenURL(), Callbacks()[0]
	switch as {
	case flow.Python:
		return e.Program(as, signinPython(client, e.Cloud.Browser(set.AuthorizeURL()), at, redirect)...), nil
	case flow.Golang:
		return e.Program(as, signinGo(client, e.Cloud.Browser(set.AuthorizeURL()), at, redirect)...), nil
	}
	page := script.Quote(set.AuthorizeURL())
	if e.Practice() {
		page = `"$AWS_ENDPOINT_URL"` + script.Quote("/_host/"+strings.TrimPrefix(set.AuthorizeURL(), "https://")) // as `sandbox exec` sets it
	}
	query := "?response_type=code&client_id=" + client + "&redirect_uri=" + redirect + "&scope=openid+email+profile&code_challenge_method=S256&code_challenge="
	return e.Program(as,
		script.Move{Call: script.Call{Why: "a verifier, which stays here, and its challenge, which goes out"}, Code: "VERIFIER=$(openssl rand -base64 60 | tr -d '=+/\\n' | cut -c1-64)\n" +
			"CHALLENGE=$(printf %s \"$VERIFIER\" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')\nSTATE=$(openssl rand -hex 16)"},
		script.Move{Call: script.Call{Why: "open this address and sign in: the page at the end may not load, and its address is all that is needed"},
			Code: "echo " + page + script.Quote(query) + "\"$CHALLENGE&state=$STATE\""},
		script.Move{Call: script.Call{Why: "the address at which the browser ends has the code, and our state"}, Code: "printf 'address: ' >&2; read -r BACK || true\n" +
			"case \"$BACK&\" in *[?\\&]state=\"$STATE\"\\&*) ;; *) echo 'this answers another request' >&2 ;; esac\n" +
			"CODE=$(printf %s \"$BACK\" | sed -n 's/.*[?&]code=\\([^&]*\\).*/\\1/p')"},
		script.Move{Call: script.Call{Why: "the code and the verifier for tokens; who has signed in is in the answer's id_token"},
			Code: "curl -sS --fail-with-body " + script.Quote(at) + " -d grant_type=authorization_code \\\n  -d " +
				script.Quote("client_id="+client) + " -d " + script.Quote("redirect_uri="+redirect) + " -d code=\"$CODE\" -d code_verifier=\"$VERIFIER\""},
	), nil
}

func signinPython(client, authorize, at, redirect string) []script.Move {
	return []script.Move{{Imports: []string{"import secrets", "from authlib.integrations.requests_client import OAuth2Session"},
		Code: "verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)\n" +
			"client = OAuth2Session(" + script.JSON(client) + ", redirect_uri=" + script.JSON(redirect) + ", scope=\"openid email profile\", code_challenge_method=\"S256\")\n" +
			"url, state = client.create_authorization_url(" + script.JSON(authorize) + ", code_verifier=verifier, nonce=nonce)\n" +
			"print(url)  # open it, sign in, take the address at which the browser ends\n" +
			"token = client.fetch_token(" + script.JSON(at) + ", authorization_response=input(\"address: \"), state=state, code_verifier=verifier)\n" +
			"print(sorted(token))  # tokens are not shown: whoever holds one is let in"}}
}

func signinGo(client, authorize, at, redirect string) []script.Move {
	return []script.Move{{Imports: []string{`"crypto/rand"`, `"fmt"`, `"errors"`, `"net/url"`, `"golang.org/x/oauth2"`},
		Code: "client := oauth2.Config{\n\tClientID: " + strconv.Quote(client) + ", RedirectURL: " + strconv.Quote(redirect) + ", Scopes: []string{\"openid\", \"email\", \"profile\"},\n" +
			"\tEndpoint: oauth2.Endpoint{AuthURL: " + strconv.Quote(authorize) + ", TokenURL: " + strconv.Quote(at) + "},\n}\n" +
			"verifier, state, nonce := oauth2.GenerateVerifier(), rand.Text(), rand.Text()\n" +
			"fmt.Println(client.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam(\"nonce\", nonce)))\n" +
			"// open it, sign in, take the address at which the browser ends\nvar ended string\nif _, err := fmt.Scanln(&ended); err != nil {\n\treturn err\n}\n" +
			"back, err := url.Parse(ended)\n" + script.GoReturn + "\nif back.Query().Get(\"state\") != state {\n\treturn errors.New(\"this answers another request\")\n}\n" +
			"token, err := client.Exchange(ctx, back.Query().Get(\"code\"), oauth2.VerifierOption(verifier))\n" + script.GoReturn + "\nfmt.Println(token.TokenType, token.Expiry) // not the token: whoever holds it is let in"}}
}
