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
	final := finalConsonant(strings.TrimRight(word, "\"'`)]}>」』”’*/ "))
	if final == 0 || (final == ㄹ && closed == "으로") {
		return vowel
	}
	return closed
}

// Final consonants by their index in the Unicode order of Hangul syllables; 0 is none.
const ㄱ, ㄴ, ㄹ, ㅁ, ㅇ = 1, 4, 8, 16, 21

// finalConsonant is the final consonant of what is spoken last.
func finalConsonant(word string) int {
	r, _ := utf8.DecodeLastRuneInString(word)
	switch {
	case r >= '가' && r <= '힣':
		return int(r-'가') % 28
	case r >= 'a' && r <= 'z':
		return endOfWord(word)
	case strings.ContainsRune("178LR", r): // 일, 칠, 팔, 엘, 알
		return ㄹ
	case strings.ContainsRune("MN036", r): // 엠, 엔, 영, 삼, 육
		return ㅁ
	}
	return 0
}

// endOfWord is the final consonant of a Latin word as Koreans read it: 런타임, 머신, 롤, but 프로바이더, 클라이언트, 태그.
func endOfWord(word string) int {
	for end, final := range map[string]int{"me": ㅁ, "ne": ㄴ, "le": ㄹ, "ng": ㅇ, "ck": ㄱ} {
		if strings.HasSuffix(word, end) {
			return final
		}
	}
	last := len(word) - 1
	afterVowel := last > 0 && strings.IndexByte("aeiou", word[last-1]) >= 0
	switch word[last] {
	case 'l':
		return ㄹ
	case 'm', 'n':
		return ㅁ
	case 'r':
		if !afterVowel {
			return ㄹ
		}
	case 'b', 'c', 'k', 'p', 't':
		if afterVowel { // 랩, 시크릿; after another consonant they are a syllable of their own: 네트워크
			return ㄱ
		}
	}
	return 0
}

func isHangul(s string) bool {
	for _, r := range s {
		if r < '가' || r > '힣' {
			return false
		}
	}
	return s != ""
}
