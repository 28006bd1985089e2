//! From a form to an act: what is corrected becomes the ledger's own form, on words of the report.

use super::apply::model_of;
use super::values::{corrected, named};
use super::{Act, Deed};
use crate::claim_view::FIELDS;
use crate::http::{Call, Problem};
use crate::people::Role;
use crate::project::Project;
use sayso_link::Review;
use sayso_link::records::REVIEW;
use sayso_model::{
    Claim, ClaimId, EmptyReason, Field, Happened, Kind, Report, RuleId, Span, sha256_hex,
};
use serde_json::Value;

/// The rule that stands behind a reviewer's value.
pub(super) const RULE: &str = "review";
/// How long an act waits for being linked, at most.
const SEEN_WITHIN: std::time::Duration = std::time::Duration::from_secs(2);
/// Longest note in characters.
const LONGEST_NOTE: usize = 4_000;

/// Reads an act from what was sent, appends it, and gives its number.
pub(crate) fn make(call: &Call) -> Result<u64, Problem> {
    let project = call.project()?;
    let get = |name: &str| call.form.params.given(name);
    let note = get("note").unwrap_or_default();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Problem::bad(format!(
            "a note has at most {LONGEST_NOTE} characters"
        )));
    }
    let name = get("act").ok_or_else(|| Problem::bad("`act` is missing"))?;
    let mut act = Act {
        by: call.by(),
        at: call.now.to_string(),
        note,
        claim: get("claim"),
        report: get("report"),
        incident: get("incident"),
        did: Deed::Note,
    };
    let base = match &act.claim {
        Some(id) => {
            let (claim, report) = project
                .claim_with_report(id)?
                .ok_or_else(|| Problem::missing("the claim"))?;
            act.claim = Some(claim.id.0.clone());
            act.report = Some(report.id.0.clone());
            act.incident = project
                .index
                .claim(&claim.id.0)?
                .and_then(|row| row.incident);
            Some((claim, report))
        }
        None => None,
    };
    let need = || {
        base.as_ref()
            .ok_or_else(|| Problem::bad("`claim` is missing"))
    };
    act.did = match name.as_str() {
        "accept" => {
            need()?;
            Deed::Accept
        }
        "reject" => {
            need()?;
            Deed::Reject
        }
        "correct" => {
            let (claim, report) = need()?;
            let field = get("field").ok_or_else(|| Problem::bad("`field` is missing"))?;
            if FIELDS.iter().all(|(known, _)| *known != field) {
                return Err(Problem::bad(format!("there is no field `{field}`")));
            }
            let former = project
                .word(&claim.id.0, &act.by)?
                .and_then(|word| super::apply(claim, &word));
            let claim = former.unwrap_or_else(|| claim.clone());
            let spans = spans(call, report)?;
            let after = corrected(
                project,
                &claim,
                report,
                &field,
                &spans,
                get("value").as_deref(),
                get("reason").as_deref(),
            )?;
            Deed::Correct {
                before: model_of(&claim, &field),
                after,
                field,
            }
        }
        "add" => {
            let id = act
                .report
                .clone()
                .ok_or_else(|| Problem::bad("`report` is missing"))?;
            let shown = project
                .shown(&id)?
                .ok_or_else(|| Problem::missing("the report"))?;
            act.report = Some(shown.report.id.0.clone());
            let kind: Kind = named(
                &get("kind").ok_or_else(|| Problem::bad("`kind` is missing"))?,
                "kind",
            )?;
            let claim = missed(&act, &shown.report, kind, spans(call, &shown.report)?)?;
            act.claim = Some(claim.id.0.clone());
            Deed::Add {
                after: Box::new(claim),
            }
        }
        "note" if act.note.is_empty() => return Err(Problem::bad("a note needs words")),
        "note" => Deed::Note,
        "publish" | "withdraw" => {
            if !call.may(Role::Publisher) {
                return Err(Problem::new(403, "this takes the role of publisher"));
            }
            let id = act
                .incident
                .as_deref()
                .ok_or_else(|| Problem::bad("`incident` is missing"))?;
            project
                .index
                .incident(id)?
                .ok_or_else(|| Problem::missing("the incident"))?;
            if name == "publish" {
                let members = project.index.claims_of_incident(id)?;
                Deed::Publish {
                    claims: Some(members.into_iter().map(|member| member.claim).collect()),
                }
            } else {
                Deed::Withdraw
            }
        }
        "merge" => {
            let incidents = list(call, "incidents");
            if incidents.len() < 2 {
                return Err(Problem::bad("`incidents` names two or more"));
            }
            let mut claims = Vec::new();
            for id in &incidents {
                project
                    .index
                    .incident(id)?
                    .ok_or_else(|| Problem::missing("the incident"))?;
                claims.extend(
                    project
                        .index
                        .claims_of_incident(id)?
                        .into_iter()
                        .map(|member| ClaimId(member.claim)),
                );
            }
            act.incident = incidents.first().cloned();
            let review = Review::Merge {
                claims,
                by: act.by.clone(),
                note: act.note.clone(),
            };
            Deed::Merge {
                incidents,
                decision: decide(project, &review)?,
            }
        }
        "split" => {
            let claims = list(call, "claims");
            let first = claims
                .first()
                .ok_or_else(|| Problem::bad("`claims` names those to take out"))?;
            let row = project
                .index
                .claim(first)?
                .ok_or_else(|| Problem::missing("the claim"))?;
            let incident = row
                .incident
                .ok_or_else(|| Problem::new(409, "the claim is in no incident"))?;
            let all: Vec<String> = project
                .index
                .claims_of_incident(&incident)?
                .into_iter()
                .map(|member| member.claim)
                .collect();
            if let Some(foreign) = claims.iter().find(|claim| !all.contains(claim)) {
                return Err(Problem::new(
                    409,
                    format!("claim {foreign} is in another incident"),
                ));
            }
            let ids = |list: Vec<&String>| list.into_iter().map(|id| ClaimId(id.clone())).collect();
            let review = Review::Split {
                out: ids(claims.iter().collect()),
                rest: ids(all.iter().filter(|claim| !claims.contains(claim)).collect()),
                by: act.by.clone(),
                note: act.note.clone(),
            };
            act.incident = Some(incident);
            Deed::Split {
                claims,
                decision: decide(project, &review)?,
            }
        }
        "undo" => undo(call, &mut act, get("number"))?,
        other => return Err(Problem::bad(format!("there is no act `{other}`"))),
    };
    let number = project.append_act(&act)?;
    let changes = match (&act.did, &act.claim) {
        (Deed::Accept, Some(claim)) => project.index.was_rejected(claim)?,
        (did, _) => !matches!(did, Deed::Note | Deed::Publish { .. } | Deed::Withdraw),
    };
    if changes {
        // Who changed something finds it changed on the next page.
        project.signal.settle_within(SEEN_WITHIN);
    }
    Ok(number)
}

