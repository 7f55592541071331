package core

import "encoding/json"

// Object is a request or answer as a tree of JSON values, with the member names of the service model.
type Object = map[string]any

// Bind copies a tree into a struct. Fields match member names without regard to case, so structs need no tags.
func Bind(from any, into any) error {
	data, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// Tree turns any answer into an Object. Structs keep their field names; the codec fits them to the model's spelling.
func Tree(from any) (Object, error) {
	if from == nil {
		return nil, nil
	}
	if o, ok := from.(Object); ok {
		return o, nil
	}
	var o Object
	if err := Bind(from, &o); err != nil {
		return nil, err
	}
	return o, nil
}
