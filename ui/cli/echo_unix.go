//go:build linux || darwin

package cli

import "golang.org/x/sys/unix"

// silence turns the echo of a terminal off, but for the end of the line (termios(3)). What was typed is still read line by
// line, by whoever reads it.
func silence(fd uintptr) (restore func(), err error) {
	before, err := unix.IoctlGetTermios(int(fd), getTermios)
	if err != nil {
		return nil, err
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	quiet.Lflag |= unix.ECHONL | unix.ICANON | unix.ISIG
	if err := unix.IoctlSetTermios(int(fd), setTermios, &quiet); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(int(fd), setTermios, before) }, nil
}
