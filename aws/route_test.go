package aws

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const pool = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a/.well-known/openid-configuration"

func TestWorkshopHostsLeadToThePracticeCloud(t *testing.T) {
	cleanEnvironment(t)
	server := httptest.NewServer(practice(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.Host + r.URL.Path))
	}))
	defer server.Close()
	c, err := Open(t.Context(), Options{Practice: true, Endpoint: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		pool,
		"https://troubleshooting-connectivity-1.auth.ap-northeast-2.amazoncognito.com/oauth2/token",
		"https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/callback/x",
		"https://bedrock-agentcore-control.us-east-1.amazonaws.com/identities/",
		"https://gw-1.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp",
	} {
		resp, err := c.HTTP().Get(address)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if want := address[len("https://"):]; string(got) != want {
			t.Errorf("%s was asked as %s", address, got)
		}
		if browser, want := c.Browser(address+"?a=b%20c"), server.URL+"/_host/"+address[len("https://"):]+"?a=b%20c"; browser != want {
			t.Errorf("a browser opens %s, want %s", browser, want)
		}
	}
	if !c.Practice() || c.Region() != DefaultRegion {
		t.Errorf("practice %v, region %q", c.Practice(), c.Region())
	}
}

func TestOtherHostsGoWhereTheySay(t *testing.T) {
	for _, host := range []string{
		"example.com", "sts.us-east-1.amazonaws.com", "s3.amazonaws.com", "cognito-idp.us-east-1.amazonaws.com.example.com",
		"a.b.auth.us-east-1.amazoncognito.com", "auth.us-east-1.amazoncognito.com", "127.0.0.1", "bedrock-agentcore.amazonaws.com",
	} {
		if ofWorkshop(host) {
			t.Errorf("%s counts as one of the workshop's hosts", host)
		}
	}
}

// A stranger's endpoint must not get to see what is meant for AWS, even on loopback.
func TestAStrangerIsNotThePracticeCloud(t *testing.T) {
	withKeys(t)
	answers := map[string]http.HandlerFunc{
		"nothing":        func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) },
		"another JSON":   func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"status":"running"}`)) },
		"the body alone": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"practice_cloud":true}`)) },
		"the header alone": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(practiceHeader, practiceName)
			_, _ = w.Write([]byte(`{}`))
		},
		"a refusal": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(practiceHeader, practiceName)
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"practice_cloud":true}`))
		},
		"a denial": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"practice_cloud":false}`)) },
	}
	for name, answer := range answers {
		server := httptest.NewServer(answer)
		c, err := Open(t.Context(), Options{Endpoint: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		if c.Practice() || c.Browser(pool) != pool {
			t.Errorf("%s: taken for the practice cloud", name)
		}
		if _, err := Open(t.Context(), Options{Endpoint: server.URL, Practice: true}); KindOf(err) != NotPractice {
			t.Errorf("%s: practice asked for: %v", name, err)
		}
		server.Close()
	}
	if _, err := Open(t.Context(), Options{Endpoint: "https://aws.example.com", Practice: true}); KindOf(err) != NotPractice {
		t.Errorf("not on loopback: %v", err)
	}
}

// TestSecurityRealKeysSignNothingForAPracticeCloud: whoever answers as ours does on loopback could send a signature on to AWS.
func TestSecurityRealKeysSignNothingForAPracticeCloud(t *testing.T) {
	for key, want := range map[string]string{"AKIDEXAMPLE": PracticeAccount, "111122223333": "111122223333", "": PracticeAccount} {
		withKeys(t)
		t.Setenv("AWS_ACCESS_KEY_ID", key)
		t.Setenv("AWS_SESSION_TOKEN", "session")
		signed := ""
		server := httptest.NewServer(practice(func(w http.ResponseWriter, r *http.Request) {
			signed = r.Header.Get("Authorization") + r.Header.Get("X-Amz-Security-Token")
			xmlAnswer(callerXML)(w, r)
		}))
		c, err := Open(t.Context(), Options{Endpoint: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Whoami(t.Context()); err != nil {
			t.Fatal(err)
		}
		keys, err := c.config.Credentials.Retrieve(t.Context())
		if err != nil || keys.AccessKeyID != want || keys.SecretAccessKey != "practice" || keys.SessionToken != "" {
			t.Errorf("%s: signed with %s and another secret or token, %v", key, keys.AccessKeyID, err)
		}
		if !strings.Contains(signed, "Credential="+want+"/") || strings.Contains(signed, "session") {
			t.Errorf("%s: sent %s", key, signed)
		}
		server.Close()
	}
}

func TestTimeAtThePracticeCloud(t *testing.T) {
	cleanEnvironment(t)
	host := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	server := httptest.NewServer(practice(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set(offsetHeader, "-3600") }))
	defer server.Close()
	c, err := Open(t.Context(), Options{Practice: true, Endpoint: server.URL, Now: func() time.Time { return host }})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Now(), host.Add(90*time.Second+500*time.Millisecond); !got.Equal(want) {
		t.Errorf("after the health answer: %s, want %s", got, want)
	}
	resp, err := c.HTTP().Get(pool)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got, want := c.In("us-west-2").Now(), host.Add(-time.Hour); !got.Equal(want) {
		t.Errorf("after another answer, in another region: %s, want %s", got, want)
	}
}

// The header of someone else must not move our clock.
func TestAStrangersOffsetIsIgnored(t *testing.T) {
	c := stranger(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set(offsetHeader, "86400") }, Options{})
	resp, err := c.HTTP().Get(c.Place().Endpoint.Value)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if ahead := time.Until(c.Now()); ahead > time.Minute {
		t.Errorf("our clock was moved by %s", ahead)
	}
}
