package agentcore_test

import (
	"fmt"
	"sync"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// TestManyAgentsAtOnce is for the race detector: tokens are got while providers change, lists are read and the state is saved.
func TestManyAgentsAtOnce(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	b.do("CreateOauth2CredentialProvider", custom("p", p.URL, idpSecret))
	b.wat()
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			out, err := b.try("GetWorkloadAccessToken", core.Object{"workloadName": "agent"})
			if err != nil {
				t.Error(err)
				return
			}
			in := m2m(out["workloadAccessToken"].(string), fmt.Sprint("s", i%4))
			if got, err := b.try("GetResourceOauth2Token", in); err != nil || got["accessToken"] == "" {
				t.Errorf("agent %d: %v", i, err)
			}
			if _, err := b.try("UpdateOauth2CredentialProvider", custom("p", p.URL, idpSecret)); err != nil {
				t.Error(err)
			}
			if _, err := b.try("ListOauth2CredentialProviders", core.Object{}); err != nil {
				t.Error(err)
			}
			if _, err := b.cloud.Save(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
