package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/ui/cli"
)

// typing is the program's command line in this process, with a state directory of its own and nobody at a terminal.
type typing struct {
	t     *testing.T
	state string
	env   map[string]string
	// heard is everything that was ever said.
	heard strings.Builder
}

func newTyping(t *testing.T) *typing {
	t.Helper()
	return &typing{t: t, state: t.TempDir(), env: map[string]string{}}
}

func (y *typing) try(in string, args ...string) (flow.Exit, string, string) {
	y.t.Helper()
	var out, err bytes.Buffer
	exit := cli.Run(y.t.Context(), app(), append(args, "--sandbox", "--state-dir", y.state), cli.IO{
		In: strings.NewReader(in), Out: &out, Err: &err, Env: func(name string) string { return y.env[name] }, Exit: func(int) {},
	})
	y.heard.WriteString(out.String() + err.String())
	return exit, out.String(), err.String()
}

// ends wants an exit status, and sentences in what is said.
func (y *typing) ends(want flow.Exit, in string, args []string, parts ...string) string {
	y.t.Helper()
	exit, out, err := y.try(in, args...)
	if exit != want {
		y.t.Fatalf("%v: exit %d, want %d\n%s%s", args, exit, want, out, err)
	}
	for _, part := range parts {
		if !strings.Contains(out+err, part) {
			y.t.Errorf("%v: %q is missing in\n%s%s", args, part, out, err)
		}
	}
	return out
}

// object is a command's result as JSON.
func (y *typing) object(in string, args ...string) map[string]any {
	y.t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(y.ends(0, in, append(args, "--output", "json"))), &o); err != nil {
		y.t.Fatal(args, err)
	}
	return o
}

// unseen wants a secret neither in what was said nor in any file of the state: journal, requests, resources.
func (y *typing) unseen(secrets ...string) {
	y.t.Helper()
	all := map[string]string{"what was said": y.heard.String()}
	err := filepath.WalkDir(y.state, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[entry.Name()] = string(data)
		return err
	})
	if err != nil || !strings.Contains(all["journal.jsonl"], "CreateOauth2CredentialProvider") && !strings.Contains(all["journal.jsonl"], "CreateApiKeyCredentialProvider") || len(all["practice.json"]) < 1000 {
		y.t.Fatal("the state was not found", err, len(all))
	}
	for where, content := range all {
		for _, secret := range secrets {
			if strings.Contains(content, secret) {
				y.t.Errorf("a secret lies open in %s", where)
			}
		}
	}
}

func words(list any) []string {
	var all []string
	items, _ := list.([]any)
	for _, w := range items {
		all = append(all, w.(string))
	}
	return all
}

// TestEveryVendorFromTheCommandLine goes through all 25: made, read, changed, deleted, and refused for each field that is missing or
// that the vendor does not take.
func TestEveryVendorFromTheCommandLine(t *testing.T) {
	t.Parallel()
	rows, _ := newTyping(t).object("", "provider", "vendors")["vendors"].([]any)
	if len(rows) != 25 {
		t.Fatalf("%d vendors, want 25", len(rows))
	}
	for _, r := range rows {
		row := r.(map[string]any)
		short := row["short"].(string)
		t.Run(short, func(t *testing.T) {
			t.Parallel()
			y := newTyping(t)
			y.env["SECRET"] = "PLANTED-" + short + "-1"
			server := "http://127.0.0.1:1/" + short // where nothing answers
			values := map[string]string{"client-id": short + "-client", "client-secret-env": "SECRET"}
			takes := words(row["takes"])
			if slices.Contains(words(row["needs"]), "issuer") || short == "custom" {
				values["issuer"], values["authorization-endpoint"], values["token-endpoint"] = server, server+"/authorize", server+"/token"
			}
			create := func(without string, more ...string) []string {
				args := []string{"provider", "create", "my-" + short, "--vendor", short}
				for field, value := range values {
					if field != without {
						args = append(args, "--"+field, value)
					}
				}
				return append(args, more...)
			}
			for field := range values {
				y.ends(flow.ExitUsage, "", create(field), "--"+field)
			}
			var strays, named []string
			for _, field := range []string{"tenant-id", "discovery-url", "auth-method", "on-behalf-of"} {
				if !slices.Contains(takes, field) {
					strays, named = append(strays, "--"+field, "https://x.test"), append(named, "--"+field)
				}
			}
			y.ends(flow.ExitUsage, "", create("", strays...), append(named, "does not go with")...)
			y.ends(flow.ExitUsage, "", create("", "--client-secret-arn", "name"), "--client-secret-env, --client-secret-arn")
			y.ends(flow.ExitUsage, "", create("client-id", "--client-id", strings.Repeat("x", 257)), "--client-id (1..256)")
			if o := y.object("", "provider", "list"); len(o["providers"].([]any)) != 0 {
				t.Fatal("a refusal made something", o)
			}

			made := y.object("", create("")...)
			if made["vendor"] != row["vendor"] || made["status"] != "READY" || made["client_id"] != short+"-client" {
				t.Fatal(made)
			}
			register := made["register_callback"].(map[string]any)
			if register["state"] != "by_hand" || register["url"] != made["callback_url"] || register["where"] != row["register_callback_at"] || made["callback_url"] == "" {
				t.Error(register)
			}
			y.ends(flow.ExitService, "", create(""), "already")
			y.ends(flow.ExitUsage, "", []string{"provider", "update", "my-" + short}, "--client-secret-env") // what is kept cannot be read again
			updated := y.object("PLANTED-"+short+"-2\n", "provider", "update", "my-"+short, "--client-id", "another", "--client-secret-stdin")
			got := y.object("", "provider", "get", "my-"+short)
			if got["client_id"] != "another" || got["callback_url"] != made["callback_url"] || updated["arn"] != got["arn"] || got["issuer"] != made["issuer"] || got["token_endpoint"] != made["token_endpoint"] {
				t.Error(made, got)
			}
			y.ends(0, "", []string{"provider", "get", "my-" + short, "--lang", "ko"}, "등록하세요", made["callback_url"].(string))
			y.ends(0, "", []string{"provider", "list"}, "my-"+short+"  "+row["vendor"].(string)+"  READY")

			y.ends(flow.ExitUsage, "", []string{"provider", "delete", "my-" + short}, "nobody is there")
			y.ends(0, "", []string{"provider", "delete", "my-" + short, "--yes"}, "is deleted", made["callback_url"].(string))
			y.ends(flow.ExitService, "", []string{"provider", "get", "my-" + short, "--lang", "ko"}, "Provider가 없습니다")
			y.unseen("PLANTED-")
		})
	}
}

