//! JSON as Go's encoding/json reads and writes it, where that differs from serde_json.
//! Reading: keys in any case, the last of repeated keys, null as nothing said, broken UTF-8 and lone surrogates as U+FFFD.
//! Writing: <, >, &, U+2028 and U+2029 are escaped.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Declares a struct whose fields all have defaults, and its reader. Keys are in lower case.
macro_rules! go_struct {
    ($(#[$note:meta])* pub struct $name:ident { $(pub $field:ident: $type:ty,)* }) => {
        $(#[$note])*
        #[derive(Default)]
        pub struct $name { $(pub $field: $type,)* }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<E>(self) -> Result<$name, E> {
                        Ok($name::default())
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut value = $name::default();
                        while let Some(key) = map.next_key::<$crate::go_json::Key>()? {
                            match key.folded().as_ref() {
                                $(stringify!($field) => if let Some(given) = map.next_value::<Option<$type>>()? {
                                    value.$field = given;
                                },)*
                                _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                            }
                        }
                        Ok(value)
                    }
                }
                deserializer.deserialize_any(Visitor)
            }
        }
    };
}
pub(crate) use go_struct;

#[derive(Deserialize)]
pub struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl Key<'_> {
    /// The key as Go compares it; two signs beyond ASCII fold to ASCII letters.
    pub fn folded(&self) -> Cow<'_, str> {
        if self.0.bytes().all(|b| b.is_ascii_lowercase()) {
            return Cow::Borrowed(&self.0);
        }
        let fold = |c: char| match c {
            '\u{17f}' => 's',
            '\u{212a}' => 'k',
            _ => c.to_ascii_lowercase(),
        };
        Cow::Owned(self.0.chars().map(fold).collect())
    }
}

pub fn read<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, serde_json::Error> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(replace_broken(body)),
    };
    match serde_json::from_str(&text) {
        Err(error) if text.contains("\\u") => serde_json::from_str(&replace_lone_surrogates(&text)).map_err(|_| error),
        result => result,
    }
}

pub fn write<T: Serialize>(value: &T) -> Vec<u8> {
    let mut body = Vec::with_capacity(256);
    let mut serializer = Serializer::with_formatter(&mut body, GoFormatter);
    value.serialize(&mut serializer).expect("responses hold nothing but strings and numbers");
    body
}

struct GoFormatter;

impl Formatter for GoFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let special = |c| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
        let mut rest = fragment;
        while let Some(at) = rest.find(special) {
            let (before, from) = rest.split_at(at);
            let c = from.chars().next().expect("one was found here");
            CompactFormatter.write_string_fragment(writer, before)?;
            write!(writer, "\\u{:04x}", c as u32)?;
            rest = &from[c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

/// One U+FFFD a byte, where String::from_utf8_lossy would put one a sequence.
fn replace_broken(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len() + 16);
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{fffd}'));
    }
    text
}

fn replace_lone_surrogates(text: &str) -> String {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let step = match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                repaired.push_str("\\ufffd");
                at += 6;
                continue;
            }
            (Some(_), _) => 6,
            (None, _) if text[at..].starts_with('\\') => 2,
            (None, _) => 1,
        };
        let mut end = (at + step).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        repaired.push_str(&text[at..end]);
        at = end;
    }
    repaired
}

#[cfg(test)]
mod tests {
    use super::*;

    go_struct! {
        pub struct Pair {
            pub name: String,
            pub count: i64,
        }
    }

    fn name(body: &[u8]) -> Option<String> {
        read::<Pair>(body).ok().map(|pair| pair.name)
    }

    #[test]
    fn reads_as_go_does() {
        for (body, want) in [
            (&b"null"[..], Some("")),
            (b"{}", Some("")),
            (br#"{"NAME":"a","other":[1,{}]}"#, Some("a")),
            (br#"{"name":"a","name":"b"}"#, Some("b")),
            (br#"{"name":"a","name":null}"#, Some("a")),
            (br#"{"name":"\ud800"}"#, Some("\u{fffd}")),
            (br#"{"name":"\ud83d\ude00 \udc00\\ud800"}"#, Some("😀 \u{fffd}\\ud800")),
            (b"{\"name\":\"\xe2\x82\"}", Some("\u{fffd}\u{fffd}")),
            (br#"{"name":1}"#, None),
            (br#"{"count":1.0}"#, None),
            (br#"["a",1]"#, None),
            (br#"{} x"#, None),
            (b"", None),
        ] {
            assert_eq!(name(body).as_deref(), want, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn writes_as_go_does() {
        let text = String::from_utf8(write(&"<a&b>\u{2028}\u{8}\u{1}\"é")).unwrap();
        assert_eq!(text, r#""\u003ca\u0026b\u003e\u2028\b\u0001\"é""#);
    }
}
