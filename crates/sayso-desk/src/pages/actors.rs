//! Actors and outlets: names, relations over time, what they claimed and what was claimed about them. Facts with their dates; no score.

use super::{Frame, no_such_form};
use crate::acts::Sight;
use crate::http::{Answer, Call, Format, Problem, Reply};
use crate::index::ClaimRow;
use crate::people::Role;
use askama::Template;
use sayso_export::spoken;
use sayso_knowledge::{ActorId, ActorRegistry, NameUse, PartialDate, Period, SideKey};
use schemars::JsonSchema;
use serde::Serialize;

/// Actors listed, and claims shown of one in each role.
const LISTED: usize = 200;
const CLAIMS: usize = 50;

/// An actor of the list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) claims: u64,
}

/// The list for programs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ActorList {
    items: Vec<Listed>,
}

#[derive(Template)]
#[template(path = "actors.html")]
struct ActorsPage {
    frame: Frame,
    q: String,
    actors: Vec<Listed>,
}

/// `actors`: those that claims name, with most claims first.
pub(crate) fn list(call: &Call) -> Answer {
    let project = call.project()?;
    let registry = &project.engine.knowledge().actors;
    let q = call.query.get("q").unwrap_or_default().trim().to_owned();
    let actors: Vec<Listed> = project
        .index
        .actors(&q, LISTED)?
        .into_iter()
        .map(|(id, name, claims)| Listed {
            kind: registry
                .by_id(&id)
                .map(|actor| kind(registry, actor))
                .unwrap_or_default(),
            id,
            name,
            claims,
        })
        .collect();
    match call.format {
        Format::Json => Reply::json(&ActorList { items: actors }),
        Format::Csv => Reply::csv(
            "actors",
            &["id", "name", "kind", "claims"],
            actors
                .into_iter()
                .map(|actor| vec![actor.id, actor.name, actor.kind, actor.claims.to_string()]),
        ),
        Format::Html => Reply::page(&ActorsPage {
            frame: Frame::new(call, "Actors and outlets")
                .with_twins(call, &crate::http::encoded(&[("q", &q)])),
            q,
            actors,
        }),
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}

/// A fact with its dates and where it is from.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Fact {
    pub(crate) what: String,
    /// Another actor that it leads to.
    pub(crate) actor: Option<String>,
    pub(crate) name: String,
    pub(crate) period: String,
    pub(crate) source: Option<String>,
}

/// Claims in one role.
#[derive(Serialize, JsonSchema)]
pub(crate) struct InRole {
    pub(crate) role: String,
    pub(crate) label: &'static str,
    pub(crate) count: u64,
    pub(crate) claims: Vec<ClaimRow>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ActorView {
    id: String,
    name: String,
    kind: String,
    names: Vec<String>,
    country: Option<String>,
    period: String,
    note: Option<String>,
    domains: Vec<String>,
    facts: Vec<Fact>,
    confused_with: Vec<Fact>,
    roles: Vec<InRole>,
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    frame: Frame,
    actor: ActorView,
    may_see_reports: bool,
}

fn kind(registry: &ActorRegistry, actor: ActorId) -> String {
    spoken(&sayso_export::label(&registry.kind(actor)))
}

fn period(period: &Period) -> String {
    let day =
        |date: PartialDate, first: bool| if first { date.first() } else { date.last() }.to_string();
    match (period.from, period.to) {
        (None, None) => "no dates recorded".to_owned(),
        (Some(from), None) => format!("from {}", day(from, true)),
        (None, Some(to)) => format!("until {}", day(to, false)),
        (Some(from), Some(to)) => format!("{} to {}", day(from, true), day(to, false)),
    }
}

fn label(role: &str) -> &'static str {
    match role {
        "perpetrator" => "Said to have done it",
        "target" => "Said to have been the target",
        "speaker" => "What it claimed",
        _ => "Published",
    }
}

