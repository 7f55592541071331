package steps_test

import (
	"os"
	"testing"

	"agentcore-workshop/internal/testnet"
)

// TestMain runs the tests where nobody else has the callback ports.
func TestMain(m *testing.M) { os.Exit(testnet.Run(m.Run)) }
