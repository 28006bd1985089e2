//! No party is read differently from another: two parties of one kind, swapped in the text, are swapped in the claims.

use crate::format::line;
use crate::invariants::{read, root};
use crate::world::{World, coder, load, report, world};
use jiff::civil::date;
use sayso_knowledge::{ActorKind, NameKind};
use sayso_model::Report;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Pairs of names of one kind; each text is told once with them as they stand and once swapped.
const PAIRS: [(&str, &str); 3] = [
    ("Reed Column", "Ash Guard"),
    ("Talvanian Army", "Ormerian Army"),
    ("Talvane", "Ormere"),
];

const GROUPS: &[&str] = &[
    "The Reed Column said it had killed five fighters of the Ash Guard near Tarnbeck on Monday.",
    "The Ash Guard shelled Reed Column positions in Vardholm on Tuesday, wounding at least 12 people, the Delta Monitor said.",
    "The Reed Column denied that its fighters had attacked the Ash Guard in Tarnbeck. The Ash Guard said the Reed Column had killed two of its men.",
    "The Reed Column claimed responsibility for a car bomb that killed nine members of the Ash Guard in Quillmouth on 3 May.",
    "Clashes between the Reed Column and the Ash Guard left 14 dead in Vardholm, residents said.",
    "The Ash Guard threatened to strike the Reed Column if its rocket fire went on.",
    "ASH GUARD FIGHTERS KIDNAPPED TWO MEMBERS OF THE REED COLUMN IN TARNBECK YESTERDAY, POLICE REPORTED.",
    "According to the Harbour Gazette, the Ash Guard said the Reed Column had fired a missile at Pelt Crossing.",
    "Reed Column: we shot down an Ash Guard drone over Vardholm on Wednesday morning.",
    "The Ash Guard abducted a nurse in Tarnbeck last week. The group accused the Reed Column of bombing the clinic there.",
];

const STATES: &[&str] = &[
    "The Talvanian Army said it had intercepted two drones launched from Ormere.",
    "The Ormerian Army said the Talvanian Army had shelled Vardholm, killing three civilians and wounding eight.",
    "Talvane denied that it had bombed Ormere on Sunday.",
    "Ormere accused Talvane of an air strike on Tarnbeck that killed at least 20 people.",
    "If Talvane attacks Ormere, the Ormerian Army will strike Talvane.",
    "The Talvanian Army detained four members of the Reed Column on Tuesday. The Ormerian Army shot two others dead.",
];

fn swap(text: &str) -> String {
    PAIRS
        .iter()
        .fold(text.to_owned(), |text, (a, b)| exchange(&text, a, b))
}

/// The text with two names exchanged, in their own case and in capitals.
fn exchange(text: &str, a: &str, b: &str) -> String {
    let mut text = text.to_owned();
    let mut pairs = vec![(a.to_owned(), b.to_owned())];
    if a.to_uppercase() != a || b.to_uppercase() != b {
        pairs.push((a.to_uppercase(), b.to_uppercase()));
    }
    for (a, b) in pairs {
        text = replace_words(&text, &a, "\u{1}");
        text = replace_words(&text, &b, &a);
        text = text.replace('\u{1}', &b);
    }
    text
}

/// Replaces whole words only: no name inside of another one.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let end = at + from.len();
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside = joined(rest[..at].chars().next_back().or(out.chars().next_back()))
            || joined(rest[end..].chars().next());
        out.push_str(&rest[..at]);
        out.push_str(if inside { from } else { to });
        rest = &rest[end..];
    }
    out + rest
}

fn lines(text: &str) -> Vec<String> {
    let report = report(text, Some(date(2024, 5, 16)), Some("Coast Wire"));
    coder().code(&report).claims.iter().map(line).collect()
}

