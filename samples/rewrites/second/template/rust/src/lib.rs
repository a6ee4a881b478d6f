//! Renders the page that confirms an order: `hot_go.go` with askama, whose templates are compiled. Texts are borrowed from
//! the input. The template ends in an empty line, as askama drops the last line break of a file.

use askama::Template;
use edge::Reader;

edge::export!(hot);

#[derive(Default, Template)]
#[template(path = "confirmation.html")]
struct Confirmation<'a> {
    number: &'a str,
    customer: &'a str,
    currency: &'a str,
    note: &'a str,
    shipping: i64,
    express: bool,
    lines: Vec<Line<'a>>,
    goods: i64,
    saved: i64,
    total: i64,
}

struct Line<'a> {
    sku: &'a str,
    title: &'a str,
    quantity: i64,
    unit_cents: i64,
    percent: i64,
    days: i64,
    gift: bool,
    amount: i64,
}

fn hot(input: &[u8]) -> Vec<u8> {
    let mut order = Reader::new(input);
    let mut confirmation = Confirmation {
        number: order.text(),
        customer: order.text(),
        currency: order.text(),
        note: order.text(),
        shipping: order.i64(),
        express: order.u8() == 1,
        ..Default::default()
    };
    while !order.rest.is_empty() {
        let mut line = Line {
            sku: order.text(),
            title: order.text(),
            quantity: order.i64(),
            unit_cents: order.i64(),
            percent: order.i64(),
            days: order.i64(),
            gift: order.u8() == 1,
            amount: 0,
        };
        let full = line.quantity * line.unit_cents;
        let saved = full * line.percent / 100;
        line.amount = full - saved;
        confirmation.goods += line.amount;
        confirmation.saved += saved;
        confirmation.lines.push(line);
    }
    confirmation.total = confirmation.goods + confirmation.shipping;
    confirmation.render().map_or_else(|_| b"unrenderable\n".to_vec(), String::into_bytes)
}

mod filters {
    use std::fmt::Write;

    /// Separates thousands, as 1,234.50.
    #[askama::filter_fn]
    pub fn money(cents: &i64, _: &dyn askama::Values) -> askama::Result<String> {
        let units = (cents / 100).to_string();
        let mut out = String::new();
        for (i, digit) in units.chars().enumerate() {
            if i > 0 && (units.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        write!(out, ".{:02}", cents % 100)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_escaped_names_and_formatted_money() {
        let mut order = Vec::new();
        for text in ["ord-1", "O'Brien", "EUR", ""] {
            edge::put_text(&mut order, text);
        }
        edge::put_i64(&mut order, 0);
        order.push(0);
        edge::put_text(&mut order, "sku-1");
        edge::put_text(&mut order, "Lamp");
        for number in [2, 123_450, 10, 0] {
            edge::put_i64(&mut order, number);
        }
        order.push(1);
        let page = String::from_utf8(hot(&order)).unwrap();
        assert!(page.contains("Thank you, O&#39;Brien!"));
        assert!(page.contains("<td>1,234.50</td>\n<td>10 %</td>\n<td>2,222.10 EUR</td>"));
    }
}
