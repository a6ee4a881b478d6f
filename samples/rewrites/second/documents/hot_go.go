//go:build !rust

package main

import (
	"bytes"
	"encoding/json"
)

// hot merges the document of the second line into that of the first, and encodes what comes of it.
//
//go:noinline
func hot(input []byte) []byte {
	first, second, found := bytes.Cut(input, []byte("\n"))
	if !found {
		return []byte(`{"error":"no patch"}`)
	}
	var profile, patch any
	if err := json.Unmarshal(first, &profile); err != nil {
		return []byte(`{"error":"malformed profile"}`)
	}
	if err := json.Unmarshal(second, &patch); err != nil {
		return []byte(`{"error":"malformed patch"}`)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(merge(profile, patch)); err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out.Bytes()
}

// merge is MergePatch of RFC 7396: null removes a member, an object is merged, anything else replaces what was there.
func merge(target, patch any) any {
	changes, isObject := patch.(map[string]any)
	if !isObject {
		return patch
	}
	object, isObject := target.(map[string]any)
	if !isObject {
		object = map[string]any{}
	}
	for key, value := range changes {
		if value == nil {
			delete(object, key)
		} else {
			object[key] = merge(object[key], value)
		}
	}
	return object
}
