//! Pass: event words and their roles. One [`EventMention`] per trigger.

use crate::armaments::head_weapon;
use crate::roles::{Roles, noun_roles, verb_arguments, verb_roles};
use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::{FrameMatch, Set};
use sayso_knowledge::events::Frame;
use sayso_model::{Kind, WeaponClass};
use sayso_text::Upos;

/// One place in the text where an occurrence is spoken of.
#[derive(Clone)]
pub(crate) struct EventMention<'a> {
    pub(crate) sentence: usize,
    pub(crate) trigger: usize,
    pub(crate) frame: &'a Frame,
    pub(crate) kind: Kind,
    pub(crate) nominal: bool,
    /// A noun that points back ("the attack").
    pub(crate) definite: bool,
    pub(crate) plural: bool,
    pub(crate) roles: Roles,
}

/// Finds every event mention of the report, in text order.
pub(crate) fn event_mentions<'a>(scene: &Scene<'a>) -> Vec<EventMention<'a>> {
    let mut mentions = Vec::new();
    for (sentence, tree) in scene.trees.iter().enumerate() {
        if !tree.sentence.analysed || speaks_of_peace(scene, tree) {
            continue;
        }
        for index in 0..tree.len() {
            if let Some(mention) = mention_at(scene, tree, sentence, index) {
                mentions.extend(enumerated(scene, tree, mention));
            }
        }
    }
    mentions
}

/// The least number of items that make a list of occurrences out of one plural event noun.
const ENUMERATED: usize = 3;

/// "attacks on the base on 4 April, the airport on 2 May and the embassy on 6 May": an occurrence for each item. Items
/// in the plural ("homes, schools and clinics") are what one act struck.
fn enumerated<'a>(scene: &Scene, tree: &Tree, mention: EventMention<'a>) -> Vec<EventMention<'a>> {
    let items = match mention.roles.target {
        Some(target) if mention.nominal && mention.plural => list_items(tree, target),
        _ => return vec![mention],
    };
    let single =
        |&item: &usize| !tree.token(item).xpos.ends_with('S') && !scene.is_time(tree, item);
    if items.len() < ENUMERATED || !items.iter().all(single) {
        return vec![mention];
    }
    items
        .into_iter()
        .map(|item| {
            let mut of_item = mention.clone();
            of_item.roles.target = Some(item);
            of_item.plural = false;
            of_item
        })
        .collect()
}

/// A noun and the further items of its list, however the analysis chains them; an apposition within is an item too.
fn list_items(tree: &Tree, first: usize) -> Vec<usize> {
    let mut items = vec![first];
    let mut next = 0;
    while let Some(&item) = items.get(next) {
        items.extend(tree.children(item).iter().copied().filter(|&child| {
            matches!(base(tree.deprel(child)), "conj" | "appos")
                && child > item
                && tree.is_nominal(child)
        }));
        next += 1;
    }
    let joined = items
        .iter()
        .any(|&item| base(tree.deprel(item)) == "conj" && item != first);
    if !joined {
        items.truncate(1);
    }
    items
}

fn mention_at<'a>(
    scene: &Scene<'a>,
    tree: &Tree<'a>,
    sentence: usize,
    index: usize,
) -> Option<EventMention<'a>> {
    let token = tree.token(index);
    if tree.is_verb(index) && !matches!(base(tree.deprel(index)), "compound" | "flat") {
        // "the wounded man": the figures pass reads such words.
        if base(tree.deprel(index)) == "amod" {
            return None;
        }
        for found in scene.vocabulary.verb_frames(tree, index) {
            if is_figurative(scene, tree, index) {
                continue;
            }
            if let Some(roles) = verb_roles(scene, tree, index, found) {
                let found = made_safe(scene, tree, index, found);
                return Some(mention(sentence, index, found, false, false, false, roles));
            }
        }
        // An -ing or -ed form that the parser takes for a verb may still be the noun of a frame.
        if token.xpos != "VBG" {
            return None;
        }
    }
    if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Verb) || is_inside_noun(tree, index) {
        return None;
    }
    // The noun is part of a name: "Strike Force Delta".
    if scene
        .actor_at(tree, index)
        .is_some_and(|actor| !actor.modifier)
    {
        return None;
    }
    for found in scene.vocabulary.noun_frames(tree, index) {
        if is_figurative(scene, tree, index) {
            continue;
        }
        if found.frame.general && is_of_a_list(scene, tree, index) {
            continue;
        }
        // "a controlled explosion"
        let controlled = found.frame.kind == Kind::Bombing
            && tree
                .with_relation(index, "amod")
                .any(|child| scene.vocabulary.token_in(Set::Controlled, tree, child));
        let found = if controlled {
            read_as(scene, found, MADE_SAFE)
        } else {
            found
        };
        if let Some(roles) = noun_roles(scene, tree, index, found) {
            // "It was the second attack in a week" points back as well.
            let definite = stands_for_told(tree, index)
                || tree.children(index).iter().any(|&child| {
                    matches!(base(tree.deprel(child)), "det" | "nmod")
                        && child < index
                        && tree.grammar.definite.contains(&tree.token(child).lower)
                });
            return Some(mention(
                sentence,
                index,
                found,
                true,
                definite,
                token.xpos.ends_with('S') && token.xpos.len() > 2,
                roles,
            ));
        }
    }
    None
}

fn mention<'a>(
    sentence: usize,
    trigger: usize,
    found: FrameMatch<'a>,
    nominal: bool,
    definite: bool,
    plural: bool,
    roles: Roles,
) -> EventMention<'a> {
    EventMention {
        sentence,
        trigger,
        frame: found.frame,
        kind: found.frame.kind,
        nominal,
        definite,
        plural,
        roles,
    }
}

