//! What the shipped weights find in plain sentences about invented names, and that nothing breaks them.

use sayso_knowledge::Knowledge;
use sayso_mention::{Finder, MentionKind, Model};
use sayso_model::Span;
use sayso_place::Gazetteer;
use sayso_syntax::Accurate;
use std::sync::LazyLock;

struct Stock {
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    analyser: Accurate,
    model: Model,
}

static STOCK: LazyLock<Stock> = LazyLock::new(|| Stock {
    knowledge: Knowledge::load(&[]).expect("the stock loads"),
    gazetteer: Gazetteer::bundled().expect("the gazetteer loads"),
    analyser: Accurate::new().expect("the analyser loads"),
    model: Model::shipped().expect("the weights parse"),
});

fn spans(text: &str) -> Vec<(MentionKind, Span)> {
    let Stock {
        knowledge,
        gazetteer,
        analyser,
        model,
    } = &*STOCK;
    let mut document = sayso_text::segment(text, &knowledge.words.segment);
    sayso_text::analyse(&mut document, analyser, |_| true);
    let finder = Finder::new(knowledge, gazetteer);
    let context = knowledge.actors.context(None, None);
    let candidates = finder.candidates(&document, text, context);
    let mentions = model.mentions(&candidates).into_iter();
    mentions
        .map(|mention| (mention.kind, mention.span))
        .collect()
}

fn found(text: &str) -> Vec<(MentionKind, String)> {
    let words = |span: Span| span.slice(text).expect("a span of the text").to_owned();
    let mentions = spans(text).into_iter();
    mentions.map(|(kind, span)| (kind, words(span))).collect()
}

#[test]
fn names_and_nouns_that_no_list_has_are_found() {
    use MentionKind::{Location, Organisation, Person, Time};
    for (text, kind, words) in [
        (
            "Foreign Minister Tarek Belvon said he was pleased.",
            Person,
            "Tarek Belvon",
        ),
        (
            "General Orin Dask was a commander in the army. Dask was born in 1956.",
            Person,
            "Dask",
        ),
        (
            "The Vermillion Liberation Brigade attacked the town.",
            Organisation,
            "The Vermillion Liberation Brigade",
        ),
        (
            "We condemn the attack by the regime.",
            Organisation,
            "the regime",
        ),
        ("The rebels have left the city.", Location, "the city"),
        (
            "The minister met the families of the victims on Tuesday.",
            Time,
            "Tuesday",
        ),
    ] {
        let found = found(text);
        assert!(
            found.contains(&(kind, words.to_owned())),
            "{text}: {kind:?} {words:?} is not among {found:?}"
        );
    }
}

#[test]
fn ordinary_words_are_no_mentions() {
    for text in [
        "Rain is likely.",
        "It was a long and difficult process.",
        "However, much remains to be done.",
    ] {
        let found = found(text);
        let named = |(kind, _): &&(MentionKind, String)| {
            matches!(
                kind,
                MentionKind::Person | MentionKind::Location | MentionKind::Weapon
            )
        };
        assert!(
            !found.iter().any(|mention| named(&mention)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn an_unknown_name_is_judged_by_what_stands_around_it_not_by_its_letters() {
    let kinds = |text: &str| -> Vec<MentionKind> {
        found(text).into_iter().map(|(kind, _)| kind).collect()
    };
    let one = "The Karvian Front and its fighters attacked the camp, Commander Velt Osran said.";
    let other = one.replace("Karvian", "Mulsian").replace("Osran", "Idran");
    assert_eq!(kinds(one), kinds(&other));
}

#[test]
fn strange_texts_are_read_to_their_end_and_no_mention_crosses_another() {
    let long = "the Front of the Council of ".repeat(300);
    let names = "Vel Dan Mirrin Tolme ".repeat(200);
    for text in [
        "",
        " ",
        "—",
        "\u{200f}سلام\u{200f} A-B 'C' %",
        "1 2 3 4 5",
        &long,
        &names,
    ] {
        let spans = spans(text);
        for (nth, (_, a)) in spans.iter().enumerate() {
            assert!(a.slice(text).is_some(), "{a:?}");
            for (_, b) in &spans[nth + 1..] {
                let apart = a.end <= b.start || b.end <= a.start;
                let inside = a.start <= b.start && b.end <= a.end;
                assert!(apart || inside, "{a:?} and {b:?} cross");
            }
        }
    }
}
