//! Import: files or pasted text in, claims at once.

use super::Frame;
use crate::engine::{Coding, Input};
use crate::http::{Answer, Call, Problem, Reply};
use crate::private;
use askama::Template;
use sayso_knowledge::ActorRegistry;
use sayso_model::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// Reports coded in one request; more belong on the command line.
const MOST_REPORTS: usize = 200;

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    frame: Frame,
    done: Vec<Imported>,
    most: usize,
}

/// What became of one report.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Imported {
    pub(crate) report: Option<String>,
    pub(crate) input_id: String,
    pub(crate) summaries: Vec<String>,
    pub(crate) claims: usize,
    pub(crate) notes: Vec<String>,
    pub(crate) fault: Option<String>,
}

/// What became of each report, for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ImportAnswer {
    items: Vec<Imported>,
}

/// `GET import`.
pub(crate) fn page(call: &Call) -> Answer {
    Reply::page(&ImportPage {
        frame: Frame::new(call, "Import"),
        done: Vec::new(),
        most: MOST_REPORTS,
    })
}

/// `POST import` and `POST /api/v1/…/reports`.
pub(crate) fn import(call: &Call) -> Answer {
    let get = |name: &str| call.form.params.given(name);
    let mut inputs: Vec<Input> = call
        .form
        .files
        .iter()
        .map(|file| Input {
            name: file.name.clone(),
            bytes: file.bytes.clone(),
            outlet: get("outlet"),
            url: get("url"),
            published: get("published"),
            title: None,
        })
        .collect();
    if let Some(text) = get("text") {
        inputs.push(Input {
            name: get("name").unwrap_or_else(|| "pasted.txt".to_owned()),
            // Browsers send `\r\n`.
            bytes: text.replace("\r\n", "\n").into_bytes(),
            outlet: get("outlet"),
            url: get("url"),
            published: get("published"),
            title: get("title"),
        });
    }
    if inputs.is_empty() {
        return Err(Problem::bad("give a file or paste text"));
    }
    let done = code(call, &inputs)?;
    if call.api {
        let status = if done.iter().any(|one| one.report.is_some()) {
            201
        } else {
            400
        };
        return Ok(Reply::json(&ImportAnswer { items: done })?.with_status(status));
    }
    if let [
        Imported {
            report: Some(report),
            fault: None,
            ..
        },
    ] = done.as_slice()
    {
        let name = &call.project()?.name;
        return Ok(Reply::see_other(&format!(
            "/p/{name}/reports/{report}?done=added"
        )));
    }
    Reply::page(&ImportPage {
        frame: Frame::new(call, "Import"),
        done,
        most: MOST_REPORTS,
    })
}

/// The claims in one sentence each, without private names.
fn summaries(report: &Report, coding: &Coding, actors: &ActorRegistry) -> Vec<String> {
    let private = private::spans(report, &coding.claims, &coding.private, actors);
    coding
        .claims
        .iter()
        .map(sayso_export::summary)
        .map(|summary| private::without(&summary, &report.text, &private))
        .collect()
}

fn code(call: &Call, inputs: &[Input]) -> Result<Vec<Imported>, Problem> {
    let project = call.project()?;
    let mut done: Vec<Imported> = Vec::new();
    for input in inputs {
        for read in project.engine.read(input) {
            if done.len() == MOST_REPORTS {
                done.push(Imported {
                    report: None,
                    input_id: input.name.clone(),
                    summaries: Vec::new(),
                    claims: 0,
                    notes: Vec::new(),
                    fault: Some(format!("only {MOST_REPORTS} reports at once; `sayso code --ledger` takes any number")),
                });
                project.take_new()?;
                return Ok(done);
            }
            match read {
                Ok(mut report) => {
                    let coding = project.add(&mut report)?;
                    done.push(Imported {
                        report: Some(report.id.0.clone()),
                        input_id: report.input_id.clone(),
                        claims: coding.claims.len(),
                        summaries: summaries(&report, &coding, &project.engine.knowledge().actors),
                        notes: report
                            .notes
                            .iter()
                            .map(|note| note.message.clone())
                            .collect(),
                        fault: None,
                    });
                }
                Err(fault) => done.push(Imported {
                    report: None,
                    input_id: input.name.clone(),
                    summaries: Vec::new(),
                    claims: 0,
                    notes: Vec::new(),
                    fault: Some(fault),
                }),
            }
        }
    }
    project.take_new()?;
    Ok(done)
}
