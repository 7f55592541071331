package trouble

import "agentcore-workshop/aws/sandbox/core"

func ofDomain() []Entry {
	return []Entry{
		{Name: "domain-taken", Mended: hasDomain, Break: func(s *Scene) error {
			if err := s.dropDomain(); err != nil {
				return err
			}
			return s.squat()
		}},
		{Name: "domain-missing", Mended: hasDomain, Break: (*Scene).dropDomain},
		{Name: "domain-failed", Break: func(s *Scene) error {
			return s.edit("cognito-idp", []string{"Domains", s.Setup.Domain}, set("Status", "FAILED"))
		}},
	}
}

// hasDomain reports that the pool has got a domain again.
func hasDomain(s *Scene) bool { return textIn(s.pool(), "Domain") != "" }

func (s *Scene) dropDomain() error {
	_, err := s.do("cognito-idp", "DeleteUserPoolDomain", core.Object{"UserPoolId": s.Setup.Pool, "Domain": s.Setup.Domain})
	return err
}

// squat makes the domain in the neighbour's account, where a stranger's stack may have taken it.
func (s *Scene) squat() error {
	stranger := s.next()
	out, err := stranger.do("cognito-idp", "CreateUserPool", core.Object{"PoolName": "squatter"})
	if err != nil {
		return err
	}
	s.squatter = textIn(objectIn(out, "UserPool"), "Id")
	_, err = stranger.do("cognito-idp", "CreateUserPoolDomain", core.Object{"UserPoolId": s.squatter, "Domain": s.Setup.Domain})
	return err
}

// unsquat takes that back.
func (s *Scene) unsquat() error {
	stranger := s.next()
	_, err := stranger.do("cognito-idp", "DeleteUserPoolDomain", core.Object{"UserPoolId": s.squatter, "Domain": s.Setup.Domain})
	if err == nil {
		_, err = stranger.do("cognito-idp", "DeleteUserPool", core.Object{"UserPoolId": s.squatter})
	}
	return err
}
