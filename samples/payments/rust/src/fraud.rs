//! Scores requests against a rule file: patterns, velocities, amounts, country pairs and account age.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

/// One line of the rule file; which fields count depends on its kind.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Rule {
    id: String,
    kind: String,
    score: i64,
    field: String,
    pattern: String,
    seconds: i64,
    limit: i64,
    #[serde(rename = "overUSD")]
    over_usd: Decimal,
    pairs: HashSet<String>,
    under_days: i64,
    #[serde(skip)]
    compiled: Option<Regex>,
}

impl Default for Rule {
    fn default() -> Rule {
        Rule {
            id: String::new(),
            kind: String::new(),
            score: 0,
            field: String::new(),
            pattern: String::new(),
            seconds: 1,
            limit: 0,
            over_usd: Decimal::ZERO,
            pairs: HashSet::new(),
            under_days: 0,
            compiled: None,
        }
    }
}

/// The rules, and the counters of the velocity rules: one fixed window per rule and user.
#[derive(Deserialize)]
pub struct Engine {
    hold: i64,
    reject: i64,
    rules: Vec<Rule>,
    #[serde(skip)]
    counters: Mutex<HashMap<(usize, usize), Counter>>,
}

#[derive(Default)]
struct Counter {
    window: i64,
    count: i64,
}

/// The sum of the rules that hit, in the order of the file.
#[derive(Default)]
pub struct Assessment<'a> {
    pub score: i64,
    pub hits: Vec<&'a str>,
}

/// What the rules about a whole request look at.
pub struct Request<'a> {
    pub user: usize,
    pub device: &'a str,
    pub amount_usd: Decimal,
    pub age_days: i64,
    pub unix: i64,
}

impl Engine {
    pub fn load(path: &Path) -> Result<Engine, String> {
        let mut engine: Engine = crate::load(path)?;
        for rule in &mut engine.rules {
            match rule.kind.as_str() {
                "pattern" => {
                    let compiled = compile(&rule.pattern);
                    rule.compiled = Some(compiled.map_err(|e| format!("{}: rule {}: {e}", path.display(), rule.id))?);
                }
                "countries" | "velocity" | "amount" | "age" => {}
                kind => return Err(format!("{}: rule {} has the unknown kind {kind}", path.display(), rule.id)),
            }
        }
        Ok(engine)
    }

    /// Scores what concerns the whole request, and counts it for the velocity rules.
    pub fn request(&self, request: &Request) -> Assessment<'_> {
        let mut assessment = Assessment::default();
        for (i, rule) in self.rules.iter().enumerate() {
            let hit = match rule.kind.as_str() {
                "pattern" => rule.field == "device" && rule.matches(request.device),
                "velocity" => self.count(i, rule, request) > rule.limit,
                "amount" => request.amount_usd > rule.over_usd,
                "age" => request.age_days < rule.under_days,
                _ => false,
            };
            if hit {
                assessment.add(rule);
            }
        }
        assessment
    }

    /// Scores a message between users.
    pub fn text(&self, message: &str) -> Assessment<'_> {
        let mut assessment = Assessment::default();
        if message.is_empty() {
            return assessment;
        }
        for rule in &self.rules {
            if rule.field == "message" && rule.matches(message) {
                assessment.add(rule);
            }
        }
        assessment
    }

    /// Adds the score of the countries of sender and receiver.
    pub fn corridor<'a>(&'a self, from: &str, to: &str, assessment: &mut Assessment<'a>) {
        let pair = format!("{from}-{to}");
        for rule in &self.rules {
            if rule.pairs.contains(&pair) {
                assessment.add(rule);
            }
        }
    }

    /// Turns a score into what happens.
    pub fn decide(&self, score: i64) -> &'static str {
        if score >= self.reject {
            "rejected"
        } else if score >= self.hold {
            "held"
        } else {
            "accepted"
        }
    }

    fn count(&self, index: usize, rule: &Rule, request: &Request) -> i64 {
        let window = request.unix / rule.seconds;
        let mut counters = self.counters.lock().expect("no holder panics");
        let counter = counters.entry((index, request.user)).or_default();
        if counter.window != window {
            *counter = Counter { window, count: 0 };
        }
        counter.count += 1;
        counter.count
    }
}

impl Rule {
    fn matches(&self, text: &str) -> bool {
        self.compiled.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

impl<'a> Assessment<'a> {
    fn add(&mut self, rule: &'a Rule) {
        self.score += rule.score;
        self.hits.push(&rule.id);
    }
}

/// Compiles a pattern of the rule file so that it means what it means in Go, where \d, \w, \s and \b know ASCII alone.
#[cfg(not(feature = "first-port"))]
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(&as_in_go(pattern))
}

#[cfg(feature = "first-port")]
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(pattern)
}

/// Writes the Perl classes out. Unicode stays on for the rest: Go folds case by Unicode, too.
#[cfg_attr(feature = "first-port", allow(dead_code))]
fn as_in_go(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' => {
                let Some(escaped) = chars.next() else { break };
                match (escaped, in_class) {
                    ('d', false) => text.push_str("[0-9]"),
                    ('d', true) => text.push_str("0-9"),
                    ('w', false) => text.push_str("[0-9A-Za-z_]"),
                    ('w', true) => text.push_str("0-9A-Za-z_"),
                    ('s', false) => text.push_str(r"[\t\n\f\r ]"),
                    ('s', true) => text.push_str(r"\t\n\f\r "),
                    ('D', false) => text.push_str("[^0-9]"),
                    ('W', false) => text.push_str("[^0-9A-Za-z_]"),
                    ('S', false) => text.push_str(r"[^\t\n\f\r ]"),
                    ('b', false) => text.push_str(r"(?-u:\b)"),
                    ('B', false) => text.push_str(r"(?-u:\B)"),
                    _ => text.extend(['\\', escaped]),
                }
                continue;
            }
            _ => {}
        }
        text.push(c);
    }
    text
}

#[cfg(all(test, not(feature = "first-port")))]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_they_mean_in_go() {
        for (pattern, text, want) in [
            (r"(?i)\btelegram\b", "telegramで連絡して", true),
            (r"\b(?:\d[ -]?){13,16}\b", "٤١١١١١١١١١١١١١١١", false),
            (r"(?i)\bgift\s*cards?\b", "gift\u{a0}card", false),
            (r"(?i)\bgift\s*cards?\b", "GIFT  CARDS", true),
            (r"(?i)risk", "RIS\u{212a}", true),
            (r"[\d-]+x", "1-2x", true),
        ] {
            assert_eq!(compile(pattern).unwrap().is_match(text), want, "{pattern} on {text}");
        }
    }
}
