//! A document-level range of killed and injured against the coded ranges of Airwars incidents: exact matches.
//!
//! `cargo run -p sayso-casualty --example airwars [-- errors]`

mod common;

use sayso_casualty::{CasualtyLexicon, Outcome, document_range};

fn main() {
    let Some(corpora) = common::corpora() else {
        return;
    };
    let verbose = std::env::args().any(|argument| argument == "errors");
    let lexicon = CasualtyLexicon::builtin();
    let provider = common::provider();
    let mut right = [0usize; 2];
    let mut all = [0usize; 2];
    let mut bounds = [[0usize; 2]; 2];
    for incident in common::lines(&corpora.join("airwars/incidents.jsonl")) {
        let Some(text) = incident["assessment"].as_str() else {
            continue;
        };
        let (_, mentions) = common::read(text, &*provider, &lexicon);
        for (at, (field, outcome)) in [
            ("Civilians reported killed", Outcome::Killed),
            ("Civilians reported injured", Outcome::Injured),
        ]
        .into_iter()
        .enumerate()
        {
            let Some(coded) = incident["coded"][field].as_str() else {
                continue;
            };
            let gold = range(coded);
            // Airwars writes "Unknown" where nobody is said to have been hurt.
            let said = document_range(&mentions, outcome).filter(|range| *range != (0, 0));
            all[at] += 1;
            right[at] += usize::from(said == gold);
            bounds[at][0] += usize::from(said.map(|range| range.0) == gold.map(|range| range.0));
            bounds[at][1] += usize::from(said.map(|range| range.1) == gold.map(|range| range.1));
            if verbose && said != gold {
                println!(
                    "{} {field}: coded {gold:?}, said {said:?}",
                    incident["code"].as_str().unwrap_or("?")
                );
                for mention in mentions.iter().filter(|mention| {
                    mention.outcome == outcome || mention.outcome == Outcome::KilledOrInjured
                }) {
                    let words = mention.span.slice(text).unwrap_or("?").replace('\n', " ");
                    println!(
                        "    {:?} {:?}-{:?}-{:?} {:?} {:?} {} [{words}]",
                        mention.outcome,
                        mention.count.low,
                        mention.count.best,
                        mention.count.high,
                        mention.part,
                        mention.scope,
                        mention.rule.0
                    );
                }
                println!(
                    "    | {}",
                    text.chars()
                        .take(400)
                        .collect::<String>()
                        .replace('\n', " ")
                );
            }
        }
    }
    for (at, name) in ["killed", "injured"].into_iter().enumerate() {
        let share = |part: usize| part as f64 / all[at].max(1) as f64;
        println!(
            "{name}: exact range {} of {} = {:.3} (low {:.3}, high {:.3})",
            right[at],
            all[at],
            share(right[at]),
            share(bounds[at][0]),
            share(bounds[at][1])
        );
    }
}

/// "4 – 5", "12–24", "7"; None for "Unknown".
fn range(coded: &str) -> Option<(u64, u64)> {
    let mut numbers = coded
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok());
    let low = numbers.next()?;
    Some((low, numbers.next().unwrap_or(low)))
}
