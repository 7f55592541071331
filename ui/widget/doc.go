// Package widget holds the parts that screens share: frames, the journey, cards, the resource tree, the flow diagram, the
// action bar, text input, Markdown.
//
// Rules of this layer: a widget draws lines of text into a width that it is given and never exceeds it; it knows no
// screen, does no I/O and keeps no state but its own cursor. Colour only repeats what glyphs and words already say.
package widget
