//! Counts of single groups and their sums.

use crate::group::{Group, Noun};
use crate::index::Set;
use crate::number::{NumberKind, zero_count};
use crate::scene::Scene;
use sayso_model::{Count, Qualifier, VictimStatus};
use sayso_text::Upos;

/// A number and "of the dead", "of the martyrs".
pub(crate) fn is_share(scene: &Scene, group: usize) -> bool {
    let tokens = &scene.groups[group].tokens;
    scene.groups[group].is_counted()
        && (tokens.start..tokens.end)
            .any(|at| scene.lexicon.index.part_of.at(scene.tokens, at).is_some())
}

/// A bare plural (or, after "his", a bare singular) joined by "and" to the group before it.
pub(crate) fn shares_number(scene: &Scene, before: usize, group: usize) -> bool {
    let this = &scene.groups[group];
    if let Some(before) = group.checked_sub(1).map(|before| &scene.groups[before]) {
        // "his friend and colleague": one person.
        let one = |group: &Group| {
            group
                .count
                .as_ref()
                .is_some_and(|count| count.best == Some(1))
                && !group.is_counted()
                && scene.upos(group.head) == Some(Upos::Noun)
        };
        if one(before)
            && one(this)
            && before.definite
            && this.tokens.len() == 1
            && scene.is(this.tokens.start.saturating_sub(1), Set::And)
        {
            return true;
        }
    }
    let bare = !this.is_counted()
        && !this.definite
        && this.possessor.is_none()
        && this.number_tokens.is_empty();
    scene.groups[before].is_counted()
        && bare
        && matches!(this.noun, Noun::Person | Noun::Unknown)
        && this
            .count
            .as_ref()
            .is_some_and(|count| count.best.is_none())
        && this
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|before| scene.is(before, Set::And))
}

/// The count of a group; that of an apposition, if only it is counted ("the crew, at least six men").
pub(crate) fn told_count(scene: &Scene, victim: usize) -> Option<Count> {
    let group = &scene.groups[victim];
    if let Some(next) = scene.groups.get(victim + 1).filter(|_| !group.is_counted()) {
        let by_tree = scene.tokens[next.head].deprel == "appos"
            && scene.tokens[next.head].head == Some(group.head);
        let by_commas =
            group.definite && matches!(scene.lower(next.tokens.end), "," | "." | ";" | ")");
        let apposed = next.tokens.start == group.tokens.end + 1
            && scene.lower(group.tokens.end) == ","
            && next.is_counted()
            && (by_tree || by_commas);
        if apposed && matches!(next.noun, Noun::Person) {
            return usable(next);
        }
    }
    usable(group)
}

/// The count of a group, unless it counts nobody in particular.
pub(crate) fn usable(group: &Group) -> Option<Count> {
    match group.number {
        Some(NumberKind::Any) => Some(zero_count()),
        _ => group.count.clone(),
    }
}

/// The sum of several counts; a bound that one of them leaves open stays open.
pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
    let counts: Vec<&Count> = counts.into_iter().collect();
    // "at least ten marines and an unknown number of soldiers": at least ten.
    let (plurals, numbers): (Vec<&Count>, Vec<&Count>) = counts
        .iter()
        .partition(|count| count.qualifier == Qualifier::Plural);
    let open = !plurals.is_empty()
        && numbers
            .iter()
            .any(|count| count.qualifier == Qualifier::AtLeast);
    let mut counts = if open {
        numbers.into_iter()
    } else {
        counts.into_iter()
    };
    let Some(first) = counts.next() else {
        return zero_count();
    };
    let total = counts.fold(first.clone(), |total, next| {
        let qualifier = match (total.qualifier, next.qualifier) {
            (Qualifier::None, other) | (other, Qualifier::None) => other,
            (one, other) if one == other => one,
            (Qualifier::Exact, other) | (other, Qualifier::Exact)
                if other != Qualifier::Plural && other != Qualifier::VagueNumber =>
            {
                other
            }
            _ => Qualifier::AtLeast,
        };
        let add = |one: Option<u64>, other: Option<u64>| Some(one?.saturating_add(other?));
        Count {
            low: add(total.low.or(total.best), next.low.or(next.best)),
            best: add(total.best, next.best),
            high: add(total.high, next.high),
            qualifier,
        }
    });
    if open {
        Count {
            low: total.low.or(total.best),
            best: total.best,
            high: None,
            qualifier: Qualifier::AtLeast,
        }
    } else {
        total
    }
}

pub(crate) fn joined_status(statuses: &[Option<VictimStatus>]) -> Option<VictimStatus> {
    let mut known = statuses.iter().copied().flatten();
    let first = known.next()?;
    if known.all(|status| status == first) {
        Some(first)
    } else {
        Some(VictimStatus::Mixed)
    }
}
