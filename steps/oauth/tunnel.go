package oauth

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/steps/text"
)

// Tunnel is the command that brings this machine's ports to the person's own, so that a browser there can open the addresses: ssh
// -L (OpenSSH ssh(1)). Empty where nobody came by SSH, and where no address is on this machine.
func (s Surroundings) Tunnel(addresses ...string) string {
	if s.Login == "" {
		return ""
	}
	var forwards []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Port() == "" {
			continue
		}
		if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			continue
		}
		if forward := " -L " + u.Port() + ":127.0.0.1:" + u.Port(); !slices.Contains(forwards, forward) {
			forwards = append(forwards, forward)
		}
	}
	if len(forwards) == 0 {
		return ""
	}
	return "ssh" + strings.Join(forwards, "") + " " + s.Login
}

// ThroughTunnel is the advice where a tunnel leads here.
func ThroughTunnel(command string) text.Msg {
	return text.T{
		En: "You are here over SSH, so a browser on your own computer cannot reach this one by itself. There, in a second window, first run: %s",
		Ko: "SSH로 접속해 있어 내 컴퓨터의 브라우저가 이곳에 바로 연결할 수 없습니다. 먼저 내 컴퓨터의 다른 창에서 실행하세요: %s"}.With(command)
}

// login is how ssh got here: the port, where it is not SSH's own, the person's name, and this machine's address as sshd(8) tells it.
func login(env func(string) string) string {
	user, host, port := env("USER"), "THIS-HOST", ""
	if parts := strings.Fields(env("SSH_CONNECTION")); len(parts) == 4 {
		host, port = parts[2], parts[3]
	}
	if user == "" {
		user = "YOU"
	}
	if port != "" && port != "22" {
		return "-p " + port + " " + user + "@" + host
	}
	return user + "@" + host
}
