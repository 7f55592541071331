package uitest

import (
	"strconv"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func itoa(n int) string { return strconv.Itoa(n) }

func deployInfo() flow.Info {
	return flow.Info{
		ID: "deploy", Main: true, Title: text.T{En: "Deploy the prerequisites", Ko: "사전 요구 사항 배포"}, Original: "chmod +x scripts/prereq.sh && ./scripts/prereq.sh",
		Why: text.T{
			En: "Programs and people need somewhere to prove who they are. A Cognito user pool is that place: it knows the users and the programs, and hands out tokens.",
			Ko: "프로그램과 사람은 자신이 누구인지 증명할 곳이 필요합니다. Cognito 사용자 풀이 바로 그곳으로, 사용자와 프로그램을 알고 토큰을 내줍니다.",
		},
		Will: []flow.Plan{
			{Call: "cloudformation:CreateChangeSet", Does: text.T{En: "Works out what would be made", Ko: "무엇이 만들어질지 계산합니다"}},
			{Call: "cloudformation:ExecuteChangeSet", Does: text.T{En: "Makes the user pool, two clients, a role and ten parameters", Ko: "사용자 풀, 클라이언트 둘, 역할, 파라미터 열 개를 만듭니다"}, Creates: true},
			{Call: "cognito-idp:AdminCreateUser", Does: text.T{En: "Adds the test user", Ko: "테스트 사용자를 추가합니다"}, Creates: true},
		},
		Terms:   []flow.Term{{Word: "User pool", Meaning: text.T{En: "A directory of users that also hands out tokens.", Ko: "사용자 목록이자 토큰을 내주는 곳입니다."}}},
		Console: []string{"cloudformation"}, Typical: 3 * time.Minute,
		Documents: []flow.Document{{
			Title: text.T{En: "The template", Ko: "템플릿"},
			Body: text.T{
				En: "# The template\n\nEach **resource** with what it is for.\n\n| Resource | What for |\n|---|---|\n| `UserPool` | knows users |\n| `UserPoolDomain` | the sign-in pages |\n\n- one\n- two\n\n```\naws cloudformation deploy\n```\n",
				Ko: "# 템플릿\n\n각 **리소스**와 그 쓰임입니다.\n\n| 리소스 | 쓰임 |\n|---|---|\n| `UserPool` | 사용자를 압니다 |\n| `UserPoolDomain` | 로그인 페이지 |\n\n- 하나\n- 둘\n\n```\naws cloudformation deploy\n```\n",
			},
		}},
	}
}

func providerInfo() flow.Info {
	return flow.Info{
		ID: "provider", Main: true, Needs: []string{"deploy"}, Title: text.T{En: "Create the Amazon Cognito provider", Ko: "Amazon Cognito Provider 생성"},
		Original: "python3 scripts/cognito_credentials_provider.py create-provider",
		Why: text.T{
			En: "An agent should not carry a password around. The credential provider keeps the client's secret in AgentCore's vault and fetches tokens for the agent.",
			Ko: "에이전트가 비밀번호를 들고 다니면 안 됩니다. 자격 증명 프로바이더는 클라이언트 시크릿을 AgentCore 볼트에 두고, 에이전트 대신 토큰을 받아 옵니다.",
		},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore-control:CreateOauth2CredentialProvider", Does: text.T{En: "Stores the client id and secret", Ko: "클라이언트 ID와 시크릿을 저장합니다"}, Creates: true, Billed: text.T{En: "a secret in Secrets Manager", Ko: "Secrets Manager 시크릿 하나"}},
		},
		Console: []string{"agentcore"},
	}
}

func verifyInfo() flow.Info {
	return flow.Info{
		ID: verify, Main: true, Ephemeral: true, Title: text.T{En: "Verification", Ko: "검증"}, Console: []string{"agentcore", "cognito"},
		Why:  text.T{En: "Each part must know the others by the right name. One wrong value, and a later step fails far from its cause.", Ko: "각 부분은 서로를 올바른 이름으로 알아야 합니다. 값 하나만 틀려도 나중 단계가 원인과 먼 곳에서 실패합니다."},
		Will: []flow.Plan{{Call: "ssm:GetParameters", Does: text.T{En: "Reads everything once and compares it", Ko: "모든 값을 한 번 읽어 비교합니다"}}},
	}
}

func tokenInfo() flow.Info {
	return flow.Info{
		ID: "token", Main: true, Ephemeral: true, Needs: []string{"deploy", "provider"}, Title: text.T{En: "Machine token", Ko: "머신 토큰"},
		Why: text.T{En: "A program signs in as itself, with no person present. You get the same token in two ways and see what the provider adds.", Ko: "프로그램이 사람 없이 스스로 로그인합니다. 같은 토큰을 두 방법으로 받아 보고 프로바이더가 무엇을 더해 주는지 봅니다."},
		Will: []flow.Plan{
			{Call: "POST /oauth2/token", Does: text.T{En: "Asks Cognito directly", Ko: "Cognito에 직접 요청합니다"}},
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "Asks through AgentCore", Ko: "AgentCore를 거쳐 요청합니다"}},
		},
		Picture: text.T{
			En: "  machine key  program ───────▶ gateway\n  person key   person ─▶ agent ─▶ runtime\n",
			Ko: "  머신의 열쇠   프로그램 ───────▶ gateway\n  사람의 열쇠   사람 ─▶ 에이전트 ─▶ runtime\n",
		},
	}
}

func signinInfo() flow.Info {
	return flow.Info{
		ID: "signin", Main: true, Ephemeral: true, Needs: []string{"deploy"}, Title: text.T{En: "User sign-in", Ko: "사용자 로그인"},
		Why:  text.T{En: "Now a person signs in. The program never sees the password: the browser shows it to Cognito only.", Ko: "이번에는 사람이 로그인합니다. 비밀번호는 브라우저가 Cognito에만 보여 주며, 프로그램은 볼 수 없습니다."},
		Will: []flow.Plan{{Call: "GET /oauth2/authorize", Does: text.T{En: "Opens the sign-in page", Ko: "로그인 페이지를 엽니다"}}},
	}
}
