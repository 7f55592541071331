package steps_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// TestALineThatIsSlowOnceHidesNothing: who calls is asked for three seconds. Where that answer alone does not come in time it is
// asked for again, so that not the whole checklist is left unlooked-at.
func TestALineThatIsSlowOnceHidesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must("deploy", "provider")
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Authorization"), "/sts/") && asked.Add(1) == 1 {
			_, _ = io.Copy(io.Discard, r.Body) // only then is it seen that somebody hangs up
			<-r.Context().Done()               // until nobody waits any more
			return
		}
		w.cloud.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	cloud, err := aws.Open(t.Context(), aws.Options{Endpoint: server.URL, Region: "us-east-1", Recorder: steps.NewRecorder()})
	if err != nil {
		t.Fatal(err)
	}
	w.env.Cloud = cloud
	if v := w.verify(); asked.Load() != 2 || status(v, "account.caller") != flow.Pass || !v.OK() {
		show(t, v, false)
		t.Errorf("asked %d times", asked.Load())
	}
}
