package report

import (
	"context"
	"encoding/json"
	"os"
	"sync"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// Course is what a bundle is shown with: the steps and checks as they introduce themselves.
type Course struct {
	Steps  func() []flow.Info
	Checks func() []flow.Check
}

// Actions are report, bundle and open. Version is the program's.
func Actions(version string, course Course) []flow.Action {
	return []flow.Action{reportAction(version), bundleAction(version), openAction(course)}
}

func reportAction(version string) flow.Action {
	return flow.Action{
		Name: "report", Short: text.T{En: "what was done and found, as Markdown, a page, or JSON", Ko: "진행한 내용과 확인 결과를 Markdown, 웹 페이지 또는 JSON으로"},
		Params: []flow.Param{
			{Name: "format", Default: "md", Help: text.T{En: "md, html or json", Ko: "md, html 또는 json"}},
			{Name: "file", Help: text.T{En: "write it to a file instead of standard output", Ko: "표준 출력 대신 파일에 씁니다"}},
			{Name: "language", Help: text.T{En: "ko or en, where it is not the program's", Ko: "프로그램과 다른 언어로 쓸 때 ko 또는 en"}},
		},
		Do: func(_ context.Context, s *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			l := language(args.Get("language"))
			d, err := shown(s, version, l)
			if err != nil {
				return flow.Result{}, err
			}
			out, err := render(d, args.Get("format"), l)
			switch {
			case err != nil:
				return flow.Result{}, err
			case args.Get("file") != "":
				return written(args.Get("file"), []byte(out))
			case args.Get("format") == "json":
				return flow.Result{Bare: out}, nil
			}
			return flow.Result{JSON: d, Text: func(l text.Lang, _ int) string {
				d, _ := shown(s, version, l)               // read once already
				out, _ := render(d, args.Get("format"), l) // rendered once already
				return out
			}}, nil
		},
	}
}

// shown is the document as it may be seen: with --present, account ids are masked also in what goes to a file.
func shown(s *flow.Session, version string, l text.Lang) (Document, error) {
	d, err := FromSession(s, version, l)
	if err == nil && s.Place.Present {
		d, err = d.Mapped(secret.NewPresenter().Mask)
	}
	return d, err
}

func language(name string) text.Lang {
	if name == string(text.Korean) {
		return text.Korean
	}
	return text.English
}

func render(d Document, format string, l text.Lang) (string, error) {
	switch format {
	case "md":
		return Markdown(d, l), nil
	case "html":
		return HTML(d, l), nil
	case "json":
		raw, err := json.MarshalIndent(d, "", " ")
		return string(raw), err
	}
	return "", &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage,
		Message: text.T{En: "There is no format %q.", Ko: "%q 형식은 없습니다."}.With(format),
		Fix:     text.T{En: "Give md, html or json.", Ko: "md, html, json 중 하나를 지정하세요."}.With()}
}

func written(file string, data []byte) (flow.Result, error) {
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return flow.Result{}, &flow.Failure{Code: "NotWritten", Exit: flow.ExitConfig, Err: err,
			Message: text.T{En: "%s could not be written.", Ko: "%s{을/를} 쓸 수 없습니다."}.With(file), Cause: text.Plain(err.Error()),
			Fix: text.T{En: "Name a file in a folder that you may write to.", Ko: "쓰기 권한이 있는 폴더의 파일을 지정하세요."}.With()}
	}
	return flow.Result{
		JSON: map[string]any{"file": file, "bytes": len(data)},
		Text: func(l text.Lang, _ int) string {
			return text.T{En: "%s is written.", Ko: "%s{을/를} 저장했습니다."}.With(file).In(l) + "\n"
		},
	}, nil
}

func bundleAction(version string) flow.Action {
	return flow.Action{
		Name: "bundle", Short: text.T{En: "a support bundle that is safe to send", Ko: "안심하고 보낼 수 있는 지원용 묶음 파일"},
		Params: []flow.Param{{Name: "file", Positional: true, Required: true, Help: text.T{En: "the zip file to write", Ko: "저장할 zip 파일"}}},
		Do: func(ctx context.Context, s *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			data, err := Bundle(ctx, s, version)
			if err != nil {
				return flow.Result{}, err
			}
			return written(args.Get("file"), data)
		},
	}
}

// Bundle makes the checks once more and packs them with what the journal remembers and the calls that were made, scrubbed.
func Bundle(ctx context.Context, s *flow.Session, version string) ([]byte, error) {
	var mu sync.Mutex
	var calls []Called
	r := flow.NewReport(s.Clock, func(e flow.Event) {
		s.Journal.Record(e)
		if c, ok := e.Body.(flow.Call); ok {
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, Called{e.Time, e.Step, c.Service, c.Operation, c.Status, c.Duration.Milliseconds(), c.RequestID, c.Err, c.Request, c.Answer})
		}
	}, nil, s.Gate).For("verify")
	v := flow.Verify(r.With(ctx), s.Place, s.Checks, s.Clock, nil)
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	var known []secret.Text
	if s.Secrets != nil {
		known = s.Secrets(ctx)
	}
	var b bundled
	mu.Lock()
	defer mu.Unlock()
	for l, into := range map[text.Lang]*Document{text.English: &b.en, text.Korean: &b.ko} {
		d, err := FromSession(s, version, l)
		if err != nil {
			return nil, err
		}
		d.verified(v, l)
		d.Calls = append(d.Calls[:max(0, len(d.Calls)-len(calls))], calls...)
		if *into, err = d.Mapped(newScrubber(known).scrub); err != nil {
			return nil, err
		}
	}
	return pack(b)
}

// verified lets the document tell of a verification.
func (d *Document) verified(v flow.Verification, l text.Lang) {
	at := v.StartedAt.UTC()
	d.Verified, d.Checks = &at, nil
	for _, result := range v.Results {
		d.Checks = append(d.Checks, result.WireCheck(l))
	}
}

func openAction(course Course) flow.Action {
	return flow.Action{
		Name: "open", Placeless: true, Short: text.T{En: "show a support bundle: its checklist, timeline and flows, offline", Ko: "지원용 묶음 파일의 점검 목록, 타임라인, 흐름을 오프라인으로 봅니다"},
		Params: []flow.Param{{Name: "file", Positional: true, Required: true, Help: text.T{En: "a file that `bundle` has written", Ko: "`bundle`이 만든 파일"}}},
		Do: func(_ context.Context, _ *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			b, err := unpack(args.Get("file"))
			if err != nil {
				return flow.Result{}, unreadable(args.Get("file"), err)
			}
			return flow.Result{
				JSON: b.en, Session: b.session(course),
				Text: func(l text.Lang, _ int) string { return Words(b.in(l), l) },
			}, nil
		},
	}
}
