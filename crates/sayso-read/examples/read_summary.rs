//! Prints what the reader makes of inputs: `cargo run -p sayso-read --example read_summary -- PATH…`.

use sayso_read::{ReadOptions, read_path};
use std::collections::BTreeMap;

fn main() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        read_path(path, &ReadOptions::default(), &mut |result| match result {
            Ok(report) => {
                let date = report.published.date().map(|date| date.to_string());
                let codes: Vec<&str> = report.notes.iter().map(|note| note.code.as_str()).collect();
                println!(
                    "{}\t{:?}\t{}\t{}\t{}",
                    report.input_id,
                    report.language,
                    date.as_deref().unwrap_or("-"),
                    report.text.len(),
                    codes.join(" ")
                );
                *counts
                    .entry(format!("{:?} {}", report.language, codes.join(" ")))
                    .or_default() += 1;
            }
            Err(error) => {
                println!("{error}");
                *counts.entry(error.code().to_owned()).or_default() += 1;
            }
        });
    }
    for (what, count) in counts {
        eprintln!("{count:6} {what}");
    }
}
