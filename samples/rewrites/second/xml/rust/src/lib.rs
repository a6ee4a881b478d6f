//! Reads a feed of orders and sums it up by customer: `hot_go.go` with quick-xml's serde.

use edge::{put_i64, put_text, put_u32};
use serde::Deserialize;
use std::collections::HashMap;

edge::export!(hot);

#[derive(Deserialize)]
struct Feed {
    #[serde(rename = "@source", default)]
    source: String,
    #[serde(rename = "order", default)]
    orders: Vec<Order>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Order {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@placed")]
    placed: String,
    customer: Buyer,
    #[serde(rename = "line")]
    lines: Vec<Line>,
    shipping: Shipping,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Buyer {
    #[serde(rename = "@number")]
    number: String,
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    #[serde(rename = "@sku")]
    sku: String,
    #[serde(rename = "@quantity")]
    quantity: i64,
    title: String,
    cents: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shipping {
    #[serde(rename = "@express")]
    express: bool,
    #[serde(rename = "@cents")]
    cents: i64,
    #[serde(rename = "@country")]
    country: String,
}

#[derive(Default)]
struct Totals<'a> {
    name: &'a str,
    pieces: i64,
    cents: i64,
    dearest: Option<&'a Line>,
    orders: Vec<(&'a Order, i64)>,
}

fn hot(input: &[u8]) -> Vec<u8> {
    let Some(feed) = std::str::from_utf8(input).ok().and_then(|text| quick_xml::de::from_str::<Feed>(text).ok()) else {
        return Vec::new();
    };
    let mut customers: HashMap<&str, Totals> = HashMap::new();
    for order in &feed.orders {
        let customer = customers
            .entry(&order.customer.number)
            .or_insert_with(|| Totals { name: &order.customer.name, ..Totals::default() });
        let mut cents = order.shipping.cents;
        if order.shipping.express {
            cents += 500;
        }
        for line in &order.lines {
            customer.pieces += line.quantity;
            cents += line.quantity * line.cents;
            if line.cents > customer.dearest.map_or(0, |held| held.cents) {
                customer.dearest = Some(line);
            }
        }
        customer.cents += cents;
        customer.orders.push((order, cents));
    }
    let mut sorted: Vec<_> = customers.into_iter().collect();
    sorted.sort_unstable_by_key(|&(number, _)| number);
    let mut out = Vec::new();
    put_text(&mut out, &feed.source);
    for (number, customer) in sorted {
        put_text(&mut out, number);
        put_text(&mut out, customer.name);
        put_text(&mut out, customer.dearest.map_or("", |line| &line.sku));
        put_text(&mut out, customer.dearest.map_or("", |line| &line.title));
        put_i64(&mut out, customer.pieces);
        put_i64(&mut out, customer.cents);
        put_u32(&mut out, customer.orders.len() as u32);
        for (order, cents) in customer.orders {
            put_text(&mut out, &order.id);
            put_text(&mut out, &order.placed);
            put_text(&mut out, &order.shipping.country);
            put_i64(&mut out, cents);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge::Reader;

    #[test]
    fn orders_of_a_customer_are_summed_up() {
        let feed = r#"<feed source="a &amp; b">
            <order id="1" placed="today"><customer number="c"><name>X &lt; Y</name></customer>
                <line quantity="2" sku="s"><title>T &#38; U</title><cents>30</cents></line><line quantity="1"><cents>5</cents></line>
                <shipping express="true" cents="100" country="CH"/></order>
            <order id="2"><customer number="c"/><line quantity="1"><cents>7</cents></line></order></feed>"#;
        let out = hot(feed.as_bytes());
        let mut sums = Reader::new(&out);
        assert_eq!((sums.text(), sums.text(), sums.text()), ("a & b", "c", "X < Y"));
        assert_eq!((sums.text(), sums.text()), ("s", "T & U"));
        assert_eq!((sums.i64(), sums.i64(), sums.u32()), (4, 672, 2));
        assert_eq!((sums.text(), sums.text(), sums.text(), sums.i64()), ("1", "today", "CH", 665));
    }

    #[test]
    fn a_feed_that_is_cut_short_is_malformed() {
        assert!(hot(br#"<feed><order id="1">"#).is_empty());
    }
}
