package oauth

import (
	"context"
	"io"

	"github.com/pkg/browser"
)

// Browser shows a page to the person.
type Browser interface {
	Open(ctx context.Context, url string) error
}

// Follower is a browser that can also tell at which redirect address it ended, for when no callback port is free.
type Follower interface {
	Browser
	Follow(ctx context.Context, url string) (final string, err error)
}

// SystemBrowser opens the person's own browser. What the opener prints is thrown away, since it would spoil the screen.
type SystemBrowser struct{}

// Open returns when the opener does, or when ctx ends: some openers stay as long as the browser.
func (SystemBrowser) Open(ctx context.Context, url string) error {
	// pkg/browser has its output only as package variables; discarding is the same for every caller.
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	opened := make(chan error, 1)
	go func() { opened <- browser.OpenURL(url) }()
	select {
	case err := <-opened:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// NoBrowser opens nothing: the address is shown and that is all (--no-browser).
type NoBrowser struct{}

// Open does nothing.
func (NoBrowser) Open(context.Context, string) error { return nil }
