package aws

import (
	"context"
	"net/http"
	"time"
)

// MoveClock moves the practice cloud's clock, for a lesson that needs something old. Whoever moves it moves it back.
func (c *Cloud) MoveClock(ctx context.Context, by time.Duration) error {
	return c.steer(ctx, http.MethodPost, "clock", map[string]string{"advance": by.String()})
}
