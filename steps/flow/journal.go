package flow

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// Journal remembers what was done on a place, one line an event, for resuming, undoing and reporting. What exists is never
// read from it. Its file is for its owner only; secrets cannot get in, since they cannot be marshalled.
type Journal struct {
	mu   sync.Mutex
	path string
	file *os.File
}

// OpenJournal opens the journal of a place under a state directory. A directory that cannot be written is an error; a
// nil *Journal takes events and forgets them.
func OpenJournal(stateDir string, p Place) (*Journal, error) {
	dir := filepath.Join(stateDir, p.Key())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "journal.jsonl")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := endLine(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Journal{path: path, file: file}, nil
}

// endLine ends a line that a crash cut short, so that only that one is lost and not the next one, too.
func endLine(file *os.File) error {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = file.Write([]byte{'\n'})
	return err
}

// Record keeps an event, unless it is only intermediate.
func (j *Journal) Record(e Event) {
	if j == nil || e.Coalescible() {
		return
	}
	line, err := e.JSON(text.English)
	if err != nil {
		return
	}
	switch e.Body.(type) {
	case StepStarted, StepFinished, CheckResult, Hop: // a report may be wanted in the other language
		if ko, err := marshal(e.Body.Wire(text.Korean)); err == nil {
			line = append(append(append(line[:len(line)-1], `,"ko":`...), ko...), '}')
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_, _ = j.file.Write(append(line, '\n'))
}

// Entry is a line of the journal.
type Entry struct {
	Time   time.Time       `json:"time"`
	Type   string          `json:"type"`
	Step   string          `json:"step"`
	Status Outcome         `json:"status"`
	Key    string          `json:"key"`
	Value  string          `json:"value"`
	Raw    json.RawMessage `json:"-"`
}

// Into reads what an entry carries, in a language: the Korean of what was said lies beside the English.
func (e Entry) Into(l text.Lang, out any) error {
	err := json.Unmarshal(e.Raw, out)
	var other struct {
		Ko json.RawMessage `json:"ko"`
	}
	if l == text.Korean && err == nil && json.Unmarshal(e.Raw, &other) == nil && len(other.Ko) > 0 {
		err = json.Unmarshal(other.Ko, out)
	}
	return err
}

// Entries reads the journal. Lines that a crash cut short are passed over.
func (j *Journal) Entries() ([]Entry, error) {
	if j == nil {
		return nil, nil
	}
	file, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var entries []Entry
	lines := bufio.NewReader(file) // an event may be longer than any buffer
	for {
		line, err := lines.ReadBytes('\n')
		var e Entry
		broken := json.Unmarshal(line, &e)
		if broken == nil || errors.As(broken, new(*json.UnmarshalTypeError)) { // the status of a call or a hop is a number
			e.Raw = bytes.TrimRight(line, "\n")
			entries = append(entries, e)
		}
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return entries, err
		}
	}
}

// LastDone is when each step was last finished well, and the latest of them all.
func (j *Journal) LastDone() (map[string]time.Time, string) {
	entries, _ := j.Entries()
	done, last := map[string]time.Time{}, ""
	for _, e := range entries {
		if e.Type == "step_finished" && e.Status == OK {
			done[e.Step], last = e.Time, e.Step
		}
	}
	return done, last
}

// Close ends the journal's file.
func (j *Journal) Close() error {
	if j == nil {
		return nil
	}
	return j.file.Close()
}
