//! Pass: where the story goes on. A claim that names no place is set where the report told of events just before, and
//! says so: its rule is `where.report` or `where.lead`.

use crate::places::{build, is_local, setting, told_at};
use crate::scene::Scene;
use crate::standing::{is_of_speaker, is_of_statement};
use sayso_model::{Claim, Field, Kind, Place, PlacePrecision, Span, When};
use sayso_place::PlaceRole;
use sayso_text::ParagraphKind;

/// Events further apart in time than this are not one story.
const DAYS_OF_ONE_STORY: i32 = 60;
/// How many placed claims before and after are asked: keeps the pass linear.
const NEAR_CLAIMS: usize = 12;
/// How many sentences open a report.
const LEAD: usize = 3;
/// How many sentences back a place told of still sets the scene.
const BACK: usize = 8;

/// Gives claims without a place the place of the story they stand in. Plans and running
/// totals are set nowhere by it.
pub(crate) fn inherit_places(scene: &Scene, claims: &mut [Claim]) {
    let placed: Vec<usize> = (0..claims.len())
        .filter(|&index| tells(&claims[index]) && claims[index].place.value().is_some())
        .collect();
    let mut taken: Vec<(usize, Field<Place>)> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        if claim.place.value().is_some() || !tells(claim) {
            continue;
        }
        let place = story(scene, claims, &placed, index);
        taken.extend(place.map(|place| (index, place)));
    }
    for (index, place) in taken {
        claims[index].place = place;
    }
}

/// The nearest placed claim before, the nearest place told before, what the paragraph goes on to say, the nearest
/// placed claim after, the report's opening: the first of these there is.
fn story(scene: &Scene, claims: &[Claim], placed: &[usize], index: usize) -> Option<Field<Place>> {
    let claim = &claims[index];
    let from = placed.partition_point(|&other| other < index);
    let fits = |other: &&usize| one_story(scene, claim, &claims[**other]);
    let is_country = |other: &&usize| {
        let place = claims[**other].place.value();
        place.is_some_and(|place| place.precision == PlacePrecision::Country)
    };
    let before = || placed[..from].iter().rev().take(NEAR_CLAIMS).filter(fits);
    // A quarter or a site that a later paragraph comes to is that of another occurrence.
    let sets_scene = |other: &&usize| {
        let place = claims[**other].place.value();
        paragraph(scene, claim) == paragraph(scene, &claims[**other])
            || place.is_some_and(|place| place.precision >= PlacePrecision::Town)
    };
    let after = || {
        let later = placed[from..].iter().take(NEAR_CLAIMS);
        later.filter(fits).filter(sets_scene)
    };
    let of = |donor: &usize| of_story(&claims[*donor]);
    let is_item = is_item(scene, claim);
    let nearest = before().find(|other| !is_country(other)).map(|nearest| {
        // "They shelled Vel in answer to last week's raid on Dan. Two of the shells were …": of two places of one sentence,
        // that of the claim's own day.
        let sentence = first_sentence(scene, &claims[*nearest]);
        before()
            .take_while(|other| first_sentence(scene, &claims[**other]) == sentence)
            .find(|other| !is_country(other) && of_one_day(claim, &claims[**other]))
            .unwrap_or(nearest)
    });
    nearest
        .and_then(of)
        .or_else(|| (!is_item).then(|| told_before(scene, claim)).flatten())
        .or_else(|| goes_on(scene, claim))
        .or_else(|| after().find(|other| !is_country(other)).and_then(of))
        .or_else(|| before().chain(after()).next().and_then(of))
        .or_else(|| (!is_item).then(|| of_lead(scene)).flatten())
        .or_else(|| of_statement(scene, claim))
        .or_else(|| (!is_item).then(|| of_dateline(scene)).flatten())
}

/// The town that the report was filed from, when it names no place at all.
fn of_dateline(scene: &Scene) -> Option<Field<Place>> {
    let filed = (0..scene.places.len()).find(|&index| {
        let mention = &scene.places[index];
        mention.role == PlaceRole::Dateline && is_local(mention.precision)
    })?;
    let elsewhere = scene.places.iter().any(|mention| {
        mention.role == PlaceRole::Location
            && !is_of_statement(scene, mention)
            && !is_of_speaker(scene, mention)
    });
    if elsewhere {
        return None;
    }
    match build(scene, vec![filed], "where.dateline")? {
        Field::Known { value, spans, .. } => Some(carried(
            &value,
            spans,
            "where.dateline",
            "no place told but where the report was filed",
        )),
        Field::Empty { .. } => None,
    }
}

