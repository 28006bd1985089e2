//! Reports: the list, and one report's text with the spans of its claims.

use super::{Frame, no_such_form};
use crate::acts::{Deed, Sight, settled, words};
use crate::claim_view::{Around, ClaimView};
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::index::{Page, ReportRow};
use crate::marked::{Paragraph, paragraphs};
use crate::people::Role;
use crate::private;
use crate::project::Shown;
use askama::Template;
use sayso_export::label;
use sayso_model::{Claim, Span};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    frame: Frame,
    reports: Vec<ReportRow>,
    next: Option<String>,
}

/// The list for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportList {
    items: Vec<ReportRow>,
    /// Cursor of the next page.
    next: Option<String>,
}

/// A report for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportAnswer {
    report: ReportView,
    claims: Vec<ClaimView>,
    /// None where coding kept no note of it.
    not_coded: Option<Vec<Left>>,
}

/// `reports`.
pub(crate) fn list(call: &Call) -> Answer {
    let limit = if call.format == Format::Csv {
        1_000
    } else {
        call.limit()
    };
    let Page { items, next } = call.project()?.index.reports(call.cursor(), limit)?;
    match call.format {
        Format::Json => Reply::json(&ReportList { items, next }),
        Format::Csv => Reply::csv(
            "reports",
            &["id", "input_id", "published", "outlet", "title", "claims"],
            items.into_iter().map(|row| {
                vec![
                    row.id,
                    row.input_id,
                    row.published,
                    row.outlet,
                    row.title,
                    row.claims.to_string(),
                ]
            }),
        ),
        Format::Html => Reply::page(&ReportsPage {
            frame: Frame::new(call, "Reports").with_twins(call, ""),
            next: super::next_page(call, &[], next.as_ref()),
            reports: items,
        }),
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// A report as its page and JSON show it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportView {
    pub(crate) id: String,
    pub(crate) input_id: String,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) text: String,
    pub(crate) boilerplate: Vec<Aside>,
    pub(crate) notes: Vec<String>,
    /// Names were taken out.
    pub(crate) masked: bool,
    pub(crate) raw_sha256: String,
}

/// Text of the page that is not the report.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Aside {
    pub(crate) kind: String,
    pub(crate) text: String,
}

/// Words that were not coded.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Left {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) words: String,
    pub(crate) sentence: String,
    pub(crate) rule: String,
    pub(crate) reason: String,
}

/// Everything about one report.
pub(crate) struct Whole {
    pub(crate) view: ReportView,
    pub(crate) claims: Vec<ClaimView>,
    pub(crate) not_coded: Option<Vec<Left>>,
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Names are there that the reader does not see but may ask for.
    pub(crate) hidden_names: usize,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    whole: Whole,
    may_show: bool,
}

/// Finds a report by its id or the beginning of it.
pub(crate) fn find(call: &Call, id: &str) -> Result<Shown, Problem> {
    let project = call.project()?;
    if let Some(shown) = project.shown(id)? {
        return Ok(shown);
    }
    if id.len() >= 6
        && let [only] = project.index.reports_beginning(id)?.as_slice()
        && let Some(shown) = project.shown(only)?
    {
        return Ok(shown);
    }
    Err(Problem::missing("the report"))
}

/// Names stay hidden until somebody who may see them asks; asking is logged.
pub(crate) fn names_shown(call: &Call, report: &str) -> Result<bool, Problem> {
    if call.query.get("names") != Some("show") || !call.may(Role::Reviewer) {
        return Ok(false);
    }
    let project = call.project()?;
    call.app.people.log(
        &call.now.to_string(),
        &call.by(),
        &project.name,
        "names shown",
        report,
    )?;
    Ok(true)
}

