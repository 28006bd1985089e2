//! re3d: the coder's names, places, times, weapons and figures as typed spans.
//!
//! The corpus asks for every organisation, person and place, also those that have no part in any claim; what the
//! coder does not look for (common nouns for groups and places) is missed here.

use super::Run;
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_casualty::NumberKind;
use sayso_eval::Report;
use sayso_eval::re3d::{
    Document, Entity, Predictions, load, score as score_entities, written_predictions,
};
use sayso_knowledge::ActorKind;
use sayso_place::{PlaceContext, PlaceRole};
use sayso_text::{Sentence, Upos};
use std::ops::Range;

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let corpus = load(run.folder())?;
    let found = in_order(&corpus.documents, run.threads(), |document| {
        entities(run, document)
    });
    let predictions: Predictions = corpus
        .documents
        .iter()
        .map(|document| document.id.clone())
        .zip(found)
        .collect();
    run.write_predictions(
        "re3d-entities.jsonl",
        &written_predictions(&corpus, &predictions),
    )?;
    Ok(score_entities(&corpus, &predictions))
}

/// Entities found so far, none overlapping another; the first to take words keeps them.
#[derive(Default)]
struct Found(Vec<Entity>);

impl Found {
    fn add(&mut self, start: usize, end: usize, kind: &str) {
        if start < end
            && !self
                .0
                .iter()
                .any(|other| start < other.end && other.start < end)
        {
            self.0.push(Entity {
                start,
                end,
                kind: kind.to_owned(),
            });
        }
    }

    fn tokens(&mut self, sentence: &Sentence, tokens: Range<usize>, kind: &str) {
        if let (Some(first), Some(last)) = (
            sentence.tokens.get(tokens.start),
            tokens
                .end
                .checked_sub(1)
                .and_then(|last| sentence.tokens.get(last)),
        ) {
            self.add(first.span.start as usize, last.span.end as usize, kind);
        }
    }
}

fn entities(run: &Run, input: &Document) -> Vec<Entity> {
    let (lexicons, actors) = (&run.stock.knowledge.words, &run.stock.knowledge.actors);
    let text = input.text.as_str();
    let mut document = sayso_text::segment(text, &lexicons.segment);
    sayso_text::analyse(&mut document, run.stock.analyser.as_ref(), |_| true);
    let mut found = Found::default();
    for time in sayso_time::time_expressions(&document, text, None, &lexicons.times) {
        found.add(time.span.start as usize, time.span.end as usize, "Temporal");
    }
    let places = sayso_place::place_mentions(
        &document,
        text,
        &run.stock.gazetteer,
        &lexicons.places,
        &PlaceContext::default(),
    );
    let mut context = actors.context(None, None);
    for (number, sentence) in document.sentences.iter().enumerate() {
        for mention in actors.find_mentions(&sentence.tokens, &context) {
            let Some(actor) = mention.actor else { continue };
            context.see(actor);
            let kind = actors.kind(actor);
            // A country's name is its government where it acts, and a place elsewhere.
            let land = matches!(kind, ActorKind::State | ActorKind::Territory);
            let acts = places.iter().any(|place| {
                place.sentence == number
                    && place.role == PlaceRole::Metonym
                    && place.tokens.start < mention.tokens.end
                    && mention.tokens.start < place.tokens.end
            });
            match kind {
                ActorKind::Person => found.tokens(sentence, mention.tokens, "Person"),
                _ if land && !acts && !subject(sentence, &mention.tokens) => {}
                _ => found.tokens(
                    sentence,
                    with_article(sentence, mention.tokens),
                    "Organisation",
                ),
            }
        }
        names(run, sentence, &mut found);
    }
    for place in places
        .iter()
        .filter(|place| place.role != PlaceRole::Dateline)
    {
        if let Some(sentence) = document.sentences.get(place.sentence) {
            found.tokens(sentence, place.tokens.clone(), "Location");
        }
    }
    for sentence in &document.sentences {
        weapons(run, sentence, &mut found);
        for number in sayso_casualty::numbers(sentence, &lexicons.casualties) {
            if matches!(number.kind, NumberKind::Numeral | NumberKind::Vague) {
                found.tokens(sentence, number.tokens, "Quantity");
            }
        }
    }
    found.0.sort();
    found.0
}

/// Whether the last token of a name is the subject of a verb.
fn subject(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    sentence
        .tokens
        .get(tokens.clone())
        .is_some_and(|tokens| tokens.iter().any(|token| token.deprel.starts_with("nsubj")))
}

fn with_article(sentence: &Sentence, tokens: Range<usize>) -> Range<usize> {
    let before = tokens
        .start
        .checked_sub(1)
        .and_then(|before| sentence.tokens.get(before));
    if before.is_some_and(|token| token.xpos == "DT") {
        tokens.start - 1..tokens.end
    } else {
        tokens
    }
}

/// Runs of proper nouns: organisations by a word in them, people by a title or given name.
fn names(run: &Run, sentence: &Sentence, found: &mut Found) {
    let lexicon = &run.stock.knowledge.words.places;
    let tokens = &sentence.tokens;
    let mut start = 0;
    while start < tokens.len() {
        if tokens[start].upos != Upos::Propn {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        while end < tokens.len() && tokens[end].upos == Upos::Propn {
            end += 1;
        }
        let words: Vec<&str> = tokens[start..end]
            .iter()
            .map(|token| token.lower.as_str())
            .collect();
        let organisation = words
            .iter()
            .any(|word| lexicon.organisations.heads.has(word));
        let titled = words
            .iter()
            .any(|word| lexicon.people.titles.has(word) || lexicon.people.given.has(word));
        let speaks = end - start > 1 && subject(sentence, &(start..end));
        if organisation {
            found.tokens(sentence, with_article(sentence, start..end), "Organisation");
        } else if titled || speaks {
            found.tokens(sentence, start..end, "Person");
        }
        start = end;
    }
}

/// Words of the weapon list, with the words before them that belong to the noun.
fn weapons(run: &Run, sentence: &Sentence, found: &mut Found) {
    let tokens = &sentence.tokens;
    for (end, token) in tokens.iter().enumerate() {
        let named = |words: usize| {
            let from = (end + 1).checked_sub(words)?;
            let joined: Vec<&str> = tokens[from..=end]
                .iter()
                .map(|token| {
                    if std::ptr::eq(token, &tokens[end]) {
                        token.lemma.as_str()
                    } else {
                        token.lower.as_str()
                    }
                })
                .collect();
            let joined = joined.join(" ").to_lowercase();
            let terms = run
                .stock
                .knowledge
                .words
                .events
                .weapons
                .weapons
                .iter()
                .find(|terms| terms.forms.contains(&joined))?;
            Some((from, terms))
        };
        if token.upos != Upos::Noun && token.upos != Upos::Propn {
            continue;
        }
        if let Some((mut from, terms)) = (1..=3).rev().find_map(named) {
            while from > 0 && matches!(tokens[from - 1].upos, Upos::Adj | Upos::Noun) {
                from -= 1;
            }
            found.tokens(
                sentence,
                from..end + 1,
                if terms.vehicle && tokens.get(from).is_some() {
                    "MilitaryPlatform"
                } else {
                    "Weapon"
                },
            );
        }
    }
}
