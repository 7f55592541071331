package cloudtrail

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sts"
)

// record is a CloudTrail record, version 1.11, with its members in the order in which AWS writes them.
type record struct {
	EventVersion       string         `json:"eventVersion"`
	UserIdentity       userIdentity   `json:"userIdentity"`
	EventTime          string         `json:"eventTime"`
	EventSource        string         `json:"eventSource"`
	EventName          string         `json:"eventName"`
	AWSRegion          string         `json:"awsRegion"`
	SourceIPAddress    string         `json:"sourceIPAddress"`
	UserAgent          string         `json:"userAgent"`
	ErrorCode          string         `json:"errorCode,omitempty"`
	ErrorMessage       string         `json:"errorMessage,omitempty"`
	RequestParameters  any            `json:"requestParameters"`
	ResponseElements   any            `json:"responseElements"`
	RequestID          string         `json:"requestID"`
	EventID            string         `json:"eventID"`
	ReadOnly           bool           `json:"readOnly"`
	Resources          []resourceLine `json:"resources,omitempty"`
	EventType          string         `json:"eventType"`
	ManagementEvent    bool           `json:"managementEvent"`
	RecipientAccountID string         `json:"recipientAccountId"`
	EventCategory      string         `json:"eventCategory"`
}

type userIdentity struct {
	Type        string `json:"type"`
	PrincipalID string `json:"principalId,omitempty"`
	ARN         string `json:"arn"`
	AccountID   string `json:"accountId"`
	AccessKeyID string `json:"accessKeyId,omitempty"`
	UserName    string `json:"userName,omitempty"`
}

type resourceLine struct {
	AccountID string `json:"accountId"`
	Type      string `json:"type"`
	ARN       string `json:"ARN"`
}

func newEvent(c *core.Call, number int64, in, out core.Object, err error) *event {
	now := c.Cloud.Clock.Now()
	e := &event{
		Number: number, ID: c.Cloud.IDs.UUID(), Name: strings.Clone(c.Operation), Source: source(c.Service), Request: c.RequestID, Key: c.AccessKey,
		ReadOnly: readOnly(c.Operation), At: now.Truncate(time.Second), Visible: now.Add(delay(c)),
	}
	who := caller(c)
	e.User = who.UserName
	if who.Type == "AssumedRole" {
		e.User = who.ARN[strings.LastIndex(who.ARN, "/")+1:]
	}
	rec := record{
		EventVersion: "1.11", UserIdentity: who, EventTime: e.At.Format(time.RFC3339), EventSource: e.Source, EventName: e.Name,
		AWSRegion: c.Realm.Region, SourceIPAddress: "127.0.0.1", UserAgent: "practice-cloud", RequestParameters: bounded(hide("", in)),
		RequestID: c.RequestID, EventID: e.ID, ReadOnly: e.ReadOnly, EventType: "AwsApiCall", ManagementEvent: true,
		RecipientAccountID: c.Realm.Account.ID, EventCategory: "Management",
	}
	if !e.ReadOnly && out != nil {
		rec.ResponseElements = bounded(hide("", out))
	}
	var failure *core.Error
	if errors.As(err, &failure) {
		rec.ErrorCode, rec.ErrorMessage = failure.Code, cut(failure.Message, messageLimit)
	}
	for _, line := range resources(c, in, out) {
		rec.Resources = append(rec.Resources, line)
		e.Resources = append(e.Resources, resource{line.Type, line.ARN})
	}
	text, _ := json.Marshal(rec) // only strings, booleans and trees that came from JSON
	e.Record = string(text)
	return e
}

// source is the event source; both planes of AgentCore write under one.
func source(service string) string {
	return strings.TrimSuffix(service, "-control") + ".amazonaws.com"
}

func caller(c *core.Call) userIdentity {
	who := userIdentity{Type: "IAMUser", PrincipalID: c.CallerID, ARN: c.Caller, AccountID: c.Realm.Account.ID, AccessKeyID: c.AccessKey}
	if who.ARN == "" {
		who.ARN = sts.UserARN(who.AccountID)
	}
	switch {
	case strings.Contains(who.ARN, ":assumed-role/"):
		who.Type = "AssumedRole"
	case strings.HasSuffix(who.ARN, ":root"):
		who.Type = "Root"
	default:
		who.UserName = who.ARN[strings.LastIndex(who.ARN, "/")+1:]
	}
	return who
}

// resources names what an operation is about. AgentCore's events name identities, providers and the vault by their ARNs.
func resources(c *core.Call, in, out core.Object) []resourceLine {
	text := func(tree core.Object, member string) string { s, _ := tree[member].(string); return s }
	var lines []resourceLine
	add := func(kind, arn string) {
		if arn != "" {
			lines = append(lines, resourceLine{c.Realm.Account.ID, kind, cut(arn, arnLimit)})
		}
	}
	agentcore := func(kind, path, name string) {
		if name != "" {
			add("AWS::BedrockAgentCore::"+kind, c.Realm.ARN("bedrock-agentcore", path+name))
		}
	}
	const oauth2, apiKey = "token-vault/default/oauth2credentialprovider/", "token-vault/default/apikeycredentialprovider/"
	const identity = "workload-identity-directory/default/workload-identity/"
	switch op := c.Operation; {
	case c.Service == "cloudformation":
		if id := text(out, "StackId"); id != "" {
			add("AWS::CloudFormation::Stack", id)
		} else {
			add("AWS::CloudFormation::Stack", text(in, "StackName"))
		}
	case strings.Contains(op, "Oauth2CredentialProvider"):
		agentcore("OAuth2CredentialProvider", oauth2, text(in, "name"))
	case strings.Contains(op, "ApiKeyCredentialProvider"):
		agentcore("APIKeyCredentialProvider", apiKey, text(in, "name"))
	case strings.Contains(op, "WorkloadIdentity"):
		agentcore("WorkloadIdentity", identity, text(in, "name"))
	case strings.HasPrefix(op, "GetWorkloadAccessToken"):
		agentcore("WorkloadIdentity", identity, text(in, "workloadName"))
	case op == "GetResourceOauth2Token":
		agentcore("OAuth2CredentialProvider", oauth2, text(in, "resourceCredentialProviderName"))
	case op == "GetResourceApiKey":
		agentcore("APIKeyCredentialProvider", apiKey, text(in, "resourceCredentialProviderName"))
	case strings.Contains(op, "TokenVault"):
		agentcore("TokenVault", "token-vault/", "default")
	}
	return lines
}
