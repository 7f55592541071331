package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"

	"agentcore-workshop/steps/text"
)

// folder is the program's folder in the platform's state directory.
const folder = "agentcore-workshop"

// StateDir is where state is kept: what was asked for, else XDG_STATE_HOME, else the platform's own place for it.
func StateDir(flag string, env func(string) string) string {
	if flag != "" {
		return flag
	}
	if xdg := env("XDG_STATE_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, folder)
	}
	home := env("HOME")
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(env("LOCALAPPDATA"), folder)
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", folder)
	}
	if home == "" {
		home = os.TempDir()
	}
	return filepath.Join(home, ".local", "state", folder)
}

// settings is what a person chose for good.
type settings struct {
	Lang text.Lang `json:"lang"`
}

func settingsFile(stateDir string) string { return filepath.Join(stateDir, "settings.json") }

// SavedLang is the language that was chosen for good, or empty.
func SavedLang(stateDir string) string {
	var s settings
	data, err := os.ReadFile(settingsFile(stateDir))
	if err != nil || json.Unmarshal(data, &s) != nil {
		return ""
	}
	return string(s.Lang)
}

// SaveLang remembers the language. A directory that cannot be written is no reason to stop, so the caller may ignore it.
func SaveLang(stateDir string, l text.Lang) error {
	data, err := json.Marshal(settings{Lang: l})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(stateDir, 0o700); err != nil {
		return err
	}
	next := settingsFile(stateDir) + ".new"
	if err := os.WriteFile(next, data, 0o600); err != nil {
		return err
	}
	return os.Rename(next, settingsFile(stateDir))
}
