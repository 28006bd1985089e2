//! Airwars incidents: a narrative quoting conflicting sources, with coded casualty ranges, place and belligerent.
//!
//! Readings: the coded range "3 – 7" is (3, 7), "5" is (5, 5); both ends must be equal. Incidents coded `Unknown` or
//! without the field do not enter the accuracy; how many of them were left without a range is a measure of its own.
//! A place counts on every incident with coordinates; no predicted place is wrong.

#[cfg(test)]
mod tests;

use crate::error::{EvalError, read_json_lines};
use crate::names::parties_match;
use crate::report::{ErrorLine, Report, share, table};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// A casualty range, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub min: u64,
    pub max: u64,
}

/// One incident with what the corpus codes for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    pub code: String,
    /// The incident's date, which stands on its page beside the narrative.
    pub date: Option<Date>,
    /// The narrative that a coder reads.
    pub text: String,
    pub killed: Option<Range>,
    pub injured: Option<Range>,
    /// Whether the killed field is there but says that the number is unknown.
    pub killed_unknown: bool,
    pub point: Option<(f64, f64)>,
    pub geo_precision: Option<String>,
    pub belligerents: Vec<String>,
}

/// The incidents in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    pub incidents: Vec<Incident>,
}

/// What a coder says of one incident.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prediction {
    pub killed: Option<Range>,
    pub injured: Option<Range>,
    pub point: Option<(f64, f64)>,
    pub belligerent: Option<String>,
}

/// Predictions by incident code.
pub type Predictions = BTreeMap<String, Prediction>;

#[derive(Deserialize)]
struct Line {
    code: String,
    date: String,
    assessment: String,
    #[serde(default)]
    lat: Option<f64>,
    #[serde(default)]
    lon: Option<f64>,
    #[serde(default)]
    geo_precision: Option<String>,
    coded: BTreeMap<String, String>,
}

const KILLED: &str = "Civilians reported killed";
const INJURED: &str = "Civilians reported injured";
const BELLIGERENTS: [&str; 3] = [
    "Suspected belligerent",
    "Suspected belligerents",
    "Known belligerent",
];

/// Reads `incidents.jsonl` of the folder.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let lines: Vec<Line> = read_json_lines(&folder.join("incidents.jsonl"))?;
    let incidents = lines
        .into_iter()
        .map(|line| {
            let coded = |key: &str| line.coded.get(key).map(String::as_str);
            Incident {
                date: first_day(&line.date),
                killed: coded(KILLED).and_then(range),
                injured: coded(INJURED).and_then(range),
                killed_unknown: coded(KILLED).is_some_and(|value| range(value).is_none()),
                point: line.lat.zip(line.lon),
                belligerents: BELLIGERENTS
                    .iter()
                    .filter_map(|key| coded(key))
                    .flat_map(|value| value.split(','))
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect(),
                code: line.code,
                text: line.assessment,
                geo_precision: line.geo_precision,
            }
        })
        .collect();
    Ok(Corpus { incidents })
}

/// The day, or the first day of a range of days, as the pages write them.
fn first_day(text: &str) -> Option<Date> {
    Date::strptime("%B %d, %Y", text.split('–').next()?.trim()).ok()
}

/// "5" or "3 – 7" with any dash.
fn range(value: &str) -> Option<Range> {
    let numbers: Vec<u64> = value
        .split(['–', '—', '-'])
        .map(|part| part.trim().replace(',', "").parse().ok())
        .collect::<Option<_>>()?;
    match numbers.as_slice() {
        [only] => Some(Range {
            min: *only,
            max: *only,
        }),
        [min, max] => Some(Range {
            min: *min,
            max: *max,
        }),
        _ => None,
    }
}

