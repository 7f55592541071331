package steps

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const sdkModule = "github.com/aws/aws-sdk-go-v2/"

// goProgram writes moves for the AWS SDK for Go, as a whole program: package, imports, and errors that end it.
func goProgram(region string, moves []move) string {
	free := given(moves)
	imports := []string{`"context"`, `"log"`}
	if len(free) > 0 {
		imports = append(imports, `"os"`)
	}
	var body strings.Builder
	sdk := false
	for i, m := range moves {
		if m.Operation != "" && !sdk {
			sdk = true
			imports = append(imports, strconv.Quote(sdkModule+"config"))
			body.WriteString("\n\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(" + strconv.Quote(region) + "))\n\t" + strings.ReplaceAll(goReturn, "\n", "\n\t") + "\n")
		}
		imports = append(imports, m.imports...)
		if m.Why != "" {
			body.WriteString("\n\t// " + m.Why)
		}
		code := m.code
		if m.Operation != "" {
			imports = append(imports, goImports(m)...)
			code = goCall(m, "answer"+strconv.Itoa(i+1))
		}
		body.WriteString("\n\t" + strings.ReplaceAll(strings.TrimRight(code, "\n"), "\n", "\n\t") + "\n")
	}
	var b strings.Builder
	b.WriteString("package main\n\nimport (" + goImportLines(imports) + ")\n\n")
	b.WriteString("func main() {\n\tif err := run(context.Background()); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\nfunc run(ctx context.Context) error {")
	for _, v := range free {
		fmt.Fprintf(&b, "\n\t%s := os.Getenv(%q)", goName(v), v)
	}
	b.WriteString(body.String() + "\treturn nil\n}\n")
	return b.String()
}

// goImportLines are Go's own packages, then those of others, each in order and once.
func goImportLines(imports []string) string {
	var groups [2]string
	slices.Sort(imports)
	for _, path := range slices.Compact(imports) {
		group := &groups[0]
		if strings.Contains(path, ".") {
			group = &groups[1]
		}
		*group += "\t" + path + "\n"
	}
	if groups[1] != "" {
		groups[1] = "\n" + groups[1]
	}
	return "\n" + groups[0] + groups[1]
}

const goReturn = "if err != nil {\n\treturn err\n}"

func goCall(m move, answer string) string {
	pkg := goPackage(m.Service)
	input := "&" + pkg + "." + m.Operation + "Input{"
	for _, p := range m.Params {
		input += "\n\t" + upper(p.Name) + ": " + goValue(p) + ","
	}
	if len(m.Params) > 0 {
		input += "\n"
	}
	input += "}"
	client := pkg + ".NewFromConfig(cfg)"
	call := client + "." + m.Operation + "(ctx, " + input + ")"
	failing := "; err != nil {\n\treturn err\n}"
	switch {
	case m.waiter != "":
		return "if err := " + pkg + ".New" + m.waiter + "Waiter(" + client + ").Wait(ctx, " + input + ", 10*time.Minute)" + failing
	case m.path == "":
		return "if _, err := " + call + failing
	}
	var at []string
	for part := range strings.SplitSeq(m.path, ".") {
		at = append(at, upper(part))
	}
	value := answer + "." + strings.Join(at, ".")
	code := answer + ", err := " + call + "\n" + goReturn + "\n"
	if m.save == "" {
		return code + "fmt.Println(" + value + ")"
	}
	return code + goName(m.save) + " := aws.ToString(" + value + ")"
}

// goImports are what one call takes. Types of another service than the first one's are named after it: cognitotypes.
func goImports(m move) []string {
	service := sdkModule + "service/" + goPackage(m.Service)
	all := []string{strconv.Quote(service)}
	helper := m.save != ""
	for _, p := range m.Params {
		_, named := p.Value.(variable)
		_, quoted := p.Value.(string)
		helper = helper || p.Go == "" && (named || quoted) || strings.Contains(p.Go, "aws.String(")
		switch from, _, _ := strings.Cut(strings.TrimLeft(p.Go, "[]&*"), "."); from {
		case "types":
			all = append(all, strconv.Quote(service+"/types"))
		case "cognitotypes":
			all = append(all, from+" "+strconv.Quote(service+"/types"))
		}
	}
	if helper {
		all = append(all, strconv.Quote(sdkModule+"aws"))
	}
	if m.waiter != "" {
		all = append(all, `"time"`)
	} else if m.path != "" && m.save == "" {
		all = append(all, `"fmt"`)
	}
	return all
}

// goName turns USER_TOKEN into userToken.
func goName(v variable) string {
	words := strings.Split(strings.ToLower(string(v)), "_")
	for i := 1; i < len(words); i++ {
		words[i] = upper(words[i])
	}
	return strings.Join(words, "")
}

func goValue(p param) string {
	if p.Go != "" {
		return p.Go
	}
	switch v := p.Value.(type) {
	case variable:
		return "aws.String(" + goName(v) + ")"
	case bool:
		return fmt.Sprintf("%t", v)
	case []string:
		return fmt.Sprintf("%#v", v)
	case string:
		return fmt.Sprintf("aws.String(%q)", v)
	}
	return "/* " + strings.ReplaceAll(jsonString(p.Value), "*/", "*\\/") + " */ nil"
}

func goPackage(service string) string {
	if service == "cognito-idp" {
		return "cognitoidentityprovider"
	}
	return strings.ReplaceAll(service, "-", "")
}
