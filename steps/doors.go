package steps

import (
	"cmp"
	"context"
	"sync"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// doorsTimeout is how long the first screen waits to learn what is behind AWS's two doors.
const doorsTimeout = 4 * time.Second

// placeOf is a place with its facts, each with where it was found.
func placeOf(cloud *aws.Cloud, me aws.Identity, o Options) flow.Place {
	p := cloud.Place()
	place := flow.Place{
		Mode: flow.AWS, Account: me.Account, Region: cloud.Region(), CallerARN: me.ARN, Profile: p.Profile.Value,
		Endpoint: p.Endpoint.Value, ReadOnly: o.ReadOnly,
	}
	if cloud.Practice() {
		place.Mode = flow.Sandbox
	}
	place.Facts = placeFacts(cloud, me)
	for _, f := range place.Facts {
		if f.Key == "expires" {
			place.Expires, _ = time.Parse(time.RFC3339, f.Value)
		}
	}
	return place
}

// placeFacts are profile, region, account, caller and expiry, with their sources.
func placeFacts(cloud *aws.Cloud, me aws.Identity) []flow.Fact {
	p := cloud.Place()
	sts := text.Plain("sts:GetCallerIdentity")
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	keys, _ := cloud.Credentials(ctx) // fetched a moment ago, for Whoami
	facts := []flow.Fact{
		{Key: "profile", Label: text.T{En: "Profile", Ko: "프로필"}, Value: p.Profile.Value, Source: source(p.Profile)},
		{Key: "region", Label: text.T{En: "Region", Ko: "리전"}, Value: p.Region.Value, Source: source(p.Region)},
		{Key: "endpoint", Label: text.T{En: "Endpoint", Ko: "엔드포인트"}, Value: p.Endpoint.Value, Source: source(p.Endpoint)},
		{Key: "account", Label: text.T{En: "Account", Ko: "계정"}, Value: me.Account, Source: sts},
		{Key: "caller", Label: text.T{En: "Caller", Ko: "호출자"}, Value: me.ARN, Source: sts},
	}
	if !keys.Expires.IsZero() {
		facts = append(facts, flow.Fact{Key: "expires", Label: text.T{En: "Credentials end", Ko: "자격 증명 만료"},
			Value: keys.Expires.UTC().Format(time.RFC3339), Source: text.Plain(keys.Source)})
	}
	var known []flow.Fact
	for _, f := range facts {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

// source says where a value was found. Flags and environment variables are called the same in every language.
func source(f aws.Found) text.Msg {
	for _, said := range []text.T{
		{En: "practice cloud", Ko: "연습용 클라우드"}, {En: "shared config", Ko: "공유 설정 파일"}, {En: "default", Ko: "기본값"}, {En: "chosen", Ko: "선택한 값"},
	} {
		if said.En == f.Source {
			return said.With()
		}
	}
	return text.Plain(f.Source)
}

// Doors finds out what the three ways in lead to. It never fails: a door that is shut says why.
func Doors(ctx context.Context, o Options) []flow.Door {
	o = o.withDefaults()
	practice := flow.Door{
		ID: flow.DoorPractice, Title: text.T{En: "Practice", Ko: "연습"},
		Detail: text.T{En: "The cloud inside this program: no account, no cost, nothing to clean up.", Ko: "이 프로그램 안의 연습용 클라우드입니다. 계정도 비용도 필요 없고 정리할 것도 없습니다."}.With(),
		Facts: []flow.Fact{
			{Key: "account", Label: text.T{En: "Account", Ko: "계정"}, Value: aws.PracticeAccount, Source: text.T{En: "the practice cloud", Ko: "연습용 클라우드"}.With()},
			{Key: "region", Label: text.T{En: "Region", Ko: "리전"}, Value: cmp.Or(o.Region, aws.DefaultRegion), Source: text.T{En: "the practice cloud", Ko: "연습용 클라우드"}.With()},
		},
	}
	build := flow.Door{ID: flow.DoorBuild, Title: text.T{En: "Build in my AWS account", Ko: "내 AWS 계정에 만들기"}}
	check := flow.Door{ID: flow.DoorCheck, Title: text.T{En: "Check an existing set-up (read-only)", Ko: "기존 환경 점검(읽기 전용)"}}
	o.Practice = ""
	ctx, cancel := context.WithTimeout(ctx, doorsTimeout)
	defer cancel()
	facts, found, ours, problem := o.survey(ctx)
	build.Facts, check.Facts, build.Problem, check.Problem = facts, facts, problem, problem
	switch {
	case problem != nil:
		build.Detail, check.Detail = problem.Message, problem.Message
	case len(found) > 0:
		build.Detail = text.T{En: "The stack %s is there: what is missing is added.", Ko: "스택 %s{이/가} 있습니다. 빠진 것만 추가합니다."}.With(o.Stack)
		check.Detail = text.T{En: "The stack %s was found in %s (%s).", Ko: "스택 %s{을/를} %s에서 찾았습니다(%s)."}.With(o.Stack, found[0].Region, found[0].Status)
		check.Facts = append(check.Facts[:len(check.Facts):len(check.Facts)],
			flow.Fact{Key: "stack_id", Label: text.T{En: "Stack", Ko: "스택"}, Value: found[0].ID, Source: text.Plain("cloudformation:DescribeStacks")})
		check.Preselected = true
	default:
		build.Detail = text.T{En: "Nothing is there yet; you are asked before anything changes.", Ko: "아직 아무것도 없습니다. 변경하기 전에 먼저 확인합니다."}.With()
		check.Detail = text.T{En: "No stack %s in the profile's region, us-east-1 or us-west-2.", Ko: "프로필의 리전, us-east-1, us-west-2에 스택 %s{이/가} 없습니다."}.With(o.Stack)
	}
	if ours {
		build.Title = text.T{En: "Build in the practice cloud at the endpoint", Ko: "엔드포인트에 있는 연습용 클라우드에 만들기"}
		check.Title = text.T{En: "Check what is in the practice cloud at the endpoint (read-only)", Ko: "엔드포인트에 있는 연습용 클라우드 점검(읽기 전용)"}
		build.Preselected = !check.Preselected // it was named to be worked on
	}
	practice.Preselected = !check.Preselected && !build.Preselected
	return []flow.Door{practice, build, check}
}

// survey asks who would be calling, and looks for the stack in the likely regions, at the same time. ours says that a practice
// cloud answers at the endpoint.
func (o Options) survey(ctx context.Context) (facts []flow.Fact, found []aws.Stack, ours bool, problem *flow.Failure) {
	cloud, err := o.open(ctx)
	if err != nil {
		return nil, nil, false, flow.AsFailure(Explain(err))
	}
	own := cloud.Region()
	look := Regions(own)
	if o.Region != "" {
		look = []string{o.Region}
	}
	var me aws.Identity
	var all sync.WaitGroup
	all.Go(func() { me, err = cloud.Whoami(ctx) })
	all.Go(func() { found, _ = cloud.FindStack(ctx, o.Stack, look...) })
	all.Wait()
	if err != nil {
		return placeFacts(cloud, aws.Identity{}), nil, cloud.Practice(), flow.AsFailure(Explain(err))
	}
	return placeFacts(cloud, me), found, cloud.Practice(), nil
}
