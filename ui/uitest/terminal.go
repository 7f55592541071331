package uitest

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// settleTime is how long, in the bubble's fake time, a terminal is given to draw: several frames at 60 a second.
const settleTime = 50 * time.Millisecond

// Terminal is a terminal with a program in it, inside a synctest bubble: time is fake, and "settled" is exact.
type Terminal struct {
	t    testing.TB
	mu   sync.Mutex
	emu  *vt.Emulator
	done chan struct{}
	// Written counts the bytes that the program sent; raw keeps them.
	raw strings.Builder
}

// Plain is the environment of a terminal that is not asked what it can do; a program sends it the most.
func Plain() []string { return []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/0"} }

// Start runs a program in a terminal of width x height. The program gets its input, its output, and options that make it
// take this for a terminal; env replaces the usual environment where it is given.
func Start(t testing.TB, width, height int, env []string, program func(in io.Reader, out io.Writer, options ...tea.ProgramOption)) *Terminal {
	term := &Terminal{t: t, emu: vt.NewEmulator(width, height), done: make(chan struct{})}
	// The renderer takes for granted that the line discipline turns a line feed into a new line.
	_, _ = term.emu.WriteString("\x1b[20h")
	if env == nil {
		env = []string{"TERM=xterm-256color"}
	}
	go func() {
		defer close(term.done)
		program(reader{term.emu}, term, tea.WithWindowSize(width, height), tea.WithColorProfile(colorprofile.ANSI256), tea.WithEnvironment(env))
	}()
	term.Settle()
	return term
}

// reader hides the emulator's other methods, so that the program does not take it for a file.
type reader struct{ emu *vt.Emulator }

func (r reader) Read(b []byte) (int, error) { return r.emu.Read(b) }

// Write takes what the program draws.
func (term *Terminal) Write(b []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.raw.Write(b)
	return term.emu.Write(b)
}

// Settle waits until the program has drawn everything and waits for something.
func (term *Terminal) Settle() {
	synctest.Wait()
	time.Sleep(settleTime)
	synctest.Wait()
}

// Wait lets time pass.
func (term *Terminal) Wait(d time.Duration) {
	time.Sleep(d)
	term.Settle()
}

// Send types raw bytes, as a terminal would send them.
func (term *Terminal) Send(bytes string) {
	term.t.Helper()
	if _, err := io.WriteString(term.emu.InputPipe(), bytes); err != nil {
		term.t.Fatalf("could not type: %v", err)
	}
	term.Settle()
}

// Press sends keys by name: "enter", "up", "f1", "ctrl+c", "space", or text as it is.
func (term *Terminal) Press(keys ...string) {
	term.t.Helper()
	for _, key := range keys {
		if bytes, ok := sequence(key); ok {
			term.Send(bytes)
			if key == "esc" {
				// A lone escape may be the beginning of a sequence; the program waits a moment before it believes in it.
				term.Wait(4 * settleTime)
			}
			continue
		}
		term.Send(key)
	}
}

func sequence(key string) (string, bool) {
	s, ok := map[string]string{
		"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
		"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~", "ctrl+c": "\x03", "ctrl+u": "\x15",
		"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
		"f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
	}[key]
	return s, ok
}

// Resize changes the size, and tells the program as terminals do that report sizes in band.
func (term *Terminal) Resize(width, height int) {
	term.t.Helper()
	term.mu.Lock()
	term.emu.Resize(width, height)
	term.mu.Unlock()
	term.Send(fmt.Sprintf("\x1b[48;%d;%d;0;0t", height, width))
}

// Paste pastes text in brackets, as terminals do.
func (term *Terminal) Paste(text string) { term.Send("\x1b[200~" + text + "\x1b[201~") }

// Screen is what is seen: plain text, without trailing blanks.
func (term *Terminal) Screen() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	lines := strings.Split(ansi.Strip(term.emu.Render()), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// Styled is what is seen, with its colours.
func (term *Terminal) Styled() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.emu.Render()
}

// Cursor is the cell of the text cursor.
func (term *Terminal) Cursor() (x, y int) {
	term.mu.Lock()
	defer term.mu.Unlock()
	at := term.emu.CursorPosition()
	return at.X, at.Y
}

// FullScreen reports whether the program has the alternate screen.
func (term *Terminal) FullScreen() bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.emu.IsAltScreen()
}

// Take returns the bytes that were written since it was last called.
func (term *Terminal) Take() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	s := term.raw.String()
	term.raw.Reset()
	return s
}

// Ended reports whether the program has ended.
func (term *Terminal) Ended() bool {
	select {
	case <-term.done:
		return true
	default:
		return false
	}
}

// Close waits for the program, which must have been told to end, and lets go of the emulator. Closing its input is enough:
// closing the emulator itself is a data race in it.
func (term *Terminal) Close() {
	term.t.Helper()
	if pipe, ok := term.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
	select {
	case <-term.done:
	case <-time.After(time.Minute):
		term.t.Fatal("the program did not end")
	}
	synctest.Wait()
}
