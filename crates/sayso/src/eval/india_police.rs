//! India Police: event words with their doers as labels of sentences.
//!
//! The sentences of an article are read as paragraphs of one report; which frame makes which label stands in
//! `india_police.toml`.

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_code::{Coder, EventWord};
use sayso_eval::Report;
use sayso_eval::india_police::{
    Document, Predictions, load, score as score_labels, written_predictions,
};
use sayso_model::{Kind, Span};
use sayso_read::ReadOptions;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Labels {
    /// Words of a doer that make it a force of the state.
    forces: Vec<String>,
    label: Vec<Label>,
    acts: Acts,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    frames: Vec<String>,
    doer: Doer,
}

/// Frames of what a force does that can kill.
#[derive(Deserialize)]
struct Acts {
    frames: Vec<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Doer {
    Anybody,
    Force,
    Acting,
}

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let corpus = load(run.folder())?;
    let labels: Labels = toml::from_str(include_str!("india_police.toml")).map_err(Refusal::new)?;
    let coder = run.stock.coder();
    let said = in_order(&corpus.documents, run.threads(), |document| {
        labelled(&coder, &labels, document)
    });
    let mut predictions = Predictions::new();
    for said in said {
        predictions.extend(said?);
    }
    run.write_predictions("india-police.jsonl", &written_predictions(&predictions))?;
    Ok(score_labels(&corpus, &predictions))
}

fn labelled(coder: &Coder, labels: &Labels, document: &Document) -> Result<Predictions, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let mut text = String::new();
    let mut ends = Vec::new();
    for sentence in &document.sentences {
        text.push_str(sentence.text.trim());
        ends.push((text.len(), sentence.number));
        text.push_str("\n\n");
    }
    let mut report = read_one(text.as_bytes(), &document.id.to_string(), &options)?;
    report.text = text;
    let mut words: BTreeMap<u64, Vec<EventWord>> = BTreeMap::new();
    for word in coder.event_words(&report) {
        let place = word.words.start as usize;
        let index = ends.partition_point(|(end, _)| *end <= place);
        if let Some((_, number)) = ends.get(index).filter(|_| word.done) {
            words.entry(*number).or_default().push(word);
        }
    }
    Ok(words
        .iter()
        .map(|(number, words)| {
            let own = labels_of(labels, &report.text, words);
            ((document.id, *number), own)
        })
        .collect())
}

/// The labels of one sentence from its event words.
fn labels_of(labels: &Labels, text: &str, words: &[EventWord]) -> BTreeSet<String> {
    let names_force = |span: Span| {
        span.slice(text).is_some_and(|words| {
            words
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .any(|part| labels.forces.contains(&part.to_lowercase()))
        })
    };
    let is_force = |word: &EventWord| word.doer.is_some_and(names_force);
    let acting = words.iter().any(|word| {
        labels.acts.frames.contains(&word.rule)
            && (is_force(word)
                || word.doer.is_none() && names_force(word.sentence)
                || word.kind == Kind::Clash && word.target.is_some_and(names_force))
    });
    let fits = |word: &EventWord, doer: &Doer| match doer {
        Doer::Anybody => true,
        Doer::Force => is_force(word) || word.doer.is_none() && names_force(word.sentence),
        Doer::Acting => is_force(word) || word.doer.is_none() && acting,
    };
    labels
        .label
        .iter()
        .filter(|label| {
            words
                .iter()
                .any(|word| label.frames.contains(&word.rule) && fits(word, &label.doer))
        })
        .map(|label| label.name.clone())
        .collect()
}
