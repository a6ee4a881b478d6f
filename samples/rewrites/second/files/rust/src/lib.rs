//! Lists a sub-folder and reads files, for their size and checksum: `hot_go.go` with `std::fs`, and crc32fast for the
//! checksum.

use edge::{Reader, put_i64, put_text, put_u32};
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Result};
use std::path::Path;

edge::export!(hot);

fn hot(input: &[u8]) -> Vec<u8> {
    verify(input).unwrap_or_default()
}

fn verify(input: &[u8]) -> Result<Vec<u8>> {
    let mut paths = Reader::new(input);
    let folder = Path::new(paths.text());
    let entries = match list(&folder.join(paths.text())) {
        Err(e) if e.kind() == ErrorKind::NotFound => Vec::new(),
        listed => listed?,
    };
    let mut out = Vec::new();
    put_u32(&mut out, entries.len() as u32);
    for (name, is_folder) in entries {
        put_text(&mut out, &name);
        out.push(is_folder.into());
    }
    while !paths.rest.is_empty() {
        let (size, sum) = match read(&folder.join(paths.text())) {
            Err(e) if e.kind() == ErrorKind::NotFound => (-1, 0),
            done => done?,
        };
        put_i64(&mut out, size);
        put_u32(&mut out, sum);
    }
    Ok(out)
}

/// The entries of a folder in the order of their names, as `os.ReadDir` has them, and which of them are folders.
fn list(folder: &Path) -> Result<Vec<(String, bool)>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()))
        })
        .collect::<Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn read(path: &Path) -> Result<(i64, u32)> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut data = Vec::new();
    file.read_to_end(&mut data)?;
    Ok((size as i64, crc32fast::hash(&data)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_and_missing_ones_told() {
        let folder = std::env::temp_dir().join(format!("rewrite-files-{}", std::process::id()));
        fs::create_dir_all(folder.join("b")).unwrap();
        fs::write(folder.join("a"), "abc").unwrap();
        let mut input = Vec::new();
        for text in [folder.to_str().unwrap(), ".", "a", "c"] {
            put_text(&mut input, text);
        }
        let out = hot(&input);
        let mut found = Reader::new(&out);
        assert_eq!((found.u32(), found.text(), found.u8(), found.text(), found.u8()), (2, "a", 0, "b", 1));
        assert_eq!((found.i64(), found.u32(), found.i64(), found.u32()), (3, 0x3524_41c2, -1, 0));
        fs::remove_dir_all(&folder).unwrap();
    }
}
