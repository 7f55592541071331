package console

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const cfn = "cloudformation"

type stack struct {
	StackName, StackId, StackStatus, StackStatusReason string
	CreationTime                                       *time.Time
	Outputs                                            []struct{ OutputKey, OutputValue, Description string }
}

type resource struct {
	LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason string
}

func (v *view) stackList() ([]stack, error) {
	var page struct{ Stacks []stack }
	err := v.ask(cfn, "DescribeStacks", core.Object{}, &page)
	return page.Stacks, err
}

func (v *view) stacks() {
	list, err := v.stackList()
	body := heading(v.t("Stacks", "스택"), counted(len(list)))
	switch {
	case err != nil:
		body += v.problem(err)
	case len(list) == 0:
		body += v.note(v.t("No stack has been created yet.", "아직 만든 스택이 없습니다."))
	}
	for _, s := range list {
		body += v.stackCard(s)
	}
	v.ok("cloudformation", "AWS CloudFormation", body)
}

func (v *view) stackCard(s stack) markup {
	state := status(s.StackStatus)
	if s.StackStatusReason != "" {
		state += " " + esc(s.StackStatusReason)
	}
	body := `<h3>` + esc(s.StackName) + `</h3>` + pairs(v.t("Status", "상태"), state, "ID", code(s.StackId), v.t("Created", "생성"), moment(s.CreationTime))
	var outputs [][]markup
	for _, o := range s.Outputs {
		outputs = append(outputs, []markup{esc(o.OutputKey), code(o.OutputValue), esc(o.Description)})
	}
	if len(outputs) > 0 {
		body += `<h3>` + esc(v.t("Outputs", "출력")) + `</h3>` + table([]string{v.t("Key", "키"), v.t("Value", "값"), v.t("Description", "설명")}, outputs, "")
	}
	var page struct{ StackResources []resource }
	if err := v.ask(cfn, "DescribeStackResources", core.Object{"StackName": s.StackId}, &page); err != nil {
		return body + v.problem(err)
	}
	var rows [][]markup
	for _, r := range page.StackResources {
		state := status(r.ResourceStatus)
		if r.ResourceStatusReason != "" {
			state += "<br>" + esc(r.ResourceStatusReason)
		}
		rows = append(rows, []markup{esc(r.LogicalResourceId), orNone(r.PhysicalResourceId), esc(r.ResourceType), state})
	}
	return body + `<h3>` + esc(v.t("Resources", "리소스")) + `</h3>` + table(
		[]string{v.t("Logical ID", "논리적 ID"), v.t("Physical ID", "물리적 ID"), v.t("Type", "유형"), v.t("Status", "상태")},
		rows, v.t("This stack has no resources yet.", "아직 리소스가 없는 스택입니다."))
}
