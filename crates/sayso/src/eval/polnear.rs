//! PolNeAR: the coder's attributions as source, cue and content.
//!
//! The corpus gives each word to one attribution at most: of nested ones the outer is kept, and none inside a quotation.

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_code::Attribution as Said;
use sayso_eval::Report;
use sayso_eval::polnear::{
    Attribution, Document, Predictions, load, score as score_attributions, written_predictions,
};
use sayso_model::Span;
use sayso_read::ReadOptions;
use std::ops::Range;

/// The part that weights and word lists may be made from; scored only where it is asked for.
const TRAINING: &str = "train";

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let mut corpus = load(run.folder())?;
    let only_training = corpus
        .documents
        .iter()
        .all(|document| document.part == TRAINING);
    corpus.documents.retain(|document| {
        if run.arguments.only.is_empty() {
            only_training || document.part != TRAINING
        } else {
            run.wants(&document.part)
        }
    });
    let coder = run.stock.coder();
    let said = in_order(&corpus.documents, run.threads(), |document| {
        attributions(&coder, document)
    });
    let mut predictions = Predictions::new();
    for (document, said) in corpus.documents.iter().zip(said) {
        predictions.insert(document.id.clone(), said?);
    }
    run.write_predictions("polnear.jsonl", &written_predictions(&corpus, &predictions))?;
    Ok(score_attributions(&corpus, &predictions))
}

fn attributions(
    coder: &sayso_code::Coder,
    document: &Document,
) -> Result<Vec<Attribution>, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let report = read_one(document.text.as_bytes(), &document.id, &options)?;
    let shift = Shift::new(&document.text, &report.text);
    let found = coder.attributions(&report);
    let within = |inner: Span, outer: &Said| {
        outer
            .content
            .iter()
            .any(|content| content.start <= inner.start && inner.end <= content.end)
    };
    // Of two that hold each other ("X would win, according to Y"), the act of speech is the outer one.
    let yields = |own: &Said, other: &Said| {
        within(own.cue, other)
            && (!within(other.cue, own)
                || (own.attitude, width(other)) > (other.attitude, width(own)))
    };
    Ok(found
        .iter()
        .enumerate()
        .filter(|(own, said)| {
            !said.quoted
                && !found
                    .iter()
                    .enumerate()
                    .any(|(other, outer)| other != *own && !outer.quoted && yields(said, outer))
        })
        .map(|(_, attribution)| Attribution {
            source: attribution
                .source
                .iter()
                .map(|span| shift.range(*span))
                .collect(),
            cue: vec![shift.range(attribution.cue)],
            content: attribution
                .content
                .iter()
                .map(|span| shift.range(*span))
                .collect(),
        })
        .collect())
}

fn width(said: &Said) -> usize {
    said.content.iter().map(|span| span.len()).sum()
}

/// Positions of the read text back in the corpus's: reading may fold white space and line ends.
struct Shift(Vec<usize>);

impl Shift {
    fn new(original: &str, read: &str) -> Shift {
        let mut places = Vec::with_capacity(read.len() + 1);
        let mut letters = original
            .char_indices()
            .filter(|(_, letter)| !letter.is_whitespace())
            .peekable();
        for letter in read.chars() {
            let at = letters.peek().map_or(original.len(), |(at, _)| *at);
            for byte in 0..letter.len_utf8() {
                places.push(at + byte);
            }
            if !letter.is_whitespace() {
                letters.next();
            }
        }
        places.push(original.trim_end().len());
        Shift(places)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let at = |place: u32| self.0.get(place as usize).copied().unwrap_or_default();
        let start = at(span.start);
        let end = (span.end as usize)
            .checked_sub(1)
            .and_then(|last| self.0.get(last))
            .map_or(start, |last| last + 1);
        start..end.max(start)
    }
}
