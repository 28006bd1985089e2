//! How many of the claims gold's figures the casualty reader finds in their evidence sentences.
//!
//! `cargo run -p sayso-casualty --example claims_figures [-- misses]`

mod common;

use sayso_casualty::{CasualtyLexicon, CasualtyMention, Outcome, Part, Scope};
use sayso_model::{Count, Span};
use serde_json::Value;
use std::collections::BTreeMap;

struct Gold {
    claim: String,
    outcome: Outcome,
    figure: [Option<u64>; 3],
    required: bool,
    cumulative: bool,
    evidence: Vec<Span>,
}

#[derive(Default)]
struct Score {
    found: usize,
    all: usize,
}

fn main() {
    let Some(corpora) = common::corpora() else {
        return;
    };
    let verbose = std::env::args().any(|argument| argument == "misses");
    let spurious = std::env::args().any(|argument| argument == "spurious");
    let lexicon = CasualtyLexicon::builtin();
    let provider = common::provider();
    let mut recall: BTreeMap<(String, Outcome), Score> = BTreeMap::new();
    let (mut matched, mut mentions_all) = (0, 0);
    let mut scopes: BTreeMap<(bool, Scope), usize> = BTreeMap::new();
    for set in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let folder = corpora.join("claims").join(set);
        let gold = common::lines(&folder.join("gold.jsonl"));
        for report in common::lines(&folder.join("reports.jsonl")) {
            let (Some(id), Some(text)) = (report["id"].as_str(), report["text"].as_str()) else {
                continue;
            };
            let (document, mentions) = common::read(text, &*provider, &lexicon);
            let lines: Vec<Gold> = gold
                .iter()
                .filter(|line| line["report"] == id)
                .flat_map(|line| gold_figures(line, text))
                .collect();
            for line in &lines {
                let near: Vec<&CasualtyMention> = mentions
                    .iter()
                    .filter(|mention| {
                        line.evidence
                            .iter()
                            .any(|span| span.overlaps(document.sentences[mention.sentence].span))
                    })
                    .collect();
                let hit = near.iter().any(|mention| {
                    same_outcome(mention, line.outcome) && same(&mention.count, line.figure)
                });
                if line.required && line.outcome == Outcome::Killed {
                    let of_figure = near.iter().find(|mention| {
                        same_outcome(mention, line.outcome) && same(&mention.count, line.figure)
                    });
                    if let Some(mention) = of_figure {
                        *scopes.entry((line.cumulative, mention.scope)).or_default() += 1;
                        if verbose && line.cumulative != (mention.scope == Scope::Cumulative) {
                            let sentence = document.sentences[mention.sentence].span.slice(text);
                            println!(
                                "SCOPE {} said {:?} {:?}",
                                line.claim, mention.scope, sentence
                            );
                        }
                    }
                }
                if line.required {
                    let score = recall.entry((set.to_owned(), line.outcome)).or_default();
                    score.all += 1;
                    score.found += usize::from(hit);
                    if verbose && !hit {
                        print_miss(line, &near, text);
                    }
                }
            }
            for mention in mentions.iter().filter(|mention| {
                mention.part == Part::Whole && mention.counted && !mention.anaphoric
            }) {
                let sentence = document.sentences[mention.sentence].span;
                let right = lines.iter().any(|line| {
                    line.evidence.iter().any(|span| span.overlaps(sentence))
                        && same_outcome(mention, line.outcome)
                        && same(&mention.count, line.figure)
                });
                mentions_all += 1;
                matched += usize::from(right);
                if spurious && !right {
                    let words = mention.span.slice(text).unwrap_or("?").replace('\n', " ");
                    println!(
                        "SPURIOUS {id} {:?} {:?} [{words}] {} | {}",
                        mention.outcome,
                        plain(&mention.count),
                        mention.rule.0,
                        sentence.slice(text).unwrap_or("?").replace('\n', " ")
                    );
                }
            }
        }
    }
    let mut totals: BTreeMap<Outcome, Score> = BTreeMap::new();
    for ((set, outcome), score) in &recall {
        println!(
            "{set:10} {outcome:?}: {} of {} = {:.3}",
            score.found,
            score.all,
            share(score.found, score.all)
        );
        let total = totals.entry(*outcome).or_default();
        total.found += score.found;
        total.all += score.all;
    }
    for (outcome, score) in &totals {
        println!(
            "all        {outcome:?}: {} of {} = {:.3}",
            score.found,
            score.all,
            share(score.found, score.all)
        );
    }
    for ((cumulative, scope), lines) in &scopes {
        println!("gold cumulative {cumulative}, said {scope:?}: {lines}");
    }
    println!(
        "counted mentions that are a gold figure of their sentence: {matched} of {mentions_all} = {:.3}",
        share(matched, mentions_all)
    );
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        part as f64 / all as f64
    }
}

fn gold_figures(line: &Value, text: &str) -> Vec<Gold> {
    let evidence: Vec<Span> = line["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|words| {
            let words = words.as_str()?;
            let start = text.find(words)?;
            Some(Span::new(start, start + words.len()))
        })
        .collect();
    [
        ("killed", Outcome::Killed),
        ("injured", Outcome::Injured),
        ("killed_or_injured", Outcome::KilledOrInjured),
    ]
    .into_iter()
    .filter(|(field, _)| line[*field].is_object())
    .map(|(field, outcome)| Gold {
        claim: line["claim_id"].as_str().unwrap_or("?").to_owned(),
        outcome,
        figure: ["low", "best", "high"].map(|end| line[field][end].as_u64()),
        required: line["optional"] != true,
        cumulative: line["kind"] == "toll_cumulative",
        evidence: evidence.clone(),
    })
    .collect()
}

fn same_outcome(mention: &CasualtyMention, outcome: Outcome) -> bool {
    mention.outcome == outcome
        || (mention.outcome == Outcome::KilledOrInjured && mention.count.high == Some(0))
}

/// The guide's measure: equal best where both give one, else equal low and high.
fn same(count: &Count, gold: [Option<u64>; 3]) -> bool {
    match (count.best, gold[1]) {
        (Some(one), Some(other)) => one == other,
        _ => count.low == gold[0] && count.high == gold[2],
    }
}

fn plain(count: &Count) -> [Option<u64>; 3] {
    [count.low, count.best, count.high]
}

fn print_miss(line: &Gold, near: &[&CasualtyMention], text: &str) {
    let class = if near.is_empty() {
        "nothing"
    } else if near.iter().any(|mention| same(&mention.count, line.figure)) {
        "other outcome"
    } else if near
        .iter()
        .any(|mention| same_outcome(mention, line.outcome))
    {
        "other figure"
    } else {
        "no figure of this outcome"
    };
    println!(
        "MISS {} ({class}) gold {:?} {:?}",
        line.claim, line.outcome, line.figure
    );
    for mention in near {
        println!(
            "    has {:?} {:?} [{}] {}",
            mention.outcome,
            plain(&mention.count),
            mention.span.slice(text).unwrap_or("?").replace('\n', " "),
            mention.rule.0
        );
    }
    for span in line.evidence.iter().take(2) {
        println!(
            "    | {}",
            span.slice(text).unwrap_or("?").replace('\n', " ")
        );
    }
}
