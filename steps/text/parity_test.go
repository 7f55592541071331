package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentence is one text.T literal of the repository.
type sentence struct {
	at     string
	en, ko string
	whole  bool // both halves are constant strings
}

// TestEverySentenceInBothLanguages reads every text.T literal of the repository: both languages are there, with the same verbs,
// and the Korean particles are pairs that the program knows.
func TestEverySentenceInBothLanguages(t *testing.T) {
	found := sentences(t, "../..")
	if len(found) < 20 {
		t.Fatalf("only %d sentences found: the test looks in the wrong place", len(found))
	}
	for _, s := range found {
		for _, problem := range problems(s) {
			t.Errorf("%s: %s\n  En %q\n  Ko %q", s.at, problem, s.en, s.ko)
		}
	}
}

// TestParityNotices proves that the rules find what they are for.
func TestParityNotices(t *testing.T) {
	good := sentence{en: "%s is gone, %d%% left", ko: "%s{이/가} 없고 %d%% 남았습니다", whole: true}
	if p := problems(good); len(p) != 0 {
		t.Error(p)
	}
	for name, s := range map[string]sentence{
		"no Korean":             {en: "a"},
		"no English":            {ko: "가"},
		"verbs differ":          {en: "%s", ko: "%d"},
		"a verb is missing":     {en: "%s %s", ko: "%s"},
		"order differs":         {en: "%s %d", ko: "%d %s"},
		"unknown particle":      {en: "%s", ko: "%s{가/이}"},
		"particle without pair": {en: "%s", ko: "%s{이가}"},
		"particle not closed":   {en: "%s", ko: "%s{이/가"},
		"English as Korean":     {en: "one sentence", ko: "one sentence"},
	} {
		s.whole = true
		if len(problems(s)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}

var (
	verb     = regexp.MustCompile(`%(?:%|[-+# 0]*(?:\[(\d+)\])?[0-9*.]*([a-zA-Z]))`)
	hangul   = regexp.MustCompile(`\p{Hangul}`)
	words    = regexp.MustCompile(`[a-z]{2,} [a-z]{2,}`)
	mark     = regexp.MustCompile(`\{([^{}\n]*)\}`)
	unclosed = regexp.MustCompile(`\{\p{Hangul}[^}]*$`)
)

// pairs are the particle pairs, the form after a final consonant first.
var pairs = []string{"이/가", "을/를", "은/는", "과/와", "으로/로", "이라/라", "이나/나", "이며/며", "이고/고", "이면/면", "이어서/여서", "이었/였", "이란/란", "이라고/라고", "이라는/라는", "이에요/예요", "이므로/므로", "이지만/지만", "이든/든", "으로서/로서", "으로부터/로부터", "으로는/로는", "으로도/로도"}

func problems(s sentence) []string {
	if !s.whole {
		return nil
	}
	var found []string
	if s.en == "" || s.ko == "" {
		return []string{"a language is missing"}
	}
	if !maps.Equal(verbs(s.en), verbs(s.ko)) {
		found = append(found, "the verbs differ")
	}
	if !hangul.MatchString(s.ko) && words.MatchString(s.en) && s.en == s.ko && len(strings.Fields(s.en)) > 1 && !strings.Contains(s.en, "%") {
		found = append(found, "the Korean is the English")
	}
	for _, m := range mark.FindAllStringSubmatch(s.ko, -1) {
		if hangul.MatchString(m[1]) && !slices.Contains(pairs, m[1]) {
			found = append(found, "unknown particle pair {"+m[1]+"}")
		}
	}
	if unclosed.MatchString(s.ko) {
		found = append(found, "a particle is not closed")
	}
	return found
}

// verbs maps the number of each argument to the verb that formats it.
func verbs(format string) map[int]string {
	v, next := map[int]string{}, 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "" {
			continue
		}
		if n, err := strconv.Atoi(m[1]); err == nil {
			next = n
		}
		v[next] = m[2]
		next++
	}
	return v
}

// sentences parses every Go file that is not a test.
func sentences(t *testing.T, root string) []sentence {
	t.Helper()
	var found []sentence
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		inText := file.Name.Name == "text"
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			switch {
			case isT(lit.Type, inText):
				found = append(found, read(files, lit))
			case isContainerOfT(lit.Type, inText):
				for _, e := range lit.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						e = kv.Value
					}
					if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
						found = append(found, read(files, inner))
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func isT(e ast.Expr, inText bool) bool {
	switch x := e.(type) {
	case *ast.SelectorExpr:
		id, ok := x.X.(*ast.Ident)
		return ok && id.Name == "text" && x.Sel.Name == "T"
	case *ast.Ident:
		return inText && x.Name == "T"
	}
	return false
}

func isContainerOfT(e ast.Expr, inText bool) bool {
	switch x := e.(type) {
	case *ast.ArrayType:
		return isT(x.Elt, inText)
	case *ast.MapType:
		return isT(x.Value, inText)
	}
	return false
}

func read(files *token.FileSet, lit *ast.CompositeLit) sentence {
	s := sentence{at: files.Position(lit.Pos()).String(), whole: len(lit.Elts) > 0}
	for i, e := range lit.Elts {
		name := []string{"En", "Ko"}[min(i, 1)]
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			name, e = kv.Key.(*ast.Ident).Name, kv.Value
		}
		value, ok := constant(e)
		s.whole = s.whole && ok
		if name == "En" {
			s.en = value
		} else {
			s.ko = value
		}
	}
	return s
}

// constant is the value of a string literal or of a sum of them.
func constant(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		v, err := strconv.Unquote(x.Value)
		return v, err == nil
	case *ast.BinaryExpr:
		a, okA := constant(x.X)
		b, okB := constant(x.Y)
		return a + b, okA && okB && x.Op == token.ADD
	case *ast.ParenExpr:
		return constant(x.X)
	}
	return "", false
}
