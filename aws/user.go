package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"agentcore-workshop/steps/secret"
)

// User is a user of a pool.
type User struct {
	// Username is Cognito's own name, a UUID where people sign in with their e-mail address.
	Username, Email string
	EmailVerified   bool
	// Status is CONFIRMED, FORCE_CHANGE_PASSWORD and so on.
	Status  string
	Enabled bool
	Created time.Time
	// Attributes are all attributes by name.
	Attributes map[string]string
}

// UserAttribute is an attribute of a user by its name in the pool's schema.
type UserAttribute struct{ Name, Value string }

// User finds a user by e-mail address or name (AdminGetUser). Kind NotFound when there is none.
func (c *Cloud) User(ctx context.Context, pool, name string) (User, error) {
	out, err := c.clients.cognito.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &pool, Username: &name})
	if err != nil {
		return User{}, err
	}
	return user(out.Username, out.UserStatus, out.Enabled, out.UserCreateDate, out.UserAttributes), nil
}

// CreateUser makes a user whose e-mail address counts as verified, and sends no message (AdminCreateUser). The password is
// a temporary one: the user is in FORCE_CHANGE_PASSWORD until SetPassword. Kind Exists when there is one.
func (c *Cloud) CreateUser(ctx context.Context, pool, email string, temporary secret.Text, more ...UserAttribute) (User, error) {
	attributes := []types.AttributeType{
		{Name: sdk.String("email"), Value: &email}, {Name: sdk.String("email_verified"), Value: sdk.String("true")},
	}
	for _, a := range more {
		attributes = append(attributes, types.AttributeType{Name: &a.Name, Value: &a.Value})
	}
	out, err := c.clients.cognito.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &pool, Username: &email, TemporaryPassword: sdk.String(temporary.Reveal()), MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: attributes,
	})
	if err != nil {
		return User{}, err
	}
	u := out.User
	return user(u.Username, u.UserStatus, u.Enabled, u.UserCreateDate, u.Attributes), nil
}

// SetPassword gives a user a permanent password, which makes the user CONFIRMED whatever state it was in
// (AdminSetUserPassword). Kind Validation when the pool's policy does not like it.
func (c *Cloud) SetPassword(ctx context.Context, pool, name string, password secret.Text) error {
	_, err := c.clients.cognito.AdminSetUserPassword(ctx, &cognitoidentityprovider.AdminSetUserPasswordInput{
		UserPoolId: &pool, Username: &name, Password: sdk.String(password.Reveal()), Permanent: true,
	})
	return err
}

// EnableUser lets a disabled user sign in again (AdminEnableUser).
func (c *Cloud) EnableUser(ctx context.Context, pool, name string) error {
	_, err := c.clients.cognito.AdminEnableUser(ctx, &cognitoidentityprovider.AdminEnableUserInput{UserPoolId: &pool, Username: &name})
	return err
}

// DeleteUser removes a user (AdminDeleteUser).
func (c *Cloud) DeleteUser(ctx context.Context, pool, name string) error {
	_, err := c.clients.cognito.AdminDeleteUser(ctx, &cognitoidentityprovider.AdminDeleteUserInput{UserPoolId: &pool, Username: &name})
	return err
}

func user(name *string, status types.UserStatusType, enabled bool, created *time.Time, attributes []types.AttributeType) User {
	u := User{
		Username: sdk.ToString(name), Status: string(status), Enabled: enabled, Created: sdk.ToTime(created), Attributes: map[string]string{},
	}
	for _, a := range attributes {
		u.Attributes[sdk.ToString(a.Name)] = sdk.ToString(a.Value)
	}
	u.Email, u.EmailVerified = u.Attributes["email"], u.Attributes["email_verified"] == "true"
	return u
}
