//! What holds of every claim: over the cases, the samples, and the corpora of claims where there are any.

use crate::format::cases;
use crate::rules::breaches;
use crate::world::{World, coder, load, tests_folder, world};
use sayso_code::{Coder, Coding};
use sayso_model::Report;
use sayso_read::{ReadOptions, read_path};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn case_reports() -> Vec<Report> {
    let named = |case: &crate::format::Case| Report { input_id: format!("{} {}", case.file, case.name), ..case.report() };
    cases(&tests_folder().join("cases")).iter().map(named).collect()
}

fn read(path: &Path) -> Vec<Report> {
    let mut reports = Vec::new();
    read_path(path, &ReadOptions::default(), &mut |report| reports.extend(report.ok()));
    reports
}

fn samples() -> (World, Vec<Report>) {
    let reports = read(&root().join("samples/reports"));
    assert!(reports.len() >= 8, "{} samples", reports.len());
    (load(&root().join("samples/world.json")), reports)
}

fn check(coder: &Coder, reports: &[Report], known: &[&str]) -> usize {
    let mut found = Vec::new();
    let mut claims = 0;
    for report in reports {
        let coding = coder.code(report);
        claims += coding.claims.len();
        found.extend(breaches(report, &coding.claims));
    }
    let unknown: Vec<&String> = found.iter().filter(|breach| !known.iter().any(|known| breach.starts_with(known))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    claims
}

#[test]
fn claims_of_the_cases_hold() {
    assert!(check(coder(), &case_reports(), KNOWN) > 80);
}

#[test]
fn claims_of_the_samples_hold() {
    let (world, reports) = samples();
    assert!(check(&world.coder(), &reports, KNOWN) > 15);
}

#[test]
fn claims_of_the_corpora_hold() {
    let folder = std::env::var_os("SAYSO_CORPORA").map_or_else(|| root().join("../shared/corpora"), PathBuf::from).join("claims");
    let coder_of_stock = |reports: &[Report]| check(coder(), reports, KNOWN);
    for part in ["real_a", "real_b", "real_c", "real_d"] {
        let path = folder.join(part).join("reports.jsonl");
        if path.exists() {
            coder_of_stock(&read(&path));
        }
    }
    let path = folder.join("registers");
    if path.join("world.json").exists() {
        let world = load(&path.join("world.json"));
        check(&world.coder(), &read(&path.join("reports.jsonl")), KNOWN);
    }
}

/// Classes of breach that the coder has today.
const KNOWN: &[&str] = &[];

fn bytes(coding: &Coding) -> String {
    let notes = format!("{:?} {:?}", coding.not_coded, coding.notes);
    serde_json::to_string(&coding.claims).expect("claims as JSON") + &notes
}

fn all_bytes(coder: &Coder, reports: &[Report]) -> Vec<String> {
    reports.iter().map(|report| bytes(&coder.code(report))).collect()
}

#[test]
fn coding_is_a_function_of_the_report_alone() {
    let reports = case_reports();
    let once = all_bytes(coder(), &reports);
    let backwards: Vec<Report> = reports.iter().rev().cloned().collect();
    let mut again = all_bytes(&world().coder(), &backwards);
    again.reverse();
    assert_eq!(once, again, "the order of the reports, or another coder, changes what is coded");
    let [first, second] = std::thread::scope(|scope| {
        let run = || scope.spawn(|| all_bytes(coder(), &reports));
        [run(), run()].map(|thread| thread.join().expect("a coding thread"))
    });
    assert!(once == first && once == second, "threads change what is coded");
}

#[test]
fn a_report_in_another_language_is_left_with_a_note() {
    let mut report = case_reports().remove(0);
    report.language = sayso_model::Language::Known { code: "xx".to_owned() };
    let coding = coder().code(&report);
    assert!(coding.claims.is_empty() && coding.notes.len() == 1);
}
