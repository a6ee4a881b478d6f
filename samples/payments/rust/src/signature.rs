//! HMAC-SHA256 over method, path, timestamp, idempotency key and body.

use hmac::{Hmac, Mac};
use sha2::Sha256;

pub fn valid(key: &[u8], given: &[u8], parts: [&[u8]; 4], body: &[u8]) -> bool {
    let Ok(decoded) = hex::decode(given) else { return false };
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    for part in parts {
        mac.update(part);
        mac.update(b"\n");
    }
    mac.update(body);
    mac.verify_slice(&decoded).is_ok()
}
