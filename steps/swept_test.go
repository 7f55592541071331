//go:build !race

package steps_test

const raced = false
