package cfn

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// The smaller parts of a user pool: hosted domain, resource server, group, user.

func userPoolDomainKind() *kind {
	return &kind{
		name: "AWS::Cognito::UserPoolDomain", required: []string{"UserPoolId", "Domain"},
		replace: []string{"UserPoolId", "Domain"}, identity: []string{"Domain"},
		attributes: []string{"CloudFrontDistribution"},
		creating:   30 * time.Second, updating: 30 * time.Second, removing: 5 * time.Second,
		schema: props{
			"CustomDomainConfig": object(props{"CertificateArn": text()}), "Domain": text(), "ManagedLoginVersion": integer(),
			"UserPoolId": text(),
		},
		create: func(r *request) (made, error) {
			out, err := r.do(cognito, "CreateUserPoolDomain", r.props)
			if err != nil {
				return made{}, err
			}
			return made{ID: textOf(r.props, "Domain"), Attributes: map[string]any{"CloudFrontDistribution": textOf(out, "CloudFrontDomain")}}, nil
		},
		update: func(r *request) (map[string]any, error) {
			_, err := r.do(cognito, "UpdateUserPoolDomain", r.props)
			return nil, err
		},
		remove: func(r *request) error {
			// The handler looks first: a domain that is gone, or somebody else's by now, is deleted as far as the stack goes.
			out, err := r.do(cognito, "DescribeUserPoolDomain", core.Object{"Domain": r.id})
			if found, told := out["DomainDescription"].(map[string]any); err == nil && told && found["UserPoolId"] != r.props["UserPoolId"] {
				return nil
			}
			_, err = r.do(cognito, "DeleteUserPoolDomain", core.Object{"UserPoolId": r.props["UserPoolId"], "Domain": r.id})
			return err
		},
	}
}

func resourceServerKind() *kind {
	return &kind{
		name: "AWS::Cognito::UserPoolResourceServer", required: []string{"UserPoolId", "Identifier", "Name"},
		replace: []string{"UserPoolId", "Identifier"}, identity: []string{"UserPoolId", "Identifier"},
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{
			"Identifier": text(), "Name": text(), "UserPoolId": text(),
			"Scopes": list(object(props{"ScopeName": text(), "ScopeDescription": text()})),
		},
		create: func(r *request) (made, error) {
			_, err := r.do(cognito, "CreateResourceServer", r.props)
			return madeIf(textOf(r.props, "Identifier"), err)
		},
		update: func(r *request) (map[string]any, error) {
			_, err := r.do(cognito, "UpdateResourceServer", r.props)
			return nil, err
		},
		remove: func(r *request) error {
			_, err := r.do(cognito, "DeleteResourceServer", core.Object{"UserPoolId": r.props["UserPoolId"], "Identifier": r.id})
			return err
		},
	}
}

func userPoolGroupKind() *kind {
	return &kind{
		name: "AWS::Cognito::UserPoolGroup", required: []string{"UserPoolId"},
		replace: []string{"UserPoolId", "GroupName"}, identity: []string{"UserPoolId", "GroupName"},
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{
			"Description": text(), "GroupName": text(), "Precedence": integer(), "RoleArn": text(), "UserPoolId": text(),
		},
		create: func(r *request) (made, error) {
			in := without(r.props)
			if in["GroupName"] == nil {
				in["GroupName"] = r.shortName()
			}
			_, err := r.do(cognito, "CreateGroup", in)
			return madeIf(textOf(in, "GroupName"), err)
		},
		update: func(r *request) (map[string]any, error) {
			in := without(r.props)
			in["GroupName"] = r.id
			_, err := r.do(cognito, "UpdateGroup", in)
			return nil, err
		},
		remove: func(r *request) error {
			_, err := r.do(cognito, "DeleteGroup", core.Object{"UserPoolId": r.props["UserPoolId"], "GroupName": r.id})
			return err
		},
	}
}

func userPoolUserKind() *kind {
	attributes := list(object(props{"Name": text(), "Value": text()}))
	return &kind{
		name: "AWS::Cognito::UserPoolUser", required: []string{"UserPoolId"},
		replace: []string{
			"DesiredDeliveryMediums", "ForceAliasCreation", "UserAttributes", "Username", "UserPoolId", "ValidationData",
			"ClientMetadata", "MessageAction",
		},
		identity: []string{"UserPoolId", "Username"}, customName: "Username",
		creating: 2 * time.Second, updating: 2 * time.Second, removing: time.Second,
		schema: props{
			"ClientMetadata": textMap(), "DesiredDeliveryMediums": texts(), "ForceAliasCreation": flag(), "MessageAction": text(),
			"UserAttributes": attributes, "UserPoolId": text(), "Username": text(), "ValidationData": attributes,
		},
		create: func(r *request) (made, error) {
			in := without(r.props)
			if in["Username"] == nil {
				in["Username"] = r.shortName()
			}
			_, err := r.do(cognito, "AdminCreateUser", in)
			return madeIf(textOf(in, "Username"), err)
		},
		// Every property replaces, so that nothing is left to update.
		update: func(*request) (map[string]any, error) { return nil, nil },
		remove: func(r *request) error {
			_, err := r.do(cognito, "AdminDeleteUser", core.Object{"UserPoolId": r.props["UserPoolId"], "Username": r.id})
			return err
		},
	}
}
