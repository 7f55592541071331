package cognito

import (
	"cmp"
	"slices"

	"agentcore-workshop/aws/sandbox/paging"
)

// paged cuts one page out of items, which it sorts by key. scope is what the list is of, so that a token of one list is
// refused by another. limit 0 means most.
func paged[T any](items []T, key func(T) string, scope, token string, limit, most int) ([]T, string, error) {
	slices.SortFunc(items, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	if limit <= 0 || limit > most {
		limit = most
	}
	page, next, ok := paging.Cut(items, key, scope, token, limit)
	if !ok {
		return nil, "", invalid("Invalid pagination token.")
	}
	return append([]T{}, page...), next, nil
}

// values lists a map's values.
func values[V any](m map[string]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
