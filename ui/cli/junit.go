package cli

import (
	"encoding/xml"
	"fmt"
	"os"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// The elements of JUnit XML, as CI systems read it: one suite a group, one case a check. A warning is a passed case that
// says so in its output.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitMessage `xml:"failure,omitempty"`
		Skipped *junitMessage `xml:"skipped,omitempty"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

func junitOf(v flow.Verification, l text.Lang) junitSuites {
	all := junitSuites{
		Name: "agentcore-workshop verify", Tests: len(v.Results), Failures: v.Count(flow.Fail), Skipped: v.Count(flow.Skip),
		Time: fmt.Sprintf("%.3f", v.Duration.Seconds()),
	}
	at := map[string]int{}
	for _, r := range v.Results {
		i, known := at[r.Check.Group]
		if !known {
			i = len(all.Suites)
			at[r.Check.Group] = i
			all.Suites = append(all.Suites, junitSuite{Name: r.Check.Group, Timestamp: v.StartedAt.UTC().Format(time.RFC3339)})
		}
		suite := &all.Suites[i]
		suite.Tests++
		switch r.Verdict.Status {
		case flow.Fail:
			suite.Failures++
		case flow.Skip:
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, junitCaseOf(r, l))
	}
	return all
}

func junitCaseOf(r flow.CheckResult, l text.Lang) junitCase {
	c := junitCase{Class: r.Check.Group, Name: r.Check.ID}
	summary, detail := r.Verdict.Summary.In(l), r.Verdict.Detail.In(l)
	switch r.Verdict.Status {
	case flow.Fail:
		c.Failure = &junitMessage{summary, detail}
	case flow.Skip:
		c.Skipped = &junitMessage{summary, detail}
	case flow.Warn:
		c.Output = "warn: " + summary
	}
	return c
}

func writeJUnit(file string, v flow.Verification, l text.Lang) error {
	data, err := xml.MarshalIndent(junitOf(v, l), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(xml.Header), append(data, '\n')...), 0o600)
}

func notWritten(file string, err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotWritten", Exit: flow.ExitConfig, Err: err,
		Message: text.T{En: "%s could not be written.", Ko: "%s{을/를} 쓸 수 없습니다."}.With(file),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "Name a file in a folder that you may write to.", Ko: "쓰기 권한이 있는 폴더의 파일을 지정하세요."}.With(),
	}
}
