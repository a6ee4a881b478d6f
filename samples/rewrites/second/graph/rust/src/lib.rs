//! Finds the cheapest route from each source to each target: `hot_go.go` with the standard library's `BinaryHeap`.

use edge::{Reader, put_i64, put_u32};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

edge::export!(hot);

struct Edge {
    to: usize,
    cost: i64,
}

/// The edges that leave each node.
struct Graph(Vec<Vec<Edge>>);

fn hot(input: &[u8]) -> Vec<u8> {
    routes(input).unwrap_or_default()
}

/// Nothing if a node is not there.
fn routes(input: &[u8]) -> Option<Vec<u8>> {
    let mut numbers = Reader::new(input);
    let (nodes, sources, targets) = (numbers.u32() as usize, numbers.u32(), numbers.u32());
    let mut node = || Some(numbers.u32() as usize).filter(|&node| node < nodes);
    let sources = (0..sources).map(|_| node()).collect::<Option<Vec<_>>>()?;
    let targets = (0..targets).map(|_| node()).collect::<Option<Vec<_>>>()?;
    let mut graph = Graph((0..nodes).map(|_| Vec::new()).collect());
    while !numbers.rest.is_empty() {
        let (from, to, cost) = (numbers.u32() as usize, numbers.u32() as usize, numbers.u32().into());
        if from >= nodes || to >= nodes {
            return None;
        }
        graph.0[from].push(Edge { to, cost });
    }
    let mut out = Vec::new();
    for source in sources {
        let (costs, previous) = graph.cheapest(source);
        for &target in &targets {
            put_u32(&mut out, source as u32);
            put_u32(&mut out, target as u32);
            if costs[target] == i64::MAX {
                put_i64(&mut out, -1);
                put_u32(&mut out, 0);
                continue;
            }
            let mut path = vec![target];
            let mut node = target;
            while node != source {
                node = previous[node];
                path.push(node);
            }
            path.reverse();
            put_i64(&mut out, costs[target]);
            put_u32(&mut out, path.len() as u32);
            for node in path {
                put_u32(&mut out, node as u32);
            }
        }
    }
    Some(out)
}

impl Graph {
    /// Dijkstra's algorithm: what it costs to get from the source to each node, and the last node before it. Of nodes at
    /// the same cost the lower number comes first, so that routes do not depend on the heap.
    fn cheapest(&self, source: usize) -> (Vec<i64>, Vec<usize>) {
        let mut costs = vec![i64::MAX; self.0.len()];
        let mut previous = vec![0; self.0.len()];
        costs[source] = 0;
        let mut open = BinaryHeap::from([Reverse((0, source))]);
        while let Some(Reverse((cost, node))) = open.pop() {
            if cost > costs[node] {
                continue; // a cheaper way has been found since
            }
            for edge in &self.0[node] {
                let cost = cost + edge.cost;
                if cost < costs[edge.to] {
                    costs[edge.to] = cost;
                    previous[edge.to] = node;
                    open.push(Reverse((cost, edge.to)));
                }
            }
        }
        (costs, previous)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn two_cheap_roads_are_better_than_a_dear_one() {
        let out = hot(&message(&[4, 1, 2, 0, 2, 3, 0, 2, 9, 0, 1, 3, 1, 2, 4]));
        let mut route = Reader::new(&out);
        assert_eq!((route.u32(), route.u32(), route.i64(), route.u32()), (0, 2, 7, 3));
        assert_eq!((route.u32(), route.u32(), route.u32()), (0, 1, 2));
        assert_eq!((route.u32(), route.u32(), route.i64(), route.u32()), (0, 3, -1, 0));
    }

    #[test]
    fn a_node_that_is_not_there_gets_no_answer() {
        assert!(hot(&message(&[2, 1, 1, 0, 2])).is_empty());
    }
}
