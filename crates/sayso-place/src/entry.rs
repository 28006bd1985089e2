//! What a place is, and the forms in which places come from files: TOML rows, a user's list, a GeoNames dump.

use sayso_model::{PlacePrecision, Point};
use serde::Deserialize;

/// What sort of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A base, hospital, crossing, camp, airport or other single site.
    Site,
    Neighbourhood,
    /// A village, town or city.
    Town,
    District,
    /// A first-level administrative area.
    Province,
    /// A region, range, valley, desert or other stretch of land without one middle.
    Area,
    Country,
    Continent,
    /// A sea, strait, gulf, lake or river.
    Water,
}

impl PlaceKind {
    /// How precisely a place of this kind locates something said to have happened in it.
    pub fn precision(self) -> PlacePrecision {
        match self {
            PlaceKind::Site => PlacePrecision::Site,
            PlaceKind::Neighbourhood => PlacePrecision::Neighbourhood,
            PlaceKind::Town => PlacePrecision::Town,
            PlaceKind::District => PlacePrecision::District,
            PlaceKind::Province => PlacePrecision::Province,
            PlaceKind::Area | PlaceKind::Continent => PlacePrecision::Area,
            PlaceKind::Country => PlacePrecision::Country,
            PlaceKind::Water => PlacePrecision::Water,
        }
    }

    /// Whether the place is small enough for its point to say where something happened.
    pub fn is_local(self) -> bool {
        matches!(
            self,
            PlaceKind::Site | PlaceKind::Neighbourhood | PlaceKind::Town | PlaceKind::District
        )
    }

    /// The kind's name for people.
    pub fn word(self) -> &'static str {
        match self {
            PlaceKind::Site => "site",
            PlaceKind::Neighbourhood => "neighbourhood",
            PlaceKind::Town => "town",
            PlaceKind::District => "district",
            PlaceKind::Province => "province",
            PlaceKind::Area => "area",
            PlaceKind::Country => "country",
            PlaceKind::Continent => "continent",
            PlaceKind::Water => "water",
        }
    }
}

/// A place to be added to the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceEntry {
    /// Stable id; made from country and name where empty.
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// Words for its people and things, which name it only in passing.
    pub demonyms: Vec<String>,
    pub kind: PlaceKind,
    /// ISO code of a known country; otherwise taken from the parents.
    pub country: Option<String>,
    /// Name of the place that holds it: another entry's or any name of the gazetteer.
    pub parent: Option<String>,
    pub point: Option<Point>,
    pub population: u32,
}

impl PlaceEntry {
    /// An entry with a name and a kind, all else open.
    pub fn new(name: impl Into<String>, kind: PlaceKind) -> PlaceEntry {
        PlaceEntry {
            id: String::new(),
            name: name.into(),
            aliases: Vec::new(),
            demonyms: Vec::new(),
            kind,
            country: None,
            parent: None,
            point: None,
            population: 0,
        }
    }
}

/// One row of a supplement file, in its short keys.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    name: String,
    kind: PlaceKind,
    #[serde(default)]
    aka: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    country: Option<String>,
    #[serde(rename = "in")]
    parent: Option<String>,
    at: Option<[f64; 2]>,
    #[serde(default)]
    population: u32,
}

/// A supplement file: a default country and rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    country: Option<String>,
    places: Vec<Row>,
}

/// Reads a supplement file (`data/places/supplement/*.toml`, `regions.toml`, or a user's in the same form).
pub fn entries_from_toml(text: &str) -> Result<Vec<PlaceEntry>, toml::de::Error> {
    let sheet: Sheet = toml::from_str(text)?;
    Ok(sheet
        .places
        .into_iter()
        .map(|row| PlaceEntry {
            id: String::new(),
            name: row.name,
            aliases: row.aka,
            demonyms: row.demonyms,
            kind: row.kind,
            country: row.country.or_else(|| sheet.country.clone()),
            parent: row.parent,
            point: row.at.map(|[latitude, longitude]| Point {
                latitude,
                longitude,
            }),
            population: row.population,
        })
        .collect())
}

/// Reads a GeoNames dump (tab-separated, 19 columns): the places, and for each unusable line its number and why.
pub fn entries_from_geonames(text: &str) -> (Vec<PlaceEntry>, Vec<(usize, String)>) {
    let mut entries = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match entry_from_geonames(line) {
            Ok(Some(entry)) => entries.push(entry),
            Ok(None) => {}
            Err(fault) => faults.push((number + 1, fault)),
        }
    }
    (entries, faults)
}

fn entry_from_geonames(line: &str) -> Result<Option<PlaceEntry>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        id,
        name,
        ascii,
        alternates,
        latitude,
        longitude,
        class,
        code,
        country,
        ..,
    ] = columns.as_slice()
    else {
        return Err(format!("{} columns, 19 expected", columns.len()));
    };
    let kind = match (*class, *code) {
        ("P", "PPLX") => PlaceKind::Neighbourhood,
        ("P", _) => PlaceKind::Town,
        ("A", "ADM1") => PlaceKind::Province,
        ("A", "PCLI" | "PCLS" | "PCLD" | "PCLF" | "TERR") => PlaceKind::Country,
        ("A", _) => PlaceKind::District,
        ("H", _) => PlaceKind::Water,
        ("L" | "T" | "V" | "U", _) => PlaceKind::Area,
        ("S" | "R", _) => PlaceKind::Site,
        _ => return Ok(None),
    };
    let degrees = |text: &str| {
        text.trim()
            .parse::<f64>()
            .map_err(|_| format!("{text:?} is not a number of degrees"))
    };
    let (latitude, longitude) = (degrees(latitude)?, degrees(longitude)?);
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(format!("{latitude}, {longitude} is not on the globe"));
    }
    let mut entry = PlaceEntry::new(*name, kind);
    entry.id = format!("geonames:{}", id.trim());
    entry.aliases = std::iter::once(*ascii)
        .chain(alternates.split(','))
        .filter(|n| !n.is_empty() && n != name)
        .map(str::to_owned)
        .collect();
    entry.country = Some((*country).to_owned()).filter(|c| !c.is_empty());
    entry.point = Some(Point {
        latitude,
        longitude,
    });
    entry.population = columns
        .get(14)
        .and_then(|p| p.parse::<u64>().ok())
        .unwrap_or(0)
        .min(u64::from(u32::MAX)) as u32;
    Ok(Some(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geonames_line_becomes_an_entry_and_a_bad_one_a_fault() {
        let good = "77\tOld Brannóck\tOld Brannock\tBranuk,Бранок\t-34.9\t-118.3\tP\tPPL\tXX\t\t01\t\t\t\t4200\t\t12\tEtc/UTC\t2020-01-01";
        let (entries, faults) = entries_from_geonames(&format!(
            "{good}\n\nnot a line\n{}",
            good.replace("-34.9", "far")
        ));
        assert_eq!(entries.len(), 1);
        assert_eq!(
            (
                entries[0].population,
                entries[0].kind,
                entries[0].aliases.len()
            ),
            (4200, PlaceKind::Town, 3)
        );
        assert_eq!(faults.iter().map(|f| f.0).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn a_supplement_row_with_an_unknown_key_is_refused() {
        assert!(
            entries_from_toml("places = [{ name = \"Vel\", kind = \"town\", at = [1.0, 2.0] }]")
                .is_ok()
        );
        assert!(
            entries_from_toml("places = [{ name = \"Vel\", kind = \"town\", att = [1.0, 2.0] }]")
                .is_err()
        );
    }
}
