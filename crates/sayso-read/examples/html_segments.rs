//! Measures main-text extraction on the segment benchmark: `cargo run -p sayso-read --example html_segments [-- PAGE]`.
//!
//! Reads `$SAYSO_CORPORA/html` (pages unpacked with `gzip -dc`); a segment counts as kept where it stands in the body, white space aside.

use sayso_read::{ReadOptions, read_bytes};
use serde_json::Value;
use std::io::Read;
use std::process::{Command, Stdio};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let corpora = std::env::var("SAYSO_CORPORA").unwrap_or_else(|_| "../shared/corpora".to_owned());
    let only = std::env::args().nth(1);
    let pages: Value = serde_json::from_str(&std::fs::read_to_string(format!(
        "{corpora}/html/evaldata.json"
    ))?)?;
    let (mut kept, mut lost, mut leaked, mut left, mut dates, mut unread) = (0, 0, 0, 0, 0, 0);
    let mut count = 0;
    for (url, page) in pages.as_object().into_iter().flatten() {
        let file = page["file"].as_str().unwrap_or_default();
        if only.as_deref().is_some_and(|only| !file.contains(only)) {
            continue;
        }
        let mut unpack = Command::new("gzip")
            .args(["-dc", &format!("{corpora}/html/pages/{file}.gz")])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut bytes = Vec::new();
        unpack
            .stdout
            .take()
            .ok_or("no output")?
            .read_to_end(&mut bytes)?;
        unpack.wait()?;
        count += 1;
        let mut body = String::new();
        read_bytes(
            &bytes,
            file,
            &ReadOptions::default(),
            &mut |result| match result {
                Ok(report) => {
                    dates += usize::from(report.published.date().is_some());
                    if only.is_some() {
                        println!(
                            "{}\n{:?} {:?} {:?} {:?}\n{:?}\n{:?}",
                            report.text,
                            report.title,
                            report.outlet,
                            report.published,
                            report.modified,
                            report.boilerplate,
                            report.notes
                        );
                    }
                    body = squeeze(&report.text);
                }
                Err(error) => {
                    unread += 1;
                    println!("{error}");
                }
            },
        );
        let segments = |key: &str| {
            page[key]
                .as_array()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .filter_map(|item| item.as_str().map(squeeze))
                .collect::<Vec<_>>()
        };
        let missing: Vec<String> = segments("with")
            .into_iter()
            .filter(|segment| !body.contains(segment))
            .collect();
        let extra: Vec<String> = segments("without")
            .into_iter()
            .filter(|segment| body.contains(segment))
            .collect();
        kept += segments("with").len() - missing.len();
        lost += missing.len();
        leaked += extra.len();
        left += segments("without").len() - extra.len();
        if !missing.is_empty() || !extra.is_empty() {
            println!("{file} ({url}): missing {missing:?}, extra {extra:?}");
        }
    }
    let precision = kept as f64 / (kept + leaked).max(1) as f64;
    let recall = kept as f64 / (kept + lost).max(1) as f64;
    println!(
        "{count} pages, {unread} unread, {dates} dated; segments kept {kept}, lost {lost}, leaked {leaked}, left out {left}"
    );
    println!(
        "precision {precision:.3} recall {recall:.3} F1 {:.3}",
        2.0 * precision * recall / (precision + recall)
    );
    Ok(())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
