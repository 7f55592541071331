package host

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"

	"github.com/gofrs/flock"
)

// place is where a cloud answers, and which one it is: ports are used again, by other clouds and by strangers.
type place struct{ endpoint, instance string }

// place reads where the process that holds the lock answers; empty when it has not said so yet.
func (d *dir) place() place {
	data, _ := os.ReadFile(d.file(endpointFile)) // it may not be there
	words := strings.Fields(string(data))
	if len(words) != 2 {
		return place{}
	}
	return place{words[0], words[1]}
}

func (d *dir) writePlace(p place) error {
	return d.writeText(endpointFile, p.endpoint+"\n"+p.instance+"\n")
}

func (d *dir) forgetPlace() { _ = os.Remove(d.file(endpointFile)) } // it may not be there

// answers reports whether the cloud of this directory answers at a place. Whoever answers must know the directory's key: a
// process that took the port over does not.
func (d *dir) answers(ctx context.Context, p place) bool {
	if p.endpoint == "" || p.instance == "" {
		return false
	}
	key, err := d.readKey()
	if err != nil {
		return false
	}
	nonce := random()
	health, err := ask(ctx, p.endpoint, nonce)
	return err == nil && health.Instance == p.instance && hmac.Equal([]byte(health.Proof), []byte(p.proof(key, nonce)))
}

// proof is what the cloud at a place answers to a nonce. The endpoint is part of it, so that nobody can pass the question on to
// the cloud and its answer off as his own.
func (p place) proof(key []byte, nonce string) string {
	own := hmac.New(sha256.New, key)
	own.Write([]byte("practice cloud health")) // the key itself seals the state
	mac := hmac.New(sha256.New, own.Sum(nil))
	mac.Write([]byte(p.endpoint + "\n" + p.instance + "\n" + nonce))
	return hex.EncodeToString(mac.Sum(nil))
}

// random is 128 random bits.
func random() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}

// locked reports whether a process holds the directory's lock. What cannot be told counts as held.
func (d *dir) locked() bool {
	if _, err := os.Stat(d.file(lockFile)); os.IsNotExist(err) {
		return false
	}
	lock := flock.New(d.file(lockFile))
	free, err := lock.TryRLock()
	_ = lock.Close() // nothing was written
	return err != nil || !free
}
