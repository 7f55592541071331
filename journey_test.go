package main

import (
	"bufio"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// event is a line of the stream, as far as these tests look at it.
type event struct {
	Type, Step, State, Service, Operation, URL, Kind, Title, Key, Value, Message string

	Status word
	Error  struct{ Code, Message, Cause, Fix string }
}

// word is a string, or a number as it is written: calls have an HTTP status, steps a word.
type word string

func (w *word) UnmarshalJSON(data []byte) error {
	*w = word(strings.Trim(string(data), `"`))
	return nil
}

func events(t *testing.T, out string) []event {
	t.Helper()
	var all []event
	for line := range strings.Lines(out) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		all = append(all, e)
	}
	if len(all) == 0 {
		t.Fatal("no events")
	}
	return all
}

func finishedOK(t *testing.T, out string) []event {
	t.Helper()
	all := events(t, out)
	if last := all[len(all)-1]; last.Type != "finished" || last.Status != "ok" {
		t.Fatalf("last event: %+v", last)
	}
	return all
}

type checklist struct {
	Passed, Warned, Failed, Skipped int
	DurationMS                      int `json:"duration_ms"`
	Checks                          []struct{ ID, Group, Status, Summary, Cause string }
}

func verified(t *testing.T, out string) checklist {
	t.Helper()
	var v checklist
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return v
}

// changing are the calls that change something. The list is of what is harmless, so that a new call counts as changing.
func changing(all []event) []string {
	harmless := regexp.MustCompile(`^(Get|AdminGet|List|Describe|Validate|GET )|^POST .*/oauth2/token$|^(GET|POST) .*/login$|^GET `)
	var found []string
	for _, e := range all {
		if e.Type == "call" && !harmless.MatchString(e.Operation) {
			found = append(found, e.Service+":"+e.Operation)
		}
	}
	return found
}

func TestTheMainJobIsQuickAndTheChecklistToo(t *testing.T) {
	gate(t)
	state := t.TempDir()
	run := program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t)
	finishedOK(t, run.out)
	check := program(t, state, "verify", "--sandbox", "--output", "json").ok(t)
	v := verified(t, check.out)
	if len(v.Checks) < 30 || v.Failed != 0 {
		t.Errorf("%d checks, %d failed", len(v.Checks), v.Failed)
	}
	t.Logf("run %s; verify %s (%d ms of it checking), %d checks: %d passed, %d warned, %d skipped", run.took, check.took, v.DurationMS, len(v.Checks), v.Passed, v.Warned, v.Skipped)
	if run.took > 3*time.Second { // 1.5 s where nothing else runs; tests run beside each other
		t.Errorf("the main job took %s", run.took)
	}
	program(t, state, "sandbox", "break", "slow:50ms").ok(t)
	slow := verified(t, program(t, state, "verify", "--sandbox", "--output", "json").ok(t).out)
	t.Logf("with slow:50ms: %d ms", slow.DurationMS)
	if slow.DurationMS < 50 || slow.DurationMS > 400 {
		t.Errorf("with slow:50ms the checklist took %d ms: more than four dependent round trips, or the fault is not in force", slow.DurationMS)
	}
	program(t, state, "sandbox", "repair").ok(t)
}

func TestASecondRunChangesNothing(t *testing.T) {
	state := t.TempDir()
	first := finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	if len(changing(first)) == 0 {
		t.Fatal("the first run changed nothing: the test cannot tell")
	}
	second := finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	if calls := changing(second); len(calls) > 0 {
		t.Errorf("changing calls: %v", calls)
	}
	for _, e := range second {
		if e.Type == "resource" {
			t.Errorf("a resource changed: %+v", e)
		}
	}
}

