//! Every rule's `yes` and `no` sentences in `data/lang/en/time.toml` are run, for a report of Wednesday 2017-05-10.

use jiff::civil::{Date, date};
use sayso_text::{SegmentLexicon, segment};
use sayso_time::{TimeExpression, TimeLexicon, Unresolved, time_expressions};

const PUBLISHED: Date = date(2017, 5, 10);

fn run(text: &str, lexicon: &TimeLexicon) -> Vec<TimeExpression> {
    let document = segment(text, SegmentLexicon::builtin());
    time_expressions(&document, text, Some(PUBLISHED), lexicon)
}

/// The data file as it stands now, so that an edit needs no rebuild.
fn lexicon() -> TimeLexicon {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/lang/en/time.toml");
    let file = std::fs::read_to_string(path).expect("the data file is in the repository");
    TimeLexicon::from_toml(&file).expect("the data file loads")
}

/// A value as the data file writes it.
fn written(expression: &TimeExpression, like: &str) -> String {
    let value = &expression.value;
    if value.unresolved == Some(Unresolved::Ambiguous) {
        return "ambiguous".to_owned();
    }
    match value.interval() {
        Some((start, end)) if like.contains("..") || like.len() == 10 && !like.contains('X') => {
            if start == end {
                start.to_string()
            } else {
                format!("{start}..{end}")
            }
        }
        _ => expression.timex2_value.clone(),
    }
}

#[test]
fn every_rule_does_what_its_examples_say() {
    let mut faults = Vec::new();
    let mut rules = 0;
    let lexicon = lexicon();
    for rule in lexicon.rules() {
        rules += 1;
        if rule.means.is_empty() || rule.yes.is_empty() || rule.no.is_empty() {
            faults.push(format!(
                "{}: needs a meaning, a yes and a no sentence",
                rule.id
            ));
        }
        for yes in rule.yes {
            let Some((marked, expected)) = yes.rsplit_once(" => ") else {
                faults.push(format!("{}: `{yes}` has no ` => `", rule.id));
                continue;
            };
            let text = marked.replace(['[', ']'], "");
            let words = marked
                .split_once('[')
                .and_then(|(_, rest)| rest.split_once(']'))
                .map_or("", |(words, _)| words);
            let found = run(&text, &lexicon);
            match found
                .iter()
                .find(|found| found.span.slice(&text) == Some(words))
            {
                Some(found) if written(found, expected) != expected => {
                    faults.push(format!(
                        "{}: `{text}`: {} for {expected}",
                        rule.id,
                        written(found, expected)
                    ));
                }
                Some(found) if found.rule != rule.id => {
                    faults.push(format!("{}: `{text}`: found by {}", rule.id, found.rule));
                }
                Some(_) => {}
                None => faults.push(format!(
                    "{}: `{text}`: `{words}` not found, only {:?}",
                    rule.id,
                    found
                        .iter()
                        .map(|f| (f.span.slice(&text), &f.rule))
                        .collect::<Vec<_>>()
                )),
            }
        }
        for no in rule.no {
            if let Some(found) = run(no, &lexicon).iter().find(|found| found.rule == rule.id) {
                faults.push(format!(
                    "{}: `{no}`: found {:?}",
                    rule.id,
                    found.span.slice(no)
                ));
            }
        }
    }
    assert!(
        rules > 40,
        "the built-in lexicon did not load: {rules} rules"
    );
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
