package template

import "strings"

// function recognises a map with one member that is an intrinsic function.
func function(v any) (name string, arg any, ok bool) {
	m, isMap := v.(map[string]any)
	if !isMap || len(m) != 1 {
		return "", nil, false
	}
	for name, arg := range m {
		// A policy statement may hold a map that is named Condition; the function of that name takes a text.
		if _, isText := arg.(string); name == "Condition" && !isText {
			return "", nil, false
		}
		if knownFunction(name) {
			return name, arg, true
		}
	}
	return "", nil, false
}

func knownFunction(name string) bool {
	switch name {
	case "Ref", "Condition", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::If", "Fn::Equals",
		"Fn::And", "Fn::Or", "Fn::Not", "Fn::FindInMap", "Fn::ImportValue", "Fn::Base64", "Fn::GetAZs", "Fn::Cidr":
		return true
	}
	return false
}

func isConditionFunction(name string) bool {
	switch name {
	case "Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not":
		return true
	}
	return false
}

// piece is a part of a Fn::Sub text: literal text, or the name of a variable.
type piece struct {
	text     string
	variable bool
}

// subPieces cuts the text of Fn::Sub: ${Name}, ${Name.Attribute} and the literal ${!Name}, which stands for ${Name}.
func subPieces(text string) []piece {
	var list []piece
	for {
		start := strings.Index(text, "${")
		if start < 0 {
			return append(list, piece{text: text})
		}
		end := strings.IndexByte(text[start:], '}')
		if end < 0 {
			return append(list, piece{text: text})
		}
		name := text[start+2 : start+end]
		list = append(list, piece{text: text[:start]})
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			list = append(list, piece{text: "${" + literal + "}"})
		} else {
			list = append(list, piece{text: strings.TrimSpace(name), variable: true})
		}
		text = text[start+end+1:]
	}
}

// subArguments takes apart both forms of Fn::Sub.
func subArguments(arg any) (text string, vars map[string]any, ok bool) {
	switch a := arg.(type) {
	case string:
		return a, nil, true
	case []any:
		if len(a) != 2 {
			return "", nil, false
		}
		text, okText := a[0].(string)
		vars, okVars := a[1].(map[string]any)
		return text, vars, okText && okVars
	}
	return "", nil, false
}

// getAttArguments takes apart both forms of Fn::GetAtt.
func getAttArguments(arg any) (resource string, attribute any, ok bool) {
	switch a := arg.(type) {
	case string:
		name, attr, found := strings.Cut(a, ".")
		return name, attr, found
	case []any:
		if len(a) < 2 {
			return "", nil, false
		}
		name, isText := a[0].(string)
		if len(a) == 2 {
			return name, a[1], isText
		}
		parts := make([]string, 0, len(a)-1)
		for _, p := range a[1:] {
			s, _ := p.(string)
			parts = append(parts, s)
		}
		return name, strings.Join(parts, "."), isText
	}
	return "", nil, false
}
