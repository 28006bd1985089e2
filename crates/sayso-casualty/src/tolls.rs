//! Figures held by a toll: "the death toll rose to 23", "raised its toll to seven", "an earlier count of 17".

use crate::group::Noun;
use crate::index::Set;
use crate::number::NumberKind;
use crate::scene::Scene;
use crate::verbs::Hit;
use crate::words::{Needs, Outcome};

/// How far a figure may stand behind its toll noun, in tokens.
const REACH: usize = 24;

/// Hits of toll nouns, given the hits found so far and what the last figure of the sentences before told; figures that a casualty word already holds are left to it.
/// Also gives the plural hits that a toll makes void ("the number of people killed ... to 26").
pub(crate) fn toll_hits(
    scene: &Scene,
    known: &[Hit],
    told: Option<Outcome>,
) -> (Vec<Hit>, Vec<usize>) {
    let mut hits: Vec<Hit> = Vec::new();
    let mut void = Vec::new();
    let mut i = 0;
    while i < scene.tokens.len() {
        let phrase = scene.lexicon.index.tolls.at(scene.tokens, i);
        let noun = scene.is(i, Set::TollNoun)
            || scene.lexicon.in_set(Set::TollNoun, &scene.tokens[i].lemma);
        let holder = match phrase {
            Some((end, outcome)) => Some((end, Some(outcome))),
            None if noun => Some((i + 1, None)),
            None => casualty_nominal(scene, known, i),
        };
        let Some((end, outcome)) = holder else {
            i += 1;
            continue;
        };
        let strong =
            phrase.is_some() || scene.is(i, Set::StrongTollNoun) || (outcome.is_some() && !noun);
        if let Some((group, between)) = figure_behind(scene, known, &hits, end, strong) {
            let inherited = || {
                known
                    .iter()
                    .rev()
                    .find(|hit| hit.trigger < i)
                    .map(|hit| hit.outcome)
                    .or(told)
            };
            // "the number of mosques destroyed has risen to 32", "the number of those kidnapped".
            let of_things = outcome.is_none()
                && between.is_none()
                && scene.is(end, Set::Of)
                && (scene.right_group(end + 1).is_some_and(|of| {
                    matches!(scene.groups[of].noun, Noun::Thing | Noun::Unknown)
                }) || (end + 2..end + 4).any(|at| {
                    scene.tokens.get(at).is_some_and(|token| {
                        token.xpos == "VBN"
                            && token.deprel.starts_with("acl")
                            && !scene.lexicon.index.participles.contains_key(&token.lower)
                    })
                }));
            let outcome = outcome
                .or(between)
                .or_else(|| strong.then_some(Outcome::Killed))
                .or_else(inherited);
            if let Some(outcome) = outcome.filter(|_| !of_things) {
                let figure = scene.groups[group].tokens.clone();
                void.extend(
                    known
                        .iter()
                        .enumerate()
                        .filter(|(_, hit)| {
                            hit.victims.iter().all(|&victim| {
                                let tokens = &scene.groups[victim].tokens;
                                tokens.start >= i
                                    && tokens.end <= figure.start
                                    && !scene.groups[victim].is_counted()
                            })
                        })
                        .map(|(at, _)| at),
                );
                hits.push(Hit {
                    trigger: i,
                    outcome,
                    victims: vec![group],
                    count: None,
                    rule: "casualty.toll".to_owned(),
                    none_means_both: false,
                    negated: false,
                    implied: false,
                    tokens: i..end,
                });
            }
        }
        i = end;
    }
    hits.extend(bare_corrections(scene, known, &hits));
    (hits, void)
}

/// "the dead", "the injured" before "at 41": a definite nominal without a number.
fn casualty_nominal(scene: &Scene, known: &[Hit], i: usize) -> Option<(usize, Option<Outcome>)> {
    let group = scene.group_of(i)?;
    let group = &scene.groups[group];
    if group.head != i
        || group.is_counted()
        || !group.definite
        || !scene.is(group.tokens.end, Set::TollLead)
    {
        return None;
    }
    let hit = known.iter().find(|hit| hit.trigger == i)?;
    Some((i + 1, Some(hit.outcome)))
}

/// The first figure behind a toll noun that is led in by "to", "at", "of", "reached" and belongs to nothing else,
/// with the outcome of the last casualty word between the two.
fn figure_behind(
    scene: &Scene,
    known: &[Hit],
    tolls: &[Hit],
    from: usize,
    strong: bool,
) -> Option<(usize, Option<Outcome>)> {
    let mut between = None;
    let mut at = from;
    while at < (from + REACH).min(scene.tokens.len()) {
        if let Some(hit) = known.iter().find(|hit| hit.trigger == at) {
            let counted = hit
                .victims
                .iter()
                .any(|&victim| scene.groups[victim].is_counted());
            if counted && !strong && hit.trigger > from + 1 {
                return None;
            }
            between = Some(hit.outcome);
        }
        if matches!(scene.lower(at), ";" | ".") {
            return None;
        }
        if let Some(group) = scene.group_starting(at) {
            let candidate = &scene.groups[group];
            // An opening quotation mark may stand between the lead and its figure.
            let lead = at.checked_sub(1).map(|before| {
                if scene.lower(before) == "\"" {
                    before.saturating_sub(1)
                } else {
                    before
                }
            });
            let led = lead.is_some_and(|before| {
                scene.is(before, Set::TollLead)
                    || scene
                        .lexicon
                        .in_set(Set::TollLead, &scene.tokens[before].lemma)
            });
            let figure = matches!(
                candidate.number,
                Some(NumberKind::Numeral | NumberKind::Vague)
            ) && matches!(candidate.noun, Noun::Bare | Noun::Person)
                && !candidate.partitive;
            let superseded = at.checked_sub(1).is_some_and(|before| {
                scene
                    .lexicon
                    .numbers
                    .range
                    .change
                    .contains(&scene.tokens[before].lower)
            });
            let taken = known
                .iter()
                .chain(tolls)
                .any(|hit| hit.victims.contains(&group));
            if led && figure && !superseded && scene.acceptable(group, Needs::Any) {
                return (!taken).then_some((group, between));
            }
            at = candidate.tokens.end;
            continue;
        }
        at += 1;
    }
    None
}

/// "up from 17", "from 58 to 52": bare figures that correct or are corrected by the one before them.
fn bare_corrections(scene: &Scene, known: &[Hit], tolls: &[Hit]) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (at, group) in scene.groups.iter().enumerate() {
        let taken = known
            .iter()
            .chain(tolls)
            .chain(&hits)
            .any(|hit| hit.victims.contains(&at));
        if taken
            || group.noun != Noun::Bare
            || group.number != Some(NumberKind::Numeral)
            || scene.in_part(group.head)
        {
            continue;
        }
        let start = group.tokens.start;
        let Some((cue, ())) = scene
            .lexicon
            .index
            .superseded
            .ending_at(scene.tokens, start)
        else {
            continue;
        };
        let outcome = known
            .iter()
            .chain(tolls)
            .filter(|hit| hit.trigger < start)
            .max_by_key(|hit| hit.trigger)
            .map(|hit| hit.outcome);
        if let Some(outcome) = outcome {
            hits.push(Hit {
                trigger: cue,
                outcome,
                victims: vec![at],
                count: None,
                rule: "casualty.earlier".to_owned(),
                none_means_both: false,
                negated: false,
                implied: false,
                tokens: cue..start,
            });
        }
    }
    hits
}
