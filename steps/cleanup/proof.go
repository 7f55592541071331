package cleanup

import (
	"context"
	"strings"
	"sync"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// keptBack is why something stays that could have been removed.
func keptBack() error {
	return &flow.Failure{Code: "KeptBack", Exit: flow.ExitService,
		Message: text.T{En: "It is kept: by it the next run recognises what could not be looked at or removed now.", Ko: "지금 확인하거나 지우지 못한 것을 다음 실행에서 알아보는 데 필요하므로 남겨 둡니다."}.With(),
		Fix:     text.T{En: "Get the permission that is named, then run `cleanup` again.", Ko: "표시된 권한을 얻은 다음 `cleanup`을 다시 실행하세요."}.With()}
}

// prove reads everything that was ever found again. Only what AWS says is not there counts as absent.
func (c *cleaner) prove(ctx context.Context) error {
	c.absent, c.unread = map[string]bool{}, map[string]bool{}
	var mu sync.Mutex
	var all sync.WaitGroup
	atOnce := make(chan struct{}, 10)
	for _, key := range c.order {
		all.Go(func() {
			atOnce <- struct{}{}
			defer func() { <-atOnce }()
			gone, err := c.seen[key].gone(ctx)
			mu.Lock()
			defer mu.Unlock()
			c.absent[key], c.unread[key] = gone && err == nil, err != nil
			if err != nil && c.failed[key] == nil {
				c.failed[key] = flow.AsFailure(steps.Explain(err))
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	there := 0
	for _, key := range c.order {
		if !c.absent[key] {
			there++
		}
	}
	if there == 0 {
		c.report.Say(text.T{En: "All %d were read again, and none is there.", Ko: "%d개를 모두 다시 읽었고, 남아 있는 것이 없습니다."}.With(len(c.order)))
	}
	return nil
}

// tellBeyond names what the published scripts make in services that this program does not speak to. The parameters that
// remember it go with everything else, so it is said before.
func (c *cleaner) tellBeyond(s *estate) {
	for _, p := range s.params {
		if strings.HasPrefix(p.Value, "arn:aws:lambda:") {
			c.report.Warn(text.T{
				En: "A published script made a Lambda function that is not removed here: aws lambda delete-function --function-name %s",
				Ko: "공개된 스크립트가 만든 Lambda 함수는 여기서 지우지 않습니다: aws lambda delete-function --function-name %s",
			}.With(p.Value))
		}
	}
}
