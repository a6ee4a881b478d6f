//! Counts the lines of a log in gzip by level, and lines, errors and bytes by service: `hot_go.go` with flate2.

use edge::{put_i64, put_text, put_u32};
use flate2::bufread::MultiGzDecoder; // as Go's Reader, it takes what follows for another part of the file
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};

edge::export!(hot);

#[derive(Default)]
struct Totals {
    lines: u32,
    errors: u32,
    bytes: i64,
}

fn hot(input: &[u8]) -> Vec<u8> {
    count(input).unwrap_or_default()
}

fn count(input: &[u8]) -> io::Result<Vec<u8>> {
    let mut levels: HashMap<String, u32> = HashMap::new();
    let mut services: HashMap<String, Totals> = HashMap::new();
    let mut continued = 0;
    for line in BufReader::new(MultiGzDecoder::new(input)).lines() {
        let line = line?;
        let Some((level, name)) = head(&line) else {
            continued += 1;
            continue;
        };
        match levels.get_mut(level) {
            Some(lines) => *lines += 1,
            None => _ = levels.insert(level.to_owned(), 1),
        }
        let service = match services.get_mut(name) {
            Some(service) => service,
            None => services.entry(name.to_owned()).or_default(),
        };
        service.lines += 1;
        service.bytes += line.len() as i64;
        if level == "ERROR" {
            service.errors += 1;
        }
    }
    let mut out = Vec::new();
    put_u32(&mut out, continued);
    put_u32(&mut out, levels.len() as u32);
    for (level, lines) in sorted(levels) {
        put_text(&mut out, &level);
        put_u32(&mut out, lines);
    }
    for (name, service) in sorted(services) {
        put_text(&mut out, &name);
        put_u32(&mut out, service.lines);
        put_u32(&mut out, service.errors);
        put_i64(&mut out, service.bytes);
    }
    Ok(out)
}

/// The level and the service of a line, if it is not the continuation of another.
fn head(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once(' ')?;
    let (level, rest) = rest.split_once(' ')?;
    let (name, _) = rest.split_once(' ')?;
    (!line.starts_with('\t')).then_some((level, name))
}

fn sorted<V>(groups: HashMap<String, V>) -> Vec<(String, V)> {
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge::Reader;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn log() -> Vec<u8> {
        let mut log = GzEncoder::new(Vec::new(), Compression::default());
        log.write_all(b"12:00 INFO cart a=1\n12:01 ERROR cart a=22\n\tat run (x.go:1)\n").unwrap();
        log.finish().unwrap()
    }

    #[test]
    fn lines_are_counted_by_level_and_service() {
        let out = hot(&log());
        let mut counts = Reader::new(&out);
        assert_eq!((counts.u32(), counts.u32()), (1, 2));
        assert_eq!((counts.text(), counts.u32(), counts.text(), counts.u32()), ("ERROR", 1, "INFO", 1));
        assert_eq!((counts.text(), counts.u32(), counts.u32(), counts.i64()), ("cart", 2, 1, 40));
        assert!(counts.rest.is_empty());
    }

    #[test]
    fn a_log_that_is_cut_short_is_damaged() {
        let log = log();
        assert!(hot(&log[..log.len() - 9]).is_empty());
    }
}
