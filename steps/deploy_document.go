package steps

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// templateDocument explains the template resource by resource: what it is, why it is there, and who reads it later.
func templateDocument() flow.Document {
	return flow.Document{
		Title: text.T{En: "The template, resource by resource", Ko: "템플릿 살펴보기: 리소스별 설명"},
		Body:  text.T{En: templateEn, Ko: templateKo},
	}
}

const templateEn = `## Who signs tokens
**UserPool** (AWS::Cognito::UserPool)
The directory of people, and the issuer of every token. People sign in with their e-mail address; only an administrator creates users; no SMS, since text messages cost money.
*Read later by:* everybody who verifies a token, through the discovery address.

**AdminGroup, UserGroup** (AWS::Cognito::UserPoolGroup)
Groups become the claim cognito:groups in a user's tokens.
*Read later by:* the agent, when it asks what a user may do.

**UserPoolDomain** (AWS::Cognito::UserPoolDomain)
The host name of the sign-in pages and of the token endpoint. Prefixes are unique in a region over all AWS accounts, so the account number is part of it.
*Read later by:* sign-in, token requests, and the provider.

## What tokens are for
**ResourceServer** (AWS::Cognito::UserPoolResourceServer)
The API that tokens are for, in the words of OAuth 2.0, with one scope: invoke.
*Read later by:* gateway and runtime, which look for the scope.

## The two keys
**WebUserPoolClient** (AWS::Cognito::UserPoolClient)
The person's client: authorization code with PKCE, no secret, since a program on somebody's computer cannot keep one.
*Read later by:* the sign-in, and the runtime, which lets this client in.

**MachineUserPoolClient** (AWS::Cognito::UserPoolClient)
The agent's client: client_credentials with a secret, and nothing else. Cognito does not let one client have both flows.
*Read later by:* the credential provider, and the gateway, which lets this client in.

## The role of the next steps
**AgentCoreExecutionRole** (AWS::IAM::Role)
What gateway and runtime may do: call the three tools, write logs, read the parameters, ask the model, fetch tokens. Only this account's AgentCore can take it (confused deputy).
*Read later by:* the scripts that make the gateway and the runtime.

## The notice board
Ten **AWS::SSM::Parameter**: the later steps know these names and nothing else. None of them is secret.
- machine_client_id: the provider step, the gateway
- web_client_id: the sign-in, the runtime
- userpool_id: the provider step, to find the secret
- cognito_provider: the agent, which asks AgentCore for the provider of this name
- cognito_auth_scope: every token request
- cognito_discovery_url: gateway and runtime, to learn issuer and keys
- cognito_token_url, cognito_auth_url, cognito_domain: whoever fetches a token or signs in
- gateway_iam_role: the scripts for gateway and runtime

## What is not in it
The credential provider and its secret are made in the next step, by AgentCore. Deleting the stack leaves them behind.
`

const templateKo = `## 토큰에 서명하는 곳
**UserPool** (AWS::Cognito::UserPool)
사용자 디렉터리이자 모든 토큰의 발급자입니다. 이메일 주소로 로그인하며, 사용자는 관리자만 만들 수 있습니다. 문자 메시지는 비용이 들기 때문에 쓰지 않습니다.
*나중에 읽는 곳:* discovery 주소를 통해 토큰을 검증하는 모든 곳

**AdminGroup, UserGroup** (AWS::Cognito::UserPoolGroup)
그룹은 사용자 토큰의 cognito:groups 클레임이 됩니다.
*나중에 읽는 곳:* 사용자의 권한을 확인하는 에이전트

**UserPoolDomain** (AWS::Cognito::UserPoolDomain)
로그인 페이지와 토큰 엔드포인트의 호스트 이름입니다. 접두사는 리전 안의 모든 AWS 계정에서 고유해야 하므로 계정 번호가 들어갑니다.
*나중에 읽는 곳:* 로그인, 토큰 요청, Provider

## 토큰의 용도
**ResourceServer** (AWS::Cognito::UserPoolResourceServer)
OAuth 2.0에서 토큰이 향하는 API이며, 스코프는 invoke 하나입니다.
*나중에 읽는 곳:* 스코프를 검사하는 Gateway와 Runtime

## 두 개의 열쇠
**WebUserPoolClient** (AWS::Cognito::UserPoolClient)
사용자의 클라이언트입니다. PKCE를 쓰는 Authorization Code 흐름이며, 사용자 컴퓨터의 프로그램은 시크릿을 지킬 수 없으므로 시크릿이 없습니다.
*나중에 읽는 곳:* 로그인, 그리고 이 클라이언트를 허용하는 Runtime

**MachineUserPoolClient** (AWS::Cognito::UserPoolClient)
에이전트의 클라이언트입니다. 시크릿을 쓰는 client_credentials 흐름만 허용합니다. Cognito는 한 클라이언트에 두 흐름을 함께 허용하지 않습니다.
*나중에 읽는 곳:* Credential Provider, 그리고 이 클라이언트를 허용하는 Gateway

## 다음 단계의 역할
**AgentCoreExecutionRole** (AWS::IAM::Role)
Gateway와 Runtime의 권한입니다. 도구 세 개 호출, 로그 기록, 파라미터 읽기, 모델 호출, 토큰 발급을 허용합니다. 이 계정의 AgentCore만 이 역할을 쓸 수 있습니다(confused deputy 방지).
*나중에 읽는 곳:* Gateway와 Runtime을 만드는 스크립트

## 게시판
**AWS::SSM::Parameter** 10개입니다. 다음 단계들은 이 이름만 알고 있습니다. 비밀 값은 없습니다.
- machine_client_id: Provider 생성 단계, Gateway
- web_client_id: 로그인, Runtime
- userpool_id: 시크릿을 찾는 Provider 생성 단계
- cognito_provider: 이 이름의 Provider를 AgentCore에 요청하는 에이전트
- cognito_auth_scope: 모든 토큰 요청
- cognito_discovery_url: 발급자와 공개 키를 알아내는 Gateway와 Runtime
- cognito_token_url, cognito_auth_url, cognito_domain: 토큰을 받거나 로그인하는 모든 곳
- gateway_iam_role: Gateway와 Runtime 생성 스크립트

## 템플릿에 없는 것
Credential Provider와 시크릿은 다음 단계에서 AgentCore가 만듭니다. 스택을 지워도 남습니다.
`
