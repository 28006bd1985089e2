//! What joins the claims of all reports of a run, for the annotation form.

use crate::tolls::{figures, series_of};
use sayso_export::Joined;
use sayso_knowledge::Knowledge;
use sayso_model::{Claim, ClaimId, Report, ReportId};
use std::collections::BTreeMap;

/// The incident and toll series of each claim, worked out over all reports together.
pub(crate) fn joined(knowledge: &Knowledge, coded: &[(Report, Vec<Claim>)]) -> Joined {
    let mut joined = Joined::default();
    toll_series(knowledge, coded, &mut joined);
    joined
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
