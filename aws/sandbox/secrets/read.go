package secrets

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

type valueInput struct{ SecretId, VersionId, VersionStage string }

type valueOutput struct {
	ARN, Name, VersionId, SecretString string
	VersionStages                      []string
	CreatedDate                        time.Time
}

func getSecretValue(c *core.Call, in *valueInput) (*valueOutput, error) {
	s, err := find(c.Realm, in.SecretId)
	if err != nil {
		return nil, err
	}
	v, err := s.asked(in)
	if err != nil {
		return nil, err
	}
	return &valueOutput{
		ARN: s.ARN, Name: s.Name, VersionId: v.ID, SecretString: v.Value, VersionStages: v.Stages, CreatedDate: v.Created,
	}, nil
}

// asked picks the version by id, by stage, or the current one. Id and stage given together must agree.
func (s *secret) asked(in *valueInput) (*version, error) {
	stage := in.VersionStage
	if stage == "" {
		stage = current
	}
	if in.VersionId == "" {
		if v := s.staged(stage); v != nil {
			return v, nil
		}
		return nil, core.Errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: %s", stage)
	}
	for _, v := range s.Versions {
		if v.ID != in.VersionId {
			continue
		}
		if in.VersionStage != "" && !slices.Contains(v.Stages, in.VersionStage) {
			return nil, core.Errorf("InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.")
		}
		return v, nil
	}
	return nil, core.Errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: %s", in.VersionId)
}

type tag struct{ Key, Value string }

type describeOutput struct {
	ARN, Name, Description, KmsKeyId, OwningService string
	CreatedDate, LastChangedDate                    time.Time
	Tags                                            []tag
	VersionIdsToStages                              map[string][]string
}

func describeSecret(c *core.Call, in *valueInput) (*describeOutput, error) {
	s, err := find(c.Realm, in.SecretId)
	if err != nil {
		return nil, err
	}
	return &describeOutput{
		ARN: s.ARN, Name: s.Name, Description: s.Description, KmsKeyId: s.KmsKeyId, OwningService: s.OwningService,
		CreatedDate: s.Created, LastChangedDate: s.Changed, Tags: s.tagList(), VersionIdsToStages: s.stages(),
	}, nil
}

func (s *secret) stages() map[string][]string {
	stages := map[string][]string{}
	for _, v := range s.Versions {
		stages[v.ID] = v.Stages
	}
	return stages
}
