//! One view over the packed gazetteer, the bundled tables and a user's places.

use crate::entry::{PlaceEntry, PlaceKind, entries_from_toml};
use crate::key::key;
use crate::overlay::{NONE, Overlay};
use crate::packed::{NameClass, PackError, Packed};
use sayso_model::Point;
use std::sync::{Arc, OnceLock};

static RECORDS: &[u8] = include_bytes!("../../../data/places/gazetteer.bin");
static INDEX: &[u8] = include_bytes!("../../../data/places/gazetteer.fst");

/// The bundled files of hand-kept places, by name for messages.
const SHEETS: &[(&str, &str)] = &[
    (
        "regions.toml",
        include_str!("../../../data/places/regions.toml"),
    ),
    (
        "supplement/africa.toml",
        include_str!("../../../data/places/supplement/africa.toml"),
    ),
    (
        "supplement/americas.toml",
        include_str!("../../../data/places/supplement/americas.toml"),
    ),
    (
        "supplement/asia.toml",
        include_str!("../../../data/places/supplement/asia.toml"),
    ),
    (
        "supplement/iraq_iran_yemen_gulf.toml",
        include_str!("../../../data/places/supplement/iraq_iran_yemen_gulf.toml"),
    ),
    (
        "supplement/israel.toml",
        include_str!("../../../data/places/supplement/israel.toml"),
    ),
    (
        "supplement/lebanon_syria.toml",
        include_str!("../../../data/places/supplement/lebanon_syria.toml"),
    ),
    (
        "supplement/palestine.toml",
        include_str!("../../../data/places/supplement/palestine.toml"),
    ),
    (
        "supplement/spellings.toml",
        include_str!("../../../data/places/supplement/spellings.toml"),
    ),
    (
        "supplement/ukraine_caucasus_balkans.toml",
        include_str!("../../../data/places/supplement/ukraine_caucasus_balkans.toml"),
    ),
];

/// Why the bundled places cannot be used; a fault of the build, found by the tests.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GazetteerError {
    #[error("cannot open the packed gazetteer: {0}")]
    Packed(#[from] PackError),
    #[error("cannot read {file}: {message}")]
    Sheet { file: String, message: String },
}

/// A reference to one place of a gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PlaceRef {
    Packed(u32),
    Bundled(u32),
    Own(u32),
}

/// One place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) place: PlaceRef,
    pub(crate) class: NameClass,
    pub(crate) kind: PlaceKind,
    pub(crate) country: u16,
    pub(crate) area: u16,
    pub(crate) point: Option<Point>,
    pub(crate) population: u32,
    pub(crate) capital: bool,
}

/// A place of the gazetteer, as shown to others.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceInfo {
    /// `geonames:N`, `area:ISO.CODE` or the id of a supplement entry.
    pub id: String,
    pub name: String,
    pub kind: PlaceKind,
    /// ISO code, or the name of a country that only the user's places know.
    pub country: Option<String>,
    /// Name of the first-level administrative area, where it is known.
    pub area: Option<String>,
    pub point: Option<Point>,
    pub population: u32,
}

/// The places known: bundled ones and, on top, a user's own.
#[derive(Clone)]
pub struct Gazetteer {
    packed: &'static Packed,
    bundled: &'static Overlay,
    own: Option<Arc<Overlay>>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = self.own.as_ref().map_or(0, |own| own.places.len());
        write!(
            f,
            "Gazetteer({} packed, {} bundled, {own} own)",
            self.packed.len(),
            self.bundled.places.len()
        )
    }
}

impl Gazetteer {
    /// The bundled gazetteer; opened once, then shared.
    pub fn bundled() -> Result<Gazetteer, GazetteerError> {
        static OPEN: OnceLock<Result<(Packed, Overlay), GazetteerError>> = OnceLock::new();
        match OPEN.get_or_init(open) {
            Ok((packed, bundled)) => Ok(Gazetteer {
                packed,
                bundled,
                own: None,
            }),
            Err(error) => Err(error.clone()),
        }
    }

    /// The same gazetteer with a user's places on top; they win over bundled ones of the same name.
    pub fn with_extra(&self, entries: Vec<PlaceEntry>) -> Gazetteer {
        let mut own = Overlay::default();
        own.add(&entries, &|name| self.known(name), &|iso| {
            self.country_of_iso(iso)
        });
        Gazetteer {
            own: Some(Arc::new(own)),
            ..self.clone()
        }
    }

    fn known(&self, name: &str) -> Option<(u16, u16)> {
        known_among(self.packed, self.bundled, name)
    }

