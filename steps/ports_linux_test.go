package steps_test

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"unsafe"
)

// inOwnNetwork marks the process that runs the tests in a network of its own.
const inOwnNetwork = "WORKSHOP_TEST_NETWORK"

// TestMain runs the tests in a network of their own, which has nothing but loopback: the callback addresses of the course have
// fixed ports (8501 to 8503), and somebody else on this machine may have them. Where the system grants no such network, the tests
// run in the machine's.
func TestMain(m *testing.M) {
	if os.Getenv(inOwnNetwork) != "" {
		if err := loopbackUp(); err != nil {
			os.Exit(noNetwork)
		}
		os.Exit(m.Run())
	}
	if code, ran := elsewhere(); ran {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// noNetwork is the exit code by which the other process says that it has run no test.
const noNetwork = 77

// elsewhere runs this very binary in a network namespace of its own.
func elsewhere() (code int, ran bool) {
	self, err := os.Executable()
	if err != nil {
		return 0, false
	}
	runtime.LockOSThread() // the other process ends with the thread that began it
	cmd := exec.Command(self, os.Args[1:]...)
	cmd.Env = append(os.Environ(), inOwnNetwork+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
		AmbientCaps: []uintptr{capNetAdmin},
	}
	err = cmd.Run()
	ended := new(exec.ExitError)
	switch {
	case err == nil:
		return 0, true
	case errors.As(err, &ended) && ended.ExitCode() != noNetwork:
		return ended.ExitCode(), true
	}
	return 0, false
}

// capNetAdmin is the right to bring an interface up (CAP_NET_ADMIN), which the first process of a user namespace has in it.
const capNetAdmin = 12

// loopbackUp switches the namespace's loopback interface on, as ifconfig lo up does.
func loopbackUp() error {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	request := struct { // struct ifreq
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: syscall.IFF_UP | syscall.IFF_RUNNING}
	copy(request.name[:], "lo")
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(socket), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return errno
	}
	return nil
}
