//! Names that a common noun stands for: "the group" for one named before, "a group calling itself the Sons of the Hill".

use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_text::Upos;

/// How many sentences back the group may stand that "the group" takes up.
const REACH: usize = 6;

/// "a group calling itself the Sons of the Hill", "a band known as the Tigers": the head of the name.
pub(crate) fn name_given(scene: &Scene, tree: &Tree, head: usize) -> Option<usize> {
    let is_body = [
        Set::GroupWords,
        Set::Armed,
        Set::Collectives,
        Set::AnyBody,
        Set::People,
    ]
    .into_iter()
    .any(|set| scene.vocabulary.token_in(set, tree, head));
    if tree.token(head).upos != Upos::Noun || !is_body {
        return None;
    }
    tree.with_relation(head, "acl")
        .filter(|&verb| scene.vocabulary.token_in(Set::Naming, tree, verb))
        .find_map(|verb| {
            tree.children(verb).iter().copied().find(|&child| {
                child > verb
                    && tree.token(child).upos == Upos::Propn
                    && matches!(base(tree.deprel(child)), "xcomp" | "obj" | "obl" | "nsubj")
                    && !scene.is_time(tree, child)
            })
        })
}

/// "The group also attacked a bus station": the last group named before, as its sentence and head.
///
/// A noun that says more of the group ("the southern group") is left alone.
pub(crate) fn group_taken_up(scene: &Scene, tree: &Tree, head: usize) -> Option<(usize, usize)> {
    if !scene.vocabulary.token_in(Set::GroupWords, tree, head) {
        return None;
    }
    let definite = tree
        .children(head)
        .iter()
        .any(|&child| child < head && tree.grammar.definite.contains(&tree.token(child).lower));
    // "the rebel group" says no more than "the group".
    let says_more = tree
        .children(head)
        .iter()
        .any(|&child| match base(tree.deprel(child)) {
            "amod" | "compound" => !scene.vocabulary.token_in(Set::Armed, tree, child),
            "nmod" | "acl" | "appos" | "nummod" => true,
            _ => false,
        });
    if !definite || says_more {
        return None;
    }
    let sentence = scene.index_of(tree);
    (sentence.saturating_sub(REACH)..=sentence)
        .rev()
        .find_map(|at| {
            let earlier = &scene.trees[at];
            let end = if at == sentence { head } else { earlier.len() };
            (0..end)
                .rev()
                .find(|&token| is_group(scene, earlier, token))
                .map(|token| (at, token))
        })
}

/// A group that is no state's, by the register or by the last word of its name.
fn is_group(scene: &Scene, tree: &Tree, token: usize) -> bool {
    match scene.actor_at(tree, token) {
        Some(actor) => !actor.modifier && !actor.person && scene.registry.is_group(&actor.id),
        None => {
            tree.token(token).upos == Upos::Propn
                && !tree.sentence.is_upper_case()
                && !scene.is_place(tree, token)
                && scene.vocabulary.token_in(Set::GroupNames, tree, token)
        }
    }
}
