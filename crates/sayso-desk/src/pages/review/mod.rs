//! Review: the queue, work on a report, where reviewers differ, their agreement, the log, and the export of what came of it.

mod compare;
mod queue;
mod work;

pub(crate) use compare::{AgreementAnswer, DifferencesAnswer, agreement, disagreements};
pub(crate) use queue::{QueueAnswer, queue};
pub(crate) use work::{WorkAnswer, work};

use super::Frame;
use crate::acts::{Act, Kept, Sight, make};
use crate::claim_view::field_label;
use crate::gold::gold;
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::private;
use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

/// The parts of the review, each with its label.
pub(crate) const PARTS: &[(&str, &str)] = &[
    ("review?by=disagreement", "By disagreement of sources"),
    ("review?by=support", "By low support"),
    ("review?by=rule", "By rule"),
    ("review/disagreements", "Where reviewers differ"),
    ("review/agreement", "Agreement"),
    ("review/log", "Log"),
];

/// `POST review/acts`.
pub(crate) fn act(call: &Call) -> Answer {
    let number = make(call)?;
    let from_form = call.form.json.is_none() && !call.api;
    match call.form.params.get("back") {
        Some(back) if from_form => {
            let (path, fragment) = back.split_once('#').unwrap_or((back, ""));
            let safe = path.starts_with(&format!("/p/{}/", call.project()?.name))
                && !path.contains(['\r', '\n', '\\']);
            let path = if safe { path } else { "/" };
            let mark = if path.contains('?') { '&' } else { '?' };
            let done = if call.form.params.get("act") == Some("undo") {
                "undone"
            } else {
                "saved"
            };
            let fragment: String = fragment
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            Ok(Reply::see_other(&format!(
                "{path}{mark}done={done}#{fragment}"
            )))
        }
        _ => Ok(Reply::json(&ActAnswer { number })?.with_status(201)),
    }
}

/// An act in the log.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Entry {
    number: u64,
    at: String,
    by: String,
    what: String,
    note: String,
    claim: Option<String>,
    report: Option<String>,
    incident: Option<String>,
    before: String,
    after: String,
    undone: bool,
    may_undo: bool,
}

/// The number of an act that was appended.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ActAnswer {
    number: u64,
}

/// The log for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LogAnswer {
    items: Vec<Entry>,
    /// Cursor of the next page.
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage {
    frame: Frame,
    entries: Vec<Entry>,
    next: Option<String>,
}

/// An act of somebody else on a claim that this reviewer has not judged: that there is one, not what it was.
const OPEN: &str = "an act on a claim that you have not judged yet";

fn entry(call: &Call, kept: Kept, told: &impl Fn(&Act) -> bool) -> Result<Entry, Problem> {
    if !told(&kept.act) {
        return Ok(Entry {
            number: kept.number,
            at: kept.act.at,
            by: kept.act.by,
            what: OPEN.to_owned(),
            note: String::new(),
            claim: None,
            report: kept.act.report,
            incident: None,
            before: String::new(),
            after: String::new(),
            undone: kept.undone,
            may_undo: false,
        });
    }
    let (before, after) = match &kept.act.did {
        crate::acts::Deed::Correct { before, after, .. } => (before.to_string(), after.to_string()),
        crate::acts::Deed::Add { after } => (String::new(), sayso_export::summary(after)),
        _ => (String::new(), String::new()),
    };
    // The words of a field may name a private person.
    let shown = match &kept.act.report {
        Some(report) if !before.is_empty() || !after.is_empty() => call.project()?.shown(report)?,
        _ => None,
    };
    let hide = |words: String| match &shown {
        Some(shown) => private::without(&words, &shown.report.text, &shown.private),
        None => words,
    };
    Ok(Entry {
        number: kept.number,
        what: kept.act.did.told(),
        may_undo: !kept.undone
            && (kept.act.by == call.by() || call.may(crate::people::Role::Administrator)),
        at: kept.act.at,
        by: kept.act.by,
        note: kept.act.note,
        claim: kept.act.claim,
        report: kept.act.report,
        incident: kept.act.incident,
        before: hide(before),
        after: hide(after),
        undone: kept.undone,
    })
}

/// `review/log`: every act, the newest first.
pub(crate) fn log(call: &Call) -> Answer {
    let limit = if call.format == Format::Csv {
        10_000
    } else {
        call.limit()
    };
    let before = call.cursor().and_then(|cursor| cursor.parse().ok());
    let mut kept = call.project()?.log(before, limit + 1)?;
    let more = kept.len() > limit;
    kept.truncate(limit);
    let next = kept
        .last()
        .filter(|_| more)
        .map(|last| last.number.to_string());
    let told = Sight::of(call)?.told(call.project()?)?;
    let entries: Vec<Entry> = kept
        .into_iter()
        .map(|kept| entry(call, kept, &told))
        .collect::<Result<_, _>>()?;
    match call.format {
        Format::Json => Reply::json(&LogAnswer {
            items: entries,
            next,
        }),
        Format::Csv => Reply::csv(
            "log",
            &[
                "number",
                "at",
                "by",
                "what",
                "note",
                "claim",
                "report",
                "incident",
                "before",
                "after",
                "taken_back",
            ],
            entries.into_iter().map(|entry| {
                vec![
                    entry.number.to_string(),
                    entry.at,
                    entry.by,
                    entry.what,
                    entry.note,
                    entry.claim.unwrap_or_default(),
                    entry.report.unwrap_or_default(),
                    entry.incident.unwrap_or_default(),
                    entry.before,
                    entry.after,
                    entry.undone.to_string(),
                ]
            }),
        ),
        _ => Reply::page(&LogPage {
            frame: Frame::new(call, "Log of review").with_twins(call, ""),
            next: super::next_page(call, &[], next.as_ref()),
            entries,
        }),
    }
}

/// What stands before a row of the tables in which reviewers are compared.
pub(crate) fn row_label(field: &str) -> &'static str {
    match field {
        "verdict" => "Kept or rejected",
        field => field_label(field),
    }
}

/// `review/export/{id}`: `gold.jsonl`, `reports.jsonl`, `annotated.json`.
pub(crate) fn export(call: &Call) -> Answer {
    let by = call.query.get("by").filter(|by| !by.is_empty());
    let gold = gold(call.project()?, by, Sight::of(call)?.blind())?;
    let (kind, text) = match call.id.as_str() {
        "gold.jsonl" => ("application/x-ndjson", gold.gold),
        "reports.jsonl" => ("application/x-ndjson", gold.reports),
        "annotated.json" => ("application/json", gold.annotated),
        _ => {
            return Err(Problem::new(
                404,
                "there are gold.jsonl, reports.jsonl and annotated.json",
            ));
        }
    };
    Ok(Reply::text(kind, text).with(
        "content-disposition",
        format!("attachment; filename=\"{}\"", call.id),
    ))
}
