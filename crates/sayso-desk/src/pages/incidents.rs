//! Incidents: list, filters, search, map and timeline.

use super::{Frame, next_page, no_such_form};
use crate::http::{Answer, Call, Format, Reply};
use crate::index::{Bin, Filter, IncidentRow, Named, Page, Range, spoken};
use crate::project::{Choices, PublicView};
use crate::public;
use askama::Template;
use serde_json::{Value, json};

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
    bins: Vec<Bin>,
    undated: u64,
}

impl IncidentsPage {
    fn names(&self, named: &[Named]) -> String {
        names(named)
    }
}

/// What the reader's view does to a row.
pub(crate) struct View {
    masked: bool,
    public: Option<PublicView>,
}

impl View {
    /// `names`: the reader may see private names and asked for them.
    pub(crate) fn of(call: &Call, names: bool) -> Result<View, crate::http::Problem> {
        let public = match call.role {
            Some(_) => None,
            None => Some(call.project()?.public_view(&call.app.people)?),
        };
        Ok(View {
            masked: !names,
            public,
        })
    }

    pub(crate) fn row(&self, mut row: IncidentRow) -> IncidentRow {
        if self.masked {
            public::mask(&mut row);
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
        let (rows, more) = project.index.located(&filter, &limits, MOST_POINTS)?;
        let rows: Vec<IncidentRow> = rows.into_iter().map(|row| view.row(row)).collect();
        return Reply::geojson(&collection(&rows, &project.name, more));
    }
    let limit = if call.format == Format::Csv {
        1_000
    } else {
        call.limit()
    };
    let Page { items, next } = project
        .index
        .incidents(&filter, &limits, call.cursor(), limit)?;
    let incidents: Vec<IncidentRow> = items.into_iter().map(|item| view.row(item.row)).collect();
    match call.format {
        Format::Json => {
            let (total, bound) = project.index.count_incidents(&filter, &limits)?;
            Reply::json(&json!({
                "items": incidents, "next": next, "total": total, "total_is_lower_bound": bound, "limits": super::LIMITS
            }))
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
            let (bins, undated) = project.timeline(&filter, &limits)?;
            let query = filter.query();
            Reply::page(&IncidentsPage {
                frame: Frame::new(call, "Incidents").with_twins(call, &query),
                next: next_page(call, &filter.pairs(), next.as_ref()),
                geojson: format!("/p/{}/incidents.geojson?{query}", project.name),
                choices: project.choices(),
                filter,
                incidents,
                total: if bound {
                    format!("more than {total}")
                } else {
                    total.to_string()
                },
                bins,
                undated,
            })
        }
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// `incidents/timeline`: incidents by month.
pub(crate) fn timeline(call: &Call) -> Answer {
    let (bins, undated) = call
        .project()?
        .timeline(&Filter::read(&call.query), &call.limits()?)?;
    match call.format {
        Format::Csv => Reply::csv(
            "timeline",
            &["start", "end", "incidents", "contested"],
            bins.iter().map(|bin| {
                vec![
                    bin.start.clone(),
                    bin.end.clone(),
                    bin.incidents.to_string(),
                    bin.contested.to_string(),
                ]
            }),
        ),
        _ => Reply::json(&json!({"step": "month", "bins": bins, "undated": undated})),
    }
}

/// Incidents as map features: the middle of an area and its radius.
pub(crate) fn collection(rows: &[IncidentRow], project: &str, truncated: bool) -> Value {
    let features: Vec<Value> = rows
        .iter()
        .filter_map(|row| {
            let place = row.place.as_ref()?;
            let (latitude, longitude) = place.latitude.zip(place.longitude)?;
            let note = if row.contested {
                "contested"
            } else if row.single_origin {
                "one origin"
            } else {
                ""
            };
            Some(json!({
                "type": "Feature",
                "id": row.id,
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": {
                    "id": row.id, "label": row.title, "href": format!("/p/{project}/incidents/{}", row.id), "radius_m": place.radius_m,
                    "precision": place.precision, "note": note, "kind": row.kind, "status": row.status, "start": row.start, "end": row.end,
                    "place": place.name, "claims": row.claims, "coarsened": place.coarsened
                }
            }))
        })
        .collect();
    json!({"type": "FeatureCollection", "truncated": truncated, "features": features})
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
