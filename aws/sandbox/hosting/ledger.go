package hosting

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// remembered is how long a client token stands for its first request. [K]
const remembered = 24 * time.Hour

// Ledger remembers requests by their client token, so that one that is sent again makes nothing new. It is part of the state.
type Ledger map[string]entry

type entry struct {
	Digest string // of the request
	ID     string // of what it made
	At     time.Time
}

// Repeated looks up a request. found is what the first one with this token made; the same token with another request is
// refused. Requests without a token are never repeated.
func (l Ledger) Repeated(c *core.Call, in core.Object) (found string, err error) {
	token, key := keyOf(c, in)
	e, known := l[key]
	switch {
	case token == "" || !known || c.Now().Sub(e.At) > remembered:
		return "", nil
	case e.Digest != digest(in):
		return "", Conflict("The client token was already used by a request with other parameters.") // [K]
	}
	return e.ID, nil
}

// Enter writes down what a request made.
func Enter(l *Ledger, c *core.Call, in core.Object, id string) {
	token, key := keyOf(c, in)
	if token == "" {
		return
	}
	now := c.Now()
	maps.DeleteFunc(*l, func(_ string, e entry) bool { return now.Sub(e.At) > remembered })
	if *l == nil {
		*l = Ledger{}
	}
	(*l)[key] = entry{Digest: digest(in), ID: id, At: now}
}

func keyOf(c *core.Call, in core.Object) (token, key string) {
	token, _ = in["clientToken"].(string)
	return token, c.Operation + " " + token
}

func digest(in core.Object) string {
	data, _ := json.Marshal(in) // a tree of JSON values always marshals, with its keys sorted
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
