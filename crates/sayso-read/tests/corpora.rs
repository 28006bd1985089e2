//! The development corpora, where they are there: every report is read, as English, its text untouched.

use sayso_model::Language;
use sayso_read::{ReadOptions, read_path};
use std::path::PathBuf;

#[test]
fn development_reports_are_read_as_they_are() {
    let root = std::env::var("SAYSO_CORPORA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let mut count = 0;
    for set in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let path = root.join("claims").join(set).join("reports.jsonl");
        let Ok(lines) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: no {}", path.display());
            continue;
        };
        let raw: Vec<serde_json::Value> = lines
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let mut index = 0;
        read_path(&path, &ReadOptions::default(), &mut |result| {
            let report = result.expect("is read");
            let line = &raw[index];
            assert_eq!(Some(report.text.as_str()), line["text"].as_str());
            assert_eq!(Some(report.input_id.as_str()), line["id"].as_str());
            assert_eq!(
                report.language,
                Language::Known {
                    code: "en".to_owned()
                },
                "{}",
                report.origin
            );
            if let Some(published) = line["published"].as_str() {
                let date = report
                    .published
                    .date()
                    .map(|date| date.to_string())
                    .unwrap_or_default();
                assert!(
                    published.starts_with(&date) && !date.is_empty(),
                    "{}: {published} {date}",
                    report.origin
                );
            }
            index += 1;
        });
        assert_eq!(index, raw.len());
        count += index;
    }
    eprintln!("{count} reports");
}
