package host

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// sealed is the state file: in clear only what says what it is.
type sealed struct {
	PracticeCloud string    `json:"practice_cloud"`
	Version       int       `json:"version"`
	Saved         time.Time `json:"saved"`
	Nonce         []byte    `json:"nonce"`
	State         []byte    `json:"state"`
}

const product = "agentcore-workshop"

// key reads the directory's key, or makes one.
func (d *dir) key() ([]byte, error) {
	key, err := d.readKey()
	if errors.Is(err, fs.ErrNotExist) {
		return d.newKey()
	}
	return key, err
}

func (d *dir) readKey() ([]byte, error) {
	text, err := os.ReadFile(d.file(keyFile))
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("%s is not a key", d.file(keyFile))
	}
	return key, nil
}

func (d *dir) newKey() ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	return key, d.writeText(keyFile, hex.EncodeToString(key)+"\n")
}

func box(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal makes a state file of a state.
func seal(key []byte, state sandbox.State, now time.Time) (*sealed, error) {
	aead, err := box(key)
	if err != nil {
		return nil, err
	}
	clear, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	s := &sealed{PracticeCloud: product, Version: sandbox.StateVersion, Saved: now.UTC(), Nonce: make([]byte, aead.NonceSize())}
	_, _ = rand.Read(s.Nonce)
	s.State = aead.Seal(clear[:0], s.Nonce, clear, s.label()) // in place: a state has megabytes
	return s, nil
}

// writeTo writes the bytes of a state file. The state is encoded as it goes: what is written ten times a second must not be in
// memory three times.
func (s *sealed) writeTo(w io.Writer) error {
	head := *s
	head.State = nil
	text, err := json.Marshal(head) // {…,"state":null}, since that is the last field
	if err != nil {
		return err
	}
	if _, err := w.Write(append(bytes.TrimSuffix(text, []byte("null}")), '"')); err != nil {
		return err
	}
	encoder := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := encoder.Write(s.State); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	_, err = io.WriteString(w, `"}`)
	return err
}

// label binds the clear fields to what is sealed.
func (s *sealed) label() []byte { return fmt.Appendf(nil, "%s %d", s.PracticeCloud, s.Version) }

// unseal reads the bytes of a state file.
func unseal(key, data []byte) (sandbox.State, error) {
	var state sandbox.State
	var s sealed
	if err := json.Unmarshal(data, &s); err != nil {
		return state, errors.New("it is not a state file")
	}
	if s.PracticeCloud != product || s.Version != sandbox.StateVersion {
		return state, fmt.Errorf("it has version %d and this program reads version %d", s.Version, sandbox.StateVersion)
	}
	aead, err := box(key)
	if err != nil {
		return state, err
	}
	if len(s.Nonce) != aead.NonceSize() {
		return state, errors.New("it is damaged")
	}
	clear, err := aead.Open(nil, s.Nonce, s.State, s.label())
	if err != nil {
		return state, errors.New("it is damaged, or was sealed with another key")
	}
	if err := json.Unmarshal(clear, &state); err != nil {
		return state, errors.New("what is sealed in it is not a state")
	}
	return state, nil
}
