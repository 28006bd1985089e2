//! Two texts: one and the same, made from one template, or neither.

use crate::blocks::common;
use crate::tokens::{Class, Token, counts, same_name};
use std::collections::{BTreeMap, BTreeSet};

/// What a comparison of two texts gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// One text; so many thousandths of the shorter stand in the other.
    Copy(u16),
    /// Much the same words, but other names or numbers in the same places: two releases from one template.
    Template,
    /// Not enough in common.
    Apart,
}

/// Least share of the shorter text, and of the longer, that must stand in the other: in thousandths.
const OF_SHORTER: usize = 450;
const OF_LONGER: usize = 300;
/// Differences that make two texts releases of one template: in halves, for short texts and for others.
const TEMPLATE_SHORT: usize = 2;
const TEMPLATE_LONG: usize = 3;
/// Up to so many common words a text is short: a single other name makes it another release.
const SHORT: usize = 150;

pub(crate) fn compare(a: &[Token], b: &[Token]) -> Verdict {
    let common = common(a, b);
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter == 0
        || common.matched * 1000 < OF_SHORTER * shorter
        || common.matched * 1000 < OF_LONGER * longer
    {
        return Verdict::Apart;
    }
    let differences = differences(a, b, &common.gaps);
    let bound = if common.matched <= SHORT {
        TEMPLATE_SHORT
    } else {
        TEMPLATE_LONG
    };
    if differences >= bound {
        Verdict::Template
    } else {
        Verdict::Copy((common.matched.min(shorter) * 1000 / shorter) as u16)
    }
}

/// Names and numbers that stand in the place of other names and numbers, in halves: two each, one for other dates.
fn differences(
    a: &[Token],
    b: &[Token],
    gaps: &[(std::ops::Range<usize>, std::ops::Range<usize>)],
) -> usize {
    let names = |tokens: &[Token]| -> BTreeSet<String> {
        tokens
            .iter()
            .filter(|token| token.class == Class::Name)
            .map(|token| token.key.clone())
            .collect()
    };
    let (all_a, all_b) = (names(a), names(b));
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    let (mut numbers, mut dates) = (0, false);
    for (of_a, of_b) in gaps {
        let (gap_a, gap_b) = (&a[of_a.clone()], &b[of_b.clone()]);
        let lone = |gap: &[Token], others: &BTreeSet<String>| -> Vec<String> {
            names(gap)
                .into_iter()
                .filter(|name| !others.iter().any(|other| same_name(name, other)))
                .collect()
        };
        pairs.extend(lone(gap_a, &all_b).into_iter().zip(lone(gap_b, &all_a)));
        numbers += unmatched(gap_a, gap_b, Class::Number);
        dates |= unmatched(gap_a, gap_b, Class::Date) > 0;
    }
    // A name that is replaced by the same name wherever it stands is one difference.
    2 * (pairs.len() + numbers) + usize::from(dates)
}

/// How many tokens of a class on the one side stand against others on the other side.
fn unmatched(a: &[Token], b: &[Token], class: Class) -> usize {
    let of = |tokens: &[Token]| -> BTreeMap<String, usize> {
        counts(tokens.iter().filter(|token| token.class == class))
            .into_iter()
            .map(|(key, count)| (key.to_owned(), count))
            .collect()
    };
    let (a, b) = (of(a), of(b));
    let left = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>| -> usize {
        one.iter()
            .map(|(key, count)| count.saturating_sub(other.get(key).copied().unwrap_or(0)))
            .sum()
    };
    left(&a, &b).min(left(&b, &a))
}
