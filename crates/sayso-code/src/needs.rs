//! What must be seen with an event word for it to count: the needs of its frame.

use crate::armaments::fired_weapon;
use crate::roles::{Arguments, Roles};
use crate::scene::Scene;
use crate::tree::Tree;
use crate::vocabulary::Set;
use sayso_knowledge::events::{Frame, Need};
use sayso_text::Upos;

/// Whether the needs of a frame are met by the roles read around its word.
pub(crate) fn needs_met(
    scene: &Scene,
    tree: &Tree,
    trigger: usize,
    frame: &Frame,
    roles: &Roles,
    arguments: &Arguments,
) -> bool {
    let is_site = |head: usize| {
        scene.vocabulary.token_in(Set::Objects, tree, head) || scene.is_place(tree, head)
    };
    let met = |need: &Need| match need {
        Need::Weapon => roles.weapon.is_some(),
        Need::ArmedDoer => {
            roles.perpetrator.is_some_and(|head| {
                scene.is_armed_party(tree, head) || roles.perpetrator_is_modifier
            }) || roles.weapon.is_some() && arguments.doer.is_some()
        }
        Need::PersonDoer => arguments.doer.is_some_and(|head| {
            let people = |head: usize| scene.vocabulary.token_in(Set::People, tree, head);
            let members = || {
                scene.vocabulary.token_in(Set::Collectives, tree, head)
                    && tree.with_relation(head, "nmod").any(people)
            };
            tree.token(head).upos == Upos::Noun && (people(head) || members())
        }),
        Need::PersonObject => roles.target.is_some_and(|head| scene.is_person(tree, head)),
        Need::Munition => roles.weapon.as_ref().is_some_and(|weapon| {
            use sayso_model::WeaponClass::{ArtilleryMortar, Drone, IedVbied, RocketMissile};
            weapon.dropped
                || matches!(
                    weapon.class,
                    ArtilleryMortar | Drone | IedVbied | RocketMissile
                )
        }),
        Need::WeaponObject => shot_at(tree, trigger, arguments).is_some_and(|head| {
            // "21 were intercepted", "both were brought down": the sentence has named them.
            let stands_for = matches!(
                tree.token(head).upos,
                sayso_text::Upos::Num | sayso_text::Upos::Pron | sayso_text::Upos::Det
            );
            fired_weapon(scene, tree, head).is_some() || stands_for && scene.names_vehicle(tree)
        }),
        Need::Casualties => scene.has_casualties(tree),
        Need::ViolentContext => scene.has_violence_beside(tree, trigger),
        Need::PlaceObject => arguments.done_to.is_some_and(is_site),
        Need::PlaceTarget => roles.target.is_some_and(|head| {
            is_site(head) || tree.token(head).upos == Upos::Propn && !scene.is_time(tree, head)
        }),
        Need::Object => arguments.done_to.is_some() || roles.target.is_some(),
    };
    (frame.any_of.is_empty() || frame.any_of.iter().any(met))
        && frame.all_of.iter().all(met)
        && !frame.none_of.iter().any(met)
}

/// What the act is done to, also where the clause only follows it: "of seven rockets four were shot down".
fn shot_at(tree: &Tree, trigger: usize, arguments: &Arguments) -> Option<usize> {
    arguments.done_to.or_else(|| {
        let follows = tree.deprel(trigger) == "acl:relcl"
            && tree.is_passive(trigger)
            && tree.own_subject(trigger).is_none();
        follows.then(|| tree.head(trigger))?
    })
}
