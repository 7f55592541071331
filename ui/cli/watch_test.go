package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// hourly is a checklist of a hundred checks over twenty probes, some of them billed, of which a few come out differently each look.
func hourly(looks *atomic.Int64) []flow.Check {
	probes := make([]*flow.Probe[string], 20)
	for i := range probes {
		probes[i] = &flow.Probe[string]{ID: fmt.Sprint("probe-", i), Billed: i%5 == 0, Fetch: func(context.Context, *flow.Facts) (string, error) {
			return strings.Repeat(fmt.Sprint(looks.Load(), " "), 200), nil // about a kilobyte, and never the same
		}}
		if i%10 == 0 {
			probes[i].Basis = func(context.Context, *flow.Facts) string { return fmt.Sprint(looks.Load()) } // what was paid for is asked again and again
		}
	}
	checks := make([]flow.Check, 100)
	for i := range checks {
		p := probes[i%len(probes)]
		checks[i] = flow.Check{ID: fmt.Sprint("check.", i), Needs: []flow.Need{p}, Judge: func(f *flow.Facts) flow.Verdict {
			v := flow.Passed(text.Plain("well"))
			if i < 3 && looks.Load()%2 == 0 {
				v = flow.Warned(text.Plain("unwell"))
			}
			return v.With("value", p.Of(f))
		}}
	}
	return checks
}

// TestAnHourOfWatchingKeepsMemoryFlat watches for an hour of the clock, looking every two seconds, and weighs the heap after ten
// minutes and at the end.
func TestAnHourOfWatchingKeepsMemoryFlat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		sh := &shell{io: IO{Out: io.Discard, Err: io.Discard}, lang: text.English}
		sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
		var looks atomic.Int64
		session := &flow.Session{Clock: flow.SystemClock{}}
		counting := flow.Check{ID: "look", Needs: []flow.Need{&flow.Probe[int]{ID: "count", Fetch: func(context.Context, *flow.Facts) (int, error) {
			looks.Add(1)
			return 0, nil
		}}}, Judge: func(*flow.Facts) flow.Verdict { return flow.Passed(text.Plain("counted")) }}
		heap := func() uint64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		var after uint64
		go func() {
			time.Sleep(10*time.Minute + time.Second)
			after = heap()
		}()
		exit, err := sh.watch(ctx, session, append([]flow.Check{counting}, hourly(&looks)...), verifyFlags{}, func(flow.Event) {})
		grown := int64(heap()) - int64(after)
		if err != nil || exit != flow.ExitDone || looks.Load() < 1700 {
			t.Fatalf("exit %d, %v, %d looks", exit, err, looks.Load())
		}
		t.Logf("%d looks, grown by %d kB", looks.Load(), grown/1024)
		if grown > 1<<20 {
			t.Errorf("the heap has grown by %d kB in fifty minutes", grown/1024)
		}
	})
}
