//! `sayso incident`: one incident with its claims side by side, why they are linked, and a reviewer's word on it.

use super::link::{store, successions};
use super::open_ledger;
use crate::arguments::{IncidentArguments, LedgerLinking, ReviewArguments, ReviewCommand};
use crate::code::threads;
use crate::exit::Exit;
use crate::linking::{Linked, linker, reviews};
use crate::refusal::Refusal;
use sayso_export::{claim_ids, label, summary, visible};
use sayso_knowledge::Knowledge;
use sayso_link::records::REVIEW;
use sayso_link::{Agreement, Incident, Linker, Review, Tied, agreement};
use sayso_model::{Claim, ClaimId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Comparisons told of one pair, and pairs near an incident.
const REASONS: usize = 5;
const NEAR: usize = 4;

pub(crate) fn run(arguments: &IncidentArguments) -> Result<Exit, Refusal> {
    match (&arguments.review, &arguments.id, &arguments.linking) {
        (Some(review), _, _) => decide(review),
        (None, Some(id), Some(linking)) => show(arguments, id, linking),
        _ => Err(Refusal::new("name an incident and its --ledger")),
    }
}

/// One incident as JSON.
#[derive(Serialize)]
struct Document<'a> {
    incident: &'a Incident,
    agreement: &'a Agreement,
    links: Vec<Tied>,
    near: Vec<Tied>,
}

/// What every form of the command stands on.
struct Stand {
    knowledge: Knowledge,
    linker: Linker,
    threads: usize,
}

impl Stand {
    fn new(arguments: &LedgerLinking) -> Result<Stand, Refusal> {
        Ok(Stand {
            knowledge: crate::stock::knowledge(&arguments.knowledge)?,
            linker: linker(arguments.weights.as_deref())?,
            threads: threads(arguments.jobs),
        })
    }
}

/// Incidents by an id of now or of before, or by a claim's id or the short one that output shows.
fn find(
    linked: &Linked,
    incidents: &[Incident],
    id: &str,
    ledger: &Path,
) -> Result<Vec<Incident>, Refusal> {
    let successions = successions(&open_ledger(ledger)?)?;
    let (names, _) = successions.resolve(id);
    let by_name: Vec<Incident> = incidents
        .iter()
        .filter(|incident| names.contains(&incident.id))
        .cloned()
        .collect();
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    let claim = claim_named(linked, id)?;
    let found = incidents
        .iter()
        .find(|incident| incident.claims.contains(&claim));
    found.map(|incident| vec![incident.clone()]).ok_or_else(|| {
        Refusal::new(format!(
            "claim `{id}` is in no incident: tolls, series and threats are in none"
        ))
    })
}

fn claim_named(linked: &Linked, id: &str) -> Result<ClaimId, Refusal> {
    let whole = |claim: &&ClaimId| claim.0 == id || id.len() >= 6 && claim.0.starts_with(id);
    if let Some(claim) = linked.claims.keys().find(whole) {
        return Ok(claim.clone());
    }
    let short = short_ids(linked).into_iter().find(|(_, short)| short == id);
    short.map(|(claim, _)| claim).ok_or_else(|| {
        Refusal::new(format!(
            "no incident or claim `{id}` in this ledger; `sayso link` makes incidents, `sayso show` lists claims"
        ))
    })
}

/// The short ids that other output shows.
fn short_ids(linked: &Linked) -> BTreeMap<ClaimId, String> {
    let mut by_report: BTreeMap<&sayso_model::ReportId, Vec<Claim>> = BTreeMap::new();
    for claim in linked.claims.values() {
        by_report
            .entry(&claim.report)
            .or_default()
            .push(claim.clone());
    }
    let mut ids = BTreeMap::new();
    for (report, mut claims) in by_report {
        claims.sort_by_key(|claim| linked.position(&claim.id));
        if let Some(report) = linked.reports.get(report) {
            ids.extend(claim_ids(report, &claims));
        }
    }
    ids
}

