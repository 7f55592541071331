package oauth

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Holder names the program that listens on a port of this machine, as "python3 (process 123)", or is empty where that cannot be
// known: a program of somebody else, or a system without /proc (proc(5)).
func Holder(port string) string {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return ""
	}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		raw, _ := os.ReadFile(table) // no table, no answer
		for line := range strings.Lines(string(raw)) {
			fields := strings.Fields(line)
			if len(fields) < 10 || fields[3] != "0A" { // LISTEN
				continue
			}
			if _, at, _ := strings.Cut(fields[1], ":"); !strings.EqualFold(at, hexPort(number)) {
				continue
			}
			if name := owner("socket:[" + fields[9] + "]"); name != "" {
				return name
			}
		}
	}
	return ""
}

func hexPort(n uint64) string {
	s := strings.ToUpper(strconv.FormatUint(n, 16))
	return strings.Repeat("0", max(0, 4-len(s))) + s
}

// owner looks through the files that processes have open. Those of other people cannot be read, and are passed over.
func owner(socket string) string {
	files, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is well-formed
	for _, file := range files {
		if to, err := os.Readlink(file); err == nil && to == socket {
			process := strings.Split(file, "/")[2]
			name, _ := os.ReadFile("/proc/" + process + "/comm") // it may have ended meanwhile
			return strings.TrimSpace(string(name)) + " (process " + process + ")"
		}
	}
	return ""
}
