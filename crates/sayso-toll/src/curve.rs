//! A series as it is shown: its name, and its points in the order of their days.

use crate::counted::Counted;
use crate::figure::{Body, TollFigure, number};
use crate::score::Read;
use jiff::civil::Date;
use sayso_model::{ClaimId, Count, Qualifier, ReportId};
use serde::Serialize;
use std::collections::BTreeMap;

/// One issuer's count of one group of people, in one area, from one start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Made of issuer, group, area and start; of the same figures it is always the same.
    pub id: String,
    /// `None`: only media give it, in their own voice.
    pub issuer: Option<Body>,
    pub counted: Counted,
    /// The counted people in the words of the first report that says who they are.
    pub counted_words: Option<String>,
    /// Place names that the figures give, the most frequent first.
    pub places: Vec<String>,
    pub since: Option<Date>,
    /// By day; those without a day last.
    pub points: Vec<Point>,
}

/// One report's figure within a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    pub as_of: Option<Date>,
    pub published: Option<Date>,
    pub killed: Option<Count>,
    pub injured: Option<Count>,
    pub killed_or_injured: Option<Count>,
    /// Who gives the figure in this report; `None` is the outlet's own voice.
    pub given_by: Option<Body>,
    pub report: ReportId,
    pub claim: ClaimId,
    pub note: Note,
}

/// How a point stands to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    First,
    Rise,
    /// The same number again.
    Same,
    /// A lower number than before: a correction or another way of counting, kept as given.
    Fall,
    /// Another number for a day that has one already.
    Revision,
    /// Round or open ("nearly 4,000"): it says no more than the numbers around it.
    Rounded,
    /// An earlier number, published after a newer one was out.
    Outdated,
    /// Only other things were counted than before (the injured alone).
    Other,
}

