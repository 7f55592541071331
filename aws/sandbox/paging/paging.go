// Package paging cuts lists into pages, for every service of the practice cloud that lists things.
//
// Rule of this layer: a token names the last item that was shown, never a position, so that a list which changes between
// two pages neither repeats nor skips what stayed. Tokens carry a checksum: one that we did not hand out is refused.
package paging

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"sort"
)

// Cut returns the page that follows token and the token of the page after it. The items must be sorted by key, ascending,
// and size must be above zero. It reports false when the token is not one that Cut made for the same scope.
func Cut[T any](items []T, key func(T) string, scope, token string, size int) (page []T, next string, ok bool) {
	from := 0
	if token != "" {
		last, valid := open(scope, token)
		if !valid {
			return nil, "", false
		}
		from = sort.Search(len(items), func(i int) bool { return key(items[i]) > last })
	}
	to := min(from+size, len(items))
	if to < len(items) {
		next = seal(scope, key(items[to-1]))
	}
	return items[from:to], next, true
}

const sumLen = 9

func seal(scope, last string) string {
	return base64.URLEncoding.EncodeToString(append(sum(scope, last), last...))
}

func open(scope, token string) (string, bool) {
	raw, err := base64.URLEncoding.DecodeString(token)
	if err != nil || len(raw) < sumLen {
		return "", false
	}
	last := string(raw[sumLen:])
	return last, bytes.Equal(raw[:sumLen], sum(scope, last))
}

func sum(scope, last string) []byte {
	h := sha256.Sum256([]byte(scope + "\x00" + last))
	return h[:sumLen]
}
