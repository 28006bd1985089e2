//! `sayso show`: what a ledger holds.

use super::{export_format, open_ledger};
use crate::arguments::ShowArguments;
use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::terminal::message;
use sayso_export::Exporter;
use sayso_model::{Claim, Report};
use sayso_store::{Coded, Ledger, Query};
use std::io::BufWriter;

pub(crate) fn run(arguments: &ShowArguments) -> Result<Exit, Refusal> {
    let ledger = open_ledger(&arguments.ledger)?;
    if arguments.verify {
        return verify(&ledger);
    }
    let out = BufWriter::new(std::io::stdout().lock());
    let mut exporter = Exporter::new(export_format(arguments.format), out)?;
    let mut shown = 0;
    let mut failure = None;
    let id = arguments.id.as_deref();
    ledger.coded(&Query::default(), &mut |coded: Coded| {
        let claims = match id {
            None => coded.claims,
            Some(id) if is_of(&coded.report, id) => coded.claims,
            Some(id) => named(&coded.report, coded.claims, id),
        };
        if failure.is_none() && (id.is_none_or(|id| is_of(&coded.report, id)) || !claims.is_empty())
        {
            shown += 1;
            failure = exporter.add(&coded.report, &claims).err();
        }
    })?;
    if let Some(cause) = failure {
        return Err(cause.into());
    }
    exporter.finish()?;
    Ok(if shown > 0 {
        Exit::Done
    } else {
        Exit::NothingFound
    })
}

fn is_of(report: &Report, id: &str) -> bool {
    report.input_id == id || id.len() >= 4 && report.id.0.starts_with(id)
}

/// The claims of a report with that id: the ledger's own, the beginning of it, or the short one that output shows.
pub(super) fn named(report: &Report, claims: Vec<Claim>, id: &str) -> Vec<Claim> {
    let short = sayso_export::claim_ids(report, &claims);
    let fits = |claim: &Claim| {
        short.get(&claim.id).is_some_and(|short| short == id)
            || id.len() >= 4 && claim.id.0.starts_with(id)
    };
    claims.into_iter().filter(fits).collect()
}

fn verify(ledger: &Ledger) -> Result<Exit, Refusal> {
    let verified = ledger.verify(None)?;
    if verified.damages.is_empty() {
        use std::io::Write;
        writeln!(
            std::io::stdout(),
            "{} entries, all as they were added; head {}",
            verified.head.entries,
            verified.head.hash
        )?;
        return Ok(Exit::Done);
    }
    for damage in &verified.damages {
        message(&damage.to_string());
    }
    Err(Refusal::new(
        "the ledger is not as it was written; restore it from a copy",
    ))
}
