//! How a place name stands in its sentence: whether it says where something happened, where it was said, or whose it is.

use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_place::{PlaceKind, PlaceMention, PlaceShift};

/// How a name stands to what its sentence tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Behind a preposition of place, or inside a phrase that stands behind one.
    Located,
    /// Behind no preposition: the object or subject, an apposition, a list.
    Open,
    /// Behind another preposition ("to", "from", "for"): it does not say where.
    Elsewhere,
}

/// The token of a name on which the rest of it hangs.
pub(crate) fn head_token(tree: &Tree, mention: &PlaceMention) -> usize {
    let outside = |token: &usize| {
        tree.head(*token)
            .is_none_or(|head| !mention.tokens.contains(&head))
    };
    let content = |token: &usize| !matches!(base(tree.deprel(*token)), "punct" | "case" | "det");
    let range = mention.tokens.start..mention.tokens.end.min(tree.len());
    range
        .clone()
        .find(|token| outside(token) && content(token))
        .unwrap_or(range.end.saturating_sub(1))
}

/// How a name stands; `trigger` is the event word it hangs on, if any.
pub(crate) fn standing(scene: &Scene, mention: &PlaceMention, trigger: Option<usize>) -> Standing {
    let tree = &scene.trees[mention.sentence];
    if mention.shift == Some(PlaceShift::Beside) {
        return Standing::Located;
    }
    if !tree.sentence.analysed || mention.tokens.is_empty() {
        return if mention.located {
            Standing::Located
        } else {
            Standing::Open
        };
    }
    let mut current = head_token(tree, mention);
    let mut found = None;
    for _ in 0..8 {
        if let Some(preposition) = tree.preposition(current) {
            let is = |words: &[String]| words.iter().any(|word| word == preposition);
            if is(&tree.grammar.course) {
                return Standing::Elsewhere;
            }
            if !is(&tree.grammar.part) && found.is_none() {
                found = Some(scene.vocabulary.has(Set::Location, preposition));
            }
        }
        match tree.head(current) {
            // "the bombing of Vel"
            Some(head) if Some(head) == trigger => {
                if found.is_none() && tree.preposition(current).is_some() {
                    found = Some(true);
                }
                break;
            }
            Some(head) if !tree.is_verb(current) => current = head,
            _ => break,
        }
    }
    match found {
        Some(true) => Standing::Located,
        Some(false) => Standing::Elsewhere,
        None => Standing::Open,
    }
}

/// Whether a name only says where somebody speaks: it hangs on a reporting verb, on those told, or on a clause beside
/// it ("told reporters in Vel", "Speaking in Vel, he said").
pub(crate) fn is_of_statement(scene: &Scene, mention: &PlaceMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    if !tree.sentence.analysed || mention.tokens.is_empty() {
        return false;
    }
    let token = head_token(tree, mention);
    if matches!(base(tree.deprel(token)), "obj" | "nsubj" | "ccomp" | "conj") {
        return false;
    }
    let reports = |verb: usize| {
        tree.is_verb(verb)
            && !tree.is_passive(verb)
            && scene.vocabulary.reporting_at(tree, verb).is_some()
    };
    let Some(head) = tree.head(token) else {
        return false;
    };
    if tree.is_verb(head) {
        let beside = base(tree.deprel(head)) == "advcl"
            && scene.vocabulary.verb_frames(tree, head).is_empty()
            && tree.head(head).is_some_and(reports);
        return reports(head) || beside;
    }
    scene.vocabulary.token_in(Set::People, tree, head)
        && base(tree.deprel(head)) != "nsubj"
        && tree.head(head).is_some_and(reports)
}

/// Neither doer nor thing done to, nor part of another name: an apposition, a heading, a list.
pub(crate) fn stands_free(scene: &Scene, mention: &PlaceMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    if !tree.sentence.analysed {
        return false;
    }
    let relation = base(tree.deprel(head_token(tree, mention)));
    matches!(relation, "appos" | "root" | "parataxis" | "list" | "dep")
}

/// A country before a noun ("a Vel convoy") is whose it is, not where.
pub(crate) fn is_owner(tree: &Tree, mention: &PlaceMention, triggers: &[usize]) -> bool {
    let country = mention
        .place
        .as_ref()
        .is_some_and(|place| place.kind == PlaceKind::Country);
    if !country || !tree.sentence.analysed {
        return false;
    }
    let token = head_token(tree, mention);
    matches!(
        tree.deprel(token),
        "compound" | "amod" | "nmod:poss" | "nmod:desc"
    ) && tree
        .head(token)
        .is_some_and(|head| !triggers.contains(&head))
}
