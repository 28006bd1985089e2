//! Accuracy within 161 km on toponyms given with their coordinates (GeoWebNews, TR-News).
//!
//! `cargo run -p sayso-place --example geo -- FILE.xml… [--misses]`: every toponym with coordinates counts, found or not.

use sayso_model::Point;
use sayso_place::{Gazetteer, NameInText, ResolveContext, kilometres, resolve_all};
use std::collections::BTreeMap;
use std::error::Error;

struct Gold {
    words: String,
    start: usize,
    end: usize,
    point: Point,
    class: String,
    has_id: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let misses = arguments.iter().any(|a| a == "--misses");
    let opened = std::time::Instant::now();
    let gazetteer = Gazetteer::bundled()?;
    println!(
        "{gazetteer:?} opened in {:.1} ms",
        opened.elapsed().as_secs_f64() * 1000.0
    );
    for file in arguments.iter().filter(|a| !a.starts_with("--")) {
        let xml = std::fs::read_to_string(file)?;
        let (mut all, mut right, mut found, mut found_right, mut inherited, mut ids, mut ids_right) =
            (0, 0, 0, 0, 0, 0, 0);
        let mut error = 0.0;
        let mut classes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
        let started = std::time::Instant::now();
        for article in xml.split("<article ").skip(1) {
            let text = decode(
                between(article, "<text>", "</text>")
                    .unwrap_or_default()
                    .trim_start_matches("<![CDATA[")
                    .trim_end_matches("]]>"),
            );
            let letters: Vec<char> = text.chars().collect();
            let golds: Vec<Gold> = article
                .split("<toponym>")
                .skip(1)
                .filter_map(gold)
                .collect();
            let names: Vec<NameInText> = golds.iter().map(|g| name(g, &golds, &letters)).collect();
            let context = ResolveContext {
                inherit: true,
                ..ResolveContext::default()
            };
            let answers = resolve_all(&gazetteer, &names, &context);
            for (gold, answer) in golds.iter().zip(&answers) {
                all += 1;
                ids += usize::from(gold.has_id);
                let distance = answer.as_ref().map(|a| kilometres(a.point, gold.point));
                let hit = distance.is_some_and(|d| d <= 161.0);
                let entry = classes
                    .entry(format!(
                        "{}{}",
                        gold.class,
                        if gold.has_id { "" } else { ", no id" }
                    ))
                    .or_default();
                entry.0 += 1;
                entry.1 += usize::from(hit);
                right += usize::from(hit);
                ids_right += usize::from(hit && gold.has_id);
                error += distance.unwrap_or(20_000.0);
                if let Some(answer) = answer {
                    found += usize::from(!answer.inherited);
                    found_right += usize::from(!answer.inherited && hit);
                    inherited += usize::from(answer.inherited);
                }
                if !hit {
                    let said = answer.as_ref().map_or("nothing".to_owned(), |a| {
                        format!("{} {:?} {}", a.place.name, a.place.country, a.reason)
                    });
                    *wrong
                        .entry(format!(
                            "{} [{:.2},{:.2}] -> {said}",
                            gold.words, gold.point.latitude, gold.point.longitude
                        ))
                        .or_default() += 1;
                }
            }
        }
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        println!(
            "{file}: {all} toponyms, accuracy@161 {:.4}, mean error {:.0} km, {:.0} ms",
            share(right, all),
            error / all.max(1) as f64,
            started.elapsed().as_secs_f64() * 1000.0
        );
        println!(
            "  with GeoNames id {:.4} of {ids}; found in the gazetteer {found}, of them right {:.4}; inherited {inherited}",
            share(ids_right, ids),
            share(found_right, found)
        );
        for (class, (n, hit)) in &classes {
            println!("  {class}: {hit}/{n} {:.3}", share(*hit, *n));
        }
        if misses {
            let mut wrong: Vec<_> = wrong.into_iter().collect();
            wrong.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            for (what, n) in wrong {
                println!("  {n} x {what}");
            }
        }
    }
    Ok(())
}

/// The name as a reader of its sentence has it: with what follows after a comma, and the unit word beside it.
fn name(gold: &Gold, golds: &[Gold], letters: &[char]) -> NameInText {
    let after: String = letters.iter().skip(gold.end).take(24).collect();
    let holder = golds.iter().find(|other| {
        let gap: String = letters
            .get(gold.end..other.start)
            .map(|g| g.iter().collect())
            .unwrap_or_default();
        other.start > gold.end && matches!(gap.as_str(), ", " | " (" | ", in " | " in ")
    });
    let unit = after
        .split_whitespace()
        .next()
        .map(|w| w.trim_matches(|c: char| !c.is_alphabetic()).to_owned());
    let unit = unit.filter(|_| after.starts_with(' ') && !after.trim_start().is_empty());
    NameInText {
        name: gold.words.clone(),
        holder: holder.map(|h| h.words.clone()),
        unit,
    }
}

fn gold(xml: &str) -> Option<Gold> {
    let field = |name: &str| {
        between(xml, &format!("<{name}>"), &format!("</{name}>")).map(|v| decode(v.trim()))
    };
    let number = |name: &str| field(name).and_then(|v| v.parse::<f64>().ok());
    let (latitude, longitude) = match (number("latitude"), number("lat")) {
        (Some(latitude), _) => (latitude, number("longitude")?),
        (None, Some(lat)) => (lat, number("lon")?),
        _ => return None,
    };
    Some(Gold {
        words: field("extractedName").or_else(|| field("phrase"))?,
        start: number("start")? as usize,
        end: number("end")? as usize,
        point: Point {
            latitude,
            longitude,
        },
        class: field("type").or_else(|| field("fcode")).unwrap_or_default(),
        has_id: field("geonamesID").is_some_and(|id| !id.is_empty()) || xml.contains("geonameid="),
    })
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    let length = text[start..].find(close)?;
    Some(&text[start..start + length])
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
