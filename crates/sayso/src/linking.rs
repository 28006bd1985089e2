//! The linker over coded reports: claims of many reports to incidents, with the origins of what they say.

use crate::refusal::Refusal;
use sayso_knowledge::Knowledge;
use sayso_link::records::REVIEW;
use sayso_link::{
    Account, Archive, Decision, Grouping, Incident, Linker, OriginOf, Review, Weights, decisions,
};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use sayso_origin::{OriginKey, OriginWords, ReportText, Statement, Voice, copies, credit, origins};
use sayso_store::{Coded, Ledger, Query};
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

/// A ledger's newest codings, linked.
pub(crate) struct Linked<'l> {
    pub(crate) archive: Archive<'l>,
    pub(crate) claims: BTreeMap<ClaimId, Claim>,
    pub(crate) reports: BTreeMap<ReportId, Report>,
    pub(crate) reviews: Vec<(u64, Review)>,
    positions: BTreeMap<ClaimId, usize>,
}

impl<'l> Linked<'l> {
    pub(crate) fn load(
        ledger: &Ledger,
        knowledge: &Knowledge,
        linker: &'l Linker,
        threads: usize,
    ) -> Result<Linked<'l>, Refusal> {
        let itemiser = linker.itemiser(knowledge);
        let mut items = Vec::new();
        let mut claims = BTreeMap::new();
        let mut reports = BTreeMap::new();
        let mut positions = BTreeMap::new();
        ledger.coded(&Query::default(), &mut |coded: Coded| {
            items.extend(itemiser.items(&coded.report, &coded.claims, Grouping::Used));
            for (position, claim) in coded.claims.iter().enumerate() {
                positions.insert(claim.id.clone(), position);
            }
            claims.extend(
                coded
                    .claims
                    .into_iter()
                    .map(|claim| (claim.id.clone(), claim)),
            );
            reports.insert(coded.report.id.clone(), coded.report);
        })?;
        let reviews = reviews(ledger)?;
        let mut archive = Archive::new(linker, threads);
        archive.decide(&decisions(&reviews));
        archive.add(items);
        Ok(Linked {
            archive,
            claims,
            reports,
            reviews,
            positions,
        })
    }

    /// Where a claim stands among those of its report.
    pub(crate) fn position(&self, claim: &ClaimId) -> usize {
        self.positions.get(claim).copied().unwrap_or(0)
    }

    /// The claims of an incident with their origins.
    pub(crate) fn accounts(&self, incident: &Incident, knowledge: &Knowledge) -> Vec<Account<'_>> {
        let claims: Vec<&Claim> = incident
            .claims
            .iter()
            .filter_map(|id| self.claims.get(id))
            .collect();
        let reports: Vec<&Report> = claims
            .iter()
            .filter_map(|claim| self.reports.get(&claim.report))
            .collect();
        let origins = origins_of(&claims, &reports, knowledge);
        claims
            .into_iter()
            .zip(origins)
            .map(|(claim, origin)| Account { claim, origin })
            .collect()
    }
}

/// From whom each claim of an incident comes in the end, given the reports they are of.
pub(crate) fn origins_of(
    claims: &[&Claim],
    reports: &[&Report],
    knowledge: &Knowledge,
) -> Vec<OriginOf> {
    let words = OriginWords::builtin();
    let texts: BTreeMap<&ReportId, &Report> =
        reports.iter().map(|report| (&report.id, *report)).collect();
    let texts_of: Vec<ReportText<'_>> = texts.values().map(|report| (*report).into()).collect();
    let copies = copies(&texts_of, words);
    let statements: Vec<Statement> = claims
        .iter()
        .map(|claim| {
            let report = texts.get(&claim.report);
            let voice = |name: &str, url: Option<&str>| {
                let actors = &knowledge.actors;
                Voice {
                    registry: actors
                        .outlet(Some(name), url)
                        .map(|id| actors.key(id).to_owned()),
                    words: name.to_owned(),
                }
            };
            let outlet = report.and_then(|report| {
                let name = report.outlet.as_deref()?;
                Some(voice(name, report.url.as_deref()))
            });
            let credited = report
                .and_then(|report| credit(&report.text, words))
                .map(|name| voice(name, None));
            Statement::of_claim(claim, outlet, credited)
        })
        .collect();
    origins(&statements, &copies, words)
        .into_iter()
        .map(|origin| origin_of(&origin.key, knowledge))
        .collect()
}

/// The decisions of reviewers with their numbers.
pub(crate) fn reviews(ledger: &Ledger) -> Result<Vec<(u64, Review)>, Refusal> {
    ledger
        .records(REVIEW)?
        .iter()
        .map(|record| {
            let review = serde_json::from_str(&record.json).map_err(Refusal::new)?;
            Ok((record.number, review))
        })
        .collect()
}

fn origin_of(key: &OriginKey, knowledge: &Knowledge) -> OriginOf {
    let actors = &knowledge.actors;
    match key {
        OriginKey::Actor(id) => OriginOf {
            id: id.clone(),
            name: actors
                .by_id(id)
                .map_or_else(|| id.clone(), |actor| actors.actor(actor).name.clone()),
            registry: Some(id.clone()),
        },
        OriginKey::Name(name) => OriginOf {
            id: format!("name {name}"),
            name: name.clone(),
            registry: None,
        },
        OriginKey::Unnamed { text, words } => OriginOf {
            id: format!("unnamed {} {words}", text.0),
            name: format!("{words} (unnamed)"),
            registry: None,
        },
        OriginKey::Text(report) => OriginOf {
            id: format!("text {}", report.0),
            name: "an outlet not named".to_owned(),
            registry: None,
        },
    }
}
