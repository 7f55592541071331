package conformance_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// BenchmarkGetParameter reads one parameter at 64 connections, from the practice cloud and from moto where it is installed.
func BenchmarkGetParameter(b *testing.B) {
	b.Run("sandbox", func(b *testing.B) {
		_, endpoint := serve(b, sandbox.Options{})
		readAtOnce(b, endpoint)
	})
	b.Run("moto", func(b *testing.B) { readAtOnce(b, moto(b)) })
}

// moto starts moto's server on a free port.
func moto(b *testing.B) string {
	b.Helper()
	path, err := exec.LookPath("moto_server")
	if err != nil {
		b.Skip("moto is not installed here: it was not measured")
	}
	free, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, path, "-H", host, "-p", port)
	if err := command.Start(); err != nil {
		stop()
		b.Fatal(err)
	}
	b.Cleanup(func() { stop(); _ = command.Wait() })
	for range 300 {
		if answer, err := http.Get("http://" + host + ":" + port + "/moto-api/"); err == nil {
			_ = answer.Body.Close()
			return "http://" + host + ":" + port
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Skip("moto does not start here: it was not measured")
	return ""
}

func readAtOnce(b *testing.B, endpoint string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	call := func(operation, body string) {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, endpoint+"/", strings.NewReader(body))
		if err != nil {
			b.Error(err)
			return
		}
		r.Header.Set("X-Amz-Target", "AmazonSSM."+operation)
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0")
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
	for range connections {
		group.Go(func() {
			for left.Add(-1) >= 0 {
				call("GetParameter", `{"Name":"/a"}`)
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}
