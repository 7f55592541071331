package host_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/host"
	"agentcore-workshop/aws/sandbox/ssm"
	"agentcore-workshop/aws/sandbox/sts"
)

func newCloud() *sandbox.Cloud {
	return sandbox.New(sandbox.Options{Services: []core.Service{sts.New(), ssm.New()}})
}

type warnings struct{ list []string }

func (w *warnings) add(err error) { w.list = append(w.list, err.Error()) }

func open(t *testing.T, o host.Options) *host.Host {
	t.Helper()
	if o.New == nil {
		o.New = newCloud
	}
	h, err := host.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// call sends a JSON 1.1 request to ssm and returns the status and body.
func call(t *testing.T, endpoint, operation string, in any) (int, string) {
	t.Helper()
	body, _ := json.Marshal(in)
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, bytes.NewReader(body))
	r.Header.Set("X-Amz-Target", "AmazonSSM."+operation)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, text.String()
}

func put(t *testing.T, h *host.Host, name string) {
	t.Helper()
	if status, body := call(t, h.Endpoint(), "PutParameter", map[string]string{"Name": name, "Value": "plain-text-value", "Type": "String"}); status != 200 {
		t.Fatalf("PutParameter: %d %s", status, body)
	}
}

func has(t *testing.T, h *host.Host, name string) bool {
	t.Helper()
	status, _ := call(t, h.Endpoint(), "GetParameter", map[string]string{"Name": name})
	return status == 200
}

func TestTwoProcessesShareOneCloud(t *testing.T) {
	dir := t.TempDir()
	first := open(t, host.Options{Dir: dir})
	second := open(t, host.Options{Dir: dir})
	if !first.Hosting() || second.Hosting() || first.Endpoint() != second.Endpoint() {
		t.Fatalf("first hosts %v at %s, second hosts %v at %s", first.Hosting(), first.Endpoint(), second.Hosting(), second.Endpoint())
	}
	put(t, second, "/shared")
	if !has(t, first, "/shared") {
		t.Error("what the client wrote is not at the host")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Reopen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !second.Hosting() || !has(t, second, "/shared") {
		t.Error("the client did not take the cloud over")
	}
}

func TestStateFaultsAndClockComeBack(t *testing.T) {
	dir := t.TempDir()
	first := open(t, host.Options{Dir: dir})
	first.Cloud().Clock.SetOffset(time.Hour)
	put(t, first, "/kept")
	rule, err := fault.Named("slow", "1ms")
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Cloud().Break(rule); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, host.Options{Dir: dir})
	if !has(t, second, "/kept") || second.Cloud().Clock.Offset() != time.Hour {
		t.Error("the parameter or the clock's offset is lost")
	}
	if faults := second.Cloud().Faults(); len(faults) != 1 || faults[0].Name != "slow" {
		t.Errorf("faults %+v", faults)
	}
}

func TestFilesArePrivateAndSealed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	h := open(t, host.Options{Dir: dir})
	put(t, h, "/sealed")
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		if !entry.IsDir() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if bytes.Contains(data, []byte("plain-text-value")) || bytes.Contains(data, []byte("/sealed")) {
				t.Errorf("%s holds the state in clear", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStateThatCannotBeReadIsKeptAside(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
	}{
		{"garbage", func(t *testing.T, dir string) { write(t, dir, "practice.json", "{") }},
		{"another version", func(t *testing.T, dir string) {
			write(t, dir, "practice.json", `{"practice_cloud":"agentcore-workshop","version":99}`)
		}},
		{"another key", func(t *testing.T, dir string) { write(t, dir, "practice.key", strings.Repeat("00", 32)) }},
		{"a key that is none", func(t *testing.T, dir string) { write(t, dir, "practice.key", "?") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			first := open(t, host.Options{Dir: dir})
			put(t, first, "/lost")
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			test.spoil(t, dir)
			var w warnings
			second := open(t, host.Options{Dir: dir, Warn: w.add})
			if has(t, second, "/lost") {
				t.Error("a state that cannot be read was read")
			}
			aside, err := filepath.Glob(filepath.Join(dir, "practice.json.corrupt-*"))
			if err != nil || len(aside) != 1 || len(w.list) != 1 {
				t.Errorf("kept aside: %v, warnings: %v, error: %v", aside, w.list, err)
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADirectoryThatCannotBeUsedMeansMemory(t *testing.T) {
	parent := t.TempDir()
	write(t, parent, "file", "")
	for _, dir := range []string{filepath.Join(parent, "file", "state"), "/proc/practice"} {
		var w warnings
		h := open(t, host.Options{Dir: dir, Warn: w.add})
		put(t, h, "/memory")
		if !h.Hosting() || len(w.list) != 1 {
			t.Errorf("%s: hosts %v, warnings %v", dir, h.Hosting(), w.list)
		}
	}
}

func TestAReadOnlyDirectoryMeansMemory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser writes into read-only directories")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	var w warnings
	h := open(t, host.Options{Dir: dir, Warn: w.add})
	if put(t, h, "/memory"); len(w.list) != 1 {
		t.Errorf("warnings %v", w.list)
	}
}

func TestOnlyLoopback(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:4566", "example.com:80", "127.0.0.1"} {
		if _, err := host.Open(t.Context(), host.Options{InMemory: true, New: newCloud, Addr: addr}); err == nil {
			t.Errorf("%s was accepted", addr)
		}
	}
	h := open(t, host.Options{InMemory: true, Addr: "localhost:0"})
	if !strings.HasPrefix(h.Endpoint(), "http://127.0.0.1:") {
		t.Errorf("endpoint %s", h.Endpoint())
	}
}

func TestAPortThatIsTakenIsSaid(t *testing.T) {
	first := open(t, host.Options{InMemory: true})
	addr := strings.TrimPrefix(first.Endpoint(), "http://")
	if _, err := host.Open(t.Context(), host.Options{Dir: t.TempDir(), New: newCloud, Addr: addr}); err == nil || !strings.Contains(err.Error(), addr) {
		t.Errorf("error %v", err)
	}
}