/// Scores predictions. `resolver` says which actor a name means; belligerents match by actor, else by their words.
pub fn score(
    corpus: &Corpus,
    predictions: &Predictions,
    resolver: &dyn Fn(&str) -> Option<String>,
) -> Report {
    let mut report = Report::default();
    let nothing = Prediction::default();
    let mut tally: BTreeMap<&'static str, (usize, usize, usize)> = BTreeMap::new();
    let mut unknown = (0, 0);
    for incident in &corpus.incidents {
        let own = predictions.get(&incident.code).unwrap_or(&nothing);
        let mut count =
            |name: &'static str, answered: bool, right: bool, gold: String, predicted: String| {
                let entry = tally.entry(name).or_default();
                entry.0 += 1;
                entry.1 += usize::from(answered);
                entry.2 += usize::from(right);
                if !right {
                    let class = if answered {
                        format!("wrong-{name}")
                    } else {
                        format!("empty-{name}")
                    };
                    let (document, words) = (incident.code.clone(), incident.text.clone());
                    report.errors.push(ErrorLine {
                        class,
                        document,
                        gold,
                        predicted,
                        words,
                    });
                }
            };
        for (name, gold, predicted) in [
            ("killed_exact", incident.killed, own.killed),
            ("injured_exact", incident.injured, own.injured),
        ] {
            if let Some(gold) = gold {
                count(
                    name,
                    predicted.is_some(),
                    predicted == Some(gold),
                    show(Some(gold)),
                    show(predicted),
                );
            }
        }
        if incident.killed_unknown {
            unknown.0 += 1;
            unknown.1 += usize::from(own.killed.is_none());
        }
        if let Some(gold) = incident.point {
            let far = own.point.map(|point| crate::geo::kilometres(gold, point));
            let distance = far.map_or_else(|| "-".to_owned(), |km| format!("{km:.1} km off"));
            let precision = incident.geo_precision.clone().unwrap_or_default();
            let within = |most: f64| far.is_some_and(|km| km <= most);
            count(
                "place_5km",
                far.is_some(),
                within(5.0),
                precision.clone(),
                distance.clone(),
            );
            count(
                "place_25km",
                far.is_some(),
                within(25.0),
                precision,
                distance,
            );
        }
        if !incident.belligerents.is_empty() {
            let right = own.belligerent.as_deref().is_some_and(|predicted| {
                incident
                    .belligerents
                    .iter()
                    .any(|gold| same_party(gold, predicted, resolver))
            });
            let predicted = own.belligerent.clone().unwrap_or_else(|| "-".to_owned());
            count(
                "belligerent",
                own.belligerent.is_some(),
                right,
                incident.belligerents.join(", "),
                predicted,
            );
        }
    }
    let mut rows = Vec::new();
    for (name, (all, answered, right)) in &tally {
        report.measures.insert(
            format!("airwars.{name}"),
            *right as f64 / (*all).max(1) as f64,
        );
        rows.push(vec![
            (*name).to_owned(),
            all.to_string(),
            answered.to_string(),
            right.to_string(),
            share(*right, *all),
            share(*right, *answered),
        ]);
    }
    if unknown.0 > 0 {
        report.measures.insert(
            "airwars.killed_unknown_left_empty".to_owned(),
            unknown.1 as f64 / unknown.0 as f64,
        );
    }
    report.text = format!(
        "# Airwars ({} incidents)\n\n{}\nIncidents coded without a number of killed: {}, left empty: {}.\n",
        corpus.incidents.len(),
        table(
            &[
                "measure",
                "coded",
                "answered",
                "right",
                "accuracy",
                "of answered"
            ],
            &rows
        ),
        unknown.0,
        unknown.1
    );
    report.errors.sort();
    report
}

fn same_party(one: &str, other: &str, resolver: &dyn Fn(&str) -> Option<String>) -> bool {
    match (resolver(one), resolver(other)) {
        (Some(one), Some(other)) => one == other,
        _ => parties_match(one, other),
    }
}

fn show(range: Option<Range>) -> String {
    match range {
        None => "-".to_owned(),
        Some(Range { min, max }) if min == max => min.to_string(),
        Some(Range { min, max }) => format!("{min} – {max}"),
    }
}

/// Predictions as JSON lines in the form of `incidents.jsonl`, with only the predicted fields.
pub fn written_predictions(corpus: &Corpus, predictions: &Predictions) -> String {
    let mut out = String::new();
    for incident in &corpus.incidents {
        let own = predictions.get(&incident.code).cloned().unwrap_or_default();
        let mut coded = serde_json::Map::new();
        for (key, range) in [(KILLED, own.killed), (INJURED, own.injured)] {
            if range.is_some() {
                coded.insert(key.to_owned(), show(range).into());
            }
        }
        if let Some(name) = own.belligerent {
            coded.insert(BELLIGERENTS[0].to_owned(), name.into());
        }
        let (lat, lon) = own.point.unzip();
        let line =
            serde_json::json!({ "code": incident.code, "lat": lat, "lon": lon, "coded": coded });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}