/// The noun says what "it" was.
fn stands_for_told(tree: &Tree, index: usize) -> bool {
    tree.first(index, "cop").is_some()
        && tree.own_subject(index).is_some_and(|subject| {
            let token = tree.token(subject);
            token.upos == Upos::Pron
                && (tree.grammar.body_pronouns.contains(&token.lower)
                    || tree.grammar.definite.contains(&token.lower))
        })
}

/// "the ministry's list of fatalities": a document, which tells of none in particular.
fn is_of_a_list(scene: &Scene, tree: &Tree, index: usize) -> bool {
    base(tree.deprel(index)) == "nmod"
        && tree.first(index, "nummod").is_none()
        && tree.head(index).is_some_and(|head| {
            tree.is_nominal(head)
                && scene.vocabulary.token_in(Set::Documents, tree, head)
                && scene.vocabulary.token_in(Set::Counts, tree, head)
        })
}

/// A noun that only modifies another one ("attack helicopter", "bomb disposal").
fn is_inside_noun(tree: &Tree, index: usize) -> bool {
    base(tree.deprel(index)) == "compound" && tree.head(index).is_some_and(|head| head > index)
}

/// A figure of a sentence that speaks of sport, disease or accidents.
pub(crate) fn is_peaceful(scene: &Scene, casualty: &sayso_casualty::CasualtyMention) -> bool {
    let tree = &scene.trees[casualty.sentence];
    speaks_of_peace(scene, tree)
        || casualty.head < tree.len() && is_of_a_list(scene, tree, casualty.head)
        || casualty
            .trigger
            .is_some_and(|trigger| trigger < tree.len() && is_figurative(scene, tree, trigger))
}

/// Words of sport, disease or accidents, and none of arms.
fn speaks_of_peace(scene: &Scene, tree: &Tree) -> bool {
    let words = |set| {
        (0..tree.len())
            .filter(move |&index| scene.vocabulary.token_in(set, tree, index))
            .count()
    };
    (words(Set::Peaceful) > 0 || words(Set::PeacefulTogether) > 1)
        && !(0..tree.len()).any(|index| {
            scene
                .vocabulary
                .weapon_at(tree, index)
                .is_some_and(|weapon| !weapon.vehicle)
        })
}

/// "Engineers found a mine and blew it up", "police destroyed the bomb in a controlled explosion": it was made safe.
fn made_safe<'a>(
    scene: &Scene<'a>,
    tree: &Tree,
    verb: usize,
    found: FrameMatch<'a>,
) -> FrameMatch<'a> {
    let before = tree
        .head(verb)
        .filter(|_| base(tree.deprel(verb)) == "conj");
    let object = tree
        .first(verb, "obj")
        .filter(|&object| tree.token(object).upos != Upos::Pron)
        .or_else(|| tree.first(before?, "obj"));
    let planted = object
        .and_then(|object| head_weapon(scene, tree, object))
        .is_some_and(|weapon| weapon.class == WeaponClass::IedVbied && !weapon.party);
    let come_upon =
        before.is_some_and(|before| scene.vocabulary.token_in(Set::Finding, tree, before));
    let controlled = || {
        tree.subtree(verb)
            .into_iter()
            .any(|inner| scene.vocabulary.token_in(Set::Controlled, tree, inner))
    };
    if planted && (come_upon || controlled()) {
        read_as(scene, found, MADE_SAFE)
    } else {
        found
    }
}

/// The same words read by another frame, if the knowledge has it.
fn read_as<'a>(scene: &Scene<'a>, found: FrameMatch<'a>, id: &str) -> FrameMatch<'a> {
    match scene.vocabulary.frame(id) {
        Some(frame) => FrameMatch { frame, ..found },
        None => found,
    }
}

/// The frame of bombs found and made safe.
const MADE_SAFE: &str = "interception.defuse";

fn is_figurative(scene: &Scene, tree: &Tree, index: usize) -> bool {
    if tree.is_verb(index) && strikes_something(scene, tree, index) {
        return false;
    }
    let lemma = tree.lemma(index).to_lowercase();
    let mut around: Vec<usize> = tree.children(index).to_vec();
    if let Some(head) = tree.head(index) {
        around.push(head);
        if tree.is_verb(head) && !tree.is_verb(index) {
            around.extend(tree.with_relation(head, "nsubj"));
        }
    }
    for child in tree.children(index).to_vec() {
        around.extend(tree.with_relation(child, "compound"));
        around.extend(tree.with_relation(child, "conj"));
    }
    scene.vocabulary.figurative(&lemma).any(|entry| {
        around.iter().any(|&other| {
            let other = tree.lemma(other).to_lowercase();
            entry.with.contains(&other)
        })
    })
}

/// "A shell hit a market", "the army hit a market": no figure of speech, as "prices hit the market" is.
fn strikes_something(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    let arguments = verb_arguments(tree, verb);
    let site = || {
        arguments
            .done_to
            .filter(|&object| head_weapon(scene, tree, object).is_none())
            .is_some_and(|object| scene.vocabulary.token_in(Set::Objects, tree, object))
    };
    arguments.doer.is_some_and(|doer| {
        head_weapon(scene, tree, doer).is_some()
            || scene.is_armed_party(tree, doer)
                && site()
                && scene
                    .vocabulary
                    .verb_frames(tree, verb)
                    .iter()
                    .any(|found| found.frame.kind == Kind::Strike)
    })
}
