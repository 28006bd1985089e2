//! What to look at next.

use super::super::Frame;
use crate::http::{Answer, Call, Format, Reply, encoded};
use crate::index::QueueEntry;
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

/// The queue for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct QueueAnswer {
    by: &'static str,
    items: Vec<QueueEntry>,
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
    let entries = project.index.queue(by, &rule, &call.by(), call.limit())?;
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
