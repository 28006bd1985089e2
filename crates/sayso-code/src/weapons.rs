//! Pass: the weapon of a claim, as its own words, another mention of the occurrence or the rest of the report tell it.

use crate::assertions::Assertion;
use crate::scene::Scene;
use crate::tree::{Tree, base};
use crate::vocabulary::{Set, WeaponMatch};
use sayso_knowledge::ActorKind;
use sayso_model::{EmptyReason, Field, Kind, Span, Weapon, WeaponClass};
use std::collections::{BTreeMap, BTreeSet};

/// What the report as a whole says of weapons; looked at where an occurrence's own words leave the weapon open.
pub(crate) struct Arms<'a> {
    /// Means of strikes by their doer's registry id, each with the first words that tell it.
    by_doer: BTreeMap<Option<&'a str>, BTreeMap<WeaponClass, Span>>,
    /// Drones, rockets and missiles, with their sentences in text order.
    flown: Vec<(usize, WeaponClass, Span)>,
    /// Something is said to have come from aircraft.
    air: bool,
    /// Something is said to have been a planted or carried bomb.
    planted: bool,
    /// Sentences that tell of an occurrence.
    told: BTreeSet<usize>,
}

/// A weapon with how firmly it is told: 0 by open words, 1 by the event word, 2 by name.
type Found = (u8, WeaponClass, Span);

