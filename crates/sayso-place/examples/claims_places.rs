//! How often the place of a claim is found in its report and located within 25 km (folders in the claims format).
//!
//! `cargo run -p sayso-place --example claims_places -- FOLDER… [--misses]`; a folder's `world.json` is loaded on top.

use sayso_model::Point;
use sayso_place::{
    Gazetteer, PlaceContext, PlaceEntry, PlaceKind, PlaceLexicon, kilometres, place_mentions,
};
use sayso_text::{SegmentLexicon, segment};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().any(|a| a == "--misses");
    let dump = arguments.iter().any(|a| a == "--all");
    let lexicon = PlaceLexicon::builtin();
    for folder in arguments.iter().filter(|a| !a.starts_with("--")) {
        let folder = Path::new(folder);
        let gazetteer = world(folder, Gazetteer::bundled()?)?;
        let mut mentions = BTreeMap::new();
        let (mut bytes, mut time) = (0, 0.0);
        for line in std::fs::read_to_string(folder.join("reports.jsonl"))?.lines() {
            let report: Value = serde_json::from_str(line)?;
            let text = report["text"].as_str().unwrap_or_default();
            let document = segment(text, SegmentLexicon::builtin());
            let started = std::time::Instant::now();
            let found = place_mentions(
                &document,
                text,
                &gazetteer,
                lexicon,
                &PlaceContext::default(),
            );
            time += started.elapsed().as_secs_f64();
            bytes += text.len();
            if dump {
                for m in &found {
                    let place = m
                        .place
                        .as_ref()
                        .map(|p| format!("{} {:?} {:?}", p.name, p.country, p.kind));
                    let wide = m.wide.slice(text).unwrap_or("");
                    println!(
                        "{} | {} | {wide} | {:?} {:?} | {} | {}",
                        report["id"],
                        m.words,
                        m.role,
                        m.precision,
                        place.unwrap_or_default(),
                        m.reason
                    );
                }
            }
            mentions.insert(report["id"].as_str().unwrap_or_default().to_owned(), found);
        }
        let (mut lines, mut found, mut right, mut names, mut names_found) = (0, 0, 0, 0, 0);
        let mut misses = BTreeMap::new();
        for line in std::fs::read_to_string(folder.join("gold.jsonl"))?.lines() {
            let gold: Value = serde_json::from_str(line)?;
            let report = gold["report"].as_str().unwrap_or_default();
            let Some(here) = mentions.get(report) else {
                continue;
            };
            let place = &gold["place"];
            let all: Vec<&str> = place
                .as_array()
                .map(|a| a.iter().filter_map(Value::as_str).collect())
                .unwrap_or_else(|| place.as_str().into_iter().collect());
            let Some(first) = all.first() else { continue };
            let matches = |a: &str, b: &str| {
                let (a, b) = (a.to_lowercase(), b.to_lowercase());
                a.contains(&b) || b.contains(&a)
            };
            names += 1;
            names_found += usize::from(here.iter().any(|m| matches(&m.words, first)));
            let at = &gold["place_precise_latlon_or_null"];
            let (Some(latitude), Some(longitude)) = (at[0].as_f64(), at[1].as_f64()) else {
                continue;
            };
            let gold_point = Point {
                latitude,
                longitude,
            };
            lines += 1;
            let named: Vec<_> = here
                .iter()
                .filter(|m| all.iter().any(|name| matches(&m.words, name)))
                .collect();
            found += usize::from(named.iter().any(|m| matches(&m.words, first)));
            let distance = |m: &&sayso_place::PlaceMention| {
                m.place
                    .as_ref()
                    .and_then(|p| p.point)
                    .map(|p| kilometres(p, gold_point))
            };
            let best = named
                .iter()
                .filter_map(distance)
                .fold(f64::INFINITY, f64::min);
            right += usize::from(best <= 25.0);
            if best > 25.0 {
                let said: Vec<String> = named
                    .iter()
                    .map(|m| {
                        format!(
                            "{}={:?} {}",
                            m.words,
                            m.place.as_ref().map(|p| (&p.name, &p.country)),
                            m.reason
                        )
                    })
                    .collect();
                *misses
                    .entry(format!(
                        "{report} {all:?} [{latitude:.2},{longitude:.2}] {best:.0} km {:?}",
                        said.first()
                    ))
                    .or_insert(0) += 1;
            }
        }
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        println!(
            "{}: {names} lines with a place, first name found {:.3}; {lines} with a point, first name found {:.3}, within 25 km {:.3}; {:.1} MB/s",
            folder.display(),
            share(names_found, names),
            share(found, lines),
            share(right, lines),
            bytes as f64 / 1e6 / time
        );
        if show {
            for (miss, n) in misses {
                println!("  {n} x {miss}");
            }
        }
    }
    Ok(())
}

fn world(folder: &Path, gazetteer: Gazetteer) -> Result<Gazetteer, Box<dyn Error>> {
    let file = folder.join("world.json");
    if !file.exists() {
        return Ok(gazetteer);
    }
    let world: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let lexicon = PlaceLexicon::builtin();
    let entries = world["places"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|place| {
            let kind = lexicon
                .kind_of(place["kind"].as_str()?)
                .unwrap_or(PlaceKind::Town);
            let mut entry = PlaceEntry::new(place["name"].as_str()?, kind);
            entry.aliases = place["aliases"]
                .as_array()?
                .iter()
                .filter_map(|a| a.as_str().map(str::to_owned))
                .collect();
            entry.parent = place["parent"].as_str().map(str::to_owned);
            entry.point = Some(Point {
                latitude: place["lat"].as_f64()?,
                longitude: place["lon"].as_f64()?,
            });
            Some(entry)
        });
    Ok(gazetteer.with_extra(entries.collect()))
}
