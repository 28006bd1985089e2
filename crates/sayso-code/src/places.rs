//! Pass: where. From the place names of a claim's assertions to its place, with precision and the reason.

use crate::assertions::Assertion;
use crate::scene::Scene;
use crate::tree::Tree;
use crate::vocabulary::Set;
use sayso_model::{EmptyReason, Field, Place, PlaceName, PlacePrecision, Point};
use sayso_place::{PlaceMention, PlaceRole};

/// Coordinates of the place meant.
pub(crate) fn point(mention: &PlaceMention) -> Option<Point> {
    mention.place.as_ref().and_then(|place| place.point)
}

/// Places a claim: its own names, else those of its occurrence, else the place its paragraph or report is about.
pub(crate) fn place(scene: &Scene, own: &[&Assertion], occurrence: &[&Assertion]) -> Field<Place> {
    if let Some(found) = named(scene, own, "where.own") {
        return found;
    }
    if let Some(found) = named(scene, occurrence, "where.occurrence") {
        return found;
    }
    if let Some(found) = nearest(scene, own) {
        return found;
    }
    Field::empty(EmptyReason::NotStated)
}

/// The place that some mentions name together; only those that say where.
pub(crate) fn of_mentions(scene: &Scene, indexes: &[usize], rule: &str) -> Field<Place> {
    let located = indexes
        .iter()
        .copied()
        .filter(|&index| {
            let mention = &scene.places[index];
            let last = mention.tokens.end.saturating_sub(1);
            is_location(scene, &scene.trees[mention.sentence], last)
        })
        .collect();
    build(scene, located, rule).unwrap_or(Field::empty(EmptyReason::NotStated))
}

fn named(scene: &Scene, assertions: &[&Assertion], rule: &str) -> Option<Field<Place>> {
    // The words nearest to an event word come first; "to" and "from" do not say where.
    let mut ranked: Vec<(bool, usize, usize)> = Vec::new();
    for assertion in assertions {
        for &index in &assertion.places {
            let mention = &scene.places[index];
            let tree = &scene.trees[mention.sentence];
            ranked.push((
                !is_location(scene, tree, mention.tokens.end.saturating_sub(1)),
                mention.tokens.start.abs_diff(assertion.mention.trigger),
                index,
            ));
        }
    }
    ranked.retain(|(elsewhere, ..)| !elsewhere);
    ranked.sort_unstable();
    let mut indexes: Vec<usize> = Vec::new();
    for (_, _, index) in ranked {
        if !indexes.contains(&index) {
            indexes.push(index);
        }
    }
    build(scene, indexes, rule)
}

/// Stands behind a preposition of place, or inside a phrase that does.
fn is_location(scene: &Scene, tree: &Tree, token: usize) -> bool {
    let mut current = token;
    for _ in 0..5 {
        if let Some(preposition) = tree.preposition(current) {
            return scene.vocabulary.has(Set::Location, preposition);
        }
        match tree.head(current) {
            Some(head) if !tree.is_verb(current) => current = head,
            _ => return true,
        }
    }
    true
}

fn build(scene: &Scene, mut indexes: Vec<usize>, rule: &str) -> Option<Field<Place>> {
    // Most specific first; equal ones in text order.
    indexes.sort_by_key(|&index| specificity(scene.places[index].precision));
    let mut names: Vec<PlaceName> = Vec::new();
    let mut spans = Vec::new();
    for &index in &indexes {
        let mention = &scene.places[index];
        if names
            .iter()
            .any(|name| name.words.eq_ignore_ascii_case(&mention.words))
        {
            continue;
        }
        names.push(PlaceName {
            words: mention.words.clone(),
            registry: mention.place.as_ref().map(|place| place.id.clone()),
        });
        spans.push(mention.span);
    }
    let &first = indexes.first()?;
    let pointed = indexes
        .iter()
        .copied()
        .find(|&index| point(&scene.places[index]).is_some());
    let mention = &scene.places[pointed.unwrap_or(first)];
    let place = Place {
        names,
        point: point(mention),
        precision: if point(&scene.places[first]).is_none() && pointed.is_some() {
            scene.places[first].precision.max(mention.precision)
        } else {
            mention.precision
        },
        reason: mention.reason.clone(),
    };
    Some(Field::known(place, spans, rule))
}

fn specificity(precision: PlacePrecision) -> u8 {
    match precision {
        PlacePrecision::Site => 0,
        PlacePrecision::Neighbourhood => 1,
        PlacePrecision::Unlocated => 2,
        PlacePrecision::Town | PlacePrecision::NearTown => 3,
        PlacePrecision::District => 4,
        PlacePrecision::Province => 5,
        PlacePrecision::Area => 6,
        PlacePrecision::Water => 7,
        PlacePrecision::Country => 8,
    }
}

/// The place named last before the claim's first sentence in its paragraph, else in the report's first paragraphs.
fn nearest(scene: &Scene, own: &[&Assertion]) -> Option<Field<Place>> {
    let sentence = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let paragraph = scene.trees[sentence].sentence.paragraph;
    let usable = |index: &usize| {
        let mention = &scene.places[*index];
        mention.role == PlaceRole::Location
    };
    let end = scene
        .places
        .partition_point(|place| place.sentence <= sentence);
    let last = (0..end)
        .rev()
        .take_while(|&index| {
            scene.trees[scene.places[index].sentence].sentence.paragraph == paragraph
        })
        .find(usable)?;
    build(scene, vec![last], "where.paragraph")
}
