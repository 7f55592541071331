package paging

import (
	"slices"
	"testing"
)

func self(s string) string { return s }

func TestCutVisitsEveryItemOnceThoughTheListChanges(t *testing.T) {
	items := []string{"a", "b", "c", "d", "e"}
	page, next, ok := Cut(items, self, "list", "", 2)
	if !ok || !slices.Equal(page, []string{"a", "b"}) || next == "" {
		t.Fatalf("first page %v %q %v", page, next, ok)
	}
	// The item that the token names goes away, and a new one arrives before it.
	page, next, ok = Cut([]string{"a", "aa", "c", "d", "e"}, self, "list", next, 2)
	if !ok || !slices.Equal(page, []string{"c", "d"}) {
		t.Fatalf("second page %v %v", page, ok)
	}
	page, next, ok = Cut(items, self, "list", next, 2)
	if !ok || !slices.Equal(page, []string{"e"}) || next != "" {
		t.Fatalf("last page %v %q %v", page, next, ok)
	}
}

func TestCutRefusesForeignTokens(t *testing.T) {
	_, next, _ := Cut([]string{"a", "b"}, self, "one list", "", 1)
	for _, token := range []string{"nonsense", "AAAA", "eyJhIjoxfQ==", next[:len(next)-2]} {
		if _, _, ok := Cut([]string{"a", "b"}, self, "one list", token, 1); ok {
			t.Errorf("token %q was accepted", token)
		}
	}
	if _, _, ok := Cut([]string{"a", "b"}, self, "another list", next, 1); ok {
		t.Error("a token of another list was accepted")
	}
}
