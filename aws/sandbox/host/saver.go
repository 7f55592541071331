package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// gather is how long changes are gathered before they are saved. With the write itself it stays below 100 ms.
const gather = 50 * time.Millisecond

// saver keeps a cloud's state in its directory.
type saver struct {
	dir     *dir
	cloud   *sandbox.Cloud
	key     []byte
	now     func() time.Time
	warn    func(error)
	written int64 // the count of changes that the file has
	failing bool

	stop, stopped chan struct{}
}

// openSaver loads the directory's state into the cloud. A state that cannot be read is kept aside.
func openSaver(d *dir, cloud *sandbox.Cloud, o Options) (*saver, error) {
	s := &saver{dir: d, cloud: cloud, now: o.Now, warn: o.Warn}
	var unreadable error
	if s.key, unreadable = d.key(); unreadable != nil {
		if err := d.aside(keyFile, o.Now()); err != nil {
			return nil, errors.Join(unreadable, err)
		}
		var err error
		if s.key, err = d.newKey(); err != nil {
			return nil, err
		}
	}
	data, err := os.ReadFile(d.file(stateFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		unreadable = err
	case unreadable == nil:
		var state sandbox.State
		if state, unreadable = unseal(s.key, data); unreadable == nil {
			cloud.Restore(state)
			s.written = cloud.Changes()
			return s, nil
		}
	}
	if err := d.aside(stateFile, o.Now()); err != nil {
		return nil, err
	}
	o.Warn(&Warning{ErrEmpty, fmt.Errorf("%s: %w", d.file(stateFile), unreadable)})
	return s, nil
}

// aside keeps a file that cannot be read, under a name that says when.
func (d *dir) aside(name string, now time.Time) error {
	err := os.Rename(d.file(name), d.file(name)+".corrupt-"+now.UTC().Format("20060102T150405.000000000Z"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// start begins to save changes as they come.
func (s *saver) start() {
	s.stop, s.stopped = make(chan struct{}), make(chan struct{})
	go s.run()
}

func (s *saver) run() {
	defer close(s.stopped)
	for {
		select {
		case <-s.stop:
			return
		case <-s.cloud.Changed():
		}
		select {
		case <-s.stop:
			return
		case <-time.After(gather):
		}
		_ = s.save() // a failure has been told, and is tried again with the next change
	}
}

// save writes the state if it has changed. A failure is told once, until it works again.
func (s *saver) save() error {
	changes := s.cloud.Changes()
	if changes == s.written {
		return nil
	}
	state, err := s.cloud.Save()
	if err == nil {
		var file *sealed
		if file, err = seal(s.key, state, s.now()); err == nil {
			err = s.dir.write(stateFile, file.writeTo)
		}
	}
	if err != nil && !s.failing {
		s.warn(&Warning{ErrUnsaved, err})
	}
	s.failing = err != nil
	if err == nil {
		s.written = changes
	}
	return err
}

// close saves what has not been saved yet.
func (s *saver) close() error {
	if s.stop != nil {
		close(s.stop)
		<-s.stopped
	}
	return s.save()
}
