package cli

import (
	"fmt"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// lines renders the stream as plain text, one line after the other: nothing is drawn over, nothing spins, so that it reads
// the same in a log, in a pipe and through a screen reader.
type lines struct {
	say   *speaker
	put   func(string)
	paint paint
	lang  text.Lang
	steps []flow.Info
	beat  *heartbeat
	start time.Time
	// failed are the checks that did, for the end, where what came between has scrolled away.
	failed []flow.CheckResult
	// prompts means that somebody at the terminal is asked, and reads a question's title there.
	prompts bool
	// stands is what answers where nobody is asked.
	stands text.T
}

func (sh *shell) newLines(put func(string)) *lines {
	return &lines{
		say: sh.say, put: put, paint: paint{sh.say.color}, lang: sh.lang, steps: sh.app.Steps,
		beat:    startHeartbeat(sh.io, sh.say),
		prompts: sh.io.InTerminal && !sh.g.place.Yes && !sh.g.place.Auto,
		stands:  sh.stands(),
	}
}

// stands is what answers questions in the person's place.
func (sh *shell) stands() text.T {
	switch {
	case sh.g.place.Yes:
		return text.T{En: "--yes", Ko: "--yes"}
	case sh.g.place.Auto:
		return text.T{En: "--auto", Ko: "--auto"}
	}
	return text.T{En: "the default of the practice cloud", Ko: "연습용 클라우드의 기본값"}
}

func (r *lines) close() { r.beat.stop() }

// begin names the place, so that nobody takes practice for AWS or the other way round.
func (r *lines) begin(s *flow.Session) {
	where := text.T{En: "AWS account %s, %s", Ko: "AWS 계정 %s, %s"}
	if s.Place.Mode == flow.Sandbox {
		where = text.T{En: "Practice cloud, account %s, %s", Ko: "연습용 클라우드, 계정 %s, %s"}
	}
	r.put(where.With(s.Place.Account, s.Place.Region).In(r.lang))
}

func (r *lines) event(e flow.Event) {
	if r.start.IsZero() {
		r.start = e.Time
	}
	r.beat.saw(e, r.lang)
	switch b := e.Body.(type) {
	case flow.StepStarted:
		r.put("\n" + r.paint.bold(fmt.Sprintf("%d. %s", r.number(e.Step), b.Title.In(r.lang))) + "  " + r.paint.dim(e.Step))
		r.why(e.Step)
	case flow.StepFinished:
		r.finishStep(b)
	case flow.Resource:
		r.item(text.Pad(text.Strip(b.Status), 18) + "  " + text.Strip(b.LogicalID) + "  " + r.paint.dim(b.ResourceType) + reason(text.Strip(b.Reason)))
	case flow.CheckResult:
		r.check(b)
	case flow.Fact:
		r.fact(b)
	case flow.Hop:
		r.hop(b)
	case flow.NeedsUser:
		r.needs(b)
	case flow.Note:
		r.note(b)
	case flow.Finished:
		r.finish(e, b)
	}
}

// why says what the step is for, in the words of its screen.
func (r *lines) why(id string) {
	for _, info := range r.steps {
		if info.ID == id {
			r.prose(info.Why.In(r.lang))
		}
	}
}

// prose is a sentence or two, broken between words.
func (r *lines) prose(s string) {
	for _, line := range text.Wrap(s, max(20, r.say.width()-3)) {
		r.item(line)
	}
}

func (r *lines) item(s string) { r.put("   " + s) }

// number is the step's place in the course.
func (r *lines) number(id string) int {
	for i, info := range r.steps {
		if info.ID == id {
			return i + 1
		}
	}
	return 0
}

func reason(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

var (
	stepDone   = text.T{En: "done", Ko: "완료"}
	stepFailed = text.T{En: "failed", Ko: "실패"}
	stepHalted = text.T{En: "stopped", Ko: "중단함"}
	stepLeft   = text.T{En: "skipped", Ko: "건너뜀"}
)

func (r *lines) finishStep(b flow.StepFinished) {
	word := r.paint.green(stepDone.In(r.lang))
	said := b.Summary
	switch {
	case b.Status == flow.Skipped:
		word = r.paint.dim(stepLeft.In(r.lang))
	case b.Error != nil && (b.Error.Code == "Interrupted" || b.Error.Code == "Declined"):
		word, said = r.paint.dim(stepHalted.In(r.lang)), b.Error.Message
	case b.Status != flow.OK:
		word = r.paint.red(stepFailed.In(r.lang))
		if b.Error != nil {
			said = b.Error.Message
		}
	}
	if said.Empty() {
		r.item(word)
		return
	}
	r.item(word + ": " + clean(said.In(r.lang)))
}

// check shows what is not as it should be; the step's last line counts the rest. What was skipped for no fault belongs to steps that
// are not done yet: nobody who follows the main job has asked for it.
func (r *lines) check(b flow.CheckResult) {
	switch b.Verdict.Status {
	case flow.Pass:
		return
	case flow.Skip:
		if b.Verdict.Cause == "" {
			return
		}
	case flow.Fail:
		r.failed = append(r.failed, b)
	}
	for _, s := range checkLines(b, r.paint, r.lang) {
		r.item(s)
	}
}

func (r *lines) fact(b flow.Fact) {
	label := b.Label.In(r.lang)
	if label == "" {
		label = b.Key
	}
	line := text.Strip(label + ": " + b.Shown(r.lang))
	if !b.Source.Empty() {
		line += r.paint.dim("  (" + b.Source.In(r.lang) + ")")
	}
	r.item(line)
}

func (r *lines) hop(b flow.Hop) {
	line := text.Strip(b.From + " → " + b.To + "  " + b.Title.In(r.lang))
	if request := strings.TrimSpace(b.Method + " " + b.URL); request != "" { // a request inside AWS has no address
		line += r.paint.dim("  " + request)
	}
	if b.Status != 0 {
		line += fmt.Sprintf("  %d", b.Status)
	}
	r.item(line)
}

// needs shows what is asked, where no prompt does. What nobody is asked is said by the refusal; what a default answers, says so.
func (r *lines) needs(b flow.NeedsUser) {
	typed := b.Kind == flow.Confirm || b.Kind == flow.Secret || b.Kind == flow.Value
	if title := b.Title.In(r.lang); title != "" && !b.Unasked && !(r.prompts && typed) {
		if typed {
			title += r.paint.dim("  → " + r.stands.In(r.lang))
		}
		r.item(title)
	}
	if b.URL != "" {
		r.item(text.Strip(b.URL))
	}
}

func (r *lines) note(b flow.Note) {
	if b.Level == flow.Warning {
		r.item(r.paint.amber(warning.In(r.lang)) + " " + b.Message.In(r.lang))
		return
	}
	r.item(b.Message.In(r.lang)) // in one piece: an address or a command in it is copied
}

// finish says how it ended; what went wrong is prose about the result, on standard error.
func (r *lines) finish(e flow.Event, b flow.Finished) {
	if b.Error != nil {
		r.say.aside("")
		for _, s := range failureLines(asFailure(b.Error), r.lang) {
			r.say.aside(s)
		}
		r.nameFailed(asFailure(b.Error).Exit)
		return
	}
	took := e.Time.Sub(r.start).Round(10 * time.Millisecond)
	r.put("\n" + text.T{En: "Done in %s.", Ko: "%s 만에 마쳤습니다."}.With(took).In(r.lang))
}

// nameFailed says which checks failed, with cause and fix, where that is why the run did.
func (r *lines) nameFailed(exit flow.Exit) {
	if exit != flow.ExitCheckFailed {
		return
	}
	for _, failed := range r.failed {
		for _, s := range checkLines(failed, r.paint, r.lang) {
			r.say.aside(s)
		}
		if failed.Check.Fix != nil {
			r.say.aside("      " + text.T{En: "`%s` shows the repair, and with --yes does it.", Ko: "`%s` 명령으로 복구 내용을 볼 수 있고, --yes를 붙이면 복구합니다."}.With("fix "+failed.Check.ID).In(r.lang))
		}
	}
}
