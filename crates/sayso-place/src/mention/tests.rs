//! What is found in short reports of an invented world.

use super::*;
use crate::entry::PlaceEntry;
use sayso_model::Point;
use sayso_text::{SegmentLexicon, segment};

fn world() -> Gazetteer {
    let place = |name: &str, kind, parent: Option<&str>, at: (f64, f64)| {
        let mut entry = PlaceEntry::new(name, kind);
        entry.parent = parent.map(str::to_owned);
        entry.point = Some(Point {
            latitude: at.0,
            longitude: at.1,
        });
        entry
    };
    let mut country = place("Velland", PlaceKind::Country, None, (-40.0, -120.0));
    country.demonyms = vec!["Vellish".into()];
    let entries = vec![
        country,
        place(
            "Dorrow",
            PlaceKind::Province,
            Some("Velland"),
            (-40.5, -120.5),
        ),
        place("Brannuck", PlaceKind::Town, Some("Dorrow"), (-40.6, -120.6)),
        place(
            "Al-Sherwin",
            PlaceKind::Neighbourhood,
            Some("Brannuck"),
            (-40.61, -120.61),
        ),
        place("Sea of Mirth", PlaceKind::Water, None, (-45.0, -125.0)),
    ];
    Gazetteer::bundled()
        .expect("bundled data opens")
        .with_extra(entries)
}

fn mentions(text: &str) -> Vec<PlaceMention> {
    let document = segment(text, SegmentLexicon::builtin());
    place_mentions(
        &document,
        text,
        &world(),
        PlaceLexicon::builtin(),
        &PlaceContext::default(),
    )
}

/// words | role | precision, one per mention.
fn check(text: &str, expected: &[(&str, PlaceRole, PlacePrecision)]) {
    let found: Vec<_> = mentions(text)
        .into_iter()
        .map(|m| (m.words, m.role, m.precision))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(w, r, p)| ((*w).to_owned(), *r, *p))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn names_are_found_with_their_role_and_precision() {
    use PlacePrecision as P;
    use PlaceRole as R;
    check(
        "Two shells hit a market in Brannuck on Monday.",
        &[("Brannuck", R::Location, P::Town)],
    );
    check(
        "Two shells hit a field near Brannuck on Monday.",
        &[("Brannuck", R::Location, P::NearTown)],
    );
    check(
        "Fighting went on 12 km north of Brannuck.",
        &[("Brannuck", R::Location, P::NearTown)],
    );
    check(
        "Fighting went on in the outskirts of Brannuck.",
        &[("Brannuck", R::Location, P::NearTown)],
    );
    check(
        "Clashes broke out in eastern Brannuck.",
        &[("Brannuck", R::Location, P::NearTown)],
    );
    check(
        "Clashes broke out in northern Velland.",
        &[("Velland", R::Location, P::Area)],
    );
    check(
        "A drone fell in the Brannuck area.",
        &[("Brannuck", R::Location, P::NearTown)],
    );
    check(
        "A drone fell in Dorrow province.",
        &[("Dorrow", R::Location, P::Province)],
    );
    check(
        "A ship was hit in the Sea of Mirth.",
        &[("Sea of Mirth", R::Location, P::Water)],
    );
    check(
        "The Brannuck Health Ministry said three died.",
        &[("Brannuck", R::Modifier, P::Town)],
    );
    check(
        "Brannuck police said three died.",
        &[("Brannuck", R::Modifier, P::Town)],
    );
    check(
        "Velland denied the report.",
        &[("Velland", R::Metonym, P::Country)],
    );
    check(
        "Shells fell on Brannuck, Dorrow.",
        &[
            ("Brannuck", R::Location, P::Town),
            ("Dorrow", R::Location, P::Province),
        ],
    );
}

