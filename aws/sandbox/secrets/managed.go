package secrets

import "agentcore-workshop/aws/sandbox/core"

// Managed is a secret that a service keeps for a person.
type Managed struct {
	Name string
	// Owner is the OwningService, such as bedrock-agentcore-identity.
	Owner       string
	Description string
	// Value is the SecretString.
	Value string
	Tags  map[string]string
}

// Put makes a managed secret, or gives the one of that name a new version. It returns the ARN, whose random suffix stays
// for as long as the secret lives. The account's lock must be held.
func Put(c *core.Call, m Managed) (arn string) {
	s := storeOf(c.Realm)
	old := s.Secrets[m.Name]
	if old == nil {
		if s.Secrets == nil {
			s.Secrets = map[string]*secret{}
		}
		old = &secret{
			Name: m.Name, OwningService: m.Owner, Description: m.Description, Created: c.Now(), Tags: m.Tags,
			ARN: c.Realm.ARN("secretsmanager", "secret:"+m.Name+"-"+c.Cloud.IDs.String(6, core.Alnum)),
		}
		s.Secrets[m.Name] = old
	}
	if now := old.staged(current); now != nil {
		now.Stages = []string{previous}
		old.Versions = []*version{now}
	}
	old.Changed = c.Now()
	old.Versions = append(old.Versions, &version{
		ID: c.Cloud.IDs.UUID(), Value: m.Value, Created: c.Now(), Stages: []string{current},
	})
	return old.ARN
}

// Delete removes a managed secret at once, as the service that owns it does. The account's lock must be held.
func Delete(c *core.Call, name string) { delete(storeOf(c.Realm).Secrets, name) }

// Value is the current SecretString of a secret by name or ARN. The account's lock must be held, if only for reading.
// It returns ResourceNotFoundException when there is no such secret.
func Value(r *core.Realm, id string) (string, error) {
	s, err := find(r, id)
	if err != nil {
		return "", err
	}
	return s.staged(current).Value, nil
}

// ARN is the ARN of a secret by name or ARN.
func ARN(r *core.Realm, id string) (string, error) {
	s, err := find(r, id)
	if err != nil {
		return "", err
	}
	return s.ARN, nil
}
