package steps

import (
	"context"
	"strings"
	"sync"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// The names that the workshop publishes. A set-up that uses them is found without being told.
const (
	PublishedStack  = "troubleshooting-agentcore-cognito"
	PublishedPrefix = "/app/troubleshooting/agentcore/"
	PublishedRole   = "troubleshooting-gateway-execution-role"
	DomainStem      = "troubleshooting-connectivity-"
	// What the published scripts make after the stack.
	PublishedGateway = "troubleshooting-gateway"
	PublishedRuntime = "troubleshooting_agent_runtime"
	// OwnStem begins all names that this program makes by API.
	OwnStem = "agentcore-workshop"
	// Workload is the workload identity that the course makes for itself; cleanup knows it.
	Workload = "agentcore-workshop"
	// TestUser and TestPassword are the workshop page's own; everybody knows them, which is why AWS is offered another password.
	TestUser     = "test@example.com"
	TestPassword = "TestPassword123!"
	// PasteCallback is the redirect URI that is registered for pasting: nothing of ours listens there.
	PasteCallback = "https://example.com/auth/callback"
)

// Callbacks are the loopback redirect URIs in the order in which they are tried; the first is the workshop's own.
func Callbacks() []string {
	return []string{"http://localhost:8501/", "http://localhost:8502/", "http://localhost:8503/"}
}

// PracticeAppSecret is the secret of the one application that the practice cloud's Atlassian knows.
const PracticeAppSecret = "practice-confluence-secret"

// OwnTags mark what this program made.
func OwnTags() map[string]string { return map[string]string{aws.StackTagKey: aws.StackTagValue} }

// Tagged reports that mark.
func Tagged(tags map[string]string) bool { return tags[aws.StackTagKey] == aws.StackTagValue }

// Env is what the steps of a session share: the place, the names they look for, and what a person chose for the session.
type Env struct {
	Cloud   *aws.Cloud
	Clock   flow.Clock
	Account string
	// Stack and Prefix are the names of the stack and of the SSM path, which ends with a slash.
	Stack, Prefix string
	// Browser shows pages; Around says where this process runs, as far as that matters to a browser.
	Browser oauth.Browser
	Around  oauth.Surroundings
	// Callbacks are the loopback redirect URIs to try.
	Callbacks []string
	// Update shows and executes a change set on a stack that is healthy.
	Update bool
	// Password is the test user's password where the caller was given one; empty means to ask, or the well-known one in practice.
	Password secret.Text
	// SignInFor is how long a person has in the browser; Cognito's pages themselves forget after some minutes.
	SignInFor time.Duration
	// Past reads the journal, so that the audit knows the calls of earlier commands; it may be nil.
	Past func() ([]flow.Entry, error)

	mu     sync.Mutex
	tokens map[string]oauth.Token
	signed signIn
	// made is the id of the stack that this session created.
	made string
	// pool is the pool's id as it was last seen, for the console's address.
	pool     string
	verified *flow.Verification
	// second is the password that this session gave the labs' second user; labs are what each lab found last.
	second secret.Text
	labs   map[string]time.Time
	issuer *oauth.Issuer
	lab    flow.Lab
	// stale are the changes of clients for which was proved whether a provider's secret still holds.
	stale map[string]bool
	// repairs are those of this session, for taking back where no journal is kept.
	repairs []flow.Repair
}

// Practice reports whether the place is our own practice cloud.
func (e *Env) Practice() bool { return e.Cloud.Practice() }

// Region is the place's region.
func (e *Env) Region() string { return e.Cloud.Region() }

// AccountID is the caller's account, asked for once.
func (e *Env) AccountID(ctx context.Context) (string, error) {
	e.mu.Lock()
	known := e.Account
	e.mu.Unlock()
	if known != "" {
		return known, nil
	}
	me, err := e.Cloud.Whoami(ctx)
	if err != nil {
		return "", err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Account = me.Account
	return e.Account, nil
}

// Keep holds a token for the session, under TokenOfUser, TokenFromCognito or TokenFromAgentCore; it is never written anywhere.
func (e *Env) Keep(name string, t oauth.Token) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.tokens == nil {
		e.tokens = map[string]oauth.Token{}
	}
	e.tokens[name] = t
}

// Kept is a token of this session that has not ended.
func (e *Env) Kept(name string) (oauth.Token, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	t, ok := e.tokens[name]
	return t, ok && (t.Expires.IsZero() || t.Expires.After(e.Cloud.Now()))
}

// discover reads the issuer's discovery document once in a session.
func (e *Env) discover(ctx context.Context, issuer string) (*oauth.Issuer, error) {
	e.mu.Lock()
	known := e.issuer
	e.mu.Unlock()
	if known != nil && known.Name == issuer {
		return known, nil
	}
	found, err := oauth.Discover(ctx, e.Cloud.HTTP(), issuer, e.Cloud.Now)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.issuer = found
	return found, nil
}

// Parameter is the full name of one of the ten parameters.
func (e *Env) Parameter(short string) string { return e.Path() + "/" + short }

// Path is the SSM path without its last slash, as the template's parameter ParameterPrefix has it.
func (e *Env) Path() string { return strings.TrimSuffix(e.Prefix, "/") }
