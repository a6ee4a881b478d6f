//! Currencies, their decimals and rates, and exact conversion.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
pub struct Currency {
    pub code: String,
    pub decimals: u32,
    #[serde(rename = "perUSD")]
    pub per_usd: Decimal,
}

/// A way to pay: its fees and the spread taken on the rate.
#[derive(Deserialize)]
pub struct Method {
    pub name: String,
    pub percent: Decimal,
    #[serde(rename = "fixedUSD")]
    pub fixed_usd: Decimal,
    pub spread: Decimal,
}

/// The currency of limits and list prices.
pub static USD: LazyLock<Currency> =
    LazyLock::new(|| Currency { code: "USD".into(), decimals: 2, per_usd: Decimal::ONE });

static PLAIN_AMOUNT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[0-9]{1,9}(?:\.[0-9]{1,6})?$").expect("a valid pattern"));

impl Currency {
    /// Prints an amount with all decimals of its currency.
    pub fn format(&self, amount: Decimal) -> String {
        fixed(amount, self.decimals)
    }
}

/// Reads an amount as clients send it: a string, so that no digit passes through a float.
pub fn parse(text: &str, currency: &Currency) -> Result<Decimal, &'static str> {
    const PLAIN: &str = "amount must be a plain positive decimal";
    if !PLAIN_AMOUNT.is_match(text) {
        return Err(PLAIN);
    }
    let amount: Decimal = text.parse().map_err(|_| PLAIN)?;
    if amount <= Decimal::ZERO {
        return Err(PLAIN);
    }
    if amount != amount.trunc_with_scale(currency.decimals) {
        return Err("amount has more decimals than its currency");
    }
    Ok(amount)
}

pub fn convert(amount: Decimal, from: &Currency, to: &Currency) -> Decimal {
    if from.code == to.code {
        return round(amount, to.decimals);
    }
    round(amount * to.per_usd / from.per_usd, to.decimals)
}

/// Rounds ties away from zero, as the Go service does; `round_dp` alone would round them to even.
#[cfg(not(feature = "first-port"))]
pub fn round(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(feature = "first-port")]
pub fn round(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp(decimals)
}

/// Prints a number with exactly so many decimals.
pub fn fixed(amount: Decimal, decimals: u32) -> String {
    let mut rounded = round(amount, decimals);
    rounded.rescale(decimals);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "first-port"))]
    #[test]
    fn converts_with_ties_away_from_zero() {
        let eur = Currency { code: "EUR".into(), decimals: 2, per_usd: "0.925".parse().unwrap() };
        let jpy = Currency { code: "JPY".into(), decimals: 0, per_usd: "149.5".parse().unwrap() };
        for (amount, from, to, want) in [
            ("1", &*USD, &eur, "0.93"),
            ("5", &*USD, &eur, "4.63"),
            ("1", &*USD, &jpy, "150"),
            ("1", &jpy, &*USD, "0.01"),
            ("10.01", &*USD, &*USD, "10.01"),
        ] {
            assert_eq!(to.format(convert(amount.parse().unwrap(), from, to)), want);
        }
    }

    #[test]
    fn parses_plain_amounts() {
        for text in ["1", "0.01", "10.10", "999999999.99", "1.500"] {
            assert!(parse(text, &USD).is_ok(), "{text}");
        }
        for text in ["", "0", "-1", "1e3", ".5", "1000000000", "1.005"] {
            assert!(parse(text, &USD).is_err(), "{text}");
        }
    }
}
