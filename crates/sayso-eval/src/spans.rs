//! Spans of a role compared by the words they hold: some in common, most in common, or all.
//!
//! A span may be in pieces. White space and punctuation do not count; spans are paired one to one, the best first.

use std::collections::BTreeSet;
use std::ops::Range;

/// How many spans of one role the gold and a prediction have, and how many of the pairs agree how well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
    /// Pairs with at least one word in common.
    pub(crate) partial: usize,
    /// Pairs with at least half of all their words in common.
    pub(crate) half: usize,
    pub(crate) exact: usize,
}

/// Which gold span answers which predicted one.
pub(crate) struct Pairing {
    pub(crate) tally: Tally,
    /// Per gold span whether it was found; per predicted span whether it answers one.
    pub(crate) gold_found: Vec<bool>,
    pub(crate) predicted_right: Vec<bool>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Tally) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.partial += other.partial;
        self.half += other.half;
        self.exact += other.exact;
    }
}

/// The starts of the words inside the pieces of a span.
pub(crate) fn words_in(text: &str, pieces: &[Range<usize>]) -> BTreeSet<usize> {
    let mut words = BTreeSet::new();
    for piece in pieces {
        let mut inside = false;
        let Some(part) = text.get(piece.clone()) else {
            continue;
        };
        for (offset, letter) in part.char_indices() {
            if letter.is_alphanumeric() && !inside {
                words.insert(piece.start + offset);
            }
            inside = letter.is_alphanumeric();
        }
    }
    words
}

/// Pairs the spans of one role in one text.
pub(crate) fn pair(gold: &[BTreeSet<usize>], predicted: &[BTreeSet<usize>]) -> Pairing {
    let mut candidates = Vec::new();
    for (g, words) in gold.iter().enumerate() {
        for (p, own) in predicted.iter().enumerate() {
            let common = words.intersection(own).count();
            if common > 0 {
                let all = words.len() + own.len() - common;
                candidates.push((common as f64 / all as f64, g, p));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairing = Pairing {
        tally: Tally {
            gold: gold.len(),
            predicted: predicted.len(),
            ..Tally::default()
        },
        gold_found: vec![false; gold.len()],
        predicted_right: vec![false; predicted.len()],
    };
    for (shared, g, p) in candidates {
        if pairing.gold_found[g] || pairing.predicted_right[p] {
            continue;
        }
        pairing.gold_found[g] = true;
        pairing.predicted_right[p] = true;
        pairing.tally.partial += 1;
        pairing.tally.half += usize::from(shared >= 0.5);
        pairing.tally.exact += usize::from(shared >= 1.0);
    }
    pairing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_pair_once_and_punctuation_does_not_count() {
        let text = "\"We won,\" the mayor said. Later the mayor left.";
        let words = |range: Range<usize>| words_in(text, &[range]);
        assert_eq!(words(0..9), words(1..7));
        let gold = [words(0..9), words(10..19)];
        let own = [words(1..3), words(10..19), words(14..19)];
        let pairing = pair(&gold, &own);
        assert_eq!(
            pairing.tally,
            Tally {
                gold: 2,
                predicted: 3,
                partial: 2,
                half: 2,
                exact: 1
            }
        );
        assert_eq!(pairing.gold_found, [true, true]);
        assert_eq!(pairing.predicted_right, [true, true, false]);
    }

    #[test]
    fn a_span_in_pieces_is_one_and_bad_ranges_hold_nothing() {
        assert_eq!(words_in("one two three", &[0..3, 8..13]).len(), 2);
        assert!(words_in("é", &[1..2, 5..9]).is_empty());
        assert_eq!(pair(&[], &[BTreeSet::new()]).tally.partial, 0);
    }
}
