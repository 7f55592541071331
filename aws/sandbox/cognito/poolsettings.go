package cognito

import "agentcore-workshop/aws/sandbox/core"

// poolSettings are the members that CreateUserPool and UpdateUserPool share. What the practice cloud does not act upon
// is kept and echoed as it came.
type poolSettings struct {
	Policies                 *policies
	DeletionProtection       string
	AutoVerifiedAttributes   []string
	MfaConfiguration         string
	UserPoolTier             string
	AdminCreateUserConfig    *adminCreateUserConfig
	EmailVerificationMessage string
	EmailVerificationSubject string
	SmsAuthenticationMessage string
	SmsVerificationMessage   string

	AccountRecoverySetting      core.Object
	DeviceConfiguration         core.Object
	EmailConfiguration          core.Object
	IssuerConfiguration         core.Object
	KeyConfiguration            core.Object
	LambdaConfig                core.Object
	SmsConfiguration            core.Object
	UserAttributeUpdateSettings core.Object
	UserPoolAddOns              core.Object
	VerificationMessageTemplate core.Object
}

type policies struct {
	PasswordPolicy *passwordPolicy
	SignInPolicy   core.Object
}

type passwordPolicy struct {
	MinimumLength                 int
	RequireUppercase              bool
	RequireLowercase              bool
	RequireNumbers                bool
	RequireSymbols                bool
	PasswordHistorySize           *int
	TemporaryPasswordValidityDays int
}

type adminCreateUserConfig struct {
	AllowAdminCreateUserOnly  bool
	UnusedAccountValidityDays int
	InviteMessageTemplate     core.Object
}

type usernameConfiguration struct{ CaseSensitive bool }

type mfaSettings struct {
	SmsMfaConfiguration           core.Object
	SoftwareTokenMfaConfiguration core.Object
	EmailMfaConfiguration         core.Object
	WebAuthnConfiguration         core.Object
}

// defaults fills what was left out, as Cognito does both on creation and on update.
func (s *poolSettings) defaults() {
	s.DeletionProtection = or(s.DeletionProtection, "INACTIVE")
	s.MfaConfiguration = or(s.MfaConfiguration, "OFF")
	s.UserPoolTier = or(s.UserPoolTier, "ESSENTIALS")
	if s.Policies == nil {
		s.Policies = &policies{}
	}
	s.passwordDefaults()
	if s.Policies.SignInPolicy == nil {
		s.Policies.SignInPolicy = core.Object{"AllowedFirstAuthFactors": []string{"PASSWORD"}}
	}
	if s.AdminCreateUserConfig == nil {
		s.AdminCreateUserConfig = &adminCreateUserConfig{}
	}
	days := s.Policies.PasswordPolicy.TemporaryPasswordValidityDays
	s.AdminCreateUserConfig.UnusedAccountValidityDays = or(s.AdminCreateUserConfig.UnusedAccountValidityDays, days)
	if s.EmailConfiguration == nil {
		s.EmailConfiguration = core.Object{"EmailSendingAccount": "COGNITO_DEFAULT"}
	}
	if s.VerificationMessageTemplate == nil {
		s.VerificationMessageTemplate = core.Object{"DefaultEmailOption": "CONFIRM_WITH_CODE"}
	}
	if s.LambdaConfig == nil {
		s.LambdaConfig = core.Object{}
	}
}

// passwordDefaults gives a pool without a policy the strict default, and a given policy its length and days.
func (s *poolSettings) passwordDefaults() {
	pp := s.Policies.PasswordPolicy
	if pp == nil {
		pp = &passwordPolicy{RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true}
		s.Policies.PasswordPolicy = pp
	}
	pp.MinimumLength = or(pp.MinimumLength, 8)
	pp.TemporaryPasswordValidityDays = or(pp.TemporaryPasswordValidityDays, 7)
}

// or is the first value unless it is zero.
func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
