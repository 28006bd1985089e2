//! Nouns and adjectives of killing and injuring, and figures held by a toll.

use crate::clause::{negated, passive};
use crate::group::Noun;
use crate::index::Set;
use crate::number::{NumberKind, plural_count, zero_count};
use crate::scene::Scene;
use crate::verbs::{Hit, transported};
use crate::words::{Needs, NounEntry, NounKind, Outcome};
use sayso_model::Count;
use sayso_text::Upos;

/// All hits of casualty nouns, in the order of the text.
pub(crate) fn noun_hits(scene: &Scene) -> Vec<Hit> {
    (0..scene.tokens.len())
        .filter_map(|i| noun_hit(scene, i))
        .collect()
}

pub(crate) fn new_hit(
    scene: &Scene,
    i: usize,
    outcome: Outcome,
    victims: Vec<usize>,
    count: Option<Count>,
    rule: String,
) -> Hit {
    Hit {
        trigger: i,
        outcome,
        victims,
        count,
        rule,
        none_means_both: false,
        negated: governed_by_negation(scene, i),
        implied: false,
        tokens: i..i + 1,
    }
}

fn noun_hit(scene: &Scene, i: usize) -> Option<Hit> {
    let token = scene.tokens.get(i)?;
    if !matches!(
        token.upos,
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::X | Upos::Verb
    ) {
        return None;
    }
    let &(entry, plural) = scene.lexicon.index.nouns.get(&token.lower)?;
    let noun = scene.lexicon.words.noun.get(entry)?;
    let at = scene.group_of(i)?;
    if averted(scene, i) || transported(scene, at) {
        return None;
    }
    if scene.groups[at].head != i {
        // "the martyr Ann Roe": a name led in by the noun.
        let names = scene.groups[at].noun == Noun::Person
            && noun.kind == NounKind::People
            && scene.tokens[scene.groups[at].head].upos == Upos::Propn;
        return names.then(|| {
            new_hit(
                scene,
                i,
                noun.outcome,
                vec![at],
                Some(Count::exact(1)),
                format!("casualty.{}.title", noun.id),
            )
        });
    }
    if let Some(none) = none_hit(scene, i, at, noun) {
        return none;
    }
    match noun.kind {
        NounKind::Event => event_hit(scene, i, at, noun, plural),
        NounKind::People => people_hit(scene, i, at, noun, plural),
        NounKind::Remains => remains_hit(scene, i, at, noun, plural),
        NounKind::NoneOnly => None,
    }
}

/// "no casualties", "without casualties", "did not cause any deaths"; the outer option says that the case is decided.
fn none_hit(scene: &Scene, i: usize, at: usize, noun: &NounEntry) -> Option<Option<Hit>> {
    let group = &scene.groups[at];
    let rule = || format!("casualty.{}.none", noun.id);
    let zero = |scene: &Scene| {
        Some(Some(new_hit(
            scene,
            i,
            noun.outcome,
            vec![at],
            Some(zero_count()),
            rule(),
        )))
    };
    let without = (group.tokens.start.saturating_sub(3)..group.tokens.start)
        .any(|k| scene.is(k, Set::Without));
    match group.number {
        Some(NumberKind::None) => zero(scene),
        // "Neither side reported casualties" tells nothing.
        Some(NumberKind::Any) | None if without && silent(scene, i) => Some(None),
        Some(NumberKind::Any) | None if without => zero(scene),
        Some(NumberKind::Any) | None if governed_by_negation(scene, i) => {
            if silent(scene, i) {
                Some(None)
            } else {
                zero(scene)
            }
        }
        Some(NumberKind::Any) => {
            let far = group.tokens.start.saturating_sub(10);
            if (far..group.tokens.start).any(|k| scene.is(k, Set::Not) || scene.is(k, Set::Without))
                && !silent(scene, i)
            {
                zero(scene)
            } else {
                Some(None)
            }
        }
        _ => {
            // "no reports of casualties" tells nothing.
            let led = at.checked_sub(1).is_some_and(|before| {
                let before = &scene.groups[before];
                matches!(before.number, Some(NumberKind::None | NumberKind::Any))
                    && before.tokens.end + 1 == group.tokens.start
            });
            led.then_some(None)
        }
    }
}

/// The verb a noun hangs on.
fn governor(scene: &Scene, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..4 {
        at = scene.tokens.get(at)?.head?;
        if matches!(scene.upos(at), Some(Upos::Verb)) {
            return Some(at);
        }
    }
    None
}

fn governed_by_negation(scene: &Scene, i: usize) -> bool {
    governor(scene, i).is_some_and(|verb| negated(scene, verb))
}

fn silent(scene: &Scene, i: usize) -> bool {
    governor(scene, i).is_some_and(|verb| {
        scene.lexicon.in_set(Set::Silent, &scene.tokens[verb].lemma) && !passive(scene, verb)
    })
}

fn averted(scene: &Scene, i: usize) -> bool {
    governor(scene, i).is_some_and(|verb| {
        scene
            .lexicon
            .in_set(Set::Averting, &scene.tokens[verb].lemma)
    })
}