func TestKilledAnywhereAndRunAgain(t *testing.T) {
	for _, after := range []time.Duration{20, 60, 120, 200, 300, 450, 700} {
		t.Run((after * time.Millisecond).String(), func(t *testing.T) {
			state := t.TempDir()
			cmd := exec.Command(built(t), "run", "--sandbox", "--auto", "--output", "json")
			cmd.Env = cleanEnv(state)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(after * time.Millisecond) // the moment of the kill is what is tested
			_ = cmd.Process.Kill()               // it may have ended before
			_ = cmd.Wait()
			finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
			if v := verified(t, program(t, state, "verify", "--sandbox", "--output", "json").ok(t).out); v.Failed != 0 {
				t.Errorf("%d failed", v.Failed)
			}
		})
	}
}

func TestTwoProcessesShareOneCloud(t *testing.T) {
	state := t.TempDir()
	var all sync.WaitGroup
	results := make([]said, 2)
	for i := range results {
		all.Go(func() { results[i] = program(t, state, "run", "--sandbox", "--auto", "--output", "json") })
	}
	all.Wait()
	for _, r := range results {
		finishedOK(t, r.ok(t).out)
	}
	if v := verified(t, program(t, state, "verify", "--sandbox", "--output", "json").ok(t).out); v.Failed != 0 {
		t.Errorf("%d failed", v.Failed)
	}
}

func TestInterruptedItSaysHowToGoOn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no interrupt signal for other processes")
	}
	state := t.TempDir()
	cmd := exec.Command(built(t), "run", "--sandbox", "--auto", "--speed", "lesson")
	cmd.Env = cleanEnv(state)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "CREATE_IN_PROGRESS") {
			break
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what is still said is of no interest
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 || !strings.Contains(errs.String(), "Run the same command again") {
		t.Errorf("exit %d\n%s", code, errs.String())
	}
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
}

// TestSecretsStayInside looks for what must not be seen in all that the program said and wrote: the client secret, which
// the practice cloud itself is asked for, and anything in the shape of a token.
func TestSecretsStayInside(t *testing.T) {
	state := t.TempDir()
	said := program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t)
	text := program(t, state, "run", "--sandbox", "--auto").ok(t)
	token := strings.TrimSpace(program(t, state, "token", "--sandbox", "--bare").ok(t).out)
	if strings.Count(token, ".") != 2 || !strings.HasPrefix(token, "eyJ") {
		t.Fatal("token --bare is no token")
	}
	header := program(t, state, "token", "--sandbox", "--header").ok(t).out
	if !strings.HasPrefix(header, "Authorization: Bearer eyJ") {
		t.Errorf("token --header: %.40q", header)
	}
	secret := clientSecret(t, state)
	shape := regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.`)
	look := func(where, content string) {
		if strings.Contains(content, secret) {
			t.Errorf("the client secret is in %s", where)
		}
		if shape.MatchString(content) {
			t.Errorf("a token is in %s", where)
		}
	}
	look("the events", said.out+said.err)
	look("the lines", text.out+text.err)
	err := filepath.WalkDir(state, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		look(path, string(data))
		if info, statErr := entry.Info(); statErr == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s may be read by others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWithoutAPlaceForProgressAWSIsNotBegun: what is made on AWS must be remembered somewhere.
func TestWithoutAPlaceForProgressAWSIsNotBegun(t *testing.T) {
	var changed atomic.Bool
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what is cut short is no GetCallerIdentity
		if !strings.Contains(string(body), "Action=GetCallerIdentity") {
			changed.Store(changed.Load() || strings.Contains(string(body), "Action=Create"))
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "text/xml")
		io.WriteString(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>`+
			`<Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>A</UserId><Account>111122223333</Account>`+
			`</GetCallerIdentityResult></GetCallerIdentityResponse>`)
	}))
	defer stranger.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(built(t), "run", "--yes", "--region", "us-east-1", "--endpoint-url", stranger.URL, "--state-dir", filepath.Join(file, "state"))
	cmd.Env = append(cleanEnv(t.TempDir()), "AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x")
	out, _ := cmd.CombinedOutput() // its exit status is judged
	if code := cmd.ProcessState.ExitCode(); code != 253 || !strings.Contains(string(out), "--state-dir") || changed.Load() {
		t.Errorf("exit %d, changed %v\n%s", code, changed.Load(), out)
	}
}
