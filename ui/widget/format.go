package widget

import (
	"fmt"
	"time"

	"agentcore-workshop/steps/text"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// Span is a length of time as a person says it: 0.4 s, 12 s, 3 min 05 s, 1 h 02 min.
func Span(l text.Lang, d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < 10*time.Second:
		return text.T{En: "%.1f s", Ko: "%.1f초"}.With(d.Seconds()).In(l)
	case d < time.Minute:
		return text.T{En: "%d s", Ko: "%d초"}.With(int(d.Seconds())).In(l)
	case d < time.Hour:
		return text.T{En: "%d min %02d s", Ko: "%d분 %02d초"}.With(int(d.Minutes()), int(d.Seconds())%60).In(l)
	}
	return text.T{En: "%d h %02d min", Ko: "%d시간 %02d분"}.With(int(d.Hours()), int(d.Minutes())%60).In(l)
}

// Ticks is Span without fractions, for what changes once a second.
func Ticks(l text.Lang, d time.Duration) string {
	d = max(d, 0).Truncate(time.Second)
	if d < 10*time.Second {
		return text.T{En: "%d s", Ko: "%d초"}.With(int(d.Seconds())).In(l)
	}
	return Span(l, d)
}

// About is a usual length of time, rounded as one speaks of it.
func About(l text.Lang, d time.Duration) string {
	if d < time.Minute {
		return text.T{En: "~%d s", Ko: "약 %d초"}.With(int(d.Seconds())).In(l)
	}
	return text.T{En: "~%d min", Ko: "약 %d분"}.With(int((d + 30*time.Second).Minutes())).In(l)
}
