package core

import "strings"

// NoReservedTag is what AWS says of a tag that only AWS itself may set.
const NoReservedTag = "aws: prefixed tag key names are not allowed for external use."

// ReservedTag reports the key of such a tag: they begin with "aws:", in whatever case.
func ReservedTag(key string) bool { return strings.HasPrefix(strings.ToLower(key), "aws:") }
