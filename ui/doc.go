// Package ui is the terminal program: three doors, the journey, and one screen for each thing that a person looks at.
//
// Rules of this layer: only root is a tea.Model. A screen is a small struct that draws (View), says what can be pressed
// (Actions) and turns keys into intents; dialogs return typed answers. There is no I/O in Update: it happens in commands,
// and what a session does arrives through one mailbox that is drained many events at a time. The program consumes
// steps/flow alone and never sees AWS. A frame never exceeds the terminal.
package ui
