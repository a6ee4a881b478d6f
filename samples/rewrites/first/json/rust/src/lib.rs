//! Decodes a list of orders, checks each of them, and encodes what is accepted and what is not: `hot_go.go` with serde.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

edge::export!(hot);

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Order {
    id: String,
    customer_id: i64,
    email: String,
    currency: String,
    total_cents: i64,
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    labels: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Item {
    sku: String,
    title: String,
    quantity: i64,
    unit_cents: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gift: bool,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Address {
    street: String,
    city: String,
    country: String,
    latitude: f64,
    longitude: f64,
}

#[derive(Serialize)]
struct Rejection {
    id: String,
    errors: Vec<String>,
}

#[derive(Default, Serialize)]
struct Outcome {
    accepted: Vec<Order>,
    rejected: Vec<Rejection>,
    totals: BTreeMap<String, i64>,
}

const CURRENCIES: [&str; 4] = ["EUR", "GBP", "JPY", "USD"];

fn hot(input: &[u8]) -> Vec<u8> {
    let Ok(orders) = serde_json::from_slice::<Vec<Order>>(input) else {
        return br#"{"error":"malformed"}"#.to_vec();
    };
    let mut outcome = Outcome::default();
    for order in orders {
        let errors = order.check();
        if !errors.is_empty() {
            outcome.rejected.push(Rejection { id: order.id, errors });
            continue;
        }
        *outcome.totals.entry(order.currency.clone()).or_default() += order.total_cents;
        outcome.accepted.push(order);
    }
    match serde_json::to_vec(&outcome) {
        Ok(mut out) => {
            out.push(b'\n'); // as Go's Encoder
            out
        }
        Err(_) => br#"{"error":"unencodable"}"#.to_vec(),
    }
}

impl Order {
    fn check(&self) -> Vec<String> {
        let mut errors = Vec::new();
        if self.id.len() != 12 || !self.id.starts_with("ord-") {
            errors.push("id is malformed".to_owned());
        }
        if !self.email.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.')) {
            errors.push("email is malformed".to_owned());
        }
        if !CURRENCIES.contains(&self.currency.as_str()) {
            errors.push(format!("currency {} is not taken", self.currency));
        }
        if self.address.as_ref().is_some_and(|a| !(-90.0..=90.0).contains(&a.latitude)) {
            errors.push("latitude is not on earth".to_owned());
        }
        let mut sum = 0;
        for item in &self.items {
            if !(1..=100).contains(&item.quantity) {
                errors.push(format!("quantity of {} is {}", item.sku, item.quantity));
            }
            sum += item.quantity * item.unit_cents;
        }
        if sum != self.total_cents {
            errors.push(format!("total is {} where the items make {sum}", self.total_cents));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_order_whose_items_do_not_make_its_total_is_rejected() {
        let order = r#"[{"id":"ord-00000001","email":"a@b.c","currency":"EUR","total_cents":7,"items":[{"sku":"A","quantity":2,"unit_cents":3}]}]"#;
        let want = r#"{"accepted":[],"rejected":[{"id":"ord-00000001","errors":["total is 7 where the items make 6"]}],"totals":{}}"#;
        assert_eq!(String::from_utf8(super::hot(order.as_bytes())).unwrap().trim_end(), want);
    }
}
