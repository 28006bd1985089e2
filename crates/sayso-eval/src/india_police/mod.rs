//! India Police Events: sentences of newspaper articles with what the police did in them.
//!
//! Readings: F1 per label over all sentences, with or without labels. Scored are the labels for acts of force that a
//! coder of conflict reports looks for; `FAIL` (the police did not act) and `ANY_ACTION` are not asked for.

#[cfg(test)]
mod tests;

use crate::error::{EvalError, read_json_lines};
use crate::report::{ErrorLine, Report, precision_recall_f1, table};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The scored labels.
pub const LABELS: [&str; 3] = ["KILL", "ARREST", "FORCE"];

/// One sentence with its gold labels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sentence {
    #[serde(rename = "sent_id")]
    pub number: u64,
    #[serde(rename = "sent_text")]
    pub text: String,
    #[serde(rename = "sent_labels")]
    pub labels: BTreeSet<String>,
}

/// One article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: u64,
    pub sentences: Vec<Sentence>,
}

/// The articles by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    pub documents: Vec<Document>,
}

/// Predicted labels by article and sentence.
pub type Predictions = BTreeMap<(u64, u64), BTreeSet<String>>;

#[derive(Deserialize)]
struct SentenceLine {
    doc_id: u64,
    #[serde(flatten)]
    sentence: Sentence,
}

/// Reads `sents.jsonl`.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let lines: Vec<SentenceLine> = read_json_lines(&folder.join("sents.jsonl"))?;
    let mut documents: BTreeMap<u64, Vec<Sentence>> = BTreeMap::new();
    for line in lines {
        documents
            .entry(line.doc_id)
            .or_default()
            .push(line.sentence);
    }
    let documents = documents
        .into_iter()
        .map(|(id, mut sentences)| {
            sentences.sort_by_key(|sentence| sentence.number);
            Document { id, sentences }
        })
        .collect();
    Ok(Corpus { documents })
}

/// Scores predicted labels.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let nothing = BTreeSet::new();
    let mut rows = Vec::new();
    let mut sum = 0.0;
    for label in LABELS {
        let [mut right, mut predicted, mut gold] = [0usize; 3];
        for document in &corpus.documents {
            for sentence in &document.sentences {
                let own = predictions
                    .get(&(document.id, sentence.number))
                    .unwrap_or(&nothing)
                    .contains(label);
                let stands = sentence.labels.contains(label);
                right += usize::from(own && stands);
                predicted += usize::from(own);
                gold += usize::from(stands);
                if own != stands {
                    let what = if stands { "missed" } else { "spurious" };
                    report.errors.push(ErrorLine {
                        class: format!("india-{what}-{label}"),
                        document: format!("{}-{}", document.id, sentence.number),
                        gold: if stands { label } else { "" }.to_owned(),
                        predicted: if own { label } else { "" }.to_owned(),
                        words: sentence.text.clone(),
                    });
                }
            }
        }
        let (precision, recall, f1) =
            precision_recall_f1(right as f64, predicted as f64, gold as f64);
        sum += f1;
        report
            .measures
            .insert(format!("india_police.{}.f1", label.to_lowercase()), f1);
        let mut row = vec![
            label.to_owned(),
            gold.to_string(),
            predicted.to_string(),
            right.to_string(),
        ];
        row.extend([precision, recall, f1].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    let macro_f1 = sum / LABELS.len() as f64;
    report
        .measures
        .insert("india_police.macro_f1".to_owned(), macro_f1);
    let dash = || "-".to_owned();
    rows.push(vec![
        "macro".to_owned(),
        dash(),
        dash(),
        dash(),
        dash(),
        dash(),
        format!("{macro_f1:.3}"),
    ]);
    let head = ["label", "gold", "predicted", "right", "P", "R", "F1"];
    let sentences: usize = corpus
        .documents
        .iter()
        .map(|document| document.sentences.len())
        .sum();
    report.text = format!(
        "# India Police ({} articles, {sentences} sentences)\n\n{}",
        corpus.documents.len(),
        table(&head, &rows)
    );
    report.errors.sort();
    report
}

/// Predictions as JSON lines in the form of `sents.jsonl`, sentences with labels only.
pub fn written_predictions(predictions: &Predictions) -> String {
    let mut out = String::new();
    for ((document, sentence), labels) in predictions {
        if !labels.is_empty() {
            let line = serde_json::json!({
                "doc_id": document, "sent_id": sentence, "sent_labels": labels,
            });
            out.push_str(&line.to_string());
            out.push('\n');
        }
    }
    out
}
