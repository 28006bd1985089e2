//! Whether a report speaks of conflict at all, judged by the words of the whole of it.
//!
//! "Shot", "hit" and "attacked" stand in reports of matches, films and accidents too. A report with many different words
//! of such topics and few of conflict (`data/lang/en/topics.toml`) makes no claims; why-not tells which.

use crate::assertions::Assertion;
use crate::scene::{ActorSpan, Scene};
use sayso_knowledge::events::TopicLexicon;
use sayso_model::WeaponClass;
use std::collections::BTreeSet;

/// Why an event word of a report about something else makes no claim.
pub(crate) const ELSEWHERE: &str = "topic.elsewhere";

/// Whether the report speaks of other matters than conflict.
pub(crate) fn is_elsewhere(scene: &Scene, topics: &TopicLexicon) -> bool {
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for token in scene.document.sentences.iter().flat_map(|s| &s.tokens) {
        words.insert(&token.lower);
        if let Some(one) = token.lower.strip_suffix('s') {
            words.insert(one);
        }
    }
    let among = |list: &[String]| list.iter().filter(|w| words.contains(w.as_str())).count();
    let others: usize = topics
        .topics
        .iter()
        .map(|topic| among(&topic.words))
        .filter(|&found| found >= topics.least)
        .sum();
    let parties: BTreeSet<&str> = scene
        .actors
        .iter()
        .filter(|actor| actor.fights)
        .map(|actor| actor.id.as_str())
        .collect();
    let conflict = among(&topics.conflict) + parties.len();
    others >= topics.others && others > conflict * topics.for_each
}

/// Whether the words of the occurrence itself tell of arms, whatever the report is about: a bomb, somebody who fights.
pub(crate) fn tells_of_arms(scene: &Scene, topics: &TopicLexicon, assertion: &Assertion) -> bool {
    let mention = &assertion.mention;
    let named = mention.roles.weapon.as_ref().map(|weapon| weapon.class);
    // "The bombing": the noun is the weapon's; "exploded" is said of boilers too.
    let noun = assertion.weapon.map(|(class, _)| class);
    let munition = [named, noun.filter(|_| mention.nominal)]
        .into_iter()
        .flatten()
        .any(|class| {
            matches!(
                class,
                WeaponClass::IedVbied | WeaponClass::Suicide | WeaponClass::ArtilleryMortar
            )
        });
    let fighter = assertion.perpetrator.as_ref().is_some_and(|doer| {
        let registered = doer.party.registry.as_deref().is_some_and(|id| {
            let fights = |actor: &&ActorSpan| actor.fights && actor.id == id;
            scene.actors.iter().any(|actor| fights(&actor))
        });
        registered || topics.conflict.contains(&doer.head)
    });
    munition || fighter
}
