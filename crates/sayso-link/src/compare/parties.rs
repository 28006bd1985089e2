//! Perpetrators and targets of two claims, by the registry's relations on the day and by their words.

use crate::item::{Item, Who};
use crate::weights::{perpetrator as by, target as to};
use crate::words::shared;
use sayso_model::Kind;

/// How two parties stand to each other.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Relation {
    Same,
    Related,
    OneSide,
    Others,
    /// One of them is not in the registry.
    Unknown,
}

fn relation(one: &Who, other: &Who) -> Relation {
    let (Some(a), Some(b)) = (one.actor, other.actor) else {
        return Relation::Unknown;
    };
    if a == b {
        Relation::Same
    } else if one.wholes.binary_search(&b).is_ok() || other.wholes.binary_search(&a).is_ok() {
        Relation::Related
    } else if shared(&one.wholes, &other.wholes) > 0 || shared(&one.sides, &other.sides) > 0 {
        Relation::OneSide
    } else {
        Relation::Others
    }
}

/// In a clash the two sides may change places.
fn best_of_sides(one: &Item, other: &Item) -> Option<Relation> {
    if one.kind != Kind::Clash && other.kind != Kind::Clash {
        return None;
    }
    let rank = |relation: Relation| match relation {
        Relation::Same => 0,
        Relation::Related => 1,
        Relation::OneSide => 2,
        Relation::Unknown => 3,
        Relation::Others => 4,
    };
    [
        (&one.perpetrator, &other.target),
        (&one.target, &other.perpetrator),
    ]
    .into_iter()
    .filter_map(|(a, b)| Some(relation(a.as_ref()?, b.as_ref()?)))
    .min_by_key(|relation| rank(*relation))
    .filter(|relation| rank(*relation) < 3)
}

pub(super) fn perpetrator(one: &Item, other: &Item) -> u8 {
    let (Some(a), Some(b)) = (&one.perpetrator, &other.perpetrator) else {
        return match best_of_sides(one, other) {
            Some(Relation::Same | Relation::Related) => by::SAME_SIDE,
            _ => by::NOT_STATED,
        };
    };
    match relation(a, b) {
        Relation::Same => by::SAME,
        Relation::Related => by::RELATED,
        Relation::OneSide => by::SAME_SIDE,
        Relation::Unknown if shared(&a.words, &b.words) > 0 => by::SAME_WORDS,
        Relation::Unknown => by::NOT_STATED,
        Relation::Others => match best_of_sides(one, other) {
            Some(_) => by::SAME_SIDE,
            // Who did it is what sources differ in; that one and the same voice blames two is another matter.
            None if one.voice == other.voice => by::OTHER,
            None => by::OTHER_BLAMED,
        },
    }
}

pub(super) fn target(one: &Item, other: &Item) -> u8 {
    let (Some(a), Some(b)) = (&one.target, &other.target) else {
        return if named(one, other) || named(other, one) {
            to::NAMED
        } else {
            to::NOT_STATED
        };
    };
    match relation(a, b) {
        Relation::Same => return to::SAME,
        Relation::Related => return to::RELATED,
        Relation::Others => {
            return match best_of_sides(one, other) {
                Some(_) => to::NOT_STATED,
                None => to::OTHER_SIDE,
            };
        }
        Relation::OneSide | Relation::Unknown => {}
    }
    if shared(&a.words, &b.words) > 0 {
        to::SAME_WORDS
    } else if named(one, other) || named(other, one) {
        to::NAMED
    } else if a.words.is_empty() || b.words.is_empty() {
        to::NOT_STATED
    } else {
        to::OTHER_WORDS
    }
}

/// Whether a rare word for the target of one stands in the sentences of the other.
fn named(one: &Item, other: &Item) -> bool {
    one.sentence != other.sentence
        && one
            .target
            .as_ref()
            .is_some_and(|target| shared(&target.words, &other.words) > 0)
}
