package agentcore

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// tokenLife is how long a workload access token is good for.
const tokenLife = 15 * time.Minute

// claims is what a workload access token says. It is sealed (JWE, RFC 7516: dir with A256GCM), so that it looks like a
// JWT and tells its bearer nothing, and it needs no entry in the state: the realm's key is enough to read it.
type claims struct {
	Workload string
	// Kind is "" for a token without a user, "userId" or "jwt".
	Kind string `json:",omitempty"`
	// User is the user id as given, or issuer and subject of the user's JWT.
	User string `json:",omitempty"`
	// Token is the hash of the user's JWT: a sign-in is completed with that very token or not at all.
	Token   string `json:",omitempty"`
	Expires time.Time
}

const (
	kindUserID = "userId"
	kindJWT    = "jwt"
)

type tokenInput struct{ WorkloadName, UserID, UserToken string }

type tokenOutput struct {
	WorkloadAccessToken string `json:"workloadAccessToken"`
}

func getWorkloadAccessToken(c *core.Call, in *tokenInput) (*tokenOutput, error) {
	return mint(c, claims{Workload: in.WorkloadName})
}

func getWorkloadAccessTokenForUserID(c *core.Call, in *tokenInput) (*tokenOutput, error) {
	return mint(c, claims{Workload: in.WorkloadName, Kind: kindUserID, User: in.UserID})
}

// getWorkloadAccessTokenForJWT fetches the issuer's keys, so it holds no lock until the JWT is found good.
func getWorkloadAccessTokenForJWT(c *core.Call, in *tokenInput) (*tokenOutput, error) {
	user, err := verifyUser(c, in.UserToken)
	if err != nil {
		return nil, err
	}
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	return mint(c, claims{Workload: in.WorkloadName, Kind: kindJWT, User: user, Token: hashed(in.UserToken)})
}

// mint seals claims for a workload that callers may get tokens for. The account's lock must be held.
func mint(c *core.Call, what claims) (*tokenOutput, error) {
	w, err := findWorkload(c, what.Workload)
	if err != nil {
		return nil, err
	}
	if w.LinkedTo != "" {
		return nil, invalid(fieldFailed, "WorkloadIdentity is linked to a service and cannot retrieve an access token by the caller")
	}
	what.Expires = c.Now().Add(tokenLife)
	s := stateOf(c.Realm)
	if s.Key == nil {
		s.Key = c.Cloud.IDs.Bytes(32)
	}
	return &tokenOutput{seal(s.Key, c.Cloud.IDs.Bytes(12), what)}, nil
}

func seal(key, nonce []byte, what claims) string {
	header := encoded([]byte(`{"alg":"dir","enc":"A256GCM"}`))
	plain, _ := json.Marshal(what) // strings and a time always marshal
	sealed := gcm(key).Seal(nil, nonce, plain, []byte(header))
	text, tag := sealed[:len(sealed)-16], sealed[len(sealed)-16:]
	return strings.Join([]string{header, "", encoded(nonce), encoded(text), encoded(tag)}, ".")
}

func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("the vault's key has 32 bytes: " + err.Error())
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		panic("AES has blocks of 16 bytes: " + err.Error())
	}
	return sealer
}

// readToken opens a workload access token of this realm. The account's lock must be held, if only for reading.
func readToken(c *core.Call, token string) (*claims, error) {
	parts := strings.Split(token, ".")
	refused := core.Errorf("AccessDeniedException", "The workload identity token is invalid.") // [K]
	key := stateOf(c.Realm).Key
	if len(parts) != 5 || key == nil {
		return nil, refused
	}
	nonce, sealed := decoded(parts[2]), append(decoded(parts[3]), decoded(parts[4])...)
	if len(nonce) != 12 {
		return nil, refused
	}
	plain, err := gcm(key).Open(nil, nonce, sealed, []byte(parts[0]))
	what := new(claims)
	if err != nil || json.Unmarshal(plain, what) != nil {
		return nil, refused
	}
	if !c.Now().Before(what.Expires) {
		return nil, core.Errorf("AccessDeniedException", "Token has expired. Please generate a new token.")
	}
	if _, err := findWorkload(c, what.Workload); err != nil {
		return nil, err
	}
	return what, nil
}

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decoded(s string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
