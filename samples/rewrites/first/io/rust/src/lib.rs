//! Spools messages to a file and reads them back: `hot_go.go` with `std::fs`, and crc32fast for the checksum.

use edge::{Reader, put_i64, put_u32};
use std::fs::OpenOptions;
use std::io::{Result, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};

edge::export!(hot);

fn hot(input: &[u8]) -> Vec<u8> {
    spool(input).unwrap_or_else(|_| b"failed".to_vec())
}

fn spool(input: &[u8]) -> Result<Vec<u8>> {
    let mut messages = Reader::new(input);
    let name = messages.text();
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(name)?;
    let mut places = Vec::new();
    let mut end = 0;
    while !messages.rest.is_empty() {
        let message = messages.bytes();
        let length = (message.len() as u32).to_le_bytes();
        file.write_all(&length)?;
        file.write_all(message)?;
        places.push(end);
        end += (length.len() + message.len()) as u64;
    }
    let mut out = Vec::new();
    for place in places {
        let mut length = [0; 4];
        file.read_exact_at(&mut length, place)?;
        let mut message = vec![0; u32::from_le_bytes(length) as usize];
        file.read_exact_at(&mut message, place + length.len() as u64)?;
        put_i64(&mut out, place as i64);
        put_u32(&mut out, crc32fast::hash(&message));
    }
    std::fs::remove_file(name)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_spooled_is_read_back_and_removed() {
        let name = std::env::temp_dir().join(format!("rewrite-io-{}", std::process::id()));
        let mut input = Vec::new();
        for text in [name.to_str().unwrap(), "abc", "d"] {
            edge::put_text(&mut input, text);
        }
        let out = hot(&input);
        let mut places = Reader::new(&out);
        assert_eq!((places.i64(), places.u32(), places.i64()), (0, 0x3524_41c2, 7));
        assert!(!name.exists());
    }
}
