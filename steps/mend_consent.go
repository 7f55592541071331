package steps

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/text"
)

// mendsOfConsent come last: they rest on pool and clients.
func mendsOfConsent() []mend {
	return []mend{
		{check: "workload.exists", title: text.T{En: "Make the workload identity with this program's return addresses", Ko: "이 프로그램의 return URL로 Workload Identity를 만듭니다"},
			plan: func(ctx context.Context, e *Env, _ setup) ([]edit, error) {
				return e.draft(ctx, "workload", map[string]string{"name": Workload}, func(is fields) fields {
					if is != nil {
						return is
					}
					return fields{"allowedResourceOauth2ReturnUrls": e.returnURLs()}
				})
			}},
		// Where the client itself is gone, the step makes another and tells the provider of it.
		{check: "consent.client", title: text.T{En: "Register the provider's callback URL; others stay", Ko: "다른 주소는 그대로 두고 Provider의 callback URL을 등록합니다"},
			plan: func(ctx context.Context, e *Env, s setup) ([]edit, error) {
				p, err := e.Cloud.Provider(ctx, consentProvider(s.account))
				if err != nil || s.poolID() == "" {
					return nil, ifThere(err)
				}
				target := map[string]string{"pool": s.poolID(), "id": p.ClientID, "name": ConsentClient + " " + p.ClientID}
				all, err := e.draft(ctx, "client", target, func(f fields) fields {
					f["CallbackURLs"] = union(f["CallbackURLs"], []string{p.CallbackURL})
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
