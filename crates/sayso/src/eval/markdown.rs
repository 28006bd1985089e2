//! The page of documentation with the tables of both providers.

use crate::arguments::{Corpus, EvalArguments};
use sayso_eval::Report;

/// Measures that the summary shows, with what they are.
const SUMMARY: &[(&str, &str)] = &[
    ("claims.all.strict_f1", "claims, strict F1"),
    ("claims.real_a.strict_f1", "claims, strict F1, real_a"),
    ("claims.real_b.strict_f1", "claims, strict F1, real_b"),
    ("claims.real_c.strict_f1", "claims, strict F1, real_c"),
    ("claims.real_d.strict_f1", "claims, strict F1, real_d"),
    ("claims.registers.strict_f1", "claims, strict F1, registers"),
    ("claims.all.detection_f1", "claims, detection F1"),
    ("claims.all.innermost_source", "claims, innermost source"),
    ("claims.all.perpetrator", "claims, perpetrator"),
    ("claims.all.killed", "claims, killed"),
    ("claims.all.date", "claims, date"),
    ("claims.all.place", "claims, place"),
    ("claims.all.toll_confusions", "claims, toll confusions"),
    ("claims.all.inventions", "claims, inventions"),
    ("muc4.tst1_tst2.gtt_f1", "MUC-4 TST1+TST2, GTT micro-F1"),
    ("airwars.killed_exact", "Airwars, killed range exact"),
    ("airwars.injured_exact", "Airwars, injured range exact"),
    ("airwars.place_25km", "Airwars, place within 25 km"),
    ("airwars.belligerent", "Airwars, belligerent"),
    (
        "wikiwars.strict_span_value_f1",
        "WikiWars, strict span and value F1",
    ),
    ("geo.gwn.acc161", "GeoWebNews, accuracy@161 km"),
    ("geo.trnews.acc161", "TR-News, accuracy@161 km"),
    ("re3d.all.f1", "re3d, entity span F1"),
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
    };
    let value = |report: &Report, measure: &str| {
        report
            .measures
            .get(measure)
            .map_or_else(|| "-".to_owned(), |value| number(*value))
    };
    let rows: Vec<Vec<String>> = SUMMARY
        .iter()
        .filter(|(measure, _)| accurate.measures.contains_key(*measure))
        .map(|(measure, words)| {
            vec![
                (*words).to_owned(),
                value(accurate, measure),
                value(light, measure),
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
         Word lists and rules were made with these corpora in view, so that figures on unseen reports will be lower.\n\n\
         ## Both providers of sentence analysis\n\n{}\n\
         ## Provider `accurate`\n\n{}\n## Provider `light`\n\n{}",
        sayso_eval::report::table(&["measure", "accurate", "light"], &rows),
        below(accurate),
        below(light),
    )
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 && value > 1.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}")
    }
}
