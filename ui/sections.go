package ui

import (
	"agentcore-workshop/ui/widget"
)

// section is one of the answers that every step's screen gives, always in the same order.
type section struct {
	// key shows it whole.
	key, title, note string
	lines            []string
	// least is how many lines it keeps when room is short; rank says who gets spare room first: 0 before 1.
	least, rank int
	// focus is the line under the hand, which stays in sight where not all fit.
	focus int
}

// arrange draws sections one below the other in exactly the room there is. Headings stay; lines are given by rank.
func arrange(p *widget.Pen, sections []section, width, height int) []string {
	room := shares(sections, height-len(sections))
	spare := height - len(sections)
	for _, n := range room {
		spare -= n
	}
	var lines []string
	for i, s := range sections {
		lines = append(lines, widget.Heading(p, s.key, s.title, s.note, width))
		lines = append(lines, widget.Head(p, s.lines[s.from(room[i]):], width, room[i], s.key)...)
		if spare > 0 && i < len(sections)-1 {
			lines = append(lines, "")
			spare--
		}
	}
	return lines
}

// from is the first line that is shown of a section that gets room lines.
func (s section) from(room int) int {
	if len(s.lines) <= room || s.focus < max(1, room-1) {
		return 0
	}
	return min(s.focus-room+2, len(s.lines)-room)
}

// shares is how many lines each section gets of a height: first what it must keep, in order of rank, then what it wants.
func shares(sections []section, height int) []int {
	room := make([]int, len(sections))
	give := func(i, want int) {
		n := min(max(0, want-room[i]), max(0, height))
		room[i] += n
		height -= n
	}
	for _, least := range []bool{true, false} {
		for rank := range len(sections) {
			for i, s := range sections {
				if s.rank != rank {
					continue
				}
				want := len(s.lines)
				if least {
					want = min(s.least, want)
				}
				give(i, want)
			}
		}
	}
	return room
}
