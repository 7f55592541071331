package wire

import (
	"fmt"
	"slices"
	"strings"
)

// Shape is a type of the service model.
type Shape struct {
	Name, Service string `json:"-"`

	Type     string                `json:"t"`
	Enum     []string              `json:"enum"`
	Min      *float64              `json:"min"`
	Max      *float64              `json:"max"`
	Pattern  string                `json:"pattern"`
	Union    bool                  `json:"u"`
	Secret   bool                  `json:"x"`
	Format   string                `json:"ts"`
	Raw      map[string]string     `json:"m"`
	Required []string              `json:"r"`
	Wire     map[string]rawBinding `json:"s"`
	RawElem  string                `json:"e"`
	RawKey   string                `json:"k"`
	RawValue string                `json:"v"`

	members []*Member // of a structure, by name
	elem    *Shape    // of a list
	key     *Shape    // of a map
	value   *Shape    // of a map
	byName  map[string]*Member
	byFold  map[string]*Member
}

type rawBinding struct {
	Location        string `json:"location"`
	Name            string `json:"name"`
	TimestampFormat string `json:"timestampFormat"`
}

// Where a REST member travels; empty is the body.
const (
	inHeader = "header"
	inQuery  = "querystring"
	inURI    = "uri"
	inStatus = "statusCode"
	inBlob   = "payload"
)

// Member is one member of a structure.
type Member struct {
	Name     string
	Shape    *Shape
	Required bool
	Location string
	// Wire is the name of the header, query parameter or path label.
	Wire string
	// Format is the timestamp's format, where the model names one.
	Format string
}

// link replaces the names of shapes by the shapes.
func (m *Model) link() error {
	for key, s := range m.shapes {
		s.Service, s.Name, _ = strings.Cut(key, ":")
	}
	for _, s := range m.shapes {
		if err := m.linkShape(s); err != nil {
			return err
		}
	}
	return nil
}

func (m *Model) linkShape(s *Shape) error {
	find := func(name string) (*Shape, error) {
		if found := m.shapes[s.Service+":"+name]; found != nil {
			return found, nil
		}
		return nil, fmt.Errorf("shape %s:%s names %s, which is not there", s.Service, s.Name, name)
	}
	var err error
	switch s.Type {
	case "list":
		s.elem, err = find(s.RawElem)
	case "map":
		if s.key, err = find(s.RawKey); err == nil {
			s.value, err = find(s.RawValue)
		}
	case "structure":
		s.members = make([]*Member, 0, len(s.Raw))
		s.byName = make(map[string]*Member, len(s.Raw))
		s.byFold = make(map[string]*Member, len(s.Raw))
		for name, target := range s.Raw {
			shape, missing := find(target)
			if missing != nil {
				return missing
			}
			s.put(name, shape)
		}
		slices.SortFunc(s.members, func(a, b *Member) int { return strings.Compare(a.Name, b.Name) })
	}
	return err
}

func (s *Shape) put(name string, shape *Shape) {
	b := s.Wire[name]
	member := &Member{
		Name: name, Shape: shape, Required: slices.Contains(s.Required, name),
		Location: b.Location, Wire: b.Name, Format: b.TimestampFormat,
	}
	if member.Format == "" {
		member.Format = shape.Format
	}
	// Only the blob of InvokeAgentRuntime travels as the whole body; the table does not keep the payload trait.
	if member.Location == "" && shape.Type == "blob" && len(s.Wire) > 0 {
		member.Location = inBlob
	}
	s.members = append(s.members, member)
	s.byName[name] = member
	s.byFold[strings.ToLower(name)] = member
}

// document reports a free-form JSON value: the model writes it as a structure named Document without members.
func (s *Shape) document() bool { return s.Type == "structure" && s.Name == "Document" }

// payload is the member that is the whole body, or nil.
func (s *Shape) payload() *Member {
	if s == nil {
		return nil
	}
	for _, m := range s.members {
		if m.Location == inBlob {
			return m
		}
	}
	return nil
}
