package cognito

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"unicode"

	"agentcore-workshop/aws/sandbox/core"
)

// passwordRounds keeps a stored password from being read back at once, yet costs a test run nothing worth measuring.
// This is a practice cloud: nobody's real password belongs in it, and its state is sealed besides.
const passwordRounds = 2_000

// hashedPassword is a password as it is stored.
type hashedPassword struct{ Salt, Sum []byte }

func hashPassword(ids *core.IDs, password string) hashedPassword {
	salt := ids.Bytes(16)
	return hashedPassword{salt, derive(password, salt)}
}

func derive(password string, salt []byte) []byte {
	sum, err := pbkdf2.Key(sha256.New, password, salt, passwordRounds, sha256.Size)
	if err != nil {
		panic("PBKDF2 with fixed parameters: " + err.Error()) // only a bad key length can fail
	}
	return sum
}

// is compares in constant time. A user without a password matches nothing.
func (h hashedPassword) is(password string) bool {
	return len(h.Sum) > 0 && subtle.ConstantTimeCompare(h.Sum, derive(password, h.Salt)) == 1
}

// passwordSymbols are the characters that Cognito counts as symbols, besides a space inside the password.
const passwordSymbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- "

// check returns the first rule of the policy that the password breaks, in Cognito's words.
func (pp *passwordPolicy) check(password string) error {
	has := func(f func(rune) bool) bool { return strings.ContainsFunc(password, f) }
	rules := []struct {
		broken bool
		text   string
	}{
		{len([]rune(password)) < pp.MinimumLength, "Password not long enough"},
		{pp.RequireUppercase && !has(unicode.IsUpper), "Password must have uppercase characters"},
		{pp.RequireLowercase && !has(unicode.IsLower), "Password must have lowercase characters"},
		{pp.RequireNumbers && !has(unicode.IsDigit), "Password must have numeric characters"},
		{pp.RequireSymbols && !strings.ContainsAny(password, passwordSymbols), "Password must have symbol characters"},
	}
	for _, r := range rules {
		if r.broken {
			return core.Errorf("InvalidPasswordException", "Password did not conform with policy: %s", r.text)
		}
	}
	return nil
}

// temporary makes a password that keeps the policy, for users who are created without one.
func (pp *passwordPolicy) temporary(ids *core.IDs) string {
	return "Tp1!" + ids.String(max(8, pp.MinimumLength-4), core.Alnum)
}