/// Puts a report together for a reader.
pub(crate) fn whole(call: &Call, shown: Shown, names: bool) -> Result<Whole, Problem> {
    let project = call.project()?;
    let Shown {
        report,
        claims,
        private,
        not_coded,
    } = shown;
    let hidden: Vec<Span> = if names { Vec::new() } else { private.clone() };
    let incidents = project.index.incidents_of_report(&report.id.0)?;
    let acts = Sight::of(call)?.known(project.acts_on_report(&report.id.0)?, &claims);
    let said = settled(acts.iter().map(|kept| &kept.act));
    let added: Vec<(String, Claim)> = acts
        .iter()
        .filter_map(|kept| match &kept.act.did {
            Deed::Add { after } => Some((kept.act.by.clone(), (**after).clone())),
            _ => None,
        })
        .collect();
    let all: Vec<(&Claim, Option<&String>)> = claims
        .iter()
        .map(|claim| (claim, None))
        .chain(added.iter().map(|(by, claim)| (claim, Some(by))))
        .collect();
    let mut views = Vec::with_capacity(all.len());
    for (position, (claim, added_by)) in all.iter().enumerate() {
        let incident = incidents
            .iter()
            .find(|(id, _)| *id == claim.id.0)
            .and_then(|(_, incident)| incident.clone());
        let around = Around {
            report: &report,
            actors: &project.engine.knowledge().actors,
            private: &hidden,
            position,
            incident,
            origin: None,
        };
        let mut view = match said.get(&claim.id.0) {
            Some(settled) => ClaimView::corrected(claim, settled, &around),
            None => ClaimView::of(claim, &around),
        };
        let on_claim = acts
            .iter()
            .filter(|kept| kept.act.claim.as_deref() == Some(&claim.id.0));
        view.judgements = words(on_claim.map(|kept| &kept.act))
            .iter()
            .filter_map(|(by, word)| word.judgement(by))
            .collect();
        view.added_by = added_by.cloned();
        views.push(view);
    }
    let claims: Vec<Claim> = all.into_iter().map(|(claim, _)| claim.clone()).collect();
    let hide = |text: &str| private::without(text, &report.text, &hidden);
    let end = u32::try_from(report.text.len()).unwrap_or(u32::MAX);
    let words = |span: Span| private::masked(&report.text, span, &hidden);
    Ok(Whole {
        paragraphs: paragraphs(&report.text, &claims, &hidden),
        claims: views,
        not_coded: not_coded.map(|left| {
            left.into_iter()
                .map(|left| Left {
                    start: left.words.start,
                    end: left.words.end,
                    words: words(left.words),
                    sentence: words(left.sentence),
                    rule: left.rule,
                    reason: left.reason,
                })
                .collect()
        }),
        hidden_names: hidden.len(),
        view: ReportView {
            id: report.id.0.clone(),
            input_id: report.input_id.clone(),
            outlet: report.outlet.clone(),
            url: report
                .url
                .clone()
                .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
            published: report.published.date().map(|day| day.to_string()),
            title: report.title.as_deref().map(hide),
            language: match &report.language {
                sayso_model::Language::Known { code } => Some(code.clone()),
                sayso_model::Language::Undetermined => None,
            },
            text: words(Span { start: 0, end }),
            boilerplate: report
                .boilerplate
                .iter()
                .map(|part| Aside {
                    kind: sayso_export::spoken(&label(&part.kind)),
                    text: hide(&part.text),
                })
                .collect(),
            notes: report
                .notes
                .iter()
                .map(|note| note.message.clone())
                .collect(),
            masked: !hidden.is_empty(),
            raw_sha256: report.raw_sha256.clone(),
        },
    })
}

/// `reports/{id}`.
pub(crate) fn one(call: &Call) -> Answer {
    let shown = find(call, &call.id)?;
    let names = names_shown(call, &shown.report.id.0)?;
    let whole = whole(call, shown, names)?;
    match call.format {
        Format::Json => Reply::json(&ReportAnswer {
            report: whole.view,
            claims: whole.claims,
            not_coded: whole.not_coded,
        }),
        Format::Csv => claims_table(&whole.view.input_id, &whole.claims),
        Format::Html => {
            let title = whole
                .view
                .title
                .clone()
                .unwrap_or_else(|| whole.view.input_id.clone());
            Reply::page(&ReportPage {
                frame: Frame::new(call, title).with_twins(call, ""),
                may_show: call.may(Role::Reviewer) && whole.hidden_names > 0,
                whole,
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// Claims as a table: one row each, every field with its words.
pub(crate) fn claims_table(name: &str, claims: &[ClaimView]) -> Answer {
    let mut head = vec![
        "claim",
        "report",
        "incident",
        "published",
        "outlet",
        "says",
        "kind",
        "happened",
        "flags",
    ];
    let names: Vec<&'static str> = crate::claim_view::FIELDS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !["kind", "happened", "speaker"].contains(name))
        .collect();
    head.extend(&names);
    head.push("evidence");
    Reply::csv(
        name,
        &head,
        claims.iter().map(|claim| {
            let chain: Vec<&str> = claim.chain.iter().map(|link| link.words.as_str()).collect();
            let mut row = vec![
                claim.id.clone(),
                claim.report.clone(),
                claim.incident.clone().unwrap_or_default(),
                claim.published.clone().unwrap_or_default(),
                claim.outlet.clone().unwrap_or_default(),
                chain.join(" > "),
                claim.kind.clone(),
                claim.happened.clone(),
                claim.flags.join("; "),
            ];
            for name in &names {
                let field = claim.fields.iter().find(|field| field.name == *name);
                row.push(
                    field
                        .and_then(|field| field.value.clone())
                        .unwrap_or_default(),
                );
            }
            let evidence: Vec<&str> = claim
                .evidence
                .iter()
                .map(|quote| quote.words.as_str())
                .collect();
            row.push(evidence.join(" / "));
            row
        }),
    )
}
