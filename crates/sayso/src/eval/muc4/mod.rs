//! MUC-4: incident templates from claims.
//!
//! One template per occurrence: the claims that `same_incident` joins. The task asks for terrorist acts: what the
//! armed forces do to armed groups, clashes, threats, tolls and denied acts are left out, and so is an occurrence of
//! which only the bare word is known. Gold names individuals and bodies apart, and victims by name only.

mod template;
mod words;

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_code::Coder;
use sayso_eval::Report;
use sayso_eval::muc4::{
    Document, Predictions, Template, load, processed_predictions, read_predictions,
    score as score_templates,
};
use sayso_model::{Claim, ClaimId};
use sayso_read::ReadOptions;
use std::collections::BTreeMap;
use template::Reader;

/// The split that a run over all corpora scores.
const MAIN: &str = "tst1_tst2";

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let all = run.arguments.corpus == crate::arguments::Corpus::All;
    let mut report = Report::default();
    for corpus in load(run.folder())?
        .iter()
        .filter(|corpus| run.wants(&corpus.name) && (!all || corpus.name == MAIN))
    {
        let predictions = match &run.arguments.from {
            Some(file) => read_predictions(file)?,
            None => {
                let coder = run.stock.coder();
                let templates = in_order(&corpus.documents, run.threads(), |document| {
                    templates(run, &coder, document)
                });
                let mut predictions = Predictions::new();
                for (document, templates) in corpus.documents.iter().zip(templates) {
                    predictions.insert(document.id.clone(), templates?);
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
    Ok(report)
}

fn templates(run: &Run, coder: &Coder, document: &Document) -> Result<Vec<Template>, Refusal> {
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
    Ok(occurrences(&coding.claims)
        .iter()
        .filter_map(|claims| reader.template(claims))
        .fold(Vec::new(), join))
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

/// Instances that nothing tells apart are one template.
fn join(mut templates: Vec<Template>, next: Template) -> Vec<Template> {
    let same = |a: &Template| {
        let shares =
            |a: &[Vec<String>], b: &[Vec<String>]| a.iter().any(|entity| b.contains(entity));
        a.incident_type == next.incident_type
            && (shares(&a.victims, &next.victims) || shares(&a.targets, &next.targets))
    };
    match templates.iter_mut().find(|template| same(template)) {
        Some(known) => {
            for (into, from) in [
                (
                    &mut known.perpetrator_individuals,
                    &next.perpetrator_individuals,
                ),
                (
                    &mut known.perpetrator_organisations,
                    &next.perpetrator_organisations,
                ),
                (&mut known.targets, &next.targets),
                (&mut known.victims, &next.victims),
                (&mut known.weapons, &next.weapons),
            ] {
                let new: Vec<Vec<String>> = from
                    .iter()
                    .filter(|entity| !into.contains(entity))
                    .cloned()
                    .collect();
                into.extend(new);
            }
        }
        None => templates.push(next),
    }
    templates
}
