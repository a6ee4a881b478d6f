//! POST /v1/payments/quote: prices a payment into several currencies by every method, best first. It moves no money.

use std::cmp::Reverse;

use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::gifts::{Risk, risk};
use crate::go_json::go_struct;
use crate::http::{Answer, ApiError, Call};
use crate::money::{self, Currency, USD};
use crate::{DAY, MAX_MESSAGE, Service, fraud, rfc3339};

const MAX_TARGETS: usize = 12;
const RATE_DECIMALS: u32 = 8;
const QUOTE_SECONDS: i64 = 90;

go_struct! {
    pub struct QuoteRequest {
        pub user: String,
        pub amount: String,
        pub currency: String,
        pub targets: Vec<Option<String>>,
        pub device: String,
        pub note: String,
    }
}

#[derive(Serialize)]
struct QuoteResponse<'a> {
    user: &'a str,
    amount: String,
    currency: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    risk: Risk<'a>,
    quotes: Vec<TargetQuote<'a>>,
    expires: String,
}

#[derive(Serialize)]
struct TargetQuote<'a> {
    currency: &'a str,
    best: Option<&'a str>, // null when the amount does not cover any fee
    options: Vec<PayOption<'a>>,
}

#[derive(Serialize)]
struct PayOption<'a> {
    method: &'a str,
    fee: String,
    rate: String,
    receive: String,
    #[serde(skip)]
    amount: Decimal,
}

pub fn quote(service: &Service, call: &Call) -> Result<Answer, ApiError> {
    let request: QuoteRequest = call.decode()?;
    let Some(user) = service.ledger.user(&request.user) else {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "unknown_user", "there is no such user").on("user"));
    };
    let Some(from) = service.currencies.get(&request.currency) else {
        return Err(ApiError::invalid("currency", "unknown currency"));
    };
    if request.targets.is_empty() || request.targets.len() > MAX_TARGETS {
        return Err(ApiError::invalid("targets", "1 to 12 currencies"));
    }
    if request.note.chars().count() > MAX_MESSAGE {
        return Err(ApiError::invalid("note", "at most 200 characters"));
    }
    let amount = money::parse(&request.amount, from).map_err(|message| ApiError::invalid("amount", message))?;
    let mut quotes = Vec::with_capacity(request.targets.len());
    for (i, code) in request.targets.iter().enumerate() {
        let Some(to) = service.currencies.get(code.as_deref().unwrap_or("")) else {
            return Err(ApiError::invalid(format!("targets[{i}]"), "unknown currency"));
        };
        quotes.push(quote_target(service, amount, from, to));
    }
    let assessment = service.table.fraud.request(&fraud::Request {
        user: user.index,
        device: &request.device,
        text: &request.note,
        amount_usd: money::convert(amount, from, &USD),
        age_days: (call.unix - user.joined) / DAY,
        unix: call.unix,
    });
    Ok(Answer::json(&QuoteResponse {
        user: &user.id,
        amount: from.format(amount),
        currency: &from.code,
        note: &request.note,
        risk: risk(service, assessment),
        quotes,
        expires: rfc3339(call.unix + QUOTE_SECONDS),
    }))
}

fn quote_target<'a>(service: &'a Service, amount: Decimal, from: &Currency, to: &'a Currency) -> TargetQuote<'a> {
    let mut options = Vec::with_capacity(service.table.methods.len());
    for method in &service.table.methods {
        let fee = money::round(amount * method.percent, from.decimals) + money::convert(method.fixed_usd, &USD, from);
        let net = amount - fee;
        if net <= Decimal::ZERO {
            continue;
        }
        let rate = money::round(to.per_usd / from.per_usd, RATE_DECIMALS);
        let rate = money::round(rate - rate * method.spread, RATE_DECIMALS);
        let receive = money::round(net * rate, to.decimals);
        options.push(PayOption {
            method: &method.name,
            fee: from.format(fee),
            rate: money::fixed(rate, RATE_DECIMALS),
            receive: to.format(receive),
            amount: receive,
        });
    }
    options.sort_by_key(|option| Reverse(option.amount));
    TargetQuote { currency: &to.code, best: options.first().map(|option| option.method), options }
}
