//! The weapon that a noun phrase names: by its head, behind a collective, or carried by what it names.

use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::{Set, WeaponMatch};
use sayso_model::WeaponClass;
use sayso_text::Upos;

/// The weapon a noun phrase names with its head (or behind a collective: "a salvo of rockets").
pub(crate) fn head_weapon(scene: &Scene, tree: &Tree, head: usize) -> Option<WeaponMatch> {
    if let Some(weapon) = scene.vocabulary.weapon_at(tree, head) {
        return Some(weapon);
    }
    if scene.vocabulary.token_in(Set::Collectives, tree, head) || tree.token(head).upos == Upos::Num
    {
        return tree
            .with_relation(head, "nmod")
            .find_map(|child| scene.vocabulary.weapon_at(tree, child));
    }
    laden_with(scene, tree, head)
}

/// "a lorry packed with explosives", "a booby-trapped house": the explosive.
fn laden_with(scene: &Scene, tree: &Tree, head: usize) -> Option<WeaponMatch> {
    let explosive = |index: usize| {
        scene
            .vocabulary
            .weapon_at(tree, index)
            .filter(|weapon| weapon.class == WeaponClass::IedVbied)
    };
    (tree.children(head).iter().copied())
        .filter(|&child| matches!(base(tree.deprel(child)), "acl" | "amod"))
        .find_map(|child| {
            if !scene.vocabulary.token_in(Set::Laden, tree, child) {
                return explosive(child)
                    .filter(|_| tree.is_verb(child) || tree.token(child).upos == Upos::Adj);
            }
            (tree.children(child).iter().copied())
                .find_map(explosive)
                .or_else(|| child.checked_sub(2).and_then(explosive))
        })
}

/// A weapon as a thing: "shot the gunman" fires no gunman.
pub(crate) fn fired_weapon(scene: &Scene, tree: &Tree, head: usize) -> Option<WeaponMatch> {
    head_weapon(scene, tree, head)
        .filter(|weapon| !scene.vocabulary.token_in(Set::People, tree, weapon.last))
}
