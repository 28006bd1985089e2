//! Which reports tell one story in words of their own.
//!
//! Each report is the list of its words, those of the title counted three times, weighted by how rare they are in the
//! collection. Two groups of reports are as alike as their members are on average, less up to three tenths for the time between
//! their days (dates of pages are often wrong, so time alone never parts them). The two most alike groups are joined
//! until none are alike enough. Weights are whole numbers, so the result is the same on every machine. Only reports
//! that share a telling word are compared at all.

use crate::ReportText;
use crate::tokens::plain;
use crate::words::OriginWords;
use jiff::civil::Date;
use sayso_model::ReportId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Words of a text that are read.
const READ: usize = 1000;
/// How often a word of the title counts.
const TITLE: u32 = 3;
/// Groups this alike, in ten-thousandths, are one story.
const ALIKE: i64 = 1100;
/// The telling words of a report: those that weigh most.
const TELLING: usize = 40;
/// A word in more reports than this leads to no comparison, unless it is in fewer than a fifth of them.
const COMMON: usize = 200;
/// Scale of weights: the length of a report's list of words.
const UNIT: f64 = 4096.0;

/// Reports of one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// By day and id.
    pub reports: Vec<ReportId>,
}

/// Groups reports by story, each report in one. The same reports in any order give the same stories.
pub fn stories(reports: &[ReportText<'_>], words: &OriginWords) -> Vec<Story> {
    let mut order: Vec<&ReportText<'_>> = reports.iter().collect();
    order.sort_by_key(|report| (report.published.unwrap_or(Date::MAX), report.id));
    order.dedup_by_key(|report| report.id);
    let lists = weights(&order, words);
    let groups: Vec<Group> = order
        .iter()
        .zip(&lists)
        .enumerate()
        .map(|(at, (report, list))| Group {
            members: vec![at],
            sum: list.clone(),
            days: report.published.map_or((0, 0), |day| (number(day), 1)),
            near: BTreeSet::new(),
            alive: true,
        })
        .collect();
    let mut joining = Joining {
        groups,
        queue: BinaryHeap::new(),
    };
    for (a, b) in candidates(&lists) {
        joining.groups[a].near.insert(b);
        joining.groups[b].near.insert(a);
        joining.offer(a, b);
    }
    joining.run();
    let mut found: Vec<Vec<usize>> = joining
        .groups
        .into_iter()
        .filter(|group| group.alive)
        .map(|mut group| {
            group.members.sort_unstable();
            group.members
        })
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|members| Story {
            reports: members.into_iter().map(|at| order[at].id.clone()).collect(),
        })
        .collect()
}

/// Term and weight, by term.
type List = BTreeMap<usize, i64>;

struct Group {
    members: Vec<usize>,
    sum: List,
    /// Sum and number of the members' days.
    days: (i64, i64),
    /// Groups that may be alike.
    near: BTreeSet<usize>,
    alive: bool,
}

struct Joining {
    groups: Vec<Group>,
    /// Likeness and the pair, the smaller numbers last so that they come first.
    queue: BinaryHeap<(i64, std::cmp::Reverse<(usize, usize)>)>,
}

impl Joining {
    fn offer(&mut self, a: usize, b: usize) {
        let alike = alike(&self.groups[a], &self.groups[b]);
        if alike >= ALIKE {
            self.queue
                .push((alike, std::cmp::Reverse((a.min(b), a.max(b)))));
        }
    }

    fn run(&mut self) {
        while let Some((_, std::cmp::Reverse((a, b)))) = self.queue.pop() {
            if !(self.groups[a].alive && self.groups[b].alive) {
                continue;
            }
            let joined = self.join(a, b);
            for near in self.groups[joined].near.clone() {
                self.offer(joined, near);
            }
        }
    }