    fn country_of_iso(&self, iso: &str) -> Option<u16> {
        country_of_iso(self.packed, iso)
    }

    /// Number of bundled packed places.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The places under a name, in any spelling that has the same key; a user's first, then bundled, then packed.
    pub fn lookup(&self, name: &str) -> Vec<PlaceInfo> {
        self.candidates(&key(name))
            .iter()
            .map(|c| self.info(c.place))
            .collect()
    }

    /// The country a word of its people and things belongs to, or the region.
    pub fn of_demonym(&self, word: &str) -> Option<PlaceInfo> {
        self.demonym(&key(word)).map(|c| self.info(c.place))
    }

    pub(crate) fn demonym(&self, key: &str) -> Option<Candidate> {
        if let Some(own) = &self.own
            && let Some(number) = own.demonyms.get(key)
        {
            return Some(self.overlay_candidate(PlaceRef::Own(*number), NameClass::Main));
        }
        self.bundled
            .demonyms
            .get(key)
            .map(|number| self.overlay_candidate(PlaceRef::Bundled(*number), NameClass::Main))
    }

    pub(crate) fn candidates(&self, key: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if let Some(list) = self.own.as_ref().and_then(|own| own.index.get(key)) {
            found.extend(
                list.iter()
                    .map(|(number, class)| self.overlay_candidate(PlaceRef::Own(*number), *class)),
            );
        }
        if let Some(list) = self.bundled.index.get(key) {
            found.extend(
                list.iter().map(|(number, class)| {
                    self.overlay_candidate(PlaceRef::Bundled(*number), *class)
                }),
            );
        }
        if let Some(value) = self.packed.index().get(key) {
            found.extend(
                self.packed
                    .postings(value)
                    .into_iter()
                    .map(|(record, class)| self.packed_candidate(record, class)),
            );
        }
        found
    }

    /// Whether the key names a place at all; cheaper than listing them.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.own
            .as_ref()
            .is_some_and(|own| own.index.contains_key(key))
            || self.bundled.index.contains_key(key)
            || self.packed.index().contains_key(key)
    }

    /// Whether some name goes on after `prefix` and a space.
    pub(crate) fn continues(&self, prefix: &str) -> bool {
        if self.bundled.continues(prefix)
            || self.own.as_ref().is_some_and(|own| own.continues(prefix))
        {
            return true;
        }
        let index = self.packed.index().as_fst();
        let mut node = index.root();
        for byte in prefix.bytes().chain(std::iter::once(b' ')) {
            let Some(i) = node.find_input(byte) else {
                return false;
            };
            node = index.node(node.transition_addr(i));
        }
        true
    }

    fn packed_candidate(&self, record: u32, class: NameClass) -> Candidate {
        let place = self.packed.place(record);
        Candidate {
            place: PlaceRef::Packed(record),
            class,
            kind: PlaceKind::Town,
            country: u16::from(place.country),
            area: place.area,
            point: Some(Point {
                latitude: place.latitude,
                longitude: place.longitude,
            }),
            population: place.population,
            capital: place.capital,
        }
    }

    fn overlay_candidate(&self, reference: PlaceRef, class: NameClass) -> Candidate {
        let place = self.overlay_place(reference);
        Candidate {
            place: reference,
            class,
            kind: place.map_or(PlaceKind::Area, |p| p.kind),
            country: place.map_or(NONE, |p| p.country),
            area: place.map_or(NONE, |p| p.area),
            point: place.and_then(|p| p.point),
            population: place.map_or(0, |p| p.population),
            capital: false,
        }
    }

    fn overlay_place(&self, reference: PlaceRef) -> Option<&crate::overlay::OverlayPlace> {
        match reference {
            PlaceRef::Packed(_) => None,
            PlaceRef::Bundled(number) => self.bundled.places.get(number as usize),
            PlaceRef::Own(number) => self
                .own
                .as_ref()
                .and_then(|own| own.places.get(number as usize)),
        }
    }

    /// Keys of the places that an entry says hold it.
    pub(crate) fn parents(&self, reference: PlaceRef) -> &[String] {
        self.overlay_place(reference)
            .map_or(&[], |place| &place.parents)
    }

    pub(crate) fn name(&self, reference: PlaceRef) -> &str {
        match reference {
            PlaceRef::Packed(record) => self.packed.name(record),
            other => self.overlay_place(other).map_or("", |place| &place.name),
        }
    }

    /// The country's ISO code, or the name of a user's own.
    pub(crate) fn country_name(&self, country: u16) -> Option<String> {
        if country == NONE {
            return None;
        }
        if (country as usize) < self.packed.country_count() {
            return Some(self.packed.country(country as u8).iso.to_owned());
        }
        let own = self.own.as_ref()?;
        own.countries
            .get(&country)
            .and_then(|n| own.places.get(*n as usize))
            .map(|place| place.name.clone())
    }

    /// The country's English name.
    pub(crate) fn country_title(&self, country: u16) -> Option<String> {
        let number = self.bundled.countries.get(&country);
        number
            .and_then(|n| self.bundled.places.get(*n as usize))
            .map(|p| p.name.clone())
            .or_else(|| self.country_name(country))
    }

    pub(crate) fn country_by_word(&self, word: &str) -> Option<u16> {
        self.country_of_iso(word).or_else(|| {
            self.candidates(&key(word))
                .iter()
                .find(|c| c.kind == PlaceKind::Country)
                .map(|c| c.country)
        })
    }

    /// The point of a first-level area, for places known only by it.
    pub(crate) fn area_point(&self, area: u16) -> Option<Point> {
        self.bundled
            .areas
            .get(&area)
            .and_then(|n| self.bundled.places.get(*n as usize))
            .and_then(|place| place.point)
    }

    pub(crate) fn area_name(&self, area: u16) -> Option<String> {
        self.bundled
            .areas
            .get(&area)
            .and_then(|n| self.bundled.places.get(*n as usize))
            .map(|place| place.name.clone())
    }

    pub(crate) fn info(&self, reference: PlaceRef) -> PlaceInfo {
        match reference {
            PlaceRef::Packed(record) => {
                let place = self.packed.place(record);
                PlaceInfo {
                    id: format!("geonames:{}", place.geonames_id),
                    name: self.packed.name(record).to_owned(),
                    kind: PlaceKind::Town,
                    country: self.country_name(u16::from(place.country)),
                    area: self.area_name(place.area),
                    point: Some(Point {
                        latitude: place.latitude,
                        longitude: place.longitude,
                    }),
                    population: place.population,
                }
            }
            other => {
                let place = self.overlay_place(other);
                PlaceInfo {
                    id: place.map(|p| p.id.clone()).unwrap_or_default(),
                    name: place.map(|p| p.name.clone()).unwrap_or_default(),
                    kind: place.map_or(PlaceKind::Area, |p| p.kind),
                    country: place.and_then(|p| self.country_name(p.country)),
                    area: place.and_then(|p| self.area_name(p.area)),
                    point: place.and_then(|p| p.point),
                    population: place.map_or(0, |p| p.population),
                }
            }
        }
    }
}

