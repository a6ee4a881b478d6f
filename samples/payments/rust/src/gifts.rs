//! POST /v1/gifts/batch: many gifts of one sender at once.

use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fraud::Assessment;
use crate::go_json::go_struct;
use crate::http::{Answer, ApiError, Call, once};
use crate::ledger::{Credit, TransferError, User};
use crate::money::{self, USD};
use crate::{DAY, MAX_MESSAGE, Service, fraud, rfc3339};

const MAX_GIFTS: usize = 50;
const MAX_COUNT: i64 = 999;
const MAX_REFERENCE: usize = 64;

/// A gift has a price, of which the receiver gets a share.
#[derive(Deserialize)]
pub struct Gift {
    #[serde(rename = "priceUSD")]
    price_usd: Decimal,
    share: Decimal,
}

go_struct! {
    pub struct BatchRequest {
        pub sender: String,
        pub currency: String,
        pub reference: String,
        pub device: String,
        pub gifts: Vec<GiftLine>,
    }
}

go_struct! {
    pub struct GiftLine {
        pub receiver: String,
        pub gift: String,
        pub count: i64,
        pub message: String,
    }
}

#[derive(Serialize)]
struct BatchResponse<'a> {
    id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    reference: &'a str,
    sender: &'a str,
    currency: &'a str,
    total: String,
    balance: String,
    risk: Risk<'a>,
    gifts: Vec<GiftResult<'a>>,
    at: String,
}

#[derive(Serialize)]
pub struct Risk<'a> {
    score: i64,
    decision: &'static str,
    rules: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GiftResult<'a> {
    receiver: &'a str,
    gift: &'a str,
    count: i64,
    price: String,
    payout: String,
    payout_currency: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<&'a str>,
}

pub fn batch(service: &Service, call: &Call) -> Result<Answer, ApiError> {
    let request: BatchRequest = call.decode()?;
    let Some(sender) = service.ledger.user(&request.sender) else {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "unknown_user", "there is no such user").on("sender"));
    };
    once(service, call, sender, || price(service, &request, sender, call))
}

pub fn risk<'a>(service: &Service, assessment: Assessment<'a>) -> Risk<'a> {
    Risk { score: assessment.score, decision: service.table.fraud.decide(assessment.score), rules: assessment.hits }
}

fn price<'a>(
    service: &'a Service,
    request: &'a BatchRequest,
    sender: &'a User,
    call: &Call,
) -> Result<BatchResponse<'a>, ApiError> {
    let Some(currency) = service.currencies.get(&request.currency) else {
        return Err(ApiError::invalid("currency", "unknown currency"));
    };
    if request.reference.len() > MAX_REFERENCE {
        return Err(ApiError::invalid("reference", "at most 64 bytes"));
    }
    if request.gifts.is_empty() || request.gifts.len() > MAX_GIFTS {
        return Err(ApiError::invalid("gifts", "1 to 50 gifts"));
    }
    let mut gross = Decimal::ZERO;
    let mut results = Vec::with_capacity(request.gifts.len());
    let mut prices = Vec::with_capacity(request.gifts.len());
    let mut credits = Vec::with_capacity(request.gifts.len());
    let mut scores = Vec::with_capacity(request.gifts.len());
    for (i, line) in request.gifts.iter().enumerate() {
        let (receiver, gift) = check_line(service, i, line, sender)?;
        let home = &receiver.home;
        let unit = money::convert(gift.price_usd, &USD, currency);
        let full = unit * Decimal::from(line.count);
        let price = full - money::round(full * service.table.discounts[sender.tier], currency.decimals);
        let payout = money::convert(full * gift.share, currency, home);
        gross += price;
        prices.push(price);
        credits.push(Credit { user: receiver, amount: payout });
        let mut assessment = Assessment::default();
        service.table.fraud.text(&mut assessment, &line.message);
        service.table.fraud.corridor(&mut assessment, sender.country, receiver.country);
        scores.push(assessment.score);
        results.push(GiftResult {
            receiver: &receiver.id,
            gift: &line.gift,
            count: line.count,
            price: currency.format(price),
            payout: home.format(payout),
            payout_currency: &home.code,
            status: "",
            rules: assessment.hits,
        });
    }
    let whole = service.table.fraud.request(&fraud::Request {
        user: sender.index,
        device: &request.device,
        text: "",
        amount_usd: money::convert(gross, currency, &USD),
        age_days: (call.unix - sender.joined) / DAY,
        unix: call.unix,
    });
    let mut total = Decimal::ZERO;
    let mut paid = Vec::with_capacity(credits.len());
    for (((result, score), price), credit) in results.iter_mut().zip(scores).zip(prices).zip(credits) {
        result.status = service.table.fraud.decide(whole.score + score);
        if result.status != "rejected" {
            total += price;
        }
        if result.status == "accepted" {
            paid.push(credit);
        }
    }
    let balance = match service.ledger.transfer(call.unix, sender, &currency.code, total, &paid) {
        Ok(balance) => balance,
        Err(TransferError::NoWallet) => {
            return Err(ApiError::invalid("currency", "the user has no wallet in this currency"));
        }
        Err(TransferError::Funds) => {
            let message = "the balance is too low";
            return Err(ApiError::new(StatusCode::PAYMENT_REQUIRED, "insufficient_funds", message));
        }
    };
    Ok(BatchResponse {
        id: batch_id(&sender.id, &call.key),
        reference: &request.reference,
        sender: &sender.id,
        currency: &currency.code,
        total: currency.format(total),
        balance: currency.format(balance),
        risk: risk(service, whole),
        gifts: results,
        at: rfc3339(call.unix),
    })
}

fn check_line<'a>(
    service: &'a Service,
    i: usize,
    line: &GiftLine,
    sender: &User,
) -> Result<(&'a User, &'a Gift), ApiError> {
    let Some(gift) = service.table.gifts.get(&line.gift) else {
        return Err(ApiError::invalid(format!("gifts[{i}].gift"), "unknown gift"));
    };
    if line.count < 1 || line.count > MAX_COUNT {
        return Err(ApiError::invalid(format!("gifts[{i}].count"), "1 to 999"));
    }
    if line.message.chars().count() > MAX_MESSAGE {
        return Err(ApiError::invalid(format!("gifts[{i}].message"), "at most 200 characters"));
    }
    let Some(receiver) = service.ledger.user(&line.receiver) else {
        return Err(ApiError::invalid(format!("gifts[{i}].receiver"), "unknown user"));
    };
    if receiver.index == sender.index {
        return Err(ApiError::invalid(format!("gifts[{i}].receiver"), "nobody sends gifts to themselves"));
    }
    Ok((receiver, gift))
}

fn batch_id(user: &str, key: &str) -> String {
    let sum = Sha256::digest(format!("{user}/{key}"));
    format!("gb_{}", hex::encode(&sum[..6]))
}