    /// A new group of two; numbers of groups are never used again, so that old offers are known as such.
    fn join(&mut self, a: usize, b: usize) -> usize {
        let joined = self.groups.len();
        let mut members = Vec::new();
        let mut near = BTreeSet::new();
        let mut sums = Vec::new();
        let mut days = (0, 0);
        for part in [a, b] {
            let part = &mut self.groups[part];
            part.alive = false;
            members.append(&mut part.members);
            near.append(&mut part.near);
            sums.push(std::mem::take(&mut part.sum));
            days = (days.0 + part.days.0, days.1 + part.days.1);
        }
        near.remove(&a);
        near.remove(&b);
        for other in &near {
            let other = &mut self.groups[*other].near;
            other.remove(&a);
            other.remove(&b);
            other.insert(joined);
        }
        sums.sort_by_key(BTreeMap::len);
        let mut sum = sums.pop().unwrap_or_default();
        for (term, weight) in sums.into_iter().flatten() {
            *sum.entry(term).or_insert(0) += weight;
        }
        self.groups.push(Group {
            members,
            sum,
            days,
            near,
            alive: true,
        });
        joined
    }
}

/// Average likeness of two groups' members, in ten-thousandths.
fn alike(a: &Group, b: &Group) -> i64 {
    let (small, large) = if a.sum.len() <= b.sum.len() {
        (a, b)
    } else {
        (b, a)
    };
    let product: i64 = small
        .sum
        .iter()
        .filter_map(|(term, weight)| Some(weight * large.sum.get(term)?))
        .sum();
    let pairs = (a.members.len() * b.members.len()) as i64;
    let alike = product / pairs * 10_000 / (UNIT * UNIT) as i64;
    let apart = match (a.days, b.days) {
        ((of_a, na), (of_b, nb)) if na > 0 && nb > 0 => (of_a / na - of_b / nb).abs(),
        _ => 0,
    };
    alike - alike * 3 * apart / (10 * (apart + 20))
}

fn number(day: Date) -> i64 {
    Date::ZERO
        .until(day)
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The weighted words of each report; every list has the same length.
fn weights(reports: &[&ReportText<'_>], words: &OriginWords) -> Vec<List> {
    let counts: Vec<BTreeMap<String, u32>> = reports
        .iter()
        .map(|report| {
            let mut counts = BTreeMap::new();
            let title = plain(report.title.unwrap_or_default());
            let body = plain(report.text);
            let body = body.into_iter().take(READ).map(|word| (word, 1));
            for (word, times) in title.into_iter().map(|word| (word, TITLE)).chain(body) {
                if word.chars().count() > 1 && !words.common.contains(&word) {
                    *counts.entry(word).or_insert(0) += times;
                }
            }
            counts
        })
        .collect();
    let mut reports_with: BTreeMap<&str, usize> = BTreeMap::new();
    for word in counts.iter().flat_map(BTreeMap::keys) {
        *reports_with.entry(word).or_insert(0) += 1;
    }
    let terms: BTreeMap<&str, (usize, usize)> = reports_with
        .into_iter()
        .filter(|(_, with)| *with > 1)
        .enumerate()
        .map(|(term, (word, with))| (word, (term, with)))
        .collect();
    let all = reports.len() as f64;
    counts
        .iter()
        .map(|counts| {
            let raw: Vec<(usize, f64)> = counts
                .iter()
                .filter_map(|(word, count)| {
                    let (term, with) = terms.get(word.as_str())?;
                    let rare = (all / *with as f64).ln();
                    Some((*term, (1.0 + f64::from(*count).ln()) * rare))
                })
                .collect();
            let length = raw
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f64>()
                .sqrt();
            raw.into_iter()
                .map(|(term, weight)| (term, (weight / length.max(1e-9) * UNIT).round() as i64))
                .filter(|(_, weight)| *weight > 0)
                .collect()
        })
        .collect()
}

/// Pairs of reports that share one of the words that weigh most in both.
fn candidates(lists: &[List]) -> BTreeSet<(usize, usize)> {
    let mut with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, list) in lists.iter().enumerate() {
        let mut terms: Vec<(i64, usize)> =
            list.iter().map(|(term, weight)| (-weight, *term)).collect();
        terms.sort_unstable();
        for (_, term) in terms.into_iter().take(TELLING) {
            with.entry(term).or_default().push(at);
        }
    }
    let bound = COMMON.min((lists.len() / 5).max(20));
    let mut pairs = BTreeSet::new();
    for reports in with.into_values().filter(|reports| reports.len() <= bound) {
        for (at, a) in reports.iter().enumerate() {
            pairs.extend(reports[at + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs
}