impl<'a> Arms<'a> {
    /// Reads all assertions of a report once.
    pub(crate) fn of(assertions: &'a [Assertion]) -> Arms<'a> {
        let mut arms = Arms {
            by_doer: BTreeMap::new(),
            flown: Vec::new(),
            air: false,
            planted: false,
            told: assertions.iter().map(|a| a.mention.sentence).collect(),
        };
        for assertion in assertions {
            let Some((_, class, span)) = found(assertion).filter(|found| found.0 > 0) else {
                continue;
            };
            match class {
                WeaponClass::Airstrike => arms.air = true,
                WeaponClass::IedVbied | WeaponClass::Suicide => arms.planted = true,
                _ => {}
            }
            if is_stand_off(class) && assertion.mention.kind != Kind::Clash {
                arms.by_doer
                    .entry(doer(assertion))
                    .or_default()
                    .entry(class)
                    .or_insert(span);
            }
            if matches!(class, WeaponClass::Drone | WeaponClass::RocketMissile) {
                arms.flown.push((assertion.mention.sentence, class, span));
            }
        }
        arms.flown.sort();
        arms
    }

    /// Whether a bombing whose words leave it open came from the air: its doer is a state's force, or the report
    /// speaks of air strikes and of no planted bomb.
    pub(crate) fn is_from_the_air(&self, scene: &Scene, occurrence: &[&Assertion]) -> bool {
        let firm = |assertion: &&Assertion| found(assertion).filter(|found| found.0 > 0);
        let classes = || occurrence.iter().filter_map(firm).map(|found| found.1);
        if classes().any(|class| class == WeaponClass::Airstrike) {
            return true;
        }
        if classes().next().is_some() {
            return false;
        }
        let registry = scene.registry.0;
        let by_a_force = occurrence.iter().filter_map(|a| doer(a)).any(|id| {
            registry.by_id(id).is_some_and(|id| {
                matches!(
                    registry.kind(id),
                    ActorKind::State
                        | ActorKind::Government
                        | ActorKind::StateForce
                        | ActorKind::Alliance
                )
            })
        });
        by_a_force || self.air && !self.planted
    }

    /// The weapon field of a claim.
    pub(crate) fn weapon(
        &self,
        scene: &Scene,
        own: &[&Assertion],
        occurrence: &[&Assertion],
        kind: Kind,
    ) -> Field<Weapon> {
        let firm = best(own, 1).or_else(|| best(occurrence, 1));
        let found = firm
            .map(|found| carrier(own, occurrence, found))
            .or_else(|| self.open_bombing(scene, occurrence))
            .or_else(|| {
                best(own, 0).filter(|found| kind != Kind::Clash && !burnt_besides(own, found))
            })
            .or_else(|| best(occurrence, 0).filter(|_| kind != Kind::Clash))
            .or_else(|| implied(scene, own))
            .or_else(|| {
                let taken = matches!(kind, Kind::Abduction | Kind::Detention);
                let named = beside(scene, own).or_else(|| self.told_after(scene, own));
                named.filter(|_| !taken)
            })
            .map(|found| (found, "weapon.words"))
            .or_else(|| {
                self.elsewhere(own, occurrence, kind)
                    .map(|found| (found, "weapon.report"))
            });
        match found {
            Some((found, rule)) => known(scene, found, rule),
            None => Field::empty(EmptyReason::NotStated),
        }
    }

    /// A bombing by words that leave open how, and that came from the air.
    pub(crate) fn open_bombing(&self, scene: &Scene, occurrence: &[&Assertion]) -> Option<Found> {
        let open = occurrence
            .iter()
            .find(|a| a.mention.kind == Kind::Bombing && a.mention.frame.weapon.is_some())?;
        if !self.is_from_the_air(scene, occurrence) {
            return None;
        }
        let (_, span) = open.weapon?;
        Some((0, WeaponClass::Airstrike, span))
    }

    /// "… The attackers carried rifles", "… It was a rocket": the next sentence, where it tells of nothing else.
    fn told_after(&self, scene: &Scene, own: &[&Assertion]) -> Option<Found> {
        let last = own.iter().map(|a| a.mention.sentence).max()?;
        let next = last + 1;
        let tree = scene.trees.get(next)?;
        let paragraph = scene.trees[last].sentence.paragraph;
        if tree.sentence.paragraph != paragraph || self.told.contains(&next) {
            return None;
        }
        let wielded = |index: usize| {
            let verb = (base(tree.deprel(index)) != "compound").then(|| tree.head(index))?;
            let what = tree.own_subject(index).is_some() && tree.first(index, "cop").is_some();
            let used = verb.is_some_and(|verb| scene.vocabulary.token_in(Set::Wielded, tree, verb));
            (what || used).then_some(index)
        };
        (0..tree.len())
            .filter_map(wielded)
            .find_map(|index| means(scene, tree, index))
    }

    /// Of a strike or interception without a word on its means: that of the report's strikes, if it is one only.
    fn elsewhere(
        &self,
        own: &[&Assertion],
        occurrence: &[&Assertion],
        kind: Kind,
    ) -> Option<Found> {
        if kind == Kind::Interception {
            let sentence = own.iter().map(|a| a.mention.sentence).min()?;
            let near = self
                .flown
                .partition_point(|(before, ..)| *before <= sentence)
                .checked_sub(1)?;
            let (_, class, span) = self.flown[near];
            return Some((0, class, span));
        }
        let open = kind == Kind::Strike || own.iter().any(|a| a.mention.kind == Kind::Strike);
        if !open || !matches!(kind, Kind::Strike | Kind::Denial) {
            return None;
        }
        let doer = occurrence.iter().find_map(|a| doer(a));
        let classes: BTreeMap<WeaponClass, Span> = match doer {
            Some(doer) => [Some(doer), None]
                .iter()
                .filter_map(|key| self.by_doer.get(key))
                .flatten()
                .map(|(class, span)| (*class, *span))
                .collect(),
            None => self
                .by_doer
                .values()
                .flatten()
                .map(|(class, span)| (*class, *span))
                .collect(),
        };
        let first = classes
            .iter()
            .find(|(class, _)| **class == WeaponClass::Airstrike)
            .or_else(|| classes.iter().next())?;
        let air = *first.0 == WeaponClass::Airstrike;
        let one = classes
            .keys()
            .all(|class| class == first.0 || air && *class == WeaponClass::RocketMissile);
        one.then_some((0, *first.0, *first.1))
    }
}

fn is_stand_off(class: WeaponClass) -> bool {
    matches!(
        class,
        WeaponClass::Airstrike
            | WeaponClass::Drone
            | WeaponClass::RocketMissile
            | WeaponClass::ArtilleryMortar
    )
}

fn doer<'a>(assertion: &'a Assertion) -> Option<&'a str> {
    assertion.perpetrator.as_ref()?.party.registry.as_deref()
}

fn found(assertion: &Assertion) -> Option<Found> {
    let (class, span) = assertion.weapon?;
    let strength = if assertion.mention.roles.weapon.is_some() {
        2
    } else {
        // Fire burns whatever set it; the word tells the means only where nothing else does.
        u8::from(!assertion.mention.frame.general && class != WeaponClass::Other)
    };
    Some((strength, class, span))
}

/// "ambushed a convoy and burned three lorries": the fire is what came of it, not the means.
fn burnt_besides(own: &[&Assertion], found: &Found) -> bool {
    found.1 == WeaponClass::Other
        && own
            .iter()
            .any(|a| a.weapon.is_none() && !a.mention.frame.general && !a.mention.nominal)
}

