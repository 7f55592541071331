package steps

// Documents that steps and checks point to alike.
const (
	DocsPool = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html"
	DocsRole = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html"
)
