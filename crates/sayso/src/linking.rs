//! The linker over coded reports: claims of many reports to incidents.

use crate::refusal::Refusal;
use sayso_knowledge::Knowledge;
use sayso_link::{Decision, Grouping, Incident, Linker, Weights};
use sayso_model::{Claim, ClaimId, Report};
use std::collections::BTreeMap;
use std::path::Path;

/// The linker with the weights that come with the program, or a user's.
pub(crate) fn linker(weights: Option<&Path>) -> Result<Linker, Refusal> {
    let weights = match weights {
        None => Weights::builtin(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|cause| {
                Refusal::new(format!("{}: cannot be read ({cause})", path.display()))
            })?;
            Weights::parse(&text, &path.display().to_string())
        }
    };
    Linker::new(weights.map_err(Refusal::new)?).map_err(Refusal::new)
}

/// Links the claims of reports.
pub(crate) fn link<'a>(
    linker: &Linker,
    knowledge: &Knowledge,
    coded: impl IntoIterator<Item = (&'a Report, &'a [Claim])>,
    grouping: Grouping,
    decisions: &[Decision],
    threads: usize,
) -> Vec<Incident> {
    let itemiser = linker.itemiser(knowledge);
    let items = coded
        .into_iter()
        .flat_map(|(report, claims)| itemiser.items(report, claims, grouping))
        .collect();
    linker.link(items, decisions, threads)
}

/// The incident of each claim that is in one.
pub(crate) fn by_claim(incidents: &[Incident]) -> BTreeMap<ClaimId, String> {
    incidents
        .iter()
        .flat_map(|incident| {
            incident
                .claims
                .iter()
                .map(|claim| (claim.clone(), incident.id.clone()))
        })
        .collect()
}
