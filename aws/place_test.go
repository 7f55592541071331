package aws

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestEveryValueHasItsSource(t *testing.T) {
	const config = "[default]\nregion = eu-west-1\n[profile kim]\nregion = ap-northeast-2\n"
	const keys = "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s\n[kim]\naws_access_key_id = AKIDKIM\naws_secret_access_key = s\n"
	tests := []struct {
		name            string
		env             map[string]string
		options         Options
		profile, region Found
		key             string
	}{
		{"shared config", nil, Options{}, Found{"default", "default"}, Found{"eu-west-1", "shared config"}, "AKIDDEFAULT"},
		{"flags first", map[string]string{"AWS_PROFILE": "default", "AWS_REGION": "us-west-1"}, Options{Profile: "kim", Region: "us-east-2"},
			Found{"kim", "--profile"}, Found{"us-east-2", "--region"}, "AKIDKIM"},
		{"profile from the environment", map[string]string{"AWS_PROFILE": "kim"}, Options{},
			Found{"kim", "AWS_PROFILE"}, Found{"ap-northeast-2", "shared config"}, "AKIDKIM"},
		{"AWS_REGION before AWS_DEFAULT_REGION", map[string]string{"AWS_REGION": "us-west-1", "AWS_DEFAULT_REGION": "us-west-2"}, Options{},
			Found{"default", "default"}, Found{"us-west-1", "AWS_REGION"}, "AKIDDEFAULT"},
		{"AWS_DEFAULT_REGION, which the SDK does not read", map[string]string{"AWS_DEFAULT_REGION": "us-west-2"}, Options{},
			Found{"default", "default"}, Found{"us-west-2", "AWS_DEFAULT_REGION"}, "AKIDDEFAULT"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			home := cleanEnvironment(t)
			write(t, filepath.Join(home, "config"), config)
			write(t, filepath.Join(home, "credentials"), keys)
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			c, err := Open(t.Context(), test.options)
			if err != nil {
				t.Fatal(err)
			}
			if p := c.Place(); p.Profile != test.profile || p.Region != test.region || c.config.Region != test.region.Value || p.Practice {
				t.Errorf("place %+v", p)
			}
			if found, err := c.Credentials(t.Context()); err != nil || found.AccessKeyID != test.key || found.Source == "" {
				t.Errorf("credentials %+v, %v", found, err)
			}
		})
	}
}

