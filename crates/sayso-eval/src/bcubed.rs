//! B-cubed: how alike two groupings of the same items are, item by item.

use crate::report::precision_recall_f1;
use std::collections::BTreeMap;

/// Precision, recall and F1 over items, each with its gold group and its predicted group.
pub fn bcubed<G: Ord, P: Ord>(items: &[(G, P)]) -> (f64, f64, f64) {
    let mut gold: BTreeMap<&G, f64> = BTreeMap::new();
    let mut predicted: BTreeMap<&P, f64> = BTreeMap::new();
    let mut both: BTreeMap<(&G, &P), f64> = BTreeMap::new();
    for (g, p) in items {
        *gold.entry(g).or_insert(0.0) += 1.0;
        *predicted.entry(p).or_insert(0.0) += 1.0;
        *both.entry((g, p)).or_insert(0.0) += 1.0;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((g, p), common) in &both {
        precision += common * common / predicted.get(p).copied().unwrap_or(1.0);
        recall += common * common / gold.get(g).copied().unwrap_or(1.0);
    }
    let count = items.len() as f64;
    // The mean over items: right answers per answer, and per answer that was due.
    let (precision, recall) = if items.is_empty() {
        (1.0, 1.0)
    } else {
        (precision / count, recall / count)
    };
    let f1 = precision_recall_f1(precision * recall, recall, precision).2;
    (precision, recall, f1)
}

#[cfg(test)]
mod tests {
    use super::bcubed;

    #[test]
    fn equal_groupings_are_perfect_and_others_are_not() {
        assert_eq!(bcubed(&[(1, 'a'), (1, 'a'), (2, 'b')]), (1.0, 1.0, 1.0));
        assert_eq!(bcubed::<u8, u8>(&[]), (1.0, 1.0, 1.0));
        let (precision, recall, f1) = bcubed(&[(1, 'a'), (1, 'a'), (2, 'a'), (2, 'a')]);
        assert!((precision - 0.5).abs() < 1e-12 && (recall - 1.0).abs() < 1e-12);
        assert!((f1 - 2.0 / 3.0).abs() < 1e-12);
        let (precision, recall, _) = bcubed(&[(1, 'a'), (1, 'b'), (1, 'c'), (1, 'd')]);
        assert!((precision - 1.0).abs() < 1e-12 && (recall - 0.25).abs() < 1e-12);
    }
}
