//! One report's running toll, as far as series go.

use jiff::civil::Date;
use sayso_model::{Claim, ClaimId, Count, ReportId, VictimStatus};
use serde::Serialize;

/// Somebody who issues a count, or whose people are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Body {
    /// Registry id, where there is one.
    pub registry: Option<String>,
    pub words: String,
}

/// One running toll of one report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TollFigure {
    pub report: ReportId,
    pub claim: ClaimId,
    /// Who stands behind the figure; `None` where a medium gives it in its own voice.
    pub issuer: Option<Body>,
    /// The counted people in the report's words.
    pub counted: Option<String>,
    /// Registry id of the party whose people are counted.
    pub members_of: Option<String>,
    pub victims: Option<VictimStatus>,
    /// Registry id of the party that the toll is laid to.
    pub by: Option<String>,
    /// Place names with registry ids where known, most specific first.
    pub places: Vec<Body>,
    pub since: Option<Date>,
    /// The day the figure stood so.
    pub as_of: Option<Date>,
    pub published: Option<Date>,
    pub killed: Option<Count>,
    pub injured: Option<Count>,
    /// Killed and injured together, where the text gives only that.
    pub together: Option<Count>,
}

impl TollFigure {
    /// The figure of a claim. Whom its words mean is for the caller to add: issuer, members, perpetrator.
    pub fn of_claim(claim: &Claim, published: Option<Date>) -> TollFigure {
        TollFigure {
            report: claim.report.clone(),
            claim: claim.id.clone(),
            issuer: claim.sources.last().map(|link| Body {
                registry: link.registry.clone(),
                words: link.words.clone(),
            }),
            counted: claim.target.value().map(|party| party.words.clone()),
            members_of: claim
                .target
                .value()
                .and_then(|party| party.registry.clone()),
            victims: claim.victims.value().copied(),
            by: claim
                .perpetrator
                .value()
                .and_then(|party| party.registry.clone()),
            places: claim.place.value().map_or_else(Vec::new, |place| {
                place
                    .names
                    .iter()
                    .map(|name| Body {
                        registry: name.registry.clone(),
                        words: name.words.clone(),
                    })
                    .collect()
            }),
            since: claim.cumulative_since.value().copied(),
            as_of: claim.when.value().and_then(|when| when.end).or(published),
            published,
            killed: claim.killed.value().cloned(),
            injured: claim.injured.value().cloned(),
            together: claim.killed_or_injured.value().cloned(),
        }
    }
}

/// The number a count stands for when its size is compared: the best, else the bound that is given.
pub fn number(count: &Count) -> Option<u64> {
    count.best.or(count.low).or(count.high)
}

/// What is known of parties by their registry ids.
pub trait Relations {
    /// Whether one is the other, or part of it, or speaks for it.
    fn related(&self, a: &str, b: &str) -> bool;
    /// Whether the two are known to be on different sides.
    fn opposed(&self, a: &str, b: &str) -> bool;
}

/// Nothing is known: each party is only itself.
#[derive(Debug, Clone, Copy)]
pub struct Unrelated;

impl Relations for Unrelated {
    fn related(&self, a: &str, b: &str) -> bool {
        a == b
    }

    fn opposed(&self, _a: &str, _b: &str) -> bool {
        false
    }
}
