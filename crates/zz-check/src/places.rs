//! Pass: where. From the place names of a claim's assertions to its place, with precision and the reason.

use crate::assertions::Assertion;
use crate::scene::Scene;
use sayso_model::{EmptyReason, Field, Place, PlaceName, PlacePrecision, Point};

/// Great-circle distance.
pub(crate) fn kilometres(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let (dlat, dlon) = (lat_b - lat_a, (b.longitude - a.longitude).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (dlon / 2.0).sin().powi(2);
    6371.0 * 2.0 * h.sqrt().min(1.0).asin()
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

fn named(scene: &Scene, assertions: &[&Assertion], rule: &str) -> Option<Field<Place>> {
    let mut indexes: Vec<usize> = assertions.iter().flat_map(|assertion| assertion.places.iter().copied()).collect();
    indexes.dedup();
    build(scene, indexes, rule)
}

fn build(scene: &Scene, mut indexes: Vec<usize>, rule: &str) -> Option<Field<Place>> {
    // Most specific first; equal ones in text order.
    indexes.sort_by_key(|&index| (specificity(scene.places[index].precision), index));
    let mut names: Vec<PlaceName> = Vec::new();
    let mut spans = Vec::new();
    for &index in &indexes {
        let mention = &scene.places[index];
        if names.iter().any(|name| name.words.eq_ignore_ascii_case(&mention.name)) {
            continue;
        }
        names.push(PlaceName { words: mention.name.clone(), registry: mention.chosen.as_ref().map(|chosen| chosen.id.clone()) });
        spans.push(mention.span);
    }
    let &first = indexes.first()?;
    let pointed = indexes.iter().copied().find(|&index| scene.places[index].point.is_some());
    let mention = &scene.places[pointed.unwrap_or(first)];
    let place = Place {
        names,
        point: mention.point,
        precision: if scene.places[first].point.is_none() && pointed.is_some() { scene.places[first].precision.max(mention.precision) } else { mention.precision },
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
    let sentence = own.iter().map(|assertion| assertion.mention.sentence).min()?;
    let paragraph = scene.trees[sentence].sentence.paragraph;
    let usable = |index: &usize| {
        let mention = &scene.places[*index];
        !mention.role.is_modifier()
    };
    let in_paragraph: Vec<usize> = (0..scene.places.len())
        .filter(|&index| scene.trees[scene.places[index].sentence].sentence.paragraph == paragraph && scene.places[index].sentence <= sentence)
        .filter(usable)
        .collect();
    if let Some(&last) = in_paragraph.last() {
        return build(scene, vec![last], "where.paragraph");
    }
    None
}
