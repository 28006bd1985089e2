//! Scores the finder on WikiWars: strict span, and strict span with value; narrative texts, no publication date.
//!
//! `cargo run -p sayso-time --example wikiwars [-- FOLDER [errors [LEXICON]]]`

use sayso_text::{SegmentLexicon, segment};
use sayso_time::{TimeExpression, TimeLexicon, time_expressions};
use std::collections::BTreeMap;

struct Gold {
    start: usize,
    end: usize,
    value: String,
}

/// The plain text and the outermost tags; entities are undone.
fn read(xml: &str) -> (String, Vec<Gold>) {
    let (mut text, mut gold, mut stack) = (String::new(), Vec::new(), Vec::new());
    let body = xml.split_once("<TEXT>").map_or(xml, |(_, rest)| rest);
    let mut rest = body.split_once("</TEXT>").map_or(body, |(body, _)| body);
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        let Some(close) = rest[at..].find('>') else {
            break;
        };
        let tag = &rest[at + 1..at + close];
        if tag.starts_with("TIMEX2") {
            let value = tag
                .split_once(" val=\"")
                .and_then(|(_, v)| v.split_once('"'))
                .map_or("", |(v, _)| v);
            stack.push((text.len(), value.to_owned()));
        } else if tag == "/TIMEX2"
            && let Some((start, value)) = stack.pop()
        {
            gold.push(Gold {
                start,
                end: text.len(),
                value,
            });
        }
        rest = &rest[at + close + 1..];
    }
    text.push_str(&unescape(rest));
    gold.sort_by_key(|gold| (gold.start, gold.end));
    (text, gold)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn flatten(found: Vec<TimeExpression>) -> Vec<TimeExpression> {
    found
        .into_iter()
        .flat_map(|one| {
            if one.ends.is_empty() {
                vec![one]
            } else {
                one.ends
            }
        })
        .collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let corpora = std::env::var("SAYSO_CORPORA").unwrap_or_else(|_| "../shared/corpora".to_owned());
    let folder = args.next().unwrap_or_else(|| format!("{corpora}/wikiwars"));
    let verbose = args.next().is_some_and(|word| word == "errors");
    let lexicon = match args.next() {
        Some(file) => TimeLexicon::from_toml(&std::fs::read_to_string(file)?)?,
        None => TimeLexicon::builtin().clone(),
    };
    let mut files: Vec<_> = std::fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let (mut total, mut system, mut spans, mut values) = (0, 0, 0, 0);
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|ext| ext == "xml"))
    {
        let (text, gold) = read(&std::fs::read_to_string(file)?);
        let document = segment(&text, SegmentLexicon::builtin());
        let found = flatten(time_expressions(&document, &text, None, &lexicon));
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("")
            .get(..2)
            .unwrap_or("");
        let (mut s, mut v) = (0, 0);
        let mut note = |class: String, at: usize, words: &str, detail: String| {
            if verbose {
                let from = (at.saturating_sub(40)..=at)
                    .find(|from| text.is_char_boundary(*from))
                    .unwrap_or(at);
                println!(
                    "{name}\t{class}\t{words}\t{detail}\t…{}",
                    text[from..at].replace('\n', " ")
                );
            }
            *classes.entry(class).or_default() += 1;
        };
        for one in &gold {
            let words = text[one.start..one.end].replace('\n', " ");
            match found
                .iter()
                .find(|f| f.span.start as usize == one.start && f.span.end as usize == one.end)
            {
                Some(f) => {
                    s += 1;
                    if f.timex2_value == one.value {
                        v += 1;
                    } else {
                        note(
                            format!("value {}", f.rule),
                            one.start,
                            &words,
                            format!("{} for {}", f.timex2_value, one.value),
                        );
                    }
                }
                None => {
                    let near = found.iter().find(|f| {
                        (f.span.start as usize) < one.end && (f.span.end as usize) > one.start
                    });
                    match near {
                        Some(f) => note(
                            format!("extent {}", f.rule),
                            one.start,
                            &words,
                            f.span.slice(&text).unwrap_or("").replace('\n', " "),
                        ),
                        None => note("missed".to_owned(), one.start, &words, one.value.clone()),
                    }
                }
            }
        }
        for f in &found {
            if !gold
                .iter()
                .any(|g| (f.span.start as usize) < g.end && (f.span.end as usize) > g.start)
            {
                let words = f.span.slice(&text).unwrap_or("").replace('\n', " ");
                let end = (f.span.end as usize + 20..text.len())
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap_or(text.len());
                note(
                    format!("spurious {}", f.rule),
                    f.span.start as usize,
                    &words,
                    text[f.span.end as usize..end].replace('\n', " "),
                );
            }
        }
        println!(
            "{name}: gold {} system {} span {s} value {v}",
            gold.len(),
            found.len()
        );
        total += gold.len();
        system += found.len();
        spans += s;
        values += v;
    }
    for (class, count) in &classes {
        println!("{count:5} {class}");
    }
    for (name, right) in [("span", spans), ("span+value", values)] {
        let (p, r) = (
            right as f64 / system.max(1) as f64,
            right as f64 / total.max(1) as f64,
        );
        println!(
            "{name}: P {:.1} R {:.1} F1 {:.1}",
            100.0 * p,
            100.0 * r,
            200.0 * p * r / (p + r).max(1e-9)
        );
    }
    Ok(())
}
