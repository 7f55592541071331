package hosting

import "agentcore-workshop/aws/sandbox/core"

// Text is a string member of a tree, or empty.
func Text(tree core.Object, name string) string {
	s, _ := tree[name].(string)
	return s
}

// Branch is a structure member of a tree, or nil.
func Branch(tree core.Object, names ...string) core.Object {
	for _, name := range names {
		tree, _ = tree[name].(core.Object)
	}
	return tree
}

// Pick copies the named members that a tree has.
func Pick(tree core.Object, names ...string) core.Object {
	picked := core.Object{}
	for _, name := range names {
		if v, ok := tree[name]; ok && v != nil {
			picked[name] = v
		}
	}
	return picked
}

// Page reads maxResults and nextToken of a list operation.
func Page(tree core.Object, normal int) (size int, token string) {
	size = normal
	if n, ok := tree["maxResults"].(float64); ok && n > 0 {
		size = int(n)
	}
	return size, Text(tree, "nextToken")
}
