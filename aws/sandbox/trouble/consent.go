package trouble

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// ofConsent are mishaps of what the labs about users' consent make, and of the workload identity with which everything is asked for.
func ofConsent() []Entry {
	return []Entry{
		{Name: "workload-missing", Break: func(s *Scene) error {
			if objectIn(objectIn(s.tree(identity), "Workloads"), workload) == nil {
				return Refusal("there is no workload identity " + workload + " yet")
			}
			_, err := s.do("bedrock-agentcore-control", "DeleteWorkloadIdentity", core.Object{"name": workload})
			return err
		}},
		{Name: "consent-callback-missing", Break: func(s *Scene) error {
			id, err := s.consentClient()
			if err != nil {
				return err
			}
			return s.editClient(id, set("CallbackURLs", []any{"https://example.com/auth/callback"}))
		}},
		{Name: "consent-client-missing", Break: func(s *Scene) error {
			id, err := s.consentClient()
			if err != nil {
				return err
			}
			_, err = s.do("cognito-idp", "DeleteUserPoolClient", core.Object{"UserPoolId": s.Setup.Pool, "ClientId": id})
			return err
		}},
	}
}

// workload is the workload identity of the course.
const workload = "agentcore-workshop"

// consentClient is the client of the provider for users' consents, where there is one.
func (s *Scene) consentClient() (string, error) {
	providers := objectIn(s.tree(identity), "Providers")
	for _, name := range sortedKeys(providers) {
		if id := textIn(objectIn(providers, name), "ClientID"); strings.HasSuffix(name, "-3lo") && objectIn(s.pool(), "Clients")[id] != nil {
			return id, nil
		}
	}
	return "", Refusal("nothing was made for users' consents yet: do the step 3lo first")
}
