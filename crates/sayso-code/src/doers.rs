//! Doers that grammar hangs elsewhere than on the event word: behind a copula ("was behind the raid"), at somebody's
//! hands, on both sides of a clash.

use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::SubjectRole;

/// The word that stands for an event noun in its clause: "a series" of "a series of raids".
pub(crate) fn counted_as(scene: &Scene, tree: &Tree, noun: usize) -> usize {
    let mut current = noun;
    for _ in 0..2 {
        let above = (base(tree.deprel(current)) == "nmod")
            .then(|| tree.head(current))
            .flatten()
            .filter(|&head| {
                head < current && scene.vocabulary.token_in(Set::Collectives, tree, head)
            });
        match above {
            Some(head) => current = head,
            None => break,
        }
    }
    current
}

/// "X was behind the raid", "X is responsible for the raid", "X is involved in raids": the subject, with its role in
/// the event noun.
pub(crate) fn copular(scene: &Scene, tree: &Tree, noun: usize) -> Option<(usize, SubjectRole)> {
    let preposition = tree.preposition(noun).or_else(|| {
        let mark = tree.first(noun, "mark")?;
        Some(tree.token(mark).lower.as_str())
    })?;
    let role = |words: &[&str]| scene.vocabulary.copular_phrase(words);
    if tree.first(noun, "cop").is_some() {
        return Some((tree.own_subject(noun)?, role(&[preposition])?));
    }
    let head = tree.head(noun)?;
    let predicate = matches!(base(tree.deprel(noun)), "obl" | "nmod" | "advcl")
        && (tree.first(head, "cop").is_some()
            || tree.first(head, "aux").is_some()
            || base(tree.deprel(head)) == "amod"
            || tree.deprel(head).starts_with("acl"));
    if !predicate {
        return None;
    }
    let role = role(&[tree.token(head).lower.as_str(), preposition])?;
    let subject = tree
        .own_subject(head)
        .map(|subject| crate::roles::antecedent(tree, head, subject))
        .or_else(|| {
            tree.head(head)
                .filter(|_| tree.deprel(head).starts_with("acl"))
        })?;
    Some((subject, role))
}

/// "died at the hands of the guard": whose hands.
pub(crate) fn at_hands_of(tree: &Tree, verb: usize) -> Option<usize> {
    let hands = tree.with_relation(verb, "obl").find(|&child| {
        let lemma = tree.lemma(child);
        tree.grammar.agent_nouns.iter().any(|noun| noun == lemma)
    })?;
    tree.with_relation(hands, "nmod").next()
}

/// The sides of a clash that one phrase joins: "between X and Y", "X and Y clashed". Two names, no more.
pub(crate) fn two_sides(tree: &Tree, head: usize) -> Option<(usize, usize)> {
    match tree.conjuncts(head)[..] {
        [first, second] => Some((first, second)),
        _ => None,
    }
}
