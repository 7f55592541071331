//go:build race

package steps_test

// raceEnabled: the race detector makes everything several times slower, so that times prove nothing.
const raceEnabled = true
