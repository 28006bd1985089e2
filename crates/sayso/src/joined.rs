//! What joins the claims of all reports of a run, for the annotation form.

use crate::linking::{by_claim, link, linker};
use crate::refusal::Refusal;
use crate::tolls::{figures, series_of};
use sayso_export::Joined;
use sayso_knowledge::Knowledge;
use sayso_link::Grouping;
use sayso_model::{Claim, ClaimId, Report, ReportId};
use std::collections::BTreeMap;
use std::path::Path;

/// What joining stands on.
pub(crate) struct Linking<'a> {
    pub(crate) knowledge: &'a Knowledge,
    /// Weights of the linker, if not the built-in ones.
    pub(crate) weights: Option<&'a Path>,
    pub(crate) threads: usize,
}

/// The incident and toll series of each claim, worked out over all reports together.
pub(crate) fn joined(linking: &Linking, coded: &[(Report, Vec<Claim>)]) -> Result<Joined, Refusal> {
    let mut joined = Joined::default();
    incidents(linking, coded, &mut joined)?;
    toll_series(linking.knowledge, coded, &mut joined);
    Ok(joined)
}

fn incidents(
    linking: &Linking,
    coded: &[(Report, Vec<Claim>)],
    joined: &mut Joined,
) -> Result<(), Refusal> {
    let incidents = link(
        &linker(linking.weights)?,
        linking.knowledge,
        coded
            .iter()
            .map(|(report, claims)| (report, claims.as_slice())),
        Grouping::Used,
        &[],
        linking.threads,
    );
    let incident_of = by_claim(&incidents);
    for claim in coded.iter().flat_map(|(_, claims)| claims) {
        if let Some(incident) = incident_of.get(&claim.id) {
            joined.set_incident(claim, incident.clone());
        }
    }
    Ok(())
}

fn toll_series(knowledge: &Knowledge, coded: &[(Report, Vec<Claim>)], joined: &mut Joined) {
    let figures: Vec<_> = coded
        .iter()
        .flat_map(|(report, claims)| figures(&knowledge.actors, report, claims))
        .collect();
    let mut series_of_claim: BTreeMap<(ReportId, ClaimId), String> = BTreeMap::new();
    for series in series_of(&knowledge.actors, &figures) {
        for point in series.points {
            series_of_claim.insert((point.report, point.claim), series.id.clone());
        }
    }
    for claim in coded.iter().flat_map(|(_, claims)| claims) {
        let key = (claim.report.clone(), claim.id.clone());
        if let Some(series) = series_of_claim.get(&key) {
            joined.set_toll_series(claim, series.clone());
        }
    }
}
