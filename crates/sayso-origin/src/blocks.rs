//! What two texts have in common: runs of equal words, in whatever order they stand, and what stands between them.

use crate::signature::{RUN, hash};
use crate::tokens::Token;
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest stretch between two runs in which single words are still compared.
const GAP: usize = 40;

/// Where the texts run together, and the stretches between neighbouring runs where they do not.
pub(crate) struct Common {
    /// Words of the first text that stand in the second as well.
    pub(crate) matched: usize,
    /// Stretches of both texts that stand in the same place and differ.
    pub(crate) gaps: Vec<(Range<usize>, Range<usize>)>,
}

struct Block {
    a: usize,
    b: usize,
    length: usize,
}

pub(crate) fn common(a: &[Token], b: &[Token]) -> Common {
    let blocks = blocks(a, b);
    let mut matched: usize = blocks.iter().map(|block| block.length).sum();
    let mut gaps = Vec::new();
    for pair in blocks.windows(2) {
        let of_a = pair[0].a + pair[0].length..pair[1].a;
        let from = pair[0].b + pair[0].length;
        if from > pair[1].b || of_a.len() > GAP || pair[1].b - from > GAP {
            continue;
        }
        let of_b = from..pair[1].b;
        matched += in_order(&a[of_a.clone()], &b[of_b.clone()]);
        gaps.push((of_a, of_b));
    }
    Common { matched, gaps }
}

fn blocks(a: &[Token], b: &[Token]) -> Vec<Block> {
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, run) in b.windows(RUN).enumerate() {
        places.entry(hash(run)).or_default().push(at);
    }
    let mut found: Vec<Block> = Vec::new();
    let (mut at, mut expected) = (0, 0);
    while at + RUN <= a.len() {
        let Some(starts) = places.get(&hash(&a[at..at + RUN])) else {
            at += 1;
            continue;
        };
        // The next place in the second text after the last run; else its first.
        let next = starts.partition_point(|start| *start < expected);
        let Some(&start) = starts.get(next).or_else(|| starts.first()) else {
            at += 1;
            continue;
        };
        let length = a[at..]
            .iter()
            .zip(&b[start..])
            .take_while(|(a, b)| a.key == b.key)
            .count();
        if length < RUN {
            at += 1;
            continue;
        }
        found.push(Block {
            a: at,
            b: start,
            length,
        });
        at += length;
        expected = start + length;
    }
    found
}

/// Words that stand in both stretches in the same order.
fn in_order(a: &[Token], b: &[Token]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x.key == y.key {
                corner + 1
            } else {
                above.max(row[j])
            };
            corner = above;
        }
    }
    row.last().copied().unwrap_or(0)
}
