//! Links a generated archive and tells what it costs: `archive curve 10000 100000 1000000`, `archive crowd 1000 10000` (all of
//! one town and day), or `archive shuffles 1000 2000`.
//!
//! The archive is invented: towns on a grid of open ocean, occurrences with several claims in reports of several claims, figures that
//! differ, days and places that are coarse now and then. The same numbers come out in every run.

use sayso_knowledge::Knowledge;
use sayso_link::{Archive, Grouping, Incident, Item, Linker, Weights};
use sayso_model::{
    Claim, ClaimId, Count, DateBasis, DatePrecision, EmptyReason, Field, Happened, Kind, Language,
    Party, Place, PlaceName, PlacePrecision, Point, Published, PublishedBasis, Report, ReportId,
    RuleId, Span, Weapon, WeaponClass, When,
};
use std::error::Error;
use std::time::Instant;

const SITES: [&str; 8] = [
    "market", "clinic", "bridge", "school", "barracks", "harbour", "mosque", "depot",
];
const TOWNS: u64 = 2500;
/// Claims of one day, over all towns.
const A_DAY: u64 = 500;

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % limit.max(1)
    }
}

struct Occurrence {
    town: u64,
    day: i64,
    site: usize,
    killed: u64,
    kind: usize,
    party: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let world = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/world.json");
    let knowledge = Knowledge::load(&[world]).map_err(|faults| format!("{faults:?}"))?;
    let linker = Linker::new(Weights::builtin()?)?;
    let numbers: Vec<usize> = arguments
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    match arguments.first().map(String::as_str) {
        Some("shuffles") => shuffles(&knowledge, &linker, &numbers),
        Some("crowd") => curve(&knowledge, &linker, &numbers, 1, 1),
        _ => curve(&knowledge, &linker, &numbers, TOWNS, u64::MAX),
    }
}

fn curve(
    knowledge: &Knowledge,
    linker: &Linker,
    sizes: &[usize],
    towns: u64,
    most_days: u64,
) -> Result<(), Box<dyn Error>> {
    println!(
        "| claims | incidents | made ready, s | linked, s | microseconds a claim | B-cubed P | R | peak memory, MiB |"
    );
    for &size in if sizes.is_empty() {
        &[10_000][..]
    } else {
        sizes
    } {
        let start = Instant::now();
        let (items, truth) = archive(knowledge, linker, size, towns, most_days);
        let ready = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let incidents = linker.link(items, &[], 2);
        let linked = start.elapsed().as_secs_f64();
        let (precision, recall) = b_cubed(&incidents, &truth);
        println!(
            "| {size} | {} | {ready:.1} | {linked:.1} | {:.1} | {precision:.3} | {recall:.3} | {} |",
            incidents.len(),
            linked * 1e6 / size as f64,
            peak_mebibytes()
        );
    }
    Ok(())
}

fn shuffles(
    knowledge: &Knowledge,
    linker: &Linker,
    numbers: &[usize],
) -> Result<(), Box<dyn Error>> {
    let (count, size) = (
        numbers.first().copied().unwrap_or(1000),
        numbers.get(1).copied().unwrap_or(500),
    );
    let (items, _) = archive(knowledge, linker, size, TOWNS, u64::MAX);
    let want = serde_json::to_string(&linker.link(items.clone(), &[], 1))?;
    let mut chance = Chance(7);
    for shuffle in 0..count {
        let mut order = items.clone();
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at as u64 + 1) as usize);
        }
        let mut archive = Archive::new(linker, [1, 2, 4][shuffle % 3]);
        let batch = 1 + chance.below(size as u64) as usize;
        for part in order.chunks(batch) {
            archive.add(part.to_vec());
        }
        if serde_json::to_string(&archive.incidents())? != want {
            return Err(format!("shuffle {shuffle} (batches of {batch}) gives other bytes").into());
        }
    }
    println!(
        "{count} shuffles of {size} claims in batches of any size, 1, 2 and 4 threads: equal bytes"
    );
    Ok(())
}

/// Items of an archive, and the occurrence of each claim (by its number).
fn archive(
    knowledge: &Knowledge,
    linker: &Linker,
    size: usize,
    towns: u64,
    most_days: u64,
) -> (Vec<Item>, Vec<u32>) {
    let itemiser = linker.itemiser(knowledge);
    let mut chance = Chance(42);
    let days = (size as u64 / A_DAY).max(30).min(most_days);
    let (mut items, mut truth) = (Vec::with_capacity(size), Vec::with_capacity(size));
    let mut waiting: Vec<(u32, Occurrence)> = Vec::new();
    let mut next = 0;
    while truth.len() < size {
        // Occurrences come to an end when enough is told of them.
        while waiting.len() < 40 {
            next += 1;
            waiting.push((
                next,
                Occurrence {
                    town: chance.below(towns),
                    day: chance.below(days) as i64,
                    site: chance.below(8) as usize,
                    killed: chance.below(30),
                    kind: chance.below(3) as usize,
                    party: chance.below(2) as usize,
                },
            ));
        }
        let number = truth.len();
        let mut text = String::new();
        let mut claims = Vec::new();
        for _ in 0..=chance.below(3) {
            let at = chance.below(waiting.len() as u64) as usize;
            let (occurrence, facts) = &waiting[at];
            let start = text.len();
            text.push_str(&sentence(facts, &mut chance));
            claims.push(claim(
                facts,
                number + claims.len(),
                Span::new(start, text.len()),
                &mut chance,
            ));
            text.push_str("\n\n");
            truth.push(*occurrence);
            if chance.below(6) == 0 {
                waiting.swap_remove(at);
            }
        }
        let report = report(number, &text);
        claims
            .iter_mut()
            .for_each(|claim| claim.report = report.id.clone());
        items.extend(itemiser.items(&report, &claims, Grouping::Used));
    }
    (items, truth)
}

