package diagnose

import "agentcore-workshop/steps/text"

// knownOfCredentials are failures before anything is asked: who calls, from where, and when.
func knownOfCredentials() []Known {
	return []Known{
		{
			ID: "credentials-missing", Checks: []string{"account.caller"}, Docs: docsCredential,
			Says: [][]string{form("unable to locate credentials"), form("no ec2 imds role found"), form("nocredentialproviders"), form("nocredentialserror"),
				form("partial credentials found"), form("no aws credentials were found"), form("could not load credentials from any providers"), form("failed to refresh cached credentials")},
			Cause: text.T{En: "Neither the environment nor the shared config of this shell has AWS credentials. Event credentials are exported in one terminal only.", Ko: "이 셸의 환경 변수와 공유 설정 어디에도 AWS 자격 증명이 없습니다. 이벤트용 자격 증명은 export한 터미널에서만 쓸 수 있습니다."},
			Proof: text.T{En: "`aws sts get-caller-identity` fails in the same way.", Ko: "`aws sts get-caller-identity`도 같은 오류로 실패합니다."},
			Fix:   text.T{En: "Copy the credentials again (key, secret and session token), or run `aws sso login`; on the practice cloud (--sandbox) none are needed.", Ko: "자격 증명(액세스 키, 시크릿, 세션 토큰)을 다시 복사하거나 `aws sso login`을 실행하세요. 연습용 클라우드(--sandbox)에서는 필요 없습니다."},
			Near:  "credentials profile configure login key",
		},
		{
			ID: "credentials-expired", Checks: []string{"account.caller"}, Docs: docsCredential,
			Says: [][]string{form("expiredtoken"), form("security token included in the request is expired"), form("the credentials have expired"),
				form("token has expired and refresh failed"), form("sso session associated with this profile has expired"), form("error loading sso token")},
			Cause: text.T{En: "The temporary credentials have ended: those of an event live one to twelve hours.", Ko: "임시 자격 증명이 만료되었습니다. 이벤트용 자격 증명의 수명은 1~12시간입니다."},
			Proof: text.T{En: "`aws sts get-caller-identity` fails in the same way; `verify account.credentials` shows how long they last.", Ko: "`aws sts get-caller-identity`도 같은 오류로 실패합니다. `verify account.credentials`로 남은 시간을 볼 수 있습니다."},
			Fix:   text.T{En: "Fetch new ones (`aws sso login`, or the event's page), then run the same command: it goes on where it stopped.", Ko: "`aws sso login`이나 이벤트 페이지에서 새로 받은 다음 같은 명령을 실행하면 멈춘 곳부터 이어집니다."},
			Near:  "expired session token credentials",
		},
		{
			ID: "credentials-unknown", Checks: []string{"account.caller"}, Docs: docsCredential,
			Says: [][]string{form("security token included in the request is invalid"), form("invalidclienttokenid"), form("unrecognizedclientexception"),
				form("signaturedoesnotmatch", "request signature we calculated does not match")},
			Cause: text.T{En: "AWS does not know these credentials: one of the three values was cut, or belongs to another set.", Ko: "AWS가 이 자격 증명을 알지 못합니다. 세 값 중 하나가 잘렸거나 다른 자격 증명의 값입니다."},
			Proof: text.T{En: "`aws sts get-caller-identity` fails in the same way.", Ko: "`aws sts get-caller-identity`도 같은 오류로 실패합니다."},
			Fix:   text.T{En: "Copy all three again, and unset AWS_SESSION_TOKEN if the new key has none.", Ko: "세 값을 모두 다시 복사하고, 새 키에 세션 토큰이 없다면 AWS_SESSION_TOKEN을 지우세요."},
			Near:  "invalid access key signature",
		},
		{
			ID: "clock-skew", Checks: []string{"account.clock"}, Docs: "https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html",
			Says: [][]string{form("signature expired", "is now earlier than"), form("signature not yet current"), form("requesttimetooskewed"), form("requestexpired"),
				form("token used before issued"), form("clock is wrong, so aws refuses")},
			Cause: text.T{En: "This machine's clock is more than five minutes from AWS's, so that signatures and tokens look too old or too new.", Ko: "이 컴퓨터의 시계가 AWS와 5분 넘게 차이 나서 서명과 토큰이 만료되었거나 아직 유효하지 않은 것으로 보입니다."},
			Fix:   text.T{En: "Turn network time on. In WSL: `sudo hwclock -s`.", Ko: "네트워크 시간 동기화를 켜세요. WSL에서는 `sudo hwclock -s`를 실행하세요."},
			Near:  "clock time skew date",
		},
		{
			ID: "region-missing", Checks: []string{"account.region"}, Docs: docsRegion,
			Says: [][]string{form("you must specify a region"), form("noregionerror"), form("missing region"), form("an aws region is required"),
				form("could not connect to the endpoint url", "bedrock-agentcore..amazonaws"), form("no region is configured")},
			Cause: text.T{En: "No region is configured. The workshop's scripts work in us-east-1, the AWS CLI in what AWS_DEFAULT_REGION or the profile says, Go programs in AWS_REGION.", Ko: "리전이 설정되어 있지 않습니다. 워크숍 스크립트는 us-east-1에서, AWS CLI는 AWS_DEFAULT_REGION이나 프로필의 리전에서, Go 프로그램은 AWS_REGION에서 동작합니다."},
			Fix:   text.T{En: "`export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1`, or add --region.", Ko: "`export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1`을 실행하거나 --region을 붙이세요."},
			Near:  "region us-east-1 us-west-2 ap-northeast-2 endpoint",
		},
		{
			ID: "throttled", Docs: "https://docs.aws.amazon.com/general/latest/gr/api-retries.html",
			Says: [][]string{form("throttlingexception"), form("(throttling)"), form("rate exceeded"), form("toomanyrequestsexception"), form("<code>throttling</code>")},
			// Other services throttle too.
			Generic: true,
			Cause:   text.T{En: "More calls came than the service takes in a second. In a workshop a whole room shares the account's quota.", Ko: "서비스가 1초에 받는 것보다 호출이 많았습니다. 워크숍에서는 참가자 모두가 계정의 할당량을 함께 씁니다."},
			Proof:   text.T{En: "The same call succeeds a minute later.", Ko: "1분 뒤에 같은 호출을 하면 성공합니다."},
			Fix:     text.T{En: "Wait a minute and run it again. What was done is kept.", Ko: "1분쯤 기다렸다가 다시 실행하세요. 끝난 작업은 그대로 남아 있습니다."},
			Near:    "throttling quota limit requests",
		},
	}
}

