package steps

import (
	"agentcore-workshop/aws"
	"agentcore-workshop/steps/text"
)

// resourceWords is what the template says above a resource. The template is a file that goes to AWS as it is, in English; the Korean
// stands here, by the resource's name.
func resourceWords(r aws.TemplateResource) text.T {
	return text.T{En: r.Comment, Ko: koreanWords(r.LogicalID)}
}

func koreanWords(logicalID string) string {
	switch logicalID {
	case "UserPool":
		return "사용자 디렉터리이며, 이 워크숍의 모든 토큰을 발급합니다. 이메일 주소로 로그인하고, 사용자는 관리자만 만들 수 있습니다. 누구나 가입할 수 있는 User Pool을 실습용으로 인터넷에 열어 두지 않기 위해서입니다. SMS와 MFA는 쓰지 않습니다. 문자 메시지에는 비용이 들고 역할도 하나 더 필요합니다."
	case "AdminGroup":
		return "그룹은 사용자 토큰의 \"cognito:groups\" 클레임이 됩니다. 두 그룹에 모두 속한 사용자에게는 precedence가 낮은 그룹이 우선합니다."
	case "UserGroup":
		return "나머지 모든 사용자의 그룹입니다."
	case "ResourceServer":
		return "OAuth 2.0에서 토큰을 받아 주는 API입니다. Gateway와 Runtime은 여기에 있는 스코프 하나를 확인합니다. client_credentials를 쓰는 클라이언트에는 이런 스코프가 있어야 합니다. openid 같은 스코프는 사람에 대한 것입니다."
	case "WebUserPoolClient":
		return "사용자의 클라이언트입니다. 사용자 컴퓨터의 프로그램은 시크릿을 지킬 수 없으므로 시크릿 대신 PKCE를 씁니다. Callback URL은 localhost와 끝의 슬래시까지 한 글자도 다르지 않아야 합니다."
	case "MachineUserPoolClient":
		return "에이전트의 클라이언트입니다. 시크릿만 있고 로그인 페이지, callback, 사용자는 없습니다. Cognito는 한 클라이언트에 client_credentials와 code를 함께 허용하지 않으므로 사람의 로그인에는 쓸 수 없습니다."
	case "UserPoolDomain":
		return "로그인 페이지와 토큰 엔드포인트의 호스트 이름입니다. 접두사는 리전 안의 모든 AWS 계정에서 고유해야 하므로 계정 번호가 들어갑니다."
	case "AgentCoreExecutionRole":
		return "다음 단계의 Gateway와 Agent Runtime이 사용하는 역할입니다. 각 Statement에는 공개된 스크립트가 실제로 쓰는 권한만 있으며, 그보다 넓은 권한은 없습니다."
	case "MachineClientIdParameter":
		return "Provider 생성 단계와, 이 클라이언트를 허용하는 Gateway가 읽습니다."
	case "WebClientIdParameter":
		return "로그인 단계와, 이 클라이언트를 허용하는 Runtime이 읽습니다."
	case "UserPoolIdParameter":
		return "Provider 생성 단계가 Machine Client의 시크릿을 가져오기 위해 읽습니다."
	case "CognitoProviderParameter":
		return "Provider 생성 단계가 이 이름으로 Credential Provider를 만들고, 에이전트도 이 이름으로 요청합니다. Provider는 스택에 속하지 않으므로 스택을 지워도 남습니다."
	case "CognitoAuthScopeParameter":
		return "토큰을 받을 때 요청할 스코프입니다."
	case "CognitoDiscoveryUrlParameter":
		return "Gateway와 Runtime이 여기에서 발급자와 공개 키를 알아냅니다. 발급자는 이 주소에서 /.well-known 부분을 뺀 것입니다."
	case "CognitoTokenUrlParameter":
		return "토큰을 받는 주소입니다. ${UserPoolDomain}을 참조하므로 CloudFormation은 도메인이 준비될 때까지 기다립니다. 아직 응답하지 않는 주소는 쓸모가 없기 때문입니다."
	case "CognitoAuthUrlParameter":
		return "사용자의 브라우저가 처음 여는 주소입니다."
	case "CognitoDomainParameter":
		return "위 두 주소의 호스트입니다."
	case "GatewayExecutionRoleParameter":
		return "Gateway와 Runtime을 만드는 스크립트가 읽습니다."
	}
	return ""
}
