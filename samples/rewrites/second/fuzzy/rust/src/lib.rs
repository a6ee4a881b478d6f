//! Finds the five candidates closest to each query by edit distance: `hot_go.go` with `Vec<char>`.

use edge::{Reader, put_u32};

edge::export!(hot);

const MOST: usize = 5;

struct Match {
    index: usize,
    distance: usize,
}

fn hot(input: &[u8]) -> Vec<u8> {
    let mut names = Reader::new(input);
    let queries: Vec<Vec<char>> = (0..names.u32()).map(|_| names.text().chars().collect()).collect();
    let mut candidates: Vec<Vec<char>> = Vec::new();
    while !names.rest.is_empty() {
        candidates.push(names.text().chars().collect());
    }
    let mut out = Vec::new();
    for query in &queries {
        let matches = closest(query, &candidates);
        put_u32(&mut out, matches.len() as u32);
        for m in matches {
            put_u32(&mut out, m.index as u32);
            put_u32(&mut out, m.distance as u32);
        }
    }
    out
}

/// Of candidates that are equally far the first ones count.
fn closest(query: &[char], candidates: &[Vec<char>]) -> Vec<Match> {
    let mut best: Vec<Match> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        // The lengths alone make a distance, which saves the work of finding the true one.
        if best.len() == MOST && query.len().abs_diff(candidate.len()) >= best[MOST - 1].distance {
            continue;
        }
        let distance = distance(query, candidate);
        if best.len() == MOST {
            if distance >= best[MOST - 1].distance {
                continue;
            }
            best.pop();
        }
        let mut at = best.len();
        while at > 0 && best[at - 1].distance > distance {
            at -= 1;
        }
        best.insert(at, Match { index, distance });
    }
    best
}

/// The distance of Levenshtein: how many characters must be inserted, removed or replaced to make one name of the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    let mut current = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        current[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = previous[j] + usize::from(x != y);
            current[j + 1] = replaced.min(previous[j + 1] + 1).min(current[j] + 1);
        }
        std::mem::swap(&mut previous, &mut current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn distance_counts_characters() {
        for (a, b, want) in [("Müller", "Muller", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("Zoë", "Zoë", 0)] {
            assert_eq!(distance(&characters(a), &characters(b)), want, "{a} and {b}");
        }
    }

    #[test]
    fn of_equally_far_candidates_the_first_count() {
        let candidates: Vec<_> = ["ab", "xx", "ac", "ad", "ae", "af", "a"].map(characters).into();
        let found: Vec<_> = closest(&characters("a"), &candidates).iter().map(|m| (m.index, m.distance)).collect();
        assert_eq!(found, [(6, 0), (0, 1), (2, 1), (3, 1), (4, 1)]);
    }
}
