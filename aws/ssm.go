package aws

import (
	"context"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// Parameter is one entry of Parameter Store. Value is the text as stored: a SecureString comes encrypted, and stays so.
type Parameter struct {
	Name, Value, Type, ARN string
	Version                int64
	Modified               time.Time
}

// namesPerCall is the service's limit for GetParameters.
const namesPerCall = 10

// Parameters reads parameters by name (GetParameters), ten in a call. Names that do not exist are no error: they come back
// as absent.
func (c *Cloud) Parameters(ctx context.Context, names ...string) (found map[string]Parameter, absent []string, err error) {
	found = map[string]Parameter{}
	for batch := range slices.Chunk(names, namesPerCall) {
		out, err := c.clients.ssm.GetParameters(ctx, &ssm.GetParametersInput{Names: batch})
		if err != nil {
			return nil, nil, err
		}
		for _, p := range out.Parameters {
			found[sdk.ToString(p.Name)] = parameter(p)
		}
		absent = append(absent, out.InvalidParameters...)
	}
	return found, absent, nil
}

// ParametersUnder reads all parameters below a path (GetParametersByPath), all pages.
func (c *Cloud) ParametersUnder(ctx context.Context, path string) ([]Parameter, error) {
	var all []Parameter
	pages := ssm.NewGetParametersByPathPaginator(c.clients.ssm, &ssm.GetParametersByPathInput{Path: &path, Recursive: sdk.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.Parameters {
			all = append(all, parameter(p))
		}
	}
	return all, nil
}

// PutParameter writes a parameter of type String. An existing one is overwritten only if overwrite is set; otherwise the
// error is of kind Exists.
func (c *Cloud) PutParameter(ctx context.Context, name, value, description string, overwrite bool) error {
	in := &ssm.PutParameterInput{Name: &name, Value: &value, Overwrite: &overwrite}
	if !overwrite { // the service keeps type and description of an existing one when they are left out
		in.Type = types.ParameterTypeString
	}
	if description != "" {
		in.Description = &description
	}
	_, err := c.clients.ssm.PutParameter(ctx, in)
	return err
}

// DeleteParameters removes parameters (DeleteParameters); absent ones are no error.
func (c *Cloud) DeleteParameters(ctx context.Context, names ...string) error {
	for batch := range slices.Chunk(names, namesPerCall) {
		if _, err := c.clients.ssm.DeleteParameters(ctx, &ssm.DeleteParametersInput{Names: batch}); err != nil {
			return err
		}
	}
	return nil
}

func parameter(p types.Parameter) Parameter {
	return Parameter{
		Name: sdk.ToString(p.Name), Value: sdk.ToString(p.Value), Type: string(p.Type), ARN: sdk.ToString(p.ARN),
		Version: p.Version, Modified: sdk.ToTime(p.LastModifiedDate),
	}
}
