//! Entries of bulletins: "Vel, 4 March 2031. Two bombs fell on a bakery.": a first sentence that is only a place and a day
//! sets the place and the day of what its paragraph tells.

use crate::assertions::Assertion;
use crate::scene::{Scene, of_sentence};
use crate::times::occurrence_interval;
use sayso_model::{DatePrecision, Span};
use sayso_place::{PlaceMention, PlaceRole};
use sayso_text::{Document, Upos};
use sayso_time::TimeExpression;
use std::collections::BTreeMap;

/// Longest head of an entry, in tokens.
const LONGEST: usize = 16;

/// The sentence that heads each paragraph that has one.
pub(crate) fn heads(
    document: &Document,
    places: &[PlaceMention],
    times: &[TimeExpression],
) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for (number, pair) in document.sentences.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let opens = number == 0 || document.sentences[number - 1].paragraph != first.paragraph;
        if !opens || second.paragraph != first.paragraph || first.tokens.len() > LONGEST {
            continue;
        }
        let times = &times[of_sentence(times, number, |time| time.sentence)];
        let mut placed = places[of_sentence(places, number, |place| place.sentence)]
            .iter()
            .filter(|place| !place.tokens.is_empty());
        let of_day = |time: &TimeExpression| {
            occurrence_interval(time).is_some_and(|(start, end)| start == end)
        };
        let is_part = |index: usize| {
            let token = &first.tokens[index];
            matches!(
                token.upos,
                Upos::Punct | Upos::Propn | Upos::Num | Upos::Adp
            ) || times.iter().any(|time| time.tokens.contains(&index))
        };
        if times.iter().any(of_day)
            && placed.any(|place| place.place.is_some())
            && (0..first.tokens.len()).all(is_part)
        {
            found.insert(first.paragraph, number);
        }
    }
    found
}

/// The sentence that heads the entry of a sentence.
pub(crate) fn head(scene: &Scene, sentence: usize) -> Option<usize> {
    let paragraph = scene.trees.get(sentence)?.sentence.paragraph;
    scene
        .entries
        .get(&paragraph)
        .copied()
        .filter(|&head| head < sentence)
}

/// The places that head the entry in which an assertion stands.
pub(crate) fn places(scene: &Scene, assertion: &Assertion) -> Vec<usize> {
    let Some(head) = head(scene, assertion.mention.sentence) else {
        return Vec::new();
    };
    of_sentence(&scene.places, head, |place| place.sentence)
        .filter(|&index| {
            let place = &scene.places[index];
            place.role == PlaceRole::Location && !place.tokens.is_empty()
        })
        .collect()
}

/// The day that heads the entry in which an assertion stands, with its words.
pub(crate) fn day(
    scene: &Scene,
    assertion: &Assertion,
) -> Option<(jiff::civil::Date, DatePrecision, Span)> {
    let head = head(scene, assertion.mention.sentence)?;
    of_sentence(&scene.times, head, |time| time.sentence).find_map(|index| {
        let time = &scene.times[index];
        let (start, end) = occurrence_interval(time)?;
        (start == end).then_some((start, DatePrecision::Day, time.span))
    })
}
