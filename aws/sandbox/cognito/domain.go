package cognito

import (
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func domainOps() []core.Op {
	return []core.Op{
		core.Write("CreateUserPoolDomain", createDomain),
		core.Read("DescribeUserPoolDomain", describeDomain),
		core.Write("UpdateUserPoolDomain", updateDomain),
		core.Write("DeleteUserPoolDomain", deleteDomain),
	}
}

// Domain is what makes a pool's hosted pages and token endpoint reachable.
type Domain struct {
	Domain, UserPoolId, AWSAccountId string
	S3Bucket, CloudFrontDistribution string
	Version, Status                  string
	CustomDomainConfig, Routing      core.Object
	ManagedLoginVersion              int
	// Due is when the domain becomes active; nil once it is. No member of the model: the codec leaves it out.
	Due *time.Time `json:",omitempty"`
}

// How long AWS takes until a domain answers.
const (
	prefixDomainTime = 30 * time.Second
	customDomainTime = 15 * time.Minute
)

type domainInput struct {
	Domain, UserPoolId          string
	CustomDomainConfig, Routing core.Object
	ManagedLoginVersion         int
}

type domainAnswer struct {
	CloudFrontDomain    string
	ManagedLoginVersion int
	Routing             core.Object
}

func createDomain(c *core.Call, in *domainInput) (domainAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return domainAnswer{}, err
	}
	custom := in.CustomDomainConfig != nil
	if err := checkDomain(p, in.Domain, custom); err != nil {
		return domainAnswer{}, err
	}
	if !c.Cloud.Index.Claim(domainKey(c.Realm.Region, in.Domain), core.Ref{Realm: c.Realm, ID: p.Id}) {
		return domainAnswer{}, invalid("Domain already associated with another user pool.")
	}
	takes := prefixDomainTime
	if custom {
		takes = customDomainTime
	}
	due := c.Now().Add(c.Cloud.Pace().Scale(takes))
	d := &Domain{
		Domain: in.Domain, UserPoolId: p.Id, AWSAccountId: c.Realm.Account.ID, Status: "CREATING",
		S3Bucket: "aws-cognito-prod-" + c.Realm.Region + "-assets", Version: c.Now().Format("20060102150405"),
		CloudFrontDistribution: "d" + c.Cloud.IDs.String(13, core.LowerAlnum) + ".cloudfront.net",
		CustomDomainConfig:     in.CustomDomainConfig, Routing: in.Routing,
		ManagedLoginVersion: or(in.ManagedLoginVersion, 1), Due: &due,
	}
	put(&stateOf(c.Realm).Domains, in.Domain, d)
	c.Realm.WakeAt(due)
	if custom {
		p.CustomDomain = in.Domain
	} else {
		p.Domain = in.Domain
	}
	return d.answer(), nil
}

func checkDomain(p *Pool, name string, custom bool) error {
	if custom {
		if p.CustomDomain != "" {
			return invalid("User pool already has a domain configured.")
		}
		return nil
	}
	for _, word := range []string{"aws", "amazon", "cognito"} {
		if strings.Contains(name, word) {
			return invalid("Domain cannot contain reserved word: %s", word)
		}
	}
	if p.Domain != "" {
		return invalid("User pool already has a domain configured.")
	}
	return nil
}

func (d *Domain) custom() bool { return d.CustomDomainConfig != nil }

func (d *Domain) answer() domainAnswer {
	a := domainAnswer{ManagedLoginVersion: d.ManagedLoginVersion, Routing: d.Routing}
	if d.custom() {
		a.CloudFrontDomain = d.CloudFrontDistribution
	}
	return a
}

// advance makes the domain active when it is due, or asks for the turn in which it will be.
func (d *Domain) advance(c *core.Call) {
	switch {
	case d.Due == nil:
	case d.Due.After(c.Now()):
		c.Realm.WakeAt(*d.Due)
	default:
		d.Status, d.Due = "ACTIVE", nil
	}
}

// describeDomain answers an empty description for a domain that nobody has; AWS does not call that an error.
func describeDomain(c *core.Call, in *domainInput) (core.Object, error) {
	d, ok := stateOf(c.Realm).Domains[in.Domain]
	if !ok {
		return core.Object{"DomainDescription": core.Object{}}, nil
	}
	out := core.Object{}
	if err := core.Bind(d, &out); err != nil {
		return nil, err
	}
	delete(out, "Due")
	for _, name := range []string{"CustomDomainConfig", "Routing"} {
		if out[name] == nil {
			delete(out, name)
		}
	}
	return core.Object{"DomainDescription": out}, nil
}

func findDomain(c *core.Call, in *domainInput) (*Pool, *Domain, error) {
	d, ok := stateOf(c.Realm).Domains[in.Domain]
	if !ok || d.UserPoolId != in.UserPoolId {
		return nil, nil, invalid("No such domain or user pool exists.")
	}
	p, err := findPool(c, in.UserPoolId)
	return p, d, err
}

func updateDomain(c *core.Call, in *domainInput) (domainAnswer, error) {
	_, d, err := findDomain(c, in)
	if err != nil {
		return domainAnswer{}, err
	}
	d.ManagedLoginVersion = or(in.ManagedLoginVersion, d.ManagedLoginVersion)
	if in.Routing != nil {
		d.Routing = in.Routing
	}
	if in.CustomDomainConfig != nil && d.custom() {
		d.CustomDomainConfig = in.CustomDomainConfig
	}
	return d.answer(), nil
}

func deleteDomain(c *core.Call, in *domainInput) (empty, error) {
	p, d, err := findDomain(c, in)
	if err != nil {
		return empty{}, err
	}
	if d.custom() {
		p.CustomDomain = ""
	} else {
		p.Domain = ""
	}
	delete(stateOf(c.Realm).Domains, d.Domain)
	c.Cloud.Index.Release(domainKey(c.Realm.Region, d.Domain))
	return empty{}, nil
}
