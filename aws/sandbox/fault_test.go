package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/smithy-go"

	"agentcore-workshop/aws/sandbox"
)

// inject puts a fault into force as a client does.
func inject(t *testing.T, cloud *sandbox.Cloud, body string) {
	t.Helper()
	if w := ask(t, cloud, "POST", "/_sandbox/faults", loopback, nil, body); w.Code != 200 {
		t.Fatalf("%s: %d %s", body, w.Code, w.Body)
	}
}

// inProcess is an SDK configuration that reaches the cloud without a socket and does not retry.
func inProcess(cloud *sandbox.Cloud) aws.Config {
	cfg := config("http://"+loopback, "test")
	cfg.HTTPClient = &http.Client{Transport: cloud.Transport()}
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	return cfg
}

func getParameter(t *testing.T, cloud *sandbox.Cloud) error {
	t.Helper()
	_, err := ssm.NewFromConfig(inProcess(cloud)).GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/app/x")})
	return err
}

func TestFaultsAsClientsSeeThem(t *testing.T) {
	for _, test := range []struct{ fault, code, message string }{
		{`{"name":"throttling"}`, "ThrottlingException", "Rate exceeded"},
		{`{"name":"throttling:GetParameter"}`, "ThrottlingException", "Rate exceeded"},
		{`{"name":"throttling","arg":"PutParameter"}`, "ParameterNotFound", ""},
		{`{"name":"outage"}`, "ServiceUnavailableException", ""},
		{`{"name":"expired-credentials"}`, "ExpiredTokenException", "The security token included in the request is expired"},
		{
			`{"name":"access-denied:ssm:GetParameter"}`, "AccessDeniedException",
			"User: arn:aws:iam::123456789012:user/workshop is not authorized to perform: ssm:GetParameter on resource: " +
				"arn:aws:ssm:us-east-1:123456789012:parameter/app/x because no identity-based policy allows the ssm:GetParameter action",
		},
		{`{"name":"access-denied:ssm:*"}`, "AccessDeniedException", "not authorized to perform: ssm:GetParameter on resource"},
		{`{"name":"idp-down"}`, "ParameterNotFound", ""},
		{`{"name":"mine","match":{"service":"ssm"},"effect":{"error":{"code":"InternalServerError","status":500,"message":"m"}}}`, "InternalServerError", "m"},
		{`{"name":"mine","match":{"operation":"Get*","nth":2},"effect":{"outage":true}}`, "ParameterNotFound", ""},
	} {
		t.Run(test.fault, func(t *testing.T) {
			cloud := sandbox.New(sandbox.Options{})
			inject(t, cloud, test.fault)
			var api smithy.APIError
			if err := getParameter(t, cloud); !errors.As(err, &api) || api.ErrorCode() != test.code || !strings.Contains(api.ErrorMessage(), test.message) {
				t.Errorf("got %v", err)
			}
			if w := ask(t, cloud, "DELETE", "/_sandbox/faults", loopback, nil, ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"lifted":1`) {
				t.Errorf("lift: %d %s", w.Code, w.Body)
			}
			if err := getParameter(t, cloud); !errors.As(err, &api) || api.ErrorCode() != "ParameterNotFound" {
				t.Errorf("after lifting: %v", err)
			}
		})
	}
}

func TestBrokenConnections(t *testing.T) {
	cloud, _, overTCP := serve(t, sandbox.Options{})
	overTCP.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	overTCP.HTTPClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, name := range []string{"connection-dropped", "truncated"} {
		inject(t, cloud, `{"name":"`+name+`"}`)
		for way, cfg := range map[string]aws.Config{"in process": inProcess(cloud), "over TCP": overTCP} {
			_, err := cloudformation.NewFromConfig(cfg).ListStacks(t.Context(), nil)
			if err == nil || !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "EOF") {
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
		cloud.Lift("")
	}
}

func TestSlowRequestsWaitSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cloud := sandbox.New(sandbox.Options{})
		rule := `{"name":"slow","arg":"50ms"}`
		inject(t, cloud, rule)
		start := time.Now()
		var group sync.WaitGroup
		for range 16 {
			group.Go(func() { _ = getParameter(t, cloud) })
		}
		group.Wait()
		if took := time.Since(start); took != 50*time.Millisecond {
			t.Errorf("16 slow requests took %v", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		r, _ := http.NewRequestWithContext(ctx, "GET", "http://"+loopback+"/nothing", nil)
		if answer, err := cloud.Transport().RoundTrip(r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("answer %v, error %v", answer, err)
		}
	})
}

func TestClockSkewMovesDateAlone(t *testing.T) {
	now := time.Date(2026, 11, 21, 1, 2, 3, 0, time.UTC)
	cloud := sandbox.New(sandbox.Options{Now: func() time.Time { return now }})
	inject(t, cloud, `{"name":"clock-skew"}`)
	w := ask(t, cloud, "GET", "/nothing", loopback, nil, "")
	if w.Header().Get("Date") != "Sat, 21 Nov 2026 02:02:03 GMT" || w.Header().Get(sandbox.HeaderClockOffset) != "0" {
		t.Errorf("%v", w.Header())
	}
	if health := ask(t, cloud, "GET", "/_sandbox/health", loopback, nil, ""); health.Header().Get("Date") != "Sat, 21 Nov 2026 01:02:03 GMT" {
		t.Errorf("a fault touched the admin paths: %v", health.Header())
	}
}

func TestServicesAskForTheirFaults(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	inject(t, cloud, `{"name":"resource-create-failed:UserPoolDomain"}`)
	if arg, ok := cloud.Fault("resource-create-failed"); !ok || arg != "UserPoolDomain" {
		t.Errorf("%q %v", arg, ok)
	}
	cloud.Lift("resource-create-failed")
	if _, ok := cloud.Fault("resource-create-failed"); ok {
		t.Error("the fault was lifted and is still in force")
	}
}

func TestFaultsThatMakeNoSenseAreRefused(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	for _, body := range []string{
		`{"name":"nonsense"}`, `{"name":"slow","arg":"soon"}`, `{"name":"slow","arg":"2h"}`, `{"name":"access-denied"}`,
		`{"effect":{"outage":true}}`, `{"name":"x","effect":{"delay":5}}`, `{`,
		`{"name":"x","match":{"probability":2},"effect":{"outage":true}}`,
	} {
		if w := ask(t, cloud, "POST", "/_sandbox/faults", loopback, nil, body); w.Code != 400 || !strings.Contains(w.Body.String(), `"message"`) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}
