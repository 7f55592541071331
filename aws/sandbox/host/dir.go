package host

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// The files of a state directory.
const (
	lockFile     = "practice.lock"
	stateFile    = "practice.json"
	keyFile      = "practice.key"
	endpointFile = "practice.endpoint"
)

// dir is a state directory.
type dir struct {
	path string
	held *flock.Flock
}

// openDir makes sure that the directory is there and can be written.
func openDir(path string) (*dir, error) {
	if path == "" {
		return nil, errors.New("no directory was named")
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	d := &dir{path: path}
	d.held = flock.New(d.file(lockFile), flock.SetPermissions(0o600))
	return d, nil
}

func (d *dir) file(name string) string { return filepath.Join(d.path, name) }

// lock tries to take the lock; the kernel gives it back when the process dies, however it dies.
func (d *dir) lock() (bool, error) { return d.held.TryLock() }

func (d *dir) close() error { return d.held.Close() }

func (d *dir) writeText(name, text string) error {
	return d.write(name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// write replaces a file as a whole: readers see the old one or the new one, and a crash leaves one of them.
func (d *dir) write(name string, content func(io.Writer) error) (err error) {
	temporary, err := os.CreateTemp(d.path, name+".*.tmp") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	buffered := bufio.NewWriterSize(temporary, 64<<10)
	if err = content(buffered); err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = temporary.Sync()
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", d.file(name), err)
	}
	return os.Rename(temporary.Name(), d.file(name))
}

// tidy removes what a process left that was killed while it wrote. The lock is held, so that nobody writes now.
func (d *dir) tidy() {
	left, _ := filepath.Glob(d.file("practice.*.tmp")) // at worst a directory with brackets in its name stays untidy
	for _, name := range left {
		_ = os.Remove(name) // what stays is read by nobody
	}
}