/// The group behind "of" (or another preposition, if it is counted or a person), with what is joined to it.
fn of_victims(scene: &Scene, group_end: usize) -> Option<Vec<usize>> {
    if scene.upos(group_end) != Some(Upos::Adp) && !scene.is(group_end, Set::Of) {
        return None;
    }
    let group = scene.right_group(group_end + 1)?;
    let victim = &scene.groups[group];
    let fits = if scene.is(group_end, Set::Of) {
        scene.acceptable(group, Needs::Any)
    } else {
        scene.acceptable(group, Needs::PersonNoun)
            && !scene.is(group_end, Set::By)
            && (victim.is_counted() || matches!(victim.noun, Noun::Person))
    };
    fits.then(|| scene.chain_right(group))
}

fn event_hit(scene: &Scene, i: usize, at: usize, noun: &NounEntry, plural: bool) -> Option<Hit> {
    let group = &scene.groups[at];
    let id = &noun.id;
    // "the 2019 murder" is one.
    let agrees = plural || group.count.as_ref() == Some(&Count::exact(1));
    let counted = group.is_counted() && group.number != Some(NumberKind::Plural) && agrees;
    if counted {
        return Some(new_hit(
            scene,
            i,
            noun.outcome,
            vec![at],
            None,
            format!("casualty.{id}.counted"),
        ));
    }
    let exact_of = scene.is(group.tokens.end, Set::Of);
    if let Some(victims) = of_victims(scene, group.tokens.end).filter(|victims| {
        exact_of
            || victims
                .iter()
                .any(|&victim| scene.groups[victim].is_counted())
    }) {
        return Some(new_hit(
            scene,
            i,
            noun.outcome,
            victims,
            None,
            format!("casualty.{id}.of"),
        ));
    }
    if let Some(possessor) = group.possessor {
        let lower = scene.lower(possessor);
        let pronoun = scene.tokens[possessor].xpos.ends_with('$');
        let many = if pronoun {
            scene.lexicon.in_set(Set::PluralPossessive, lower)
        } else {
            matches!(scene.tokens[possessor].xpos, "NNS" | "NNPS")
        };
        let person = pronoun && scene.lexicon.in_set(Set::SingularPossessive, lower)
            || many
            || !pronoun
                && (scene.upos(possessor) == Some(Upos::Propn)
                    || scene.lexicon.is_people_word(&scene.tokens[possessor]));
        // "the army's killing" has its killer in front.
        let by_force = !pronoun
            && noun.possessor_acts
            && (plural
                || scene
                    .lexicon
                    .holds(Set::Combatant, &scene.tokens[possessor])
                || scene
                    .lexicon
                    .holds(Set::CombatantModifier, &scene.tokens[possessor]));
        if person && !by_force {
            let count = if many {
                plural_count()
            } else {
                Count::exact(1)
            };
            return Some(new_hit(
                scene,
                i,
                noun.outcome,
                vec![at],
                Some(count),
                format!("casualty.{id}.possessive"),
            ));
        }
    }
    if plural {
        return Some(new_hit(
            scene,
            i,
            noun.outcome,
            vec![at],
            Some(plural_count()),
            format!("casualty.{id}.plural"),
        ));
    }
    None
}

fn people_hit(scene: &Scene, i: usize, at: usize, noun: &NounEntry, plural: bool) -> Option<Hit> {
    let group = &scene.groups[at];
    let single = group
        .count
        .as_ref()
        .is_some_and(|count| *count == Count::exact(1))
        && (group.is_counted() || scene.is(group.tokens.start, Set::Article));
    let bare_plural = plural && !group.is_counted();
    if !(group.is_counted() || single || bare_plural) {
        return None;
    }
    let count = bare_plural.then(plural_count);
    let how = if bare_plural { "plural" } else { "counted" };
    Some(new_hit(
        scene,
        i,
        noun.outcome,
        scene.chain_right(at).into_iter().take(1).collect(),
        count,
        format!("casualty.{}.{how}", noun.id),
    ))
}

fn remains_hit(scene: &Scene, i: usize, at: usize, noun: &NounEntry, plural: bool) -> Option<Hit> {
    let group = &scene.groups[at];
    let of = of_victims(scene, group.tokens.end).filter(|victims| {
        scene.is(group.tokens.end, Set::Of)
            && victims
                .iter()
                .all(|&victim| scene.acceptable(victim, Needs::People))
    });
    let id = &noun.id;
    if group.is_counted() && group.number != Some(NumberKind::Plural) {
        return (plural || of.is_some() || recovered(scene, i)).then(|| {
            new_hit(
                scene,
                i,
                noun.outcome,
                vec![at],
                None,
                format!("casualty.{id}.counted"),
            )
        });
    }
    if let Some(victims) = of {
        // "the body of a young girl"; a plural noun behind "the bodies of" that is not counted says no more than the plural.
        return Some(new_hit(
            scene,
            i,
            noun.outcome,
            victims,
            None,
            format!("casualty.{id}.of"),
        ));
    }
    if plural {
        return Some(new_hit(
            scene,
            i,
            noun.outcome,
            vec![at],
            Some(plural_count()),
            format!("casualty.{id}.plural"),
        ));
    }
    let single = scene.is(group.tokens.start, Set::Article) && recovered(scene, i);
    single.then(|| {
        new_hit(
            scene,
            i,
            noun.outcome,
            vec![at],
            Some(Count::exact(1)),
            format!("casualty.{id}.single"),
        )
    })
}

fn recovered(scene: &Scene, i: usize) -> bool {
    governor(scene, i).is_some_and(|verb| {
        scene
            .lexicon
            .in_set(Set::RemainsVerb, &scene.tokens[verb].lemma)
    })
}
