//! MUC-4: incident templates from claims.
//!
//! One template per occurrence: the claims that `same_incident` joins. The task asks for terrorist acts, for every doer
//! and thing hit, and for the words of the report where a claim gives one party with its class. So the words of the
//! sentences that claims rest on, and the doers of the report's other claims, are judged by fitted weights
//! (`crates/sayso-eval/data/muc4_weights.toml`): whether an occurrence is one of the task's incidents, and whether words
//! fill a role. They were fitted on the development split alone, by `training/muc4`, and serve nothing but this measure.

mod candidate;
mod incident;
mod judge;
mod mentions;
mod parties;
mod words;

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use candidate::Candidate;
use incident::Reader;
use sayso_code::Coder;
use sayso_eval::Report;
use sayso_eval::muc4::{
    Document, Predictions, load, processed_predictions, read_predictions, score as score_templates,
    weights,
};
use sayso_model::{Claim, ClaimId};
use sayso_read::ReadOptions;
use std::collections::BTreeMap;

/// The split that a run over all corpora scores.
const MAIN: &str = "tst1_tst2";

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let all = run.arguments.corpus == crate::arguments::Corpus::All;
    let mut report = Report::default();
    let mut rows = String::new();
    for corpus in load(run.folder())?
        .iter()
        .filter(|corpus| run.wants(&corpus.name) && (!all || corpus.name == MAIN))
    {
        let predictions = match &run.arguments.from {
            Some(file) => read_predictions(file)?,
            None => {
                let coder = run.stock.coder();
                let candidates = in_order(&corpus.documents, run.threads(), |document| {
                    candidates(run, &coder, document)
                });
                let mut predictions = Predictions::new();
                for (document, candidates) in corpus.documents.iter().zip(candidates) {
                    let candidates = candidates?;
                    if run.arguments.rows.is_some() {
                        rows.push_str(&row(document, &candidates).to_string());
                        rows.push('\n');
                    }
                    let templates = judge::templates(&candidates, weights());
                    predictions.insert(document.id.clone(), templates);
                }
                run.write_predictions(
                    &format!("muc4-{}.json", corpus.name),
                    &processed_predictions(corpus, &predictions),
                )?;
                predictions
            }
        };
        report.append(score_templates(corpus, &predictions));
    }
    if let Some(path) = &run.arguments.rows {
        std::fs::write(path, rows).map_err(|cause| {
            Refusal::new(format!("{}: cannot be written ({cause})", path.display()))
        })?;
    }
    Ok(report)
}

fn candidates(run: &Run, coder: &Coder, document: &Document) -> Result<Vec<Candidate>, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let report = read_one(document.text.as_bytes(), &document.id, &options)?;
    let coding = coder.code(&report);
    let segmented = coder.document(&report);
    let reader = Reader {
        run,
        report: &report,
        segmented: &segmented,
    };
    let mut candidates: Vec<Candidate> = occurrences(&coding.claims)
        .iter()
        .enumerate()
        .flat_map(|(occurrence, claims)| {
            let mut found = reader.candidates(claims, &coding.claims);
            found.iter_mut().for_each(|own| own.occurrence = occurrence);
            found
        })
        .collect();
    Candidate::among(&mut candidates);
    Ok(candidates)
}

/// One line for `training/muc4`: what the occurrences of a report offer, with features.
fn row(document: &Document, candidates: &[Candidate]) -> serde_json::Value {
    let candidates: Vec<serde_json::Value> = candidates
        .iter()
        .map(|candidate| {
            let fillers: Vec<serde_json::Value> = candidate
                .fillers
                .iter()
                .map(|((role, normal), filler)| {
                    serde_json::json!({ "role": format!("{role:?}"), "words": normal, "features": filler.features })
                })
                .collect();
            serde_json::json!({ "type": candidate.incident_type, "occurrence": candidate.occurrence, "features": candidate.features, "fillers": fillers })
        })
        .collect();
    serde_json::json!({ "id": document.id, "candidates": candidates })
}

/// Claims on one occurrence, in the order of the text.
fn occurrences(claims: &[Claim]) -> Vec<Vec<&Claim>> {
    let mut first: BTreeMap<&ClaimId, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Claim>> = Vec::new();
    for claim in claims {
        let key = claim.same_incident.as_ref().unwrap_or(&claim.id);
        let group = *first.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.push(claim);
        }
    }
    groups
}
