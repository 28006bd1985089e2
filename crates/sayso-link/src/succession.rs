//! What became of incidents' names: when incidents merge, split or get an earlier first claim, the old name stays resolvable.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    let names_now: BTreeSet<&String> = now.values().collect();
    let names_before: BTreeSet<&String> = before.values().collect();
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
                [_] if names_now.contains(was) => Reason::CodedAnew,
                [(heir, _)] if names_before.contains(*heir) => Reason::Merged,
                [(heir, _)] => {
                    let others = before
                        .iter()
                        .any(|(claim, name)| name != was && now.get(claim) == Some(*heir));
                    if others {
                        Reason::Merged
                    } else {
                        Reason::EarlierClaim
                    }
                }
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

/// Follows a name through all changes to the incidents that hold its claims now, with the steps on the way.
pub fn resolve<'c>(name: &str, changes: &'c [Change]) -> (BTreeSet<String>, Vec<&'c Succession>) {
    let mut names = BTreeSet::from([name.to_owned()]);
    let mut steps = Vec::new();
    for succession in changes.iter().flat_map(|change| &change.successions) {
        if names.contains(&succession.old) {
            if !succession.now.contains(&succession.old) {
                names.remove(&succession.old);
            }
            names.extend(succession.now.iter().cloned());
            steps.push(succession);
        }
    }
    (names, steps)
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
        let told = |name: &str| {
            let (names, steps) = resolve(name, &changes);
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
    }
}
