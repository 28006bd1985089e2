//! What the other stages found in a document, by sentence: evidence for the candidates.

use sayso_knowledge::{Knowledge, NameKind, ResolveContext};
use sayso_model::Span;
use sayso_place::{Gazetteer, PlaceContext};
use sayso_text::{Document, Sentence};
use std::ops::Range;

/// Something an other stage found, with labels that say what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    pub tokens: Range<usize>,
    /// Kind of actor, role of the place, kind of number; empty for times.
    pub label: String,
    /// Kind of name, kind of place.
    pub detail: String,
    /// The actor in the register.
    pub id: Option<String>,
}

/// Everything found in one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SentenceLayers {
    pub actors: Vec<Layer>,
    pub places: Vec<Layer>,
    pub times: Vec<Layer>,
    pub numbers: Vec<Layer>,
}

/// Everything found in a document, one entry per sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layers(pub Vec<SentenceLayers>);

impl Layers {
    /// Runs the other stages over an analysed document.
    pub(crate) fn read(
        document: &Document,
        text: &str,
        knowledge: &Knowledge,
        gazetteer: &Gazetteer,
        mut context: ResolveContext,
    ) -> Layers {
        let mut layers = vec![SentenceLayers::default(); document.sentences.len()];
        let mut names: Vec<Span> = Vec::new();
        for (layer, sentence) in layers.iter_mut().zip(&document.sentences) {
            for mention in knowledge.actors.find_mentions(&sentence.tokens, &context) {
                let Some(actor) = mention.actor else { continue };
                context.see(actor);
                if mention.kind != NameKind::Adjective {
                    names.extend(cover(sentence, &mention.tokens));
                }
                layer.actors.push(Layer {
                    label: format!("{:?}", knowledge.actors.kind(actor)),
                    detail: format!("{:?}", mention.kind),
                    id: Some(knowledge.actors.key(actor).to_owned()),
                    tokens: mention.tokens,
                });
            }
            for number in sayso_casualty::numbers(sentence, &knowledge.words.casualties) {
                layer.numbers.push(Layer {
                    tokens: number.tokens,
                    label: format!("{:?}", number.kind),
                    detail: String::new(),
                    id: None,
                });
            }
        }
        let context = PlaceContext {
            actor_spans: names,
            ..PlaceContext::default()
        };
        let places = sayso_place::place_mentions(
            document,
            text,
            gazetteer,
            &knowledge.words.places,
            &context,
        );
        for place in places {
            if let Some(layer) = layers.get_mut(place.sentence)
                && !place.tokens.is_empty()
            {
                layer.places.push(Layer {
                    tokens: place.tokens,
                    label: format!("{:?}", place.role),
                    detail: place
                        .place
                        .map_or_else(String::new, |place| format!("{:?}", place.kind)),
                    id: None,
                });
            }
        }
        // Which words are a time does not hang on the day of publication.
        for time in sayso_time::time_expressions(document, text, None, &knowledge.words.times) {
            if let (Some(layer), Some(sentence)) = (
                layers.get_mut(time.sentence),
                document.sentences.get(time.sentence),
            ) && let Some(tokens) = within(sentence, time.span)
                && time.basis != sayso_time::Basis::Named
            {
                layer.times.push(Layer {
                    tokens,
                    label: String::new(),
                    detail: String::new(),
                    id: None,
                });
            }
        }
        Layers(layers)
    }
}

fn cover(sentence: &Sentence, tokens: &Range<usize>) -> Option<Span> {
    let covered = sentence.tokens.get(tokens.clone())?;
    Some(Span {
        start: covered.first()?.span.start,
        end: covered.last()?.span.end,
    })
}

/// The tokens wholly inside a span.
fn within(sentence: &Sentence, span: Span) -> Option<Range<usize>> {
    let inside =
        |token: &sayso_text::Token| token.span.start >= span.start && token.span.end <= span.end;
    let first = sentence.tokens.iter().position(inside)?;
    let last = sentence.tokens.iter().rposition(inside)?;
    Some(first..last + 1)
}