impl Series {
    pub(crate) fn of_groups(groups: &[Vec<Read<'_>>]) -> Vec<Series> {
        let mut all: Vec<Series> = groups.iter().map(|group| Series::of_group(group)).collect();
        all.sort_by(|a, b| (&a.id, key(a)).cmp(&(&b.id, key(b))));
        // Series of the same name are numbered in the order of their first points.
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for series in &mut all {
            let count = seen.entry(series.id.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                series.id = format!("{}-{count}", series.id);
            }
        }
        all
    }

    fn of_group(group: &[Read<'_>]) -> Series {
        let issuer = issuer(group);
        let counted = group
            .iter()
            .map(|read| &read.counted)
            .find(|counted| **counted != Counted::Unknown)
            .cloned()
            .unwrap_or(Counted::Unknown);
        let counted_words = group
            .iter()
            .filter(|read| read.counted == counted)
            .find_map(|read| read.figure.counted.clone());
        let mut frequent: BTreeMap<&str, usize> = BTreeMap::new();
        for place in group.iter().flat_map(|read| &read.figure.places) {
            *frequent.entry(&place.words).or_insert(0) += 1;
        }
        let mut places: Vec<(&str, usize)> = frequent.into_iter().collect();
        places.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        let since = since(group);
        let places: Vec<String> = places
            .into_iter()
            .map(|(name, _)| name.to_owned())
            .collect();
        let id = [
            issuer.as_ref().map_or("unattributed".to_owned(), |issuer| {
                slug(issuer.registry.as_deref().unwrap_or(&issuer.words))
            }),
            match &counted {
                Counted::People => "people".to_owned(),
                Counted::Civilians => "civilians".to_owned(),
                Counted::Combatants => "combatants".to_owned(),
                Counted::Others(word) => slug(word),
                Counted::Unknown => "unspecified".to_owned(),
            },
            places.first().map_or(String::new(), |place| slug(place)),
            since.map_or(String::new(), |day| format!("since-{day}")),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
        Series {
            id,
            issuer,
            counted,
            counted_words,
            places,
            since,
            points: points(group),
        }
    }

    /// Whether a claim's figure is a point of this series.
    pub fn holds(&self, report: &ReportId, claim: &ClaimId) -> bool {
        self.points
            .iter()
            .any(|point| point.report == *report && point.claim == *claim)
    }
}

fn key(series: &Series) -> Option<(Option<Date>, &ReportId, &ClaimId)> {
    series
        .points
        .first()
        .map(|point| (point.as_of, &point.report, &point.claim))
}

/// Whom most figures name; of several, who comes first.
fn issuer(group: &[Read<'_>]) -> Option<Body> {
    let key = |body: &Body| {
        body.registry
            .clone()
            .unwrap_or_else(|| body.words.to_lowercase())
    };
    let mut votes: Vec<(String, usize, Body)> = Vec::new();
    for body in group.iter().filter_map(|read| read.figure.issuer.as_ref()) {
        let key = key(body);
        match votes.iter_mut().find(|vote| vote.0 == key) {
            Some(vote) => vote.1 += 1,
            None => votes.push((key, 1, body.clone())),
        }
    }
    let most = votes.iter().map(|vote| vote.1).max()?;
    votes
        .into_iter()
        .find(|vote| vote.1 == most)
        .map(|vote| vote.2)
}

/// The start that most figures give; of several, the earliest that names a day.
fn since(group: &[Read<'_>]) -> Option<Date> {
    let mut votes: BTreeMap<Date, usize> = BTreeMap::new();
    for day in group.iter().filter_map(|read| read.figure.since) {
        *votes.entry(day).or_insert(0) += 1;
    }
    votes
        .into_iter()
        .max_by_key(|(day, count)| (*count, std::cmp::Reverse(*day)))
        .map(|(day, _)| day)
}

fn points(group: &[Read<'_>]) -> Vec<Point> {
    let mut figures: Vec<&TollFigure> = group.iter().map(|read| read.figure).collect();
    let day = |day: Option<Date>| day.unwrap_or(Date::MAX);
    figures.sort_by(|a, b| {
        (day(a.as_of), day(a.published), *a).cmp(&(day(b.as_of), day(b.published), *b))
    });
    let mut points: Vec<Point> = Vec::new();
    for figure in figures {
        let note = note(figure, &points);
        points.push(Point {
            as_of: figure.as_of,
            published: figure.published,
            killed: figure.killed.clone(),
            injured: figure.injured.clone(),
            killed_or_injured: figure.together.clone(),
            given_by: figure.issuer.clone(),
            report: figure.report.clone(),
            claim: figure.claim.clone(),
            note,
        });
    }
    points
}

fn note(figure: &TollFigure, before: &[Point]) -> Note {
    let count = figure.killed.as_ref().or(figure.together.as_ref());
    let Some((count, value)) = count.and_then(|count| Some((count, number(count)?))) else {
        return if before.is_empty() {
            Note::First
        } else {
            Note::Other
        };
    };
    let known: Vec<(&Point, u64)> = before
        .iter()
        .filter(|point| point.note != Note::Rounded)
        .filter_map(|point| {
            let count = point.killed.as_ref().or(point.killed_or_injured.as_ref())?;
            Some((point, number(count)?))
        })
        .collect();
    let Some((last, newest)) = known.last() else {
        return Note::First;
    };
    let open = count.qualifier != Qualifier::Exact;
    if value == *newest {
        Note::Same
    } else if open && (count.high.is_none() && value <= *newest || count.low.is_none()) {
        Note::Rounded
    } else if value < *newest && known.iter().any(|(_, earlier)| *earlier == value) {
        Note::Outdated
    } else if last.as_of.is_some() && last.as_of == figure.as_of {
        Note::Revision
    } else if value < *newest {
        Note::Fall
    } else {
        Note::Rise
    }
}

/// Lower-case letters and digits, joined by hyphens.
fn slug(words: &str) -> String {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("-")
}
