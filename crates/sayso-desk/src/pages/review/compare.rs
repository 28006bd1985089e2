//! Two reviewers beside each other: where they differ, and how far they agree on each field.

use super::super::Frame;
use crate::acts::{Sight, apply, value_text};
use crate::alpha::alpha;
use crate::claim_view::FIELDS;
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::project::Project;
use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

/// Claims looked at, the latest first.
const MOST: usize = 20_000;
/// What a reviewer who rejects a claim says of each of its fields.
const REJECTED: &str = "rejected";

/// One claim that two or more judged, with each one's value of each field.
struct Unit {
    claim: String,
    report: String,
    summary: String,
    reviewers: Vec<String>,
    /// By field, in the order of [`FIELDS`]; the verdict comes first.
    values: Vec<Vec<String>>,
}

fn units(project: &Project) -> Result<Vec<Unit>, Problem> {
    let mut units = Vec::new();
    for (id, report) in project.judged_by_several(MOST)? {
        let Some((claim, _)) = project.claim_with_report(&id)? else {
            continue;
        };
        let words = project.words_on(&id)?;
        let judged: Vec<_> = words.iter().filter(|(_, word)| word.judged).collect();
        let verdicts: Vec<String> = judged
            .iter()
            .map(|(_, word)| {
                if word.rejected {
                    REJECTED.to_owned()
                } else {
                    "kept".to_owned()
                }
            })
            .collect();
        let mut values = vec![verdicts];
        for (field, _) in FIELDS {
            // A field is compared among those who keep the claim; rejecting is the verdict's own row.
            values.push(
                judged
                    .iter()
                    .filter_map(|(_, word)| apply(&claim, word))
                    .map(|claim| value_text(&claim, field))
                    .collect(),
            );
        }
        let summary = match project.index.claim(&id)? {
            Some(row) => row.summary,
            None => sayso_export::summary(&claim),
        };
        units.push(Unit {
            claim: id,
            report,
            summary,
            reviewers: judged.iter().map(|(by, _)| (*by).clone()).collect(),
            values,
        });
    }
    Ok(units)
}

/// A claim on which reviewers differ.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Difference {
    claim: String,
    report: String,
    summary: String,
    /// Field, and what each reviewer has.
    fields: Vec<(String, Vec<(String, String)>)>,
}

/// Where reviewers differ, for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DifferencesAnswer {
    items: Vec<Difference>,
    judged_by_several: usize,
}

/// How far reviewers agree, for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct AgreementAnswer {
    fields: Vec<FieldAgreement>,
    judged_by_several: usize,
    measure: &'static str,
}

#[derive(Template)]
#[template(path = "disagreements.html")]
struct DisagreementsPage {
    frame: Frame,
    differences: Vec<Difference>,
    judged: usize,
}

/// `review/disagreements`.
pub(crate) fn disagreements(call: &Call) -> Answer {
    let project = call.project()?;
    let mut units = units(project)?;
    if let Some(me) = Sight::of(call)?.blind() {
        units.retain(|unit| unit.reviewers.iter().any(|reviewer| reviewer == me));
    }
    let judged = units.len();
    let mut differences = Vec::new();
    for unit in units {
        let names = std::iter::once("verdict").chain(FIELDS.iter().map(|(name, _)| *name));
        let mut fields = Vec::new();
        let kept: Vec<&String> = unit
            .reviewers
            .iter()
            .zip(unit.values.first().into_iter().flatten())
            .filter(|(_, verdict)| *verdict != REJECTED)
            .map(|(by, _)| by)
            .collect();
        for (name, values) in names.zip(&unit.values) {
            if values.windows(2).all(|pair| pair[0] == pair[1]) {
                continue;
            }
            let by: Vec<&String> = if name == "verdict" {
                unit.reviewers.iter().collect()
            } else {
                kept.clone()
            };
            let each = by
                .into_iter()
                .zip(values)
                .map(|(by, value)| {
                    (
                        by.clone(),
                        if value.is_empty() {
                            "empty".to_owned()
                        } else {
                            value.clone()
                        },
                    )
                })
                .collect();
            fields.push((name.to_owned(), each));
        }
        if !fields.is_empty() {
            differences.push(Difference {
                claim: unit.claim,
                report: unit.report,
                summary: unit.summary,
                fields,
            });
        }
    }
    match call.format {
        Format::Json => Reply::json(&DifferencesAnswer {
            items: differences,
            judged_by_several: judged,
        }),
        Format::Csv => Reply::csv(
            "disagreements",
            &["claim", "report", "field", "reviewer", "value"],
            differences.iter().flat_map(|difference| {
                difference.fields.iter().flat_map(move |(field, each)| {
                    each.iter().map(move |(by, value)| {
                        vec![
                            difference.claim.clone(),
                            difference.report.clone(),
                            field.clone(),
                            by.clone(),
                            value.clone(),
                        ]
                    })
                })
            }),
        ),
        _ => Reply::page(&DisagreementsPage {
            frame: Frame::new(call, "Where reviewers differ").with_twins(call, ""),
            differences,
            judged,
        }),
    }
}

/// Agreement on one field.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FieldAgreement {
    field: String,
    /// Claims that two or more have a value for.
    claims: usize,
    /// Of them, those on which all have the same.
    same: usize,
    /// Krippendorff's alpha; none where nothing could differ.
    alpha: Option<f64>,
}

impl FieldAgreement {
    fn shown(&self) -> String {
        self.alpha.map_or_else(
            || "nothing could differ".to_owned(),
            |alpha| format!("{alpha:.3}"),
        )
    }
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage {
    frame: Frame,
    fields: Vec<FieldAgreement>,
    judged: usize,
}

/// `review/agreement`: Krippendorff's alpha of each field.
pub(crate) fn agreement(call: &Call) -> Answer {
    let units = units(call.project()?)?;
    let names = std::iter::once("verdict").chain(FIELDS.iter().map(|(name, _)| *name));
    let fields: Vec<FieldAgreement> = names
        .enumerate()
        .map(|(at, name)| {
            let values: Vec<Vec<String>> = units
                .iter()
                .filter_map(|unit| unit.values.get(at).cloned())
                .filter(|values| values.len() > 1)
                .collect();
            FieldAgreement {
                field: name.to_owned(),
                claims: values.len(),
                same: values
                    .iter()
                    .filter(|values| values.windows(2).all(|pair| pair[0] == pair[1]))
                    .count(),
                alpha: alpha(&values),
            }
        })
        .collect();
    match call.format {
        Format::Json => Reply::json(&AgreementAnswer {
            fields,
            judged_by_several: units.len(),
            measure: "Krippendorff's alpha, nominal",
        }),
        Format::Csv => Reply::csv(
            "agreement",
            &["field", "claims", "same", "alpha"],
            fields.iter().map(|field| {
                vec![
                    field.field.clone(),
                    field.claims.to_string(),
                    field.same.to_string(),
                    field
                        .alpha
                        .map(|alpha| format!("{alpha:.4}"))
                        .unwrap_or_default(),
                ]
            }),
        ),
        _ => Reply::page(&AgreementPage {
            frame: Frame::new(call, "Agreement of reviewers").with_twins(call, ""),
            judged: units.len(),
            fields,
        }),
    }
}