// knownOfAccess are refusals by IAM.
func knownOfAccess() []Known {
	role := text.T{En: "Add the action to the caller's policy, or have whoever manages the account do it; the message names action and resource.", Ko: "호출자의 정책에 이 작업을 추가하거나 계정 관리자에게 요청하세요. 작업과 리소스는 메시지에 있습니다."}
	simulate := text.T{En: "`aws iam simulate-principal-policy` with the action and the resource of the message answers implicitDeny.", Ko: "메시지의 작업과 리소스로 `aws iam simulate-principal-policy`를 실행하면 implicitDeny가 나옵니다."}
	return []Known{
		{
			ID: "provider-secret-denied", Docs: docsOutbound, Proof: simulate, Fix: role, Checks: []string{"provider.exists"},
			Says: [][]string{form("accessdenied", "secretsmanager:createsecret"), form("not authorized to perform: secretsmanager:createsecret"),
				form("not authorized to perform: secretsmanager:putsecretvalue"), form("not authorized to perform: secretsmanager:deletesecret"), form("not authorized to perform: bedrock-agentcore:createtokenvault"), form("not authorized to perform: bedrock-agentcore:gettokenvault"),
				form("createtokenvault")},
			Cause: text.T{En: "AgentCore makes the provider's secret, and at first the token vault, in the caller's name. The caller needs bedrock-agentcore:CreateTokenVault, and secretsmanager:CreateSecret on bedrock-agentcore-identity!default/oauth2/*.", Ko: "AgentCore는 Provider의 시크릿과 처음 만드는 Token Vault를 호출자의 권한으로 만듭니다. 호출자에게 bedrock-agentcore:CreateTokenVault와, bedrock-agentcore-identity!default/oauth2/*에 대한 secretsmanager:CreateSecret 권한이 필요합니다."},
			Near:  "secretsmanager secret vault permission provider",
		},
		{
			ID: "token-denied", Docs: docsOutbound, Proof: simulate, Fix: role, Checks: []string{"role.permissions", "role.actions"},
			Says: [][]string{form("accessdenied", "secretsmanager:getsecretvalue"), form("not authorized to perform: secretsmanager:getsecretvalue"), form("not authorized to perform: bedrock-agentcore:getresourceoauth2token"),
				form("accessdenied", "bedrock-agentcore:getresourceoauth2token"), form("not authorized to perform: bedrock-agentcore:getworkloadaccesstoken")},
			Cause: text.T{En: "Whoever asks for a token (often the execution role) may not. It takes GetWorkloadAccessToken, GetResourceOauth2Token on directory, vault and provider, and secretsmanager:GetSecretValue on the provider's secret. The published template's role names prefixes that IAM does not have.", Ko: "토큰을 요청하는 주체(주로 실행 역할)에 권한이 없습니다. GetWorkloadAccessToken, 디렉터리와 vault와 Provider에 대한 GetResourceOauth2Token, Provider 시크릿에 대한 secretsmanager:GetSecretValue가 필요합니다. 공개된 템플릿의 역할에는 IAM에 없는 접두사가 들어 있습니다."},
			Near:  "token permission role policy identity-based",
		},
		{
			ID: "access-denied", Docs: docsDenied, Proof: simulate, Fix: role,
			Says: [][]string{form("not authorized to perform: cognito-idp:"), form("not authorized to perform: ssm:"), form("not authorized to perform: cloudformation:"),
				form("not authorized to perform: bedrock-agentcore:"), form("not authorized to perform: iam:"), form("not authorized to perform: sts:assumerole"), form("not authorized to perform: iam:passrole")},
			Cause: text.T{En: "The caller's policies do not allow this one action on this resource.", Ko: "호출자의 정책이 이 리소스에 대한 이 작업을 허용하지 않습니다."},
			Near:  "authorized denied permission policy iam",
		},
	}
}
