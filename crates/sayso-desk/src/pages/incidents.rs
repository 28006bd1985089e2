//! Incidents: list, filters, search, map and timeline.

use super::{Frame, next_page, no_such_form};
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::index::{Filter, IncidentRow, Limits, Named, Page, Range, Timeline};
use crate::project::{Choices, Project, PublicView};
use crate::public;
use askama::Template;
use sayso_export::spoken;
use sayso_knowledge::ActorRegistry;
use schemars::JsonSchema;
use serde::Serialize;

/// How a feature's address begins.
const HREF: &str = "\"href\":\"";
/// Points on a map, at most.
const MOST_POINTS: usize = 2_000;

#[derive(Template)]
#[template(path = "incidents.html")]
struct IncidentsPage {
    frame: Frame,
    filter: Filter,
    choices: Choices,
    incidents: Vec<IncidentRow>,
    next: Option<String>,
    total: String,
    geojson: String,
    timeline: Timeline,
}

impl IncidentsPage {
    fn names(&self, named: &[Named]) -> String {
        names(named)
    }
}

/// The list for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IncidentList {
    items: Vec<IncidentRow>,
    /// Cursor of the next page.
    next: Option<String>,
    total: u64,
    /// There are more: counting stopped.
    total_is_lower_bound: bool,
    /// Reports are being linked for the first time: not every incident is there yet.
    linking: bool,
    limits: &'static str,
}

/// What the reader's view does to a row.
pub(crate) struct View<'a> {
    actors: &'a ActorRegistry,
    masked: bool,
    public: Option<PublicView>,
}

