package ssm

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// region is what AWS publishes about one of its regions.
type region struct{ code, name, country, place string }

// regions lists those that a workshop is likely to name.
func regions() []region {
	return []region{
		{"ap-northeast-1", "Asia Pacific (Tokyo)", "JP", "JP-13"},
		{"ap-northeast-2", "Asia Pacific (Seoul)", "KR", "KR-11"},
		{"ap-south-1", "Asia Pacific (Mumbai)", "IN", "IN-MH"},
		{"ap-southeast-1", "Asia Pacific (Singapore)", "SG", "SG-01"},
		{"ap-southeast-2", "Asia Pacific (Sydney)", "AU", "AU-NSW"},
		{"ca-central-1", "Canada (Central)", "CA", "CA-QC"},
		{"eu-central-1", "Europe (Frankfurt)", "DE", "DE-HE"},
		{"eu-north-1", "Europe (Stockholm)", "SE", "SE-AB"},
		{"eu-west-1", "Europe (Ireland)", "IE", "IE-D"},
		{"eu-west-2", "Europe (London)", "GB", "GB-LND"},
		{"eu-west-3", "Europe (Paris)", "FR", "FR-IDF"},
		{"sa-east-1", "South America (Sao Paulo)", "BR", "BR-SP"},
		{"us-east-1", "US East (N. Virginia)", "US", "US-VA"},
		{"us-east-2", "US East (Ohio)", "US", "US-OH"},
		{"us-west-1", "US West (N. California)", "US", "US-CA"},
		{"us-west-2", "US West (Oregon)", "US", "US-OR"},
	}
}

// images lists the names of the Amazon Linux images that scripts ask for.
func images() []string {
	names := []string{"amzn2-ami-hvm-x86_64-gp2", "amzn2-ami-hvm-arm64-gp2", "amzn2-ami-kernel-5.10-hvm-x86_64-gp2"}
	for _, kind := range []string{"al2023-ami-", "al2023-ami-minimal-"} {
		for _, kernel := range []string{"kernel-default-", "kernel-6.1-", "kernel-6.12-"} {
			names = append(names, kind+kernel+"x86_64", kind+kernel+"arm64")
		}
	}
	return names
}

const (
	publicRoot = "/aws/service/"
	regionRoot = publicRoot + "global-infrastructure/regions/"
	imageRoot  = publicRoot + "ami-amazon-linux-latest/"
)

func isPublic(name string) bool { return strings.HasPrefix(name, publicRoot) }

// publicARN has no account: these parameters belong to AWS.
func publicARN(region, name string) string { return "arn:aws:ssm:" + region + "::parameter" + name }

// public is a parameter that AWS publishes, or nil.
func public(region, name string) *parameter {
	if !isPublic(name) {
		return nil
	}
	list := publicUnder(region)
	i, found := slices.BinarySearchFunc(list, name, func(p *parameter, n string) int { return strings.Compare(p.Name, n) })
	if !found {
		return nil
	}
	return list[i]
}

// publicUnder lists the public parameters as a region shows them, by name.
func publicUnder(here string) []*parameter {
	var list []*parameter
	add := func(name, value, dataType string) {
		list = append(list, &parameter{Name: name, Versions: []*version{{
			Version: 1, Type: "String", Value: value, DataType: dataType, Tier: "Standard",
			At: time.Date(2026, time.September, 14, 17, 3, 22, 0, time.UTC),
		}}})
	}
	for _, r := range regions() {
		root := regionRoot + r.code
		add(root, r.code, "text")
		add(root+"/domain", "amazonaws.com", "text")
		add(root+"/geolocationCountry", r.country, "text")
		add(root+"/geolocationRegion", r.place, "text")
		add(root+"/longName", r.name, "text")
		add(root+"/partition", "aws", "text")
	}
	for _, name := range images() {
		add(imageRoot+name, imageID(here, name), "aws:ec2:image")
	}
	slices.SortFunc(list, func(a, b *parameter) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// imageID is always the same for an image in a region, and differs between regions, as on AWS.
func imageID(region, name string) string {
	sum := sha256.Sum256([]byte(region + " " + name))
	return "ami-0" + hex.EncodeToString(sum[:8])
}
