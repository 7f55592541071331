package core

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"sync"
)

// Alphabets of the identifiers that AWS hands out.
const (
	LowerAlnum = "abcdefghijklmnopqrstuvwxyz0123456789"
	Alnum      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	UpperAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	Digits     = "0123456789"
)

// IDs makes identifiers, from the system's randomness or, for lessons that must look the same each time, from a seed.
type IDs struct {
	mu    sync.Mutex
	src   io.Reader
	drawn uint64 // bytes so far, of a seeded source
}

// NewIDs makes identifiers from seed; zero means the system's randomness.
func NewIDs(seed uint64) *IDs {
	if seed == 0 {
		return &IDs{src: rand.Reader}
	}
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &IDs{src: mrand.NewChaCha8(key)}
}

// Bytes returns n random bytes.
func (g *IDs) Bytes(n int) []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := make([]byte, n)
	if _, err := io.ReadFull(g.src, b); err != nil {
		panic("the system has no randomness: " + err.Error())
	}
	g.drawn += uint64(n)
	return b
}

// Drawn says how many bytes have been taken. A saved cloud notes it.
func (g *IDs) Drawn() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.drawn
}

// resume goes on where a saved cloud was, so that a seeded one does not hand out after a restart what it already has.
func (g *IDs) resume(drawn uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, seeded := g.src.(*mrand.ChaCha8); !seeded || g.drawn >= drawn {
		return
	}
	_, _ = io.CopyN(io.Discard, g.src, int64(drawn-g.drawn)) //nolint:gosec // what was drawn in the life of a practice cloud
	g.drawn = drawn
}

// String returns n characters of alphabet.
func (g *IDs) String(n int, alphabet string) string {
	b := g.Bytes(2 * n)
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[(int(b[2*i])<<8|int(b[2*i+1]))%len(alphabet)]
	}
	return string(out)
}

// Hex returns n hexadecimal digits.
func (g *IDs) Hex(n int) string { return hex.EncodeToString(g.Bytes((n + 1) / 2))[:n] }

// UUID returns a version 4 UUID (RFC 9562).
func (g *IDs) UUID() string {
	b := g.Bytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
