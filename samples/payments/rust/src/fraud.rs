//! Scores requests against a set of rules: patterns, velocities, amounts, country pairs and account age.

use std::collections::HashMap;
use std::sync::Mutex;

use regex::Regex;
use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// One rule; which fields count depends on the list it is in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Rule {
    id: String,
    score: i64,
    #[serde(deserialize_with = "pattern")]
    pattern: Option<Regex>,
    seconds: i64,
    limit: i64,
    #[serde(rename = "overUSD")]
    over_usd: Decimal,
    pairs: Vec<String>,
    under_days: i64,
    #[serde(skip)]
    window: Mutex<Window>,
}

impl Default for Rule {
    fn default() -> Rule {
        Rule {
            id: String::new(),
            score: 0,
            pattern: None,
            seconds: 1,
            limit: 0,
            over_usd: Decimal::ZERO,
            pairs: Vec::new(),
            under_days: 0,
            window: Mutex::default(),
        }
    }
}

/// How many requests each user made in the latest window of a velocity rule.
#[derive(Default)]
struct Window {
    number: i64,
    counts: HashMap<usize, i64>,
}

/// The rules by what they look at.
#[derive(Deserialize)]
pub struct Engine {
    hold: i64,
    reject: i64,
    messages: Vec<Rule>,
    devices: Vec<Rule>,
    velocities: Vec<Rule>,
    amounts: Vec<Rule>,
    corridors: Vec<Rule>,
    ages: Vec<Rule>,
}

/// The sum of the rules that hit.
#[derive(Default)]
pub struct Assessment<'a> {
    pub score: i64,
    pub hits: Vec<&'a str>,
}

/// What the rules about a whole request look at.
pub struct Request<'a> {
    pub user: usize,
    pub device: &'a str,
    pub text: &'a str,
    pub amount_usd: Decimal,
    pub age_days: i64,
    pub unix: i64,
}

impl Engine {
    /// Scores a whole request and the text with it, and counts it for the velocity rules.
    pub fn request(&self, request: &Request) -> Assessment<'_> {
        let mut assessment = Assessment::default();
        assessment.add(&self.devices, |rule| rule.matches(request.device));
        assessment.add(&self.velocities, |rule| rule.count(request) > rule.limit);
        assessment.add(&self.amounts, |rule| request.amount_usd > rule.over_usd);
        assessment.add(&self.ages, |rule| request.age_days < rule.under_days);
        self.text(&mut assessment, request.text);
        assessment
    }

    /// Adds the score of a message between users.
    pub fn text<'a>(&'a self, assessment: &mut Assessment<'a>, message: &str) {
        if !message.is_empty() {
            assessment.add(&self.messages, |rule| rule.matches(message));
        }
    }

    /// Adds the score of the countries of sender and receiver.
    pub fn corridor<'a>(&'a self, assessment: &mut Assessment<'a>, from: &str, to: &str) {
        let pair = format!("{from}-{to}");
        assessment.add(&self.corridors, |rule| rule.pairs.contains(&pair));
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
}

impl Rule {
    fn matches(&self, text: &str) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }

    /// Keeps the latest window; a request that comes late is counted in it.
    fn count(&self, request: &Request) -> i64 {
        let number = request.unix / self.seconds;
        let mut window = self.window.lock().expect("no holder panics");
        if number > window.number {
            *window = Window { number, counts: HashMap::new() };
        }
        let count = window.counts.entry(request.user).or_default();
        *count += 1;
        *count
    }
}

impl<'a> Assessment<'a> {
    fn add(&mut self, rules: &'a [Rule], hits: impl Fn(&Rule) -> bool) {
        for rule in rules {
            if hits(rule) {
                self.score += rule.score;
                self.hits.push(&rule.id);
            }
        }
    }
}

fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    compile(&String::deserialize(deserializer)?).map(Some).map_err(D::Error::custom)
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
