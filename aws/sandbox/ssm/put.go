package ssm

import (
	"regexp"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	maxVersions   = 100
	maxParameters = 10_000
	standardSize  = 4096 // characters
	advancedSize  = 8192
	defaultKey    = "alias/aws/ssm"
	tiersPage     = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
)

type tag struct{ Key, Value string }

type putInput struct {
	Name, Value, Type, Description, KeyId    string
	Tier, DataType, AllowedPattern, Policies string
	Overwrite                                bool
	Tags                                     []tag
}

type putOutput struct {
	Version int64
	Tier    string
}

func putParameter(c *core.Call, in *putInput) (*putOutput, error) {
	name := plain(c, in.Name)
	s := storeOf(c.Realm)
	old := s.Parameters[name]
	if err := checkPut(name, in, old); err != nil {
		return nil, err
	}
	if old == nil && len(s.Parameters) >= maxParameters {
		return nil, core.Errorf("ParameterLimitExceeded",
			"You have exceeded the number of parameters for this AWS account. Delete one or more parameters and try again.")
	}
	v, err := newVersion(c, in, old)
	if err != nil {
		return nil, err
	}
	if old == nil {
		old = &parameter{Name: name, Tags: map[string]string{}}
		for _, t := range in.Tags {
			old.Tags[t.Key] = t.Value
		}
		if s.Parameters == nil {
			s.Parameters = map[string]*parameter{}
		}
		s.Parameters[name] = old
	}
	old.Versions = append(old.Versions, v)
	if len(old.Versions) > maxVersions {
		old.Versions = old.Versions[1:]
	}
	return &putOutput{Version: v.Version, Tier: v.Tier}, nil
}

// checkPut says whether the parameter may be written at all. That a value has a character is a rule that the model leaves out.
func checkPut(name string, in *putInput, old *parameter) error {
	if in.Value == "" {
		return invalid("1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.")
	}
	if err := checkName(name); err != nil {
		return err
	}
	if in.Overwrite && len(in.Tags) > 0 {
		return invalid("Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove " +
			"overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.")
	}
	if old == nil {
		if in.Type == "" {
			return invalid("A parameter type is required when you create a parameter.")
		}
		return checkTags(in.Tags, len(in.Tags))
	}
	if !in.Overwrite {
		return core.Errorf("ParameterAlreadyExists",
			"The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")
	}
	if in.Type != "" && in.Type != old.latest().Type {
		return core.Errorf("HierarchyTypeMismatchException", "Parameter Store does not support changing a parameter type in a "+
			"hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.")
	}
	if oldest := old.Versions[0]; len(old.Versions) >= maxVersions && len(oldest.Labels) > 0 {
		return core.Errorf("ParameterMaxVersionLimitExceeded", "You attempted to create a new version of %s by calling the PutParameter "+
			"API with the overwrite flag. Version %d, the oldest version, can't be deleted because it has a label associated with it. "+
			"Move the label to another version of the parameter, and try again.", name, oldest.Version)
	}
	return nil
}

// newVersion makes the next version of a parameter; old is nil for its first.
func newVersion(c *core.Call, in *putInput, old *parameter) (*version, error) {
	v := &version{
		Version: 1, Type: in.Type, Value: in.Value, Description: in.Description, KeyId: in.KeyId, Tier: in.Tier,
		DataType: in.DataType, AllowedPattern: in.AllowedPattern, By: c.Caller, At: c.Now(), Labels: []string{},
	}
	if old != nil {
		last := old.latest()
		v.Version, v.Type = last.Version+1, last.Type
		inherit(&v.Description, last.Description)
		inherit(&v.KeyId, last.KeyId)
		inherit(&v.AllowedPattern, last.AllowedPattern)
		inherit(&v.DataType, last.DataType)
	}
	inherit(&v.DataType, "text")
	if !slices.Contains([]string{"text", "aws:ec2:image", "aws:ssm:integration"}, v.DataType) {
		return nil, invalid("The following data type is not supported: %s (Data type names are all lowercase.)", v.DataType)
	}
	if v.Type == "SecureString" {
		inherit(&v.KeyId, defaultKey)
	} else if in.KeyId != "" {
		return nil, invalid("KeyId is not valid for parameter type %s.", v.Type)
	}
	if err := setTier(v, in, old); err != nil {
		return nil, err
	}
	return v, checkPattern(v)
}

// inherit fills an empty setting.
func inherit(setting *string, from string) {
	if *setting == "" {
		*setting = from
	}
}

// setTier settles the tier, which bounds the size. An advanced parameter never becomes a standard one again.
func setTier(v *version, in *putInput, old *parameter) error {
	wasAdvanced := old != nil && old.latest().Tier == "Advanced"
	size := len([]rune(v.Value))
	if in.Policies != "" {
		v.Policies = []string{in.Policies}
	}
	switch {
	case v.Tier == "Standard" && wasAdvanced:
		return invalid("This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter " +
			"tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.")
	case v.Tier == "Intelligent-Tiering" && (wasAdvanced || size > standardSize || in.Policies != ""), v.Tier == "" && wasAdvanced:
		v.Tier = "Advanced"
	case v.Tier != "Advanced":
		v.Tier = "Standard"
	}
	if v.Tier == "Standard" && size > standardSize {
		return invalid("Standard tier parameters support a maximum parameter value of %d characters. To create a larger parameter value, "+
			"upgrade the parameter to use the advanced-parameter tier. For more information, see %s", standardSize, tiersPage)
	}
	if v.Tier == "Standard" && in.Policies != "" {
		return invalid("Parameter policies are only supported by the advanced-parameter tier. For more information, see %s", tiersPage)
	}
	if size > advancedSize {
		return invalid("Advanced tier parameters support a maximum parameter value of %d characters.", advancedSize)
	}
	return nil
}

// checkPattern holds the value against the parameter's own pattern. Go's syntax lacks Java's look-around: a pattern with
// it is refused rather than ignored.
func checkPattern(v *version) error {
	if v.AllowedPattern == "" {
		return nil
	}
	re, err := regexp.Compile(`^(?:` + v.AllowedPattern + `)$`)
	if err != nil {
		return core.Errorf("InvalidAllowedPatternException", "The request doesn't meet the regular expression requirement: %s", v.AllowedPattern)
	}
	if !re.MatchString(v.Value) {
		return core.Errorf("ParameterPatternMismatchException", "Parameter value, cannot be validated against allowedPattern: %s", v.AllowedPattern)
	}
	return nil
}
