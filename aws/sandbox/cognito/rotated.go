package cognito

// RotatedKeys makes a pair of keys in the form in which a pool keeps them, for the fault in which the key set and what
// signs the tokens have parted.
func RotatedKeys() (access, id []byte, err error) {
	keys, err := makeKeys()
	return keys.Access, keys.ID, err
}

// shown are the keys of the key set: those that sign, unless they have parted.
func (pl place) shown() (*ring, error) {
	var published *storedKeys
	if err := pl.look(func(p *Pool) error { published = p.Published; return nil }); err != nil {
		return nil, err
	}
	if published != nil {
		return parseKeys(*published)
	}
	return pl.ring()
}
