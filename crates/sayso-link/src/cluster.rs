//! Groups of claims out of scores of pairs: linkage that never joins what is parted.
//!
//! How well two groups fit is the mean score of their pairs and, for a share that the weights tell, the score of their strongest
//! pair: one claim that says much is not outvoted by many that say little. A pair that rests on less counts less in the mean. The best pair of groups is joined first, and again, until no pair is good enough. Two groups with a pair of claims that
//! are clearly distinct are never joined, however many links run between them. Members come in their own order, never in
//! that of the input, and scores are whole numbers: the result is a function of the set of claims.

use crate::pairs::Pairs;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// What holds between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) sum: i32,
    pub(crate) parts: bool,
    /// How much the pair counts in a mean, in hundredths.
    pub(crate) counts: u8,
}

/// One set of nodes that hang together, in the order of their claims.
pub(crate) struct Component {
    /// Nodes that lack a place or day of their own, and join last.
    pub(crate) coarse: Vec<bool>,
    /// By pair of positions, the smaller first.
    pub(crate) ties: BTreeMap<(usize, usize), Tie>,
    /// What a pair without a tie counts.
    pub(crate) untied: i32,
    /// A reviewer's word: pairs that are one.
    pub(crate) together: BTreeSet<(usize, usize)>,
    /// A reviewer's word: pairs that are not.
    pub(crate) separate: BTreeSet<(usize, usize)>,
}

/// The thresholds of joining.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) join: i32,
    pub(crate) margin: i32,
    /// Share of the strongest pair in how well two groups fit, in hundredths.
    pub(crate) strongest: u8,
}

