package wire

import (
	"net/url"
	"strings"
)

// router finds REST operations by method and path. The routes of both AgentCore planes never collide, so one table
// serves both.
type router struct{ routes []route }

type route struct {
	method   string
	segments []string // "{name}" stands for a label
	op       *Operation
}

func (r *router) add(op *Operation) {
	path, _, _ := strings.Cut(op.URI, "?")
	r.routes = append(r.routes, route{op.Method, segmentsOf(path), op})
}

// match takes the ESCAPED path: an ARN arrives as one segment with %2F inside. Slashes at the end do not count. Labels
// are returned unescaped.
func (r *router) match(method, escapedPath string) (*Operation, map[string]string) {
	segments := segmentsOf(escapedPath)
	var best *Operation
	var bestLabels map[string]string
	for _, candidate := range r.routes {
		if candidate.method != method {
			continue
		}
		labels, ok := fit(candidate.segments, segments)
		// A literal route wins over one with labels.
		if ok && (best == nil || len(labels) < len(bestLabels)) {
			best, bestLabels = candidate.op, labels
		}
	}
	return best, bestLabels
}

// segmentsOf splits at slashes, without the empty parts at both ends.
func segmentsOf(path string) []string {
	return strings.Split(strings.TrimRight(strings.TrimPrefix(path, "/"), "/"), "/")
}

func fit(template, segments []string) (map[string]string, bool) {
	if len(template) != len(segments) {
		return nil, false
	}
	var labels map[string]string
	for i, part := range template {
		if !strings.HasPrefix(part, "{") {
			if part != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		if labels == nil {
			labels = map[string]string{}
		}
		labels[strings.Trim(part, "{}+")] = value
	}
	return labels, true
}