impl<'a> View<'a> {
    /// `names`: the reader may see private names and asked for them.
    pub(crate) fn of(call: &'a Call, names: bool) -> Result<View<'a>, Problem> {
        let public = match call.role {
            Some(_) => None,
            None => Some(call.project()?.public_view(&call.app.people)?),
        };
        Ok(View {
            actors: &call.project()?.engine.knowledge().actors,
            masked: !names,
            public,
        })
    }

    pub(crate) fn row(&self, mut row: IncidentRow) -> IncidentRow {
        if self.masked {
            public::mask(&mut row, self.actors);
        }
        if let Some(view) = &self.public {
            public::coarsen(&mut row, &view.coarsen);
        }
        row
    }
}

/// `incidents`, with its twins.
pub(crate) fn list(call: &Call) -> Answer {
    let project = call.project()?;
    let filter = Filter::read(&call.query);
    let limits = call.limits()?;
    let names = super::report::names_shown(call, "list of incidents")?;
    let view = View::of(call, names)?;
    if call.format == Format::GeoJson {
        // Nothing in a feature is anybody's name: only the public view changes it.
        if call.role.is_some() {
            let (features, more) = project.index.features(&filter, &limits, MOST_POINTS)?;
            return Ok(collection(&features, &project.name, more));
        }
        let (rows, more) = project.index.located(&filter, &limits, MOST_POINTS)?;
        let rows = put_out(project, rows, &filter, &limits)?;
        return Ok(collection_of(
            rows.into_iter().map(|row| view.row(row)),
            &project.name,
            more,
        ));
    }
    let limit = if call.format == Format::Csv {
        1_000
    } else {
        call.limit()
    };
    let Page { items, next } = project
        .index
        .incidents(&filter, &limits, call.cursor(), limit)?;
    let rows = items.into_iter().map(|item| item.row).collect();
    let incidents: Vec<IncidentRow> = put_out(project, rows, &filter, &limits)?
        .into_iter()
        .map(|row| view.row(row))
        .collect();
    match call.format {
        Format::Json => {
            let (total, bound) = project.index.count_incidents(&filter, &limits)?;
            Reply::json(&IncidentList {
                items: incidents,
                next,
                total,
                total_is_lower_bound: bound || project.is_linking(),
                linking: project.is_linking(),
                limits: super::LIMITS,
            })
        }
        Format::Csv => {
            let reply = table(&incidents)?;
            Ok(match next {
                Some(next) => reply.with(
                    "link",
                    format!(
                        "<?{}>; rel=\"next\"",
                        crate::http::encoded(&[("cursor", next)])
                    ),
                ),
                None => reply,
            })
        }
        Format::Html => {
            let (total, bound) = project.index.count_incidents(&filter, &limits)?;
            let timeline = project.timeline(&filter, &limits)?;
            let query = filter.query();
            Reply::page(&IncidentsPage {
                frame: Frame::new(call, "Incidents").with_twins(call, &query),
                next: next_page(call, &filter.pairs(), next.as_ref()),
                geojson: format!("/p/{}/incidents.geojson?{query}", project.name),
                choices: project.choices(),
                filter,
                incidents,
                total: if project.is_linking() {
                    format!("so far {total}")
                } else if bound {
                    format!("more than {total}")
                } else {
                    total.to_string()
                },
                timeline,
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// Where a publisher chooses what is seen: rows without what came to them since.
fn put_out(
    project: &Project,
    rows: Vec<IncidentRow>,
    filter: &Filter,
    limits: &Limits,
) -> Result<Vec<IncidentRow>, Problem> {
    if limits.only.is_none() {
        return Ok(rows);
    }
    let released = project.released()?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.extend(project.without_waiting(row, filter, limits, &released)?);
    }
    Ok(out)
}

/// `timeline`: incidents by day, week or month.
pub(crate) fn timeline(call: &Call) -> Answer {
    let timeline = call
        .project()?
        .timeline(&Filter::read(&call.query), &call.limits()?)?;
    match call.format {
        Format::Csv => Reply::csv(
            "timeline",
            &["start", "end", "incidents", "contested"],
            timeline.bins.iter().map(|bin| {
                vec![
                    bin.start.clone(),
                    bin.end.clone(),
                    bin.incidents.to_string(),
                    bin.contested.to_string(),
                ]
            }),
        ),
        _ => Reply::json(&timeline),
    }
}

/// Incidents as a collection of map features.
pub(crate) fn collection_of(
    rows: impl Iterator<Item = IncidentRow>,
    project: &str,
    truncated: bool,
) -> Reply {
    let features: Vec<String> = rows
        .filter_map(|row| row.feature())
        .map(|feature| feature.to_string())
        .collect();
    collection(&features, project, truncated)
}

/// Features that are JSON already, with their addresses completed.
fn collection(features: &[String], project: &str, truncated: bool) -> Reply {
    let length: usize = features.iter().map(|feature| feature.len() + 40).sum();
    let mut text = String::with_capacity(length + 80);
    text.push_str("{\"type\":\"FeatureCollection\",\"truncated\":");
    text.push_str(if truncated { "true" } else { "false" });
    text.push_str(",\"features\":[");
    for (at, feature) in features.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        // The key stands unescaped once: in a text its quotes would be.
        match feature.split_once(HREF) {
            Some((before, after)) => {
                text.push_str(before);
                text.push_str(HREF);
                text.push_str("/p/");
                text.push_str(project);
                text.push('/');
                text.push_str(after);
            }
            None => text.push_str(feature),
        }
    }
    text.push_str("]}");
    Reply::text("application/geo+json", text)
}

pub(crate) fn names(named: &[Named]) -> String {
    named
        .iter()
        .map(|named| named.name.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

fn table(rows: &[IncidentRow]) -> Answer {
    let bound = |range: Option<Range>, high: bool| {
        range
            .and_then(|range| if high { range.high } else { range.low })
            .map(|value| value.to_string())
            .unwrap_or_default()
    };
    Reply::csv(
        "incidents",
        &[
            "id",
            "title",
            "kind",
            "weapon",
            "status",
            "claims",
            "reports",
            "origins",
            "start",
            "end",
            "first_published",
            "place",
            "precision",
            "latitude",
            "longitude",
            "radius_m",
            "killed_low",
            "killed_high",
            "injured_low",
            "injured_high",
            "perpetrators",
            "targets",
            "speakers",
            "disputed",
        ],
        rows.iter().map(|row| {
            let place = row.place.as_ref();
            let degree =
                |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            vec![
                row.id.clone(),
                row.title.clone(),
                row.kind.clone(),
                row.weapon.clone().unwrap_or_default(),
                row.status.clone(),
                row.claims.to_string(),
                row.reports.to_string(),
                row.origins.to_string(),
                row.start.clone().unwrap_or_default(),
                row.end.clone().unwrap_or_default(),
                row.seen.clone().unwrap_or_default(),
                place.map(|place| place.name.clone()).unwrap_or_default(),
                place
                    .map(|place| place.precision.clone())
                    .unwrap_or_default(),
                degree(place.and_then(|place| place.latitude)),
                degree(place.and_then(|place| place.longitude)),
                place
                    .and_then(|place| place.radius_m)
                    .map(|radius| radius.to_string())
                    .unwrap_or_default(),
                bound(row.killed, false),
                bound(row.killed, true),
                bound(row.injured, false),
                bound(row.injured, true),
                names(&row.perpetrators),
                names(&row.targets),
                names(&row.speakers),
                row.disputed.join("; "),
            ]
        }),
    )
}

/// How a status reads on a page.
pub(crate) fn status(status: &str) -> &'static str {
    match status {
        "contested" => "contested",
        "declared" => "declared by the party itself",
        "several_origins" => "several origins",
        _ => "one origin",
    }
}

/// A kind or class as it reads on a page.
pub(crate) fn label(name: &str) -> String {
    spoken(name)
}
