//! Overlays of the JSON form: one file with parties, outlets, places and named operations, taken as it is.
//!
//! Parties name each other by name. A side is either a party's name or a free label that parties share.

use crate::actor::NameKind;
use crate::draft::{Draft, DraftName, DraftPart, DraftSide, Reference};
use crate::fault::{At, Faults};
use crate::kind::ActorKind;
use crate::partial_date::{PartialDate, Period};
use crate::source::{Lines, SourceFile};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A place of an overlay, for the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraPlace {
    pub name: String,
    pub aliases: Vec<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// As the file words it, e.g. `town`, `air base`.
    pub kind: String,
    /// Name of the place that holds it.
    pub parent: Option<String>,
    pub at: At,
}

impl ExtraPlace {
    /// As the gazetteer takes it; a kind that its word list does not know counts as a town.
    pub(crate) fn entry(&self, words: &sayso_place::PlaceLexicon) -> sayso_place::PlaceEntry {
        let kind = words
            .kind_of(&self.kind)
            .unwrap_or(sayso_place::PlaceKind::Town);
        let mut entry = sayso_place::PlaceEntry::new(self.name.clone(), kind);
        entry.aliases.clone_from(&self.aliases);
        entry.parent.clone_from(&self.parent);
        entry.point = self
            .latitude
            .zip(self.longitude)
            .map(|(latitude, longitude)| sayso_model::Point {
                latitude,
                longitude,
            });
        entry
    }
}

/// A named operation or day before its actor is looked up.
#[derive(Debug, Clone)]
pub(crate) struct DraftOperation {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) date: PartialDate,
    pub(crate) to: Option<PartialDate>,
    pub(crate) by: Option<Reference>,
    pub(crate) place: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) layer: usize,
    pub(crate) at: At,
}

/// What one JSON overlay gives.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) places: Vec<ExtraPlace>,
    pub(crate) operations: Vec<DraftOperation>,
}

