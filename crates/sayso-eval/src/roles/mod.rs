//! Who does something to whom, in single sentences: CAMEO source and target spans, and the PLOVER examples.
//!
//! Readings: spans are compared word by word; the headline F1 is over exact source and target spans, related parties
//! (of a meeting or an agreement, which has no direction) and overlapping spans are told beside it.

mod cameo;
mod plover;
#[cfg(test)]
mod tests;

pub use cameo::load as load_cameo;
pub use plover::load as load_plover;

use crate::report::{ErrorLine, Report, precision_recall_f1, table};
use crate::spans::{Tally, pair, words_in};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Byte ranges of the parties of a sentence's event, and its class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    pub sources: Vec<Range<usize>>,
    pub targets: Vec<Range<usize>>,
    /// Parties of an event without direction.
    pub related: Vec<Range<usize>>,
    pub class: Option<String>,
}

/// One sentence with its gold roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub id: String,
    pub text: String,
    pub roles: Roles,
}

/// The sentences in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// First part of its measures.
    pub name: &'static str,
    pub sentences: Vec<Sentence>,
}

/// Predicted roles by sentence id.
pub type Predictions = BTreeMap<String, Roles>;

const ROLES: [&str; 3] = ["source", "target", "related"];

impl Roles {
    fn role(&self, role: &str) -> &[Range<usize>] {
        match role {
            "source" => &self.sources,
            "target" => &self.targets,
            _ => &self.related,
        }
    }
}

/// Scores predicted roles, and classes where the corpus has them.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let nothing = Roles::default();
    for sentence in &corpus.sentences {
        let own = predictions.get(&sentence.id).unwrap_or(&nothing);
        for role in ROLES {
            let words = |roles: &Roles| -> Vec<BTreeSet<usize>> {
                roles
                    .role(role)
                    .iter()
                    .map(|range| words_in(&sentence.text, std::slice::from_ref(range)))
                    .filter(|words| !words.is_empty())
                    .collect()
            };
            let tally = pair(&words(&sentence.roles), &words(own)).tally;
            tallies.entry(role).or_default().add(tally);
            if tally.exact < tally.gold.max(tally.predicted) {
                let shown = |roles: &Roles| {
                    roles
                        .role(role)
                        .iter()
                        .filter_map(|range| sentence.text.get(range.clone()))
                        .collect::<Vec<_>>()
                        .join(" | ")
                };
                report.errors.push(ErrorLine {
                    class: format!("{}-{role}", corpus.name),
                    document: sentence.id.clone(),
                    gold: shown(&sentence.roles),
                    predicted: shown(own),
                    words: sentence.text.clone(),
                });
            }
        }
    }
    let of = |role: &str| tallies.get(role).copied().unwrap_or_default();
    let mut both = of("source");
    both.add(of("target"));
    let mut all = both;
    all.add(of("related"));
    let mut rows = Vec::new();
    for (name, key, tally) in [
        ("source", "source.", of("source")),
        ("target", "target.", of("target")),
        ("related", "related.", of("related")),
        ("source and target", "", both),
        ("all three", "all.", all),
    ] {
        let grade = |right: usize| {
            precision_recall_f1(right as f64, tally.predicted as f64, tally.gold as f64)
        };
        let (precision, recall, exact) = grade(tally.exact);
        let partial = grade(tally.partial).2;
        let prefix = format!("{}.{key}", corpus.name);
        report.measures.insert(format!("{prefix}f1"), exact);
        report
            .measures
            .insert(format!("{prefix}partial_f1"), partial);
        let mut row = vec![
            name.to_owned(),
            tally.gold.to_string(),
            tally.predicted.to_string(),
        ];
        row.extend([precision, recall, exact, partial].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    let head = ["role", "gold", "predicted", "P", "R", "F1", "partial F1"];
    report.text = format!(
        "# {} ({} sentences)\n\n{}",
        corpus.name,
        corpus.sentences.len(),
        table(&head, &rows)
    );
    classes(corpus, predictions, &mut report);
    report.errors.sort();
    report
}

/// Accuracy of the class over the sentences that have one.
fn classes(corpus: &Corpus, predictions: &Predictions, report: &mut Report) {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for sentence in &corpus.sentences {
        let Some(class) = &sentence.roles.class else {
            continue;
        };
        let own = predictions
            .get(&sentence.id)
            .and_then(|roles| roles.class.as_deref());
        let count = counts.entry(class).or_default();
        count[0] += 1;
        count[1] += usize::from(own == Some(class));
        if own != Some(class) {
            report.errors.push(ErrorLine {
                class: format!("{}-class", corpus.name),
                document: sentence.id.clone(),
                gold: class.clone(),
                predicted: own.unwrap_or_default().to_owned(),
                words: sentence.text.clone(),
            });
        }
    }
    if counts.is_empty() {
        return;
    }
    let total = counts
        .values()
        .fold([0, 0], |sum, count| [sum[0] + count[0], sum[1] + count[1]]);
    let accuracy = |count: [usize; 2]| count[1] as f64 / count[0] as f64;
    report
        .measures
        .insert(format!("{}.class_accuracy", corpus.name), accuracy(total));
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(class, count)| (*class, *count))
        .chain([("all", total)])
        .map(|(class, count)| {
            vec![
                class.to_owned(),
                count[0].to_string(),
                count[1].to_string(),
                format!("{:.3}", accuracy(count)),
            ]
        })
        .collect();
    report.text.push('\n');
    report
        .text
        .push_str(&table(&["class", "gold", "right", "accuracy"], &rows));
}

/// Predictions as JSON lines.
pub fn written_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::new();
    for sentence in &corpus.sentences {
        let Some(roles) = predictions.get(&sentence.id) else {
            continue;
        };
        let ranges = |role: &str| -> Vec<[usize; 2]> {
            roles
                .role(role)
                .iter()
                .map(|range| [range.start, range.end])
                .collect()
        };
        let line = serde_json::json!({
            "sentence": sentence.id,
            "source": ranges("source"),
            "target": ranges("target"),
            "related": ranges("related"),
            "class": roles.class,
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}