fn sentence(facts: &Occurrence, chance: &mut Chance) -> String {
    let detail = [
        "vendor",
        "grandmother",
        "bicycle",
        "generator",
        "orchard",
        "carpenter",
        "minaret",
        "veranda",
    ];
    let word = |at: u64| detail[(facts.town + facts.day as u64 + at) as usize % detail.len()];
    format!(
        "The {} of Town{} was hit; a {} and a {} were seen.",
        SITES[facts.site],
        facts.town,
        word(0),
        word(chance.below(3))
    )
}

fn claim(facts: &Occurrence, number: usize, span: Span, chance: &mut Chance) -> Claim {
    let parties = [
        ("Norland Army", "overlay.norland-army"),
        ("Red Heron Brigade", "overlay.red-heron-brigade"),
    ];
    let (by, id) = parties[facts.party];
    let day = jiff::civil::date(2001, 1, 1).saturating_add(jiff::Span::new().days(facts.day));
    let coarse = chance.below(20) == 0;
    let (row, column) = ((facts.town / 50) as f64, (facts.town % 50) as f64);
    let point = Point {
        latitude: -60.0 + row * 0.6,
        longitude: -140.0 + column * 0.6,
    };
    let place = Place {
        names: vec![PlaceName {
            words: if coarse {
                format!("Province{}", facts.town / 100)
            } else {
                format!("Town{}", facts.town)
            },
            registry: None,
        }],
        point: Some(point),
        precision: if coarse {
            PlacePrecision::Province
        } else {
            PlacePrecision::Town
        },
        reason: String::new(),
    };
    let stated = chance.below(4) > 0;
    let killed = facts.killed + chance.below(3);
    Claim {
        id: ClaimId(format!("{number:08}")),
        report: ReportId(String::new()),
        kind: [Kind::Strike, Kind::Attack, Kind::Bombing][facts.kind],
        kind_rule: RuleId::from("generated"),
        happened: Happened::Asserted,
        sources: Vec::new(),
        perpetrator: known(
            stated.then(|| Party {
                words: by.to_owned(),
                registry: Some(id.to_owned()),
            }),
            span,
        ),
        target: known(
            Some(Party {
                words: format!("the {}", SITES[facts.site]),
                registry: None,
            }),
            span,
        ),
        weapon: known(
            (facts.kind == 0).then(|| Weapon {
                class: WeaponClass::Airstrike,
                words: String::new(),
            }),
            span,
        ),
        place: known(Some(place), span),
        when: known(
            Some(When {
                start: Some(day),
                end: Some(day),
                precision: DatePrecision::Day,
                basis: DateBasis::Explicit,
            }),
            span,
        ),
        killed: known(stated.then(|| Count::exact(killed)), span),
        injured: known(None, span),
        killed_or_injured: known(None, span),
        victims: known(None, span),
        cumulative_since: known(None, span),
        hedged: false,
        self_claim: false,
        aggregate: false,
        same_incident: None,
        evidence: vec![span],
        derivation: Vec::new(),
    }
}

fn known<T>(value: Option<T>, span: Span) -> Field<T> {
    value.map_or(Field::empty(EmptyReason::NotStated), |value| {
        Field::known(value, vec![span], "generated")
    })
}

fn report(number: usize, text: &str) -> Report {
    let published = Published::Known {
        date: jiff::civil::date(2020, 1, 1),
        time: None,
        offset_seconds: None,
        basis: PublishedBasis::Metadata,
    };
    let outlet = Some(format!("Outlet {}", number % 300));
    Report {
        id: ReportId::of_content(
            outlet.as_deref(),
            Some(&number.to_string()),
            &published,
            None,
            text,
        ),
        input_id: number.to_string(),
        origin: String::new(),
        outlet,
        url: None,
        published,
        modified: None,
        title: None,
        language: Language::Undetermined,
        text: text.to_owned(),
        boilerplate: Vec::new(),
        raw_sha256: String::new(),
        encoding: String::new(),
        notes: Vec::new(),
    }
}

fn b_cubed(incidents: &[Incident], truth: &[u32]) -> (f64, f64) {
    use std::collections::BTreeMap;
    let mut sizes: BTreeMap<u32, f64> = BTreeMap::new();
    truth
        .iter()
        .for_each(|of| *sizes.entry(*of).or_insert(0.0) += 1.0);
    let (mut precision, mut recall, mut count) = (0.0, 0.0, 0.0);
    for incident in incidents {
        let mut parts: BTreeMap<u32, f64> = BTreeMap::new();
        for claim in &incident.claims {
            if let Some(of) = claim
                .0
                .parse::<usize>()
                .ok()
                .and_then(|number| truth.get(number))
            {
                *parts.entry(*of).or_insert(0.0) += 1.0;
            }
        }
        let all: f64 = parts.values().sum();
        for (of, part) in parts {
            precision += part * part / all;
            recall += part * part / sizes.get(&of).copied().unwrap_or(1.0);
            count += part;
        }
    }
    (precision / count, recall / count)
}

/// The most memory this process has held, where the system tells it.
fn peak_mebibytes() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:").map(str::to_owned))?;
            let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
            Some((kibibytes / 1024).to_string())
        })
        .unwrap_or_else(|| "?".to_owned())
}
