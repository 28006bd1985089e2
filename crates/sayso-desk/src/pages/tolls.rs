//! Running tolls: one curve per issuer, counted people, area and start, with every revision; figures as they were given.

use super::{Frame, no_such_form};
use crate::claim_view::count_text;
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::index::Limits;
use askama::Template;
use sayso_model::Count;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What every toll page says.
const CAVEAT: &str = "Each point is what a report gives, for the day it gives. The step from one point to the next is not the toll of the days between: bodies recovered, late deaths and decisions of committees enter running totals too. Tolls of single incidents are not part of these curves and are never summed with them.";
/// Size of a drawing, and of its margins.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 64.0;
const BOTTOM: f64 = 36.0;
const TOP: f64 = 12.0;
/// Series drawn into one figure, and listed on a page.
const TOGETHER: usize = 6;
const LISTED: usize = 100;

/// A series as the index keeps it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
struct Series {
    id: String,
    issuer: Option<Body>,
    counted: Value,
    counted_words: Option<String>,
    places: Vec<String>,
    since: Option<String>,
    points: Vec<Point>,
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
struct Body {
    words: String,
    registry: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
struct Point {
    #[schemars(with = "Option<String>")]
    as_of: Option<jiff::civil::Date>,
    #[schemars(with = "Option<String>")]
    published: Option<jiff::civil::Date>,
    killed: Option<Count>,
    injured: Option<Count>,
    killed_or_injured: Option<Count>,
    given_by: Option<Body>,
    report: String,
    claim: String,
    note: String,
}

/// The series for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TollList {
    items: Vec<Series>,
    caveat: &'static str,
}

/// One series for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TollAnswer {
    series: Series,
    caveat: &'static str,
}

/// A row of the figures table.
pub(crate) struct Row {
    pub(crate) as_of: String,
    pub(crate) published: String,
    pub(crate) killed: String,
    pub(crate) injured: String,
    pub(crate) together: String,
    pub(crate) given_by: String,
    pub(crate) note: String,
    pub(crate) report: String,
}

/// A series in the list.
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) points: usize,
    pub(crate) last: String,
}

#[derive(Template)]
#[template(path = "tolls.html")]
struct TollsPage {
    frame: Frame,
    series: Vec<Listed>,
    caveat: &'static str,
}

#[derive(Template)]
#[template(path = "toll.html")]
struct TollPage {
    frame: Frame,
    rows: Vec<Row>,
    drawing: Drawing,
    caveat: &'static str,
    may_see_reports: bool,
}

/// A series as the reader may see it: without an account, only points that were published early enough, and none where a
/// publisher chooses what is shown.
fn parsed(json: &str, limits: &Limits) -> Result<Series, Problem> {
    let mut series: Series = serde_json::from_str(json).map_err(|fault| Problem::fault(&fault))?;
    if limits.only.is_some() {
        series.points.clear();
    }
    if let Some(until) = &limits.until {
        series
            .points
            .retain(|point| point.published.is_some_and(|day| day.to_string() <= *until));
    }
    Ok(series)
}

impl Series {
    fn title(&self) -> String {
        let mut title = self.issuer.as_ref().map_or_else(
            || "No issuer named".to_owned(),
            |issuer| issuer.words.clone(),
        );
        title.push_str(&format!(" counts {}", self.population()));
        if !self.places.is_empty() {
            title.push_str(&format!(
                " in {}",
                self.places
                    .iter()
                    .take(3)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            ));
        }
        if let Some(since) = &self.since {
            title.push_str(&format!(" since {since}"));
        }
        title
    }

    fn population(&self) -> String {
        match (&self.counted, &self.counted_words) {
            (_, Some(words)) => words.clone(),
            (Value::String(name), None) => name.to_lowercase(),
            _ => "people".to_owned(),
        }
    }

    /// Whether two series count the same people in an area they share.
    fn comparable(&self, other: &Series) -> bool {
        self.id != other.id
            && self.counted == other.counted
            && self.places.iter().any(|place| other.places.contains(place))
    }

    fn rows(&self) -> Vec<Row> {
        let count = |count: &Option<Count>| count.as_ref().map(count_text).unwrap_or_default();
        let day =
            |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        self.points
            .iter()
            .map(|point| Row {
                as_of: day(&point.as_of),
                published: day(&point.published),
                killed: count(&point.killed),
                injured: count(&point.injured),
                together: count(&point.killed_or_injured),
                given_by: point
                    .given_by
                    .as_ref()
                    .map_or_else(|| "the outlet".to_owned(), |body| body.words.clone()),
                note: point.note.clone(),
                report: point.report.clone(),
            })
            .collect()
    }
}

