//! Phrases of killing and injuring ("lost their lives", "shot dead").

use crate::clause::{passive, subject_group, subject_victims, with_left_chain};
use crate::phrase::match_slots;
use crate::scene::Scene;
use crate::verbs::{Hit, hit};
use crate::words::{Needs, VictimRole};
use sayso_text::Upos;

/// The phrase that begins at `i`: its end and what it hits.
pub(crate) fn phrase_at(scene: &Scene, i: usize) -> Option<(usize, Vec<Hit>)> {
    let words = &scene.lexicon.words.phrase;
    scene
        .lexicon
        .index
        .phrases
        .iter()
        .zip(words)
        .find_map(|(slots, phrase)| {
            let end = match_slots(slots, scene.tokens, i)?;
            let verb = (i..end)
                .find(|&k| scene.upos(k) == Some(Upos::Verb))
                .unwrap_or(i);
            let right = || {
                scene
                    .right_group(end)
                    .filter(|&group| scene.acceptable(group, Needs::Any))
                    .map(|group| (scene.chain_right(group), "object"))
            };
            let found = match phrase.victim {
                VictimRole::Subject => subject_victims(scene, verb, Needs::People)
                    .or_else(|| subject_victims(scene, i, Needs::People)),
                VictimRole::CountedBefore => {
                    subject_victims(scene, i, Needs::People).filter(|(victims, _)| {
                        victims
                            .iter()
                            .all(|&victim| scene.groups[victim].is_counted())
                    })
                }
                VictimRole::Of | VictimRole::Object => right(),
                VictimRole::SubjectOrObject => {
                    let is_passive = passive(scene, verb)
                        || passive(scene, i)
                        || scene.tokens[verb].xpos == "VBN" && !has_object(scene, verb);
                    let active = if is_passive { None } else { right() };
                    active
                        .or_else(|| {
                            subject_group(scene, verb, Needs::People)
                                .filter(|_| is_passive)
                                .map(|group| (with_left_chain(scene, group, verb), "passive"))
                        })
                        .or_else(|| {
                            scene
                                .left_group(i)
                                .filter(|&group| {
                                    is_passive && scene.acceptable(group, Needs::People)
                                })
                                .map(|group| (scene.chain_left(group), "left"))
                        })
                }
                VictimRole::Counted => {
                    let group = scene.right_group(end).filter(|&group| {
                        let group = &scene.groups[group];
                        group.is_counted()
                            && phrase
                                .counted
                                .iter()
                                .any(|word| word == scene.lower(group.head))
                    })?;
                    Some((vec![group], "counted"))
                }
            };
            let (victims, how) = found?;
            let rule = format!("casualty.{}.{how}", phrase.id);
            let mut hit = hit(scene, verb, phrase.outcome, victims, rule, false);
            hit.tokens = i..end;
            Some((end, vec![hit]))
        })
}

/// "had shot dead a guard": a participle with an object is active.
fn has_object(scene: &Scene, verb: usize) -> bool {
    scene
        .tokens
        .iter()
        .any(|token| token.head == Some(verb) && token.deprel == "obj")
}
