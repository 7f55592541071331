package main

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/text"
)

// TestPicturesFit holds every step's picture to the room beside the course in a terminal of 80 cells: what is drawn wider is cut.
func TestPicturesFit(t *testing.T) {
	for _, step := range course(nil) {
		info := step.Info()
		for _, l := range []text.Lang{text.English, text.Korean} {
			for line := range strings.Lines(info.Picture.In(l)) {
				if width := text.Width(strings.TrimRight(line, "\n")); width > 55 {
					t.Errorf("%s (%s): %d cells: %s", info.ID, l, width, line)
				}
			}
		}
	}
}
