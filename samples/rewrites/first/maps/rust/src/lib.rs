//! Adds events up by campaign, and by campaign and country: `hot_go.go` with the standard library's hash maps. Keys are
//! borrowed from the input.

use edge::{Reader, put_i64, put_text, put_u32};
use std::collections::{HashMap, HashSet};

edge::export!(hot);

#[derive(Default)]
struct Totals {
    events: i64,
    cents: i64,
    users: HashSet<u32>,
}

fn hot(input: &[u8]) -> Vec<u8> {
    let mut groups: HashMap<&str, Totals> = HashMap::new();
    let mut countries: HashMap<(&str, &str), i64> = HashMap::new();
    let mut events = Reader::new(input);
    while !events.rest.is_empty() {
        let (user, cents) = (events.u32(), events.i64());
        let (campaign, country) = (events.text(), events.text());
        let group = groups.entry(campaign).or_default();
        group.events += 1;
        group.cents += cents;
        group.users.insert(user);
        *countries.entry((campaign, country)).or_default() += cents;
    }
    let mut best: HashMap<&str, (&str, i64)> = HashMap::new();
    for (&(campaign, country), &cents) in &countries {
        let held = best.entry(campaign).or_insert((country, cents));
        if cents > held.1 || cents == held.1 && country < held.0 {
            *held = (country, cents);
        }
    }
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_unstable_by_key(|&(name, _)| name);
    let mut out = Vec::new();
    for (name, group) in sorted {
        put_text(&mut out, name);
        put_text(&mut out, best[name].0);
        put_i64(&mut out, group.events);
        put_i64(&mut out, group.cents);
        put_u32(&mut out, group.users.len() as u32);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_counts_once_in_a_group() {
        let mut events = Vec::new();
        for cents in [5, 6] {
            put_u32(&mut events, 9);
            put_i64(&mut events, cents);
            put_text(&mut events, "a");
            put_text(&mut events, "CH");
        }
        let out = hot(&events);
        let mut group = Reader::new(&out);
        assert_eq!((group.text(), group.text(), group.i64(), group.i64(), group.u32()), ("a", "CH", 2, 11, 1));
    }
}
