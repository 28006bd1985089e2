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
use sayso_read::ReadOptions;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Labels {
    /// Words of a doer that make it a force of the state.
    forces: Vec<String>,
    label: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    frames: Vec<String>,
    /// The doer, or where it is not named the sentence, must name a force.
    needs_force: bool,
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
    let mut found = Predictions::new();
    for word in coder.event_words(&report) {
        let place = word.words.start as usize;
        let index = ends.partition_point(|(end, _)| *end <= place);
        let Some((_, number)) = ends.get(index) else {
            continue;
        };
        let own = labels_of(labels, &report.text, &word);
        found.entry((document.id, *number)).or_default().extend(own);
    }
    Ok(found)
}

fn labels_of(labels: &Labels, text: &str, word: &EventWord) -> BTreeSet<String> {
    let names_force = |words: &str| {
        words
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .any(|part| labels.forces.contains(&part.to_lowercase()))
    };
    let forced = match word.doer {
        Some(doer) => doer.slice(text).is_some_and(names_force),
        None => word.sentence.slice(text).is_some_and(names_force),
    };
    labels
        .label
        .iter()
        .filter(|label| label.frames.contains(&word.rule) && (forced || !label.needs_force))
        .map(|label| label.name.clone())
        .collect()
}
