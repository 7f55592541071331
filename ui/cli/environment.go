package cli

import (
	"maps"
	"os"
	"slices"
	"strings"
)

// disturbs reports variables that would win over those of the practice cloud, or contradict them: a profile, other keys
// or a role, an endpoint of one service, a kind of endpoint that only AWS has.
func disturbs(name string) bool {
	for _, prefix := range []string{"AWS_ENDPOINT_URL_", "AWS_CONTAINER_", "AWS_BEARER_TOKEN_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION",
		"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ACCOUNT_ID",
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT":
		return true
	}
	return false
}

// disturbing lists the variables that are set here and disturb.
func disturbing(own map[string]string) []string {
	var names []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if _, ours := own[name]; !ours && disturbs(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// childEnv is our environment with the practice cloud's own variables over it, and without what disturbs.
func childEnv(own map[string]string) []string {
	var env []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if _, ours := own[name]; !ours && !disturbs(name) {
			env = append(env, pair)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		env = append(env, name+"="+own[name])
	}
	return env
}

// dialect is how a shell sets a variable and takes one away.
type dialect struct {
	set, unset string // %n is the name, %v the quoted value
	quote      func(string) string
}

// dialectOf knows the shells that exports can be written for: bash, which any POSIX shell reads, is taken where none is named.
func dialectOf(shell string) dialect {
	switch shell {
	case "fish":
		return dialect{"set -gx %n %v", "set -e %n", func(v string) string {
			return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(v) + "'"
		}}
	case "powershell":
		return dialect{"$env:%n = %v", "Remove-Item Env:%n", func(v string) string { return "'" + strings.ReplaceAll(v, "'", "''") + "'" }}
	}
	return dialect{"export %n=%v", "unset %n", func(v string) string { return "'" + strings.ReplaceAll(v, "'", `'\''`) + "'" }}
}

// exports are shell commands that set the variables, and take those away that would disturb.
func exports(shell string, env map[string]string, unset []string) string {
	d := dialectOf(shell)
	var b strings.Builder
	for _, name := range unset {
		b.WriteString(strings.ReplaceAll(d.unset, "%n", name) + "\n")
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		b.WriteString(strings.NewReplacer("%n", name, "%v", d.quote(env[name])).Replace(d.set) + "\n")
	}
	return b.String()
}
