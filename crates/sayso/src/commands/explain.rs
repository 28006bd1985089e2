//! `sayso explain`: how one claim came about.

use super::{open_ledger, show};
use crate::arguments::ExplainArguments;
use crate::exit::Exit;
use crate::refusal::Refusal;
use sayso_export::{Exporter, Format, label, visible};
use sayso_model::{Claim, EmptyReason, Field, Report, RuleId, Span};
use sayso_store::{Coded, Generation, Ledger, Query, Which};
use std::io::Write;

pub(crate) fn run(arguments: &ExplainArguments) -> Result<Exit, Refusal> {
    let ledger = open_ledger(&arguments.ledger)?;
    let Some((report, claim, generation)) = find(&ledger, &arguments.claim)? else {
        return Err(Refusal::new(format!(
            "no claim `{}` in this ledger; `sayso show` lists the ids",
            arguments.claim
        )));
    };
    let mut out = std::io::stdout().lock();
    let exporter = Exporter::new(Format::Table, &mut out)?;
    let mut exporter = exporter;
    exporter.add(&report, std::slice::from_ref(&claim))?;
    exporter.finish()?;
    derivation(&mut out, &report.text, &claim)?;
    writeln!(
        out,
        "\nledger id {}, coder {}, analysis {}",
        claim.id.0,
        visible(&generation.coder),
        visible(&generation.analyser)
    )?;
    writeln!(out, "knowledge {}", visible(&generation.knowledge))?;
    Ok(Exit::Done)
}

/// By the ledger's id or its beginning, else by the short id of the newest coding.
fn find(ledger: &Ledger, id: &str) -> Result<Option<(Report, Claim, Generation)>, Refusal> {
    if let Some(stored) = ledger.claim(id)?
        && let Some(report) = ledger.report(&stored.claim.report)?
    {
        return Ok(Some((report, stored.claim, stored.generation)));
    }
    let mut found = None;
    ledger.coded(
        &Query {
            codings: Which::Newest,
            ..Query::default()
        },
        &mut |coded: Coded| {
            if found.is_none()
                && let Some(claim) = show::named(&coded.report, coded.claims, id)
                    .into_iter()
                    .next()
            {
                found = Some((coded.report, claim, coded.generation));
            }
        },
    )?;
    Ok(found)
}

/// The fields with the words and rules they rest on, then the passes in their order.
pub(super) fn derivation(out: &mut dyn Write, text: &str, claim: &Claim) -> std::io::Result<()> {
    writeln!(out, "Fields, the words they rest on, and the rules")?;
    let mut line = |name: &str, (rule, spans): (String, Vec<Span>)| {
        let words: Vec<String> = spans
            .iter()
            .filter_map(|span| span.slice(text))
            .map(|words| format!("\"{}\"", visible(words)))
            .collect();
        writeln!(
            out,
            "   {name:16} {:32} {}",
            visible(&rule),
            words.join(" … ")
        )
    };
    line("kind", (claim.kind_rule.0.clone(), Vec::new()))?;
    for link in &claim.sources {
        line("source", (link.rule.0.clone(), vec![link.span]))?;
    }
    line("perpetrator", basis(&claim.perpetrator))?;
    line("target", basis(&claim.target))?;
    line("weapon", basis(&claim.weapon))?;
    line("place", basis(&claim.place))?;
    line("when", basis(&claim.when))?;
    line("killed", basis(&claim.killed))?;
    line("injured", basis(&claim.injured))?;
    line("either", basis(&claim.killed_or_injured))?;
    line("victims", basis(&claim.victims))?;
    line("since", basis(&claim.cumulative_since))?;
    if let Some(place) = claim.place.value() {
        writeln!(out, "\nPlace: {}", visible(&place.reason))?;
    }
    writeln!(out, "\nSteps, in the order of the passes")?;
    for step in &claim.derivation {
        let RuleId(rule) = &step.rule;
        writeln!(
            out,
            "   {:16} {:32} {}",
            visible(&step.subject),
            visible(rule),
            visible(&step.note)
        )?;
    }
    Ok(())
}

fn basis<T>(field: &Field<T>) -> (String, Vec<Span>) {
    match field {
        Field::Known { spans, rule, .. } => (rule.0.clone(), spans.clone()),
        Field::Empty { reason } => (format!("empty: {}", empty(*reason)), Vec::new()),
    }
}

fn empty(reason: EmptyReason) -> String {
    label(&reason).replace('_', " ")
}
