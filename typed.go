package main

import (
	"path/filepath"
	"strings"
)

// typed is the command as the person typed it, with its flags, so that it can be typed again. What `go run` has built lies in
// a folder of its own below temp and is gone afterwards.
func typed(args []string, temp string) string {
	if len(args) == 0 {
		return name
	}
	words := []string{quoted(args[0])}
	if below, err := filepath.Rel(temp, args[0]); err == nil && strings.HasPrefix(below, "go-build") {
		words[0] = "go run ."
	}
	for _, arg := range args[1:] {
		words = append(words, quoted(arg))
	}
	return strings.Join(words, " ")
}

// quoted is a word as a shell takes it.
func quoted(word string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=@,+%", r)
	}
	if word != "" && strings.TrimFunc(word, safe) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
