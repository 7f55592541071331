package flow_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func place() flow.Place {
	return flow.Place{Mode: flow.Sandbox, Account: "123456789012", Region: "ap-northeast-2"}
}

func openJournal(t *testing.T, dir string, p flow.Place) *flow.Journal {
	t.Helper()
	j, err := flow.OpenJournal(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// A crash in the middle of a line costs that line alone.
func TestTheEventAfterACutLineIsKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, place().Key(), "journal.jsonl")
	first := openJournal(t, dir, place())
	first.Record(done("deploy", "there"))
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"v":1,"type":"step_fin`); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	again := openJournal(t, dir, place())
	again.Record(done("provider", "there, too"))
	if all, last := again.LastDone(); last != "provider" || len(all) != 2 {
		t.Errorf("last %q of %v", last, all)
	}
	openJournal(t, dir, place())
	if data, err := os.ReadFile(path); err != nil || strings.Contains(string(data), "\n\n") {
		t.Errorf("a whole line was ended once more: %q %v", data, err)
	}
}

// A line may be longer than what a scanner takes, and what comes after it is read.
func TestALongLineIsRead(t *testing.T) {
	j := openJournal(t, t.TempDir(), place())
	j.Record(done("deploy", strings.Repeat("x", 3<<20)))
	j.Record(done("provider", "there"))
	entries, err := j.Entries()
	if err != nil || len(entries) != 2 || len(entries[0].Raw) < 3<<20 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

func done(step, summary string) flow.Event {
	return flow.Event{Step: step, Time: time.Now(), Body: flow.StepFinished{Status: flow.OK, Summary: text.Plain(summary)}}
}

// What an endpoint gives out for an account or a region must not lead the journal out of the state directory.
func TestSecurityTheJournalStaysInTheStateDirectory(t *testing.T) {
	root := t.TempDir()
	state := filepath.Join(root, "state")
	seen := map[string]bool{}
	for _, p := range []flow.Place{
		{Mode: flow.AWS, Account: "x/../../outside", Region: "us-east-1"},
		{Mode: flow.AWS, Account: "123456789012", Region: "../../outside"},
		{Mode: flow.AWS, Account: `..\..\outside`, Region: "us-east-1"},
		{Mode: flow.AWS, Account: "", Region: ""},
		{Mode: flow.AWS, Account: "123456789012", Region: strings.Repeat("a", 300)},
	} {
		openJournal(t, state, p).Record(done("deploy", "there"))
		key := p.Key()
		if strings.ContainsAny(key, `/\.`) || seen[key] || len(key) > 64 {
			t.Errorf("%q for %q %q", key, p.Account, p.Region)
		}
		seen[key] = true
		if _, err := os.Stat(filepath.Join(state, key, "journal.jsonl")); err != nil {
			t.Error(err)
		}
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 1 {
		t.Errorf("outside of the state directory: %v %v", entries, err)
	}
	if got := place().Key(); got != "sandbox-123456789012-ap-northeast-2" {
		t.Errorf("the folder of an ordinary place has changed: %s", got)
	}
}
