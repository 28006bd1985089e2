//! Time expressions of narratives, with their TIMEX2 values.

use super::Run;
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_eval::Report;
use sayso_eval::wikiwars::{
    Document, Predictions, TimeExpression, load, score as score_expressions, tagged_documents,
};

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let corpus = load(run.folder())?;
    let found = in_order(&corpus.documents, run.threads(), |document| {
        expressions(run, document)
    });
    let predictions: Predictions = corpus
        .documents
        .iter()
        .map(|document| document.id.clone())
        .zip(found)
        .collect();
    if let Some(folder) = &run.arguments.predictions {
        std::fs::create_dir_all(folder).map_err(|cause| {
            Refusal::new(format!("{}: cannot be made ({cause})", folder.display()))
        })?;
        for (id, text) in tagged_documents(&corpus, &predictions) {
            run.write_predictions(&format!("{id}.xml"), &text)?;
        }
    }
    Ok(score_expressions(&corpus, &predictions))
}

/// A range counts as its two ends, as TIMEX2 tags them; a history has no publication date to count from.
fn expressions(run: &Run, document: &Document) -> Vec<TimeExpression> {
    let lexicons = &run.stock.knowledge.words;
    let segmented = sayso_text::segment(&document.text, &lexicons.segment);
    let found = sayso_time::time_expressions(&segmented, &document.text, None, &lexicons.times);
    // The corpus tags no names of operations.
    let found = found
        .into_iter()
        .filter(|one| one.basis != sayso_time::Basis::Named);
    let flat = found.flat_map(|one| {
        if one.ends.is_empty() {
            vec![one]
        } else {
            one.ends
        }
    });
    flat.map(|one| TimeExpression {
        start: one.span.start as usize,
        end: one.span.end as usize,
        value: one.timex2_value,
    })
    .collect()
}