fn facts(registry: &ActorRegistry, id: ActorId) -> Vec<Fact> {
    let actor = registry.actor(id);
    let mut facts: Vec<Fact> = actor
        .part_of
        .iter()
        .map(|part| Fact {
            what: part.role.clone().map_or_else(
                || "part of".to_owned(),
                |role| format!("{} of", spoken(&role)),
            ),
            actor: Some(registry.key(part.whole).to_owned()),
            name: registry.actor(part.whole).name.clone(),
            period: period(&part.period),
            source: None,
        })
        .collect();
    facts.extend(actor.sides.iter().map(|side| {
        let (other, name) = match &side.with {
            SideKey::Actor(other) => (
                Some(registry.key(*other).to_owned()),
                registry.actor(*other).name.clone(),
            ),
            SideKey::Label(label) => (None, label.to_string()),
        };
        Fact {
            what: side
                .fact
                .clone()
                .unwrap_or_else(|| "on the side of".to_owned()),
            actor: other,
            name,
            period: period(&side.period),
            source: side.source.clone(),
        }
    }));
    facts.extend(
        registry
            .actors()
            .flat_map(|(part, other)| {
                other
                    .part_of
                    .iter()
                    .filter(|membership| membership.whole == id)
                    .map(move |membership| (part, other, membership))
            })
            .map(|(part, other, membership)| Fact {
                what: "has as a part".to_owned(),
                actor: Some(registry.key(part).to_owned()),
                name: other.name.clone(),
                period: period(&membership.period),
                source: None,
            }),
    );
    facts
}

/// `actors/{id}`.
pub(crate) fn one(call: &Call) -> Answer {
    let project = call.project()?;
    let registry = &project.engine.knowledge().actors;
    let id = registry
        .by_id(&call.id)
        .ok_or_else(|| Problem::missing("the actor"))?;
    let actor = registry.actor(id);
    let sight = Sight::of(call)?;
    let mut roles = Vec::new();
    for (role, count) in project.index.roles_of_actor(&actor.id)? {
        let mut claims = Vec::new();
        // Single claims of the public view are on the pages of its incidents, where its limits hold.
        if call.may(Role::Reader) {
            for mut claim in project.index.claims_of_actor(&actor.id, &role, CLAIMS)? {
                let told = sight.summary(project, &claim.id, &claim.report, claim.summary)?;
                if let Some(summary) = told {
                    claim.summary = summary;
                    claims.push(claim);
                }
            }
        }
        roles.push(InRole {
            label: label(&role),
            role,
            count,
            claims,
        });
    }
    let view = ActorView {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: kind(registry, id),
        names: actor
            .names
            .iter()
            .filter(|name| matches!(name.usage, NameUse::Alias | NameUse::Shared))
            .map(|name| name.text.clone())
            .collect(),
        country: actor
            .country
            .as_deref()
            .and_then(|code| registry.state(code))
            .map(|state| registry.actor(state).name.clone()),
        period: period(&actor.period),
        note: actor.note.clone(),
        domains: actor.domains.clone(),
        facts: facts(registry, id),
        confused_with: actor
            .confused_with
            .iter()
            .map(|other| Fact {
                what: "not to be confused with".to_owned(),
                actor: Some(registry.key(*other).to_owned()),
                name: registry.actor(*other).name.clone(),
                period: String::new(),
                source: None,
            })
            .collect(),
        roles,
    };
    match call.format {
        Format::Json => Reply::json(&view),
        Format::Csv => Reply::csv(
            &view.id,
            &[
                "role",
                "claim",
                "report",
                "incident",
                "kind",
                "published",
                "summary",
            ],
            view.roles.iter().flat_map(|role| {
                role.claims.iter().map(|claim| {
                    vec![
                        role.role.clone(),
                        claim.id.clone(),
                        claim.report.clone(),
                        claim.incident.clone().unwrap_or_default(),
                        claim.kind.clone(),
                        claim.published.clone(),
                        claim.summary.clone(),
                    ]
                })
            }),
        ),
        Format::Html => Reply::page(&ActorPage {
            frame: Frame::new(call, view.name.clone()).with_twins(call, ""),
            may_see_reports: call.may(Role::Reader),
            actor: view,
        }),
        Format::GeoJson => Err(no_such_form(call.format)),
    }
}
