//! The clause around a casualty verb: voice, negation, subject.

use crate::index::Set;
use crate::scene::Scene;
use crate::verbs::Victims;
use crate::words::Needs;
use sayso_text::Upos;

pub(crate) fn subject_victims(scene: &Scene, i: usize, needs: Needs) -> Victims {
    if let Some(group) = scene
        .left_group(i)
        .filter(|&group| scene.groups[group].is_counted() && scene.acceptable(group, needs))
    {
        return Some((scene.chain_left(group), "counted"));
    }
    if let Some(group) = subject_group(scene, i, needs) {
        return Some((with_left_chain(scene, group, i), "subject"));
    }
    let group = scene
        .left_group(i)
        .filter(|&group| scene.acceptable(group, needs))?;
    Some((scene.chain_left(group), "left"))
}

/// The subject of a verb by the tree: its own, that of the verb it is joined to or governed by, or the noun its clause modifies.
pub(crate) fn subject_group(scene: &Scene, i: usize, needs: Needs) -> Option<usize> {
    let mut verb = i;
    for _ in 0..5 {
        let token = scene.tokens.get(verb)?;
        if let Some(subject) =
            scene.children_with(verb, |rel| rel == "nsubj:pass" || rel == "nsubj")
        {
            let relative = scene.tokens[subject].xpos.starts_with('W');
            let noun = if relative { token.head? } else { subject };
            return scene
                .group_of(noun)
                .filter(|&group| scene.acceptable(group, needs));
        }
        match token.deprel {
            "conj" | "xcomp" | "advcl" | "parataxis" => {
                let head = token.head?;
                if token.deprel == "xcomp" {
                    // "left two men wounded": the object of the governing verb.
                    if let Some(group) = scene
                        .children_with(head, |rel| rel == "obj")
                        .and_then(|object| scene.group_of(object))
                    {
                        return scene.acceptable(group, needs).then_some(group);
                    }
                }
                verb = head;
            }
            rel if rel.starts_with("acl") => {
                return scene
                    .group_of(token.head?)
                    .filter(|&group| scene.acceptable(group, needs));
            }
            _ => return None,
        }
    }
    None
}

/// A subject group with the groups joined to it on its left, and on its right up to the verb.
pub(crate) fn with_left_chain(scene: &Scene, group: usize, verb: usize) -> Vec<usize> {
    let mut chain = scene.chain_left(group);
    for next in scene.chain_right(group).into_iter().skip(1) {
        if scene.groups[next].tokens.start < verb {
            chain.push(next);
        }
    }
    // "a guard and two drivers were killed": the nearest one has the verb as its own, and is part of the chain.
    if let Some(near) = scene
        .left_group(verb)
        .filter(|near| *near > group && !chain.contains(near))
    {
        let left = scene.chain_left(near);
        if left.contains(&group) {
            return left;
        }
    }
    chain
}

pub(crate) fn passive(scene: &Scene, i: usize) -> bool {
    if scene.children_with(i, |rel| rel == "aux:pass").is_some() {
        return true;
    }
    // A passive subject without an auxiliary is believed unless a counted group stands where an object would.
    let object = scene
        .group_starting(i + 1)
        .is_some_and(|group| scene.groups[group].is_counted());
    if !object && scene.children_with(i, |rel| rel == "nsubj:pass").is_some() {
        return true;
    }
    let mut at = i;
    while let Some(before) = at.checked_sub(1) {
        match scene.upos(before) {
            Some(Upos::Aux | Upos::Verb) if scene.is(before, Set::Be) => {
                return scene.tokens[i].xpos != "VBG";
            }
            Some(Upos::Aux | Upos::Adv | Upos::Part) => at = before,
            _ => return false,
        }
    }
    false
}

/// "have killed": active, though a participle.
pub(crate) fn perfect(scene: &Scene, i: usize) -> bool {
    let mut at = i;
    let mut be = false;
    while let Some(before) = at.checked_sub(1) {
        match scene.upos(before) {
            Some(Upos::Aux | Upos::Verb) if scene.is(before, Set::Have) => return !be,
            Some(Upos::Aux) => be |= scene.is(before, Set::Be),
            Some(Upos::Adv | Upos::Part) => {}
            _ => return false,
        }
        at = before;
    }
    false
}

/// Whether a verb is negated, by the tree or by a negation close before it.
pub(crate) fn negated(scene: &Scene, i: usize) -> bool {
    if scene
        .children(i)
        .iter()
        .any(|&child| scene.is(child, Set::Not))
    {
        return true;
    }
    let mut at = i;
    while let Some(before) = at.checked_sub(1) {
        if scene.is(before, Set::Not) {
            return true;
        }
        if !matches!(scene.upos(before), Some(Upos::Aux | Upos::Adv | Upos::Part)) {
            return false;
        }
        at = before;
    }
    false
}
