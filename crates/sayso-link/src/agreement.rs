//! Where the claims of an incident agree and where they differ: by field, by origin, by side.
//!
//! Nothing is decided here. A value stands beside every other that is given, with those who give it; a range, a majority or
//! a declared order of sources is worked out only with its name on it. There is no score of anybody's credibility.

use sayso_knowledge::{ActorRegistry, SideKey};
use sayso_model::{Claim, ClaimId, Count, Field, Kind, Party, ReportId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// From whom a claim comes in the end, as whoever knows the reports has found it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OriginOf {
    /// Equal for claims of one origin.
    pub id: String,
    /// For people.
    pub name: String,
    /// Registry id, where the origin is known to it.
    pub registry: Option<String>,
}

/// One claim of an incident with its origin.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    pub claim: &'a Claim,
    pub origin: OriginOf,
}

/// One value of a field with those who give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Given {
    pub value: String,
    /// Origins, each once.
    pub origins: Vec<String>,
    pub claims: Vec<ClaimId>,
}

/// A field of an incident: every value that is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldTable {
    pub field: &'static str,
    pub values: Vec<Given>,
    /// Two origins, or one at two times, give values that cannot both be.
    pub disputed: bool,
    /// What each policy makes of the values; empty for a field without a value.
    pub policies: Vec<Outcome>,
}

/// What a policy makes of the values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub policy: &'static str,
    /// `None`: the policy gives nothing here.
    pub value: Option<String>,
}

/// Status of an incident, as it follows from its claims alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Somebody denies it, or origins name perpetrators of different sides.
    Contested,
    /// The named perpetrator, or one who speaks for it, says that it did it; nobody denies it or names another.
    Declared,
    /// Two or more independent origins tell of it.
    SeveralOrigins,
    /// One origin tells of it.
    OneOrigin,
}

/// A side's own word against its interest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Concession {
    pub side: String,
    pub what: Conceded,
    pub claim: ClaimId,
}

/// What a side concedes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conceded {
    /// That it did the act.
    Act,
    /// That people of its own were killed or hurt.
    OwnLosses,
}

/// Everything that claims of one incident tell, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreement {
    pub status: Status,
    /// Independent origins.
    pub origins: usize,
    /// Origins by side; `unknown` for those of whom no side is recorded.
    pub by_side: BTreeMap<String, usize>,
    /// Each origin with how often its word was carried.
    pub told_by: Vec<Told>,
    pub concessions: Vec<Concession>,
    pub fields: Vec<FieldTable>,
}

/// One origin of an incident's claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub origin: String,
    pub side: String,
    pub claims: usize,
    /// Reports that carry its word, copies among them.
    pub reports: usize,
}

/// The side of those of whom none is recorded.
pub const UNKNOWN_SIDE: &str = "unknown";

