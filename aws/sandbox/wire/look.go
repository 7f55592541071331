package wire

// Look-ups into the model for those who test a cloud against it.

// Members lists a structure's members, by name.
func (s *Shape) Members() []*Member { return s.members }

// Elem is the shape of a list's items, or nil.
func (s *Shape) Elem() *Shape { return s.elem }

// Entry is the shapes of a map's keys and values, or nil.
func (s *Shape) Entry() (key, value *Shape) { return s.key, s.value }

// Document reports a free-form JSON value.
func (s *Shape) Document() bool { return s.document() }

// Payload reports the member that is the whole body of a request.
func (m *Member) Payload() bool { return m.Location == inBlob }

// MendedPatterns lists the shapes ("service:Shape") whose pattern is not enforced to the letter, since the model has it
// wrong or Go cannot express it, each with the reason.
func MendedPatterns() map[string]string {
	reasons := map[string]string{}
	for shape, m := range mendedPatterns() {
		reasons[shape] = m.reason
	}
	return reasons
}

// Expression is the shape's pattern in Go's syntax, mended where it must be; the whole value must match it.
func (s *Shape) Expression() string { return newPatterns().expression(s) }
