package checkup

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// mendsOfConsent come last: they rest on pool and clients.
func mendsOfConsent() []mend {
	return []mend{
		{check: "workload.exists", title: text.T{En: "Make the workload identity with this program's return addresses", Ko: "이 프로그램의 return URL로 Workload Identity를 만듭니다"},
			plan: func(ctx context.Context, e *steps.Env, _ steps.Setup) ([]edit, error) {
				return draft(ctx, e, "workload", map[string]string{"name": steps.Workload}, func(is fields) fields {
					if is != nil {
						return is
					}
					return fields{"allowedResourceOauth2ReturnUrls": e.ReturnURLs()}
				})
			}},
		// Where the client itself is gone, the step makes another and tells the provider of it.
		{check: "consent.client", title: text.T{En: "Register the provider's callback URL and the pool's own users; others stay", Ko: "다른 값은 그대로 두고 Provider의 callback URL과 User Pool 사용자를 등록합니다"},
			plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				p, err := e.Cloud.Provider(ctx, identity.ConsentProvider(s.AccountID))
				if err != nil || s.PoolID() == "" {
					return nil, ifThere(err)
				}
				target := map[string]string{"pool": s.PoolID(), "id": p.ClientID, "name": identity.ConsentClient + " " + p.ClientID}
				all, err := draft(ctx, e, "client", target, func(f fields) fields {
					f["CallbackURLs"] = steps.Union(f["CallbackURLs"], []string{p.CallbackURL})
					if len(f["SupportedIdentityProviders"]) == 0 {
						f["SupportedIdentityProviders"] = []string{"COGNITO"}
					}
					return f
				})
				return all, ifThere(err)
			}},
	}
}

// ifThere forgives what is not there: then there is nothing to write.
func ifThere(err error) error {
	if aws.IsNotFound(err) {
		return nil
	}
	return err
}