fn open() -> Result<(Packed, Overlay), GazetteerError> {
    let packed = Packed::open(RECORDS, INDEX)?;
    let fault = |file: &str, error: toml::de::Error| GazetteerError::Sheet {
        file: file.to_owned(),
        message: error.to_string(),
    };
    let countries = include_str!("../../../data/places/countries.toml");
    let areas = include_str!("../../../data/places/areas.toml");
    let mut bundled = Overlay::of_tables(&packed, countries, areas)
        .map_err(|e| fault("countries.toml or areas.toml", e))?;
    bundled.add_districts(&packed, include_str!("../../../data/places/districts.txt"));
    bundled.add_airports(
        &|iso| country_of_iso(&packed, iso),
        include_str!("../../../data/places/airports.txt"),
    );
    let mut entries = Vec::new();
    for (file, text) in SHEETS {
        entries.extend(entries_from_toml(text).map_err(|e| fault(file, e))?);
    }
    let tables = bundled.clone();
    bundled.add(
        &entries,
        &|name| known_among(&packed, &tables, name),
        &|iso| country_of_iso(&packed, iso),
    );
    Ok((packed, bundled))
}

/// Country and area of the place best known under a key.
fn known_among(packed: &Packed, overlay: &Overlay, key: &str) -> Option<(u16, u16)> {
    if let Some(place) = overlay
        .index
        .get(key)
        .and_then(|list| list.first())
        .and_then(|(n, _)| overlay.places.get(*n as usize))
    {
        return Some((place.country, place.area));
    }
    let (record, _) = *packed.postings(packed.index().get(key)?).first()?;
    let place = packed.place(record);
    Some((u16::from(place.country), place.area))
}

fn country_of_iso(packed: &Packed, iso: &str) -> Option<u16> {
    (0..packed.country_count() as u16).find(|i| packed.country(*i as u8).iso == iso)
}

#[cfg(test)]
mod tests;
