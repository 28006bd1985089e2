//! Names of private persons in a report: where they stand, and the text without them.
//!
//! Two things make a name private: the coder found a person's name that the knowledge does not have, or a claim names as its
//! target somebody of whom the knowledge knows nothing. Whoever may not see such names sees a mark in their place.

use sayso_knowledge::ActorRegistry;
use sayso_model::{Claim, Report, Span};
use std::collections::BTreeSet;

/// What stands in place of a name.
pub const MARK: &str = "[name withheld]";

/// The private names of a text, in order and apart from each other. `found` are those that the coder found.
pub(crate) fn spans(
    report: &Report,
    claims: &[Claim],
    found: &[Span],
    actors: &ActorRegistry,
) -> Vec<Span> {
    let text = &report.text;
    let known = known_words(claims);
    let mut names: Vec<Span> = found.to_vec();
    for claim in claims {
        if let Some(target) = claim.target.value()
            && target.registry.is_none()
        {
            names.extend(
                claim
                    .target
                    .spans()
                    .iter()
                    .flat_map(|span| capitalised(text, *span))
                    .filter(|name| {
                        name.slice(text)
                            .is_some_and(|name| !known.contains(name) && !is_of(actors, name))
                    }),
            );
        }
    }
    let words: Vec<&str> = names
        .iter()
        .filter_map(|span| span.slice(text))
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().count() > 2)
        .collect();
    let mut all = names.clone();
    for word in words {
        for (at, _) in text.match_indices(word) {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            if !before.is_some_and(char::is_alphanumeric)
                && !after.is_some_and(char::is_alphanumeric)
            {
                all.push(Span::new(at, at + word.len()));
            }
        }
    }
    joined(all, text)
}

/// Names that another field of the report's claims has, and that the knowledge knows as a place or a party.
fn known_words(claims: &[Claim]) -> BTreeSet<&str> {
    let mut known = BTreeSet::new();
    for claim in claims {
        let places = claim
            .place
            .value()
            .into_iter()
            .flat_map(|place| &place.names);
        known.extend(
            places
                .filter(|name| name.registry.is_some())
                .map(|name| name.words.as_str()),
        );
        let parties = [claim.perpetrator.value(), claim.target.value()]
            .into_iter()
            .flatten();
        known.extend(
            parties
                .filter(|party| party.registry.is_some())
                .map(|party| party.words.as_str()),
        );
    }
    known
}

/// Whether words are the name of a body that the knowledge has.
fn is_of(actors: &ActorRegistry, words: &str) -> bool {
    let context = actors.context(None, None);
    actors.resolve_phrase(words, &context).is_some()
}

/// Words that stand alone, as in lists, without the names in them that the knowledge does not have.
/// `place` is a place that stands beside them.
pub(crate) fn masked_words(words: &str, place: Option<&str>, actors: &ActorRegistry) -> String {
    let names = capitalised(words, Span::new(0, words.len()));
    let unknown: Vec<Span> = names
        .into_iter()
        .filter(|name| {
            name.slice(words)
                .is_some_and(|name| Some(name) != place && !is_of(actors, name))
        })
        .collect();
    masked(words, Span::new(0, words.len()), &unknown)
}

/// Two or more capitalised words beside each other within a span: a name, not the beginning of a sentence.
fn capitalised(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let Some(words) = span.slice(text) else {
        return found;
    };
    let mut run: Option<(usize, usize, usize)> = None;
    let mut at = 0;
    for word in words.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = span.start as usize + at + word.find(bare).unwrap_or(0);
        at += word.len();
        if bare.chars().next().is_some_and(char::is_uppercase) {
            let end = start + bare.len();
            run = Some(run.map_or((start, end, 1), |(first, _, count)| (first, end, count + 1)));
        } else if let Some((first, end, count)) = run.take()
            && count > 1
        {
            found.push(Span::new(first, end));
        }
    }
    if let Some((first, end, count)) = run
        && count > 1
    {
        found.push(Span::new(first, end));
    }
    found
}

fn joined(mut spans: Vec<Span>, text: &str) -> Vec<Span> {
    spans.retain(|span| span.slice(text).is_some_and(|words| !words.is_empty()));
    spans.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// The words of a span with private names replaced by a mark.
pub(crate) fn masked(text: &str, span: Span, private: &[Span]) -> String {
    let mut out = String::new();
    let mut at = span.start;
    for name in private {
        if !name.overlaps(span) {
            continue;
        }
        let start = name.start.max(span.start);
        out.push_str(
            Span {
                start: at.min(start),
                end: start,
            }
            .slice(text)
            .unwrap_or_default(),
        );
        out.push_str(MARK);
        at = name.end.min(span.end).max(at);
    }
    out.push_str(
        Span {
            start: at,
            end: span.end,
        }
        .slice(text)
        .unwrap_or_default(),
    );
    out
}

/// Words that are not of the text themselves, without the private names that it has.
pub(crate) fn without(words: &str, text: &str, private: &[Span]) -> String {
    let mut out = words.to_owned();
    for name in private.iter().filter_map(|span| span.slice(text)) {
        if name.chars().count() > 2 && out.contains(name) {
            out = out.replace(name, MARK);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_knowledge::Knowledge;
    use std::path::Path;

    #[test]
    fn names_of_people_are_hidden_and_bodies_are_not() {
        let world = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/world.json");
        let knowledge = Knowledge::load(&[world]).expect("knowledge");
        for (words, shown) in [
            ("Ilva Torren", MARK.to_owned()),
            ("shopkeeper Ilva Torren", format!("shopkeeper {MARK}")),
            ("grain market", "grain market".to_owned()),
            ("post at Sarn Crossing", "post at Sarn Crossing".to_owned()),
            (
                "command post of the Marsh Brigades",
                "command post of the Marsh Brigades".to_owned(),
            ),
            (
                "Ilva Torren of the Marsh Brigades",
                format!("{MARK} of the Marsh Brigades"),
            ),
        ] {
            let place = Some("Sarn Crossing");
            assert_eq!(
                masked_words(words, place, &knowledge.actors),
                shown,
                "{words}"
            );
        }
    }
}
