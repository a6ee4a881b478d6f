//! Books the orders of a shop in two named threads: JSON, regular expressions, money in cents, hashes, packing and a
//! journal on disk. Usage: orders ROUNDS; the same work each time.
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Seek, Write};
use std::thread;

use flate2::{write::ZlibEncoder, Compression};
use regex_lite::Regex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Serialize, Deserialize, Clone)]
struct Line {
    sku: String,
    cents: u64,
    quantity: u32,
}

#[derive(Serialize, Deserialize, Clone)]
struct Order {
    number: u32,
    customer: String,
    lines: Vec<Line>,
    note: String,
}

/// A small linear congruential generator, so that the data are the same on every machine.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((u64::from(self.0) * u64::from(limit)) >> 32) as u32
    }
}

fn make_orders(count: u32, random: &mut Random) -> Vec<String> {
    const WORDS: [&str; 8] = ["profile", "sample", "stack", "frame", "thread", "cache", "queue", "index"];
    let word = |random: &mut Random| WORDS[random.below(8) as usize];
    (0..count)
        .map(|number| {
            let customer = format!("user.{}@mail.example.org", random.below(400));
            let lines = (0..=random.below(4))
                .map(|_| Line {
                    sku: format!("{}-{}", word(random), random.below(90)),
                    cents: 99 + u64::from(random.below(90_000)),
                    quantity: 1 + random.below(5),
                })
                .collect();
            let mut note: String = (0..12).map(|_| format!("{} ", word(random))).collect();
            if random.below(4) == 0 {
                note += &format!("card 4000-1234-5678-{:04}", random.below(10_000));
            }
            serde_json::to_string(&Order { number, customer, lines, note }).expect("an order is valid JSON")
        })
        .collect()
}

/// Lines with 7 % tax each, rounded to whole cents.
fn price(order: &Order) -> u64 {
    order.lines.iter().map(|line| {
        let net = line.cents * u64::from(line.quantity);
        net + (net * 7 + 50) / 100
    }).sum()
}

/// Edit distance by plain loops.
#[inline(never)]
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            current.push((previous[j] + usize::from(a != b)).min(previous[j + 1] + 1).min(current[j] + 1));
        }
        previous = current;
    }
    previous[right.len()]
}

trait Visitor {
    fn visit(&mut self, order: &Order);
}

#[derive(Default)]
struct Ledger {
    balances: HashMap<String, u64>,
    by_sku: BTreeMap<String, u32>,
}

impl Visitor for Ledger {
    fn visit(&mut self, order: &Order) {
        *self.balances.entry(order.customer.clone()).or_default() += price(order);
        for line in &order.lines {
            *self.by_sku.entry(line.sku.clone()).or_default() += line.quantity;
        }
    }
}

struct Signer {
    last: String,
}

impl Visitor for Signer {
    fn visit(&mut self, order: &Order) {
        let mut hasher = Sha256::new();
        hasher.update(format!("{}|{}|{}", order.number, order.customer, price(order)));
        self.last = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    }
}

fn read_orders(rows: &[String], card: &Regex) -> serde_json::Result<Vec<Order>> {
    rows.iter()
        .map(|row| {
            let mut order: Order = serde_json::from_str(row)?;
            order.note = card.replace_all(&order.note, "**** **** **** $4").into_owned();
            Ok(order)
        })
        .collect()
}

fn book(rows: &[String], rounds: u32) -> serde_json::Result<String> {
    let card = Regex::new("([0-9]{4})[ -]([0-9]{4})[ -]([0-9]{4})[ -]([0-9]{4})").expect("the pattern is valid");
    let (mut doubles, mut customers, mut last) = (0, 0, String::new());
    for _ in 0..rounds {
        let mut orders = read_orders(rows, &card)?;
        orders.sort_by(|a, b| (&a.customer, price(a), a.number).cmp(&(&b.customer, price(b), b.number)));
        doubles += orders
            .windows(2)
            .filter(|pair| pair[0].customer == pair[1].customer)
            .filter(|pair| distance(&pair[0].note.as_bytes()[..20], &pair[1].note.as_bytes()[..20]) < 8)
            .count();
        let (mut ledger, mut signer) = (Ledger::default(), Signer { last: String::new() });
        let visitors: [&mut dyn Visitor; 2] = [&mut ledger, &mut signer];
        for visitor in visitors {
            orders.iter().for_each(|order| visitor.visit(order));
        }
        (customers, last) = (ledger.balances.len() + ledger.by_sku.len(), signer.last);
    }
    Ok(format!("{doubles} doubles, {customers} customers and goods, last {}", &last[..8]))
}

fn write_journal(rows: &[String], rounds: u32, mut file: File) -> io::Result<String> {
    let mut written = 0;
    for _ in 0..rounds {
        for rows in rows.chunks(250) {
            let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(4));
            for row in rows {
                let order: serde_json::Value = serde_json::from_str(row)?;
                packer.write_all(order.to_string().as_bytes())?;
            }
            let block = packer.finish()?;
            file.write_all(&block)?;
            written += block.len();
        }
        file.sync_data()?;
        file.rewind()?;
    }
    Ok(format!("{written} bytes of journal"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    if !(1..=1000).contains(&rounds) {
        return Err("usage: orders ROUNDS (1 to 1000)".into());
    }
    let rows = make_orders(3000, &mut Random(7));
    let file = File::create("journal")?;
    thread::scope(|scope| {
        let booker = thread::Builder::new().name("order booker".into()).spawn_scoped(scope, || book(&rows, rounds))?;
        let writer = thread::Builder::new()
            .name("journal-writer".into())
            .spawn_scoped(scope, || write_journal(&rows, rounds / 2, file))?;
        println!("{}", booker.join().expect("the booker does not panic")?);
        println!("{}", writer.join().expect("the writer does not panic")?);
        Ok(())
    })
}
