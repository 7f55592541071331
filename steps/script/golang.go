package script

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const SDKModule = "github.com/aws/aws-sdk-go-v2/"

// goProgram writes moves for the AWS SDK for Go, as a whole program: package, imports, and errors that end it.
func goProgram(region string, moves []Move) string {
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
			imports = append(imports, strconv.Quote(SDKModule+"config"))
			body.WriteString("\n\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(" + strconv.Quote(region) + "))\n\t" + strings.ReplaceAll(GoReturn, "\n", "\n\t") + "\n")
		}
		imports = append(imports, m.Imports...)
		if m.Why != "" {
			body.WriteString("\n\t// " + m.Why)
		}
		code := m.Code
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
		fmt.Fprintf(&b, "\n\t%s := os.Getenv(%q)", GoName(v), v)
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

const GoReturn = "if err != nil {\n\treturn err\n}"

func goCall(m Move, answer string) string {
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
	code := answer + ", err := " + call + "\n" + GoReturn + "\n"
	if m.save == "" {
		return code + "fmt.Println(" + value + ")"
	}
	return code + GoName(m.save) + " := aws.ToString(" + value + ")"
}

// goImports are what one call takes. Types of another service than the first one's are named after it: cognitotypes.
func goImports(m Move) []string {
	service := SDKModule + "service/" + goPackage(m.Service)
	all := []string{strconv.Quote(service)}
	helper := m.save != ""
	for _, p := range m.Params {
		_, named := p.Value.(Var)
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
		all = append(all, strconv.Quote(SDKModule+"aws"))
	}
	if m.waiter != "" {
		all = append(all, `"time"`)
	} else if m.path != "" && m.save == "" {
		all = append(all, `"fmt"`)
	}
	return all
}

// GoName turns USER_TOKEN into userToken.
func GoName(v Var) string {
	words := strings.Split(strings.ToLower(string(v)), "_")
	for i := 1; i < len(words); i++ {
		words[i] = upper(words[i])
	}
	return strings.Join(words, "")
}

func goValue(p Param) string {
	if p.Go != "" {
		return p.Go
	}
	switch v := p.Value.(type) {
	case Var:
		return "aws.String(" + GoName(v) + ")"
	case bool:
		return fmt.Sprintf("%t", v)
	case []string:
		return fmt.Sprintf("%#v", v)
	case string:
		return fmt.Sprintf("aws.String(%q)", v)
	}
	return "/* " + strings.ReplaceAll(JSON(p.Value), "*/", "*\\/") + " */ nil"
}

func goPackage(service string) string {
	if service == "cognito-idp" {
		return "cognitoidentityprovider"
	}
	return strings.ReplaceAll(service, "-", "")
}