/// A claim of something that happened, or is denied: it is set somewhere even where the words do not say it again.
fn tells(claim: &Claim) -> bool {
    !matches!(claim.kind, Kind::TollCumulative | Kind::ThreatOrPlan)
}

fn one_story(scene: &Scene, claim: &Claim, other: &Claim) -> bool {
    if paragraph(scene, claim) != paragraph(scene, other)
        && is_item(scene, claim)
        && is_item(scene, other)
    {
        return false;
    }
    let days = |claim: &Claim| {
        claim
            .when
            .value()
            .and_then(|when: &When| when.end.or(when.start))
    };
    match (days(claim), days(other)) {
        (Some(a), Some(b)) => (a - b).get_days().abs() <= DAYS_OF_ONE_STORY,
        _ => true,
    }
}

fn of_one_day(claim: &Claim, other: &Claim) -> bool {
    match (claim.when.value(), other.when.value()) {
        (Some(a), Some(b)) => (a.start, a.end) == (b.start, b.end),
        _ => false,
    }
}

fn is_item(scene: &Scene, claim: &Claim) -> bool {
    paragraph(scene, claim)
        .and_then(|number| scene.document.paragraphs.get(number))
        .is_some_and(|paragraph| paragraph.kind == ParagraphKind::ListItem)
        || paragraph(scene, claim).is_some_and(|number| scene.entries.contains_key(&number))
}

fn paragraph(scene: &Scene, claim: &Claim) -> Option<usize> {
    Some(
        scene
            .document
            .sentences
            .get(first_sentence(scene, claim)?)?
            .paragraph,
    )
}

fn first_sentence(scene: &Scene, claim: &Claim) -> Option<usize> {
    let start = claim.evidence.iter().map(|span| span.start).min()?;
    let after = scene
        .document
        .sentences
        .partition_point(|sentence| sentence.span.start <= start);
    after.checked_sub(1)
}

/// The last local place told in the sentences before.
fn told_before(scene: &Scene, claim: &Claim) -> Option<Field<Place>> {
    let sentence = first_sentence(scene, claim)?;
    let back = (sentence.saturating_sub(BACK)..sentence).rev();
    local_setting(
        scene,
        back,
        "where.report",
        "no place of its own, set where the report told of last",
    )
}

/// The first local place told in the rest of the paragraph.
fn goes_on(scene: &Scene, claim: &Claim) -> Option<Field<Place>> {
    let sentence = first_sentence(scene, claim)?;
    let paragraph = scene.document.sentences.get(sentence)?.paragraph;
    let rest = (sentence + 1..scene.trees.len())
        .take_while(|&number| scene.trees[number].sentence.paragraph == paragraph);
    local_setting(scene, rest, "where.paragraph", "told in the same paragraph")
}

fn of_story(donor: &Claim) -> Option<Field<Place>> {
    match &donor.place {
        Field::Known { value, spans, .. } => Some(carried(
            value,
            spans.clone(),
            "where.report",
            "no place of its own, set where the report's story is",
        )),
        Field::Empty { .. } => None,
    }
}

/// The local place in which the report opens.
fn of_lead(scene: &Scene) -> Option<Field<Place>> {
    local_setting(
        scene,
        0..scene.trees.len().min(LEAD),
        "where.lead",
        "no place of its own, set where the report opens",
    )
}

/// Where it was said, when nothing else in the report says where.
fn of_statement(scene: &Scene, claim: &Claim) -> Option<Field<Place>> {
    let indexes = told_at(scene, first_sentence(scene, claim)?)?;
    match build(scene, indexes, "where.statement")? {
        Field::Known { value, spans, .. } => Some(carried(
            &value,
            spans,
            "where.statement",
            "no place told but that of the statement",
        )),
        Field::Empty { .. } => None,
    }
}

fn local_setting(
    scene: &Scene,
    sentences: impl Iterator<Item = usize>,
    rule: &str,
    why: &str,
) -> Option<Field<Place>> {
    let mut settings =
        sentences.filter_map(|sentence| build(scene, setting(scene, sentence)?, rule));
    settings.find_map(|found| match found {
        Field::Known { value, spans, .. } if is_local(value.precision) => {
            Some(carried(&value, spans, rule, why))
        }
        _ => None,
    })
}

fn carried(place: &Place, spans: Vec<Span>, rule: &str, why: &str) -> Field<Place> {
    let place = Place {
        reason: format!("{why}: {}", place.reason),
        ..place.clone()
    };
    Field::known(place, spans, rule)
}
