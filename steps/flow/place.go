package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"agentcore-workshop/steps/text"
)

// Mode is the kind of place that a session works on.
type Mode string

const (
	Sandbox Mode = "sandbox" // the practice cloud inside the program
	AWS     Mode = "aws"     // an AWS account, or an endpoint that behaves like one
)

// Place is where a session works: one account in one region. What exists there is always read from it, never remembered.
type Place struct {
	Mode      Mode
	Account   string
	Region    string
	CallerARN string
	Profile   string
	// Endpoint is the address that replaces the regional AWS ones, or empty.
	Endpoint string
	// Expires is when the credentials end; zero means that they do not, or that nobody knows.
	Expires  time.Time
	ReadOnly bool
	// Present masks account ids, ARNs and addresses in what is written to files, too.
	Present bool
	// Facts are the same things for people, each with its source ("AWS_PROFILE", "shared config", "the practice cloud").
	Facts []Fact
}

// Key names the folder under which progress on this place is kept. Account and region are what an endpoint said: where they
// do not look like an account and a region, their hash stands for them, so that no answer leads out of the state directory.
func (p Place) Key() string {
	if isAccount(p.Account) && isRegion(p.Region) {
		return string(p.Mode) + "-" + p.Account + "-" + p.Region
	}
	sum := sha256.Sum256([]byte(p.Account + "\x00" + p.Region))
	return string(p.Mode) + "-" + hex.EncodeToString(sum[:16])
}

// isAccount reports whether s is an AWS account id: twelve digits.
func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// isRegion reports whether s has the shape of a region's code: small letters, digits and hyphens, as in ap-northeast-2.
func isRegion(s string) bool {
	return s != "" && len(s) <= 32 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Door is a way in, on the first screen.
type Door struct {
	ID     DoorID
	Title  text.T
	Detail text.Msg
	// Facts say where it leads: profile, region, account, caller, expiry, each with its source.
	Facts []Fact
	// Problem is why the door is shut now, with what to do; nil when it is open.
	Problem *Failure
	// Preselected marks the door that most people in this situation want.
	Preselected bool
}

// DoorID names a door.
type DoorID string

const (
	DoorPractice DoorID = "practice" // the cloud in this program
	DoorBuild    DoorID = "build"    // build in my AWS account
	DoorCheck    DoorID = "check"    // check an existing set-up, read-only
)
