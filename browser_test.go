package main

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestASignInThroughARealBrowser drives the sign-in page in Chromium, as a person would: first with a wrong password, then
// with the right one, until the program has verified the ID token.
func TestASignInThroughARealBrowser(t *testing.T) {
	chromium := findChromium(t)
	state := t.TempDir()
	program(t, state, "run", "deploy", "--sandbox", "--auto", "--output", "json").ok(t)

	code, all := walked(t, state, func(asked event) string {
		signIn(t, chromium, asked.URL)
		return "" // nobody pastes anything
	}, "signin", "--timeout", "90s")
	if code != 0 {
		t.Fatalf("exit %d", code)
	}
	email := factOf(all, "id.email")
	if last := all[len(all)-1]; last.Status != "ok" || email != "test@example.com" {
		t.Errorf("ended with %+v; the ID token is of %q", last, email)
	}
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("Chromium is missing, and in CI this test must run")
	}
	t.Skip("Chromium is not installed: nobody can sign in through a real browser")
	return ""
}

// signIn opens the address in a fresh Chromium, types into the page, and returns the address at which the browser ends.
func signIn(t *testing.T, chromium, address string) string {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	late := time.AfterFunc(60*time.Second, cancel)
	defer late.Stop()
	user, password := chromedp.CSS(`input[name=username]`), chromedp.CSS(`input[name=password]`)
	problem := chromedp.CSS(`[role=alert]`)
	if err := chromedp.Do(ctx,
		chromedp.Navigate(address), chromedp.WaitVisible(password),
		chromedp.SendKeys(user, "test@example.com"), chromedp.SendKeys(password, "Wrong-Password-1!"), chromedp.Submit(password),
		chromedp.WaitVisible(problem),
	); err != nil {
		t.Fatalf("the wrong password: %v", err)
	}
	refused, err := chromedp.Run(ctx, chromedp.Text(problem))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx,
		chromedp.SetValue(user, "test@example.com"), chromedp.SendKeys(password, "TestPassword123!"), chromedp.Submit(password),
		chromedp.WaitNotPresent(password),
	); err != nil {
		t.Fatalf("the right password: %v", err)
	}
	end, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(`body`)))
	if err != nil {
		t.Fatal(err)
	}
	if refused == "" || end == "" {
		t.Errorf("the wrong password was answered with %q, the end with %q", refused, end)
	}
	final, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		t.Fatal(err)
	}
	return final
}
