//! `sayso why-not`: what became of every event word of a text.

use super::{explain, published};
use crate::arguments::WhyNotArguments;
use crate::exit::Exit;
use crate::refusal::Refusal;
use crate::stock::Stock;
use crate::terminal::message;
use sayso_export::{Exporter, Format, visible};
use sayso_model::Report;
use sayso_read::ReadOptions;
use std::io::Write;

/// What the reason codes of the coder mean, for people.
const REASONS: &[(&str, &str)] = &[
    ("mood.averted", "it is said not to have come about"),
    ("mood.conditional", "it hangs on a condition"),
    (
        "mood.counted-in-a-total",
        "a running total counts those it harmed; no single occurrence is told",
    ),
    (
        "mood.denied-by-nobody",
        "it is said not to have happened, by nobody in particular",
    ),
    ("mood.explained", "a word is explained, nothing is told"),
    (
        "mood.figure-of-nought",
        "it only says that nobody came to harm",
    ),
    (
        "mood.judged-only",
        "the source judges, demands or asks, and claims nothing",
    ),
    ("mood.nobody-claims", "nobody is said to claim it"),
    (
        "mood.none-in-particular",
        "it is said of no occurrence in particular",
    ),
    (
        "mood.not-known",
        "it is said not to be known whether it happened",
    ),
    (
        "mood.not-to-come",
        "the words tell of what is to come, and nobody threatens or plans it here",
    ),
    ("mood.plan-denied", "a plan is denied, not an occurrence"),
    ("mood.possible-only", "it is only said to be possible"),
    (
        "mood.purpose",
        "it is what something is for, not what happened",
    ),
    ("mood.question", "it is only asked"),
    (
        "topic.elsewhere",
        "the report as a whole speaks of other matters than conflict",
    ),
];

pub(crate) fn run(arguments: &WhyNotArguments) -> Result<Exit, Refusal> {
    let options = ReadOptions {
        outlet: arguments.outlet.clone(),
        published: published(arguments.published.as_deref())?,
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let stock = Stock::load(&arguments.coder)?;
    let mut read = Vec::new();
    sayso_read::read_bytes(arguments.text.as_bytes(), "text", &options, &mut |report| {
        read.push(report)
    });
    let report: Report = match read.pop() {
        Some(Ok(report)) => report,
        Some(Err(error)) => return Err(Refusal::new(error)),
        None => return Err(Refusal::new("the text is empty")),
    };
    let coder = stock.coder();
    let coding = coder.code(&report);
    for note in &coding.notes {
        message(&note.message);
    }
    let mut out = std::io::stdout().lock();
    let mut exporter = Exporter::new(Format::Table, &mut out)?;
    exporter.add(&report, &coding.claims)?;
    exporter.finish()?;
    for claim in &coding.claims {
        explain::derivation(&mut out, &report.text, claim)?;
        writeln!(out)?;
    }
    writeln!(out, "Words that could have made a claim and did not")?;
    for word in &coding.not_coded {
        let words = word.words.slice(&report.text).unwrap_or_default();
        writeln!(
            out,
            "   \"{}\", by the rule {}: {} ({})",
            visible(words),
            visible(&word.rule),
            reason(word.reason),
            word.reason
        )?;
    }
    if coding.not_coded.is_empty() {
        writeln!(out, "   none")?;
    }
    let document = coder.document(&report);
    let silent: Vec<&str> = document
        .sentences
        .iter()
        .filter(|sentence| !touched(&coding, sentence.span))
        .filter_map(|sentence| sentence.span.slice(&report.text))
        .collect();
    if !silent.is_empty() {
        writeln!(
            out,
            "Sentences without a word that any rule takes for an occurrence"
        )?;
        for sentence in silent {
            writeln!(out, "   \"{}\"", visible(sentence))?;
        }
    }
    Ok(if coding.claims.is_empty() {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

fn touched(coding: &sayso_code::Coding, sentence: sayso_model::Span) -> bool {
    let claimed = coding
        .claims
        .iter()
        .flat_map(|claim| &claim.evidence)
        .any(|span| span.overlaps(sentence));
    claimed
        || coding
            .not_coded
            .iter()
            .any(|word| word.sentence.overlaps(sentence))
}

fn reason(code: &str) -> &str {
    REASONS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or("see the code", |(_, words)| words)
}