func TestPracticeReadsNothingOfThisComputer(t *testing.T) {
	home := cleanEnvironment(t)
	write(t, filepath.Join(home, "config"), "[default]\nregion = eu-west-1\nendpoint_url = https://stranger.example\n")
	for name, value := range map[string]string{
		"AWS_PROFILE": "absent", "AWS_REGION": "eu-west-2", "AWS_ACCESS_KEY_ID": "AKIDREAL", "AWS_SECRET_ACCESS_KEY": "real",
		"AWS_ENDPOINT_URL": "https://stranger.example", "AWS_ENDPOINT_URL_STS": "https://stranger.example",
	} {
		t.Setenv(name, value)
	}
	server := httptest.NewServer(practice(xmlAnswer(callerXML)))
	defer server.Close()
	c, err := Open(t.Context(), Options{Practice: true, Endpoint: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	found, err := c.Credentials(t.Context())
	if err != nil || found.AccessKeyID != PracticeAccount || c.Region() != DefaultRegion || c.Place().Profile.Value != "" {
		t.Errorf("%+v %+v %v", found, c.Place(), err)
	}
	if who, err := c.Whoami(t.Context()); err != nil || who.Account != "111122223333" || who.UserID != "AIDA" {
		t.Errorf("whoami %+v, %v", who, err)
	}
}

func TestWhatIsMissingHasItsKind(t *testing.T) {
	home := cleanEnvironment(t)
	if _, err := Open(t.Context(), Options{Profile: "absent"}); KindOf(err) != NoProfile {
		t.Errorf("unknown profile: %v", err)
	}
	t.Setenv("AWS_PROFILE", "absent")
	if _, err := Open(t.Context(), Options{}); KindOf(err) != NoProfile {
		t.Errorf("unknown AWS_PROFILE: %v", err)
	}
	t.Setenv("AWS_PROFILE", "")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	c, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Credentials(t.Context()); KindOf(err) != NoCredentials {
		t.Errorf("no credentials: %q %v", KindOf(err), err)
	}
	if _, err = c.Whoami(t.Context()); KindOf(err) != NoCredentials {
		t.Errorf("whoami without credentials: %q %v", KindOf(err), err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "AKID")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
	if c, err = Open(t.Context(), Options{}); err != nil || c.Region() != "" {
		t.Fatalf("no region is no error yet: %v", err)
	}
	if _, err = c.Stack(t.Context(), "s"); KindOf(err) != NoRegion {
		t.Errorf("no region: %q %v", KindOf(err), err)
	}
	write(t, filepath.Join(home, "config"), "[profile broken]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = absent\n")
	if _, err := Open(t.Context(), Options{Profile: "broken"}); KindOf(err) != BadConfig {
		t.Errorf("broken config: %q %v", KindOf(err), err)
	}
}

func TestExpiredSSOHasItsKind(t *testing.T) {
	home := cleanEnvironment(t)
	write(t, filepath.Join(home, "config"), "[profile sso]\nregion = us-east-1\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n"+
		"[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://example.awsapps.com/start\nsso_registration_scopes = sso:account:access\n")
	c, err := Open(t.Context(), Options{Profile: "sso"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Credentials(t.Context()); KindOf(err) != SSOExpired {
		t.Errorf("%q %v", KindOf(err), err)
	}
}

// Elsewhere than on EC2, nothing answers at the address of instance metadata.
func TestMetadataIsWaitedForOneSecondAtMost(t *testing.T) {
	cleanEnvironment(t)
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer silent.Close()
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", silent.URL)
	c, err := Open(t.Context(), Options{Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err = c.Credentials(t.Context())
	if took := time.Since(start); took > 1500*time.Millisecond {
		t.Errorf("waited %s", took)
	}
	if KindOf(err) != NoCredentials {
		t.Errorf("%q %v", KindOf(err), err)
	}
}

// Our practice cloud at --endpoint-url needs neither keys nor region nor profile on this computer.
func TestOurEndpointNeedsNoKeys(t *testing.T) {
	cleanEnvironment(t)
	server := httptest.NewServer(practice(xmlAnswer(callerXML)))
	defer server.Close()
	c, err := Open(t.Context(), Options{Endpoint: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := c.Whoami(t.Context()); err != nil || time.Since(start) > 500*time.Millisecond {
		t.Errorf("after %s: %v", time.Since(start), err)
	}
	if p := c.Place(); !p.Practice || p.Region.Value != DefaultRegion || p.Endpoint.Source != "--endpoint-url" {
		t.Errorf("%+v", p)
	}
}

func TestTheEndpointHasItsSource(t *testing.T) {
	home := cleanEnvironment(t)
	write(t, filepath.Join(home, "config"), "[default]\nregion = us-east-1\nendpoint_url = https://config.example\n")
	source := func(o Options) Found {
		t.Helper()
		c, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return c.Place().Endpoint
	}
	if got, want := source(Options{}), (Found{"https://config.example", "shared config"}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	t.Setenv("AWS_ENDPOINT_URL", "https://environment.example")
	if got, want := source(Options{}), (Found{"https://environment.example", "AWS_ENDPOINT_URL"}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := source(Options{Endpoint: "https://flag.example"}), (Found{"https://flag.example", "--endpoint-url"}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	t.Setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
	if got := source(Options{}); got != (Found{}) {
		t.Errorf("ignored, and still %v", got)
	}
}

func TestWhoamiTakesThreeSecondsAtMost(t *testing.T) {
	withKeys(t)
	synctest.Test(t, func(t *testing.T) {
		c, err := Open(t.Context(), Options{Transport: silentTransport{}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err = c.Whoami(t.Context())
		if took := time.Since(start); KindOf(err) != TimedOut || took < time.Second || took > whoamiTimeout+200*time.Millisecond {
			t.Errorf("after %s: %q %v", took, KindOf(err), err)
		}
	})
}

// Companies whose proxies open TLS give their own certificates in AWS_CA_BUNDLE, and so does our practice cloud's proxy.
func TestCertificatesOfTheBundleAreTrusted(t *testing.T) {
	withKeys(t)
	server := httptest.NewUnstartedServer(xmlAnswer(callerXML))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the refused handshakes are the point
	server.StartTLS()
	defer server.Close()
	ask := func() error {
		c, err := Open(t.Context(), Options{Endpoint: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Whoami(t.Context())
		return err
	}
	if err := ask(); KindOf(err) != Network {
		t.Errorf("a stranger's certificate: %q %v", KindOf(err), err)
	}
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	t.Setenv("AWS_CA_BUNDLE", bundle)
	if _, err := Open(t.Context(), Options{}); KindOf(err) != BadConfig {
		t.Errorf("a bundle that is not there: %q %v", KindOf(err), err)
	}
	write(t, bundle, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	if err := ask(); err != nil {
		t.Errorf("with its certificate: %v", err)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