/// Appends a decision for the linker.
fn decide(project: &Project, review: &Review) -> Result<u64, Problem> {
    let json = serde_json::to_string(review).map_err(|fault| Problem::fault(&fault))?;
    Ok(project.writer().append_records(REVIEW, &[json])?)
}

fn undo(call: &Call, act: &mut Act, number: Option<String>) -> Result<Deed, Problem> {
    let project = call.project()?;
    let number: u64 = number
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| Problem::bad("`number` names the act to take back"))?;
    let kept = project
        .act(number)?
        .ok_or_else(|| Problem::missing("the act"))?;
    if kept.undone {
        return Err(Problem::new(409, "this act is taken back already"));
    }
    if kept.act.by != act.by && !call.may(Role::Administrator) {
        return Err(Problem::new(
            403,
            "only who did it, or an administrator, takes an act back",
        ));
    }
    (act.claim, act.report, act.incident) = (
        kept.act.claim.clone(),
        kept.act.report.clone(),
        kept.act.incident.clone(),
    );
    let of = match &kept.act.did {
        Deed::Merge { decision, .. } | Deed::Split { decision, .. } => Some(*decision),
        Deed::Undo { decision, .. } => *decision,
        _ => None,
    };
    let decision = match of {
        Some(number) => Some(decide(
            project,
            &Review::Undo {
                number,
                by: act.by.clone(),
                note: act.note.clone(),
            },
        )?),
        None => None,
    };
    Ok(Deed::Undo { number, decision })
}

