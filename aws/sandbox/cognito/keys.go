package cognito

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"sync"
)

// ring is a pool's two keys, parsed: Cognito signs access tokens and ID tokens with different ones.
type ring struct{ access, id *signer }

// signer signs with one RSA key. A signer is used by many requests at once and never changes.
type signer struct {
	kid    string
	header string // the JOSE header, encoded once
	key    *rsa.PrivateKey
}

// keyBits is the size of Cognito's keys.
const keyBits = 2048

var encoding = base64.RawURLEncoding

// makeKeys makes both pairs, side by side, since each takes a tenth of a second or so.
func makeKeys() (storedKeys, error) {
	var stored storedKeys
	var failed [2]error
	var both sync.WaitGroup
	both.Go(func() { stored.Access, failed[0] = makeKey() })
	both.Go(func() { stored.ID, failed[1] = makeKey() })
	both.Wait()
	return stored, errors.Join(failed[:]...)
}

func makeKey() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

func parseKeys(stored storedKeys) (*ring, error) {
	access, err := parseKey(stored.Access)
	if err != nil {
		return nil, err
	}
	id, err := parseKey(stored.ID)
	if err != nil {
		return nil, err
	}
	return &ring{access, id}, nil
}

func parseKey(der []byte) (*signer, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("a pool's key is not an RSA key")
	}
	key.Precompute()
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&key.PublicKey))
	kid := base64.StdEncoding.EncodeToString(sum[:]) // Cognito's key ids look like this
	header, err := json.Marshal(struct {
		Kid string `json:"kid"`
		Alg string `json:"alg"`
	}{kid, "RS256"})
	if err != nil {
		return nil, err
	}
	return &signer{kid: kid, key: key, header: encoding.EncodeToString(header)}, nil
}

// sign makes a JWT in compact form (RFC 7515 3.1) with RS256.
func (s *signer) sign(claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed := s.header + "." + encoding.EncodeToString(payload)
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return signed + "." + encoding.EncodeToString(sig), nil
}

// errToken is any reason not to trust a token; callers say it in their own words.
var errToken = errors.New("not a token of this pool")

// verify checks the signature of a JWT against this key and reads its claims. The header must be the one that this
// key writes, to the byte, so that no other algorithm can be smuggled in.
func (s *signer) verify(token string, claims any) error {
	header, rest, _ := strings.Cut(token, ".")
	payload, sig64, ok := strings.Cut(rest, ".")
	if !ok || header != s.header {
		return errToken
	}
	sig, err := encoding.DecodeString(sig64)
	if err != nil {
		return errToken
	}
	sum := sha256.Sum256([]byte(header + "." + payload))
	if rsa.VerifyPKCS1v15(&s.key.PublicKey, crypto.SHA256, sum[:], sig) != nil {
		return errToken
	}
	body, err := encoding.DecodeString(payload)
	if err != nil {
		return errToken
	}
	return json.Unmarshal(body, claims)
}

// jwk is a public key of the key set (RFC 7517), with the members that Cognito gives.
type jwk struct {
	Alg string `json:"alg"`
	E   string `json:"e"`
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	N   string `json:"n"`
	Use string `json:"use"`
}

func (s *signer) public() jwk {
	e := big.NewInt(int64(s.key.E)).Bytes()
	return jwk{"RS256", encoding.EncodeToString(e), s.kid, "RSA", encoding.EncodeToString(s.key.N.Bytes()), "sig"}
}
