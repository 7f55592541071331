package ssm

import (
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

type getInput struct {
	Name           string
	WithDecryption bool
}

type parameterOutput struct {
	Name, Type, Value, Selector, ARN, DataType string
	Version                                    int64
	LastModifiedDate                           time.Time
}

type getOutput struct{ Parameter parameterOutput }

func getParameter(c *core.Call, in *getInput) (*getOutput, error) {
	p, v, selector, err := find(c, in.Name)
	if err != nil {
		return nil, err
	}
	return &getOutput{shown(c, p, v, selector, in.WithDecryption)}, nil
}

type getManyInput struct {
	Names          []string
	WithDecryption bool
}

type getManyOutput struct {
	Parameters        []parameterOutput
	InvalidParameters []string
}

// getParameters lists the names that it does not know and never fails for them.
func getParameters(c *core.Call, in *getManyInput) (*getManyOutput, error) {
	out := &getManyOutput{Parameters: []parameterOutput{}, InvalidParameters: []string{}}
	seen := map[string]bool{}
	for _, name := range in.Names {
		if seen[name] {
			continue
		}
		seen[name] = true
		p, v, selector, err := find(c, name)
		if err != nil {
			out.InvalidParameters = append(out.InvalidParameters, name)
			continue
		}
		out.Parameters = append(out.Parameters, shown(c, p, v, selector, in.WithDecryption))
	}
	return out, nil
}

func shown(c *core.Call, p *parameter, v *version, selector string, decrypt bool) parameterOutput {
	out := parameterOutput{
		Name: p.Name, Type: v.Type, Value: v.Value, Selector: selector, DataType: v.DataType,
		Version: v.Version, LastModifiedDate: v.At, ARN: arn(c, p.Name),
	}
	if isPublic(p.Name) {
		out.ARN = publicARN(c.Realm.Region, p.Name)
	}
	if v.Type == "SecureString" && !decrypt {
		out.Value = sealed(c, p.Name, v)
	}
	return out
}

// sealed looks like what KMS makes of a value and tells nothing about it: it is derived from the version's place alone.
func sealed(c *core.Call, name string, v *version) string {
	place := fmt.Sprintf("%s %d %d", arn(c, name), v.Version, v.At.UnixNano())
	bytes := []byte{1, 2, 2, 0, 0x78}
	for i := range 3 {
		sum := sha512.Sum512([]byte(fmt.Sprint(i, place)))
		bytes = append(bytes, sum[:]...)
	}
	return base64.StdEncoding.EncodeToString(bytes)
}
