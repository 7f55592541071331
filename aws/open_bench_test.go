package aws

import "testing"

// BenchmarkOpen is a part of the time to the first frame.
func BenchmarkOpen(b *testing.B) {
	transport := answering(practice(nil))
	for b.Loop() {
		if _, err := Open(b.Context(), Options{Practice: true, Endpoint: "http://127.0.0.1:4566", Transport: transport}); err != nil {
			b.Fatal(err)
		}
	}
}
