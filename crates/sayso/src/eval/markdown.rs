//! The page of documentation with the tables of both providers.

use crate::arguments::{Corpus, EvalArguments};
use sayso_eval::Report;

/// One line of the summary; also what is pinned.
pub(super) struct Row {
    pub(super) measure: &'static str,
    words: &'static str,
    /// A number of errors: less is better.
    pub(super) is_count: bool,
}

const fn row(measure: &'static str, words: &'static str, is_count: bool) -> Row {
    Row {
        measure,
        words,
        is_count,
    }
}

pub(super) const SUMMARY: &[Row] = &[
    row("claims.all.strict_f1", "claims, strict F1", false),
    row(
        "claims.real_a.strict_f1",
        "claims, strict F1, real_a",
        false,
    ),
    row(
        "claims.real_b.strict_f1",
        "claims, strict F1, real_b",
        false,
    ),
    row(
        "claims.real_c.strict_f1",
        "claims, strict F1, real_c",
        false,
    ),
    row(
        "claims.real_d.strict_f1",
        "claims, strict F1, real_d",
        false,
    ),
    row(
        "claims.registers.strict_f1",
        "claims, strict F1, registers",
        false,
    ),
    row("claims.all.detection_f1", "claims, detection F1", false),
    row(
        "claims.all.innermost_source",
        "claims, innermost source",
        false,
    ),
    row("claims.all.perpetrator", "claims, perpetrator", false),
    row("claims.all.killed", "claims, killed", false),
    row("claims.all.date", "claims, date", false),
    row("claims.all.place", "claims, place", false),
    row("claims.all.place_25km", "claims, place within 25 km", false),
    row("claims.all.injured", "claims, injured", false),
    row("claims.all.weapon", "claims, weapon class", false),
    row("claims.all.kind", "claims, kind", false),
    row("claims.all.target", "claims, target", false),
    row(
        "claims.all.toll_confusions",
        "claims, toll confusions",
        true,
    ),
    row("claims.all.inventions", "claims, inventions", true),
    row(
        "claims.all.non_events_as_occurrences",
        "claims, denied or threatened coded as done",
        true,
    ),
    row(
        "muc4.tst1_tst2.gtt_f1",
        "MUC-4 TST1+TST2, GTT micro-F1",
        false,
    ),
    row("airwars.killed_exact", "Airwars, killed range exact", false),
    row(
        "airwars.injured_exact",
        "Airwars, injured range exact",
        false,
    ),
    row("airwars.place_5km", "Airwars, place within 5 km", false),
    row("airwars.place_25km", "Airwars, place within 25 km", false),
    row("airwars.belligerent", "Airwars, belligerent", false),
    row(
        "wikiwars.strict_span_value_f1",
        "WikiWars, strict span and value F1",
        false,
    ),
    row("geo.gwn.acc161", "GeoWebNews, accuracy@161 km", false),
    row("geo.trnews.acc161", "TR-News, accuracy@161 km", false),
    row("re3d.all.f1", "re3d, entity span F1", false),
    row(
        "linking.registers.gold_f1",
        "linking on gold claims, B-cubed F1",
        false,
    ),
    row(
        "linking.registers.end_to_end_f1",
        "linking end to end, B-cubed F1",
        false,
    ),
    row(
        "polnear.partial_f1",
        "PolNeAR, source and content, partial F1",
        false,
    ),
    row("cameo.f1", "CAMEO, source and target span F1", false),
    row(
        "plover.partial_f1",
        "PLOVER, source and target, partial F1",
        false,
    ),
    row("plover.class_accuracy", "PLOVER, event class", false),
    row("india_police.kill.f1", "India Police, KILL F1", false),
    row("india_police.arrest.f1", "India Police, ARREST F1", false),
    row("india_police.force.f1", "India Police, FORCE F1", false),
];

pub(super) fn page(arguments: &EvalArguments, accurate: &Report, light: &Report) -> String {
    let corpus = match arguments.corpus {
        Corpus::All => "all",
        Corpus::Claims => "claims",
        Corpus::Muc4 => "muc4",
        Corpus::Airwars => "airwars",
        Corpus::Wikiwars => "wikiwars",
        Corpus::Geo => "geo",
        Corpus::Re3d => "re3d",
        Corpus::Tolls => "tolls",
        Corpus::Stories => "stories",
        Corpus::Linking => "linking",
        Corpus::Polnear => "polnear",
        Corpus::Cameo => "cameo",
        Corpus::Plover => "plover",
        Corpus::IndiaPolice => "india-police",
    };
    let value = |report: &Report, row: &Row| match report.measures.get(row.measure) {
        None => "-".to_owned(),
        Some(value) if row.is_count => format!("{value:.0}"),
        Some(value) => format!("{value:.3}"),
    };
    let rows: Vec<Vec<String>> = SUMMARY
        .iter()
        .filter(|row| accurate.measures.contains_key(row.measure))
        .map(|row| {
            vec![
                row.words.to_owned(),
                value(accurate, row),
                value(light, row),
            ]
        })
        .collect();
    let below = |report: &Report| {
        report
            .text
            .lines()
            .map(|line| {
                if line.starts_with('#') {
                    format!("##{line}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect::<String>()
    };
    format!(
        "# Evaluation\n\n\
         Measured on the development corpora, which are not in this repository; this page is written by\n\n\
         ```sh\nSAYSO_CORPORA=../shared/corpora cargo run -p sayso -- eval {corpus} --markdown docs/evaluation.md\n```\n\n\
         The measures are defined in `crates/sayso-eval`, one module per corpus; `eval/floors.toml` pins what may not be lost.\n\
         Word lists and rules were made with these corpora in view, so that figures on unseen reports will be lower.\n\
         Which of the coder's occurrences are incidents of MUC-4, and which words fill their roles, is judged by weights fitted on its\n\
         development split (`training/muc4`), not on the split scored here.\n\n\
         ## Both providers of sentence analysis\n\n{}\n\
         ## Provider `accurate`\n\n{}\n## Provider `light`\n\n{}",
        sayso_eval::report::table(&["measure", "accurate", "light"], &rows),
        below(accurate),
        below(light),
    )
}
