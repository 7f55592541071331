// Package trouble holds the practice cloud's named faults: those that interfere with requests, and those that bring a
// set-up that is deployed into the state that a mishap leaves behind.
//
// Rules of this layer: a fault is one entry. It says how the mishap happens, by the services' own operations where they
// lead there and by their saved state where none does. How it is taken back is the same for all: what differed afterwards
// is remembered place by place, and put back place by place where it still stands as the fault left it, so that what a
// person has mended meanwhile stays mended. There are no sentences for people here: what a fault looks like, and which
// checks notice it, stands with the lessons.
package trouble
