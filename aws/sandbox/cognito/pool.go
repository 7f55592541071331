package cognito

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func poolOps() []core.Op {
	return []core.Op{
		core.Write("CreateUserPool", createPool),
		core.Read("DescribeUserPool", describePool),
		core.Read("ListUserPools", listPools),
		core.Write("UpdateUserPool", updatePool),
		core.Write("DeleteUserPool", deletePool),
		core.Read("GetUserPoolMfaConfig", getMfa),
		core.Write("SetUserPoolMfaConfig", setMfa),
	}
}

type createPoolInput struct {
	PoolName              string
	UsernameAttributes    []string
	AliasAttributes       []string
	UsernameConfiguration *usernameConfiguration
	Schema                []schemaAttribute
	UserPoolTags          map[string]string
	poolSettings
}

// poolAnswer is the UserPoolType of the service model.
type poolAnswer struct{ UserPool poolView }

type poolView struct {
	Id, Name, Arn                       string
	CreationDate, LastModifiedDate      time.Time
	UsernameAttributes, AliasAttributes []string
	UsernameConfiguration               *usernameConfiguration
	SchemaAttributes                    []schemaAttribute
	UserPoolTags                        map[string]string
	Domain, CustomDomain                string
	EstimatedNumberOfUsers              int
	poolSettings
}

func (p *Pool) view() poolAnswer {
	return poolAnswer{poolView{
		Id: p.Id, Name: p.Name, Arn: p.Arn, CreationDate: p.CreationDate, LastModifiedDate: p.LastModifiedDate,
		UsernameAttributes: p.UsernameAttributes, AliasAttributes: p.AliasAttributes,
		UsernameConfiguration: p.UsernameConfiguration, SchemaAttributes: p.SchemaAttributes,
		UserPoolTags: p.UserPoolTags, Domain: p.Domain, CustomDomain: p.CustomDomain,
		EstimatedNumberOfUsers: len(p.Users), poolSettings: p.Settings,
	}}
}

// createPool makes no keys: an RSA pair costs a tenth of a second, and not every pool ever signs.
func createPool(c *core.Call, in *createPoolInput) (poolAnswer, error) {
	if len(in.UsernameAttributes) > 0 && len(in.AliasAttributes) > 0 {
		return poolAnswer{}, invalid("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
	}
	st := stateOf(c.Realm)
	if len(st.Pools) >= poolsAtMost {
		return poolAnswer{}, full("user pools")
	}
	id := c.Realm.Region + "_" + c.Cloud.IDs.String(9, core.Alnum)
	for !c.Cloud.Index.Claim(poolKey(id), core.Ref{Realm: c.Realm, ID: id}) {
		id = c.Realm.Region + "_" + c.Cloud.IDs.String(9, core.Alnum)
	}
	p := &Pool{
		Id: id, Name: in.PoolName, Arn: c.Realm.ARN(Name, "userpool/"+id),
		CreationDate: c.Now(), LastModifiedDate: c.Now(),
		UsernameAttributes: in.UsernameAttributes, AliasAttributes: in.AliasAttributes,
		UsernameConfiguration: in.UsernameConfiguration, SchemaAttributes: schemaOf(in.Schema),
		UserPoolTags: in.UserPoolTags, Settings: in.poolSettings,
	}
	p.Settings.defaults()
	put(&st.Pools, id, p)
	return p.view(), nil
}

type poolID struct{ UserPoolId string }

func describePool(c *core.Call, in *poolID) (poolAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return poolAnswer{}, err
	}
	return p.view(), nil
}

type listPoolsInput struct {
	NextToken  string
	MaxResults int
}

type poolSummary struct {
	Id, Name                       string
	LambdaConfig                   core.Object
	CreationDate, LastModifiedDate time.Time
}

type listPoolsAnswer struct {
	UserPools []poolSummary
	NextToken string
}

func listPools(c *core.Call, in *listPoolsInput) (listPoolsAnswer, error) {
	pools, next, err := paged(values(stateOf(c.Realm).Pools), func(p *Pool) string { return p.Id }, "pools", in.NextToken, in.MaxResults, 60)
	if err != nil {
		return listPoolsAnswer{}, err
	}
	out := listPoolsAnswer{UserPools: []poolSummary{}, NextToken: next}
	for _, p := range pools {
		out.UserPools = append(out.UserPools, poolSummary{p.Id, p.Name, p.Settings.LambdaConfig, p.CreationDate, p.LastModifiedDate})
	}
	return out, nil
}

type updatePoolInput struct {
	UserPoolId, PoolName string
	UserPoolTags         map[string]string
	poolSettings
}

// updatePool replaces all settings: what is left out goes back to its default, as on AWS.
func updatePool(c *core.Call, in *updatePoolInput) (empty, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return empty{}, err
	}
	p.Settings = in.poolSettings
	p.Settings.defaults()
	p.Name = or(in.PoolName, p.Name)
	if in.UserPoolTags != nil {
		p.UserPoolTags = in.UserPoolTags
	}
	p.LastModifiedDate = c.Now()
	return empty{}, nil
}

func deletePool(c *core.Call, in *poolID) (empty, error) {
	p, err := findPool(c, in.UserPoolId)
	switch {
	case err != nil:
		return empty{}, err
	case p.Settings.DeletionProtection == "ACTIVE":
		return empty{}, invalid("The user pool cannot be deleted because deletion protection is activated. " +
			"Deletion protection must be inactivated first.")
	case p.Domain != "" || p.CustomDomain != "":
		return empty{}, invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")
	}
	for id := range p.Clients {
		c.Cloud.Index.Release(clientKey(id))
	}
	c.Cloud.Index.Release(poolKey(p.Id))
	delete(stateOf(c.Realm).Pools, p.Id)
	return empty{}, nil
}

type mfaInput struct {
	UserPoolId       string
	MfaConfiguration string
	mfaSettings
}

type mfaAnswer struct {
	MfaConfiguration string
	mfaSettings
}

func getMfa(c *core.Call, in *poolID) (mfaAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return mfaAnswer{}, err
	}
	return mfaAnswer{p.Settings.MfaConfiguration, p.Mfa}, nil
}

func setMfa(c *core.Call, in *mfaInput) (mfaAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return mfaAnswer{}, err
	}
	p.Mfa = in.mfaSettings
	p.Settings.MfaConfiguration = or(in.MfaConfiguration, "OFF")
	p.LastModifiedDate = c.Now()
	return mfaAnswer{p.Settings.MfaConfiguration, p.Mfa}, nil
}

// signsInWith reports whether users of the pool sign in with this attribute instead of a name.
func (p *Pool) signsInWith(attribute string) bool {
	return slices.Contains(p.UsernameAttributes, attribute)
}

// issuer is the pool's iss claim. It is always AWS's own address: clients compare it, they do not open it.
func (p *Pool) issuer(region string) string {
	host := "cognito-idp."
	if p.Settings.IssuerConfiguration["Type"] == "UPDATED" {
		host = "issuer-cognito-idp."
	}
	return "https://" + host + region + ".amazonaws.com/" + p.Id
}
