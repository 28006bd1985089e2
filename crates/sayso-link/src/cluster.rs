//! Groups of claims out of scores of pairs: mean linkage that never joins what is parted.
//!
//! The best pair of groups is joined first, and again, until no pair is good enough. Two groups with a pair of claims that
//! are clearly distinct are never joined, however many links run between them. Members come in their own order, never in
//! that of the input, and scores are whole numbers: the result is a function of the set of claims.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// What holds between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) sum: i32,
    pub(crate) parts: bool,
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
}

/// The groups, each sorted, in the order of their first members.
pub(crate) struct Groups {
    pub(crate) groups: Vec<Vec<usize>>,
    /// Coarse nodes that fit several groups and joined none.
    pub(crate) undecided: Vec<usize>,
}

#[derive(Clone, Copy, Default)]
struct Between {
    sum: i64,
    known: i64,
    parts: bool,
}

#[derive(PartialEq, Eq)]
struct Offer {
    sum: i64,
    count: i64,
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
    between: Vec<BTreeMap<usize, Between>>,
    versions: Vec<u32>,
    untied: i64,
}

impl Clusters {
    fn count(&self, a: usize, b: usize) -> i64 {
        (self.members[a].len() * self.members[b].len()) as i64
    }

    fn offer(&self, a: usize, b: usize) -> Option<Offer> {
        let between = self.between[a].get(&b)?;
        if between.parts {
            return None;
        }
        let count = self.count(a, b);
        Some(Offer {
            sum: between.sum + (count - between.known) * self.untied,
            count,
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
        let ties = std::mem::take(&mut self.between[drop]);
        self.between[keep].remove(&drop);
        for (other, tie) in ties {
            if other == keep {
                continue;
            }
            self.between[other].remove(&drop);
            for (from, to) in [(keep, other), (other, keep)] {
                let merged = self.between[from].entry(to).or_default();
                merged.sum += tie.sum;
                merged.known += tie.known;
                merged.parts |= tie.parts;
            }
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
        between: vec![BTreeMap::new(); size],
        versions: vec![0; size],
        untied: i64::from(component.untied),
    };
    for (&(a, b), tie) in &component.ties {
        let separate = component.separate.contains(&(a, b));
        let together = component.together.contains(&(a, b));
        for (from, to) in [(a, b), (b, a)] {
            clusters.between[from].insert(
                to,
                Between {
                    sum: i64::from(tie.sum),
                    known: 1,
                    parts: separate || (tie.parts && !together),
                },
            );
        }
    }
    let mut at: Vec<usize> = (0..size).collect();
    for &(a, b) in &component.together {
        let (a, b) = (find(&at, a), find(&at, b));
        if a != b {
            // A reviewer's word goes before what the comparisons part.
            if let Some(between) = clusters.between[a].get_mut(&b) {
                between.parts = false;
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
            for (&b, _) in clusters.between[a].range(a + 1..) {
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
            let others: Vec<usize> = clusters.between[keep].keys().copied().collect();
            for other in others {
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
    offer.sum >= i64::from(rule.join) * offer.count
}

/// Whether a coarse group fits a group other than `best` almost as well, and these two are not one.
fn torn(clusters: &Clusters, group: usize, best: usize, offer: &Offer, rule: Rule) -> bool {
    let with_margin = Offer {
        sum: offer.sum - i64::from(rule.margin) * offer.count,
        count: offer.count,
        pair: offer.pair,
        versions: offer.versions,
    };
    clusters.between[group].keys().any(|other| {
        *other != best
            && clusters.offer(group, *other).is_some_and(|next| {
                good(&next, rule) && next.mean(&with_margin) == Ordering::Greater
            })
            && clusters
                .offer(*other, best)
                .is_none_or(|two| !good(&two, rule))
    })
}
