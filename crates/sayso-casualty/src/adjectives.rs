//! Adjectives of death and survival: "12 dead", "left five people dead", "were unharmed".

use crate::group::Noun;
use crate::index::Set;
use crate::nouns::new_hit;
use crate::number::zero_count;
use crate::scene::Scene;
use crate::verbs::{Hit, transported};
use crate::words::Needs;

/// All hits of adjectives: "12 dead", "left five people dead", "four dead guards", "were unharmed".
pub(crate) fn adjective_hits(scene: &Scene) -> Vec<Hit> {
    (0..scene.tokens.len())
        .filter_map(|i| adjective_hit(scene, i))
        .collect()
}

fn adjective_hit(scene: &Scene, i: usize) -> Option<Hit> {
    let entry = scene.lexicon.index.adjectives.get(scene.lower(i))?;
    let adjective = scene.lexicon.words.adjective.get(*entry)?;
    let count = adjective.means_none.then(zero_count);
    let rule = |how: &str| format!("casualty.{}.{how}", adjective.id);
    if let Some(at) = scene.group_of(i) {
        let group = &scene.groups[at];
        let nominal = group.head == i || group.noun == Noun::Bare;
        let bound =
            nominal && group.count.is_some() || !nominal && scene.acceptable(at, Needs::Any);
        // "12 dead bodies" is the noun's.
        let own_noun = matches!(group.noun, Noun::Casualty(_)) && !nominal;
        return (bound && !own_noun && !transported(scene, at)).then(|| {
            new_hit(
                scene,
                i,
                adjective.outcome,
                vec![at],
                count,
                rule("attribute"),
            )
        });
    }
    if let Some(group) = scene
        .left_group(i)
        .filter(|&group| scene.acceptable(group, Needs::Any))
    {
        let near = &scene.groups[group];
        let be_between = (near.tokens.end..i).any(|k| scene.is(k, Set::Be));
        let lead = near
            .tokens
            .start
            .checked_sub(1)
            .map_or("", |before| scene.tokens[before].lemma.as_str());
        if near.is_counted() || be_between || adjective.resultatives.iter().any(|word| word == lead)
        {
            return Some(new_hit(
                scene,
                i,
                adjective.outcome,
                scene.chain_left(group),
                count,
                rule("predicate"),
            ));
        }
    }
    let subject = scene
        .children_with(i, |rel| rel.starts_with("nsubj"))
        .or_else(|| {
            let verb = scene.tokens[i]
                .head
                .filter(|_| matches!(scene.tokens[i].deprel, "xcomp" | "conj" | "advcl"))?;
            let fits = adjective.resultatives.contains(&scene.tokens[verb].lemma)
                || scene.tokens[i].deprel == "conj";
            scene
                .children_with(verb, |rel| rel == "obj")
                .or_else(|| scene.children_with(verb, |rel| rel.starts_with("nsubj")))
                .filter(|_| fits)
        })?;
    let group = scene
        .group_of(subject)
        .filter(|&group| scene.acceptable(group, Needs::People))?;
    Some(new_hit(
        scene,
        i,
        adjective.outcome,
        scene.chain_left(group),
        count,
        rule("predicate"),
    ))
}
