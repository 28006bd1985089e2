//! An incident as lists show it: the row that the index keeps, which is also its JSON.

use sayso_knowledge::ActorRegistry;
use sayso_link::{Account, Agreement, Incident, Status};
use sayso_model::{Claim, Count, Field, Kind, Party, PlacePrecision, Report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One incident in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentRow {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub weapon: Option<String>,
    pub status: String,
    pub contested: bool,
    pub single_origin: bool,
    pub undecided: bool,
    pub claims: usize,
    pub reports: usize,
    pub origins: usize,
    pub by_side: BTreeMap<String, usize>,
    /// Fields on which those who tell of it differ.
    pub disputed: Vec<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    /// The first publication, where one is known.
    pub seen: Option<String>,
    pub place: Option<Spot>,
    pub killed: Option<Range>,
    pub injured: Option<Range>,
    pub perpetrators: Vec<Named>,
    pub targets: Vec<Named>,
    pub speakers: Vec<Named>,
}

/// A place with the area it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spot {
    pub name: String,
    pub precision: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// Radius of the area in which it happened; a place is never a point.
    pub radius_m: Option<u32>,
    /// Made coarser for those who read without an account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coarsened: bool,
}

/// Lowest and highest figure given; `None` is an open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    pub low: Option<u64>,
    pub high: Option<u64>,
}

/// A party by its name, with its id where the knowledge has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    pub name: String,
    pub id: Option<String>,
}

impl Range {
    /// For people: `9`, `9 or more`, `9 to 12`.
    pub fn text(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => low.to_string(),
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("{low} or more"),
            (None, Some(high)) => format!("up to {high}"),
            (None, None) => "some".to_owned(),
        }
    }
}

/// The radius of the area that a precision stands for, in metres; `None` where no area is known.
pub fn radius(precision: PlacePrecision) -> Option<u32> {
    Some(match precision {
        PlacePrecision::Site => 1_000,
        PlacePrecision::Neighbourhood => 2_000,
        PlacePrecision::Town => 5_000,
        PlacePrecision::NearTown => 15_000,
        PlacePrecision::District => 30_000,
        PlacePrecision::Province => 80_000,
        PlacePrecision::Area => 120_000,
        PlacePrecision::Water => 200_000,
        PlacePrecision::Country => 400_000,
        PlacePrecision::Unlocated => return None,
    })
}

/// A party as the knowledge names it, else in the report's words.
pub(crate) fn named(party: &Party, actors: &ActorRegistry) -> Named {
    let known = party.registry.as_deref().and_then(|id| actors.by_id(id));
    Named {
        name: known.map_or_else(|| party.words.clone(), |id| actors.actor(id).name.clone()),
        id: known.map(|id| actors.key(id).to_owned()),
    }
}

/// The range that figures of several claims span.
pub(crate) fn range<'a>(counts: impl Iterator<Item = &'a Count>) -> Option<Range> {
    let mut range: Option<Range> = None;
    let mut open = false;
    for count in counts {
        let low = count.low.or(count.best);
        open |= count.high.is_none();
        let high = count.high.or(count.best).or(low);
        let so_far = range.get_or_insert(Range { low, high });
        so_far.low = so_far.low.min(low).or(so_far.low).or(low);
        so_far.high = so_far.high.max(high);
    }
    if let Some(range) = &mut range
        && open
        && range.low == range.high
    {
        range.high = None;
    }
    range
}

