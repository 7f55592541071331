package text_test

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/text"
)

func TestParticleFollowsTheSoundBeforeIt(t *testing.T) {
	for _, c := range []struct{ word, pair, want string }{
		{"스택", "이/가", "스택이"}, {"공급자", "이/가", "공급자가"}, {"값", "을/를", "값을"}, {"사용자", "을/를", "사용자를"},
		{"서울", "으로/로", "서울로"}, {"콘솔", "으로/로", "콘솔로"}, {"화면", "으로/로", "화면으로"}, {"정책", "은/는", "정책은"},
		{"URL", "을/를", "URL을"}, {"JSON", "은/는", "JSON은"}, {"ARN", "이/가", "ARN이"}, {"AWS", "은/는", "AWS는"},
		{"`stack`", "이/가", "`stack`이"}, {"'역할'", "이/가", "'역할'이"}, {"8501", "으로/로", "8501로"}, {"8503", "을/를", "8503을"},
		{"8502", "을/를", "8502를"}, {"10", "이/가", "10이"},
		{"runtime", "을/를", "runtime을"}, {"`runtime`", "은/는", "`runtime`은"}, {"machine", "이/가", "machine이"}, {"role", "으로/로", "role로"},
		{"provider", "을/를", "provider를"}, {"ECR", "을/를", "ECR을"}, {"gateway_id", "이/가", "gateway_id가"}, {"tag", "을/를", "tag를"},
		{"signing", "을/를", "signing을"}, {"client", "이/가", "client가"}, {"secret", "이/가", "secret이"}, {"check", "을/를", "check을"},
		{"network", "을/를", "network를"}, {"token", "을/를", "token을"}, {"invoke", "을/를", "invoke를"}, {"lab", "을/를", "lab을"},
		{"https://x/mcp", "으로/로", "https://x/mcp로"}, {"jwt", "을/를", "jwt를"}, {"r", "이/가", "r이"},
	} {
		got := text.T{En: "%s", Ko: "%s{" + c.pair + "}"}.With(c.word).In(text.Korean)
		if got != c.want {
			t.Errorf("%s{%s}: got %s, want %s", c.word, c.pair, got, c.want)
		}
	}
}

func TestSentencesInsideSentencesSpeakTheSameLanguage(t *testing.T) {
	stack := text.T{En: "the stack", Ko: "스택"}
	m := text.T{En: "%s is missing", Ko: "%s{이/가} 없습니다"}.With(stack)
	if got := m.In(text.Korean); got != "스택이 없습니다" {
		t.Error(got)
	}
	if got := m.In(text.English); got != "the stack is missing" {
		t.Error(got)
	}
}

func TestBracesThatAreNoParticlesStay(t *testing.T) {
	m := text.T{En: `{"a":1} ${X}`, Ko: `{"a":1} ${X} {스택}`}
	if got := m.In(text.Korean); got != `{"a":1} ${X} {스택}` {
		t.Error(got)
	}
}

func TestChoose(t *testing.T) {
	env := func(vars map[string]string) func(string) string { return func(k string) string { return vars[k] } }
	for name, c := range map[string]struct {
		flag, saved string
		env         map[string]string
		want        text.Lang
	}{
		"flag first":     {"en", "ko", map[string]string{"LANG": "ko_KR.UTF-8"}, text.English},
		"then saved":     {"", "ko", map[string]string{"LANG": "en_US.UTF-8"}, text.Korean},
		"then LC_ALL":    {"", "", map[string]string{"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, text.English},
		"then LANG":      {"", "", map[string]string{"LANG": "ko_KR.UTF-8"}, text.Korean},
		"then English":   {"", "", nil, text.English},
		"others English": {"", "", map[string]string{"LANG": "ja_JP.UTF-8"}, text.English},
	} {
		if got := text.Choose(c.flag, c.saved, env(c.env)); got != c.want {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestWidthCountsCells(t *testing.T) {
	if w := text.Width("한글abc"); w != 7 {
		t.Error(w)
	}
	if got := text.Pad("한글이름", 5); text.Width(got) != 5 {
		t.Errorf("%q", got)
	}
	for _, line := range text.Wrap("연습용 클라우드에서 스택을 배포합니다", 10) {
		if text.Width(line) > 10 {
			t.Errorf("%q is wider than 10", line)
		}
	}
}

func TestSecurityStrip(t *testing.T) {
	for in, want := range map[string]string{
		"plain\n\ttext": "plain\n\ttext", "한글": "한글", "a\x1b]0;owned\x07b": "ab", "a\x1b[2Jb": "ab", "a\u009b31mb": "a31mb",
		"a\x1b[31mb\x1b[m": "ab", "a\rb\x00\x7f": "ab", "a\x1bPq\x1b\\b": "ab", "a\x1b]0;never ended": "a",
	} {
		if got := text.Strip(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := text.Strip("a\x9b31m"); strings.ContainsRune(got, 0x9b) || strings.Contains(got, "\x9b") {
		t.Errorf("%q", got)
	}
	if got := text.Plain("a\x1b[2Jb").In(text.Korean); got != "ab" {
		t.Errorf("a message keeps %q", got)
	}
}
