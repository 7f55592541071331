package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// guesses counts the marked lines, a line a package. Where the sources are not at hand it writes nothing.
func guesses(w io.Writer, sources fs.FS) error {
	found, total := map[string]int{}, 0
	err := fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(sources, path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(path, "conformance/") {
			return nil
		}
		if n := count(string(text)); n > 0 {
			folder, _, _ := strings.Cut(path, "/")
			found[folder] += n
			total += n
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) || err == nil && total == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%d places are guesses, marked `[K]` in the code: no public record was found of what AWS does there.", total)
	for i, folder := range slices.Sorted(maps.Keys(found)) {
		separator := ", "
		if i == 0 {
			separator = " "
		}
		fmt.Fprintf(w, "%s%s %d", separator, folder, found[folder])
	}
	_, err = fmt.Fprintln(w, ".")
	return err
}

// count counts the comments that say [K], but not the sentences that explain the mark.
func count(source string) int {
	n := 0
	for line := range strings.Lines(source) {
		if _, comment, ok := strings.Cut(line, "//"); ok && strings.Contains(comment, "[K]") && !strings.Contains(comment, "marked [K]") {
			n++
		}
	}
	return n
}
