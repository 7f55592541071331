// Command coverage prints, as Markdown, which operations of AWS's models the practice cloud answers and which get 501, and
// which of the models' patterns are not enforced to the letter, and how many of its texts and durations are guesses.
//
//	go run ./aws/sandbox/conformance/coverage
//
// Rule: it asks the cloud itself. The table in the README is what it prints.
package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/wire"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	err := table(out, sandbox.New(sandbox.Options{}).Coverage())
	if err == nil {
		err = patterns(out, wire.MendedPatterns())
	}
	if err == nil {
		err = guesses(out, os.DirFS("aws/sandbox"))
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// table writes a row a service: what is answered, and what is not.
func table(w io.Writer, list []sandbox.Coverage) error {
	fmt.Fprintln(w, "| Service | Modelled | Answered with 501 |")
	fmt.Fprintln(w, "|---|---|---|")
	answered := 0
	for len(list) > 0 {
		service := list[0].Service
		modelled, missing, yes := "", "", 0
		for ; len(list) > 0 && list[0].Service == service; list = list[1:] {
			if list[0].Answered {
				modelled += " " + list[0].Operation
				yes++
				continue
			}
			missing += " " + list[0].Operation
		}
		if missing == "" {
			missing = " none"
		}
		answered += yes
		if _, err := fmt.Fprintf(w, "| `%s` | %d:%s |%s |\n", service, yes, modelled, missing); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%d operations are modelled. Every other operation of AWS is answered with 501 and an error that names it.\n", answered)
	return err
}

// patterns lists what of the models is not enforced to the letter, with the reason.
func patterns(w io.Writer, mended map[string]string) error {
	if _, err := fmt.Fprint(w, "\nEvery constraint of the models is enforced to the letter, apart from these patterns:\n\n"); err != nil {
		return err
	}
	for _, shape := range slices.Sorted(maps.Keys(mended)) {
		if _, err := fmt.Fprintf(w, "- `%s`: %s\n", shape, mended[shape]); err != nil {
			return err
		}
	}
	return nil
}
