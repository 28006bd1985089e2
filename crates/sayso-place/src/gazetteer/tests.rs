//! The bundled data is whole and a user's places lie on top.

use super::*;

fn bundled() -> Gazetteer {
    Gazetteer::bundled().expect("bundled data opens")
}

#[test]
fn every_bundled_sheet_parses_and_lies_on_the_globe() {
    for (file, text) in SHEETS {
        let entries = entries_from_toml(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for entry in entries {
            let point = entry
                .point
                .unwrap_or_else(|| panic!("{file}: {} has no point", entry.name));
            assert!(
                (-90.0..=90.0).contains(&point.latitude)
                    && (-180.0..=180.0).contains(&point.longitude),
                "{file}: {}",
                entry.name
            );
            let known = entry
                .country
                .as_deref()
                .is_none_or(|iso| country_of_iso(bundled().packed, iso).is_some());
            assert!(known, "{file}: {} is in no known country", entry.name);
        }
    }
}

#[test]
fn supplement_rows_lie_near_the_place_they_name_as_their_holder() {
    let gazetteer = bundled();
    let mut faults = Vec::new();
    for (file, text) in SHEETS {
        for entry in entries_from_toml(text).unwrap_or_default() {
            let (Some(parent), Some(point)) = (&entry.parent, entry.point) else {
                continue;
            };
            let holders = gazetteer.lookup(parent);
            let nearest = holders
                .iter()
                .filter_map(|h| h.point)
                .map(|p| crate::kilometres(p, point))
                .fold(f64::INFINITY, f64::min);
            if nearest > 500.0 {
                faults.push(format!(
                    "{file}: {} lies {nearest:.0} km from {parent}",
                    entry.name
                ));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_country_has_a_point_and_a_name() {
    let gazetteer = bundled();
    for index in 0..gazetteer.packed.country_count() as u16 {
        let country = gazetteer.packed.country(index as u8);
        let Some(place) = gazetteer
            .bundled
            .countries
            .get(&index)
            .and_then(|n| gazetteer.bundled.places.get(*n as usize))
        else {
            panic!("no entry for {}", country.iso)
        };
        let dissolved = ["AN", "CS"].contains(&country.iso);
        assert!(
            dissolved || place.point.is_some(),
            "{} has no point",
            country.iso
        );
    }
}

#[test]
fn a_users_places_come_first_and_know_their_own_country() {
    let mut country = PlaceEntry::new("Velland", PlaceKind::Country);
    country.demonyms = vec!["Vellish".to_owned()];
    let mut town = PlaceEntry::new("Springfield", PlaceKind::Town);
    town.parent = Some("Velland".to_owned());
    let gazetteer = bundled().with_extra(vec![country, town]);
    let found = gazetteer.lookup("SPRINGFIELD");
    assert_eq!(
        found.first().and_then(|p| p.country.as_deref()),
        Some("Velland")
    );
    assert!(found.len() > 5, "the bundled ones stay: {}", found.len());
    assert_eq!(
        gazetteer.of_demonym("vellish").map(|p| p.name),
        Some("Velland".to_owned())
    );
}

#[test]
fn damaged_packed_data_is_refused_with_the_reason() {
    assert!(matches!(
        Packed::open(&RECORDS[..100], INDEX),
        Err(PackError::Length { .. })
    ));
    assert!(matches!(
        Packed::open(b"nothing", INDEX),
        Err(PackError::Magic)
    ));
    assert!(matches!(
        Packed::open(RECORDS, b"nothing"),
        Err(PackError::Index(_))
    ));
}
