//! Claims of copies: what a copy tells as its first text does is that text's claim again, not another.
//!
//! The claims of each copy are set against those of the first report with the text. A claim that finds its counterpart counts as
//! the same words from now on: it is compared with nothing, and its own spelling of a name or its shifted day brings nobody
//! together and parts nobody. So two hundred mirrors change nothing but the number of copies.

use crate::item::Item;
use crate::words::{hash, shared};
use sayso_model::{Kind, ReportId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Share of the rare words of two sentences, in thousandths, from which they can be one sentence reworded.
const ALIKE: usize = 350;

/// Makes the claims of copies one with those of the first report of their text. `first_of` names that report for every copy.
pub fn align_copies(items: &mut [Item], first_of: &BTreeMap<ReportId, ReportId>) {
    let mut by_report: BTreeMap<ReportId, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        by_report
            .entry(item.order.report.clone())
            .or_default()
            .push(at);
    }
    for claims in by_report.values_mut() {
        claims.sort_by(|a, b| items[*a].order.cmp(&items[*b].order));
    }
    for (copy, first) in first_of.iter().filter(|(copy, first)| copy != first) {
        let (Some(own), firsts) = (by_report.get(copy), by_report.get(first)) else {
            continue;
        };
        let pairs = pairs(items, own, firsts.map_or(&[], Vec::as_slice));
        let text = hash(first.0.as_bytes());
        for at in own {
            items[*at].text = text;
        }
        for (own, first) in pairs {
            items[own].signature = items[first].signature;
        }
    }
}

/// Which claim of a copy is which of the first text, each at most once, the most alike first.
fn pairs(items: &[Item], own: &[usize], firsts: &[usize]) -> Vec<(usize, usize)> {
    let mut offers = Vec::new();
    for (rank, one) in own.iter().enumerate() {
        for (other_rank, other) in firsts.iter().enumerate() {
            if let Some(alike) = alike(&items[*one], &items[*other]) {
                let far = rank.abs_diff(other_rank);
                offers.push((Reverse(alike), far, rank, other_rank));
            }
        }
    }
    offers.sort_unstable();
    let mut taken = (vec![false; own.len()], vec![false; firsts.len()]);
    let mut found = Vec::new();
    for (_, _, rank, other_rank) in offers {
        if !taken.0[rank] && !taken.1[other_rank] {
            (taken.0[rank], taken.1[other_rank]) = (true, true);
            found.push((own[rank], firsts[other_rank]));
        }
    }
    found
}

/// How much two claims of one text are the same statement, in thousandths; `None` if they are not.
fn alike(one: &Item, other: &Item) -> Option<usize> {
    if one.denies != other.denies || !same_sort(one.kind, other.kind) {
        return None;
    }
    let longer = one.words.len().max(other.words.len());
    let words = match longer {
        0 => 1000,
        longer => shared(&one.words, &other.words) * 1000 / longer,
    };
    // Several claims may stand in one sentence: who speaks and the figures tell them apart.
    let voice = usize::from(one.voice == other.voice) * 400;
    let figures = usize::from(one.killed == other.killed && one.injured == other.injured) * 300;
    let kind = usize::from(one.kind == other.kind) * 200;
    (words >= ALIKE).then_some(words + voice + figures + kind)
}

/// Kinds that one sentence and its rewording may be coded as.
fn same_sort(one: Kind, other: Kind) -> bool {
    let violent = |kind: Kind| {
        matches!(
            kind,
            Kind::Attack | Kind::Strike | Kind::Bombing | Kind::Clash
        )
    };
    one == other || violent(one) && violent(other)
}
