//! The hidden claims of crowded towns join the groups that the others made.
//!
//! One after the other, in their own order: each joins the group that it fits best among those it was compared with, by the
//! same measure as groups are joined (`cluster`), or opens one that later ones may join. A group with a claim that it is clearly
//! distinct from is never joined. One pass, so that ten thousand claims of one town and day cost no square.

use crate::cluster::{Groups, Rule, Tie};
use std::collections::BTreeMap;

/// How well a node fits one group.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    sum: i64,
    counts: i64,
    strongest: Option<i64>,
    parts: bool,
}

impl Fit {
    fn add(&mut self, tie: Tie) {
        let (sum, counts) = (i64::from(tie.sum), i64::from(tie.counts));
        self.sum += sum * counts;
        self.counts += counts;
        self.strongest = Some(self.strongest.map_or(sum, |strongest| strongest.max(sum)));
        self.parts |= tie.parts;
    }

    /// In hundredths of a weight.
    fn value(&self, rule: Rule) -> i64 {
        let share = i64::from(rule.strongest);
        self.sum * (100 - share) / self.counts.max(1) + self.strongest.unwrap_or(0) * share
    }
}

/// Adds nodes to groups; `ties` gives for a node those it is compared with.
pub(crate) fn attach(
    groups: &mut Groups,
    hidden: &[usize],
    rule: Rule,
    is_coarse: impl Fn(usize) -> bool,
    ties: impl Fn(usize) -> Vec<(usize, Tie)>,
) {
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, members) in groups.groups.iter().enumerate() {
        group_of.extend(members.iter().map(|member| (*member, number)));
    }
    for &node in hidden {
        let mut fits: BTreeMap<usize, Fit> = BTreeMap::new();
        for (other, tie) in ties(node) {
            if let Some(group) = group_of.get(&other) {
                fits.entry(*group).or_default().add(tie);
            }
        }
        let mut offers: Vec<(i64, usize)> = fits
            .into_iter()
            .filter(|(_, fit)| !fit.parts)
            .map(|(group, fit)| (fit.value(rule), group))
            .filter(|(value, _)| *value >= i64::from(rule.join) * 100)
            .collect();
        offers.sort_by_key(|(value, group)| (-*value, *group));
        let torn = is_coarse(node)
            && matches!(offers[..], [(best, _), (next, _), ..] if best - next < i64::from(rule.margin) * 100);
        let group = match offers.first() {
            Some((_, group)) if !torn => *group,
            _ => {
                groups.groups.push(Vec::new());
                groups.groups.len() - 1
            }
        };
        if torn {
            groups.undecided.push(node);
        }
        groups.groups[group].push(node);
        group_of.insert(node, group);
    }
    for members in &mut groups.groups {
        members.sort_unstable();
    }
    groups.groups.sort();
}
