//! What holds of every claim: over the cases, the samples, and the corpora of claims where there are any.

use crate::format::cases;
use crate::rules::breaches;
use crate::world::{World, coder, load, tests_folder, world};
use sayso_code::{Coder, Coding};
use sayso_model::{Claim, Field, Happened, Party, Report};
use sayso_read::{ReadOptions, read_path};
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn case_reports() -> Vec<Report> {
    let named = |case: &crate::format::Case| Report {
        input_id: format!("{} {}", case.file, case.name),
        ..case.report()
    };
    cases(&tests_folder().join("cases"))
        .iter()
        .map(named)
        .collect()
}

pub(crate) fn read(path: &Path) -> Vec<Report> {
    let mut reports = Vec::new();
    read_path(path, &ReadOptions::default(), &mut |report| {
        reports.extend(report.ok())
    });
    reports
}

fn samples() -> (World, Vec<Report>) {
    let reports = read(&root().join("samples/reports"));
    assert!(reports.len() >= 8, "{} samples", reports.len());
    (load(&root().join("samples/world.json")), reports)
}

fn check(coder: &Coder, reports: &[Report]) -> usize {
    let mut found = Vec::new();
    let mut claims = 0;
    for report in reports {
        let coding = coder.code(report);
        claims += coding.claims.len();
        found.extend(breaches(report, &coding.claims));
    }
    assert!(found.is_empty(), "{found:#?}");
    claims
}

/// Each rule sees the fault it is for.
#[test]
fn damaged_claims_do_not_hold() {
    let text =
        "The Delta Monitor said the Ash Guard had shelled Tarnbeck on Monday, killing five people.";
    let report = crate::world::report(text, Some(jiff::civil::date(2024, 5, 16)), None);
    let claims = coder().code(&report).claims;
    assert!(claims.len() == 1 && breaches(&report, &claims).is_empty());
    type Damage = fn(&mut Claim);
    let damages: [(&str, Damage); 9] = [
        ("evidence", |claim| claim.evidence.clear()),
        ("rule-id", |claim| claim.kind_rule.0.clear()),
        ("happened", |claim| claim.happened = Happened::Denied),
        ("span", |claim| claim.weapon = damaged(&claim.weapon)),
        ("derivation", |claim| claim.derivation.clear()),
        ("party-words", |claim| {
            claim.perpetrator = Field::known(
                Party {
                    words: "Nobody Named".to_owned(),
                    registry: None,
                },
                claim.evidence.clone(),
                "party.phrase",
            )
        }),
        ("source-words", |claim| {
            claim.sources[0].words = "Nobody Named".to_owned()
        }),
        ("speaker-is-perpetrator", |claim| {
            claim.perpetrator = Field::known(
                Party {
                    words: claim.sources[0].words.clone(),
                    registry: None,
                },
                claim.evidence.clone(),
                "party.phrase",
            )
        }),
        ("same-incident", |claim| {
            claim.same_incident = Some(claim.id.clone())
        }),
    ];
    for (class, damage) in damages {
        let mut claims = claims.clone();
        damage(&mut claims[0]);
        let found = breaches(&report, &claims);
        assert!(
            found.iter().any(|breach| breach.starts_with(class)),
            "{class}: {found:?}"
        );
    }
}

fn damaged<T: Clone>(field: &Field<T>) -> Field<T> {
    match field {
        Field::Known { value, rule, .. } => Field::Known {
            value: value.clone(),
            spans: Vec::new(),
            rule: rule.clone(),
        },
        empty @ Field::Empty { .. } => empty.clone(),
    }
}

#[test]
fn claims_of_the_cases_hold() {
    assert!(check(coder(), &case_reports()) > 80);
}

#[test]
fn claims_of_the_samples_hold() {
    let (world, reports) = samples();
    assert!(check(&world.coder(), &reports) > 15);
}

#[test]
fn claims_of_the_corpora_hold() {
    let folder = std::env::var_os("SAYSO_CORPORA")
        .map_or_else(|| root().join("../shared/corpora"), PathBuf::from)
        .join("claims");
    for part in ["real_a", "real_b", "real_c", "real_d"] {
        let path = folder.join(part).join("reports.jsonl");
        if path.exists() {
            check(coder(), &read(&path));
        }
    }
    let path = folder.join("registers");
    if path.join("world.json").exists() {
        let world = load(&path.join("world.json"));
        check(&world.coder(), &read(&path.join("reports.jsonl")));
    }
}

fn bytes(coding: &Coding) -> String {
    let notes = format!("{:?} {:?}", coding.not_coded, coding.notes);
    serde_json::to_string(&coding.claims).expect("claims as JSON") + &notes
}

fn all_bytes(coder: &Coder, reports: &[Report]) -> Vec<String> {
    reports
        .iter()
        .map(|report| bytes(&coder.code(report)))
        .collect()
}

#[test]
fn coding_is_a_function_of_the_report_alone() {
    let reports = case_reports();
    let once = all_bytes(coder(), &reports);
    let backwards: Vec<Report> = reports.iter().rev().cloned().collect();
    let mut again = all_bytes(&world().coder(), &backwards);
    again.reverse();
    assert_eq!(
        once, again,
        "the order of the reports, or another coder, changes what is coded"
    );
    let [first, second] = std::thread::scope(|scope| {
        let run = || scope.spawn(|| all_bytes(coder(), &reports));
        [run(), run()].map(|thread| thread.join().expect("a coding thread"))
    });
    assert!(
        once == first && once == second,
        "threads change what is coded"
    );
}

#[test]
fn a_report_in_another_language_is_left_with_a_note() {
    let mut report = case_reports().remove(0);
    report.language = sayso_model::Language::Known {
        code: "xx".to_owned(),
    };
    let coding = coder().code(&report);
    assert!(coding.claims.is_empty() && coding.notes.len() == 1);
}
