package cognito

import (
	"cmp"
	"encoding/base64"
	"slices"
)

// paged cuts one page out of items, which it sorts by key. A token names the last key of the page before, so that what
// is added or removed between two pages neither repeats nor hides anything else. limit 0 means most.
func paged[T any](items []T, key func(T) string, token string, limit, most int) ([]T, string, error) {
	slices.SortFunc(items, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	start := 0
	if token != "" {
		last, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			return nil, "", invalid("Invalid pagination token.")
		}
		start = slices.IndexFunc(items, func(t T) bool { return key(t) > string(last) })
		if start < 0 {
			return []T{}, "", nil
		}
	}
	if limit <= 0 || limit > most {
		limit = most
	}
	page := append([]T{}, items[start:min(start+limit, len(items))]...)
	if start+limit >= len(items) {
		return page, "", nil
	}
	return page, base64.RawURLEncoding.EncodeToString([]byte(key(page[len(page)-1]))), nil
}

// values lists a map's values.
func values[V any](m map[string]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
