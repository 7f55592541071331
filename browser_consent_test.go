package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// visitor is a person at a browser of their own, with no cookies.
type visitor struct {
	email, password string
	// deny has them press Cancel where they are asked to agree.
	deny bool
}

// visits opens an address in Chromium and does there what the person does; it returns where the browser ends, and what it shows.
func (v visitor) visits(t *testing.T, chromium, address string) (final, shown string) {
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
	if err := chromedp.Do(ctx, chromedp.Navigate(address), chromedp.WaitVisible(password)); err != nil {
		t.Fatalf("the page at which %s signs in: %v", v.email, err)
	}
	page, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(`body`)))
	if err != nil {
		t.Fatal(err)
	}
	if v.deny && strings.Contains(page, "wants to read your Confluence") {
		err = chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`button[value=deny]`)), chromedp.WaitNotPresent(password))
	} else {
		err = chromedp.Do(ctx, chromedp.SendKeys(user, v.email), chromedp.SendKeys(password, v.password), chromedp.Submit(password), chromedp.WaitNotPresent(password))
	}
	if err != nil {
		t.Fatalf("%s at the page: %v", v.email, err)
	}
	if shown, err = chromedp.Run(ctx, chromedp.Text(chromedp.CSS(`body`))); err == nil {
		final, err = chromedp.Run(ctx, chromedp.Location())
	}
	if err != nil {
		t.Fatal(err)
	}
	return final, shown
}

// factOf is a fact of a run.
func factOf(all []event, key string) string {
	for _, e := range all {
		if e.Type == "fact" && e.Key == key {
			return e.Value
		}
	}
	return ""
}

// TestAPersonWhoCancelsInARealBrowser presses Cancel at the identity provider: the program says so in words, nothing is stored, and
// the next try, in which the person agrees, ends well.
func TestAPersonWhoCancelsInARealBrowser(t *testing.T) {
	chromium := findChromium(t)
	state := t.TempDir()
	program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t)
	person, cancelled := visitor{email: "test@example.com", password: "TestPassword123!", deny: true}, ""
	code, all := walked(t, state, func(asked event) string {
		final, shown := person.visits(t, chromium, asked.URL)
		if !strings.Contains(final, "error=access_denied") {
			return final
		}
		cancelled = shown
		return "" // there is no return address to bring
	}, "3lo", "--timeout", "150s")
	failure := event{}
	for _, e := range all {
		if e.Type == "step_finished" && e.Error.Code != "" {
			failure = e
		}
	}
	if code == 0 || failure.Error.Code != "FAILED" || !strings.Contains(failure.Error.Message, "cancelled") || failure.Error.Fix == "" || cancelled == "" {
		t.Fatalf("exit %d; the browser shows %q; the failure is %+v\n%+v", code, cancelled, failure.Error, all)
	}
	person.deny = false
	opened := 0
	code, all = walked(t, state, func(asked event) string {
		opened++
		final, _ := person.visits(t, chromium, asked.URL)
		return final
	}, "3lo", "--yes", "--timeout", "150s")
	if code != 0 || !strings.Contains(factOf(all, "confluence.pages"), "Project A") {
		t.Fatalf("the second try: exit %d after %d visits, pages %q", code, opened, factOf(all, "confluence.pages"))
	}
}

// TestALeakedAddressInARealBrowser has B walk A's address in a browser of B's own: our application refuses, and A's entry stays
// empty. With the practice cloud's fault session-binding-off, the same application refuses too late, and B's token lies in A's entry.
func TestALeakedAddressInARealBrowser(t *testing.T) {
	chromium := findChromium(t)
	state := t.TempDir()
	program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t)
	refused := 0
	code, all := walked(t, state, func(asked event) string {
		who := visitor{email: "test@example.com", password: "TestPassword123!"}
		attack := strings.Contains(asked.Title, "second@example.com")
		if attack {
			who.email = "second@example.com"
		}
		final, shown := who.visits(t, chromium, asked.URL)
		if !attack {
			return final
		}
		if refused++; !strings.Contains(shown, "You did not begin this. Nothing was stored.") {
			t.Errorf("B's browser is shown %q", shown)
		}
		return ""
	}, "binding", "--yes", "--timeout", "150s")
	if code != 0 || refused != 2 {
		t.Fatalf("exit %d after %d attacks\n%+v", code, refused, all)
	}
	for key, want := range map[string]string{"binding.refused": "HTTP 403", "binding.vault": "empty", "binding.owner": "test@example.com", "binding.off.refused": "HTTP 403", "binding.off.vault": "second@example.com"} {
		if got := factOf(all, key); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", key, got, want)
		}
	}
}
