package diagnose

import "agentcore-workshop/steps/text"

// knownOfScripts are what the published scripts bring about.
func knownOfScripts() []Known {
	return []Known{
		{
			ID: "old-sdk", Docs: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
			Says: [][]string{form("unknown service: 'bedrock-agentcore"), form("unknownserviceerror", "bedrock-agentcore"), form("found invalid choice 'create-agent-runtime'"), form("found invalid choice", "bedrock-agentcore"),
				form("invalid choice", "bedrock-agentcore"), form("=invalid choice"), form("invalid choice: 'create-agent-runtime'"), form("argument operation: found invalid choice", "oauth2-credential-provider")},
			Cause: text.T{En: "This AWS CLI or boto3 is older than the service.", Ko: "설치된 AWS CLI 또는 boto3가 이 서비스보다 오래되었습니다."},
			Proof: text.T{En: "`aws --version` is below 2.32, or `python3 -c 'import boto3; print(boto3.__version__)'` is of before 2025-07.", Ko: "`aws --version`이 2.32보다 낮거나, `python3 -c 'import boto3; print(boto3.__version__)'`의 버전이 2025년 7월 이전입니다."},
			Fix:   text.T{En: "Update it; or use this program, which needs neither.", Ko: "업데이트하거나, 둘 다 필요 없는 이 프로그램을 쓰세요."},
			Near:  "boto3 cli version unknown service choice",
		},
		{
			ID: "wrong-agentcore-binary", Docs: "https://github.com/aws/agentcore-cli/issues/587",
			Says:  [][]string{form("agentcore", "binary on path"), form("agentcore", "wrong", "path"), form("which agentcore"), form("agentcore: command not found"), form("no such command", "agentcore"), form("agentcore: error: unrecognized")},
			Cause: text.T{En: "Two programs are called agentcore, the Python toolkit and the newer CLI, and the shell finds the other one, or none.", Ko: "agentcore라는 프로그램이 Python 툴킷과 새 CLI 두 가지가 있는데, 셸이 다른 것을 찾거나 찾지 못했습니다."},
			Proof: text.T{En: "`type -a agentcore` lists what the shell finds, first come first.", Ko: "`type -a agentcore`로 셸이 찾는 순서를 볼 수 있습니다."},
			Fix:   text.T{En: "Call the wanted one by its full path, or take the other one off the PATH.", Ko: "전체 경로로 실행하거나 다른 하나를 PATH에서 빼세요."},
			Near:  "agentcore command path binary toolkit",
		},
		{
			ID: "subcommand-deploys", Docs: docsStack, Checks: []string{"parameter.cognito_auth_scope", "parameter.gateway_iam_role", "role.exists", "user.exists"},
			Says:  [][]string{form("prereq.sh", "delete-provider"), form("unknown/absent sub-command"), form("unknown", "sub-command", "deploy"), form("testuser", "🎉"), form("username: testuser")},
			Cause: text.T{En: "The script takes a sub-command that it does not know, or none, as a wish to deploy another template: scope, role and parameters change, a user testuser is announced who was never made, and it ends with success.", Ko: "스크립트는 모르는 하위 명령이나 빈 하위 명령을 다른 템플릿 배포로 처리합니다. 스코프, 역할, 파라미터가 바뀌고 만들어지지 않은 testuser를 안내하면서 성공으로 끝납니다."},
			Fix:   text.T{En: "`fix --all` puts scope, clients and parameters right again; `deploy --update` shows what the stack would get back.", Ko: "`fix --all`로 스코프, 클라이언트, 파라미터를 바로잡으세요. `deploy --update`로 스택에 되돌릴 내용을 볼 수 있습니다."},
			Near:  "script subcommand prereq testuser deploy",
		},
		{
			ID: "false-success", Docs: docsSSM, Checks: []string{"parameter.userpool_id", "parameter.gateway_iam_role"},
			Says:  [][]string{form("❌", "not found"), form("not found", "🎉"), form("❌", "🎉")},
			Cause: text.T{En: "The script found something missing (❌), went on, and ended with 🎉 and status 0.", Ko: "스크립트가 빠진 것을 발견하고도(❌) 계속 진행해 🎉와 종료 코드 0으로 끝났습니다."},
			Fix:   text.T{En: "Run `verify`; `fix --all` brings back what it can.", Ko: "`verify`를 실행하고, `fix --all`로 고칠 수 있는 것을 고치세요."},
			Near:  "script success missing found",
		},
	}
}

// knownOfHabits are what is dangerous rather than broken.
func knownOfHabits() []Known {
	return []Known{
		{
			ID: "secret-in-log", Docs: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html",
			Says: [][]string{form("testpassword123!"), form("client secret:"), form("client_secret="), form(`"clientsecret":"`), form("client_secret", "written to"), form("password echoed"), form("secret chars", "printed"),
				form("typed password echoed"), form("client_secret:")},
			Generic: true,
			Cause:   text.T{En: "A secret or a password stands in what was pasted: the published scripts print the password and part of the client secret, and one writes the secret to a file.", Ko: "붙여 넣은 내용에 시크릿이나 암호가 들어 있습니다. 공개된 스크립트는 암호와 클라이언트 시크릿 일부를 출력하고, 시크릿을 파일에 쓰는 것도 있습니다."},
			Proof:   text.T{En: "It is masked in what is shown here; in the original it is in clear.", Ko: "여기서는 가려서 보여 주지만 원본에는 그대로 있습니다."},
			Fix:     text.T{En: "Do not pass the log on. Set another password, and rotate the client's secret if it was whole.", Ko: "로그를 공유하지 마세요. 암호를 바꾸고, 시크릿 전체가 드러났다면 교체하세요."},
			Near:    "secret password log printed echoed",
		},
	}
}
