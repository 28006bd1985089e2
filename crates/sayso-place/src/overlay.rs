//! Places held in memory: countries, administrative areas, regions, the supplement and a user's own.

use crate::entry::{PlaceEntry, PlaceKind};
use crate::key::key;
use crate::packed::{NameClass, Packed};
use sayso_model::Point;
use serde::Deserialize;
use std::collections::BTreeMap;

/// No country or no administrative area.
pub(crate) const NONE: u16 = u16::MAX;
/// Countries that only a user's places know are numbered from here.
const FIRST_OWN_COUNTRY: u16 = 1000;

#[derive(Debug, Clone)]
pub(crate) struct OverlayPlace {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: PlaceKind,
    pub(crate) country: u16,
    pub(crate) area: u16,
    /// Keys of the places that hold it, nearest first.
    pub(crate) parents: Vec<String>,
    pub(crate) point: Option<Point>,
    pub(crate) population: u32,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Overlay {
    pub(crate) places: Vec<OverlayPlace>,
    pub(crate) index: BTreeMap<String, Vec<(u32, NameClass)>>,
    /// Words for a place's people and things.
    pub(crate) demonyms: BTreeMap<String, u32>,
    /// Position of each known country in `places`.
    pub(crate) countries: BTreeMap<u16, u32>,
    /// Position of each named administrative area in `places`.
    pub(crate) areas: BTreeMap<u16, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountrySheet {
    countries: BTreeMap<String, CountryRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryRow {
    at: [f64; 2],
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AreaValue {
    /// The country's usual word for its areas; for people who read the file.
    Kind(#[allow(dead_code)] String),
    Names(Vec<String>),
    /// Words for the people and things of an area, by code.
    Demonyms(BTreeMap<String, Vec<String>>),
    /// Geographic centres, by code, where the mean of the towns lies far off.
    Centres(BTreeMap<String, [f64; 2]>),
}

impl Overlay {
    fn push(&mut self, place: OverlayPlace) -> u32 {
        let number = self.places.len() as u32;
        self.places.push(place);
        number
    }

    fn name(&mut self, name: &str, number: u32, class: NameClass) {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        if let Some(bare) = key.strip_prefix("the ") {
            self.name_key(bare.to_owned(), number, class);
        }
        // The article of an Arabic name, in the shape "al-": written with a hyphen, it may be missing in another spelling.
        let article = name.split_once('-').filter(|(article, rest)| {
            article.len() <= 3 && rest.chars().count() >= 4 && !rest.contains('-')
        });
        if let Some((article, rest)) = article
            && article.chars().all(char::is_alphabetic)
            && ["a", "e"]
                .iter()
                .any(|vowel| article.to_lowercase().starts_with(vowel))
        {
            self.name_key(crate::key::key(rest), number, NameClass::Derived);
        }
        self.name_key(key, number, class);
    }

    fn name_key(&mut self, key: String, number: u32, class: NameClass) {
        let list = self.index.entry(key).or_default();
        if !list.iter().any(|(known, _)| *known == number) {
            list.push((number, class));
        }
    }

    fn demonym(&mut self, word: &str, number: u32) {
        let one = key(word);
        let many = format!("{one}s");
        self.demonyms.entry(one).or_insert(number);
        self.demonyms.entry(many).or_insert(number);
    }

    /// Countries and areas: names and points from the tables, the rest from the packed data.
    pub(crate) fn of_tables(
        packed: &Packed,
        countries: &str,
        areas: &str,
    ) -> Result<Overlay, toml::de::Error> {
        let mut overlay = Overlay::default();
        let sheet: CountrySheet = toml::from_str(countries)?;
        for index in 0..packed.country_count() as u16 {
            let country = packed.country(index as u8);
            let row = sheet.countries.get(country.iso);
            let number = overlay.push(OverlayPlace {
                id: format!("geonames:{}", country.geonames_id),
                name: country.name.to_owned(),
                kind: PlaceKind::Country,
                country: index,
                area: NONE,
                parents: Vec::new(),
                point: row.map(|row| Point {
                    latitude: row.at[0],
                    longitude: row.at[1],
                }),
                population: country.population,
            });
            overlay.countries.insert(index, number);
            overlay.name(country.name, number, NameClass::Main);
            for alias in row.iter().flat_map(|row| &row.aliases) {
                overlay.name(alias, number, NameClass::Main);
            }
            for demonym in row.iter().flat_map(|row| &row.demonyms) {
                overlay.demonym(demonym, number);
            }
        }
        overlay.add_areas(packed, toml::from_str(areas)?);
        Ok(overlay)
    }

    fn add_areas(&mut self, packed: &Packed, sheet: BTreeMap<String, BTreeMap<String, AreaValue>>) {
        for index in 0..packed.area_count() as u16 {
            let area = packed.area(index);
            let country = packed.country(area.country);
            let Some(AreaValue::Names(names)) =
                sheet.get(country.iso).and_then(|rows| rows.get(area.code))
            else {
                continue;
            };
            let Some(name) = names.first() else { continue };
            let centre = match sheet.get(country.iso).and_then(|rows| rows.get("centres")) {
                Some(AreaValue::Centres(centres)) => centres.get(area.code).copied(),
                _ => None,
            };
            let demonyms = match sheet.get(country.iso).and_then(|rows| rows.get("demonyms")) {
                Some(AreaValue::Demonyms(demonyms)) => demonyms.get(area.code),
                _ => None,
            };
            let [latitude, longitude] = centre.unwrap_or([area.latitude, area.longitude]);
            let number = self.push(OverlayPlace {
                id: format!("area:{}.{}", country.iso, area.code),
                name: name.clone(),
                kind: PlaceKind::Province,
                country: u16::from(area.country),
                area: index,
                parents: vec![key(country.name)],
                point: Some(Point {
                    latitude,
                    longitude,
                }),
                population: 0,
            });
            self.areas.insert(index, number);
            for name in names {
                self.name(name, number, NameClass::Main);
            }
            for demonym in demonyms.into_iter().flatten() {
                self.demonym(demonym, number);
            }
        }
    }

    /// Adds districts known by name, holding area and point (`districts.txt`).
    pub(crate) fn add_districts(&mut self, packed: &Packed, text: &str) {
        let mut areas: BTreeMap<String, (u16, u16)> = BTreeMap::new();
        for index in self.areas.keys() {
            let area = packed.area(*index);
            areas.insert(
                format!("{}.{}", packed.country(area.country).iso, area.code),
                (u16::from(area.country), *index),
            );
        }
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((holder, names)) = line.split_once(": ") else {
                continue;
            };
            let Some((country, area)) = areas.get(holder) else {
                continue;
            };
            for row in names.split("; ") {
                let (row, population) = with_population(row);
                let (name, point) = with_point(row);
                let number = self.push(OverlayPlace {
                    id: format!("district:{holder}.{}", key(name).replace(' ', "-")),
                    name: name.to_owned(),
                    kind: PlaceKind::District,
                    country: *country,
                    area: *area,
                    parents: Vec::new(),
                    point,
                    population,
                });
                self.name_key(key(name), number, NameClass::Alternate);
            }
        }
    }

    /// Adds airports and air bases (`airports.txt`).
    pub(crate) fn add_airports(&mut self, iso: &dyn Fn(&str) -> Option<u16>, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((holder, rows)) = line.split_once(": ") else {
                continue;
            };
            let Some(country) = iso(holder) else { continue };
            for row in rows.split("; ") {
                let (names, point) = with_point(row);
                let first = names.split('=').next().unwrap_or(names);
                let number = self.push(OverlayPlace {
                    id: format!("airport:{holder}.{}", key(first).replace(' ', "-")),
                    name: first.to_owned(),
                    kind: PlaceKind::Site,
                    country,
                    area: NONE,
                    parents: Vec::new(),
                    point,
                    population: 0,
                });
                for name in names.split('=') {
                    self.name(name, number, NameClass::Main);
                }
            }
        }
    }

    /// Adds entries; parents and countries are looked up among the entries themselves, then by `known`.
    pub(crate) fn add(
        &mut self,
        entries: &[PlaceEntry],
        known: &dyn Fn(&str) -> Option<(u16, u16)>,
        iso: &dyn Fn(&str) -> Option<u16>,
    ) {
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for (i, entry) in entries.iter().enumerate() {
            by_name.entry(key(&entry.name)).or_insert(i);
        }
        let mut own_countries: BTreeMap<String, u16> = BTreeMap::new();
        for entry in entries
            .iter()
            .filter(|e| e.kind == PlaceKind::Country && e.country.is_none())
        {
            let next = FIRST_OWN_COUNTRY + own_countries.len() as u16;
            own_countries.entry(key(&entry.name)).or_insert(next);
        }
        for entry in entries {
            let mut parents: Vec<String> = Vec::new();
            let mut next = entry.parent.as_deref().map(key);
            while let Some(parent) = next {
                if parents.contains(&parent) || parents.len() > 8 {
                    break;
                }
                next = by_name
                    .get(&parent)
                    .and_then(|i| entries[*i].parent.as_deref())
                    .map(key);
                parents.push(parent);
            }
            let (mut country, mut area) =
                (entry.country.as_deref().and_then(iso).unwrap_or(NONE), NONE);
            for holder in std::iter::once(&key(&entry.name)).chain(&parents) {
                if let Some(own) = own_countries.get(holder) {
                    country = *own;
                }
            }
            for (holder_country, holder_area) in parents.iter().filter_map(|p| known(p)) {
                if country == NONE {
                    country = holder_country;
                }
                if area == NONE && holder_country == country {
                    area = holder_area;
                }
            }
            let id = if entry.id.is_empty() {
                slug(entry)
            } else {
                entry.id.clone()
            };
            let number = self.push(OverlayPlace {
                id,
                name: entry.name.clone(),
                kind: entry.kind,
                country,
                area,
                parents,
                point: entry.point,
                population: entry.population,
            });
            if entry.kind == PlaceKind::Country {
                self.countries.entry(country).or_insert(number);
            }
            self.name(&entry.name, number, NameClass::Main);
            for alias in &entry.aliases {
                self.name(alias, number, NameClass::Main);
            }
            for demonym in &entry.demonyms {
                self.demonym(demonym, number);
            }
        }
    }

    /// Whether some name goes on after `prefix` and a space.
    pub(crate) fn continues(&self, prefix: &str) -> bool {
        let from = format!("{prefix} ");
        self.index
            .range(from.clone()..)
            .next()
            .is_some_and(|(name, _)| name.starts_with(&from))
    }
}

/// A row that may end in "×" and thousands of people, cut before it.
fn with_population(row: &str) -> (&str, u32) {
    let cut = row.rsplit_once(" ×");
    let thousands = cut.and_then(|(_, number)| number.parse::<u32>().ok());
    match (cut, thousands) {
        (Some((rest, _)), Some(thousands)) => (rest, thousands.saturating_mul(1000)),
        _ => (row, 0),
    }
}

/// A row that may end in latitude and longitude, cut before them.
fn with_point(row: &str) -> (&str, Option<Point>) {
    let mut parts = row.rsplitn(3, ' ');
    let longitude = parts.next().and_then(|number| number.parse().ok());
    let latitude = parts.next().and_then(|number| number.parse().ok());
    match (parts.next(), latitude, longitude) {
        (Some(name), Some(latitude), Some(longitude)) => (
            name,
            Some(Point {
                latitude,
                longitude,
            }),
        ),
        _ => (row, None),
    }
}

fn slug(entry: &PlaceEntry) -> String {
    let country = entry.country.as_deref().unwrap_or("x").to_lowercase();
    format!("place:{country}-{}", key(&entry.name).replace(' ', "-"))
}
