package oauth

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/secret"
)

// Decoded is a JSON Web Token taken apart (RFC 7519). Taking apart proves nothing; verifying does.
type Decoded struct {
	Header, Claims map[string]any
}

// ErrNotJWT means that a token is opaque: only its issuer can read it.
var ErrNotJWT = errors.New("this is no JSON Web Token: it does not have three parts separated by dots")

// Decode takes a token apart without verifying it. A leading "Bearer " is passed over.
func Decode(token secret.Text) (Decoded, error) {
	raw := strings.TrimSpace(token.Reveal())
	if scheme, rest, ok := strings.Cut(raw, " "); ok && strings.EqualFold(scheme, "bearer") {
		raw = strings.TrimSpace(rest)
	}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return Decoded{}, ErrNotJWT
	}
	header, err := part(parts[0])
	if err != nil {
		return Decoded{}, fmt.Errorf("the header: %w", err)
	}
	body, err := part(parts[1])
	if err != nil {
		return Decoded{}, fmt.Errorf("the claims: %w", err)
	}
	return Decoded{header, body}, nil
}

func part(s string) (map[string]any, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil, errors.New("not base64url")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		return nil, errors.New("not a JSON object")
	}
	return v, nil
}

// String is a claim as text: lists with spaces, objects as JSON, absent claims empty.
func (d Decoded) String(claim string) string {
	switch v := d.Claims[claim].(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		words := make([]string, len(v))
		for i := range v {
			words[i] = fmt.Sprint(v[i])
		}
		return strings.Join(words, " ")
	case map[string]any:
		raw, _ := json.Marshal(v)
		return string(raw)
	default:
		return fmt.Sprint(v)
	}
}

// Time is a NumericDate claim, or the zero time.
func (d Decoded) Time(claim string) time.Time {
	n, ok := d.Claims[claim].(json.Number)
	if !ok {
		return time.Time{}
	}
	seconds, err := n.Float64()
	if err != nil {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// order is the order in which claims are told: who, for what, until when, the rest.
func order() []string {
	return []string{"iss", "sub", "token_use", "client_id", "aud", "scope", "username", "cognito:username", "email", "email_verified",
		"cognito:groups", "auth_time", "iat", "exp", "nonce", "at_hash", "jti", "origin_jti", "event_id", "version"}
}

// Names are the names of the claims, the telling ones first, the others by name.
func (d Decoded) Names() []string {
	var names []string
	for _, n := range order() {
		if _, ok := d.Claims[n]; ok {
			names = append(names, n)
		}
	}
	var rest []string
	for n := range d.Claims {
		if !slices.Contains(order(), n) {
			rest = append(rest, n)
		}
	}
	slices.Sort(rest)
	return append(names, rest...)
}
