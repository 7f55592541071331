package text

import (
	"strings"
	"unicode/utf8"
)

// particles chooses, in Korean, between the two forms of each marked particle by the sound before it: "값{이/가}" becomes
// "값이", "스택{이/가}" "스택이", "URL{을/를}" "URL을". Other languages have no marks.
func particles(l Lang, s string) string {
	if l != Korean || !strings.Contains(s, "{") {
		return s
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		pair := s[open+1 : open+end]
		closed, vowel, ok := strings.Cut(pair, "/")
		if !ok || !isHangul(closed) || !isHangul(vowel) {
			out.WriteString(s[:open+1])
			s = s[open+1:]
			continue
		}
		out.WriteString(s[:open])
		out.WriteString(Particle(out.String(), closed, vowel))
		s = s[open+end+1:]
	}
	out.WriteString(s)
	return out.String()
}

// Particle returns the form that follows word: closed after a final consonant, vowel otherwise. "으로/로" treats a final ㄹ
// as a vowel. Closing quotes and brackets are looked through; digits and Latin letters count as they are read in Korean.
func Particle(word, closed, vowel string) string {
	r := lastSound(word)
	final := finalConsonant(r)
	if final == 0 || (final == 8 && closed == "으로") {
		return vowel
	}
	return closed
}

// lastSound is the last rune of word that is spoken.
func lastSound(word string) rune {
	word = strings.TrimRight(word, "\"'`)]}>」』”’*/ ")
	r, _ := utf8.DecodeLastRuneInString(word)
	return r
}

// finalConsonant is the index of the final consonant in the Unicode order of Hangul syllables: 0 is none, 8 is ㄹ.
func finalConsonant(r rune) int {
	const ㄹ, ㅁ, ㄱ = 8, 16, 1
	switch {
	case r >= '가' && r <= '힣':
		return int(r-'가') % 28
	case strings.ContainsRune("178lLrR", r): // 일, 칠, 팔, 엘, 알
		return ㄹ
	case strings.ContainsRune("mMnN036", r): // 엠, 엔, 영, 삼, 육
		return ㅁ
	case strings.ContainsRune("bBcCkKpPtTdDgG", r) && r >= 'a': // read as the end of a word: lab, stack, token endpoint
		return ㄱ
	default:
		return 0
	}
}

func isHangul(s string) bool {
	for _, r := range s {
		if r < '가' || r > '힣' {
			return false
		}
	}
	return s != ""
}
