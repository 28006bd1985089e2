//! No party is read differently from another: two parties of one kind, swapped in the text, are swapped in the claims.

use crate::format::line;
use crate::world::{coder, report};
use jiff::civil::date;

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
pub(crate) fn exchange(text: &str, a: &str, b: &str) -> String {
    let (loud_a, loud_b) = (a.to_uppercase(), b.to_uppercase());
    let marks = ["\u{1}", "\u{2}", "\u{3}", "\u{4}"];
    let from = [a, loud_a.as_str(), b, loud_b.as_str()];
    let to = [b, loud_b.as_str(), a, loud_a.as_str()];
    let hidden = from
        .iter()
        .zip(marks)
        .fold(text.to_owned(), |text, (name, mark)| {
            replace_words(&text, name, mark)
        });
    to.iter()
        .zip(marks)
        .fold(hidden, |text, (name, mark)| text.replace(mark, name))
}

/// Replaces whole words only: no name inside of another one.
pub(crate) fn replace_words(text: &str, from: &str, to: &str) -> String {
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