/// The firmest; a suicide attack goes before other bombs.
fn best(members: &[&Assertion], least: u8) -> Option<Found> {
    let mut best: Option<(u8, Found)> = None;
    for found in members.iter().filter_map(|a| found(a)) {
        let rank = found.0
            + if found.1 == WeaponClass::Suicide {
                2
            } else {
                0
            };
        if rank >= least && best.is_none_or(|(before, _)| rank > before) {
            best = Some((rank, found));
        }
    }
    best.map(|(_, found)| found)
}

/// The means that the event word itself implies.
fn implied(scene: &Scene, members: &[&Assertion]) -> Option<Found> {
    members.iter().find_map(|a| {
        let class = a.mention.frame.weapon?;
        let tree = &scene.trees[a.mention.sentence];
        Some((0, class, tree.token(a.mention.trigger).span))
    })
}

/// Shells and rockets of one occurrence with aircraft, rockets with a drone: what brought them is the weapon.
fn carrier(own: &[&Assertion], occurrence: &[&Assertion], first: Found) -> Found {
    let over: &[WeaponClass] = match first.1 {
        WeaponClass::RocketMissile => &[WeaponClass::Airstrike, WeaponClass::Drone],
        WeaponClass::ArtilleryMortar => &[WeaponClass::Airstrike],
        _ => return first,
    };
    own.iter()
        .chain(occurrence)
        .filter_map(|a| found(a))
        .find(|found| found.0 > 0 && over.contains(&found.1))
        .unwrap_or(first)
}

/// The weapon of a running toll: the first that its sentence names.
pub(crate) fn of_toll(scene: &Scene, together: &[&Assertion]) -> Field<Weapon> {
    match best(together, 2).or_else(|| beside(scene, together)) {
        Some(found) => known(scene, found, "weapon.words"),
        None => Field::empty(EmptyReason::NotStated),
    }
}

fn known(scene: &Scene, (_, class, span): Found, rule: &str) -> Field<Weapon> {
    let words = span
        .slice(&scene.report.text)
        .unwrap_or_default()
        .to_owned();
    Field::known(Weapon { class, words }, vec![span], rule)
}

/// Stated in a sentence of the claim without hanging on the event word: "… The rockets were fired from a lorry".
fn beside(scene: &Scene, own: &[&Assertion]) -> Option<Found> {
    own.iter().find_map(|assertion| {
        let tree = &scene.trees[assertion.mention.sentence];
        let target: Vec<usize> = assertion
            .mention
            .roles
            .target
            .map(|head| tree.phrase(head))
            .unwrap_or_default();
        (0..tree.len())
            .filter(|index| !target.contains(index))
            .find_map(|index| means(scene, tree, index))
    })
}

/// "tear gas and live rounds", "stones and guns": of what was used together, the gun is the class that is coded.
pub(crate) fn with_gun_first(scene: &Scene, tree: &Tree, weapon: &WeaponMatch) -> WeaponMatch {
    let gun = (weapon.class == WeaponClass::Other)
        .then(|| gun_among(scene, tree, weapon.last))
        .flatten();
    gun.unwrap_or_else(|| weapon.clone())
}

pub(crate) fn gun_among(scene: &Scene, tree: &Tree, first: usize) -> Option<WeaponMatch> {
    tree.conjuncts(first)
        .into_iter()
        .filter_map(|other| scene.vocabulary.weapon_at(tree, other))
        .find(|other| other.class == WeaponClass::SmallArms)
}

/// A weapon that a word names as somebody's means: not "the missile depot", "the gun owner", not one that is only
/// found, sold or seized.
fn means(scene: &Scene, tree: &Tree, index: usize) -> Option<Found> {
    let weapon = scene.vocabulary.weapon_at(tree, index)?;
    let compound = base(tree.deprel(index)) == "compound";
    let head = tree.head(index);
    let of_another = compound
        && head.is_some_and(|head| {
            // "artillery units" are those who fire it.
            let is = |set| scene.vocabulary.token_in(set, tree, head);
            (is(Set::People) || is(Set::Objects)) && !is(Set::Armed)
        });
    let handled = std::iter::successors(Some(index), |&at| {
        (base(tree.deprel(at)) == "conj").then(|| tree.head(at))?
    })
    .filter(|&at| matches!(base(tree.deprel(at)), "obj" | "nsubj"))
    .filter_map(|at| tree.head(at))
    .any(|verb| scene.vocabulary.token_in(Set::Handled, tree, verb));
    if of_another || handled {
        return None;
    }
    let weapon = with_gun_first(scene, tree, &weapon);
    let first = tree.token(weapon.first).span;
    let span = first.cover(tree.token(weapon.last).span);
    Some((0, weapon.class, span))
}
