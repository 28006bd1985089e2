//! How often an explicitly dated claim of the gold has, in its evidence, an expression that means its days.
//!
//! `cargo run -p sayso-time --example claim_dates [-- FOLDER [errors [LEXICON]]]`

use jiff::civil::Date;
use sayso_model::Span;
use sayso_text::{SegmentLexicon, segment};
use sayso_time::{TimeExpression, TimeLexicon, extent, time_expressions};
use serde_json::Value;
use std::collections::BTreeMap;

fn lines(path: &std::path::Path) -> std::io::Result<Vec<Value>> {
    Ok(std::fs::read_to_string(path)?
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect())
}

fn date(value: &Value) -> Option<Date> {
    value
        .as_str()
        .and_then(|text| text.get(..10))
        .and_then(|text| text.parse().ok())
}

/// Within one day, as the guide's scorer has it.
fn near(a: Option<Date>, b: Option<Date>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.until(b).is_ok_and(|span| span.get_days().abs() <= 1),
        (None, None) => true,
        _ => false,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let corpora = std::env::var("SAYSO_CORPORA").unwrap_or_else(|_| "../shared/corpora".to_owned());
    let folder = args.next().unwrap_or_else(|| format!("{corpora}/claims"));
    let verbose = args.next().is_some_and(|word| word == "errors");
    let lexicon = match args.next() {
        Some(file) => TimeLexicon::from_toml(&std::fs::read_to_string(file)?)?,
        None => TimeLexicon::builtin().clone(),
    };
    for set in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let path = std::path::Path::new(&folder).join(set);
        let mut reports: BTreeMap<String, (String, Option<Date>, Vec<TimeExpression>)> =
            BTreeMap::new();
        for report in lines(&path.join("reports.jsonl"))? {
            let text = report["text"].as_str().unwrap_or("").to_owned();
            let published = date(&report["published"]);
            let document = segment(&text, SegmentLexicon::builtin());
            let found = time_expressions(&document, &text, published, &lexicon);
            reports.insert(
                report["id"].as_str().unwrap_or("").to_owned(),
                (text, published, found),
            );
        }
        let (mut all, mut in_evidence, mut in_report) = (0, 0, 0);
        for claim in lines(&path.join("gold.jsonl"))? {
            if claim["date_basis"] != "explicit" || claim["optional"] == true {
                continue;
            }
            let Some((text, published, found)) =
                reports.get(claim["report"].as_str().unwrap_or(""))
            else {
                continue;
            };
            let gold = (date(&claim["date_start"]), date(&claim["date_end"]));
            if gold == (None, None) {
                continue;
            }
            all += 1;
            let right = |one: &&TimeExpression| {
                let plain = one.value.interval();
                let (start, end) = extent(one, *published);
                let ends = one.ends.iter().filter_map(|end| end.value.interval());
                near(start, gold.0) && near(end, gold.1)
                    || plain
                        .into_iter()
                        .chain(ends)
                        .any(|(s, e)| near(Some(s), gold.0) && near(Some(e), gold.1))
            };
            let evidence: Vec<Span> = claim["evidence"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .filter_map(|words| text.find(words).map(|at| Span::new(at, at + words.len())))
                .collect();
            let near_by: Vec<&TimeExpression> = found
                .iter()
                .filter(|one| evidence.iter().any(|span| span.contains(one.span)))
                .collect();
            let hit = near_by.iter().any(right);
            in_evidence += usize::from(hit);
            let anywhere = found.iter().any(|one| right(&one));
            in_report += usize::from(anywhere);
            if !hit && verbose {
                let place = if anywhere { "elsewhere" } else { "nowhere" };
                println!(
                    "{set}\t{place}\t{}\t{:?}..{:?}\tpublished {published:?}",
                    claim["report"], gold.0, gold.1
                );
                for span in &evidence {
                    println!("\t{}", span.slice(text).unwrap_or("").replace('\n', " "));
                }
                for one in near_by {
                    let words = one.span.slice(text).unwrap_or("");
                    println!(
                        "\t\t[{words}] {:?} {:?} {}",
                        one.value.interval(),
                        one.value.unresolved,
                        one.rule
                    );
                }
            }
        }
        println!("{set}: explicit {all}, in evidence {in_evidence}, in report {in_report}");
    }
    Ok(())
}
