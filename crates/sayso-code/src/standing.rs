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

/// "In Vel, a drone killed a woman, the mayor wrote": what opens a sentence whose speaker stands at its end is of what is
/// said, wherever it hangs.
pub(crate) fn opens_content(scene: &Scene, tree: &Tree, token: usize, verb: usize) -> bool {
    let speaker = tree
        .children(verb)
        .iter()
        .copied()
        .filter(|&child| base(tree.deprel(child)) == "nsubj")
        .max();
    speaker.is_some_and(|speaker| {
        speaker < verb
            && (token + 1..speaker).any(|told| {
                tree.is_verb(told) && !scene.vocabulary.verb_frames(tree, told).is_empty()
            })
            && !tree.subtree(speaker).iter().any(|&own| own <= token)
    })
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
    // "In a leaflet spread in Vel, they said", "told a news conference in Vel".
    let document = if tree.is_verb(head) && base(tree.deprel(head)) == "acl" {
        tree.head(head)
    } else {
        Some(head)
    };
    if document.is_some_and(|noun| {
        scene.vocabulary.token_in(Set::Documents, tree, noun)
            && base(tree.deprel(noun)) != "nsubj"
            && tree.head(noun).is_some_and(reports)
    }) {
        return true;
    }
    if tree.is_verb(head) {
        let beside = base(tree.deprel(head)) == "advcl"
            && scene.vocabulary.verb_frames(tree, head).is_empty()
            && tree.head(head).is_some_and(reports);
        // "Denied the killing of peasants in Vel": where that is said to be, not where it was said.
        let of_object = tree.children(head).iter().any(|&object| {
            base(tree.deprel(object)) == "obj"
                && object < token
                && crate::roles::is_event_noun(scene, tree, object)
        });
        return (reports(head) && !of_object && !opens_content(scene, tree, token, head)) || beside;
    }
    scene.vocabulary.token_in(Set::People, tree, head)
        && base(tree.deprel(head)) != "nsubj"
        && tree.head(head).is_some_and(reports)
}

/// Whether a name stands in the phrase of somebody who tells: "the embassy in Vel said", "residents of Vel said".
pub(crate) fn is_of_speaker(scene: &Scene, mention: &PlaceMention) -> bool {
    speaker(scene, mention).is_some()
}

/// Whether those who tell are people of the place: "residents of Vel said".
pub(crate) fn is_home_of_speaker(scene: &Scene, mention: &PlaceMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    speaker(scene, mention).is_some_and(|head| {
        scene.vocabulary.token_in(Set::People, tree, head)
            && tree.head(head_token(tree, mention)) == Some(head)
    })
}

/// The head of the phrase that a name stands in, where it is the subject of a reporting verb.
fn speaker(scene: &Scene, mention: &PlaceMention) -> Option<usize> {
    let tree = &scene.trees[mention.sentence];
    if !tree.sentence.analysed || mention.tokens.is_empty() {
        return None;
    }
    let path =
        std::iter::once(head_token(tree, mention)).chain(tree.ancestors(head_token(tree, mention)));
    let subject = path
        .take(6)
        .take_while(|&at| !tree.is_verb(at))
        .find(|&at| base(tree.deprel(at)) == "nsubj")?;
    let verb = tree.head(subject)?;
    (tree.is_verb(verb)
        && !tree.is_passive(verb)
        && scene.vocabulary.reporting_at(tree, verb).is_some())
    .then_some(subject)
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