/// Values of a list: several of one name, words of one value, or a JSON array.
fn list(call: &Call, name: &str) -> Vec<String> {
    if let Some(Value::Array(items)) = call.form.json.as_ref().and_then(|json| json.get(name)) {
        return items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect();
    }
    call.form
        .params
        .all(name)
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// The spans that were picked: `start` and `end`, `spans=s-e s-e`, or JSON pairs. Each must lie on words of the text.
fn spans(call: &Call, report: &Report) -> Result<Vec<Span>, Problem> {
    let mut pairs: Vec<(u64, u64)> = Vec::new();
    if let Some(Value::Array(items)) = call.form.json.as_ref().and_then(|json| json.get("spans")) {
        for item in items {
            let pair = (
                item.get(0).and_then(Value::as_u64),
                item.get(1).and_then(Value::as_u64),
            );
            let (Some(start), Some(end)) = pair else {
                return Err(Problem::bad("`spans` are pairs of numbers"));
            };
            pairs.push((start, end));
        }
    }
    let params = &call.form.params;
    let number = |text: &str| {
        text.trim()
            .parse::<u64>()
            .map_err(|_| Problem::bad("a span is two numbers"))
    };
    for part in params.all("spans").flat_map(str::split_whitespace) {
        let (start, end) = part
            .split_once('-')
            .ok_or_else(|| Problem::bad("a span is written as start-end"))?;
        pairs.push((number(start)?, number(end)?));
    }
    if let (Some(start), Some(end)) = (
        params.get("start").filter(|v| !v.is_empty()),
        params.get("end").filter(|v| !v.is_empty()),
    ) {
        pairs.push((number(start)?, number(end)?));
    }
    pairs
        .into_iter()
        .map(|(start, end)| {
            let span = u32::try_from(start)
                .ok()
                .zip(u32::try_from(end).ok())
                .filter(|(start, end)| start < end);
            span.map(|(start, end)| Span { start, end })
                .filter(|span| {
                    span.slice(&report.text)
                        .is_some_and(|words| !words.trim().is_empty())
                })
                .ok_or_else(|| Problem::bad(format!("{start}-{end} is not on words of the text")))
        })
        .collect()
}

/// A claim on the sentence that a reviewer marked; its fields are filled by corrections.
fn missed(act: &Act, report: &Report, kind: Kind, evidence: Vec<Span>) -> Result<Claim, Problem> {
    if evidence.is_empty() {
        return Err(Problem::bad("mark the words that make the claim"));
    }
    fn empty<T>() -> Field<T> {
        Field::empty(EmptyReason::NotStated)
    }
    let id = sha256_hex(
        format!(
            "{} {} {} {kind:?} {evidence:?}",
            report.id.0, act.by, act.at
        )
        .as_bytes(),
    );
    Ok(Claim {
        id: ClaimId(id),
        report: report.id.clone(),
        kind,
        kind_rule: RuleId::from(RULE),
        happened: Happened::Asserted,
        sources: Vec::new(),
        perpetrator: empty(),
        target: empty(),
        weapon: empty(),
        place: empty(),
        when: empty(),
        killed: empty(),
        injured: empty(),
        killed_or_injured: empty(),
        victims: empty(),
        cumulative_since: Field::empty(EmptyReason::NotApplicable),
        hedged: false,
        self_claim: false,
        aggregate: false,
        same_incident: None,
        evidence,
        derivation: Vec::new(),
    })
}
