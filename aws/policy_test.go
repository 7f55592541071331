package aws

import (
	"net/url"
	"testing"
)

func TestPoliciesInEveryForm(t *testing.T) {
	const document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["a.amazonaws.com","b.amazonaws.com"],"AWS":"arn:aws:iam::1:root"},` +
		`"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:SecureTransport":true},"StringEquals":{"aws:SourceAccount":"1"}}}}`
	for name, written := range map[string]string{"as JSON": document, "URL-encoded": url.PathEscape(document)} {
		p, err := ParsePolicy(written)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s := p.Statement[0]
		if len(p.Services()) != 2 || s.Principal["AWS"][0] != "arn:aws:iam::1:root" || s.Action[0] != "sts:AssumeRole" ||
			s.Condition["Bool"]["aws:SecureTransport"][0] != "true" || p.Text != document {
			t.Errorf("%s: %+v", name, p)
		}
	}
	everybody, err := ParsePolicy(`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*"}]}`)
	if err != nil || everybody.Statement[0].Principal["*"][0] != "*" {
		t.Errorf("%+v, %v", everybody, err)
	}
	if _, err := ParsePolicy("not a policy"); err == nil {
		t.Error("nonsense was taken for a policy")
	}
}

func TestAPolicysWildcards(t *testing.T) {
	p, err := ParsePolicy(`{"Statement":[
		{"Effect":"Allow","Action":["ssm:Get*","lambda:InvokeFunction"],"Resource":["arn:aws:ssm:*:*:parameter/app/*","arn:aws:lambda:*:*:function:t?ol"]},
		{"Effect":"Deny","Action":"ssm:*","Resource":"*/secret"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		action, resource string
		want             bool
	}{
		{"ssm:GetParameter", "arn:aws:ssm:us-east-1:1:parameter/app/a/b", true},
		{"SSM:getparameter", "arn:aws:ssm:us-east-1:1:parameter/app/a", true},
		{"ssm:GetParameter", "arn:aws:ssm:us-east-1:1:parameter/APP/a", false},
		{"ssm:PutParameter", "arn:aws:ssm:us-east-1:1:parameter/app/a", false},
		{"ssm:GetParameter", "arn:aws:ssm:us-east-1:1:parameter/app/secret", false},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:1:function:tool", true},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:1:function:tools", false},
	} {
		if got := p.Allows(test.action, test.resource); got != test.want {
			t.Errorf("%s on %s: %v", test.action, test.resource, got)
		}
	}
}
