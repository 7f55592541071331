package sandbox

import "strings"

// Coverage tells of one operation of the model whether the practice cloud answers it; the others get 501.
type Coverage struct {
	Service   string `json:"service"`
	Operation string `json:"operation"`
	Answered  bool   `json:"answered"`
}

// Coverage lists every operation of the model, by service and name.
func (c *Cloud) Coverage() []Coverage {
	var list []Coverage
	for _, key := range c.codec.Model().Keys() {
		service, operation, _ := strings.Cut(key, ":")
		list = append(list, Coverage{service, operation, c.Knows(service, operation)})
	}
	return list
}
