//! What became of incidents' names: when incidents merge, split or get an earlier first claim, the old name stays resolvable.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Claims of one record of changes: a row that SQLite and people can still read.
pub const MOVED_AT_A_TIME: usize = 10_000;

/// What changed from one linking to the next: appended to the ledger, never altered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Claims whose incident is new or another, with its name; an empty name for claims that are in none any more.
    pub moved: Vec<(String, String)>,
    pub successions: Vec<Succession>,
}

/// A name that incidents of before had, with those of now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    pub old: String,
    /// Incidents that hold its claims now, the one with most of them first.
    pub now: Vec<String>,
    pub reason: Reason,
}

/// Why a name or its claims moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its claims and those of another incident are one now.
    Merged,
    /// Its claims are in several incidents now.
    Split,
    /// An earlier claim was added, and the incident is named after that.
    EarlierClaim,
    /// Its claims were coded anew, and the new ones are elsewhere or nowhere.
    CodedAnew,
}

/// The incident of each claim after all changes so far.
pub fn state(changes: &[Change]) -> BTreeMap<String, String> {
    let mut state = BTreeMap::new();
    for (claim, incident) in changes.iter().flat_map(|change| &change.moved) {
        if incident.is_empty() {
            state.remove(claim);
        } else {
            state.insert(claim.clone(), incident.clone());
        }
    }
    state
}

