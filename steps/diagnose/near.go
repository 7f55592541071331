package diagnose

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// vocabulary is what the catalogue's entries say: the words of each in their order, so that the same text scores the same every time,
// and how many entries have a word.
type vocabulary struct {
	entries []Known
	words   [][]string
	spread  map[string]int
}

var catalogued = sync.OnceValue(func() vocabulary {
	v := vocabulary{entries: Catalogue(), spread: map[string]int{}}
	for _, k := range v.entries {
		words := []string{k.Near, k.ID, k.Cause.En}
		for _, f := range k.Says {
			words = append(words, f...)
		}
		mine := slices.Sorted(maps.Keys(wordsIn(strings.ToLower(strings.Join(words, " ")))))
		for _, w := range mine {
			v.spread[w]++
		}
		v.words = append(v.words, mine)
	}
	return v
})

// nearest are the entries whose words a text shares, the rarer the words the nearer. A text that shares none gets none.
func nearest(r reading) []Alternative {
	said, v := wordsIn(r.flat), catalogued()
	type near struct {
		at    int
		score float64
	}
	var found []near
	for i, words := range v.words {
		score := 0.0
		for _, w := range words {
			if said[w] {
				score += math.Log(float64(len(v.entries)) / float64(v.spread[w]))
			}
		}
		if score > leastNear {
			found = append(found, near{i, score})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(b.score, a.score) })
	var nearest []Alternative
	for _, n := range found[:min(len(found), alternatives)] {
		nearest = append(nearest, Alternative{v.entries[n.at].ID, v.entries[n.at].Cause})
	}
	return nearest
}

// leastNear is one word that only a few entries have.
const leastNear = 2.0

var word = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[\p{L}\p{N}_]{3,}`) })

// wordsIn are the words that may tell entries apart.
func wordsIn(s string) map[string]bool {
	words := map[string]bool{}
	for _, w := range word().FindAllString(s, -1) {
		if !slices.Contains(ordinary(), w) {
			words[w] = true
		}
	}
	return words
}

// ordinary words tell nothing apart.
var ordinary = sync.OnceValue(func() []string {
	return strings.Fields("the and for not with that this was are has have from into its one who error failed failure exception https http when " +
		"there which your you can cannot does did may must will been being than then they them what where only also any all aws com use used using")
})
