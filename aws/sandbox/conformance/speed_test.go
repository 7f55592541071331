package conformance_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"agentcore-workshop/aws/sandbox"
)

// connections is how many clients ask at the same time.
const connections = 64

// tokenClient is a machine client of a new cloud, with so many connections kept open. Its keys are made.
func tokenClient(b *testing.B) (*machine, *http.Client) {
	_, endpoint := serve(b, sandbox.Options{})
	m := &member{b, b.Context(), endpoint, "bench", sdk(endpoint, "test")}
	made := machineClient(m, idp.NewFromConfig(m.config), "bench")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	b.Cleanup(client.CloseIdleConnections)
	if status, err := made.ask(client); err != nil || status != http.StatusOK {
		b.Fatal(status, err)
	}
	return made, client
}

// BenchmarkTokens compares tokens got over HTTP at 64 connections with what this machine can sign (RS256, 2048 bits, all
// cores) in the same run, in turns so that a busy machine slows both. The share is the metric.
func BenchmarkTokens(b *testing.B) {
	made, client := tokenClient(b)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	sum := sha256.Sum256([]byte("claims"))
	sign := func() {
		if _, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:]); err != nil {
			b.Error(err)
		}
	}
	ask := func() {
		if status, err := made.ask(client); err != nil || status != http.StatusOK {
			b.Error(status, err)
		}
	}
	var signed, got, signing, asking float64
	for b.Loop() {
		const turn = 500 * time.Millisecond
		n, took := together(runtime.GOMAXPROCS(0), turn, sign)
		signed, signing = signed+n, signing+took
		n, took = together(connections, turn, ask)
		got, asking = got+n, asking+took
	}
	b.ReportMetric(got/asking, "tokens/s")
	b.ReportMetric(signed/signing, "signatures/s")
	b.ReportMetric(100*(got/asking)/(signed/signing), "%share")
	b.ReportMetric(0, "ns/op")
}

// together does something from so many goroutines for a while, and returns how often and how many seconds it took.
func together(n int, d time.Duration, do func()) (times, seconds float64) {
	var count atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for range n {
		group.Go(func() {
			for time.Since(start) < d {
				do()
				count.Add(1)
			}
		})
	}
	group.Wait()
	return float64(count.Load()), time.Since(start).Seconds()
}

// BenchmarkTokenLatency offers 400 token requests a second and reports the median and the 99th percentile.
func BenchmarkTokenLatency(b *testing.B) {
	made, client := tokenClient(b)
	var all []time.Duration
	var mu sync.Mutex
	for b.Loop() {
		var group sync.WaitGroup
		tick := time.NewTicker(time.Second / 400)
		for range 800 {
			due := <-tick.C
			group.Go(func() {
				if status, err := made.ask(client); err != nil || status != http.StatusOK {
					b.Error(status, err)
				}
				mu.Lock()
				defer mu.Unlock()
				all = append(all, time.Since(due))
			})
		}
		tick.Stop()
		group.Wait()
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1e3, "ms-p50")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1e3, "ms-p99")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkFiftyStacks makes the published stack in fifty accounts at once, waiters included.
func BenchmarkFiftyStacks(b *testing.B) {
	body, err := os.ReadFile(published)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, endpoint := serve(b, sandbox.Options{})
		fiftyStacks(b, endpoint, string(body))
	}
}

func fiftyStacks(b *testing.B, endpoint, body string) {
	var group sync.WaitGroup
	for i := range 50 {
		client := cloudformation.NewFromConfig(sdk(endpoint, fmt.Sprintf("%012d", 200000000000+i)))
		group.Go(func() {
			_, err := client.CreateStack(b.Context(), &cloudformation.CreateStackInput{
				StackName: aws.String("s"), TemplateBody: &body, Capabilities: []types.Capability{types.CapabilityCapabilityNamedIam},
			})
			if err != nil {
				b.Error(err)
				return
			}
			at := &cloudformation.DescribeStacksInput{StackName: aws.String("s")}
			if err := cloudformation.NewStackCreateCompleteWaiter(client).Wait(b.Context(), at, time.Minute); err != nil {
				b.Error(err)
			}
		})
	}
	group.Wait()
}

// BenchmarkMemory reports how much the heap grows by fifty accounts with the published stack each, requests made included.
func BenchmarkMemory(b *testing.B) {
	body, err := os.ReadFile(published)
	if err != nil {
		b.Fatal(err)
	}
	heap := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	for b.Loop() {
		before := heap()
		cloud, endpoint := serve(b, sandbox.Options{})
		fiftyStacks(b, endpoint, string(body))
		b.ReportMetric(heap()-before, "MB-heap")
		runtime.KeepAlive(cloud)
	}
	b.ReportMetric(0, "ns/op")
}
