//! Hits on the same groups joined into one figure.

use crate::group::Noun;
use crate::index::Set;
use crate::scene::Scene;
use crate::verbs::Hit;
use crate::words::Outcome;
use sayso_text::Upos;

/// Hits on the same groups joined: killed and injured of one group make one figure of both.
pub(crate) fn merged(scene: &Scene, hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::new();
    // "199 dead" under "lost": what the figure itself says holds.
    let own: Vec<(usize, usize)> = hits
        .iter()
        .filter_map(|hit| Some((*hit.victims.first()?, hit.trigger)))
        .filter(|&(victim, trigger)| {
            scene.groups[victim].noun == Noun::Bare
                && (scene.groups[victim].tokens.contains(&trigger)
                    || scene.groups[victim].tokens.end == trigger)
        })
        .collect();
    for mut hit in hits {
        if hit.victims.len() > 1 || hit.outcome != Outcome::Injured {
            hit.victims.retain(|victim| {
                !own.iter().any(|&(owner, trigger)| {
                    owner == *victim
                        && trigger != hit.trigger
                        && !paired(scene, trigger, hit.trigger)
                })
            });
            if hit.victims.is_empty() {
                continue;
            }
        }
        let in_part = hit
            .victims
            .iter()
            .all(|&victim| scene.in_part(scene.groups[victim].head));
        if in_part
            && hit.victims.iter().all(|&victim| {
                !scene.in_part(hit.trigger)
                    && scene.groups[victim].tokens.start < hit.trigger
                    && scene.groups[victim].tokens.end != hit.trigger
                    && !has_fate(scene, victim, hit.trigger)
            })
        {
            // A part that merely stands nearest to the verb; it is told as a part.
            continue;
        }
        match kept.iter_mut().find(|other| {
            other
                .victims
                .iter()
                .any(|victim| hit.victims.contains(victim))
        }) {
            Some(other) => {
                if other.implied != hit.implied {
                    if other.implied {
                        *other = hit;
                    }
                    continue;
                }
                if other.outcome != hit.outcome
                    && hit
                        .victims
                        .iter()
                        .all(|&victim| scene.groups[victim].noun == Noun::Pronoun)
                {
                    // "those killed and injured": some were, some were.
                    kept.push(hit);
                    continue;
                }
                if other.outcome != hit.outcome && died_of_wounds(other, &hit) {
                    other.outcome = Outcome::Killed;
                } else if other.outcome != hit.outcome && !both_sure(scene, other, &hit) {
                    other.outcome = Outcome::KilledOrInjured;
                } else if hit.outcome == Outcome::Killed && other.outcome == Outcome::Injured {
                    other.outcome = Outcome::Killed;
                }
                if hit.victims.len() > other.victims.len() {
                    other.victims.clone_from(&hit.victims);
                }
                other.none_means_both |= hit.none_means_both;
            }
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| {
        (
            hit.victims
                .first()
                .map_or(hit.trigger, |&victim| scene.groups[victim].tokens.start),
            hit.trigger,
        )
    });
    kept
}

/// "three of whom later died": a part with a fate of its own.
fn has_fate(scene: &Scene, victim: usize, trigger: usize) -> bool {
    let group = &scene.groups[victim];
    scene
        .parts
        .iter()
        .any(|part| part.start == group.tokens.start)
        && (group.tokens.end..trigger).all(|between| {
            matches!(
                scene.upos(between),
                Some(Upos::Aux | Upos::Adv | Upos::Adp | Upos::Pron)
            )
        })
        && group
            .tokens
            .clone()
            .any(|token| scene.tokens[token].head == Some(trigger))
}

/// How many words lie at most between the two of "wounded or killed".
const JOINED_WORDS: usize = 2;

/// "a man wounded in Monday's blast has died": who was first wounded and then died is dead. Not "wounded or killed".
fn died_of_wounds(one: &Hit, other: &Hit) -> bool {
    let (injured, killed) = match (one.outcome, other.outcome) {
        (Outcome::Injured, Outcome::Killed) => (one, other),
        (Outcome::Killed, Outcome::Injured) => (other, one),
        _ => return false,
    };
    one.victims == other.victims && injured.trigger + JOINED_WORDS < killed.trigger
}

/// "one of the wounded died": the later outcome holds, not both.
fn both_sure(scene: &Scene, one: &Hit, other: &Hit) -> bool {
    let inside = |hit: &Hit| {
        hit.victims
            .iter()
            .any(|&victim| scene.groups[victim].tokens.contains(&hit.trigger))
    };
    inside(one) != inside(other)
        && scene.groups[one.victims.first().copied().unwrap_or(0)].noun != Noun::Bare
}

/// "killed or wounded", "12 killed and wounded": two words of one figure.
fn paired(scene: &Scene, one: usize, other: usize) -> bool {
    one.abs_diff(other) == 2 && scene.is(one.min(other) + 1, Set::And)
}
