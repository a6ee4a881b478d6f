//! Writes rows of a stock list as CSV and as a table of HTML: `hot_go.go` with `write!` into strings.

use edge::Reader;
use std::borrow::Cow;
use std::fmt::Write;

edge::export!(hot);

fn hot(input: &[u8]) -> Vec<u8> {
    let mut csv = String::from("sku;name;supplier;stock;price;weight;updated\n");
    let mut page = String::from("<table>\n");
    let mut rows = Reader::new(input);
    while !rows.rest.is_empty() {
        row(&mut rows, &mut csv, &mut page).expect("a string takes everything");
    }
    page.push_str("</table>\n");
    csv.push('\n');
    csv.push_str(&page);
    csv.into_bytes()
}

fn row(rows: &mut Reader, csv: &mut String, page: &mut String) -> std::fmt::Result {
    let (sku, stock) = (rows.u32(), rows.i64());
    let (cents, grams, updated) = (rows.i64(), rows.i64(), rows.i64());
    let (name, supplier) = (rows.text(), rows.text());
    let price = money(cents);
    let weight = grams as f64 / 1000.0;
    let updated = clock(updated);

    write!(csv, "SKU-{sku};{};{};{stock}", quote(name), quote(&supplier.to_uppercase()))?;
    writeln!(csv, ";{price};{weight:.2};{updated}")?;

    let class = if stock < 10 { "low" } else { "ok" };
    let (name, supplier) = (escape(name), escape(supplier));
    write!(page, "<tr class=\"{class}\" id=\"sku-{sku:08x}\"><td>{name}</td><td>{supplier}</td>")?;
    writeln!(page, "<td>{stock:6}</td><td>{price} EUR</td><td>{weight:.2} kg</td><td>{updated}</td></tr>")
}

/// What a field of CSV needs.
fn quote(field: &str) -> Cow<'_, str> {
    if !field.contains([';', '"', '\n']) {
        return field.into();
    }
    format!("\"{}\"", field.replace('"', "\"\"")).into()
}

/// The five characters that Go's `html.EscapeString` replaces.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '\'', '<', '>', '"']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            _ => out.push(c),
        }
    }
    out.into()
}

/// Separates thousands, as 1'234.50.
fn money(cents: i64) -> String {
    let units = (cents / 100).to_string();
    let mut out = String::new();
    for (i, digit) in units.chars().enumerate() {
        if i > 0 && (units.len() - i).is_multiple_of(3) {
            out.push('\'');
        }
        out.push(digit);
    }
    out.push_str(&format!(".{:02}", cents % 100));
    out
}

/// The time of day of a number of seconds.
fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_times_and_markup() {
        assert_eq!(super::money(123_456_705), "1'234'567.05");
        assert_eq!(super::clock(86_399), "23:59:59");
        assert_eq!(super::escape("<Kid's> & \"co\""), "&lt;Kid&#39;s&gt; &amp; &#34;co&#34;");
        assert_eq!(super::quote("a;\"b\""), "\"a;\"\"b\"\"\"");
    }
}