#[derive(Deserialize)]
struct Party {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    part_of: Option<OneOrMany>,
    kind: Option<String>,
    side: Option<OneOrMany>,
    #[serde(default)]
    aliases_by_side: BTreeMap<String, Vec<String>>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Outlet {
    name: String,
    side: Option<OneOrMany>,
    #[serde(default)]
    aliases: Vec<String>,
    kind: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    name: String,
    lat: Option<f64>,
    lon: Option<f64>,
    kind: Option<String>,
    parent: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Operation {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    date: PartialDate,
    to: Option<PartialDate>,
    by: Option<String>,
    place: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn list(self) -> Vec<String> {
        match self {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

const PARTY: &[&str] = &[
    "name",
    "aliases",
    "part_of",
    "kind",
    "side",
    "aliases_by_side",
    "note",
];
const OUTLET: &[&str] = &["name", "aliases", "kind", "side", "note"];
const PLACE: &[&str] = &["name", "aliases", "kind", "lat", "lon", "parent", "note"];
const OPERATION: &[&str] = &["name", "aliases", "date", "by", "place", "note"];

/// Reads a JSON overlay; everything that can be read is kept, every fault reported.
pub(crate) fn read(source: &SourceFile, faults: &mut Faults) -> World {
    let mut reader = Reader {
        source,
        lines: Lines::of(&source.text),
        faults,
    };
    let mut world = World::default();
    let sections: BTreeMap<String, &RawValue> = match serde_json::from_str(&source.text) {
        Ok(sections) => sections,
        Err(error) => {
            let what = format!("not a JSON object: {error}");
            reader.faults.error(
                &At::new(&source.shown, error.line()),
                what,
                "give an object with parties, outlets, places, named_operations",
            );
            return world;
        }
    };
    let mut outlets = Vec::new();
    for (key, value) in sections {
        match key.as_str() {
            "parties" => {
                world.drafts = reader
                    .entries(value, PARTY)
                    .into_iter()
                    .map(|(party, at)| reader.party(party, at))
                    .collect()
            }
            "outlets" => outlets = reader.entries(value, OUTLET),
            "places" => {
                world.places = reader
                    .entries(value, PLACE)
                    .into_iter()
                    .map(|(place, at)| extra_place(place, at))
                    .collect()
            }
            "named_operations" => {
                world.operations = reader
                    .entries(value, OPERATION)
                    .into_iter()
                    .map(|(operation, at)| draft_operation(operation, at))
                    .collect();
            }
            "about" | "note" => {}
            _ => {
                let at = reader.at(value.get());
                reader.faults.warn(
                    &at,
                    format!("unknown section `{key}` is passed over"),
                    "use parties, outlets, places, named_operations",
                );
            }
        }
    }
    for (outlet, at) in outlets {
        join_outlet(&mut world.drafts, outlet, at);
    }
    world
}

struct Reader<'a> {
    source: &'a SourceFile,
    lines: Lines,
    faults: &'a mut Faults,
}

impl<'a> Reader<'a> {
    /// Where a raw value that borrows from the file's text stands.
    fn at(&self, raw: &str) -> At {
        let offset = (raw.as_ptr() as usize).saturating_sub(self.source.text.as_ptr() as usize);
        At::new(
            &self.source.shown,
            self.lines.line(offset.min(self.source.text.len())),
        )
    }

    fn entries<T: Deserialize<'a>>(&mut self, value: &'a RawValue, known: &[&str]) -> Vec<(T, At)> {
        let section = self.at(value.get());
        let items: Vec<&'a RawValue> = match serde_json::from_str(value.get()) {
            Ok(items) => items,
            Err(_) => {
                self.faults.error(
                    &section,
                    "the section is not a list",
                    "write [ { ... }, { ... } ]",
                );
                return Vec::new();
            }
        };
        items
            .into_iter()
            .filter_map(|item| self.entry(item, known))
            .collect()
    }

    fn entry<T: Deserialize<'a>>(&mut self, item: &'a RawValue, known: &[&str]) -> Option<(T, At)> {
        let at = self.at(item.get());
        let keys: BTreeMap<String, &RawValue> =
            serde_json::from_str(item.get()).unwrap_or_default();
        for (key, value) in &keys {
            if !known.contains(&key.as_str()) {
                let what = format!("unknown key `{key}` is passed over");
                self.faults.warn(
                    &self.at(value.get()),
                    what,
                    format!("use one of {}", known.join(", ")),
                );
            }
        }
        match serde_json::from_str(item.get()) {
            Ok(value) => Some((value, at)),
            Err(error) => {
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or_default();
                let line = at.line + error.line().saturating_sub(1);
                self.faults.error(
                    &At::new(&at.file, line),
                    what,
                    format!("the keys are {}", known.join(", ")),
                );
                None
            }
        }
    }

    fn party(&mut self, party: Party, at: At) -> Draft {
        let kind = self.kind(party.kind.as_deref(), &at);
        let mut draft = Draft::new(&id_of(&party.name), kind, &party.name, &at);
        for alias in &party.aliases {
            draft.add_name(alias, NameKind::Alias, at.clone());
        }
        for (side, names) in party.aliases_by_side {
            for text in names {
                let side = Some(Reference::Name(side.clone()));
                draft
                    .names
                    .push(DraftName::new(&text, NameKind::BySide, side, at.clone()));
            }
        }
        for whole in party.part_of.map(OneOrMany::list).unwrap_or_default() {
            draft.part_of.push(DraftPart {
                whole: Reference::Name(whole),
                role: None,
                period: Period::default(),
                at: at.clone(),
            });
        }
        draft.sides = sides(party.side, &at);
        draft.note = party.note;
        draft
    }

    fn kind(&mut self, kind: Option<&str>, at: &At) -> ActorKind {
        let text = kind.unwrap_or("armed_group");
        match serde_json::from_value(serde_json::Value::String(text.replace(' ', "_"))) {
            Ok(kind) => kind,
            Err(error) => {
                let what = format!("unknown kind {text:?} is read as movement");
                self.faults.warn(
                    at,
                    what,
                    error
                        .to_string()
                        .split_once("expected ")
                        .map_or_else(String::new, |(_, list)| format!("use {list}")),
                );
                ActorKind::Movement
            }
        }
    }
}

fn sides(side: Option<OneOrMany>, at: &At) -> Vec<DraftSide> {
    let fact = |name: String| DraftSide {
        with: Reference::Name(name),
        fact: None,
        period: Period::default(),
        source: None,
        at: at.clone(),
    };
    side.map(OneOrMany::list)
        .unwrap_or_default()
        .into_iter()
        .map(fact)
        .collect()
}

/// An outlet that is named like a party, or like one of a party's plain names, is that party speaking.
fn join_outlet(drafts: &mut Vec<Draft>, outlet: Outlet, at: At) {
    let same = |name: &DraftName| {
        name.side.is_none() && name.text.to_lowercase() == outlet.name.to_lowercase()
    };
    if let Some(party) = drafts.iter_mut().find(|draft| draft.names.iter().any(same)) {
        party.publishes = true;
        for alias in &outlet.aliases {
            party.add_name(alias, NameKind::Alias, at.clone());
        }
        return;
    }
    let mut draft = Draft::new(&id_of(&outlet.name), ActorKind::Outlet, &outlet.name, &at);
    for alias in &outlet.aliases {
        draft.add_name(alias, NameKind::Alias, at.clone());
    }
    draft.sides = sides(outlet.side, &at);
    draft.publishes = true;
    draft.note = outlet.note.or(outlet.kind);
    drafts.push(draft);
}

fn extra_place(place: Place, at: At) -> ExtraPlace {
    ExtraPlace {
        name: place.name,
        aliases: place.aliases,
        latitude: place.lat,
        longitude: place.lon,
        kind: place.kind.unwrap_or_default(),
        parent: place.parent,
        at,
    }
}

fn draft_operation(operation: Operation, at: At) -> DraftOperation {
    DraftOperation {
        name: operation.name,
        aliases: operation.aliases,
        date: operation.date,
        to: operation.to,
        by: operation.by.map(Reference::Name),
        place: operation.place,
        note: operation.note,
        layer: 0,
        at,
    }
}

/// The id of an entry that has only a name.
fn id_of(name: &str) -> String {
    let mut id = String::from("overlay.");
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.ends_with(['-', '.']) {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}
