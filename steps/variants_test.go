package steps_test

import (
	"context"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
)

// TestLegitimateVariantsRaiseNoAlarm: what people add to a set-up, or choose otherwise, is at most a warning, and nothing fails.
func TestLegitimateVariantsRaiseNoAlarm(t *testing.T) {
	type harmless func(ctx context.Context, c *aws.Cloud, s aws.Stack) error
	put := func(name, value string) harmless {
		return func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutParameter(ctx, steps.PublishedPrefix+name, value, "", false)
		}
	}
	server := func(id string, scopes ...string) harmless {
		return inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.WriteResourceServer(ctx, pool, aws.ResourceServer{Identifier: id, Name: id, Scopes: scopes})
		})
	}
	both := func(all ...harmless) harmless {
		return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
			for _, do := range all {
				if err := do(ctx, c, s); err != nil {
					return err
				}
			}
			return nil
		}
	}
	const analyzer = "troubleshooting-connectivity-analyzer"
	variants := map[string]harmless{
		"a second resource server": server("mine", "read", "write"),
		"more scopes":              server(analyzer, "invoke", "gateway:read", "gateway:write"),
		"more scopes of the machine": both(server(analyzer, "invoke", "gateway:read"),
			machineClient(func(a *aws.AppClient) { a.Scopes = append(a.Scopes, analyzer+"/gateway:read") })),
		"more scopes of the web":      webClient(func(a *aws.AppClient) { a.Scopes = append(a.Scopes, "phone") }),
		"longer access tokens":        webClient(func(a *aws.AppClient) { a.AccessToken = 8 * time.Hour }),
		"shorter ID tokens":           machineClient(func(a *aws.AppClient) { a.IDToken = 30 * time.Minute }),
		"longer refresh tokens":       webClient(func(a *aws.AppClient) { a.RefreshToken = 90 * 24 * time.Hour }),
		"more callbacks":              webClient(func(a *aws.AppClient) { a.CallbackURLs = append(a.CallbackURLs, "https://app.example.com/cb") }),
		"only the workshop's address": webClient(func(a *aws.AppClient) { a.CallbackURLs = a.CallbackURLs[:2] }),
		"more logout addresses":       webClient(func(a *aws.AppClient) { a.LogoutURLs = append(a.LogoutURLs, "https://app.example.com/") }),
		"another client name":         webClient(func(a *aws.AppClient) { a.Name = "my web client" }),
		"no revocation":               machineClient(func(a *aws.AppClient) { a.Revocation = false }),
		"a third client": inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			_, err := c.CreateCodeClient(ctx, pool, "mine", []string{"openid"}, []string{"https://example.com/cb"}, time.Hour)
			return err
		}),
		"a third group": inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.CreateGroup(ctx, pool, aws.Group{Name: "guests", Description: "손님", Precedence: 9})
		}),
		"another user": inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			_, err := c.CreateUser(ctx, pool, "someone@example.com", secret.New("Another-Pass1!"))
			return err
		}),
		"a parameter more":         put("memory_id", "mem-1"),
		"a parameter in Hangul":    put("note", "워크숍 메모"),
		"a second provider":        secondProvider,
		"a second workload":        secondWorkload,
		"one more return address":  moreReturns,
		"a policy more":            morePolicy,
		"termination protection":   func(ctx context.Context, c *aws.Cloud, s aws.Stack) error { return c.ProtectStack(ctx, s.Name, true) },
		"a discovery URL provider": providerWith(func(p *aws.ProviderSpec) { p.DiscoveryURL = p.Issuer + "/.well-known/openid-configuration" }),
	}
	if len(variants) < 20 {
		t.Fatalf("only %d variants", len(variants))
	}
	worlds := newWorlds(t, 3)
	for name, do := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			stack, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
			if err == nil {
				err = do(t.Context(), w.env.Cloud, stack)
			}
			if err != nil {
				t.Fatal(err)
			}
			if v := w.verify(); !v.OK() || v.Count(flow.Fail) > 0 {
				show(t, v, false)
				t.Error("an alarm")
			}
		})
	}
}

func secondProvider(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
	_, err := c.CreateProvider(ctx, aws.ProviderSpec{Name: "mine", ClientID: "abcdefghijklmnopqrstuvwxyz", ClientSecret: secret.New("x1"),
		DiscoveryURL: aws.Issuer(s.Region, s.Outputs["UserPoolId"]) + "/.well-known/openid-configuration"})
	return err
}

func secondWorkload(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
	_, err := c.CreateWorkloadIdentity(ctx, "mine", []string{"https://example.com/r"}, nil)
	return err
}

func moreReturns(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
	found, err := c.WorkloadIdentity(ctx, steps.Workload)
	if err == nil {
		_, err = c.UpdateWorkloadIdentity(ctx, steps.Workload, append(found.ReturnURLs, "https://example.com/mine"))
	}
	return err
}

func morePolicy(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
	return c.PutRolePolicy(ctx, "troubleshooting-gateway-execution-role", "Mine", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`)
}
