package testnet

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// inner is what the test below is in the process that Run starts.
const inner = "TESTNET_HELD"

// TestMain is Run itself: what it gives is looked at from inside.
func TestMain(m *testing.M) { os.Exit(Run(m.Run)) }

// TestAPortThatSomebodyHasIsFree runs this binary once more while a port is taken: in there it must be free.
func TestAPortThatSomebodyHasIsFree(t *testing.T) {
	if held := os.Getenv(inner); held != "" {
		l, err := net.Listen("tcp", held)
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Close()
		return
	}
	if os.Getenv(marker) == "" {
		t.Skip("the system grants no network namespace")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, marker+"=") {
			again.Env = append(again.Env, v)
		}
	}
	again.Env = append(again.Env, inner+"="+l.Addr().String())
	if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}
