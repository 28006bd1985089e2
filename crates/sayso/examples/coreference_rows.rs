//! Writes what the grouping of assertions into occurrences goes by, one JSON line a report, for `training/coreference`.
//!
//! `cargo run --release -p sayso --example coreference_rows -- [--knowledge PATH] REPORTS.jsonl… > rows.jsonl`

use sayso_code::Coder;
use sayso_knowledge::Knowledge;
use sayso_place::Gazetteer;
use sayso_read::{ReadOptions, read_path};
use sayso_syntax::Accurate;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut overlays = Vec::new();
    if arguments
        .first()
        .is_some_and(|first| first == Path::new("--knowledge"))
    {
        overlays.extend(arguments.drain(..2.min(arguments.len())).nth(1));
    }
    let (knowledge, faults) = Knowledge::load_all(&overlays);
    let knowledge = knowledge.ok_or_else(|| format!("{faults:?}"))?;
    let gazetteer = Gazetteer::bundled()?.with_extra(knowledge.place_entries.clone());
    let analyser = Accurate::new()?;
    let coder = Coder::new(&knowledge, &gazetteer, &analyser);
    let mut reports = Vec::new();
    for input in &arguments {
        read_path(input, &ReadOptions::default(), &mut |report| {
            reports.extend(report.ok());
        });
    }
    let mut out = std::io::stdout().lock();
    for report in &reports {
        let rows: Vec<serde_json::Value> = coder
            .coreference(report)
            .into_iter()
            .map(|row| {
                serde_json::json!({
                    "sentence": { "start": row.sentence.start, "end": row.sentence.end }, "kind": row.kind,
                    "reading": row.reading, "target": row.target, "source": row.source, "pairs": row.pairs,
                })
            })
            .collect();
        let line = serde_json::json!({ "report": report.input_id, "rows": rows });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
