//! Sorts the tickets of two shards, merges them, and lists them: `hot_go.go` with the sorts of the standard library. Names
//! are borrowed from the input.

use edge::{Reader, put_i64, put_text, put_u32};
use std::cmp::{Ordering, Reverse};

edge::export!(hot);

struct Ticket<'a> {
    id: u32,
    priority: u8,
    due: i64,
    amount: i64,
    region: &'a str,
    customer: &'a str,
}

fn hot(input: &[u8]) -> Vec<u8> {
    let mut message = Reader::new(input);
    let page = message.u32() as usize;
    let mut first = read(&mut message);
    let mut second = read(&mut message);
    first.sort_unstable_by(by_urgency);
    second.sort_unstable_by(by_urgency);
    let mut merged = merge(first, second);
    let mut out = Vec::new();
    for ticket in merged.iter().take(page) {
        put_u32(&mut out, ticket.id);
        put_i64(&mut out, ticket.due);
        put_i64(&mut out, ticket.amount);
        put_text(&mut out, ticket.region);
        put_text(&mut out, ticket.customer);
    }
    merged.sort_unstable_by_key(|ticket| (Reverse(ticket.amount), ticket.id));
    for ticket in &merged {
        put_u32(&mut out, ticket.id);
    }
    out
}

fn read<'a>(message: &mut Reader<'a>) -> Vec<Ticket<'a>> {
    (0..message.u32())
        .map(|_| Ticket {
            id: message.u32(),
            priority: message.u8(),
            due: message.i64(),
            amount: message.i64(),
            region: message.text(),
            customer: message.text(),
        })
        .collect()
}

fn by_urgency(a: &Ticket, b: &Ticket) -> Ordering {
    (b.priority.cmp(&a.priority))
        .then_with(|| a.region.cmp(b.region))
        .then_with(|| a.customer.cmp(b.customer))
        .then_with(|| a.due.cmp(&b.due))
        .then_with(|| a.id.cmp(&b.id))
}

fn merge<'a>(a: Vec<Ticket<'a>>, b: Vec<Ticket<'a>>) -> Vec<Ticket<'a>> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        let next = if by_urgency(right, left).is_lt() { b.next() } else { a.next() };
        merged.extend(next);
    }
    merged.extend(a);
    merged.extend(b);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_by_urgency_and_the_list_by_amount() {
        let mut input = Vec::new();
        put_u32(&mut input, 1);
        for (id, priority, amount) in [(1, 0, 9), (2, 3, 5)] {
            put_u32(&mut input, 1);
            put_u32(&mut input, id);
            input.push(priority);
            put_i64(&mut input, 7);
            put_i64(&mut input, amount);
            put_text(&mut input, "eu");
            put_text(&mut input, "c");
        }
        let out = hot(&input);
        let mut list = Reader::new(&out);
        assert_eq!((list.u32(), list.i64(), list.i64(), list.text(), list.text()), (2, 7, 5, "eu", "c"));
        assert_eq!((list.u32(), list.u32(), list.rest.len()), (1, 2, 0));
    }
}