impl IncidentRow {
    /// The row of an incident with its claims' origins and agreement.
    pub(crate) fn of(
        incident: &Incident,
        accounts: &[Account<'_>],
        agreement: &Agreement,
        reports: &BTreeMap<String, &Report>,
        actors: &ActorRegistry,
    ) -> IncidentRow {
        let claims: Vec<&Claim> = accounts.iter().map(|account| account.claim).collect();
        let told: Vec<&Claim> = claims
            .iter()
            .copied()
            .filter(|claim| claim.kind != Kind::Denial)
            .collect();
        let told = if told.is_empty() {
            claims.clone()
        } else {
            told
        };
        let kind =
            most(told.iter().map(|claim| sayso_export::label(&claim.kind))).unwrap_or_default();
        let weapon = most(
            told.iter()
                .filter_map(|claim| claim.weapon.value())
                .map(|weapon| sayso_export::label(&weapon.class)),
        );
        let days: Vec<_> = told
            .iter()
            .filter_map(|claim| claim.when.value())
            .filter_map(|when| Some((when.start.or(when.end)?, when.end.or(when.start)?)))
            .collect();
        let parties = |field: fn(&Claim) -> &Field<Party>| -> Vec<Named> {
            let all: BTreeSet<Named> = told
                .iter()
                .filter_map(|claim| field(claim).value())
                .map(|party| named(party, actors))
                .collect();
            all.into_iter().collect()
        };
        let speakers: BTreeSet<Named> = accounts
            .iter()
            .map(|account| Named {
                name: account.origin.name.clone(),
                id: account.origin.registry.clone(),
            })
            .collect();
        let seen = claims
            .iter()
            .filter_map(|claim| reports.get(&claim.report.0)?.published.date())
            .min();
        let mut row = IncidentRow {
            id: incident.id.clone(),
            title: String::new(),
            kind,
            weapon,
            status: sayso_export::label(&agreement.status),
            contested: agreement.status == Status::Contested,
            single_origin: agreement.origins <= 1,
            undecided: incident.undecided,
            claims: claims.len(),
            reports: claims
                .iter()
                .map(|claim| &claim.report)
                .collect::<BTreeSet<_>>()
                .len(),
            origins: agreement.origins,
            by_side: agreement.by_side.clone(),
            disputed: agreement
                .fields
                .iter()
                .filter(|field| field.disputed)
                .map(|field| field.field.to_owned())
                .collect(),
            start: days
                .iter()
                .map(|(start, _)| *start)
                .min()
                .map(|day| day.to_string()),
            end: days
                .iter()
                .map(|(_, end)| *end)
                .max()
                .map(|day| day.to_string()),
            seen: seen.map(|day| day.to_string()),
            place: spot(&told),
            killed: range(told.iter().filter_map(|claim| claim.killed.value())),
            injured: range(told.iter().filter_map(|claim| claim.injured.value())),
            perpetrators: parties(|claim| &claim.perpetrator),
            targets: parties(|claim| &claim.target),
            speakers: speakers.into_iter().collect(),
        };
        row.title = row.headline();
        row
    }

    /// Kind, place and day: nothing that only one of those who tell of it says of parties.
    fn headline(&self) -> String {
        let mut title = sayso_export::spoken(&self.kind);
        if let Some(place) = &self.place {
            title.push_str(&format!(", {}", place.name));
        }
        match (&self.start, &self.end) {
            (Some(start), Some(end)) if start == end => title.push_str(&format!(", {start}")),
            (Some(start), Some(end)) => title.push_str(&format!(", {start} to {end}")),
            _ => title.push_str(", no day given"),
        }
        let mut letters = title.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
            None => title,
        }
    }

    /// As a map feature: the middle of an area and its radius. The address is that below the project's.
    pub(crate) fn feature(&self) -> Option<Value> {
        let place = self.place.as_ref()?;
        let (latitude, longitude) = place.latitude.zip(place.longitude)?;
        let note = match (self.contested, self.single_origin) {
            (true, _) => "contested",
            (_, true) => "one origin",
            _ => "",
        };
        Some(json!({
            "type": "Feature",
            "id": self.id,
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {
                "href": format!("incidents/{}", self.id), "id": self.id, "label": self.title, "radius_m": place.radius_m,
                "precision": place.precision, "note": note, "kind": self.kind, "status": self.status, "start": self.start, "end": self.end,
                "place": place.name, "claims": self.claims, "coarsened": place.coarsened
            }
        }))
    }

    /// What the list is sorted by: the last day it may have been, else the first publication.
    pub(crate) fn sort(&self) -> String {
        self.end
            .clone()
            .or_else(|| self.seen.clone())
            .unwrap_or_default()
    }
}

fn spot(claims: &[&Claim]) -> Option<Spot> {
    let place = claims
        .iter()
        .filter_map(|claim| claim.place.value())
        .min_by_key(|place| (place.point.is_none(), place.precision))?;
    Some(Spot {
        name: place.names.first()?.words.clone(),
        precision: sayso_export::label(&place.precision),
        latitude: place.point.map(|point| point.latitude),
        longitude: place.point.map(|point| point.longitude),
        radius_m: place.point.and_then(|_| radius(place.precision)),
        coarsened: false,
    })
}

/// The most frequent label; of several, the first by name.
fn most(labels: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in labels {
        *counts.entry(label).or_insert(0) += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
        .map(|(label, _)| label)
}
