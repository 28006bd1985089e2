//! What must hold of linking, on claims of an invented war.

mod common;

use common::{Told, items, knowledge, linker, reports};
use sayso_link::{
    Account, Archive, Grouping, Incident, Item, OriginOf, Review, Status, agreement, carried,
    decisions,
};
use sayso_model::ClaimId;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    claim: Vec<Told>,
}

fn cases() -> Vec<Case> {
    let cases: Cases = toml::from_str(include_str!("cases/occurrences.toml")).expect("well formed");
    cases.case
}

/// Every claim of every case, each case in a year of its own.
fn archive_of_cases() -> Vec<Told> {
    let mut all = Vec::new();
    for (at, case) in cases().into_iter().enumerate() {
        for mut told in case.claim {
            told.report = format!("{at}{}", told.report);
            told.is = format!("{at} {}", told.is);
            let years = jiff::Span::new().years(at as i32);
            told.day = told.day.map(|day| day.saturating_add(years));
            told.published = Some(
                told.published
                    .unwrap_or(jiff::civil::date(2031, 5, 5))
                    .saturating_add(years),
            );
            all.push(told);
        }
    }
    all
}

fn groups(incidents: &[Incident]) -> BTreeSet<BTreeSet<ClaimId>> {
    incidents
        .iter()
        .map(|incident| incident.claims.iter().cloned().collect())
        .collect()
}

/// Numbers that look like chance and are the same in every run.
fn shuffled(mut items: Vec<Item>, seed: u64) -> Vec<Item> {
    let mut state = seed;
    for at in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
    items
}

