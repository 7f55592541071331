package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/trouble"
)

// adminPrefix is where the practice cloud itself is asked and steered. No fault ever touches these paths.
const adminPrefix = "/_sandbox/"

// admin answers the practice cloud's own paths. Web pages may not: they would send Origin or Sec-Fetch-Site.
func (c *Cloud) admin(x *exchange) {
	if x.r.Header.Get("Origin") != "" || x.fromPage() {
		x.complain(http.StatusForbidden, "web pages may not steer the practice cloud")
		return
	}
	if err := x.read(); err != nil {
		x.complain(http.StatusRequestEntityTooLarge, "the request body is too long")
		return
	}
	name, rest, _ := strings.Cut(strings.TrimPrefix(x.r.URL.Path, adminPrefix), "/")
	switch x.r.Method + " " + name {
	case "GET health":
		c.adminHealth(x)
	case "POST reset":
		c.adminReset(x)
	case "GET faults", "POST faults", "DELETE faults":
		c.adminFaults(x, rest)
	case "GET lab", "POST lab":
		c.adminLab(x, rest)
	case "GET clock", "POST clock":
		c.adminClock(x)
	case "POST expire":
		c.adminExpire(x)
	case "GET requests":
		c.adminRequests(x)
	case "GET pace", "POST pace":
		c.adminPace(x)
	case "POST proxy":
		c.adminProxy(x)
	case "GET coverage":
		x.answer(http.StatusOK, c.Coverage())
	default:
		x.complain(http.StatusNotFound, "the practice cloud has no "+x.r.Method+" "+x.r.URL.Path)
	}
}

// Health is what /_sandbox/health answers.
type Health struct {
	PracticeCloud bool      `json:"practice_cloud"`
	Version       string    `json:"version"`
	Pace          core.Pace `json:"pace"`
	Account       string    `json:"account"`
	Region        string    `json:"region"`
	ClockOffsetMS int64     `json:"clock_offset_ms"`
	// Model is the release of the service models that the cloud follows.
	Model    string `json:"model"`
	UptimeMS int64  `json:"uptime_ms"`
	// Instance tells one served cloud from another; Proof answers the question's nonce.
	Instance string `json:"instance,omitempty"`
	Proof    string `json:"proof,omitempty"`
}

func (c *Cloud) adminHealth(x *exchange) {
	account := DefaultAccount
	if keys, signed := credentialsOf(x.r); signed {
		account = keys.account()
	}
	x.answer(http.StatusOK, Health{
		PracticeCloud: true, Version: c.version, Pace: c.Pace(), Account: account, Region: DefaultRegion,
		ClockOffsetMS: c.Clock.Offset().Milliseconds(), Model: modelRelease,
		UptimeMS: c.now().Sub(c.born).Milliseconds(), Instance: c.instance, Proof: c.proof(x.r),
	})
}

// modelRelease is the botocore release of the embedded model, told without unpacking it. A test compares the two.
const modelRelease = "botocore 1.43.67"

func (c *Cloud) adminReset(x *exchange) {
	account := ""
	if keys, signed := credentialsOf(x.r); signed {
		account = keys.account()
	}
	x.answer(http.StatusOK, map[string]int{"removed": c.StartAfresh(account)})
}

// StartAfresh empties an account and returns how many resources it had. An empty account is all of them; then faults are
// lifted and the clock is set right, too.
func (c *Cloud) StartAfresh(account string) int {
	for _, r := range c.regions(account) {
		if len(trouble.InForce(r)) > 0 {
			trouble.Forget(c.Cloud, r)
		}
	}
	c.closeLab(account)
	removed := c.Reset(account)
	if account == "" {
		c.Lift("")
		c.SetTime(0)
	}
	return removed
}

// input reads an admin request's body; no body is an empty object. A member that nobody knows is a slip of the pen, and refused.
func (x *exchange) input(into any) bool {
	if len(x.body) == 0 {
		return true
	}
	decoder := json.NewDecoder(bytes.NewReader(x.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		x.complain(http.StatusBadRequest, "the request body cannot be read: "+err.Error())
		return false
	}
	return true
}

func (x *exchange) answer(status int, body any) {
	x.w.Header().Set("Content-Type", "application/json")
	x.w.Header().Set("Cache-Control", "no-store")
	x.w.WriteHeader(status)
	encoder := json.NewEncoder(x.w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // the caller has gone when this fails
}

func (x *exchange) complain(status int, message string) {
	x.answer(status, map[string]any{"error": map[string]string{"message": message}})
}
