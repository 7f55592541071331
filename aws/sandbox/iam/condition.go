package iam

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// holds says whether all conditions of a statement hold, and which context keys it missed. A condition whose key is not
// in the context does not hold, unless its operator is negated, ends in IfExists, or is Null.
func (st statement) holds(context map[string][]string) (ok bool, missing []string) {
	ok = true
	for operator, keys := range st.Condition {
		for key, wanted := range keys {
			given, present := lookUp(context, key)
			if !present && !strings.EqualFold(operator, "Null") {
				missing = append(missing, key)
			}
			ok = ok && condition(operator, given, present, wanted)
		}
	}
	return ok, missing
}

// lookUp finds a context key; keys compare without regard to case.
func lookUp(context map[string][]string, key string) ([]string, bool) {
	for k, v := range context {
		if strings.EqualFold(k, key) {
			return v, true
		}
	}
	return nil, false
}

func condition(operator string, given []string, present bool, wanted texts) bool {
	if strings.EqualFold(operator, "Null") {
		return len(wanted) > 0 && (wanted[0] == "true") != present
	}
	operator, all := strings.CutPrefix(operator, "ForAllValues:")
	operator = strings.TrimPrefix(operator, "ForAnyValue:")
	operator, lenient := strings.CutSuffix(operator, "IfExists")
	if !present {
		return lenient || all || strings.Contains(operator, "Not")
	}
	positive := strings.Replace(operator, "Not", "", 1)
	compare := comparison(positive)
	if compare == nil {
		return false
	}
	fits := func(value string) bool {
		for _, w := range wanted {
			if compare(value, w) {
				return true
			}
		}
		return false
	}
	hits := 0
	for _, value := range given {
		if fits(value) != (positive != operator) {
			hits++
		}
	}
	if all {
		return hits == len(given)
	}
	return hits > 0
}

// comparison is the meaning of an operator without its negation, or nil when there is no such operator.
func comparison(operator string) func(given, wanted string) bool {
	switch operator {
	case "StringEquals", "BinaryEquals":
		return func(g, w string) bool { return g == w }
	case "StringEqualsIgnoreCase", "Bool":
		return strings.EqualFold
	case "StringLike", "ArnLike", "ArnEquals":
		return func(g, w string) bool { return like(w, g) }
	case "IpAddress":
		return within
	}
	if rest, ok := strings.CutPrefix(operator, "Numeric"); ok {
		return ordered(rest, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
	}
	if rest, ok := strings.CutPrefix(operator, "Date"); ok {
		return ordered(rest, func(s string) (float64, error) {
			t, err := time.Parse(time.RFC3339, s)
			return float64(t.Unix()), err
		})
	}
	return nil
}

// ordered compares numbers; what cannot be read as one never fits.
func ordered(relation string, read func(string) (float64, error)) func(given, wanted string) bool {
	holds := map[string]func(a, b float64) bool{
		"Equals":            func(a, b float64) bool { return a == b },
		"LessThan":          func(a, b float64) bool { return a < b },
		"LessThanEquals":    func(a, b float64) bool { return a <= b },
		"GreaterThan":       func(a, b float64) bool { return a > b },
		"GreaterThanEquals": func(a, b float64) bool { return a >= b },
	}[relation]
	if holds == nil {
		return nil
	}
	return func(given, wanted string) bool {
		a, errA := read(given)
		b, errB := read(wanted)
		return errA == nil && errB == nil && holds(a, b)
	}
}

func within(given, wanted string) bool {
	address, err := netip.ParseAddr(given)
	if err != nil {
		return false
	}
	if network, err := netip.ParsePrefix(wanted); err == nil {
		return network.Contains(address)
	}
	exact, err := netip.ParseAddr(wanted)
	return err == nil && exact == address
}