/// The groups, each sorted, in the order of their first members.
pub(crate) struct Groups {
    pub(crate) groups: Vec<Vec<usize>>,
    /// Coarse nodes that fit several groups and joined none.
    pub(crate) undecided: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Between {
    /// Scores times what they count.
    sum: i64,
    /// What the pairs with a tie count.
    counts: i64,
    /// Pairs with a tie.
    known: i64,
    strongest: i64,
    parts: bool,
}

/// How well two groups fit: `sum` over `count`.
#[derive(PartialEq, Eq)]
struct Offer {
    sum: i128,
    count: i128,
    pair: (usize, usize),
    versions: (u32, u32),
}

impl Offer {
    fn mean(&self, other: &Offer) -> Ordering {
        (self.sum * other.count).cmp(&(other.sum * self.count))
    }
}

impl Ord for Offer {
    fn cmp(&self, other: &Offer) -> Ordering {
        // The greatest mean first, then the earliest claims.
        self.mean(other)
            .then_with(|| other.pair.cmp(&self.pair))
            .then_with(|| self.versions.cmp(&other.versions))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Offer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Clusters {
    members: Vec<Vec<usize>>,
    between: Pairs<Between>,
    versions: Vec<u32>,
    untied: i64,
    strongest: i64,
}

/// A pair that counts fully, in hundredths.
const WHOLE: i64 = 100;

impl Between {
    fn take_in(&mut self, other: &Between) {
        self.sum += other.sum;
        self.counts += other.counts;
        self.known += other.known;
        self.strongest = self.strongest.max(other.strongest);
        self.parts |= other.parts;
    }
}

impl Clusters {
    fn count(&self, a: usize, b: usize) -> i64 {
        (self.members[a].len() * self.members[b].len()) as i64
    }

    fn offer(&self, a: usize, b: usize) -> Option<Offer> {
        let between = self.between.get(a, b)?;
        if between.parts {
            return None;
        }
        let open = self.count(a, b) - between.known;
        let (sum, count) = (
            i128::from(between.sum + open * self.untied * WHOLE),
            i128::from(between.counts + open * WHOLE),
        );
        // Mean and strongest pair on one denominator.
        let (mean, strongest) = (WHOLE - self.strongest, self.strongest);
        Some(Offer {
            sum: sum * i128::from(mean) + i128::from(between.strongest * strongest) * count,
            count: count * i128::from(WHOLE),
            pair: (a.min(b), a.max(b)),
            versions: if a < b {
                (self.versions[a], self.versions[b])
            } else {
                (self.versions[b], self.versions[a])
            },
        })
    }

    /// Puts the members of one group to another; the smaller number stays.
    fn join(&mut self, a: usize, b: usize) -> usize {
        let (keep, drop) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut self.members[drop]);
        self.members[keep].extend(moved);
        self.members[keep].sort_unstable();
        for other in self.between.beside(drop) {
            let moved = self.between.get(drop, other).copied();
            self.between.set(drop, other, None);
            if other == keep {
                continue;
            }
            let merged = match (self.between.get(keep, other).copied(), moved) {
                (Some(mut merged), Some(moved)) => {
                    merged.take_in(&moved);
                    Some(merged)
                }
                (merged, moved) => merged.or(moved),
            };
            self.between.set(keep, other, merged);
        }
        self.versions[keep] += 1;
        self.versions[drop] += 1;
        keep
    }
}

/// Groups the nodes of one component.
pub(crate) fn group(component: &Component, rule: Rule) -> Groups {
    let size = component.coarse.len();
    let mut clusters = Clusters {
        members: (0..size).map(|node| vec![node]).collect(),
        between: Pairs::new(size),
        versions: vec![0; size],
        untied: i64::from(component.untied),
        strongest: i64::from(rule.strongest),
    };
    for (&(a, b), tie) in &component.ties {
        let separate = component.separate.contains(&(a, b));
        let together = component.together.contains(&(a, b));
        let between = Between {
            sum: i64::from(tie.sum) * i64::from(tie.counts),
            counts: i64::from(tie.counts),
            known: 1,
            strongest: i64::from(tie.sum),
            parts: separate || (tie.parts && !together),
        };
        clusters.between.set(a, b, Some(between));
    }
    let mut at: Vec<usize> = (0..size).collect();
    for &(a, b) in &component.together {
        let (a, b) = (find(&at, a), find(&at, b));
        if a != b {
            // A reviewer's word goes before what the comparisons part.
            if let Some(mut between) = clusters.between.get(a, b).copied() {
                between.parts = false;
                clusters.between.set(a, b, Some(between));
            }
            let keep = clusters.join(a, b);
            at[a.max(b)] = keep;
        }
    }
    let coarse_group = |clusters: &Clusters, group: usize| {
        clusters.members[group]
            .iter()
            .all(|node| component.coarse[*node])
    };
    let mut undecided = BTreeSet::new();
    for round in [false, true] {
        let mut heap = BinaryHeap::new();
        for a in 0..size {
            for b in clusters.between.beside(a) {
                if b <= a {
                    continue;
                }
                heap.extend(clusters.offer(a, b).filter(|offer| good(offer, rule)));
            }
        }
        while let Some(offer) = heap.pop() {
            let (a, b) = offer.pair;
            let stale = clusters
                .offer(a, b)
                .is_none_or(|now| now.versions != offer.versions);
            if stale {
                continue;
            }
            let coarse = [a, b].map(|group| coarse_group(&clusters, group));
            if !round && (coarse[0] || coarse[1]) {
                continue;
            }
            if round {
                let wavers =
                    [(a, b), (b, a)]
                        .into_iter()
                        .zip(coarse)
                        .find(|((one, other), coarse)| {
                            *coarse && torn(&clusters, *one, *other, &offer, rule)
                        });
                if let Some(((group, _), _)) = wavers {
                    undecided.insert(group);
                    continue;
                }
            }
            let keep = clusters.join(a, b);
            for other in clusters.between.beside(keep) {
                heap.extend(
                    clusters
                        .offer(keep, other)
                        .filter(|offer| good(offer, rule)),
                );
            }
        }
    }
    let undecided = undecided
        .into_iter()
        .filter(|group| clusters.members[*group].len() == 1)
        .collect();
    let mut groups: Vec<Vec<usize>> = clusters
        .members
        .into_iter()
        .filter(|members| !members.is_empty())
        .collect();
    groups.sort();
    Groups { groups, undecided }
}

fn find(at: &[usize], node: usize) -> usize {
    let mut node = node;
    while at[node] != node {
        node = at[node];
    }
    node
}

fn good(offer: &Offer, rule: Rule) -> bool {
    offer.sum >= i128::from(rule.join) * offer.count
}

/// Whether a coarse group fits a group other than `best` almost as well, and these two are not one.
fn torn(clusters: &Clusters, group: usize, best: usize, offer: &Offer, rule: Rule) -> bool {
    let with_margin = Offer {
        sum: offer.sum - i128::from(rule.margin) * offer.count,
        count: offer.count,
        pair: offer.pair,
        versions: offer.versions,
    };
    clusters.between.beside(group).into_iter().any(|other| {
        other != best
            && clusters.offer(group, other).is_some_and(|next| {
                good(&next, rule) && next.mean(&with_margin) == Ordering::Greater
            })
            && clusters
                .offer(other, best)
                .is_none_or(|two| !good(&two, rule))
    })
}