fn show(arguments: &IncidentArguments, id: &str, linking: &LedgerLinking) -> Result<Exit, Refusal> {
    let stand = Stand::new(linking)?;
    let ledger = open_ledger(&linking.ledger)?;
    let linked = Linked::load(&ledger, &stand.knowledge, &stand.linker, stand.threads)?;
    let incidents = linked.archive.incidents();
    let found = find(&linked, &incidents, id, &linking.ledger)?;
    let mut out = std::io::stdout().lock();
    let successions = successions(&ledger)?;
    for incident in &found {
        let accounts = linked.accounts(incident, &stand.knowledge);
        let agreed = agreement(&accounts, &stand.knowledge.actors, &arguments.prefer);
        if arguments.json {
            let document = Document {
                incident,
                agreement: &agreed,
                links: linked.archive.links(incident),
                near: linked.archive.nearest_others(incident, NEAR),
            };
            let document = serde_json::to_string(&document).map_err(Refusal::new)?;
            writeln!(out, "{document}")?;
            continue;
        }
        writeln!(out, "== {}", incident.id)?;
        for step in successions.resolve(id).1 {
            writeln!(
                out,
                "   {} is now {} ({})",
                visible(&step.old),
                visible(&step.now.join(", ")),
                label(&step.reason).replace('_', " ")
            )?;
        }
        let short = short_ids(&linked);
        head(&mut out, &agreed, incident, &short)?;
        claims(&mut out, &linked, incident, &accounts, &short)?;
        fields(&mut out, &agreed)?;
        writeln!(out, "\nWhy they are linked")?;
        for tie in linked.archive.links(incident) {
            pair(&mut out, &tie, &short)?;
        }
        writeln!(out, "\nNearest claims outside")?;
        for tie in linked.archive.nearest_others(incident, NEAR) {
            pair(&mut out, &tie, &short)?;
        }
        for (number, review) in &linked.reviews {
            if concerns(review, incident) {
                writeln!(out, "\nDecision {number}: {}", visible(&told(review)))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn head(
    out: &mut dyn Write,
    agreed: &Agreement,
    incident: &Incident,
    short: &BTreeMap<ClaimId, String>,
) -> std::io::Result<()> {
    let sides: Vec<String> = agreed
        .by_side
        .iter()
        .map(|(side, count)| format!("{side} {count}"))
        .collect();
    writeln!(
        out,
        "   status     {}\n   claims     {}\n   origins    {} (by side: {})",
        label(&agreed.status).replace('_', " "),
        incident.claims.len(),
        agreed.origins,
        visible(&sides.join(", "))
    )?;
    for told in &agreed.told_by {
        let (claims, reports) = (
            counted(told.claims, "claim", "claims"),
            counted(told.reports, "report", "reports"),
        );
        writeln!(
            out,
            "      {:24} {}: {claims} in {reports}",
            visible(&told.origin),
            visible(&told.side)
        )?;
    }
    let mut conceded: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for concession in &agreed.concessions {
        let what = label(&concession.what).replace('_', " ");
        let claim = short.get(&concession.claim).map_or("", String::as_str);
        conceded
            .entry((&concession.side, what))
            .or_default()
            .push(claim);
    }
    for ((side, what), claims) in conceded {
        writeln!(
            out,
            "   concedes   {}: {what} ({})",
            visible(side),
            claims.join(" ")
        )?;
    }
    if incident.undecided {
        writeln!(
            out,
            "   note       fits several incidents and was put to none"
        )?;
    }
    Ok(())
}

fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

fn claims(
    out: &mut dyn Write,
    linked: &Linked,
    incident: &Incident,
    accounts: &[sayso_link::Account],
    short: &BTreeMap<ClaimId, String>,
) -> std::io::Result<()> {
    writeln!(out, "\nClaims")?;
    for account in accounts {
        let claim = account.claim;
        let words = linked
            .reports
            .get(&claim.report)
            .and_then(|report| claim.evidence.first()?.slice(&report.text))
            .unwrap_or_default();
        writeln!(
            out,
            "   {:10} {}\n{:14}from {}\n{:14}\"{}\"",
            visible(
                short
                    .get(&claim.id)
                    .map_or(claim.id.0.as_str(), String::as_str)
            ),
            visible(&summary(claim)),
            "",
            visible(&account.origin.name),
            "",
            visible(words)
        )?;
    }
    let missing = incident.claims.len().saturating_sub(accounts.len());
    if missing > 0 {
        writeln!(out, "   and {missing} that cannot be read")?;
    }
    Ok(())
}

fn fields(out: &mut dyn Write, agreed: &Agreement) -> std::io::Result<()> {
    writeln!(out, "\nWhat is given, and by whom")?;
    for field in &agreed.fields {
        let mark = if field.disputed { " (disputed)" } else { "" };
        writeln!(out, "   {}{mark}", field.field)?;
        for given in &field.values {
            writeln!(
                out,
                "      {:24} {}",
                visible(&given.value),
                visible(&given.origins.join(", "))
            )?;
        }
        for outcome in field.policies.iter().filter(|_| field.values.len() > 1) {
            let value = outcome.value.as_deref().unwrap_or("nothing");
            writeln!(out, "      by {}: {}", outcome.policy, visible(value))?;
        }
    }
    Ok(())
}

fn pair(out: &mut dyn Write, tie: &Tied, short: &BTreeMap<ClaimId, String>) -> std::io::Result<()> {
    let name = |claim: &ClaimId| short.get(claim).unwrap_or(&claim.0).clone();
    let parted = if tie.parted { ", parted" } else { "" };
    writeln!(
        out,
        "   {} and {}: {:+.2}{parted}",
        visible(&name(&tie.one)),
        visible(&name(&tie.other)),
        f64::from(tie.score) / 100.0
    )?;
    for reason in tie.reasons.iter().take(REASONS) {
        writeln!(
            out,
            "      {:+6.2} {:12} {}",
            f64::from(reason.weight) / 100.0,
            reason.comparison,
            visible(&reason.means)
        )?;
    }
    Ok(())
}

fn concerns(review: &Review, incident: &Incident) -> bool {
    let any = |claims: &[ClaimId]| claims.iter().any(|claim| incident.claims.contains(claim));
    match review {
        Review::Merge { claims, .. } => any(claims),
        Review::Split { out, rest, .. } => any(out) || any(rest),
        Review::Undo { .. } => false,
    }
}

fn told(review: &Review) -> String {
    let list = |claims: &[ClaimId]| {
        claims
            .iter()
            .map(|claim| claim.0.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    match review {
        Review::Merge { claims, by, note } => {
            format!("{by} put together {}; {note}", list(claims))
        }
        Review::Split {
            out,
            rest,
            by,
            note,
        } => format!("{by} took {} from {}; {note}", list(out), list(rest)),
        Review::Undo { number, by, note } => format!("{by} took back {number}; {note}"),
    }
}

fn decide(command: &ReviewCommand) -> Result<Exit, Refusal> {
    match command {
        ReviewCommand::Decisions { ledger } => {
            let mut out = std::io::stdout().lock();
            for (number, review) in reviews(&open_ledger(ledger)?)? {
                writeln!(out, "{number}: {}", visible(&told(&review)))?;
            }
            Ok(Exit::Done)
        }
        ReviewCommand::Merge { ids, review } => append(review, |linked, incidents| {
            let mut claims = Vec::new();
            for id in ids {
                for incident in find(linked, incidents, id, &review.linking.ledger)? {
                    claims.extend(incident.claims);
                }
            }
            claims.sort();
            claims.dedup();
            Ok(Review::Merge {
                claims,
                by: review.by.clone(),
                note: review.note.clone(),
            })
        }),
        ReviewCommand::Split { claims, review } => append(review, |linked, incidents| {
            let mut out = Vec::new();
            for id in claims {
                out.push(claim_named(linked, id)?);
            }
            let rest = incidents
                .iter()
                .filter(|incident| incident.claims.iter().any(|claim| out.contains(claim)))
                .flat_map(|incident| incident.claims.clone())
                .filter(|claim| !out.contains(claim))
                .collect();
            Ok(Review::Split {
                out,
                rest,
                by: review.by.clone(),
                note: review.note.clone(),
            })
        }),
        ReviewCommand::Undo { number, review } => append(review, |linked, _| {
            if linked.reviews.iter().all(|(known, _)| known != number) {
                return Err(Refusal::new(format!(
                    "there is no decision {number}; `sayso incident decisions` lists them"
                )));
            }
            Ok(Review::Undo {
                number: *number,
                by: review.by.clone(),
                note: review.note.clone(),
            })
        }),
    }
}

/// Appends a reviewer's word and links the ledger anew.
fn append(
    arguments: &ReviewArguments,
    make: impl FnOnce(&Linked, &[Incident]) -> Result<Review, Refusal>,
) -> Result<Exit, Refusal> {
    let stand = Stand::new(&arguments.linking)?;
    let mut ledger = open_ledger(&arguments.linking.ledger)?;
    let linked = Linked::load(&ledger, &stand.knowledge, &stand.linker, stand.threads)?;
    let review = make(&linked, &linked.archive.incidents())?;
    let json = serde_json::to_string(&review).map_err(Refusal::new)?;
    let number = ledger.append_records(REVIEW, &[json])?;
    let linked = Linked::load(&ledger, &stand.knowledge, &stand.linker, stand.threads)?;
    let (_, incidents, changed) = store(&mut ledger, &linked)?;
    writeln!(
        std::io::stdout(),
        "decision {number}; {incidents} incidents, {changed} names changed"
    )?;
    Ok(Exit::Done)
}
