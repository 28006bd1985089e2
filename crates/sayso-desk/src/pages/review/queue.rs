//! What to look at next.

use super::super::Frame;
use crate::acts::{Sight, masked_summary};
use crate::http::{Answer, Call, Format, Problem, Reply, encoded};
use crate::index::{QueueEntry, support, supported};
use crate::project::Project;
use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    by: String,
    rule: String,
    rules: Vec<(String, u64)>,
    entries: Vec<QueueEntry>,
}

impl QueuePage {
    /// This part of the review, as [`super::PARTS`] has it.
    fn here(&self) -> &'static str {
        match self.by.as_str() {
            "support" => "review?by=support",
            "rule" => "review?by=rule",
            _ => "review?by=disagreement",
        }
    }
}

/// The queue for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct QueueAnswer {
    by: &'static str,
    items: Vec<QueueEntry>,
}

/// Adds what others rejected and this reviewer has not judged, where it would stand if nobody had.
fn with_rejected(
    project: &Project,
    sight: &Sight,
    by: &str,
    rule: &str,
    entries: &mut Vec<QueueEntry>,
    limit: usize,
) -> Result<(), Problem> {
    let rejected = sight.rejected_by_others(project)?;
    if rejected.is_empty() {
        return Ok(());
    }
    for claim in rejected {
        let why = match by {
            "support" => supported(support(&claim)),
            "rule" if claim.kind_rule.0 == rule => format!("made by the rule {rule}"),
            _ => continue,
        };
        if let Some(summary) = masked_summary(project, &claim)? {
            entries.push(QueueEntry {
                report: claim.report.0,
                claim: claim.id.0,
                summary,
                incident: None,
                why,
            });
        }
    }
    if by != "disagreement" {
        entries.sort_by(|a, b| (&a.why, &a.claim).cmp(&(&b.why, &b.claim)));
    }
    entries.truncate(limit);
    Ok(())
}

/// `review?by=disagreement|support|rule`.
pub(crate) fn queue(call: &Call) -> Answer {
    let project = call.project()?;
    let by = match call.query.get("by") {
        Some("support") => "support",
        Some("rule") => "rule",
        _ => "disagreement",
    };
    let rules = if by == "rule" {
        project.index.rules()?
    } else {
        Vec::new()
    };
    let rule = call
        .query
        .get("rule")
        .filter(|rule| !rule.is_empty())
        .map(str::to_owned)
        .or_else(|| rules.first().map(|(rule, _)| rule.clone()))
        .unwrap_or_default();
    let sight = Sight::of(call)?;
    let mut entries = Vec::new();
    for mut entry in project.index.queue(by, &rule, &call.by(), call.limit())? {
        let told = sight.summary(project, &entry.claim, &entry.report, entry.summary)?;
        if let Some(summary) = told {
            entry.summary = summary;
            entries.push(entry);
        }
    }
    with_rejected(project, &sight, by, &rule, &mut entries, call.limit())?;
    match call.format {
        Format::Json => Reply::json(&QueueAnswer { by, items: entries }),
        Format::Csv => Reply::csv(
            "queue",
            &["claim", "report", "incident", "why", "summary"],
            entries.into_iter().map(|entry| {
                vec![
                    entry.claim,
                    entry.report,
                    entry.incident.unwrap_or_default(),
                    entry.why,
                    entry.summary,
                ]
            }),
        ),
        _ => Reply::page(&QueuePage {
            frame: Frame::new(call, "Review")
                .with_twins(call, &encoded(&[("by", by), ("rule", &rule)])),
            by: by.to_owned(),
            rule,
            rules,
            entries,
        }),
    }
}
