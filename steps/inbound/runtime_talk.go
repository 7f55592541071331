package inbound

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// word is one event of an agent's answer. The members are those of the practice cloud's agent; of another agent's words only raw is
// known.
type word struct {
	Event, Text string
	// Identity are the claims that the agent read from the token that was handed to it; of a call of a tool, the name in it.
	Identity any
	Turn     int
	// AuthorizationURL is where the user has to go, and SessionURI what that sign-in is called.
	AuthorizationURL, SessionURI string
	Tool, Provider, Fetched      string
	Result                       json.RawMessage
	raw                          string
}

// talk is an answer, as far as it has come.
type talk struct {
	Session, Greeting string
	Turn              int
	Words             []word
}

// who is the user whom the agent has read from the token, or empty.
func (t talk) who() string {
	for _, w := range t.Words {
		claims, _ := w.Identity.(map[string]any)
		for _, claim := range []string{"username", "client_id", "sub"} {
			if name, ok := claims[claim].(string); ok && name != "" {
				return name
			}
		}
	}
	return ""
}

// builtIn reports an answer of the practice cloud's own agent, which begins with a greeting.
func (t talk) builtIn() bool { return t.Greeting != "" }

// last is the last word of a kind; its zero value when there is none.
func (t talk) last(event string) word {
	for i := len(t.Words) - 1; i >= 0; i-- {
		if t.Words[i].Event == event {
			return t.Words[i]
		}
	}
	return word{}
}

// userToken is the token of the person who signed in in this session.
func userToken(e *steps.Env) (oauth.Token, error) {
	if t, ok := e.Kept(steps.TokenOfUser); ok {
		return t, nil
	}
	return oauth.Token{}, &flow.Failure{Code: "NotSignedIn", Exit: flow.ExitUsage,
		Message: text.T{En: "Nobody is signed in, or the user's token has ended.", Ko: "로그인한 사용자가 없거나 사용자 토큰이 만료되었습니다."}.With(),
		Fix:     text.T{En: "Run `signin` first.", Ko: "먼저 `signin`을 실행하세요."}.With()}
}

// newSessionID is a session id of 41 characters; AWS wants at least 33.
func newSessionID() string {
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		panic("the system has no randomness: " + err.Error())
	}
	return "workshop-" + hex.EncodeToString(raw)
}

// PromptOf is the payload that agents of AgentCore's samples expect, and the practice agent.
func PromptOf(prompt string) []byte {
	raw, _ := json.Marshal(map[string]string{"prompt": prompt}) // a string always marshals
	return raw
}

// talkTo calls an agent and tells its words as they come. heard, which may be nil, is given each word; what it returns ends the talk.
// A refusal of the door is a Failure with cause and fix. Where ctx says that the call is a hop, it is told as one when the agent
// begins to speak, and not when it has finished.
func talkTo(ctx context.Context, e *steps.Env, r *flow.Report, in aws.Invocation, heard func(word) error) (talk, error) {
	if len(in.Payload) > aws.MaxPayload {
		return talk{}, &flow.Failure{Code: "PayloadTooLarge", Exit: flow.ExitUsage, Docs: docsInvoke,
			Message: text.T{En: "The payload has %d bytes; an invocation takes %d at most.", Ko: "페이로드가 %d바이트입니다. 호출당 최대 %d바이트까지 보낼 수 있습니다."}.With(len(in.Payload), aws.MaxPayload),
			Cause:   text.T{En: "AWS limits the body of InvokeAgentRuntime to 100 MB. Nothing was sent.", Ko: "AWS는 InvokeAgentRuntime의 본문을 100 MB로 제한합니다. 아무것도 보내지 않았습니다."}.With(),
			Fix:     text.T{En: "Put the data into S3 and send its address.", Ko: "데이터를 S3에 두고 주소를 보내세요."}.With()}
	}
	hop, ctx, isHop := steps.HopOf(ctx)
	answer, err := e.Cloud.Invoke(ctx, in)
	if err != nil {
		return talk{}, err
	}
	defer answer.Body.Close()
	if isHop {
		hop.Method, hop.URL, hop.Status = http.MethodPost, steps.PlainURL(e.Cloud.InvocationURL(in.ARN)), answer.StatusCode
		hop.Request = "Authorization: Bearer " + secret.Mask + "\nX-Amzn-Bedrock-AgentCore-Runtime-Session-Id: " + in.Session + "\n\n" + secret.NewRedactor().Redact(text.Cut(string(in.Payload), shownWord))
		hop.Answer = "Content-Type: " + answer.Header.Get("Content-Type")
		r.Hop(hop)
	}
	if answer.StatusCode != http.StatusOK {
		return talk{}, explainInvocation(ctx, e, in, answer)
	}
	t := talk{Session: cmp.Or(aws.SessionOf(answer), in.Session)}
	err = eachWord(answer, func(w word) error {
		t.Words = append(t.Words, w)
		if w.Event == "greeting" {
			t.Greeting, t.Turn = w.Text, w.Turn
		}
		if heard != nil {
			if err := heard(w); err != nil {
				return err
			}
		}
		if said := w.said(); said != "" {
			r.Say(text.T{En: "Agent: %s", Ko: "에이전트: %s"}.With(said))
		}
		return nil
	})
	return t, explainBreak(ctx, e, err)
}

// MostWord bounds one event, and shownWord what of it is shown.
const (
	MostWord  = 8 << 20
	shownWord = 600
)

// eachWord reads an answer: event by event where it is a stream (text/event-stream), else whole.
func eachWord(answer *http.Response, heard func(word) error) error {
	hide := secret.NewRedactor() // an agent may repeat what it was given
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		body, err := io.ReadAll(io.LimitReader(answer.Body, MostWord))
		if err != nil {
			return brokenOff{err}
		}
		return heard(wordOf(body, hide))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(make([]byte, 4096), MostWord)
	var data []byte
	for lines.Scan() {
		line, isData := bytes.CutPrefix(lines.Bytes(), []byte("data:"))
		switch {
		case isData:
			data = append(append(data, bytes.TrimPrefix(line, []byte(" "))...), '\n')
		case len(lines.Bytes()) == 0 && len(data) > 0: // an empty line ends an event
			if err := heard(wordOf(bytes.TrimSuffix(data, []byte("\n")), hide)); err != nil {
				return err
			}
			data = nil
		}
	}
	if len(data) > 0 {
		if err := heard(wordOf(bytes.TrimSuffix(data, []byte("\n")), hide)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return brokenOff{err}
	}
	return nil
}

func wordOf(data []byte, hide *secret.Redactor) word {
	var w word
	if json.Unmarshal(data, &w) != nil { // an agent may answer in any form
		w = word{}
	}
	w.raw, w.Text = hide.Redact(string(data)), hide.Redact(w.Text)
	return w
}

// said is the word as a line for people, without control characters. Addresses that open something are not in it.
func (w word) said() string {
	switch {
	case w.Event == "authorization_required", w.Event == "greeting" && w.Turn > 1: // who goes on talking is not greeted again
		return ""
	case w.Text != "":
		return text.Cut(text.Strip(w.Text), shownWord)
	case w.Event == "":
		return text.Cut(text.Strip(strings.Join(strings.Fields(w.raw), " ")), shownWord)
	}
	return ""
}
