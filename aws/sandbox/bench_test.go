package sandbox_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

// BenchmarkGetParameter measures one read through TCP, 64 connections at a time.
func BenchmarkGetParameter(b *testing.B) {
	server := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	call := func(operation, body string) {
		r, _ := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL, bytes.NewBufferString(body))
		r.Header.Set("X-Amz-Target", "AmazonSSM."+operation)
		r.Header.Set("Authorization", signed("ssm"))
		answer, err := client.Do(r)
		if err != nil {
			b.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			b.Errorf("%s: %d", operation, answer.StatusCode)
		}
	}
	call("PutParameter", `{"Name":"/a","Value":"v","Type":"String"}`)
	b.ResetTimer()
	var left atomic.Int64
	left.Store(int64(b.N))
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			for left.Add(-1) >= 0 {
				call("GetParameter", `{"Name":"/a"}`)
			}
		})
	}
	group.Wait()
}

// BenchmarkStart measures from nothing to the first answer, without and with an operation.
func BenchmarkStart(b *testing.B) {
	request := func(cloud *sandbox.Cloud, r *http.Request) {
		w := httptest.NewRecorder()
		cloud.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	b.Run("health", func(b *testing.B) {
		for b.Loop() {
			r := httptest.NewRequest("GET", "/_sandbox/health", nil)
			r.Host = loopback
			request(sandbox.New(sandbox.Options{}), r)
		}
	})
	b.Run("operation", func(b *testing.B) {
		for b.Loop() {
			r := httptest.NewRequest("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", nil)
			r.Host = loopback
			r.Header.Set("Authorization", signed("sts"))
			request(sandbox.New(sandbox.Options{}), r)
		}
	})
}
