//! Claims of an invented war out of short descriptions.

use sayso_knowledge::Knowledge;
use sayso_link::{Grouping, Item, Linker, Weights};
use sayso_model::{
    Claim, ClaimId, Count, DateBasis, DatePrecision, EmptyReason, Field, Happened, Kind, Language,
    Party, Place, PlaceName, PlacePrecision, Point, Published, PublishedBasis, Report, ReportId,
    RuleId, SourceLink, Span, Stance, Weapon, WeaponClass, When,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    /// The occurrence it speaks of; empty: none.
    pub(crate) is: String,
    #[serde(rename = "in")]
    pub(crate) report: String,
    #[serde(default = "strike")]
    pub(crate) kind: Kind,
    pub(crate) from: Option<String>,
    pub(crate) by: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) weapon: Option<WeaponClass>,
    pub(crate) place: Option<String>,
    pub(crate) day: Option<jiff::civil::Date>,
    #[serde(default = "stated")]
    pub(crate) basis: DateBasis,
    pub(crate) killed: Option<u64>,
    #[serde(default, rename = "self")]
    pub(crate) own: bool,
    #[serde(default)]
    pub(crate) aggregate: bool,
    pub(crate) published: Option<jiff::civil::Date>,
    pub(crate) words: String,
}

fn strike() -> Kind {
    Kind::Strike
}

fn stated() -> DateBasis {
    DateBasis::Explicit
}

pub(crate) fn knowledge() -> Knowledge {
    let world = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/world.json");
    Knowledge::load(&[world]).expect("the invented world is well formed")
}

pub(crate) fn linker() -> Linker {
    Linker::new(Weights::builtin().expect("well formed")).expect("well formed")
}

/// The items of claims, and the occurrence each claim speaks of.
pub(crate) fn items(
    knowledge: &Knowledge,
    linker: &Linker,
    told: &[Told],
) -> (Vec<Item>, BTreeMap<ClaimId, String>) {
    let itemiser = linker.itemiser(knowledge);
    let mut of = BTreeMap::new();
    let mut items = Vec::new();
    for (report, claims) in reports(knowledge, told) {
        let told: Vec<&Told> = told
            .iter()
            .filter(|told| told.report == report.input_id)
            .collect();
        for (claim, told) in claims.iter().zip(told) {
            of.insert(claim.id.clone(), told.is.clone());
        }
        items.extend(itemiser.items(&report, &claims, Grouping::Unknown));
    }
    (items, of)
}

/// Reports with their claims, in the order of the reports' names.
pub(crate) fn reports(knowledge: &Knowledge, told: &[Told]) -> Vec<(Report, Vec<Claim>)> {
    let mut by_report: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
    for told in told {
        by_report.entry(&told.report).or_default().push(told);
    }
    by_report
        .into_iter()
        .map(|(name, told)| {
            let text = told
                .iter()
                .map(|told| told.words.as_str())
                .collect::<Vec<_>>()
                .join("\n\n");
            let report = report(name, &text, told.iter().find_map(|told| told.published));
            let mut start = 0;
            let claims = told
                .iter()
                .enumerate()
                .map(|(at, told)| {
                    let span = Span::new(start, start + told.words.len());
                    start += told.words.len() + 2;
                    claim(knowledge, &report, told, at, span)
                })
                .collect();
            (report, claims)
        })
        .collect()
}

fn report(name: &str, text: &str, published: Option<jiff::civil::Date>) -> Report {
    let published = Published::Known {
        date: published.unwrap_or(jiff::civil::date(2031, 5, 5)),
        time: None,
        offset_seconds: None,
        basis: PublishedBasis::Metadata,
    };
    Report {
        id: ReportId::of_content(Some(name), None, &published, None, text),
        input_id: name.to_owned(),
        origin: name.to_owned(),
        outlet: Some(format!("Outlet {name}")),
        url: None,
        published,
        modified: None,
        title: None,
        language: Language::Undetermined,
        text: text.to_owned(),
        boilerplate: Vec::new(),
        raw_sha256: String::new(),
        encoding: String::new(),
        notes: Vec::new(),
    }
}

fn known<T>(value: Option<T>, span: Span) -> Field<T> {
    value.map_or(Field::empty(EmptyReason::NotStated), |value| {
        Field::known(value, vec![span], "test")
    })
}

fn claim(knowledge: &Knowledge, report: &Report, told: &Told, at: usize, span: Span) -> Claim {
    let context = knowledge.actors.context(None, None);
    let registry = |words: &str| {
        let actor = knowledge.actors.resolve_phrase(words, &context)?;
        Some(knowledge.actors.key(actor).to_owned())
    };
    let party = |words: &Option<String>| {
        known(
            words.clone().map(|words| Party {
                registry: registry(&words),
                words,
            }),
            span,
        )
    };
    let happened = match told.kind {
        Kind::Denial => Happened::Denied,
        Kind::ThreatOrPlan => Happened::Threatened,
        _ => Happened::Asserted,
    };
    Claim {
        id: ClaimId(format!("{}-{at}", report.input_id)),
        report: report.id.clone(),
        kind: told.kind,
        kind_rule: RuleId::from("test"),
        happened,
        sources: told
            .from
            .iter()
            .map(|words| SourceLink {
                words: words.clone(),
                registry: registry(words),
                cue: None,
                stance: Stance::Says,
                span,
                rule: RuleId::from("test"),
            })
            .collect(),
        perpetrator: party(&told.by),
        target: party(&told.to),
        weapon: known(
            told.weapon.map(|class| Weapon {
                class,
                words: String::new(),
            }),
            span,
        ),
        place: known(told.place.as_deref().map(place), span),
        when: known(
            told.day.map(|day| When {
                start: Some(day),
                end: Some(day),
                precision: DatePrecision::Day,
                basis: told.basis,
            }),
            span,
        ),
        killed: known(told.killed.map(Count::exact), span),
        injured: known(None, span),
        killed_or_injured: known(None, span),
        victims: known(None, span),
        cumulative_since: known(None, span),
        hedged: false,
        self_claim: told.own,
        aggregate: told.aggregate,
        same_incident: None,
        evidence: vec![span],
        derivation: Vec::new(),
    }
}

/// `T`, `Q`, `M`, `H`, `P`: see the cases; anything else is a name that cannot be located.
fn place(short: &str) -> Place {
    let (names, point, precision): (&[&str], Option<(f64, f64)>, PlacePrecision) = match short {
        "T" => (&["Talburg"], Some((-40.0, -100.0)), PlacePrecision::Town),
        "Q" => (
            &["Quay", "Talburg"],
            Some((-40.01, -100.0)),
            PlacePrecision::Neighbourhood,
        ),
        "M" => (
            &["Mill", "Talburg"],
            Some((-39.97, -100.0)),
            PlacePrecision::Neighbourhood,
        ),
        "H" => (&["Hollin"], Some((-40.55, -100.0)), PlacePrecision::Town),
        "P" => (
            &["Talmark"],
            Some((-40.3, -100.2)),
            PlacePrecision::Province,
        ),
        other => {
            return Place {
                names: vec![PlaceName {
                    words: other.to_owned(),
                    registry: None,
                }],
                point: None,
                precision: PlacePrecision::Unlocated,
                reason: String::new(),
            };
        }
    };
    Place {
        names: names
            .iter()
            .map(|name| PlaceName {
                words: (*name).to_owned(),
                registry: None,
            })
            .collect(),
        point: point.map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        }),
        precision,
        reason: String::new(),
    }
}
