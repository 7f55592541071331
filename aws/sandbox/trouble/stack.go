package trouble

import (
	"time"

	"agentcore-workshop/aws/sandbox/cfn"
	"agentcore-workshop/aws/sandbox/core"
)

// createFailed interferes while a stack is made, and a set-up that is deployed gets the stack that this leaves.
const createFailed = "resource-create-failed"

func ofStack() []Entry {
	return []Entry{
		{Name: createFailed, Arg: "UserPoolDomain", Rule: true, Mended: stackStands, Break: func(s *Scene) error {
			if s.Setup.Resources[s.Arg] == "" {
				return nil // the next stack may have such a resource; this one has not
			}
			return s.remake()
		}},
		// The name was somebody else's for as long as it took to fail.
		{Name: "stack-rollback-complete", Mended: stackStands, Break: func(s *Scene) error {
			if err := s.removeStack(); err != nil {
				return err
			}
			if err := s.squat(); err != nil {
				return err
			}
			if err := s.makeStack(); err != nil {
				return err
			}
			return s.unsquat()
		}},
		{Name: "stack-update-rollback-failed", Break: func(s *Scene) error {
			return cfn.LeaveRollbackFailed(s.call, s.Setup.StackID, "AWS::SSM::Parameter",
				`Resource handler returned message: "Rate exceeded" (RequestToken: `+s.call.Cloud.IDs.UUID()+`, HandlerErrorCode: Throttling)`)
		}},
		// A policy that the stack knows nothing of keeps its role from being deleted.
		{Name: "stack-delete-failed", Mended: stackStands, Break: func(s *Scene) error {
			_, err := s.do("iam", "AttachRolePolicy", core.Object{
				"RoleName": s.Setup.Role, "PolicyArn": "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess",
			})
			if err != nil {
				return err
			}
			return s.begin(remade, "DeleteStack", core.Object{"StackName": s.Setup.StackID})
		}},
		{Name: "stack-missing", Mended: stackStands, Break: func(s *Scene) error {
			return cfn.LeaveResources(s.call, s.Setup.StackID)
		}},
		{Name: "stack-protected", Break: func(s *Scene) error {
			_, err := s.do("cloudformation", "UpdateTerminationProtection", core.Object{
				"StackName": s.Setup.StackID, "EnableTerminationProtection": true,
			})
			return err
		}},
	}
}

// stackStands reports another stack of the set-up's name that is well, or on its way.
func stackStands(s *Scene) bool {
	for _, found := range listIn(s.tree("cloudformation"), "Stacks") {
		stack, _ := found.(map[string]any)
		if textIn(stack, "Name") != s.Setup.StackName || textIn(stack, "ID") == s.Setup.StackID {
			continue
		}
		switch textIn(stack, "Status") {
		case "CREATE_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE":
			return true
		}
	}
	return false
}

// A stack that is removed and made again was so a while ago: long enough that either has ended at any pace.
const (
	removedAgo = 20 * time.Minute
	remade     = 10 * time.Minute
)

// begin starts an operation of a stack a while ago, and lets happen what has happened since.
func (s *Scene) begin(ago time.Duration, operation string, in core.Object) error {
	_, err := s.call.At(s.call.Cloud.Clock.Now().Add(-ago)).Do(Invoker, "cloudformation", operation, in)
	s.call.Advance()
	return err
}

func (s *Scene) remake() error {
	if err := s.removeStack(); err != nil {
		return err
	}
	return s.makeStack()
}

func (s *Scene) describe() (core.Object, error) {
	out, err := s.do("cloudformation", "DescribeStacks", core.Object{"StackName": s.Setup.StackID})
	if err != nil {
		return nil, err
	}
	stack, _ := listIn(out, "Stacks")[0].(map[string]any)
	return stack, nil
}

// removeStack deletes the set-up's stack, and keeps what is needed to make it again.
func (s *Scene) removeStack() error {
	stack, err := s.describe()
	if err != nil {
		return err
	}
	template, err := s.do("cloudformation", "GetTemplate", core.Object{"StackName": s.Setup.StackID})
	if err != nil {
		return err
	}
	s.again = core.Object{"StackName": s.Setup.StackName, "TemplateBody": template["TemplateBody"]}
	for _, member := range []string{"Parameters", "Tags", "Capabilities"} {
		if list := listIn(stack, member); len(list) > 0 {
			s.again[member] = list
		}
	}
	if stack["EnableTerminationProtection"] == true {
		return Refusal("the stack " + s.Setup.StackName + " has termination protection")
	}
	if err := s.begin(removedAgo, "DeleteStack", core.Object{"StackName": s.Setup.StackID}); err != nil {
		return err
	}
	if stack, err = s.describe(); err == nil && textIn(stack, "StackStatus") != "DELETE_COMPLETE" {
		err = Refusal("the stack " + s.Setup.StackName + " cannot be deleted: " + textIn(stack, "StackStatusReason"))
	}
	return err
}

// makeStack makes it again, which must fail for this to be a fault.
func (s *Scene) makeStack() error {
	if err := s.begin(remade, "CreateStack", s.again); err != nil {
		return err
	}
	out, err := s.do("cloudformation", "DescribeStacks", core.Object{"StackName": s.Setup.StackName})
	if err != nil {
		return err
	}
	stack, _ := listIn(out, "Stacks")[0].(map[string]any)
	if status := textIn(stack, "StackStatus"); status != "ROLLBACK_COMPLETE" {
		return Refusal("the stack " + s.Setup.StackName + " could be made again: it is in " + status)
	}
	return nil
}
