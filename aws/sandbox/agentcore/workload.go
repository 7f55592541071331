package agentcore

import (
	"maps"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const maxWorkloads = 11_000

// workload is a workload identity: who an agent is towards the token vault.
type workload struct {
	Name             string
	ReturnURLs       []string
	Created, Updated time.Time
	Tags             map[string]string
	// LinkedTo is the ARN of the runtime or gateway that the identity belongs to; callers get no tokens for such.
	LinkedTo string
}

func workloadOps() []core.Op {
	return []core.Op{
		core.Write("CreateWorkloadIdentity", createWorkload),
		core.Read("GetWorkloadIdentity", getWorkload),
		core.Read("ListWorkloadIdentities", listWorkloads),
		core.Write("UpdateWorkloadIdentity", updateWorkload),
		core.Write("DeleteWorkloadIdentity", deleteWorkload),
	}
}

type workloadInput struct {
	Name                            string
	AllowedResourceOauth2ReturnUrls []string
	Tags                            map[string]string
}

type workloadOutput struct {
	Name                string     `json:"name"`
	WorkloadIdentityArn string     `json:"workloadIdentityArn"`
	ReturnURLs          []string   `json:"allowedResourceOauth2ReturnUrls"`
	CreatedTime         *time.Time `json:"createdTime,omitempty"`
	LastUpdatedTime     *time.Time `json:"lastUpdatedTime,omitempty"`
}

func createWorkload(c *core.Call, in *workloadInput) (*workloadOutput, error) {
	w, err := addWorkload(c, in)
	if err != nil {
		return nil, err
	}
	out := w.output(c)
	out.CreatedTime, out.LastUpdatedTime = nil, nil
	return out, nil
}

func addWorkload(c *core.Call, in *workloadInput) (*workload, error) {
	s := stateOf(c.Realm)
	if s.Workloads[in.Name] != nil {
		return nil, invalid(conflict, "WorkloadIdentity with name '"+in.Name+"' already exists.")
	}
	if len(s.Workloads) >= maxWorkloads {
		return nil, invalid(conflict, "The maximum number of workload identities has been reached.") // [K]: the model has no quota error here
	}
	w := &workload{Name: in.Name, ReturnURLs: in.AllowedResourceOauth2ReturnUrls, Created: stamp(c), Updated: stamp(c), Tags: in.Tags}
	if w.ReturnURLs == nil {
		w.ReturnURLs = []string{}
	}
	put(&s.Workloads, w.Name, w)
	return w, nil
}

// Link makes the workload identity that a runtime or gateway brings with it, and returns its ARN. The account's lock must be held.
func Link(c *core.Call, name, resourceARN string) (arn string, err error) {
	w, err := addWorkload(c, &workloadInput{Name: name})
	if err != nil {
		return "", err
	}
	w.LinkedTo = resourceARN
	return WorkloadARN(c, name), nil
}

// Unlink removes the identity of a runtime or gateway that goes away. The account's lock must be held.
func Unlink(c *core.Call, name string) { delete(stateOf(c.Realm).Workloads, name) }

// WorkloadARN is the ARN of a workload identity.
func WorkloadARN(c *core.Call, name string) string {
	return c.Realm.ARN("bedrock-agentcore", "workload-identity-directory/default/workload-identity/"+name)
}

func (w *workload) output(c *core.Call) *workloadOutput {
	return &workloadOutput{
		Name: w.Name, WorkloadIdentityArn: WorkloadARN(c, w.Name), ReturnURLs: w.ReturnURLs,
		CreatedTime: &w.Created, LastUpdatedTime: &w.Updated,
	}
}

func findWorkload(c *core.Call, name string) (*workload, error) {
	if w := stateOf(c.Realm).Workloads[name]; w != nil {
		return w, nil
	}
	return nil, notFound("WorkloadIdentity with name '%s' not found.", name) // [K]
}

func getWorkload(c *core.Call, in *named) (*workloadOutput, error) {
	w, err := findWorkload(c, in.Name)
	if err != nil {
		return nil, err
	}
	return w.output(c), nil
}

// updateWorkload replaces the whole list of return URLs. A call without the list leaves it as it is. [K]
func updateWorkload(c *core.Call, in *workloadInput) (*workloadOutput, error) {
	w, err := findWorkload(c, in.Name)
	if err != nil {
		return nil, err
	}
	if in.AllowedResourceOauth2ReturnUrls != nil {
		w.ReturnURLs = in.AllowedResourceOauth2ReturnUrls
	}
	w.Updated = stamp(c)
	return w.output(c), nil
}

// deleteWorkload takes the identity's tokens with it. An identity that a service made goes with its resource only.
func deleteWorkload(c *core.Call, in *named) (*nothing, error) {
	w, err := findWorkload(c, in.Name)
	if err != nil {
		return nil, err
	}
	if w.LinkedTo != "" {
		return nil, invalid(conflict, "WorkloadIdentity is linked to a service and cannot be deleted by the caller") // [K]
	}
	s := stateOf(c.Realm)
	delete(s.Workloads, w.Name)
	forget(s, func(t *storedToken) bool { return t.Workload == w.Name })
	return &nothing{}, nil
}

type workloadItem struct {
	Name                string `json:"name"`
	WorkloadIdentityArn string `json:"workloadIdentityArn"`
}

type workloadsOutput struct {
	WorkloadIdentities []workloadItem `json:"workloadIdentities"`
	NextToken          string         `json:"nextToken,omitempty"`
}

func listWorkloads(c *core.Call, in *listInput) (*workloadsOutput, error) {
	names, next, err := cut(slices.Sorted(maps.Keys(stateOf(c.Realm).Workloads)), "workload", in, 20)
	if err != nil {
		return nil, err
	}
	out := &workloadsOutput{WorkloadIdentities: []workloadItem{}, NextToken: next}
	for _, name := range names {
		out.WorkloadIdentities = append(out.WorkloadIdentities, workloadItem{name, WorkloadARN(c, name)})
	}
	return out, nil
}
