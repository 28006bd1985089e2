//! Measures how fast whole reports are coded on one thread: bytes of text and sentences a second.
//!
//! `cargo run --release -p sayso --example throughput -- accurate|light INPUT…`

use sayso_code::Coder;
use sayso_knowledge::Knowledge;
use sayso_model::Report;
use sayso_place::Gazetteer;
use sayso_read::{ReadOptions, read_path};
use sayso_syntax::{Accurate, Light};
use sayso_text::Analyser;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let analyser: Box<dyn Analyser> = match arguments.next().as_deref() {
        Some("accurate") => Box::new(Accurate::new()?),
        Some("light") => Box::new(Light),
        _ => return Err("usage: throughput accurate|light INPUT…".into()),
    };
    let mut reports: Vec<Report> = Vec::new();
    for input in arguments {
        read_path(Path::new(&input), &ReadOptions::default(), &mut |report| {
            reports.extend(report.ok());
        });
    }
    let loading = Instant::now();
    let knowledge = Knowledge::builtin().map_err(|faults| format!("{faults:?}"))?;
    let gazetteer = Gazetteer::bundled()?;
    let coder = Coder::new(&knowledge, &gazetteer, analyser.as_ref());
    let loaded = loading.elapsed();
    let (mut bytes, mut sentences, mut analysed, mut claims) = (0, 0, 0, 0);
    for report in &reports {
        bytes += report.text.len();
        let document = coder.document(report);
        sentences += document.sentences.len();
        analysed += document
            .sentences
            .iter()
            .filter(|sentence| sentence.analysed)
            .count();
    }
    let start = Instant::now();
    for report in &reports {
        claims += coder.code(report).claims.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{}: {} reports, {:.2} MB, {sentences} sentences ({analysed} analysed), {claims} claims in {seconds:.2} s: \
         {:.3} MB/s, {:.0} sentences/s, {:.1} reports/s; knowledge loaded in {:.2} s",
        analyser.name(),
        reports.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds,
        sentences as f64 / seconds,
        reports.len() as f64 / seconds,
        loaded.as_secs_f64()
    );
    Ok(())
}