/// What changed between two linkings, or `None` if nothing did.
pub fn change(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Option<Change> {
    let claims: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let mut moved = Vec::new();
    let mut old: BTreeMap<&String, BTreeMap<Option<&String>, usize>> = BTreeMap::new();
    for claim in claims {
        let (was, is) = (before.get(claim), now.get(claim));
        if was != is {
            moved.push((claim.clone(), is.cloned().unwrap_or_default()));
        }
        if let Some(was) = was {
            *old.entry(was).or_default().entry(is).or_insert(0) += 1;
        }
    }
    if moved.is_empty() {
        return None;
    }
    let names_before: BTreeSet<&String> = before.values().collect();
    // What the claims of each incident of now were called before.
    let mut came_from: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for (claim, name) in now {
        let names = came_from.entry(name).or_default();
        names.extend(before.get(claim));
    }
    let successions = old
        .into_iter()
        .filter(|(was, parts)| parts.len() > 1 || !parts.contains_key(&Some(*was)))
        .map(|(was, parts)| {
            let mut heirs: Vec<(&String, usize)> = parts
                .iter()
                .filter_map(|(name, count)| Some(((*name)?, *count)))
                .collect();
            heirs.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
            let reason = match heirs.as_slice() {
                [] => Reason::CodedAnew,
                [_] if came_from.contains_key(was) => Reason::CodedAnew,
                [(heir, _)] if names_before.contains(*heir) => Reason::Merged,
                [(heir, _)]
                    if came_from
                        .get(*heir)
                        .is_some_and(|names| names.iter().any(|name| *name != was)) =>
                {
                    Reason::Merged
                }
                [_] => Reason::EarlierClaim,
                _ => Reason::Split,
            };
            Succession {
                old: was.clone(),
                now: heirs.into_iter().map(|(name, _)| name.clone()).collect(),
                reason,
            }
        })
        .collect();
    Some(Change { moved, successions })
}

impl Change {
    /// The change in records that each hold no more than this many claims; the successions come with the last.
    pub fn parts(self, most: usize) -> Vec<Change> {
        let mut parts: Vec<Change> = self
            .moved
            .chunks(most.max(1))
            .map(|moved| Change {
                moved: moved.to_vec(),
                successions: Vec::new(),
            })
            .collect();
        if let Some(last) = parts.last_mut() {
            last.successions = self.successions;
        }
        parts
    }
}

/// All successions so far, to be asked what became of a name, and what a name came from.
#[derive(Debug, Clone, Default)]
pub struct Successions {
    steps: Vec<Succession>,
    by_old: BTreeMap<String, Vec<usize>>,
    by_heir: BTreeMap<String, Vec<usize>>,
}

impl Successions {
    /// Adds what one more linking changed.
    pub fn add(&mut self, successions: Vec<Succession>) {
        for step in successions {
            let at = self.steps.len();
            self.by_old.entry(step.old.clone()).or_default().push(at);
            for heir in step.now.iter().filter(|heir| **heir != step.old) {
                self.by_heir.entry(heir.clone()).or_default().push(at);
            }
            self.steps.push(step);
        }
    }

    /// Follows a name to the incidents that hold its claims now, with the steps on the way.
    pub fn resolve(&self, name: &str) -> (BTreeSet<String>, Vec<&Succession>) {
        let mut names = BTreeSet::from([name.to_owned()]);
        let mut taken = Vec::new();
        let after = |name: &str, from: usize| {
            let steps = self.by_old.get(name).into_iter().flatten().copied();
            steps.filter(move |at| *at >= from).collect::<Vec<_>>()
        };
        let mut open: BTreeSet<usize> = after(name, 0).into_iter().collect();
        while let Some(at) = open.pop_first() {
            let Some(step) = self.steps.get(at).filter(|step| names.contains(&step.old)) else {
                continue;
            };
            if !step.now.contains(&step.old) {
                names.remove(&step.old);
            }
            for heir in &step.now {
                names.insert(heir.clone());
                open.extend(after(heir, at + 1));
            }
            taken.push(step);
        }
        (names, taken)
    }

    /// The steps in which claims of earlier names came to an incident.
    pub fn leading_to(&self, heir: &str) -> impl Iterator<Item = &Succession> {
        let steps = self.by_heir.get(heir).into_iter().flatten();
        steps.filter_map(|at| self.steps.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linking(groups: &[(&str, &[&str])]) -> BTreeMap<String, String> {
        groups
            .iter()
            .flat_map(|(name, claims)| {
                claims
                    .iter()
                    .map(|claim| ((*claim).to_owned(), (*name).to_owned()))
            })
            .collect()
    }

    #[test]
    fn old_names_stay_resolvable_with_the_reason() {
        let steps = [
            linking(&[("i-1", &["a", "b"]), ("i-2", &["c"]), ("i-3", &["d", "e"])]),
            linking(&[("i-1", &["a", "b", "c"]), ("i-3", &["d"]), ("i-4", &["e"])]),
            linking(&[
                ("i-0", &["z", "a", "b", "c"]),
                ("i-3", &["d"]),
                ("i-4", &["e"]),
            ]),
        ];
        let mut before = BTreeMap::new();
        let mut changes = Vec::new();
        for now in steps {
            changes.extend(change(&before, &now));
            assert_eq!(state(&changes), now);
            assert_eq!(change(&now, &now), None);
            before = now;
        }
        let mut successions = Successions::default();
        for change in &changes {
            successions.add(change.successions.clone());
        }
        let told = |name: &str| {
            let (names, steps) = successions.resolve(name);
            let reasons: Vec<Reason> = steps.iter().map(|step| step.reason).collect();
            (names.into_iter().collect::<Vec<_>>(), reasons)
        };
        assert_eq!(
            told("i-2"),
            (
                vec!["i-0".to_owned()],
                vec![Reason::Merged, Reason::EarlierClaim]
            )
        );
        assert_eq!(
            told("i-3"),
            (
                vec!["i-3".to_owned(), "i-4".to_owned()],
                vec![Reason::Split]
            )
        );
        assert_eq!(told("i-0"), (vec!["i-0".to_owned()], vec![]));
        let old: Vec<&str> = successions
            .leading_to("i-0")
            .map(|step| &*step.old)
            .collect();
        assert_eq!(old, ["i-1"]);
        let parts = changes[0].clone().parts(2);
        assert_eq!(state(&parts), state(&changes[..1]));
    }
}
