package aws

import (
	"slices"
	"strings"
)

// Taking is how a trust policy lets a service take the role for the resources of one account and region.
type Taking struct {
	// May says that a statement lets it, under conditions that hold, and that none denies it.
	May bool
	// Guarded says that every statement that lets the service in is limited to the account's resources, and that there is one.
	Guarded bool
	// Unjudged are condition keys that the answer depends on and that nobody can judge from here.
	Unjudged []string
}

// TakenBy reads a trust policy for a service principal, with conditions on aws:SourceAccount and aws:SourceArn
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
func (p Policy) TakenBy(service, account, region string) Taking {
	source := []string{"arn", "aws*", service[:max(0, strings.IndexByte(service, '.'))], region, account, "*"}
	t := Taking{Guarded: true}
	statements, denied := 0, false
	for _, s := range p.Statement {
		everybody := len(s.Principal["*"]) > 0
		if !slices.Contains(s.Principal["Service"], service) && (s.Effect != "Deny" || !everybody) || !s.covers("sts:AssumeRole") {
			continue
		}
		holds, limits, unjudged := s.judge(account, source)
		if s.Effect == "Deny" {
			denied = denied || holds && len(unjudged) == 0
			if holds {
				t.Unjudged = append(t.Unjudged, unjudged...)
			}
			continue
		}
		statements++
		t.May, t.Guarded = t.May || holds, t.Guarded && limits
		if holds {
			t.Unjudged = append(t.Unjudged, unjudged...)
		}
	}
	t.May, t.Guarded = t.May && !denied, t.Guarded && statements > 0
	slices.Sort(t.Unjudged)
	t.Unjudged = slices.Compact(t.Unjudged)
	return t
}

// judge reports whether a statement's conditions hold for the account's resources, as far as they can be judged, and whether
// they keep all others out.
func (s Statement) judge(account string, source []string) (holds, limits bool, unjudged []string) {
	holds = true
	for operator, keys := range s.Condition {
		name, optional := strings.CutSuffix(operator, "IfExists")
		for key, values := range keys {
			var fits, all bool
			switch {
			case strings.EqualFold(key, "aws:SourceAccount"):
				fits, all = anyAll(values, func(v string) bool { return matches(v, account) })
			case strings.EqualFold(key, "aws:SourceArn"):
				fits, all = anyAll(values, func(v string) bool { return couldBe(v, source) })
			default:
				unjudged = append(unjudged, key)
				continue
			}
			switch name {
			case "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike":
				holds = holds && fits
				limits = limits || all && !optional && !slices.ContainsFunc(values, anyAccount)
			case "StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotEquals", "ArnNotLike":
				holds = holds && !fits
			default:
				unjudged = append(unjudged, key)
			}
		}
	}
	return holds, limits, unjudged
}

func anyAll(values []string, fits func(string) bool) (some, all bool) {
	return slices.ContainsFunc(values, fits), len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !fits(v) })
}

// couldBe reports whether a pattern matches ARNs of a source: its parts are compared one by one, so that what the resource is
// called does not matter. A pattern of fewer parts must match as a whole.
func couldBe(pattern string, source []string) bool {
	parts := strings.SplitN(pattern, ":", len(source))
	if len(parts) < len(source) {
		return matches(pattern, strings.Replace(strings.Join(source, ":"), "aws*", "aws", 1))
	}
	for i, part := range parts[:len(source)-1] {
		if !matches(part, source[i]) && !matches(source[i], part) {
			return false
		}
	}
	return true
}

// anyAccount reports whether a value lets in more accounts than one.
func anyAccount(value string) bool {
	parts := strings.SplitN(value, ":", 6)
	if len(parts) == 6 {
		value = parts[4]
	}
	return strings.ContainsAny(value, "*?") || len(value) != 12
}
