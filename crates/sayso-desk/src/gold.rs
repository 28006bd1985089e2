//! Reviewed reports as a folder in the claims format: `sayso eval claims FOLDER` scores the coder on it.

use crate::acts::{apply, without_lost_leaders, words};
use crate::error::DeskError;
use crate::project::Project;
use sayso_export::{Exporter, Format};
use sayso_model::{Claim, Published, Report};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The three files of the folder.
#[derive(Debug, Default)]
pub(crate) struct Gold {
    pub(crate) reports: String,
    pub(crate) gold: String,
    pub(crate) annotated: String,
}

/// A report's claims as reviewers have them; `None` while some claim is judged by nobody.
///
/// Of several reviewers the last word on a claim holds, or that of `by` alone.
pub(crate) fn reviewed(
    project: &Project,
    report: &str,
    by: Option<&str>,
) -> Result<Option<(Report, Vec<Claim>)>, DeskError> {
    let Some(shown) = project.shown(report)? else {
        return Ok(None);
    };
    let acts = project.acts_on_report(&shown.report.id.0)?;
    let acts: Vec<_> = acts
        .iter()
        .map(|kept| &kept.act)
        .filter(|act| by.is_none_or(|by| act.by == by))
        .collect();
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for act in &acts {
        if let Some(claim) = &act.claim
            && matches!(act.did.name(), "accept" | "reject" | "correct" | "add")
        {
            last.insert(claim, &act.by);
        }
    }
    let added: BTreeSet<String> = project
        .added(&shown.report.id.0)?
        .into_iter()
        .map(|(_, claim)| claim.id.0)
        .collect();
    let all = shown.claims.into_iter().chain(
        project
            .added(&shown.report.id.0)?
            .into_iter()
            .map(|(_, claim)| claim),
    );
    let mut claims = Vec::new();
    for claim in all {
        let Some(reviewer) = last.get(claim.id.0.as_str()) else {
            if added.contains(&claim.id.0) {
                continue;
            }
            return Ok(None);
        };
        let said = words(
            acts.iter()
                .copied()
                .filter(|act| act.claim.as_deref() == Some(&claim.id.0)),
        );
        if let Some(word) = said.get(*reviewer) {
            claims.extend(apply(&claim, word));
        }
    }
    claims.sort_by_key(|claim| claim.evidence.first().map(|span| span.start));
    without_lost_leaders(&mut claims);
    Ok(Some((shown.report, claims)))
}

/// Every report that is reviewed to the end; where `blind` asks, of those that they reviewed to the end themselves.
pub(crate) fn gold(
    project: &Project,
    by: Option<&str>,
    blind: Option<&str>,
) -> Result<Gold, DeskError> {
    let failed = |cause: std::io::Error| DeskError::Usage(cause.to_string());
    let mut out = Gold::default();
    let mut annotated = Vec::new();
    let mut seen = BTreeSet::new();
    let mut exporter = Exporter::new(Format::Annotation, Vec::new()).map_err(failed)?;
    for id in project.worked_on()? {
        if blind.is_some() && reviewed(project, &id, blind)?.is_none() {
            continue;
        }
        let Some((mut report, claims)) = reviewed(project, &id, by)? else {
            continue;
        };
        if !seen.insert(report.input_id.clone()) {
            report.input_id = format!(
                "{}-{}",
                report.input_id,
                report.id.0.get(..8).unwrap_or_default()
            );
        }
        let published = match &report.published {
            Published::Known { date, .. } => Some(date.to_string()),
            Published::Unknown => None,
        };
        let line = json!({
            "id": report.input_id, "outlet": report.outlet, "url": report.url, "published": published, "title": report.title, "text": report.text
        });
        out.reports
            .push_str(&sayso_export::safe_json(&line.to_string()));
        out.reports.push('\n');
        exporter.add(&report, &claims).map_err(failed)?;
        annotated.push(report.input_id);
    }
    out.gold = String::from_utf8_lossy(&exporter.finish().map_err(failed)?).into_owned();
    out.annotated = json!(annotated).to_string();
    Ok(out)
}
