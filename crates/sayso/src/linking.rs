//! The linker over coded reports: claims of many reports to incidents, with the origins of what they say.

use crate::refusal::Refusal;
use sayso_knowledge::Knowledge;
use sayso_link::records::REVIEW;
use sayso_link::{
    Account, Archive, Decision, Grouping, Incident, Linker, OriginOf, Review, Weights,
    align_copies, brought_up, decisions,
};
use sayso_model::{Claim, ClaimId, Report, ReportId};
use sayso_origin::{
    Copies, OriginKey, OriginWords, ReportText, Statement, Voice, copies, credit, origins,
};
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
    let coded: Vec<(&Report, &[Claim])> = coded.into_iter().collect();
    let mut items = coded
        .iter()
        .flat_map(|(report, claims)| itemiser.items(report, claims, grouping))
        .collect::<Vec<_>>();
    let texts = copies_among(coded.iter().map(|(report, _)| *report));
    align_copies(&mut items, &first_texts(&texts));
    linker.link(items, decisions, threads)
}

/// Which of these reports are one text.
pub(crate) fn copies_among<'a>(reports: impl Iterator<Item = &'a Report>) -> Copies {
    let texts: Vec<ReportText<'_>> = reports.map(ReportText::from).collect();
    copies(&texts, OriginWords::builtin())
}

/// The first report with the text of each copy.
pub(crate) fn first_texts(copies: &Copies) -> BTreeMap<ReportId, ReportId> {
    copies
        .groups()
        .iter()
        .flat_map(|group| {
            let first = &group.first;
            let copy = |copy: &sayso_origin::Copy| (copy.report.clone(), first.clone());
            group.copies.iter().map(copy)
        })
        .collect()
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
    /// As they were given; claims that were coded anew since stand for their former selves when they are applied.
    pub(crate) reviews: Vec<(u64, Review)>,
    pub(crate) copies: Copies,
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
        let copies = copies_among(reports.values());
        align_copies(&mut items, &first_texts(&copies));
        let reviews = current(ledger, &claims, reviews(ledger)?)?;
        let mut archive = Archive::new(linker, threads);
        archive.decide(&decisions(&reviews));
        archive.add(items);
        Ok(Linked {
            archive,
            claims,
            reports,
            reviews,
            copies,
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
        let origins = origins_among(&claims, &reports, &self.copies, knowledge);
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
    origins_among(
        claims,
        reports,
        &copies_among(reports.iter().copied()),
        knowledge,
    )
}

fn origins_among(
    claims: &[&Claim],
    reports: &[&Report],
    copies: &Copies,
    knowledge: &Knowledge,
) -> Vec<OriginOf> {
    let words = OriginWords::builtin();
    let texts: BTreeMap<&ReportId, &Report> =
        reports.iter().map(|report| (&report.id, *report)).collect();
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
    origins(&statements, copies, words)
        .into_iter()
        .map(|origin| origin_of(&origin.key, knowledge))
        .collect()
}

/// Reviews with the claims of today.
fn current(
    ledger: &Ledger,
    claims: &BTreeMap<ClaimId, Claim>,
    reviews: Vec<(u64, Review)>,
) -> Result<Vec<(u64, Review)>, Refusal> {
    let old = |id: &ClaimId| -> Result<Option<Claim>, Refusal> {
        match claims.contains_key(id) {
            true => Ok(None),
            false => Ok(ledger.claim(&id.0)?.map(|stored| stored.claim)),
        }
    };
    let today = |report: &ReportId| {
        let of_report = claims.values().filter(|claim| claim.report == *report);
        Ok(of_report.cloned().collect())
    };
    brought_up(reviews, old, today)
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
