package aws

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/smithy-go/logging"
)

// PracticeAccount is the practice cloud's account. An access key of twelve digits names the account there.
const PracticeAccount = "123456789012"

// Credentials are what is known of the keys, without the keys.
type Credentials struct {
	// Source is the SDK's name for where they came from: "EnvConfigCredentials", "SharedConfigCredentials: …", "SSOProvider".
	Source string
	// AccessKeyID identifies the key; it is not secret, but masked in part on screens.
	AccessKeyID string
	// Expires is when they end; zero when they do not.
	Expires time.Time
}

// Credentials fetches the keys, as the next call would. Errors are *Error of kind NoCredentials, SSOExpired, Expired,
// Network or TimedOut.
func (c *Cloud) Credentials(ctx context.Context) (Credentials, error) {
	ctx, cancel := context.WithTimeout(ctx, whoamiTimeout)
	defer cancel()
	got, err := c.config.Credentials.Retrieve(ctx)
	if err != nil {
		return Credentials{}, newError("", "GetCredentials", err)
	}
	found := Credentials{Source: got.Source, AccessKeyID: got.AccessKeyID}
	if got.CanExpire {
		found.Expires = got.Expires
	}
	return found, nil
}

// find looks for profile, region, endpoint and credentials where the AWS CLI does. For the practice cloud it looks nowhere.
func find(ctx context.Context, o Options) (Place, sdk.Config, error) {
	if o.Practice {
		place := Place{
			Region:   first(Found{o.Region, "--region"}, Found{DefaultRegion, "practice cloud"}),
			Endpoint: Found{o.Endpoint, "practice cloud"},
		}
		return place, sdk.Config{Region: place.Region.Value, BaseEndpoint: sdk.String(o.Endpoint), Credentials: dummy()}, nil
	}
	cfg, err := config.LoadDefaultConfig(ctx, loadOptions(o)...)
	if err != nil {
		e := newError("", "LoadConfig", err)
		if e.Kind == Other {
			e.Kind = BadConfig
		}
		return Place{}, sdk.Config{}, e
	}
	place := Place{
		Profile: first(Found{o.Profile, "--profile"}, env("AWS_PROFILE"), env("AWS_DEFAULT_PROFILE"), Found{"default", "default"}),
		Region: first(Found{o.Region, "--region"}, env("AWS_REGION"), env("AWS_DEFAULT_REGION"),
			Found{cfg.Region, "shared config"}),
	}
	if o.Endpoint != "" {
		cfg.BaseEndpoint = sdk.String(o.Endpoint)
	}
	if cfg.BaseEndpoint != nil {
		place.Endpoint = first(Found{o.Endpoint, "--endpoint-url"}, env("AWS_ENDPOINT_URL"), Found{*cfg.BaseEndpoint, "shared config"})
	}
	return place, cfg, nil
}

func loadOptions(o Options) []func(*config.LoadOptions) error {
	options := []func(*config.LoadOptions) error{
		config.WithHTTPClient(newHTTPClient(o.HTTPTimeout)),
		config.WithLogger(logging.Nop{}), // the SDK's own writes to standard error, across the screen
		config.WithRetryMode(sdk.RetryModeStandard), config.WithRetryMaxAttempts(maxAttempts),
		config.WithEC2RoleCredentialOptions(func(e *ec2rolecreds.Options) {
			e.Client = imds.New(imds.Options{HTTPClient: &impatient{client: &http.Client{}}, Retryer: sdk.NopRetryer{}})
		}),
	}
	if o.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(o.Profile))
	}
	// The SDK does not read AWS_DEFAULT_REGION; the AWS CLI does.
	if region := first(Found{o.Region, ""}, env("AWS_REGION"), env("AWS_DEFAULT_REGION")).Value; region != "" {
		options = append(options, config.WithRegion(region))
	}
	// Nobody who names an endpoint on this machine wants the keys of the machine itself.
	if isLoopback(first(Found{o.Endpoint, ""}, env("AWS_ENDPOINT_URL")).Value) {
		options = append(options, config.WithEC2RoleCredentialOptions(func(e *ec2rolecreds.Options) {
			e.Client = imds.New(imds.Options{ClientEnableState: imds.ClientDisabled})
		}))
	}
	return options
}

func env(name string) Found { return Found{os.Getenv(name), name} }

func first(candidates ...Found) Found {
	for _, f := range candidates {
		if f.Value != "" {
			return f
		}
	}
	return Found{}
}

// dummy are the keys of the practice cloud's account. They open nothing else.
func dummy() sdk.CredentialsProvider {
	return credentials.StaticCredentialsProvider{Value: sdk.Credentials{
		AccessKeyID: PracticeAccount, SecretAccessKey: "practice", Source: "practice cloud",
	}}
}

// dummyFor are the practice cloud's keys for the account that the found key names, which only a dummy does; else for the default
// one. Real keys sign nothing there: whoever answers on loopback could keep the signature, and send it on to AWS.
func dummyFor(found sdk.CredentialsProvider) sdk.CredentialsProvider {
	return sdk.NewCredentialsCache(sdk.CredentialsProviderFunc(func(ctx context.Context) (sdk.Credentials, error) {
		own, err := dummy().Retrieve(ctx)
		if got, missing := found.Retrieve(ctx); missing == nil && isAccount(got.AccessKeyID) {
			own.AccessKeyID, own.Source = got.AccessKeyID, got.Source
		}
		return own, err
	}))
}

func isAccount(accessKey string) bool {
	return len(accessKey) == 12 && strings.Trim(accessKey, "0123456789") == ""
}

// impatient gives instance metadata one second in all until it has answered once: elsewhere than on EC2 nothing answers
// at its address, and a person waits.
type impatient struct {
	client   *http.Client
	mu       sync.Mutex
	deadline time.Time
	answered bool
}

var errNoMetadata = errors.New("instance metadata does not answer")

func (i *impatient) Do(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	if i.deadline.IsZero() {
		i.deadline = time.Now().Add(time.Second)
	}
	left := time.Until(i.deadline)
	if i.answered {
		left = 5 * time.Second
	}
	i.mu.Unlock()
	if left <= 0 {
		return nil, errNoMetadata
	}
	client := *i.client
	client.Timeout = left
	resp, err := client.Do(r)
	if err == nil {
		i.mu.Lock()
		i.answered = true
		i.mu.Unlock()
	}
	return resp, err
}
