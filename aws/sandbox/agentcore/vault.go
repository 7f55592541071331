package agentcore

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// vault is the settings of the one token vault that an account has in a region.
type vault struct {
	KmsKeyArn string
	Modified  time.Time
}

const vaultID = "default"

func vaultOps() []core.Op {
	return []core.Op{
		core.Write("GetTokenVault", getVault), // the first look makes the vault, hence its date
		core.Write("SetTokenVaultCMK", setVaultKey),
	}
}

type kmsConfiguration struct {
	KeyType   string `json:"keyType"`
	KmsKeyArn string `json:"kmsKeyArn,omitempty"`
}

type vaultInput struct {
	TokenVaultID     string `json:"tokenVaultId"`
	KmsConfiguration kmsConfiguration
}

type vaultOutput struct {
	TokenVaultID     string           `json:"tokenVaultId"`
	KmsConfiguration kmsConfiguration `json:"kmsConfiguration"`
	LastModifiedDate time.Time        `json:"lastModifiedDate"`
}

func findVault(c *core.Call, id string) (*vault, error) {
	if id != "" && id != vaultID {
		return nil, notFound("Token vault with id: %s not found", id) // [K]
	}
	v := &stateOf(c.Realm).Vault
	if v.Modified.IsZero() {
		v.Modified = stamp(c)
	}
	return v, nil
}

func getVault(c *core.Call, in *vaultInput) (*vaultOutput, error) {
	v, err := findVault(c, in.TokenVaultID)
	if err != nil {
		return nil, err
	}
	out := &vaultOutput{TokenVaultID: vaultID, KmsConfiguration: kmsConfiguration{KeyType: "ServiceManagedKey"}, LastModifiedDate: v.Modified}
	if v.KmsKeyArn != "" {
		out.KmsConfiguration = kmsConfiguration{"CustomerManagedKey", v.KmsKeyArn}
	}
	return out, nil
}

func setVaultKey(c *core.Call, in *vaultInput) (*vaultOutput, error) {
	v, err := findVault(c, in.TokenVaultID)
	if err != nil {
		return nil, err
	}
	if (in.KmsConfiguration.KeyType == "CustomerManagedKey") != (in.KmsConfiguration.KmsKeyArn != "") {
		return nil, invalid(fieldFailed, "kmsKeyArn is required for CustomerManagedKey and must be absent for ServiceManagedKey.", "kmsConfiguration.kmsKeyArn") // [K]
	}
	v.KmsKeyArn, v.Modified = in.KmsConfiguration.KmsKeyArn, stamp(c)
	return getVault(c, in)
}

// storedToken is a resource's token in the vault. Providers' client credentials tokens have no user.
type storedToken struct {
	Provider, Workload, User string
	Access, Refresh          string
	Expires                  time.Time
}

// fresh says whether the token can still be handed out.
func (t *storedToken) fresh(now time.Time) bool { return t != nil && now.Before(t.Expires) }

// forget removes tokens from the vault.
func forget(s *state, which func(*storedToken) bool) {
	for key, t := range s.Tokens {
		if which(t) {
			delete(s.Tokens, key)
		}
	}
}