#[test]
fn every_case_is_linked_as_told() {
    let (knowledge, linker) = (knowledge(), linker());
    let mut wrong = Vec::new();
    for case in cases() {
        let (items, of) = items(&knowledge, &linker, &case.claim);
        let mut want: BTreeMap<&str, BTreeSet<ClaimId>> = BTreeMap::new();
        for (claim, is) in of.iter().filter(|(_, is)| !is.is_empty()) {
            want.entry(is).or_default().insert(claim.clone());
        }
        let got = groups(&linker.link(items.clone(), &[], 1));
        let want: BTreeSet<BTreeSet<ClaimId>> = want.into_values().collect();
        if got != want {
            let mut archive = Archive::new(&linker, 1);
            archive.add(items);
            let claims: Vec<&ClaimId> = of.keys().collect();
            let ties: Vec<String> = claims
                .iter()
                .enumerate()
                .flat_map(|(at, one)| claims[..at].iter().map(move |other| (one, other)))
                .filter_map(|(one, other)| archive.tied(one, other))
                .map(|tie| {
                    let reasons: Vec<String> = tie
                        .reasons
                        .iter()
                        .map(|r| format!("{} {} {}", r.comparison, r.level, r.weight))
                        .collect();
                    format!(
                        "  {} {} {} {} | {}",
                        tie.one.0,
                        tie.other.0,
                        tie.score,
                        tie.parted,
                        reasons.join(", ")
                    )
                })
                .collect();
            wrong.push(format!(
                "{}\n  got {got:?}\n  want {want:?}\n{}",
                case.name,
                ties.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn order_batches_and_threads_change_no_byte() {
    let (knowledge, linker) = (knowledge(), linker());
    let (items, _) = items(&knowledge, &linker, &archive_of_cases());
    let bytes = |incidents: &[Incident]| serde_json::to_string(incidents).expect("serialised");
    let want = bytes(&linker.link(items.clone(), &[], 1));
    for seed in 0..40u64 {
        let order = shuffled(items.clone(), seed);
        let mut archive = Archive::new(&linker, 1 + (seed % 4) as usize);
        let size = [1, 2, 7, order.len()][(seed % 4) as usize];
        for batch in order.chunks(size) {
            archive.add(batch.to_vec());
        }
        assert_eq!(bytes(&archive.incidents()), want, "seed {seed}");
        // The same again adds nothing.
        archive.add(order);
        assert_eq!(bytes(&archive.incidents()), want, "seed {seed}, twice");
    }
}

/// Claims that were taken out leave no trace, and only what they touched is told as changed.
#[test]
fn what_is_taken_out_was_never_there() {
    let knowledge = knowledge();
    let mut weights = sayso_link::Weights::builtin().expect("well formed");
    let bytes = |incidents: &[Incident]| serde_json::to_string(incidents).expect("serialised");
    for (crowd, open, first) in [(2, 200, 24), (2, 5, 2), (2, 1, 1), (60, 3, 2)] {
        weights.limits.crowd = crowd;
        weights.limits.open = open;
        weights.limits.first = first;
        let linker = sayso_link::Linker::new(weights.clone()).expect("well formed");
        let (mut items, _) = items(&knowledge, &linker, &archive_of_cases());
        for (at, item) in items.clone().into_iter().enumerate() {
            // A mirror: the same words in another report.
            let mut mirror = item;
            mirror.claim = ClaimId(format!("mirror-{at}"));
            mirror.order.report = sayso_model::ReportId(format!("mirror-{at}"));
            items.push(mirror);
        }
        for seed in 0..24u64 {
            let order = shuffled(items.clone(), seed);
            let (stay, go) = order.split_at(order.len() / 2);
            let mut archive = Archive::new(&linker, 1);
            for batch in shuffled(order.clone(), seed + 100).chunks(9) {
                archive.add(batch.to_vec());
            }
            let mut told: BTreeMap<ClaimId, String> = BTreeMap::new();
            let mut tell = |archive: &mut Archive<'_>, gone: &[Item]| {
                for incident in archive.changed() {
                    for claim in incident.claims {
                        told.insert(claim, incident.id.clone());
                    }
                }
                for item in gone {
                    told.remove(&item.claim);
                }
                let want: BTreeMap<ClaimId, String> = archive
                    .incidents()
                    .into_iter()
                    .flat_map(|incident| {
                        let id = incident.id.clone();
                        incident
                            .claims
                            .into_iter()
                            .map(move |claim| (claim, id.clone()))
                    })
                    .collect();
                assert_eq!(told, want, "crowd {crowd} {open} {first}, seed {seed}");
            };
            tell(&mut archive, &[]);
            for batch in go.chunks([1, 5, 60][(seed % 3) as usize]) {
                let claims: Vec<ClaimId> = batch.iter().map(|item| item.claim.clone()).collect();
                archive.remove(&claims);
                tell(&mut archive, batch);
            }
            let want = bytes(&linker.link(stay.to_vec(), &[], 1));
            assert_eq!(
                bytes(&archive.incidents()),
                want,
                "crowd {crowd} {open} {first}, seed {seed}"
            );
            assert_eq!(archive.len(), stay.len());
            assert!(archive.changed().is_empty(), "nothing more has changed");
            archive.add(go.to_vec());
            let want = bytes(&linker.link(order, &[], 1));
            assert_eq!(
                bytes(&archive.incidents()),
                want,
                "crowd {crowd} {open} {first}, seed {seed}, put back"
            );
        }
    }
}

/// Crowded words and towns, copies that come to light late with an earlier day, and twice the same in one report: none of it may
/// hang on order.
#[test]
fn late_copies_and_crowds_change_no_byte() {
    for (open, first) in [(200, 24), (5, 2), (1, 1)] {
        late_copies(open, first);
    }
}

/// Five strikes of one town and day, told by two hundred claims, come out the same when most claims are hidden from each other.
#[test]
fn a_crowded_town_keeps_its_strikes_apart() {
    let knowledge = knowledge();
    let sites = [
        ("market", "vendors", 17),
        ("clinic", "surgeons", 4),
        ("bridge", "ferrymen", 9),
        ("school", "teachers", 12),
        ("mosque", "worshippers", 26),
    ];
    let pattern = archive_of_cases().swap_remove(0);
    let told: Vec<Told> = (0..200u32)
        .map(|number| {
            let (site, people, killed) = sites[number as usize % sites.len()];
            let mut claim = pattern.clone();
            claim.is = site.to_owned();
            claim.report = format!("report-{number}");
            claim.place = Some("T".to_owned());
            claim.day = Some(jiff::civil::date(2031, 5, 4));
            claim.to = Some(format!("the {site}"));
            claim.killed = (number % 3 > 0).then_some(killed);
            claim.words = format!(
                "Outlet {number} wrote that {people} had died when the {site} of Talburg was hit."
            );
            claim
        })
        .collect();
    let with = |open: usize, first: usize| {
        let mut weights = sayso_link::Weights::builtin().expect("well formed");
        weights.limits.open = open;
        weights.limits.first = first;
        let linker = sayso_link::Linker::new(weights).expect("well formed");
        let (items, _) = items(&knowledge, &linker, &told);
        groups(&linker.link(items, &[], 2))
    };
    let all = with(1000, 24);
    assert_eq!(all.len(), sites.len());
    assert_eq!(with(20, 4), all);
}

fn late_copies(open: usize, first: usize) {
    let knowledge = knowledge();
    let mut weights = sayso_link::Weights::builtin().expect("well formed");
    weights.limits.crowd = 2;
    weights.limits.open = open;
    weights.limits.first = first;
    let linker = sayso_link::Linker::new(weights).expect("well formed");
    let mut told = archive_of_cases();
    for (at, first) in archive_of_cases().into_iter().enumerate() {
        for copy in 0..3 {
            let mut mirror = first.clone();
            mirror.report = format!("{}-copy{copy}", first.report);
            mirror.published = Some(
                first
                    .published
                    .unwrap_or(jiff::civil::date(2031, 5, 5))
                    .saturating_add(jiff::Span::new().days(1 - copy)),
            );
            if at % 3 == 0 && copy == 1 {
                mirror.place = Some("Nowhere Hamlet".to_owned());
            }
            told.push(mirror.clone());
            if at % 4 == 0 {
                told.push(mirror);
            }
        }
    }
    let (items, _) = items(&knowledge, &linker, &told);
    let bytes = |incidents: &[Incident]| serde_json::to_string(incidents).expect("serialised");
    let want = bytes(&linker.link(items.clone(), &[], 1));
    for seed in 0..60u64 {
        let order = shuffled(items.clone(), seed);
        let mut archive = Archive::new(&linker, 1 + (seed % 4) as usize);
        for batch in order.chunks([1, 3, 11, 50][(seed % 4) as usize]) {
            archive.add(batch.to_vec());
        }
        assert_eq!(bytes(&archive.incidents()), want, "seed {seed}");
    }
}

#[test]
fn two_hundred_mirrors_are_one_incident() {
    let (knowledge, linker) = (knowledge(), linker());
    let case = cases().remove(0);
    let first = case.claim[0].clone();
    let mut told = case.claim.clone();
    for mirror in 0..200 {
        let mut copy = first.clone();
        copy.report = format!("m{mirror:03}");
        if mirror % 5 == 0 {
            copy.words = format!(
                "Seven people died in Talburg on Sunday as aircraft hit the market, edition {mirror} reports."
            );
        }
        if mirror % 7 == 0 {
            copy.published = Some(jiff::civil::date(2031, 5, 7));
        }
        told.push(copy);
    }
    let (items, of) = items(&knowledge, &linker, &told);
    let incidents = linker.link(items, &[], 2);
    assert_eq!(incidents.len(), 2);
    let market = of.values().filter(|is| *is == "market").count();
    assert!(
        incidents
            .iter()
            .any(|incident| incident.claims.len() == market)
    );
}

#[test]
fn swapped_names_of_the_parties_change_no_group() {
    let (knowledge, linker) = (knowledge(), linker());
    let swap = |name: &Option<String>| {
        name.as_deref().map(|name| {
            match name {
                "Norland Army" => "Red Heron Brigade",
                "Red Heron Brigade" => "Norland Army",
                "Sudmark Coordination" => "Norland",
                "Norland" => "Sudmark Coordination",
                "Sudmark Health Office" => "Norland Health Ministry",
                other => other,
            }
            .to_owned()
        })
    };
    let told = archive_of_cases();
    let swapped: Vec<Told> = told
        .iter()
        .map(|told| Told {
            from: swap(&told.from),
            by: swap(&told.by),
            to: swap(&told.to),
            ..told.clone()
        })
        .collect();
    let linked = |told: &[Told]| groups(&linker.link(items(&knowledge, &linker, told).0, &[], 1));
    assert_eq!(linked(&told), linked(&swapped));
}

#[test]
fn a_reviewers_word_is_respected_and_can_be_taken_back() {
    let (knowledge, linker) = (knowledge(), linker());
    let (items, _) = items(&knowledge, &linker, &cases().remove(0).claim);
    let before = linker.link(items.clone(), &[], 1);
    assert_eq!(before.len(), 2);
    let all: Vec<ClaimId> = before
        .iter()
        .flat_map(|incident| incident.claims.clone())
        .collect();
    let note = || ("tester".to_owned(), String::new());
    let ((by, why), (by_too, why_too), (by_three, why_three)) = (note(), note(), note());
    let merge = Review::Merge {
        claims: all.clone(),
        by,
        note: why,
    };
    let merged = linker.link(items.clone(), &decisions(&[(1, merge.clone())]), 1);
    assert_eq!(
        groups(&merged),
        BTreeSet::from([all.iter().cloned().collect()])
    );
    let split = Review::Split {
        out: vec![all[1].clone()],
        rest: vec![all[0].clone()],
        by: by_too,
        note: why_too,
    };
    let parted = linker.link(items.clone(), &decisions(&[(2, split.clone())]), 1);
    assert!(
        parted
            .iter()
            .all(|incident| !(incident.claims.contains(&all[0])
                && incident.claims.contains(&all[1])))
    );
    let undo = Review::Undo {
        number: 1,
        by: by_three,
        note: why_three,
    };
    let undone = linker.link(items.clone(), &decisions(&[(1, merge), (3, undo)]), 1);
    assert_eq!(undone, before);
    // A decision that comes after the claims does the same as one before.
    let mut archive = Archive::new(&linker, 1);
    archive.add(items);
    archive.decide(&decisions(&[(2, split)]));
    assert_eq!(archive.incidents(), parted);
}

#[test]
fn a_reviewers_word_follows_claims_that_are_coded_anew() {
    let knowledge = knowledge();
    let case = &cases()[0].claim;
    let coded = reports(&knowledge, case);
    let old = &coded[0].1[0];
    let mut new = old.clone();
    new.id = ClaimId("coded-anew".to_owned());
    new.kind = sayso_model::Kind::Attack;
    let mut elsewhere = new.clone();
    elsewhere.id = ClaimId("elsewhere".to_owned());
    elsewhere.evidence = vec![sayso_model::Span::new(900, 950)];
    let mut denial = new.clone();
    denial.id = ClaimId("denial".to_owned());
    denial.happened = sayso_model::Happened::Denied;
    let today = [&elsewhere, &denial, &new];
    assert_eq!(carried(old, &today), Some(new.id.clone()));
    assert_eq!(carried(old, &[&elsewhere]), None);
    let merge = Review::Merge {
        claims: vec![old.id.clone(), ClaimId("other".to_owned())],
        by: String::new(),
        note: String::new(),
    };
    let followed = merge.with(&BTreeMap::from([(old.id.clone(), new.id.clone())]));
    let claims: Vec<&str> = followed.claims().map(|claim| claim.0.as_str()).collect();
    assert_eq!(claims, ["coded-anew", "other"]);
}

#[test]
fn every_link_and_the_nearest_claims_outside_have_reasons() {
    let (knowledge, linker) = (knowledge(), linker());
    let (items, _) = items(&knowledge, &linker, &cases().remove(0).claim);
    let mut archive = Archive::new(&linker, 1);
    archive.add(items);
    for incident in archive.incidents() {
        let links = archive.links(&incident);
        assert_eq!(links.len() + 1, incident.claims.len());
        let near = archive.nearest_others(&incident, 3);
        assert!(!near.is_empty());
        for tie in links.iter().chain(&near) {
            let prior = linker.weights.prior;
            let sum: i32 = tie.reasons.iter().map(|reason| reason.weight).sum();
            assert_eq!(
                tie.score,
                (prior + sum).clamp(linker.weights.least, linker.weights.most)
            );
            assert!(tie.reasons.iter().all(|reason| !reason.means.is_empty()));
        }
    }
}

#[test]
fn contradiction_is_kept_and_copies_corroborate_nothing() {
    let knowledge = knowledge();
    let told = &cases()[2].claim;
    let coded = reports(&knowledge, told);
    let accounts = |same: bool| -> Vec<Account<'_>> {
        coded
            .iter()
            .flat_map(|(report, claims)| claims.iter().map(move |claim| (report, claim)))
            .map(|(report, claim)| {
                let registry = claim
                    .sources
                    .last()
                    .and_then(|source| source.registry.clone());
                let id = if same {
                    "one".to_owned()
                } else {
                    registry.clone().unwrap_or_else(|| report.input_id.clone())
                };
                Account {
                    claim,
                    origin: OriginOf {
                        name: id.clone(),
                        id,
                        registry,
                    },
                }
            })
            .collect()
    };
    let agreed = agreement(&accounts(false), &knowledge.actors, &["c".to_owned()]);
    assert_eq!((agreed.origins, agreed.status), (3, Status::Declared));
    assert_eq!(
        agreed.by_side,
        BTreeMap::from([
            ("Norland".to_owned(), 1),
            ("Sudmark".to_owned(), 1),
            ("unknown".to_owned(), 1)
        ])
    );
    assert_eq!(agreed.concessions.len(), 1);
    let killed = agreed
        .fields
        .iter()
        .find(|field| field.field == "killed")
        .expect("figures are given");
    let values: Vec<&str> = killed
        .values
        .iter()
        .map(|given| given.value.as_str())
        .collect();
    assert_eq!((values, killed.disputed), (vec!["17", "26", "4"], true));
    let told: Vec<_> = killed
        .policies
        .iter()
        .map(|outcome| (outcome.policy, outcome.value.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("range", Some("4 to 26")),
            ("majority of origins", None),
            ("declared order of sources", Some("26"))
        ]
    );
    assert_eq!(
        agreement(&accounts(true), &knowledge.actors, &[]).origins,
        1
    );
}

#[test]
fn claims_without_a_word_about_time_or_place_make_no_fault() {
    let (knowledge, linker) = (knowledge(), linker());
    let mut told = archive_of_cases();
    for (at, told) in told.iter_mut().enumerate() {
        if at % 2 == 0 {
            told.day = None;
        }
        if at % 3 == 0 {
            told.place = Some("Nowhere Hamlet".to_owned());
        }
        if at % 5 == 0 {
            told.place = None;
        }
        told.killed = Some(u64::MAX);
    }
    let itemiser = linker.itemiser(&knowledge);
    let count: usize = reports(&knowledge, &told)
        .iter()
        .map(|(report, claims)| itemiser.items(report, claims, Grouping::Used).len())
        .sum();
    let incidents = linker.link(items(&knowledge, &linker, &told).0, &[], 2);
    assert_eq!(
        incidents
            .iter()
            .map(|incident| incident.claims.len())
            .sum::<usize>(),
        count
    );
}
