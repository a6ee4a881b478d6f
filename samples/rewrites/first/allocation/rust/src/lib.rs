//! Parses rules into trees of small objects, simplifies and evaluates them: `hot_go.go` with an enum and boxes.

use std::collections::HashMap;
use std::fmt::Write;

edge::export!(hot);

enum Node {
    Number(i64),
    Name(String),
    Operation(char, Box<Node>, Box<Node>),
}

use Node::{Name, Number, Operation};

fn hot(input: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(input) else { return b"malformed text".to_vec() };
    let mut lines = text.split('\n');
    let mut facts = HashMap::new();
    for fact in lines.next().unwrap_or_default().split_ascii_whitespace() {
        let (name, value) = fact.split_once('=').unwrap_or((fact, ""));
        let Ok(value) = value.parse::<i64>() else { return b"malformed fact".to_vec() };
        facts.insert(name, value);
    }
    let mut out = String::new();
    for line in lines {
        let Some((tree, "")) = parse(line) else {
            out.push_str("malformed rule\n");
            continue;
        };
        let tree = simplify(&tree);
        write_to(&mut out, &tree);
        writeln!(out, " = {}, {}", evaluate(&tree, &facts), size(&tree)).expect("a string takes everything");
    }
    out.into_bytes()
}

/// A tree and what stands after it.
fn parse(text: &str) -> Option<(Node, &str)> {
    if let [b'(', operator, b' ', ..] = *text.as_bytes() {
        let (left, rest) = parse(&text[3..])?;
        let (right, rest) = parse(rest.strip_prefix(' ')?)?;
        return Some((Operation(operator.into(), left.into(), right.into()), rest.strip_prefix(')')?));
    }
    let (leaf, rest) = text.split_at(text.find([' ', ')']).unwrap_or(text.len()));
    if leaf.is_empty() {
        return None;
    }
    let node = leaf.parse().map_or_else(|_| Name(leaf.to_owned()), Number);
    Some((node, rest))
}

/// A new tree in which operations on numbers are done, and those that change nothing are gone.
fn simplify(node: &Node) -> Node {
    match node {
        Number(value) => Number(*value),
        Name(name) => Name(name.clone()),
        Operation(operator, left, right) => match (*operator, simplify(left), simplify(right)) {
            (operator, Number(a), Number(b)) => Number(apply(operator, a, b)),
            ('+' | '-', left, Number(0)) => left,
            ('*', Number(1), right) => right,
            (operator, left, right) => Operation(operator, left.into(), right.into()),
        },
    }
}

fn apply(operator: char, a: i64, b: i64) -> i64 {
    match operator {
        '+' => a.wrapping_add(b),
        '-' => a.wrapping_sub(b),
        '*' => a.wrapping_mul(b),
        '<' => a.min(b),
        '>' => a.max(b),
        _ => 0,
    }
}

fn evaluate(node: &Node, facts: &HashMap<&str, i64>) -> i64 {
    match node {
        Number(value) => *value,
        Name(name) => facts.get(name.as_str()).copied().unwrap_or_default(),
        Operation(operator, left, right) => apply(*operator, evaluate(left, facts), evaluate(right, facts)),
    }
}

fn size(node: &Node) -> usize {
    match node {
        Number(_) | Name(_) => 1,
        Operation(_, left, right) => 1 + size(left) + size(right),
    }
}

fn write_to(out: &mut String, node: &Node) {
    match node {
        Number(value) => write!(out, "{value}").expect("a string takes everything"),
        Name(name) => out.push_str(name),
        Operation(operator, left, right) => {
            out.push('(');
            out.push(*operator);
            out.push(' ');
            write_to(out, left);
            out.push(' ');
            write_to(out, right);
            out.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_is_simplified_and_evaluated() {
        let out = super::hot(b"stock=7 \n(+ (* 1 stock) (- 4 4))\n(+ 1");
        assert_eq!(String::from_utf8(out).unwrap(), "stock = 7, 1\nmalformed rule\n");
    }
}