func TestAVendorByAnyNameAndNoOther(t *testing.T) {
	t.Parallel()
	y := newTyping(t)
	y.env["SECRET"] = "PLANTED-9"
	for name, vendor := range map[string]string{"a": "GOOGLE", "b": "googleoauth2", "c": "GoogleOauth2"} {
		y.ends(0, "", []string{"provider", "create", name, "--vendor", vendor, "--client-id", "x", "--client-secret-env", "SECRET"}, "GoogleOauth2")
	}
	y.ends(flow.ExitUsage, "", []string{"provider", "create", "d", "--vendor", "gogle"}, "Did you mean google?", "hubspot")
	y.ends(flow.ExitUsage, "", []string{"provider", "create", "d", "--vendor", "qqqqqq", "--lang", "ko"}, "다음 중에서 고르세요")
	y.ends(flow.ExitUsage, "", []string{"provider", "create", "a b", "--vendor", "google"}, "1 to 128 letters")
	y.ends(flow.ExitUsage, "", []string{"provider", "create", "--vendor", "google"}, "NAME, --client-id")
	y.ends(flow.ExitUsage, "", []string{"provider", "update", "a", "--vendor", "slack"}, "cannot be changed")
	y.ends(flow.ExitUsage, "", []string{"provider", "delete"}, "nobody is there") // the course's own
	// A secret on the command line works, and is complained of loudly, in text and in JSON.
	loud := y.ends(0, "", []string{"provider", "create", "e", "--vendor", "google", "--client-id", "x", "--client-secret", "PLANTED-8", "--output", "json"}, "STANDS ON THE COMMAND LINE")
	if !strings.Contains(loud, `"warnings"`) {
		t.Error(loud)
	}
	y.ends(0, "", []string{"provider", "update", "e", "--client-secret", "PLANTED-7", "--lang", "ko"}, "시크릿을 명령줄에 그대로 입력했습니다")
	y.ends(0, "", []string{"cleanup", "--yes"}, "by its tag")
	if o := y.object("", "provider", "list"); len(o["providers"].([]any)) != 0 {
		t.Error("cleanup left", o)
	}
	y.unseen("PLANTED")
}

func TestAPIKeyProvidersFromTheCommandLine(t *testing.T) {
	t.Parallel()
	y := newTyping(t)
	y.env["KEY"] = "PLANTED-key-1"
	y.ends(flow.ExitUsage, "", []string{"apikey", "create", "k"}, "--api-key-env|--api-key-stdin|--api-key-arn")
	y.ends(flow.ExitUsage, "", []string{"apikey", "create"})
	y.ends(flow.ExitUsage, "", []string{"apikey", "create", "k k", "--api-key-env", "KEY"}, "1 to 128 letters")
	y.ends(flow.ExitService, "", []string{"apikey", "update", "k", "--api-key-env", "KEY"}, "no provider k")
	made := y.object("", "apikey", "create", "k", "--api-key-env", "KEY")
	y.ends(flow.ExitService, "", []string{"apikey", "create", "k", "--api-key-env", "KEY"}, "already")
	y.object("PLANTED-key-2", "apikey", "update", "k", "--api-key-stdin")
	if got := y.object("", "apikey", "get", "k"); got["arn"] != made["arn"] || got["secret_source"] != "MANAGED" {
		t.Error(got)
	}
	// A key that lies in a secret of the account's own, which outlives the provider.
	y.object("", "apikey", "create", "mine", "--api-key-arn", made["secret_arn"].(string), "--api-key-key", "api_key")
	if got := y.object("", "apikey", "get", "mine"); got["secret_source"] != "EXTERNAL" || got["secret_arn"] != made["secret_arn"] {
		t.Error(got)
	}
	y.ends(flow.ExitService, "", []string{"apikey", "create", "none", "--api-key-arn", "no-such-secret", "--lang", "ko"}, "no-such-secret 시크릿이 없습니다")
	y.ends(flow.ExitUsage, "", []string{"apikey", "create", "none", "--api-key-arn", "arn:aws:s3:::x"}, "looks like arn:aws:secretsmanager")
	y.ends(0, "", []string{"apikey", "create", "loud", "--api-key", "PLANTED-key-3"}, "STANDS ON THE COMMAND LINE")
	y.ends(flow.ExitUsage, "", []string{"apikey", "delete", "k"}, "nobody is there")
	y.ends(0, "", []string{"apikey", "delete", "loud", "--yes"}, "loud is deleted")
	y.ends(0, "", []string{"cleanup", "--yes"}, "by its tag")
	y.ends(0, "", []string{"apikey", "list"}, "0")
	y.unseen("PLANTED")
}
