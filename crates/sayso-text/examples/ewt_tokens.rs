//! Token, sentence and lemma figures on a CoNLL-U file: `cargo run -p sayso-text --example ewt_tokens -- FILE [--errors]`.
//!
//! The raw text is made from the file (sentences of a paragraph joined, paragraphs apart), segmented, and compared
//! by byte offsets with the gold tokens.

use sayso_text::{Lemmatiser, SegmentLexicon, Upos, segment};
use std::collections::{BTreeMap, BTreeSet};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a CoNLL-U file");
    let errors = arguments.next().is_some();
    let file = std::fs::read_to_string(path).expect("readable file");
    let mut text = String::new();
    let mut gold_tokens = Vec::new();
    let mut gold_sentences = Vec::new();
    let (mut lemmas, mut lemmas_right, mut lemmas_right_caps) = (0, 0, 0);
    let mut wrong: BTreeMap<(String, String, String, String), usize> = BTreeMap::new();
    for block in file.split("\n\n") {
        if block.contains("# newdoc") || block.contains("# newpar") {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        let mut start = None;
        let mut joint: Option<(usize, String, bool)> = None;
        let mut end = text.len();
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let column: Vec<&str> = line.split('\t').collect();
            if column.len() != 10 || column[0].contains('.') {
                continue;
            }
            let space = !column[9].contains("SpaceAfter=No");
            if let Some((_, last)) = column[0].split_once('-') {
                joint = Some((last.parse().expect("number"), column[1].to_owned(), space));
                continue;
            }
            let number: usize = column[0].parse().expect("number");
            let from = text.len();
            start.get_or_insert(from);
            text.push_str(column[1]);
            gold_tokens.push((from, text.len()));
            end = text.len();
            let space = match &joint {
                Some((last, _, _)) if number < *last => false,
                Some((last, _, joint_space)) if number == *last => {
                    let joint_space = *joint_space;
                    joint = None;
                    joint_space
                }
                _ => space,
            };
            if space {
                text.push(' ');
            }
            if column[2] != "_" {
                lemmas += 1;
                let upos = if column[3] == "PROPN" {
                    Upos::Propn
                } else {
                    Upos::X
                };
                let form = sayso_text::form_of(column[1]);
                let tables = Lemmatiser::builtin();
                let xpos = XPOS
                    .iter()
                    .find(|tag| **tag == column[4])
                    .copied()
                    .unwrap_or("");
                let lemma = tables.lemma(&form, upos, xpos, false);
                if lemma == column[2] || (column[3] != "PROPN" && lemma == column[2].to_lowercase())
                {
                    lemmas_right += 1;
                } else {
                    *wrong
                        .entry((column[4].into(), form.clone(), lemma, column[2].into()))
                        .or_default() += 1;
                }
                lemmas_right_caps += usize::from(
                    tables.lemma(&form.to_uppercase(), upos, xpos, true)
                        == column[2].to_lowercase(),
                );
            }
        }
        if let Some(start) = start {
            gold_sentences.push((start, end));
        }
    }
    let clock = std::time::Instant::now();
    let document = segment(&text, SegmentLexicon::builtin());
    let seconds = clock.elapsed().as_secs_f64();
    let mut own_tokens = Vec::new();
    for sentence in &document.sentences {
        own_tokens.extend(
            sentence
                .dateline
                .map(|span| (span.start as usize, span.end as usize)),
        );
        own_tokens.extend(
            sentence
                .tokens
                .iter()
                .map(|token| (token.span.start as usize, token.span.end as usize)),
        );
    }
    let own_sentences: Vec<(usize, usize)> = document
        .sentences
        .iter()
        .map(|s| {
            (
                s.dateline.map_or(s.span.start, |d| d.start) as usize,
                s.span.end as usize,
            )
        })
        .collect();
    println!("tokens    {}", score(&gold_tokens, &own_tokens));
    println!("sentences {}", score(&gold_sentences, &own_sentences));
    println!(
        "lemmas (gold tags) {:.2} %, in capitals {:.2} %",
        100.0 * lemmas_right as f64 / lemmas as f64,
        100.0 * lemmas_right_caps as f64 / lemmas as f64
    );
    println!(
        "{:.2} MB/s, {:.0} tokens/s",
        text.len() as f64 / 1e6 / seconds,
        own_tokens.len() as f64 / seconds
    );
    if errors {
        let gold: BTreeSet<_> = gold_tokens.iter().copied().collect();
        let own: BTreeSet<_> = own_tokens.iter().copied().collect();
        let mut classes: BTreeMap<(String, String), usize> = BTreeMap::new();
        for &(start, end) in own.difference(&gold) {
            let inside: Vec<&str> = gold
                .iter()
                .filter(|&&(s, e)| s < end && e > start)
                .map(|&(s, e)| &text[s..e])
                .collect();
            *classes
                .entry((text[start..end].to_owned(), inside.join(" ")))
                .or_default() += 1;
        }
        let mut classes: Vec<_> = classes.into_iter().collect();
        classes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for ((own, gold), n) in classes.iter().take(80) {
            println!("token {n:3} own {own:?} gold {gold:?}");
        }
        let gold: BTreeSet<_> = gold_sentences.iter().copied().collect();
        for &(start, end) in own_sentences
            .iter()
            .filter(|span| !gold.contains(span))
            .take(150)
        {
            let cut = |s: &str| {
                s.chars()
                    .rev()
                    .take(45)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect::<String>()
            };
            println!(
                "sentence {:?} | {:?}",
                cut(&text[start..end]),
                text[end..].chars().take(20).collect::<String>()
            );
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for ((xpos, form, lemma, gold), n) in wrong.iter().take(60) {
            println!("lemma {n:3} {xpos} {form} own {lemma} gold {gold}");
        }
    }
}

fn score(gold: &[(usize, usize)], own: &[(usize, usize)]) -> String {
    let known: BTreeSet<_> = gold.iter().collect();
    let right = own.iter().filter(|span| known.contains(span)).count() as f64;
    let (precision, recall) = (right / own.len() as f64, right / gold.len() as f64);
    format!(
        "P {:.2} R {:.2} F1 {:.2} ({} gold)",
        100.0 * precision,
        100.0 * recall,
        200.0 * precision * recall / (precision + recall),
        gold.len()
    )
}

const XPOS: [&str; 50] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW",
    "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``",
];
