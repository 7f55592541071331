package oauth

import (
	"strings"

	"agentcore-workshop/steps/text"
)

// Surroundings is where this process runs, as far as a browser cares.
type Surroundings struct {
	// ID names it: "desktop", "ssh", "wsl", "cloudshell", "codespaces", "sagemaker", "container", "no-display".
	ID string
	// Elsewhere means that a browser, if there is one, runs on another machine and cannot reach our loopback port.
	Elsewhere bool
	// Login is how the person's ssh got here, as its arguments: "me@192.0.2.7". Empty where nobody came by SSH.
	Login string
	// Advice says so and what to do; empty on a desktop.
	Advice text.Msg
}

// Detect looks at the environment's variables and, through file, at a few well-known files; file returns a file's text, and
// false where there is none.
func Detect(goos string, env func(string) string, file func(string) (string, bool)) Surroundings {
	has := func(names ...string) bool {
		for _, n := range names {
			if env(n) != "" {
				return true
			}
		}
		return false
	}
	version, _ := file("/proc/version")
	_, docker := file("/.dockerenv")
	_, sagemaker := file("/opt/ml/metadata/resource-metadata.json")
	_, podman := file("/run/.containerenv")
	switch {
	case has("CODESPACES"):
		return elsewhere("codespaces", "GitHub Codespaces")
	case has("AWS_EXECUTION_ENV") && strings.Contains(env("AWS_EXECUTION_ENV"), "CloudShell"), has("CLOUD_SHELL"):
		return elsewhere("cloudshell", "AWS CloudShell")
	case sagemaker:
		return elsewhere("sagemaker", "SageMaker")
	case has("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
		ssh := elsewhere("ssh", "SSH")
		ssh.Login = login(env)
		return ssh
	case goos == "linux" && (has("WSL_DISTRO_NAME") || strings.Contains(strings.ToLower(version), "microsoft")):
		return Surroundings{ID: "wsl", Advice: text.T{
			En: "This is WSL: the browser is Windows' own. If it cannot reach this port, paste the address at which it ends.",
			Ko: "WSL 환경이며 브라우저는 Windows에서 열립니다. 브라우저가 이 포트에 연결하지 못하면 마지막 주소를 붙여 넣으세요."}.With()}
	case docker || podman || has("KUBERNETES_SERVICE_HOST", "container"):
		return Surroundings{ID: "container", Elsewhere: true, Advice: text.T{
			En: "This runs in a container: a browser outside reaches this port only if it was published. If the page at the end cannot be shown, paste its address.",
			Ko: "컨테이너 안에서 실행 중이므로, 포트를 공개하지 않았다면 바깥의 브라우저가 이 포트에 연결하지 못할 수 있습니다. 마지막 페이지가 열리지 않으면 그 주소를 붙여 넣으세요."}.With()}
	case goos == "linux" && !has("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
		return Surroundings{ID: "no-display", Elsewhere: true, Advice: text.T{
			En: "There is no display here: open the address in a browser anywhere, sign in, and paste the address at which it ends.",
			Ko: "이 환경에는 화면이 없습니다. 다른 곳의 브라우저에서 주소를 열어 로그인한 다음 마지막 주소를 붙여 넣으세요."}.With()}
	}
	return Surroundings{ID: "desktop"}
}

func elsewhere(id, name string) Surroundings {
	return Surroundings{ID: id, Elsewhere: true, Advice: text.T{
		En: "This runs in %s: your browser is most likely elsewhere and cannot reach this machine's port. If the page at the end cannot be shown, paste its address.",
		Ko: "%s 환경에서 실행 중이므로, 다른 컴퓨터의 브라우저는 이 포트에 연결하지 못할 수 있습니다. 마지막 페이지가 열리지 않으면 그 주소를 붙여 넣으세요."}.With(name)}
}