#[test]
fn spellings_of_articles_and_capitals_are_one_name() {
    for text in [
        "A shell hit al-Sherwin.",
        "A shell hit Al Sherwin.",
        "A shell hit Sherwin in Brannuck.",
        "A SHELL HIT A HOUSE IN AL-SHERWIN ON MONDAY.",
    ] {
        let found = mentions(text);
        let place = found.first().and_then(|m| m.place.clone()).map(|p| p.name);
        assert_eq!(place.as_deref(), Some("Al-Sherwin"), "{text}: {found:?}");
    }
}

#[test]
fn sites_named_after_something_unknown_are_kept_whole() {
    for (text, words, wide) in [
        ("Shells hit the al-Quenni roundabout on Friday.", None, None),
        (
            "Three died near the al-Quenni roundabout on Friday.",
            Some("al-Quenni"),
            Some("al-Quenni roundabout"),
        ),
        (
            "Three died in the Al Quenni area on Friday.",
            Some("Al Quenni"),
            Some("Al Quenni area"),
        ),
        (
            "Three died in the Vellish hospital on Friday.",
            Some("Vellish hospital"),
            Some("Vellish hospital"),
        ),
        ("The Vellish army spoke on Friday.", None, None),
    ] {
        let found = mentions(text);
        let first = found.first();
        assert_eq!(first.map(|m| m.words.as_str()), words, "{text}: {found:?}");
        assert_eq!(first.and_then(|m| m.wide.slice(text)), wide, "{text}");
    }
}

#[test]
fn the_holder_named_after_a_comma_is_linked() {
    let found = mentions("Shells fell on Brannuck, Dorrow.");
    assert_eq!(found.first().and_then(|m| m.within), Some(1), "{found:?}");
}

#[test]
fn an_unknown_name_in_place_position_is_kept_without_a_place() {
    let found = mentions("Three people were killed in Quennagh on Friday.");
    assert_eq!(
        found
            .iter()
            .map(|m| (m.words.as_str(), m.precision))
            .collect::<Vec<_>>(),
        [("Quennagh", PlacePrecision::Unlocated)]
    );
}

#[test]
fn in_capitals_the_analysis_tells_unknown_names() {
    let text = "TWO MEN DIED IN QUENNAGH DE ORVANE YESTERDAY.";
    let mut document = segment(text, SegmentLexicon::builtin());
    let run = || {
        place_mentions(
            &document,
            text,
            &world(),
            PlaceLexicon::builtin(),
            &PlaceContext::default(),
        )
    };
    assert_eq!(run(), vec![]);
    for sentence in &mut document.sentences {
        sentence.analysed = true;
        for token in &mut sentence.tokens {
            token.upos = if matches!(token.lower.as_str(), "quennagh" | "orvane") {
                sayso_text::Upos::Propn
            } else {
                sayso_text::Upos::Noun
            };
        }
    }
    let found = place_mentions(
        &document,
        text,
        &world(),
        PlaceLexicon::builtin(),
        &PlaceContext::default(),
    );
    assert_eq!(
        found.iter().map(|m| m.words.as_str()).collect::<Vec<_>>(),
        ["QUENNAGH DE ORVANE"]
    );
}

#[test]
fn people_and_common_words_are_no_places() {
    for text in [
        "Mr. Brantley said nothing.",
        "Reading the list took an hour.",
        "Police came late.",
        "Nice words were said in May.",
        "President Washingham spoke.",
    ] {
        assert_eq!(mentions(text), vec![], "{text}");
    }
}

#[test]
fn any_text_is_read_without_panic() {
    for text in [
        "",
        "\n\n",
        "''''",
        "in In IN",
        "— , ( north of",
        "al- Al-",
        "\u{202e}in \u{301}\u{301}",
        "of of of of",
    ] {
        mentions(text);
    }
    mentions(&"Brannuck, ".repeat(3000));
}

#[test]
fn every_span_slices_to_its_words() {
    let text = "BRANNUCK, Velland — Shells fell north-east of Brannuck, in the Dorrow region, and on al-Sherwin.";
    for mention in mentions(text) {
        assert_eq!(mention.span.slice(text), Some(mention.words.as_str()));
        assert!(mention.wide.contains(mention.span));
    }
}
