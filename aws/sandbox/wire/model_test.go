package wire

import (
	"regexp"
	"testing"
)

func TestEveryPatternCompilesOrIsSkippedForAReason(t *testing.T) {
	m := loadModel()
	skipped := skippedPatterns()
	for key, shape := range m.shapes {
		if shape.Pattern == "" {
			continue
		}
		if reason, skip := skipped[key]; skip {
			if reason == "" {
				t.Errorf("%s is skipped without a reason", key)
			}
			continue
		}
		if _, err := regexp.Compile(translate(shape.Pattern)); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	for key := range skipped {
		if shape := m.shapes[key]; shape == nil || shape.Pattern == "" {
			t.Errorf("%s is skipped and has no pattern", key)
		}
	}
}

func TestTheModelIsWhole(t *testing.T) {
	m := loadModel()
	if m.Version != "1.43.67" || len(m.Operations) != 159 || len(m.Services) != 9 {
		t.Errorf("version %s, %d operations, %d services", m.Version, len(m.Operations), len(m.Services))
	}
	for key, op := range m.Operations {
		for _, e := range op.Errors {
			if e.Shape == nil {
				t.Errorf("%s: the error %s has no shape", key, e.Name)
			}
		}
	}
}

// TestRoutesNeverCollide keeps the promise on which one table for both planes rests.
func TestRoutesNeverCollide(t *testing.T) {
	routes := loadModel().routes.routes
	for i, a := range routes {
		for _, b := range routes[i+1:] {
			if a.method == b.method && len(a.segments) == len(b.segments) && overlap(a.segments, b.segments) {
				t.Errorf("%s and %s share %s %s", a.op.key(), b.op.key(), a.method, a.op.URI)
			}
		}
	}
}

func overlap(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] && a[i][0] != '{' && b[i][0] != '{' {
			return false
		}
	}
	return true
}

func BenchmarkLoadModel(b *testing.B) {
	for b.Loop() {
		loadModel()
	}
}
