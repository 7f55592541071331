package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// Request is one of the last requests that the practice cloud had, without secrets.
type Request struct {
	Time       time.Time      `json:"time"`
	RequestID  string         `json:"request_id"`
	Method     string         `json:"method"`
	Host       string         `json:"host"`
	Path       string         `json:"path"`
	Query      string         `json:"query,omitempty"`
	Service    string         `json:"service,omitempty"`
	Operation  string         `json:"operation,omitempty"`
	Account    string         `json:"account,omitempty"`
	Region     string         `json:"region,omitempty"`
	Input      map[string]any `json:"input,omitempty"`
	Status     int            `json:"status"` // zero when the connection was dropped
	Error      string         `json:"error,omitempty"`
	DurationMS float64        `json:"duration_ms"`
	Inner      bool           `json:"inner,omitempty"`
}

func (sh *shell) requestsCommand() *cobra.Command {
	var failed bool
	last := 20
	cmd := sh.cloudCommand("requests", "the last requests that the practice cloud had, and how it answered", "연습용 클라우드가 받은 최근 요청과 응답", nil)
	cmd.Flags().IntVar(&last, "last", last, text.T{En: "how many; 0 is all that are remembered", Ko: "개수. 0이면 기억하는 전부"}.In(sh.lang))
	cmd.Flags().BoolVar(&failed, "failed", false, text.T{En: "only those that were refused", Ko: "거절된 요청만"}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		all, err := sh.app.Cloud.Requests(ctx, sh.g.place)
		if err != nil {
			return 0, err
		}
		list := []Request{}
		for _, r := range all {
			if !failed || r.Status == 0 || r.Status >= 400 {
				list = append(list, r)
			}
		}
		if last > 0 && len(list) > last {
			list = list[len(list)-last:]
		}
		sh.say.result(list, func() string {
			if len(list) == 0 {
				return text.T{En: "No such request is remembered.", Ko: "기억하는 요청이 없습니다."}.In(sh.lang)
			}
			var b strings.Builder
			for _, r := range list {
				b.WriteString(r.line() + "\n")
			}
			return b.String()
		})
		return flow.ExitDone, nil
	})
	return cmd
}

// line tells a request in one line. Control characters that a client sent must not reach the terminal.
func (r Request) line() string {
	who, what := r.Service, r.Operation
	if who == "" {
		who, what = r.Host, r.Method+" "+r.Path
	}
	answer := strconv.Itoa(r.Status)
	if r.Status == 0 {
		answer = "---"
	}
	line := fmt.Sprintf("%s  %s  %7.1f ms  %s %s", r.Time.Local().Format("15:04:05"), answer, r.DurationMS, who, what)
	if r.Error != "" {
		line += "  " + r.Error
	}
	if r.Inner {
		line += "  (inner)"
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' || c >= 0x7f && c < 0xa0 {
			return '?'
		}
		return c
	}, line)
}
