package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"

	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/trouble"
)

// adminFaults lists faults, brings one about by name or adds a raw rule, and repairs one or all. Signed requests act on
// the set-ups of their account, others on all.
func (c *Cloud) adminFaults(x *exchange, name string) {
	account := ""
	if keys, signed := credentialsOf(x.r); signed {
		account = keys.account()
	}
	switch x.r.Method {
	case http.MethodPost:
		broken, err := c.breakAsked(account, x.body)
		if err != nil {
			x.refuse(err)
			return
		}
		x.w.Header().Set(HeaderBroken, broken)
	case http.MethodDelete:
		var body struct{ Name string }
		if !x.input(&body) {
			return
		}
		for _, other := range []string{x.r.URL.Query().Get("name"), body.Name} {
			if name == "" {
				name = other
			}
		}
		if name == "" || c.hidden(cmp.Or(account, DefaultAccount), name) {
			c.closeLab(account)
		}
		x.answer(http.StatusOK, map[string]int{"lifted": c.repair(account, name)})
		return
	}
	x.answer(http.StatusOK, c.shown())
}

// HeaderBroken names the fault that a POST has brought about, which the dice may have chosen.
const HeaderBroken = "X-Practice-Cloud-Fault"

// breakAsked reads {"name":"slow","arg":"50ms"}, {"name":"random"}, or a rule with an effect of its own.
func (c *Cloud) breakAsked(account string, body []byte) (string, error) {
	var raw struct {
		fault.Rule
		Effect json.RawMessage `json:"effect"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return "", err
	}
	if len(bytes.TrimSpace(raw.Effect)) == 0 {
		return c.BreakNamed(account, raw.Name, raw.Arg)
	}
	rule := raw.Rule
	if err := json.Unmarshal(raw.Effect, &rule.Effect); err != nil {
		return "", err
	}
	return rule.Name, c.Break(rule)
}

// refuse says why a fault could not be brought about: 409 as things stand, 400 for what never can be. An unknown name is
// answered with the known ones.
func (x *exchange) refuse(err error) {
	answer := map[string]any{"message": err.Error()}
	status := http.StatusBadRequest
	if errors.As(err, new(trouble.Refusal)) {
		status = http.StatusConflict
	}
	if errors.Is(err, trouble.ErrUnknown) {
		answer["faults"] = trouble.Names()
	}
	x.answer(status, map[string]any{"error": answer})
}
