package cfn

import (
	"reflect"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const cognito = "cognito-idp"

func userPoolKind() *kind {
	return &kind{
		name: "AWS::Cognito::UserPool", schema: userPoolSchema(), tags: "UserPoolTags", tagsAsMap: true,
		fixed:      []string{"AliasAttributes", "UsernameAttributes", "UsernameConfiguration"},
		attributes: []string{"Arn", "ProviderName", "ProviderURL", "UserPoolId"},
		creating:   5 * time.Second, updating: 3 * time.Second, removing: 3 * time.Second,
		create: createUserPool, update: updateUserPool,
		remove: func(r *request) error {
			_, err := r.do(cognito, "DeleteUserPool", core.Object{"UserPoolId": r.id})
			return err
		},
	}
}

func userPoolSchema() props {
	lambda := object(props{"LambdaArn": text(), "LambdaVersion": text()})
	return props{
		"AccountRecoverySetting": object(props{"RecoveryMechanisms": list(object(props{"Name": text(), "Priority": integer()}))}),
		"AdminCreateUserConfig": object(props{
			"AllowAdminCreateUserOnly": flag(), "UnusedAccountValidityDays": integer(),
			"InviteMessageTemplate": object(props{"EmailMessage": text(), "EmailSubject": text(), "SMSMessage": text()}),
		}),
		"AliasAttributes": texts(), "AutoVerifiedAttributes": texts(), "DeletionProtection": text(),
		"DeviceConfiguration":        object(props{"ChallengeRequiredOnNewDevice": flag(), "DeviceOnlyRememberedOnUserPrompt": flag()}),
		"EmailAuthenticationMessage": text(), "EmailAuthenticationSubject": text(),
		"EmailConfiguration": object(props{
			"ConfigurationSet": text(), "EmailSendingAccount": text(), "From": text(), "ReplyToEmailAddress": text(), "SourceArn": text(),
		}),
		"EmailVerificationMessage": text(), "EmailVerificationSubject": text(), "EnabledMfas": texts(),
		"LambdaConfig": object(props{
			"CreateAuthChallenge": text(), "CustomEmailSender": lambda, "CustomMessage": text(), "CustomSMSSender": lambda,
			"DefineAuthChallenge": text(), "InboundFederation": lambda, "KMSKeyID": text(), "PostAuthentication": text(),
			"PostConfirmation": text(), "PreAuthentication": text(), "PreSignUp": text(), "PreTokenGeneration": text(),
			"PreTokenGenerationConfig": lambda, "UserMigration": text(), "VerifyAuthChallengeResponse": text(),
		}),
		"MfaConfiguration": text(),
		"Policies": object(props{
			"PasswordPolicy": object(props{
				"MinimumLength": integer(), "PasswordHistorySize": integer(), "RequireLowercase": flag(), "RequireNumbers": flag(),
				"RequireSymbols": flag(), "RequireUppercase": flag(), "TemporaryPasswordValidityDays": integer(),
			}),
			"SignInPolicy": object(props{"AllowedFirstAuthFactors": texts()}),
		}),
		"Schema": list(object(props{
			"AttributeDataType": text(), "DeveloperOnlyAttribute": flag(), "Mutable": flag(), "Name": text(), "Required": flag(),
			"NumberAttributeConstraints": object(props{"MaxValue": text(), "MinValue": text()}),
			"StringAttributeConstraints": object(props{"MaxLength": text(), "MinLength": text()}),
		})),
		"SmsAuthenticationMessage": text(),
		"SmsConfiguration":         object(props{"ExternalId": text(), "SnsCallerArn": text(), "SnsRegion": text()}),
		"SmsVerificationMessage":   text(),
		"UserAttributeUpdateSettings": object(props{
			"AttributesRequireVerificationBeforeUpdate": texts(),
		}),
		"UserPoolAddOns": object(props{
			"AdvancedSecurityMode": text(), "AdvancedSecurityAdditionalFlows": object(props{"CustomAuthMode": text()}),
		}),
		"UserPoolName": text(), "UserPoolTags": textMap(), "UserPoolTier": oneOf("LITE", "ESSENTIALS", "PLUS"),
		"UsernameAttributes": texts(), "UsernameConfiguration": object(props{"CaseSensitive": flag()}),
		"VerificationMessageTemplate": object(props{
			"DefaultEmailOption": text(), "EmailMessage": text(), "EmailMessageByLink": text(), "EmailSubject": text(),
			"EmailSubjectByLink": text(), "SmsMessage": text(),
		}),
		"WebAuthnFactorConfiguration": oneOf("SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"),
		"WebAuthnRelyingPartyID":      text(), "WebAuthnUserVerification": text(),
	}
}

// notOfThePool are the properties that CreateUserPool does not take: they go to SetUserPoolMfaConfig.
func notOfThePool() []string {
	return []string{
		"EnabledMfas", "EmailAuthenticationMessage", "EmailAuthenticationSubject", "WebAuthnFactorConfiguration",
		"WebAuthnRelyingPartyID", "WebAuthnUserVerification",
	}
}

func createUserPool(r *request) (made, error) {
	in := without(r.props, append(notOfThePool(), "UserPoolName")...)
	in["PoolName"] = r.props["UserPoolName"]
	if in["PoolName"] == nil {
		in["PoolName"] = r.shortName()
	}
	out, err := r.do(cognito, "CreateUserPool", in)
	if err != nil {
		return made{}, err
	}
	pool := under(out, "UserPool")
	r.id = textOf(pool, "Id")
	provider := "cognito-idp." + r.call.Realm.Region + ".amazonaws.com/" + r.id
	m := made{ID: r.id, Attributes: map[string]any{
		"Arn": textOf(pool, "Arn"), "ProviderName": provider, "ProviderURL": "https://" + provider, "UserPoolId": r.id,
	}}
	return m, setMFA(r)
}

// setMFA turns on what only SetUserPoolMfaConfig can.
func setMFA(r *request) error {
	in := core.Object{"UserPoolId": r.id}
	enabled := textsOf(r.props, "EnabledMfas")
	if slices.Contains(enabled, "SOFTWARE_TOKEN_MFA") {
		in["SoftwareTokenMfaConfiguration"] = core.Object{"Enabled": true}
	}
	if slices.Contains(enabled, "EMAIL_OTP") {
		email := core.Object{}
		move(email, "Message", r.props, "EmailAuthenticationMessage")
		move(email, "Subject", r.props, "EmailAuthenticationSubject")
		in["EmailMfaConfiguration"] = email
	}
	web := core.Object{}
	move(web, "RelyingPartyId", r.props, "WebAuthnRelyingPartyID")
	move(web, "UserVerification", r.props, "WebAuthnUserVerification")
	move(web, "FactorConfiguration", r.props, "WebAuthnFactorConfiguration")
	if len(web) > 0 {
		in["WebAuthnConfiguration"] = web
	}
	if len(in) == 1 {
		return nil
	}
	if sms, ok := r.props["SmsConfiguration"]; ok && slices.Contains(enabled, "SMS_MFA") {
		in["SmsMfaConfiguration"] = core.Object{"SmsConfiguration": sms}
	}
	move(in, "MfaConfiguration", r.props, "MfaConfiguration")
	_, err := r.do(cognito, "SetUserPoolMfaConfig", in)
	return err
}

func updateUserPool(r *request) (map[string]any, error) {
	if !reflect.DeepEqual(r.old["Schema"], r.props["Schema"]) {
		return nil, core.Errorf("InvalidParameterException", "Existing schema attributes cannot be modified or deleted.")
	}
	in := without(r.props, append(notOfThePool(), "UserPoolName", "Schema", "AliasAttributes", "UsernameAttributes", "UsernameConfiguration")...)
	in["UserPoolId"] = r.id
	move(in, "PoolName", r.props, "UserPoolName")
	if _, err := r.do(cognito, "UpdateUserPool", in); err != nil {
		return nil, err
	}
	return nil, setMFA(r)
}
