//! A claim as one line, and the case files that hold such lines.
//!
//! A line: `kind | happened | sources, outermost first | perpetrator | target | weapon | place | days | killed |
//! injured | flags`. `-` is empty, `*` in a `want` line is not checked, as are fields left off at the end.
//! A count is `low,best,high` with `-` for an open bound, or one number.

use crate::world::report;
use jiff::civil::Date;
use sayso_model::{Claim, Count, EmptyReason, Field, PlacePrecision, Report};
use serde::Serialize;
use std::path::Path;

/// One case of a file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) published: Option<Date>,
    pub(crate) outlet: Option<String>,
    pub(crate) text: String,
    /// What a person would code; empty: no claim.
    pub(crate) want: Vec<String>,
    /// What the coder says today where that is not what is wanted; `None`: it is right.
    pub(crate) wrong: Option<Vec<String>>,
}

impl Case {
    pub(crate) fn report(&self) -> Report {
        report(&self.text, self.published, self.outlet.as_deref())
    }
}

const NOTHING: &str = "nothing";

/// Positions of perpetrator and target among a line's fields.
const PARTIES: [usize; 2] = [3, 4];

/// Position of the place among a line's fields.
const PLACE: usize = 6;

/// Reads every case of every Markdown file of a folder, in the order of the file names.
pub(crate) fn cases(folder: &Path) -> Vec<Case> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of cases")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files.iter().flat_map(|path| parse(path)).collect()
}

fn parse(path: &Path) -> Vec<Case> {
    let content =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut cases: Vec<Case> = Vec::new();
    let mut day = None;
    for (number, line) in content.lines().enumerate() {
        let fault = |what: &str| -> ! { panic!("{file}:{}: {what}: {line}", number + 1) };
        if let Some(value) = line.strip_prefix("Published: ") {
            day = Some(value.parse().unwrap_or_else(|_| fault("no day")));
            continue;
        }
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case {
                file: file.clone(),
                name: name.to_owned(),
                published: day,
                ..Case::default()
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "" => {}
            "published" if value == "unknown" => case.published = None,
            "published" => case.published = Some(value.parse().unwrap_or_else(|_| fault("no day"))),
            "outlet" => case.outlet = Some(value.to_owned()),
            ">" => {
                if !case.text.is_empty() {
                    case.text.push('\n');
                }
                case.text.push_str(value);
            }
            "want" if value == NOTHING => {}
            "want" => case.want.push(value.to_owned()),
            "wrong" => {
                let lines = case.wrong.get_or_insert_default();
                if value != NOTHING {
                    lines.push(value.to_owned());
                }
            }
            _ => fault("no line of a case"),
        }
    }
    cases
}

/// Whether the lines are the wanted ones, in any order.
pub(crate) fn agrees(lines: &[String], want: &[String]) -> bool {
    fn rest(lines: &[String], want: &[String], used: &mut Vec<bool>) -> bool {
        let Some((first, others)) = want.split_first() else {
            return true;
        };
        for index in 0..lines.len() {
            if !used[index] && fits(&lines[index], first) {
                used[index] = true;
                if rest(lines, others, used) {
                    return true;
                }
                used[index] = false;
            }
        }
        false
    }
    lines.len() == want.len() && rest(lines, want, &mut vec![false; lines.len()])
}

fn fits(line: &str, want: &str) -> bool {
    let have: Vec<&str> = line.split(" | ").collect();
    want.split(" | ").enumerate().all(|(index, want)| {
        let have = have.get(index).copied().unwrap_or("-");
        // Of a party the words that name it are enough, of a place the most specific name.
        want == "*"
            || bare(want) == bare(have)
            || PARTIES.contains(&index)
                && want != "-"
                && format!(" {} ", bare(have)).contains(&format!(" {} ", bare(want)))
            || index == PLACE
                && have
                    .strip_prefix(want)
                    .is_some_and(|rest| rest.starts_with(", "))
    })
}

/// Without case and leading articles.
fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    let parts: Vec<&str> = lower
        .split(" > ")
        .map(|part| {
            ["the ", "a ", "an "]
                .iter()
                .find_map(|article| part.strip_prefix(article))
                .unwrap_or(part)
        })
        .collect();
    parts.join(" > ")
}

/// A value's name in the ledger.
pub(crate) fn code(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

pub(crate) fn line(claim: &Claim) -> String {
    let party = |field: &Field<sayso_model::Party>| field.value().map(|party| party.words.clone());
    let sources: Vec<&str> = claim
        .sources
        .iter()
        .map(|link| link.words.as_str())
        .collect();
    let place = claim.place.value().map(|place| {
        place
            .names
            .iter()
            .map(|name| name.words.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    });
    let near = claim
        .place
        .value()
        .is_some_and(|place| place.precision == PlacePrecision::NearTown);
    let mut flags = Vec::new();
    for (set, name) in [
        (claim.self_claim, "self"),
        (claim.hedged, "hedged"),
        (claim.aggregate, "aggregate"),
        (claim.same_incident.is_some(), "again"),
        (near, "near"),
    ] {
        if set {
            flags.push(name.to_owned());
        }
    }
    flags.extend(
        claim
            .killed_or_injured
            .value()
            .map(|count| format!("together={}", figure(count))),
    );
    flags.extend(
        claim
            .cumulative_since
            .value()
            .map(|day| format!("since={day}")),
    );
    let fields = [
        Some(code(claim.kind)),
        Some(code(claim.happened)),
        Some(sources.join(" > ")),
        party(&claim.perpetrator),
        party(&claim.target),
        claim.weapon.value().map(|weapon| code(weapon.class)),
        place,
        Some(days(claim)),
        claim.killed.value().map(figure),
        claim.injured.value().map(figure),
        Some(flags.join(" ")),
    ];
    let fields: Vec<String> = fields
        .into_iter()
        .map(|field| {
            field
                .filter(|words| !words.is_empty())
                .unwrap_or_else(|| "-".to_owned())
        })
        .collect();
    fields
        .join(" | ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn figure(count: &Count) -> String {
    let bound = |value: Option<u64>| value.map_or("-".to_owned(), |value| value.to_string());
    if count.low == count.best && count.best == count.high {
        bound(count.best)
    } else {
        [count.low, count.best, count.high].map(bound).join(",")
    }
}

fn days(claim: &Claim) -> String {
    match &claim.when {
        Field::Known { value, .. } if value.start == value.end => {
            value.start.map(|day| day.to_string()).unwrap_or_default()
        }
        Field::Known { value, .. } => {
            let day = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
            format!("{}..{}", day(value.start), day(value.end))
        }
        Field::Empty {
            reason: EmptyReason::NoPublicationDate,
        } => "no_publication_date".to_owned(),
        Field::Empty { .. } => String::new(),
    }
}
