//! `sayso link`: the claims of a ledger joined into incidents.

use super::open_ledger;
use crate::arguments::LinkArguments;
use crate::code::threads;
use crate::exit::Exit;
use crate::linking::{Linked, linker};
use crate::refusal::Refusal;
use sayso_link::records::{INCIDENT, LINKING};
use sayso_link::succession::{Change, MOVED_AT_A_TIME, Successions, change, state};
use sayso_store::Ledger;
use std::io::Write;

pub(crate) fn run(arguments: &LinkArguments) -> Result<Exit, Refusal> {
    // One of the two is given: the parser sees to it.
    let path = arguments.ledger.as_ref().or(arguments.named.as_ref());
    let path = path.ok_or_else(|| Refusal::new("name the ledger"))?;
    let arguments = &arguments.linking;
    let mut ledger = open_ledger(path)?;
    let knowledge = crate::stock::knowledge(&arguments.knowledge)?;
    let linker = linker(arguments.weights.as_deref())?;
    let linked = Linked::load(&ledger, &knowledge, &linker, threads(arguments.jobs))?;
    let (claims, incidents, changed) = store(&mut ledger, &linked)?;
    writeln!(
        std::io::stdout(),
        "{claims} claims in {incidents} incidents; {changed} names changed"
    )?;
    Ok(if claims == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

/// Writes the incidents, and what became of earlier names; gives claims, incidents and names that changed.
pub(super) fn store(
    ledger: &mut Ledger,
    linked: &Linked,
) -> Result<(usize, usize, usize), Refusal> {
    let incidents = linked.archive.incidents();
    let now = incidents
        .iter()
        .flat_map(|incident| {
            let name = |claim: &sayso_model::ClaimId| (claim.0.clone(), incident.id.clone());
            incident.claims.iter().map(name)
        })
        .collect();
    let before = state(&changes(ledger)?);
    let mut changed = 0;
    if let Some(change) = change(&before, &now) {
        changed = change.successions.len();
        let records: Vec<String> = change
            .parts(MOVED_AT_A_TIME)
            .iter()
            .map(serde_json::to_string)
            .collect::<Result<_, _>>()
            .map_err(Refusal::new)?;
        ledger.append_records(LINKING, &records)?;
    }
    let rows: Vec<(String, String)> = incidents
        .iter()
        .map(|incident| Ok((incident.id.clone(), serde_json::to_string(incident)?)))
        .collect::<Result<_, serde_json::Error>>()
        .map_err(Refusal::new)?;
    ledger.replace_derived(INCIDENT, &rows)?;
    Ok((now.len(), incidents.len(), changed))
}

/// The changes of all linkings so far.
fn changes(ledger: &Ledger) -> Result<Vec<Change>, Refusal> {
    ledger
        .records(LINKING)?
        .iter()
        .map(|record| serde_json::from_str(&record.json).map_err(Refusal::new))
        .collect()
}

/// What became of the names of incidents so far.
pub(super) fn successions(ledger: &Ledger) -> Result<Successions, Refusal> {
    let mut successions = Successions::default();
    for change in changes(ledger)? {
        successions.add(change.successions);
    }
    Ok(successions)
}
