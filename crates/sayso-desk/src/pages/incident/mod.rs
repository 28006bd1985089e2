//! An incident: its claims side by side, where they agree, whose word they are, and what became of the record.

mod parts;
mod seen;

use super::incidents::{View, collection_of, label, status};
use super::report::claims_table;
use super::{Frame, no_such_form};
use crate::acts::{Kept, Sight, settled};
use crate::claim_view::{Around, ClaimView};
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::index::IncidentRow;
use crate::people::Role;
use crate::private;
use crate::project::Project;
use crate::public;
use crate::work::accounts;
use askama::Template;
use parts::{compared, history, origins};
use sayso_export::spoken;
use sayso_link::agreement;
use sayso_model::{Claim, Report, Span};
use schemars::JsonSchema;
use seen::{Seen, seen};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Those from whom claims come in the end, with the reports that carry their word.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OriginView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) claims: Vec<String>,
    pub(crate) reports: Vec<ReportLink>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportLink {
    pub(crate) id: String,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<String>,
}

/// Something that happened to the record.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Event {
    pub(crate) when: Option<String>,
    pub(crate) what: String,
    pub(crate) by: Option<String>,
}

/// A field that is given, with every value.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Compared {
    pub(crate) field: String,
    pub(crate) label: &'static str,
    pub(crate) disputed: bool,
    pub(crate) values: Vec<GivenView>,
    pub(crate) policies: Vec<PolicyView>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct GivenView {
    pub(crate) value: String,
    pub(crate) origins: Vec<String>,
    pub(crate) claims: Vec<String>,
    /// Whose word stands beside the report's: who corrected or added it, and what was read at first.
    pub(crate) reviewed: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct PolicyView {
    pub(crate) policy: String,
    pub(crate) value: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Concession {
    pub(crate) side: String,
    pub(crate) what: String,
    pub(crate) claim: String,
}

/// Where the claims agree and where they differ.
#[derive(Serialize, JsonSchema)]
pub(crate) struct AgreementView {
    status: String,
    origins: usize,
    by_side: BTreeMap<String, usize>,
    concessions: Vec<Concession>,
    fields: Vec<Compared>,
}

/// The incident for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IncidentAnswer {
    incident: IncidentRow,
    claims: Vec<ClaimView>,
    origins: Vec<OriginView>,
    history: Vec<Event>,
    /// Earlier names of the incident.
    names: Vec<String>,
    words_withheld: bool,
    claims_left_out: usize,
    agreement: AgreementView,
    limits: &'static str,
}

#[derive(Template)]
#[template(path = "incident.html")]
struct IncidentPage {
    frame: Frame,
    row: IncidentRow,
    claims: Vec<ClaimView>,
    compared: Vec<Compared>,
    concessions: Vec<Concession>,
    denials: Vec<String>,
    origins: Vec<OriginView>,
    history: Vec<Event>,
    older: Vec<String>,
    geojson: String,
    withheld: bool,
    /// Claims that are not shown.
    more: usize,
    published: bool,
    /// Claims that came since it was put out.
    waiting: usize,
    may_see_reports: bool,
}

/// `incidents/{id}`: an earlier name leads on to today's.
pub(crate) fn one(call: &Call) -> Answer {
    let project = call.project()?;
    let limits = call.limits()?;
    let Some(row) = project.index.incident(&call.id)? else {
        return moved_on(call, project);
    };
    if !project.index.may_see(&row.id, &limits)? {
        return Err(Problem::missing("the incident"));
    }
    let names = super::report::names_shown(call, &row.id)?;
    let view = View::of(call, names)?;
    let sight = Sight::of(call)?;
    let Seen {
        members,
        claims,
        reports,
        known,
        waiting,
        published,
        more,
    } = seen(call, &row.id, &limits, &sight)?;
    let positions: BTreeMap<&str, usize> = members
        .iter()
        .map(|member| (member.claim.as_str(), member.position))
        .collect();
    let by_id: BTreeMap<&str, &Report> = reports
        .iter()
        .map(|report| (report.id.0.as_str(), report))
        .collect();
    let accounts = accounts(
        project,
        &claims.iter().collect::<Vec<_>>(),
        &reports.iter().collect::<Vec<_>>(),
    );
    let agreed = agreement(&accounts, &project.engine.knowledge().actors, &[]);
    let row = match more == 0 && (call.role.is_none() || sight.blind().is_some()) {
        true => project.row_of_these(&row, &accounts, &agreed, &reports),
        false => row,
    };
    let fine = row
        .place
        .as_ref()
        .map(|place| place.precision.clone())
        .unwrap_or_default();
    let withheld = match call.role {
        Some(_) => false,
        None => public::too_fine(&fine, &project.public_view(&call.app.people)?.coarsen),
    };
    let row = view.row(row);
    if call.format == Format::GeoJson {
        return Ok(collection_of(std::iter::once(row), &project.name, false));
    }
    let mut hidden: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for report in &reports {
        let private = match names {
            true => Vec::new(),
            false => project.index.private(&report.id.0)?,
        };
        hidden.insert(report.id.0.as_str(), private);
    }
    let all_hidden: Vec<(&Report, &Vec<Span>)> = reports
        .iter()
        .filter_map(|report| Some((report, hidden.get(report.id.0.as_str())?)))
        .collect();
    let hide = |words: &str| {
        all_hidden
            .iter()
            .fold(words.to_owned(), |words, (report, private)| {
                private::without(&words, &report.text, private)
            })
    };
    let mut views = Vec::with_capacity(claims.len());
    let mut judgements = match call.may(Role::Reader) {
        true => project.judgements_of_incident(&row.id)?,
        false => BTreeMap::new(),
    };
    for account in &accounts {
        let claim = account.claim;
        let Some(report) = by_id.get(claim.report.0.as_str()) else {
            continue;
        };
        let around = Around {
            report,
            actors: &project.engine.knowledge().actors,
            private: hidden
                .get(claim.report.0.as_str())
                .map(Vec::as_slice)
                .unwrap_or_default(),
            position: positions.get(claim.id.0.as_str()).copied().unwrap_or(0),
            incident: Some(row.id.clone()),
            origin: Some(account.origin.name.clone()),
        };
        let mut view = match (
            project.index.altered(&claim.id.0)?,
            known.get(&claim.report.0),
        ) {
            (None, _) => ClaimView::of(claim, &around),
            (_, Some(acts)) => altered_view(project, claim, &around, acts)?,
            (_, None) => altered_view(project, claim, &around, &project.acts_on(&claim.id.0)?)?,
        };
        if withheld {
            withhold(&mut view);
        }
        view.judgements = judgements.remove(&claim.id.0).unwrap_or_default();
        if let Some(me) = sight.blind()
            && view.judgements.iter().all(|judgement| judgement.by != me)
        {
            view.judgements.clear();
        }
        view.waits = call.may(Role::Reader) && waiting.contains(&claim.id.0);
        views.push(view);
    }
    let mut compared = compared(&agreed, &views, &hide);
    if withheld {
        compared.retain(|field| field.field != "place");
    }
    let origins = origins(&accounts, &by_id, &hide);
    let of_incident: BTreeSet<&str> = members.iter().map(|member| &*member.claim).collect();
    let (history, older) = history(call, project, &row.id, &of_incident, &sight)?;
    let concessions: Vec<Concession> = agreed
        .concessions
        .iter()
        .map(|concession| Concession {
            side: concession.side.clone(),
            what: spoken(&sayso_export::label(&concession.what)),
            claim: concession.claim.0.clone(),
        })
        .collect();
    match call.format {
        Format::Json => Reply::json(&IncidentAnswer {
            incident: row,
            claims: views,
            origins,
            history,
            names: older,
            words_withheld: withheld,
            claims_left_out: more,
            agreement: AgreementView {
                status: sayso_export::label(&agreed.status),
                origins: agreed.origins,
                by_side: agreed.by_side,
                concessions,
                fields: compared,
            },
            limits: super::LIMITS,
        }),
        Format::Csv => claims_table(&row.id, &views),
        Format::Html => {
            let denials = accounts
                .iter()
                .filter(|account| {
                    account.claim.kind == sayso_model::Kind::Denial
                        || account.claim.happened == sayso_model::Happened::Denied
                })
                .map(|account| hide(&account.origin.name))
                .collect();
            Reply::page(&IncidentPage {
                frame: Frame::new(call, row.title.clone()).with_twins(call, ""),
                geojson: format!("/p/{}/incidents/{}.geojson", project.name, row.id),
                published,
                waiting: match call.may(Role::Reader) {
                    true => waiting.len(),
                    false => 0,
                },
                may_see_reports: call.may(Role::Reader),
                claims: views,
                compared,
                concessions,
                denials,
                origins,
                history,
                older,
                withheld,
                more,
                row,
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// Takes out every word of the report: it would tell the place that is not to be told.
fn withhold(view: &mut ClaimView) {
    view.evidence.clear();
    view.derivation.clear();
    view.summary = view.kind.clone();
    view.corrections.clear();
    for field in &mut view.fields {
        field.words.clear();
        field.spans.clear();
        field.model = serde_json::Value::Null;
        if field.name == "place" {
            field.value = Some("made coarser".to_owned());
        }
    }
}

fn moved_on(call: &Call, project: &Project) -> Answer {
    let successions = project.successions();
    let (names, steps) = successions.resolve(&call.id);
    let mut now = Vec::new();
    for name in &names {
        if *name != call.id && project.index.incident(name)?.is_some() {
            now.push(name);
        }
    }
    let to = match now.as_slice() {
        [] if project.is_linking() => {
            return Err(Problem {
                retry_after: Some(30),
                ..Problem::new(
                    503,
                    "incidents are being linked for the first time, and this one may not be there yet; ask again later",
                )
            });
        }
        [] => return Err(Problem::missing("the incident")),
        // Of several, the one with most of its claims.
        _ => steps
            .iter()
            .rev()
            .flat_map(|step| &step.now)
            .find(|name| now.contains(name))
            .or(now.first().copied())
            .cloned()
            .unwrap_or_default(),
    };
    let base = if call.api { "/api/v1" } else { "" };
    let ending = match call.format {
        Format::Html => "",
        Format::Json if call.api => "",
        Format::Json => ".json",
        Format::Csv => ".csv",
        Format::GeoJson => ".geojson",
    };
    Ok(Reply::see_other(&format!(
        "{base}/p/{}/incidents/{to}{ending}",
        project.name
    )))
}

/// A claim that reviewers corrected or added.
fn altered_view(
    project: &Project,
    stands: &Claim,
    around: &Around<'_>,
    acts: &[Kept],
) -> Result<ClaimView, Problem> {
    let acts = acts
        .iter()
        .filter(|kept| kept.act.claim.as_deref() == Some(&stands.id.0));
    let said = settled(acts.clone().map(|kept| &kept.act)).remove(&stands.id.0);
    let read = project.claim_with_report(&stands.id.0)?;
    let mut view = match (read, said) {
        (Some((read, _)), Some(said)) => ClaimView::corrected(&read, &said, around),
        _ => ClaimView::of(stands, around),
    };
    view.added_by = acts
        .clone()
        .find(|kept| kept.act.did.name() == "add")
        .map(|kept| kept.act.by.clone());
    Ok(view)
}

impl IncidentPage {
    fn status(&self) -> &'static str {
        status(&self.row.status)
    }

    fn label(&self, name: &str) -> String {
        label(name)
    }
}
