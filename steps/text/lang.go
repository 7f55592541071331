package text

import "strings"

// Choose picks the language: the flag, then the saved choice, then LC_ALL, LC_MESSAGES and LANG, then English.
func Choose(flag, saved string, env func(string) string) Lang {
	for _, choice := range []string{flag, saved, env("LC_ALL"), env("LC_MESSAGES"), env("LANG")} {
		if choice == "" {
			continue
		}
		if strings.HasPrefix(strings.ToLower(choice), "ko") {
			return Korean
		}
		return English
	}
	return English
}

// Other is the language to switch to.
func (l Lang) Other() Lang {
	if l == Korean {
		return English
	}
	return Korean
}
