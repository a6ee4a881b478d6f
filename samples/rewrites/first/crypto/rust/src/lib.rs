//! Seals a document: its SHA-256, then each block with its own digest in front, sealed by AES-256-GCM: `hot_go.go` with ring.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};

edge::export!(hot);

const BLOCK: usize = 8192;
const KEY: usize = 32;
const PREFIX: usize = 8;

fn hot(input: &[u8]) -> Vec<u8> {
    let (key, rest) = input.split_at(KEY);
    let (prefix, document) = rest.split_at(PREFIX);
    // "Less safe" is ring's name for a key whose nonces the caller counts.
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("the length of a key is a constant"));
    let blocks = document.len().div_ceil(BLOCK);
    let mut out =
        Vec::with_capacity(SHA256_OUTPUT_LEN + document.len() + blocks * (SHA256_OUTPUT_LEN + AES_256_GCM.tag_len()));
    out.extend_from_slice(digest(&SHA256, document).as_ref());
    let mut nonce = [0; NONCE_LEN];
    nonce[..PREFIX].copy_from_slice(prefix);
    for (i, part) in document.chunks(BLOCK).enumerate() {
        let own = digest(&SHA256, part);
        out.extend_from_slice(own.as_ref());
        nonce[PREFIX..].copy_from_slice(&(i as u32).to_be_bytes());
        let start = out.len();
        out.extend_from_slice(part);
        let tag = key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(own), &mut out[start..])
            .expect("a block is short enough to seal");
        out.extend_from_slice(tag.as_ref());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_document_of_two_blocks_has_its_digest_and_two_sealed_blocks() {
        let out = super::hot(&[7; 40 + super::BLOCK + 1]);
        assert_eq!(out.len(), 32 + super::BLOCK + 1 + 2 * (32 + 16));
        assert_eq!(&out[..32], super::digest(&super::SHA256, &[7; super::BLOCK + 1]).as_ref());
    }
}