#[test]
fn swapped_parties_are_swapped_in_the_claims() {
    let mut faults = Vec::new();
    for &text in GROUPS.iter().chain(STATES) {
        let told: Vec<String> = lines(text).iter().map(|line| swap(line)).collect();
        let swapped = lines(&swap(text));
        assert!(!told.is_empty(), "no claim: {text}");
        if told != swapped {
            faults.push(format!(
                "{text}\n  told    {told:#?}\n  swapped {swapped:#?}"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The two most named parties of one kind and grammatical number in a report, each as it is written there most often.
fn rivals(world: &World, report: &Report) -> Option<(String, String)> {
    let actors = &world.knowledge.actors;
    let document = sayso_text::segment(&report.text, &world.knowledge.words.segment);
    let context = actors.context(None, None);
    let mut named: BTreeMap<_, BTreeMap<String, usize>> = BTreeMap::new();
    for sentence in &document.sentences {
        for mention in actors.find_mentions(&sentence.tokens, &context) {
            let Some(actor) = mention.actor else { continue };
            let kind = actors.kind(actor);
            let tokens = &sentence.tokens[mention.tokens.clone()];
            if kind != ActorKind::Person
                && (kind.is_armed() || kind.is_official())
                && matches!(mention.kind, NameKind::Full | NameKind::Alias)
                && let (Some(first), Some(last)) = (tokens.first(), tokens.last())
                && let Some(words) = first.span.cover(last.span).slice(&report.text)
                && words.starts_with(char::is_uppercase)
            {
                *named
                    .entry(actor)
                    .or_default()
                    .entry(words.to_owned())
                    .or_default() += 1;
            }
        }
    }
    let mut names: Vec<(usize, String, ActorKind)> = named
        .into_iter()
        .filter_map(|(actor, names)| {
            let (name, often) = names.into_iter().max_by_key(|(_, often)| *often)?;
            Some((often, name, actors.kind(actor)))
        })
        .collect();
    names.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let apart = |a: &str, b: &str| !a.contains(b) && !b.contains(a);
    let number = |name: &str| name.to_lowercase().ends_with('s');
    names.iter().enumerate().find_map(|(index, (_, a, kind))| {
        names[index + 1..]
            .iter()
            .find(|(_, b, other)| kind == other && apart(a, b) && number(a) == number(b))
            .map(|(_, b, _)| (a.clone(), b.clone()))
    })
}

/// Kind, mood and figures of each claim. Days and places may follow a name: a state's is a place's as well, and where
/// it lies tells whose morning it was.
fn structure(lines: &[String]) -> Vec<String> {
    let kept = [0, 1, 8, 9];
    let columns = |line: &String| {
        let fields: Vec<&str> = line.split(" | ").collect();
        kept.iter()
            .filter_map(|&column| fields.get(column).copied())
            .collect::<Vec<_>>()
            .join(" | ")
    };
    lines.iter().map(columns).collect()
}

/// Where there are corpora: in each report the two most named parties of one kind are exchanged.
#[test]
fn parties_swapped_in_reports_change_no_structure() {
    let folder = std::env::var_os("SAYSO_CORPORA")
        .map_or_else(|| root().join("../shared/corpora"), PathBuf::from)
        .join("claims");
    let own = folder.join("registers/world.json");
    let invented = own.exists().then(|| load(&own));
    let (mut reports, mut same, mut equal) = (0, 0, 0);
    let mut changed = String::new();
    for part in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let path = folder.join(part).join("reports.jsonl");
        if !path.exists() {
            continue;
        }
        let world = match &invented {
            Some(invented) if part == "registers" => invented,
            _ => world(),
        };
        for report in read(&path) {
            let Some((a, b)) = rivals(world, &report) else {
                continue;
            };
            let told = |report: &Report| -> Vec<String> {
                world.coder().code(report).claims.iter().map(line).collect()
            };
            let swapped = told(&Report {
                text: exchange(&report.text, &a, &b),
                outlet: report.outlet.as_deref().map(|o| exchange(o, &a, &b)),
                ..report.clone()
            });
            let first = told(&report);
            let expected: Vec<String> = first.iter().map(|line| exchange(line, &a, &b)).collect();
            reports += 1;
            equal += usize::from(expected == swapped);
            if structure(&expected) == structure(&swapped) {
                same += 1;
            } else {
                changed += &format!(
                    "{} {a} / {b}\n  told    {expected:#?}\n  swapped {swapped:#?}\n",
                    report.input_id
                );
            }
        }
    }
    println!("{same} of {reports} reports keep their structure, {equal} every word\n{changed}");
    assert!(same * 100 >= reports * KEPT_PERCENT, "{changed}");
}

/// Share of the reports that must keep their structure.
const KEPT_PERCENT: usize = 95;
