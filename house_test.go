package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of the house (CONTRIBUTING.md), as tests: what a reviewer would otherwise have to look for.

const module = "agentcore-workshop"

// goList runs the go tool and returns what it says, line by line.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// mayImport says which of our packages a package may import; the first line that fits it counts. "x/..." is x and all below.
var mayImport = []struct {
	from string
	to   []string
}{
	{"steps/secret/...", nil},
	{"steps/text/...", nil},
	{"steps/flow/...", []string{"steps/text", "steps/secret"}},
	{"steps/oauth/...", []string{"steps/text", "steps/secret", "steps/flow"}},
	{"steps/report/...", []string{"steps/text", "steps/secret", "steps/flow"}},
	{"steps/diagnose/...", []string{"steps/text", "steps/secret", "steps/flow"}},
	{"steps/...", []string{"steps/...", "aws"}},
	{"aws/sandbox/...", []string{"aws/sandbox/...", "steps/secret"}},
	{"aws/...", []string{"steps/secret"}},
	{"ui/...", []string{"ui/...", "steps/flow", "steps/text", "steps/secret"}},
	{"", []string{"ui/...", "steps/...", "aws/..."}},
}

func TestImportsRunOneWay(t *testing.T) {
	for _, line := range goList(t, "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...") {
		words := strings.Fields(line)
		from := strings.TrimPrefix(strings.TrimPrefix(words[0], module), "/")
		for _, path := range words[1:] {
			if to, ours := strings.CutPrefix(path, module+"/"); ours && !allowed(from, to) {
				t.Errorf("%s must not import %s", from, to)
			}
			sdk := strings.HasPrefix(path, "github.com/aws/")
			if sdk && (!fits(from, "aws/...") || fits(from, "aws/sandbox/...")) {
				t.Errorf("%s must not import the AWS SDK (%s)", from, path)
			}
			if path == "text/template" || path == "html/template" {
				t.Errorf("%s must not import %s: it adds 18 MB to the binary", from, path)
			}
		}
	}
}

func allowed(from, to string) bool {
	for _, rule := range mayImport {
		if fits(from, rule.from) {
			return slices.ContainsFunc(rule.to, func(pattern string) bool { return fits(to, pattern) })
		}
	}
	return false
}

// fits reports whether a package is what a pattern names.
func fits(pkg, pattern string) bool {
	folder, all := strings.CutSuffix(pattern, "/...")
	return pkg == folder || all && strings.HasPrefix(pkg, folder+"/")
}

// The rules above must be able to say no.
func TestTheImportRulesForbid(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"ui", "aws", false},
		{"ui/cli", "steps", false},
		{"ui/cli", "steps/flow", true},
		{"ui", "ui/widget", true},
		{"steps", "ui", false},
		{"steps", "aws", true},
		{"steps", "aws/sandbox", false},
		{"steps/oauth", "aws", false},
		{"aws", "steps/flow", false},
		{"aws", "aws/sandbox", false},
		{"aws", "steps/secret", true},
		{"aws/sandbox/core", "aws/sandbox/wire", true},
		{"aws/sandbox/core", "aws", false},
		{"steps/secret", "steps/text", false},
		{"", "aws/sandbox/host", true},
	} {
		if got := allowed(c.from, c.to); got != c.want {
			t.Errorf("%q may import %q: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestEveryPackageSaysItsRule(t *testing.T) {
	for _, line := range goList(t, "-f", `{{.ImportPath}}|{{.Doc}}`, "./...") {
		if name, doc, _ := strings.Cut(line, "|"); doc == "" {
			t.Errorf("%s has no package comment", name)
		}
	}
}

// sources parses every Go file of ours and calls visit for each.
func sources(t *testing.T, visit func(path string, files *token.FileSet, file *ast.File, text string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != "." || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		visit(path, files, file, string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreOfAReadableLengthAndRunNothingAtStart(t *testing.T) {
	const limit = 400
	sources(t, func(path string, files *token.FileSet, file *ast.File, text string) {
		if n := strings.Count(text, "\n"); n > limit && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has %d lines, more than %d", path, n, limit)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: an init function", files.Position(f.Pos()))
			}
		}
	})
}

// TestEverySentenceIsInBothLanguages reads the sentences where they are written: none may be missing, and both must take
// the same values in the same order.
func TestEverySentenceIsInBothLanguages(t *testing.T) {
	found := 0
	sources(t, func(path string, files *token.FileSet, file *ast.File, _ string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			en, ko, both := sentence(lit)
			if !both {
				return true
			}
			found++
			at := files.Position(lit.Pos())
			if (en == "") != (ko == "") {
				t.Errorf("%s: one language is missing: %q, %q", at, en, ko)
			}
			if verbs(en) != verbs(ko) {
				t.Errorf("%s: the values differ: %q in English, %q in Korean", at, verbs(en), verbs(ko))
			}
			return true
		})
	})
	if found < 100 {
		t.Errorf("only %d sentences were found: the test does not see them", found)
	}
}

// sentence is a literal with the fields En and Ko, where both are plain strings.
func sentence(lit *ast.CompositeLit) (en, ko string, ok bool) {
	var hasEn, hasKo bool
	for _, element := range lit.Elts {
		pair, isPair := element.(*ast.KeyValueExpr)
		if !isPair {
			return "", "", false
		}
		key, _ := pair.Key.(*ast.Ident)
		value, plain := literal(pair.Value)
		switch {
		case key == nil || !plain:
			continue
		case key.Name == "En":
			en, hasEn = value, true
		case key.Name == "Ko":
			ko, hasKo = value, true
		}
	}
	return en, ko, hasEn && hasKo
}

// literal is a string literal, or several joined by plus.
func literal(e ast.Expr) (string, bool) {
	switch v := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(v.Value)
		return s, err == nil && v.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := literal(v.X)
		right, too := literal(v.Y)
		return left + right, ok && too && v.Op == token.ADD
	}
	return "", false
}

// verbs are the verbs of a format, in the order of their values: "%[2]s %[1]d" is "d s".
func verbs(format string) string {
	byIndex, next := map[int]string{}, 1
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		j := i + 1
		for j < len(format) && strings.IndexByte("+-# 0123456789.[]", format[j]) >= 0 {
			j++
		}
		if j >= len(format) {
			break
		}
		if open := strings.IndexByte(format[i:j], '['); open >= 0 {
			end := strings.IndexByte(format[i:j], ']')
			if n, err := strconv.Atoi(format[i+open+1 : i+max(end, open+1)]); err == nil {
				next = n
			}
		}
		if format[j] != '%' {
			byIndex[next] = string(format[j])
			next++
		}
		i = j
	}
	var all []string
	for n := 1; len(all) < len(byIndex) && n < 100; n++ {
		if v, ok := byIndex[n]; ok {
			all = append(all, strconv.Itoa(n)+v)
		}
	}
	return strings.Join(all, " ")
}

func TestVerbsAreFound(t *testing.T) {
	for format, want := range map[string]string{
		"%s{을/를} %d%% 했습니다": "1s 2d", "%[2]d of %[1]s": "1s 2d", "none": "", "100 %": "", "%-10s|%.2f": "1s 2f",
	} {
		if got := verbs(format); got != want {
			t.Errorf("%q: %q, want %q", format, got, want)
		}
	}
}

func TestNothingIsReplacedInGoMod(t *testing.T) {
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(strings.TrimSpace(line), "replace") {
			t.Error(line)
		}
	}
}
