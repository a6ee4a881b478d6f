//! Keeps the rows of a report that count, and totals them by region: `hot_go.go` with the csv crate.

use edge::{put_i64, put_text, put_u32};
use std::collections::HashMap;

edge::export!(hot);

#[derive(Default)]
struct Totals {
    rows: u32,
    pieces: i64,
    cents: i64,
}

fn hot(input: &[u8]) -> Vec<u8> {
    filter(input).unwrap_or_default()
}

/// None if the report is malformed.
fn filter(input: &[u8]) -> Option<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(input);
    if reader.headers().ok()?.len() != 10 {
        return None;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["date", "order", "region", "customer", "product", "quantity", "amount", "remark"]).ok()?;
    let mut regions: HashMap<String, Totals> = HashMap::new();
    let mut skipped = 0;
    for record in reader.records() {
        let record = record.ok()?;
        let (Ok(quantity), Ok(price), Ok(discount)) =
            (record[5].parse::<i64>(), record[6].parse::<f64>(), record[7].parse::<f64>())
        else {
            skipped += 1;
            continue;
        };
        let cents = (price * quantity as f64 * (100.0 - discount)).round() as i64; // of a discount in per cent
        if &record[8] != "paid" || cents < 1000 {
            continue;
        }
        let region = match regions.get_mut(&record[2]) {
            Some(region) => region,
            None => regions.entry(record[2].to_owned()).or_default(),
        };
        region.rows += 1;
        region.pieces += quantity;
        region.cents += cents;
        let (quantity, amount) = (quantity.to_string(), format!("{:.2}", cents as f64 / 100.0));
        writer
            .write_record([&record[0], &record[1], &record[2], &record[3], &record[4], &quantity, &amount, &record[9]])
            .ok()?;
    }
    let kept = writer.into_inner().ok()?;
    let mut sorted: Vec<_> = regions.into_iter().collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut out = Vec::new();
    put_u32(&mut out, skipped);
    put_u32(&mut out, sorted.len() as u32);
    for (name, region) in sorted {
        put_text(&mut out, &name);
        put_u32(&mut out, region.rows);
        put_i64(&mut out, region.pieces);
        put_i64(&mut out, region.cents);
    }
    out.extend_from_slice(&kept);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge::Reader;

    const HEADER: &str = "date,order,region,customer,product,quantity,price,discount,status,remark\n";

    #[test]
    fn what_is_paid_is_kept_and_totalled() {
        let rows = "d,1,\"north, a\",x,y,4,12.50,10.0,paid,\nd,2,south,x,y,1,99,0,open,\nd,3,south,x,y,1,n/a,0,paid,\n";
        let out = hot(format!("{HEADER}{rows}").as_bytes());
        let mut kept = Reader::new(&out);
        assert_eq!((kept.u32(), kept.u32()), (1, 1));
        assert_eq!((kept.text(), kept.u32(), kept.i64(), kept.i64()), ("north, a", 1, 4, 4500));
        let rows = std::str::from_utf8(kept.rest).unwrap();
        assert_eq!(rows, "date,order,region,customer,product,quantity,amount,remark\nd,1,\"north, a\",x,y,4,45.00,\n");
    }

    #[test]
    fn a_row_of_another_length_makes_a_report_malformed() {
        assert!(hot(format!("{HEADER}end\n").as_bytes()).is_empty());
    }
}
