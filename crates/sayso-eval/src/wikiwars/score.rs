//! Strict span and value F1 over all documents together.

use super::{Corpus, Predictions, TimeExpression};
use crate::report::{ErrorLine, Report, precision_recall_f1, table};
use std::collections::{BTreeMap, BTreeSet};

/// Scores predicted expressions.
pub fn score(corpus: &Corpus, predictions: &Predictions) -> Report {
    let mut report = Report::default();
    let mut rows = Vec::new();
    let mut all = [0usize; 5];
    for document in &corpus.documents {
        let own: BTreeSet<&TimeExpression> = predictions
            .get(&document.id)
            .into_iter()
            .flatten()
            .collect();
        let gold: BTreeMap<(usize, usize), &str> = document
            .expressions
            .iter()
            .map(|e| ((e.start, e.end), e.value.as_str()))
            .collect();
        // One value per span: of two predictions on one span the second is spurious.
        let mut spans = BTreeSet::new();
        let mut counts = [own.len(), gold.len(), 0, 0, 0];
        for expression in &own {
            let span = (expression.start, expression.end);
            let words = document
                .text
                .get(span.0..span.1)
                .unwrap_or_default()
                .to_owned();
            let mut put = |class: &str, gold: String| {
                let (document, predicted) = (document.id.clone(), expression.value.clone());
                let words = words.clone();
                report.errors.push(ErrorLine {
                    class: class.to_owned(),
                    document,
                    gold,
                    predicted,
                    words,
                });
            };
            let overlapping = gold
                .iter()
                .find(|((start, end), _)| *start < span.1 && span.0 < *end);
            counts[4] += usize::from(overlapping.is_some());
            match gold.get(&span).filter(|_| spans.insert(span)) {
                Some(value) => {
                    counts[2] += 1;
                    counts[3] += usize::from(*value == expression.value);
                    if *value != expression.value {
                        put("wrong-value", (*value).to_owned());
                    }
                }
                None => match overlapping {
                    Some(((start, end), value)) => {
                        let other = document.text.get(*start..*end).unwrap_or_default();
                        put("wrong-span", format!("{value} \"{other}\""));
                    }
                    None => put("spurious", String::new()),
                },
            }
        }
        for ((start, end), value) in &gold {
            if !own.iter().any(|e| e.start < *end && *start < e.end) {
                let words = document
                    .text
                    .get(*start..*end)
                    .unwrap_or_default()
                    .to_owned();
                let (class, document) = ("missed".to_owned(), document.id.clone());
                let (gold, predicted) = ((*value).to_owned(), String::new());
                report.errors.push(ErrorLine {
                    class,
                    document,
                    gold,
                    predicted,
                    words,
                });
            }
        }
        rows.push(row(&document.id, &counts));
        for (sum, count) in all.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    rows.insert(0, row("all", &all));
    let ratio = |right: usize| precision_recall_f1(right as f64, all[0] as f64, all[1] as f64);
    let mut put = |name: &str, value: f64| {
        report
            .measures
            .insert(format!("{}.{name}", corpus.name), value)
    };
    put("strict_span_f1", ratio(all[2]).2);
    put("strict_span_value_f1", ratio(all[3]).2);
    put("strict_span_value_precision", ratio(all[3]).0);
    put("strict_span_value_recall", ratio(all[3]).1);
    put(
        "value_accuracy_on_strict_spans",
        if all[2] > 0 {
            all[3] as f64 / all[2] as f64
        } else {
            0.0
        },
    );
    let head = [
        "document",
        "predicted",
        "gold",
        "span F1",
        "span+value P",
        "span+value R",
        "span+value F1",
        "overlapping",
    ];
    report.text = format!(
        "# {} ({} documents)\n\n{}",
        corpus.name,
        corpus.documents.len(),
        table(&head, &rows)
    );
    report.errors.sort();
    report
}

fn row(name: &str, counts: &[usize; 5]) -> Vec<String> {
    let [predicted, gold, span, value, overlapping] = *counts;
    let (_, _, span_f1) = precision_recall_f1(span as f64, predicted as f64, gold as f64);
    let (precision, recall, f1) = precision_recall_f1(value as f64, predicted as f64, gold as f64);
    let mut cells = vec![name.to_owned(), predicted.to_string(), gold.to_string()];
    cells.extend([span_f1, precision, recall, f1].map(|v| format!("{v:.3}")));
    cells.push(overlapping.to_string());
    cells
}
