//! The tables of an incident's page: values side by side, origins, history.

use super::{Compared, Event, GivenView, OriginView, PolicyView, ReportLink};
use crate::acts::Sight;
use crate::claim_view::{ClaimView, field_label};
use crate::http::{Call, Problem};
use crate::people::Role;
use crate::project::Project;
use sayso_export::spoken;
use sayso_link::records::REVIEW;
use sayso_link::{Account, Agreement, Review};
use sayso_model::{ClaimId, Report};
use std::collections::{BTreeMap, BTreeSet};

/// What reviewers have to do with a value: their corrections, and claims that they added.
fn reviewed(field: &str, given: &[ClaimId], views: &[ClaimView]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for view in views
        .iter()
        .filter(|view| given.iter().any(|claim| claim.0 == view.id))
    {
        for correction in view.corrections.iter().filter(|one| one.field == field) {
            let read = correction.read_as.as_deref().unwrap_or("nothing");
            found.insert(format!(
                "corrected by {}; first read as: {read}",
                correction.by
            ));
        }
        if let Some(by) = &view.added_by {
            found.insert(format!("in a claim that {by} added"));
        }
    }
    found.into_iter().collect()
}

/// A value for people: names of classes as the labels have them.
fn value_of(field: &str, value: &str) -> String {
    match field {
        "kind" | "happened" | "weapon" | "victims" => spoken(&value.replace(' ', "_")),
        _ => value.to_owned(),
    }
}

pub(super) fn compared(
    agreed: &Agreement,
    views: &[ClaimView],
    hide: &dyn Fn(&str) -> String,
) -> Vec<Compared> {
    agreed
        .fields
        .iter()
        .map(|field| Compared {
            field: field.field.to_owned(),
            label: field_label(field.field),
            disputed: field.disputed,
            values: field
                .values
                .iter()
                .map(|given| GivenView {
                    value: value_of(field.field, &hide(&given.value)),
                    origins: given.origins.iter().map(|origin| hide(origin)).collect(),
                    claims: given.claims.iter().map(|claim| claim.0.clone()).collect(),
                    reviewed: reviewed(field.field, &given.claims, views),
                })
                .collect(),
            policies: field
                .policies
                .iter()
                .filter(|_| field.values.len() > 1)
                .map(|outcome| PolicyView {
                    policy: outcome.policy.to_owned(),
                    value: outcome
                        .value
                        .as_deref()
                        .map(|value| value_of(field.field, &hide(value))),
                })
                .collect(),
        })
        .collect()
}

pub(super) fn origins(
    accounts: &[Account<'_>],
    reports: &BTreeMap<&str, &Report>,
    hide: &dyn Fn(&str) -> String,
) -> Vec<OriginView> {
    let mut found: Vec<OriginView> = Vec::new();
    for account in accounts {
        let report = reports.get(account.claim.report.0.as_str());
        let link = report.map(|report| ReportLink {
            id: report.id.0.clone(),
            outlet: report.outlet.clone(),
            published: report.published.date().map(|day| day.to_string()),
        });
        let at = match found
            .iter()
            .position(|origin| origin.id == account.origin.id)
        {
            Some(at) => at,
            None => {
                found.push(OriginView {
                    id: account.origin.id.clone(),
                    name: hide(&account.origin.name),
                    claims: Vec::new(),
                    reports: Vec::new(),
                });
                found.len() - 1
            }
        };
        if let Some(origin) = found.get_mut(at) {
            origin.claims.push(account.claim.id.0.clone());
            if let Some(link) = link
                && origin.reports.iter().all(|known| known.id != link.id)
            {
                origin.reports.push(link);
            }
        }
    }
    for origin in &mut found {
        // An id made of words would tell a hidden name.
        origin.id = hide(&origin.id);
    }
    found
}

/// What became of the record: earlier names, decisions of reviewers, acts. Also the earlier names alone.
pub(super) fn history(
    call: &Call,
    project: &Project,
    id: &str,
    claims: &BTreeSet<&str>,
    sight: &Sight,
) -> Result<(Vec<Event>, Vec<String>), Problem> {
    let mut events = Vec::new();
    let mut older = Vec::new();
    if !call.may(Role::Reader) {
        return Ok((events, older));
    }
    for (old, reason) in project.successions_to(id)? {
        events.push(Event {
            when: None,
            what: format!("{old} became this incident ({})", spoken(&reason)),
            by: None,
        });
        older.push(old);
    }
    let reviews = project.read(|ledger| ledger.records(REVIEW))?;
    for record in &reviews {
        let Ok(review) = serde_json::from_str::<Review>(&record.json) else {
            continue;
        };
        let any = |list: &[ClaimId]| list.iter().any(|claim| claims.contains(claim.0.as_str()));
        let (what, by, note) = match &review {
            Review::Merge {
                claims: list,
                by,
                note,
            } if any(list) => ("claims put together", by, note),
            Review::Split {
                out,
                rest,
                by,
                note,
            } if any(out) || any(rest) => ("claims taken apart", by, note),
            _ => continue,
        };
        events.push(Event {
            when: None,
            what: if note.is_empty() {
                format!("{what} (decision {})", record.number)
            } else {
                format!("{what} (decision {}): {note}", record.number)
            },
            by: Some(by.clone()),
        });
    }
    events.extend(project.acts_of_incident(id, &sight.told(project)?)?);
    Ok((events, older))
}