fn bounds(count: &Count) -> Option<(u64, Option<u64>)> {
    let low = count.low.or(count.best).or(count.high)?;
    Some((
        low,
        count.high.or(count.best.filter(|_| count.low.is_none())),
    ))
}

/// `tolls`.
pub(crate) fn list(call: &Call) -> Answer {
    let project = call.project()?;
    let limits = call.limits()?;
    let all = project.index.series(1, LISTED)?;
    match call.format {
        Format::Json => {
            let items: Vec<Series> = all
                .iter()
                .filter_map(|json| parsed(json, &limits).ok())
                .filter(|series| !series.points.is_empty())
                .collect();
            Reply::json(&TollList {
                items,
                caveat: CAVEAT,
            })
        }
        Format::Csv => {
            let mut rows = Vec::new();
            for json in &all {
                rows.extend(table(&parsed(json, &limits)?));
            }
            Reply::csv("tolls", HEAD, rows.into_iter())
        }
        Format::Html => {
            let mut series = Vec::new();
            for json in &all {
                let parsed = parsed(json, &limits)?;
                if parsed.points.is_empty() {
                    continue;
                }
                series.push(Listed {
                    title: parsed.title(),
                    points: parsed.points.len(),
                    last: parsed
                        .rows()
                        .pop()
                        .map(|row| format!("{} ({})", row.killed, row.as_of))
                        .unwrap_or_default(),
                    id: parsed.id,
                });
            }
            Reply::page(&TollsPage {
                frame: Frame::new(call, "Running tolls").with_twins(call, ""),
                series,
                caveat: CAVEAT,
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

const HEAD: &[&str] = &[
    "series",
    "issuer",
    "counted",
    "places",
    "since",
    "as_of",
    "published",
    "killed",
    "injured",
    "killed_or_injured",
    "given_by",
    "note",
    "report",
];

fn table(series: &Series) -> Vec<Vec<String>> {
    series
        .rows()
        .into_iter()
        .map(|row| {
            vec![
                series.id.clone(),
                series
                    .issuer
                    .as_ref()
                    .map(|issuer| issuer.words.clone())
                    .unwrap_or_default(),
                series.population(),
                series.places.join("; "),
                series.since.clone().unwrap_or_default(),
                row.as_of,
                row.published,
                row.killed,
                row.injured,
                row.together,
                row.given_by,
                row.note,
                row.report,
            ]
        })
        .collect()
}

/// `tolls/{id}`: one series, drawn with others of the same people.
pub(crate) fn one(call: &Call) -> Answer {
    let project = call.project()?;
    let json = project
        .index
        .one_series(&call.id)?
        .ok_or_else(|| Problem::missing("the series"))?;
    let limits = call.limits()?;
    let series = parsed(&json, &limits)?;
    if series.points.is_empty() {
        return Err(Problem::missing("the series"));
    }
    match call.format {
        Format::Json => Reply::json(&TollAnswer {
            series,
            caveat: CAVEAT,
        }),
        Format::Csv => Reply::csv(&series.id, HEAD, table(&series).into_iter()),
        Format::Html => {
            let mut drawn = vec![series.clone()];
            for json in project.index.series(2, LISTED)? {
                let other = parsed(&json, &limits)?;
                if drawn.len() < TOGETHER && series.comparable(&other) {
                    drawn.push(other);
                }
            }
            Reply::page(&TollPage {
                frame: Frame::new(call, series.title()).with_twins(call, ""),
                rows: series.rows(),
                drawing: draw(&drawn),
                caveat: CAVEAT,
                may_see_reports: call.may(crate::people::Role::Reader),
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// A figure ready to be written as SVG.
pub(crate) struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) floor: f64,
    pub(crate) curves: Vec<Curve>,
    pub(crate) levels: Vec<Tick>,
    pub(crate) days: Vec<DayTick>,
}

/// One curve: steps that hold until the next point, ranges, and marks.
pub(crate) struct Curve {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) path: String,
    pub(crate) marks: Vec<Mark>,
}

pub(crate) struct Mark {
    pub(crate) x: String,
    pub(crate) y: String,
    /// Upper end of a range.
    pub(crate) top: String,
    pub(crate) ranged: bool,
    pub(crate) revised: bool,
    pub(crate) title: String,
}

pub(crate) struct Tick {
    pub(crate) at: String,
    pub(crate) label: String,
}

pub(crate) struct DayTick {
    pub(crate) at: String,
    /// Which part of the label stands there.
    pub(crate) anchor: &'static str,
    pub(crate) label: String,
}

/// The figures of a point that a curve is drawn of.
type Drawn<'s> = (jiff::civil::Date, u64, Option<u64>, &'s Point);

/// Draws what has a day and a figure. A curve is a staircase: nothing is made up between two points.
fn draw(all: &[Series]) -> Drawing {
    let points: Vec<Vec<Drawn<'_>>> = all
        .iter()
        .map(|series| {
            series
                .points
                .iter()
                .filter_map(|point| {
                    let count = point
                        .killed
                        .as_ref()
                        .or(point.killed_or_injured.as_ref())
                        .or(point.injured.as_ref())?;
                    let (low, high) = bounds(count)?;
                    Some((point.as_of?, low, high, point))
                })
                .collect()
        })
        .collect();
    let days = points.iter().flatten().map(|(day, ..)| *day);
    let (first, last) = (days.clone().min(), days.max());
    let most = points
        .iter()
        .flatten()
        .map(|(_, low, high, _)| high.unwrap_or(*low))
        .max()
        .unwrap_or(1)
        .max(1);
    let step = nice(most);
    let top = most.div_ceil(step).max(1) * step;
    let span = first
        .zip(last)
        .map_or(0, |(first, last)| (last - first).get_days())
        .max(1);
    let x = |day: jiff::civil::Date| {
        let days = first.map_or(0, |first| (day - first).get_days());
        let share = match first == last {
            // A single day stands in the middle.
            true => 0.5,
            false => f64::from(days) / f64::from(span),
        };
        LEFT + share * (WIDTH - LEFT - 16.0)
    };
    let y = |value: u64| HEIGHT - BOTTOM - value as f64 / top as f64 * (HEIGHT - BOTTOM - TOP);
    let show = |value: f64| format!("{value:.1}");
    let curves = all
        .iter()
        .zip(&points)
        .map(|(series, points)| {
            let mut path = String::new();
            for (day, low, ..) in points
                .iter()
                .filter(|(.., point)| point.note != "rounded" && point.note != "outdated")
            {
                if path.is_empty() {
                    path = format!("M{} {}", show(x(*day)), show(y(*low)));
                } else {
                    path.push_str(&format!("H{}V{}", show(x(*day)), show(y(*low))));
                }
            }
            Curve {
                id: series.id.clone(),
                title: series.title(),
                path,
                marks: points
                    .iter()
                    .map(|(day, low, high, point)| Mark {
                        x: show(x(*day)),
                        y: show(y(*low)),
                        top: show(y(high.unwrap_or(*low))),
                        ranged: high.is_some_and(|high| high > *low),
                        revised: matches!(point.note.as_str(), "revision" | "fall"),
                        title: format!(
                            "{day}: {}",
                            point
                                .killed
                                .as_ref()
                                .or(point.killed_or_injured.as_ref())
                                .or(point.injured.as_ref())
                                .map(count_text)
                                .unwrap_or_default()
                        ),
                    })
                    .collect(),
            }
        })
        .collect();
    Drawing {
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        right: WIDTH - 16.0,
        floor: HEIGHT - BOTTOM,
        curves,
        levels: (0..=top / step)
            .map(|level| Tick {
                at: show(y(level * step)),
                label: (level * step).to_string(),
            })
            .collect(),
        days: match (first, last) {
            (Some(first), Some(last)) if first != last => {
                vec![(first, "start"), (last, "end")]
            }
            (Some(only), _) => vec![(only, "middle")],
            _ => Vec::new(),
        }
        .into_iter()
        .map(|(day, anchor)| DayTick {
            at: show(x(day)),
            anchor,
            label: day.to_string(),
        })
        .collect(),
    }
}

/// A round step so that a scale has about five of them.
fn nice(most: u64) -> u64 {
    let raw = most.div_ceil(5).max(1);
    let mut power = 1_u64;
    while power.saturating_mul(10) <= raw {
        power = power.saturating_mul(10);
    }
    [1, 2, 5, 10]
        .into_iter()
        .map(|factor| power.saturating_mul(factor))
        .find(|step| *step >= raw)
        .unwrap_or(raw)
}

#[cfg(test)]
mod tests {
    use super::nice;

    #[test]
    fn scales_have_round_steps() {
        for (most, step) in [
            (1, 1),
            (5, 1),
            (12, 5),
            (1204, 500),
            (40_300, 10_000),
            (u64::MAX, u64::MAX.div_ceil(5)),
        ] {
            let found = nice(most);
            assert!(most.div_ceil(found) <= 5, "{most} {found}");
            if most < 1_000_000 {
                assert_eq!(found, step, "{most}");
            }
        }
    }
}
