package sandbox_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agentcore-workshop/aws/sandbox"
)

// TestTheConsoleInARealBrowser opens every page in Chromium, wide and narrow, beside names that are scripts: nothing runs, nothing
// is loaded, the style is applied, and nothing sticks out at the side.
func TestTheConsoleInARealBrowser(t *testing.T) {
	chromium := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			break
		}
	}
	if chromium == "" {
		mustBeCI(t, "Chromium")
		t.Skip("Chromium is not installed: nobody looked at the console")
	}
	cloud, endpoint, _ := serve(t, sandbox.Options{})
	pool, _, _ := furnish(t, config(endpoint, "test"))
	ask(t, cloud, "GET", "/%3Cscript%3Edocument.title='pwned'%3C/script%3E", loopback, nil, "")

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	for path, want := range map[string]string{
		"": "AWS CloudFormation", "agentcore": "READY", "cognito": pool, "cloudformation": "CREATE_COMPLETE", "requests": "CreateStack",
	} {
		for _, width := range []int64{1280, 380} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(endpoint+"/_console/"+path+"?lang=ko")); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[seen](look))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if !strings.HasSuffix(got.Title, "연습용 클라우드") || !strings.Contains(got.Text, want) {
				t.Errorf("%s: title %q, %q is shown: %v", path, got.Title, want, strings.Contains(got.Text, want))
			}
			if got.SticksOut || got.Band == "rgba(0, 0, 0, 0)" || got.Foreign != 0 || got.Loaded != 0 {
				t.Errorf("%s at %d: %+v", path, width, got)
			}
		}
	}
}

// seen is what Chromium made of a page.
type seen struct {
	Title, Text, Band string
	SticksOut         bool
	Foreign, Loaded   int
}

const look = `({
	Title: document.title, Text: document.body.innerText,
	Band: getComputedStyle(document.querySelector("header")).backgroundColor,
	SticksOut: document.documentElement.scrollWidth > window.innerWidth,
	Foreign: document.querySelectorAll("script, img, iframe, form, input, object, link, [onerror], [style]").length,
	Loaded: performance.getEntriesByType("resource").filter(e => !e.name.endsWith("/favicon.ico")).length,
})`
