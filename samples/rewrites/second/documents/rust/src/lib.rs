//! Merges the JSON document of the second line into that of the first, and encodes what comes of it: `hot_go.go` with
//! serde_json's `Value`.

use serde_json::{Map, Value};

edge::export!(hot);

fn hot(input: &[u8]) -> Vec<u8> {
    let Some(end) = input.iter().position(|&byte| byte == b'\n') else {
        return br#"{"error":"no patch"}"#.to_vec();
    };
    let Ok(mut profile) = serde_json::from_slice::<Value>(&input[..end]) else {
        return br#"{"error":"malformed profile"}"#.to_vec();
    };
    let Ok(patch) = serde_json::from_slice::<Value>(&input[end + 1..]) else {
        return br#"{"error":"malformed patch"}"#.to_vec();
    };
    merge(&mut profile, patch);
    match serde_json::to_vec(&profile) {
        Ok(mut out) => {
            out.push(b'\n'); // as Go's Encoder
            out
        }
        Err(_) => br#"{"error":"unencodable"}"#.to_vec(),
    }
}

/// MergePatch of RFC 7396: null removes a member, an object is merged, anything else replaces what was there.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(changes) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(object) = target else { unreachable!("it was made an object") };
    for (key, value) in changes {
        if value.is_null() {
            object.remove(&key);
        } else {
            merge(object.entry(key).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(profile: Value, patch: Value) -> Value {
        serde_json::from_slice(&hot(format!("{profile}\n{patch}").as_bytes())).unwrap()
    }

    // Examples of the RFC's appendix.
    #[test]
    fn null_removes_and_objects_merge() {
        assert_eq!(merged(json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}})), json!({"a": {"b": "d"}}));
        assert_eq!(merged(json!({"a": "b", "b": "c"}), json!({"a": null})), json!({"b": "c"}));
        assert_eq!(merged(json!({}), json!({"a": {"bb": {"ccc": null}}})), json!({"a": {"bb": {}}}));
    }

    #[test]
    fn all_else_replaces() {
        assert_eq!(merged(json!({"a": [1, 2]}), json!({"a": [null, 3.5]})), json!({"a": [null, 3.5]}));
        assert_eq!(merged(json!(["a"]), json!({"b": 1})), json!({"b": 1}));
        assert_eq!(merged(json!({"e": null}), json!({"a": 1})), json!({"e": null, "a": 1}));
    }
}
