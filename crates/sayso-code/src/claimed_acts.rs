//! Verbs of claiming with an act as what is claimed: "claimed the attack", "the bombing, which was claimed by".

use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;

/// The act a relative clause tells more of: "the bombing, which was claimed by X", also where the parser hangs the
/// clause on a noun below it ("the bombing of a market, which …").
pub(crate) fn relative_act(scene: &Scene, tree: &Tree, verb: usize) -> Option<usize> {
    if tree.deprel(verb) != "acl:relcl" {
        return None;
    }
    let mut noun = tree.head(verb)?;
    for _ in 0..4 {
        if crate::roles::is_event_noun(scene, tree, noun)
            || scene.vocabulary.token_in(Set::Deeds, tree, noun)
        {
            return Some(noun);
        }
        let head = tree.head(noun)?;
        match base(tree.deprel(noun)) {
            "nmod" => noun = head,
            // "condemned the attacks in the towns of A and B, for which …": the towns hang on the verb.
            "obl" => {
                return tree.first(head, "obj").filter(|&object| {
                    object < noun && crate::roles::is_event_noun(scene, tree, object)
                });
            }
            _ => return None,
        }
    }
    None
}

/// "claimed the attack": the act itself is the object, and no clause follows.
pub(crate) fn claims_act(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    let lemma = tree.lemma(verb).to_lowercase();
    let is_act = |head: usize| {
        crate::roles::is_event_noun(scene, tree, head)
            || scene.vocabulary.token_in(Set::Deeds, tree, head)
    };
    // "the attack was claimed by the front", "an attack which was claimed by it"
    if scene.vocabulary.has(Set::ClaimsActs, &lemma)
        && tree.is_done_to(verb)
        && tree
            .own_subject(verb)
            .is_some_and(|subject| is_act(subject) || relative_act(scene, tree, verb).is_some())
    {
        return true;
    }
    scene.vocabulary.has(Set::ClaimsActs, &lemma)
        && tree.first(verb, "ccomp").is_none()
        && tree.first(verb, "obj").is_some_and(|object| {
            let told = tree
                .children(object)
                .iter()
                .any(|&child| tree.grammar.definite.contains(&tree.token(child).lower));
            // "The front claimed a car bombing that killed five."
            let by_armed = || {
                tree.subject(verb).is_some_and(|subject| {
                    scene
                        .actor_at(tree, subject)
                        .is_some_and(|actor| actor.armed && !actor.person)
                        || scene.vocabulary.token_in(Set::Armed, tree, subject)
                })
            };
            (told || by_armed())
                && (crate::roles::is_event_noun(scene, tree, object)
                    || scene.vocabulary.token_in(Set::Deeds, tree, object))
        })
}