/// Puts the accounts of one incident side by side. `order` names origins, the preferred first; it may be empty.
pub fn agreement(accounts: &[Account<'_>], actors: &ActorRegistry, order: &[String]) -> Agreement {
    let mut sides: BTreeMap<&str, String> = BTreeMap::new();
    for account in accounts {
        sides
            .entry(&account.origin.id)
            .or_insert_with(|| side_of(account.origin.registry.as_deref(), actors));
    }
    let mut by_side = BTreeMap::new();
    for side in sides.values() {
        *by_side.entry(side.clone()).or_insert(0) += 1;
    }
    let mut carried: BTreeMap<&str, (&str, usize, BTreeSet<&ReportId>)> = BTreeMap::new();
    for account in accounts {
        let (_, claims, reports) = carried
            .entry(&account.origin.id)
            .or_insert_with(|| (&account.origin.name, 0, BTreeSet::new()));
        *claims += 1;
        reports.insert(&account.claim.report);
    }
    let told_by = carried
        .into_iter()
        .map(|(id, (name, claims, reports))| Told {
            origin: name.to_owned(),
            side: sides.get(id).cloned().unwrap_or_default(),
            claims,
            reports: reports.len(),
        })
        .collect();
    Agreement {
        told_by,
        status: status(accounts, actors, sides.len()),
        origins: sides.len(),
        by_side,
        concessions: concessions(accounts, actors),
        fields: fields(accounts, actors, order),
    }
}

/// The side of an actor by its registry id: the label or the topmost body it is known to belong to, else [`UNKNOWN_SIDE`].
pub fn side_of(registry: Option<&str>, actors: &ActorRegistry) -> String {
    let Some(id) = registry.and_then(|id| actors.by_id(id)) else {
        return UNKNOWN_SIDE.to_owned();
    };
    let sides = actors.sides(id, None);
    let label = sides.iter().find_map(|side| match side {
        SideKey::Label(label) => Some(label.to_string()),
        SideKey::Actor(_) => None,
    });
    let top = || {
        sides
            .iter()
            .filter_map(|side| match side {
                SideKey::Actor(actor)
                    if *actor != id
                        || actors.kind(id).is_armed()
                        || actors.kind(id).is_official() =>
                {
                    Some(*actor)
                }
                _ => None,
            })
            .filter(|actor| actors.actor(*actor).part_of.is_empty())
            .map(|actor| actors.actor(actor).name.clone())
            .min()
    };
    label
        .or_else(top)
        .unwrap_or_else(|| UNKNOWN_SIDE.to_owned())
}

fn party_side(party: &Field<Party>, actors: &ActorRegistry) -> Option<String> {
    let side = side_of(party.value()?.registry.as_deref(), actors);
    (side != UNKNOWN_SIDE).then_some(side)
}

fn status(accounts: &[Account<'_>], actors: &ActorRegistry, origins: usize) -> Status {
    let denied = accounts.iter().any(|account| is_denial(account.claim));
    let blamed: BTreeSet<String> = accounts
        .iter()
        .filter(|account| !is_denial(account.claim) && account.claim.kind != Kind::Clash)
        .filter_map(|account| party_side(&account.claim.perpetrator, actors))
        .collect();
    let declared = accounts.iter().any(|account| {
        account.claim.self_claim || account.claim.kind == Kind::StatementOfResponsibility
    });
    if denied || blamed.len() > 1 {
        Status::Contested
    } else if declared {
        Status::Declared
    } else if origins > 1 {
        Status::SeveralOrigins
    } else {
        Status::OneOrigin
    }
}

fn is_denial(claim: &Claim) -> bool {
    claim.kind == Kind::Denial || claim.happened == sayso_model::Happened::Denied
}

fn concessions(accounts: &[Account<'_>], actors: &ActorRegistry) -> Vec<Concession> {
    let mut found = BTreeSet::new();
    for account in accounts.iter().filter(|account| !is_denial(account.claim)) {
        let claim = account.claim;
        let speaks_for = side_of(account.origin.registry.as_deref(), actors);
        if speaks_for == UNKNOWN_SIDE {
            continue;
        }
        if claim.self_claim {
            found.insert(Concession {
                side: speaks_for.clone(),
                what: Conceded::Act,
                claim: claim.id.clone(),
            });
        }
        let some = |count: &Field<Count>| {
            count.value().is_some_and(|count| {
                count
                    .low
                    .or(count.best)
                    .or(count.high)
                    .is_some_and(|n| n > 0)
            })
        };
        let own = party_side(&claim.target, actors).is_some_and(|side| side == speaks_for);
        if own && (some(&claim.killed) || some(&claim.injured)) {
            found.insert(Concession {
                side: speaks_for,
                what: Conceded::OwnLosses,
                claim: claim.id.clone(),
            });
        }
    }
    found.into_iter().collect()
}

fn fields(accounts: &[Account<'_>], actors: &ActorRegistry, order: &[String]) -> Vec<FieldTable> {
    let word = |value: &dyn erased::Named| value.named();
    let party = |field: &Field<Party>| {
        field.value().map(|party| {
            let known = party.registry.as_deref().and_then(|id| actors.by_id(id));
            known.map_or_else(|| party.words.clone(), |id| actors.actor(id).name.clone())
        })
    };
    let mut tables = Vec::new();
    let mut add = |field: &'static str, value: &dyn Fn(&Claim) -> Option<String>, differ: bool| {
        let table = table(field, accounts, value, order, differ);
        if !table.values.is_empty() {
            tables.push(table);
        }
    };
    add("kind", &|claim| Some(word(&claim.kind)), false);
    add("happened", &|claim| Some(word(&claim.happened)), true);
    add("perpetrator", &|claim| party(&claim.perpetrator), true);
    add("target", &|claim| party(&claim.target), false);
    add(
        "weapon",
        &|claim| claim.weapon.value().map(|weapon| word(&weapon.class)),
        true,
    );
    add(
        "place",
        &|claim| {
            let name = claim.place.value()?.names.first()?;
            Some(name.words.clone())
        },
        false,
    );
    add(
        "when",
        &|claim| {
            let when = claim.when.value()?;
            let day = |day: Option<jiff::civil::Date>| {
                day.map_or_else(|| "..".to_owned(), |day| day.to_string())
            };
            Some(if when.start == when.end {
                day(when.start)
            } else {
                format!("{} to {}", day(when.start), day(when.end))
            })
        },
        true,
    );
    for (field, count) in [
        (
            "killed",
            (|claim| &claim.killed) as fn(&Claim) -> &Field<Count>,
        ),
        ("injured", |claim| &claim.injured),
    ] {
        let mut counted = table(
            field,
            accounts,
            &|claim| count(claim).value().map(figure),
            order,
            true,
        );
        if counted.values.is_empty() {
            continue;
        }
        let figures: Vec<&Count> = accounts
            .iter()
            .filter_map(|account| count(account.claim).value())
            .collect();
        counted.disputed = apart(&figures);
        let low = figures
            .iter()
            .filter_map(|count| count.low.or(count.best))
            .min();
        let high = figures
            .iter()
            .filter_map(|count| count.high.or(count.best))
            .max();
        counted.policies.insert(
            0,
            Outcome {
                policy: "range",
                value: Some(range(low, high)),
            },
        );
        tables.push(counted);
    }
    tables.push(table(
        "victims",
        accounts,
        &|claim| claim.victims.value().map(|victims| word(victims)),
        order,
        true,
    ));
    tables.retain(|table| !table.values.is_empty());
    tables
}

fn table(
    field: &'static str,
    accounts: &[Account<'_>],
    value: &dyn Fn(&Claim) -> Option<String>,
    order: &[String],
    differ: bool,
) -> FieldTable {
    let mut values: BTreeMap<String, (BTreeSet<String>, Vec<ClaimId>)> = BTreeMap::new();
    for account in accounts {
        if let Some(value) = value(account.claim) {
            let given = values.entry(value).or_default();
            given.0.insert(account.origin.name.clone());
            given.1.push(account.claim.id.clone());
        }
    }
    let most = values.values().map(|(origins, _)| origins.len()).max();
    let mut leading = values
        .iter()
        .filter(|(_, (origins, _))| Some(origins.len()) == most);
    let majority = match (leading.next(), leading.next()) {
        (Some((value, _)), None) => Some(value.clone()),
        // Two values with as many origins: there is no majority.
        _ => None,
    };
    let mut policies = Vec::new();
    if !values.is_empty() {
        policies.push(Outcome {
            policy: "majority of origins",
            value: majority,
        });
        if !order.is_empty() {
            let first = order.iter().find_map(|origin| {
                accounts
                    .iter()
                    .filter(|account| {
                        account.origin.id == *origin || account.origin.name == *origin
                    })
                    .find_map(|account| value(account.claim))
            });
            policies.push(Outcome {
                policy: "declared order of sources",
                value: first,
            });
        }
    }
    FieldTable {
        field,
        disputed: differ && values.len() > 1,
        values: values
            .into_iter()
            .map(|(value, (origins, claims))| Given {
                value,
                origins: origins.into_iter().collect(),
                claims,
            })
            .collect(),
        policies,
    }
}

/// Whether two figures cannot both be.
fn apart(figures: &[&Count]) -> bool {
    figures.iter().any(|one| {
        figures.iter().any(|other| {
            let top = one.high.or(if one.low.is_none() { one.best } else { None });
            let bottom = other.low.or(other.best);
            top.zip(bottom).is_some_and(|(top, bottom)| top < bottom)
        })
    })
}

fn figure(count: &Count) -> String {
    range(count.low, count.high)
        + &match (count.low, count.best, count.high) {
            (None, Some(best), None) => format!(" (about {best})"),
            _ => String::new(),
        }
}

fn range(low: Option<u64>, high: Option<u64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "some".to_owned(),
    }
}

mod erased {
    //! The name under which a unit variant is written.

    use serde::Serialize;

    pub(super) trait Named {
        fn named(&self) -> String;
    }

    impl<T: Serialize> Named for T {
        fn named(&self) -> String {
            serde_json::to_value(self)
                .ok()
                .and_then(|value| value.as_str().map(|name| name.replace('_', " ")))
                .unwrap_or_default()
        }
    }
}
