//! The table of routes: the router, the OpenAPI document and the tests of who may reach what and of what comes are all made of it.

use super::call::{Access, Call};
use super::reply::{Answer, Format};
use crate::index::Timeline;
use crate::pages::{
    actors, door, import, incident, incidents, report, review, settings, start, tolls,
};
use crate::people::Role;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// One address, or one with its twins.
pub struct Route {
    pub method: &'static str,
    /// With `{project}` and `{id}`; without an ending.
    pub path: &'static str,
    pub access: Access,
    /// Forms it comes in; the first is that of the bare address.
    pub(crate) forms: &'static [Format],
    /// It is under `/api/v1` too, as JSON.
    pub api: bool,
    pub summary: &'static str,
    /// Names of the query's parameters, or of what the body may have.
    pub query: &'static [&'static str],
    /// It codes reports, which takes long.
    pub(crate) codes: bool,
    /// The form of its JSON; none where it gives something else.
    pub(crate) answer: Option<Answers>,
    pub(crate) handler: fn(&Call) -> Answer,
}

/// Tells the form of an answer.
pub(crate) type Answers = fn(&mut SchemaGenerator) -> Schema;

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl Route {
    const fn gives(self, answer: Answers) -> Route {
        Route {
            answer: Some(answer),
            ..self
        }
    }
}

const PAGE: &[Format] = &[Format::Html];
const TWINS: &[Format] = &[Format::Html, Format::Json, Format::Csv];
const MAPPED: &[Format] = &[Format::Html, Format::Json, Format::Csv, Format::GeoJson];
const DATA: &[Format] = &[Format::Json, Format::Csv];

const PAGING: &[&str] = &["cursor", "limit"];
const FILTERS: &[&str] = &[
    "from",
    "to",
    "place",
    "perpetrator",
    "target",
    "speaker",
    "kind",
    "weapon",
    "side",
    "contested",
    "single",
    "killed",
    "killed_min",
    "q",
    "cursor",
    "limit",
];

const fn get(
    path: &'static str,
    access: Access,
    summary: &'static str,
    handler: fn(&Call) -> Answer,
) -> Route {
    Route {
        method: "GET",
        path,
        access,
        forms: PAGE,
        api: false,
        summary,
        query: &[],
        codes: false,
        answer: None,
        handler,
    }
}

const fn read(
    path: &'static str,
    access: Access,
    forms: &'static [Format],
    query: &'static [&'static str],
    summary: &'static str,
    handler: fn(&Call) -> Answer,
) -> Route {
    Route {
        forms,
        api: true,
        query,
        ..get(path, access, summary, handler)
    }
}

const fn post(
    path: &'static str,
    access: Access,
    summary: &'static str,
    handler: fn(&Call) -> Answer,
) -> Route {
    Route {
        method: "POST",
        ..get(path, access, summary, handler)
    }
}

/// A route that writes, for pages and programs.
const fn write(
    path: &'static str,
    access: Access,
    body: &'static [&'static str],
    summary: &'static str,
    handler: fn(&Call) -> Answer,
) -> Route {
    Route {
        api: true,
        query: body,
        ..post(path, access, summary, handler)
    }
}

/// A route that writes, for programs alone.
const fn api(
    path: &'static str,
    access: Access,
    body: &'static [&'static str],
    summary: &'static str,
    handler: fn(&Call) -> Answer,
) -> Route {
    Route {
        forms: &[],
        ..write(path, access, body, summary, handler)
    }
}

const ACTS: &[&str] = &[
    "act",
    "claim",
    "report",
    "incident",
    "field",
    "value",
    "reason",
    "spans",
    "kind",
    "incidents",
    "claims",
    "number",
    "note",
];
const IMPORT: &[&str] = &["text", "title", "name", "outlet", "url", "published"];

/// Every route of the desk.
pub const ROUTES: &[Route] = &[
    get("/", Access::Open, "Projects", start::start),
    get(
        "/healthz",
        Access::Open,
        "Whether the desk runs",
        start::health,
    ),
    get(
        "/metrics",
        Access::Open,
        "Counts for Prometheus",
        start::metrics,
    ),
    get(
        "/about",
        Access::Open,
        "What this is, and its limits",
        start::about,
    ),
    get("/assets/{id}", Access::Open, "Built files", start::asset),
    get("/login", Access::Open, "Sign in", door::login_page),
    post("/login", Access::Open, "Sign in", door::login),
    post("/logout", Access::SignedIn, "Sign out", door::logout),
    get(
        "/setup",
        Access::Open,
        "Use a one-time link",
        door::setup_page,
    ),
    post("/setup", Access::Open, "Use a one-time link", door::setup),
    get("/account", Access::SignedIn, "Your account", door::account),
    post(
        "/account",
        Access::SignedIn,
        "Make or drop a token for programs",
        door::change_account,
    ),
    get("/p/{project}", Access::Public, "A project", start::project),
    read(
        "/p/{project}/incidents",
        Access::Public,
        MAPPED,
        FILTERS,
        "Incidents, the newest first",
        incidents::list,
    )
    .gives(of::<incidents::IncidentList>),
    read(
        "/p/{project}/timeline",
        Access::Public,
        DATA,
        FILTERS,
        "Incidents by day, week or month",
        incidents::timeline,
    )
    .gives(of::<Timeline>),
    read(
        "/p/{project}/incidents/{id}",
        Access::Public,
        MAPPED,
        &[],
        "One incident with its claims",
        incident::one,
    )
    .gives(of::<incident::IncidentAnswer>),
    read(
        "/p/{project}/reports",
        Access::Project(Role::Reader),
        TWINS,
        PAGING,
        "Reports, the newest first",
        report::list,
    )
    .gives(of::<report::ReportList>),
    read(
        "/p/{project}/reports/{id}",
        Access::Project(Role::Reader),
        TWINS,
        &["names"],
        "One report with its claims",
        report::one,
    )
    .gives(of::<report::ReportAnswer>),
    read(
        "/p/{project}/tolls",
        Access::Public,
        TWINS,
        &[],
        "Running tolls as series",
        tolls::list,
    )
    .gives(of::<tolls::TollList>),
    read(
        "/p/{project}/tolls/{id}",
        Access::Public,
        TWINS,
        &[],
        "One series of a running toll",
        tolls::one,
    )
    .gives(of::<tolls::TollAnswer>),
    read(
        "/p/{project}/actors",
        Access::Project(Role::Reader),
        TWINS,
        &["q"],
        "Actors and outlets that claims name",
        actors::list,
    )
    .gives(of::<actors::ActorList>),
    read(
        "/p/{project}/actors/{id}",
        Access::Project(Role::Reader),
        TWINS,
        &[],
        "One actor: names, relations, claims",
        actors::one,
    )
    .gives(of::<actors::ActorView>),
    read(
        "/p/{project}/review",
        Access::Project(Role::Reviewer),
        TWINS,
        &["by", "rule", "limit"],
        "What to review next",
        review::queue,
    )
    .gives(of::<review::QueueAnswer>),
    read(
        "/p/{project}/review/disagreements",
        Access::Project(Role::Reviewer),
        TWINS,
        &[],
        "Where reviewers differ",
        review::disagreements,
    )
    .gives(of::<review::DifferencesAnswer>),
    read(
        "/p/{project}/review/agreement",
        Access::Project(Role::Reviewer),
        TWINS,
        &[],
        "Krippendorff's alpha of each field",
        review::agreement,
    )
    .gives(of::<review::AgreementAnswer>),
    read(
        "/p/{project}/review/log",
        Access::Project(Role::Reviewer),
        TWINS,
        PAGING,
        "Every act of review",
        review::log,
    )
    .gives(of::<review::LogAnswer>),
    read(
        "/p/{project}/review/export/{id}",
        Access::Project(Role::Reviewer),
        PAGE,
        &["by"],
        "Reviewed reports as a folder for `sayso eval claims`",
        review::export,
    ),
    read(
        "/p/{project}/review/reports/{id}",
        Access::Project(Role::Reviewer),
        &[Format::Html, Format::Json],
        &["names"],
        "Work on one report",
        review::work,
    )
    .gives(of::<review::WorkAnswer>),
    write(
        "/p/{project}/review/acts",
        Access::Project(Role::Reviewer),
        ACTS,
        "An act of review, appended to the ledger",
        review::act,
    )
    .gives(of::<review::ActAnswer>),
    get(
        "/p/{project}/import",
        Access::Project(Role::Reviewer),
        "Import reports",
        import::page,
    ),
    Route {
        codes: true,
        ..post(
            "/p/{project}/import",
            Access::Project(Role::Reviewer),
            "Import reports",
            import::import,
        )
    },
    Route {
        codes: true,
        ..api(
            "/p/{project}/reports",
            Access::Project(Role::Reviewer),
            IMPORT,
            "Code a report and add it",
            import::import,
        )
        .gives(of::<import::ImportAnswer>)
    },
    get(
        "/p/{project}/settings",
        Access::Project(Role::Administrator),
        "Settings",
        settings::page,
    ),
    post(
        "/p/{project}/settings",
        Access::Project(Role::Administrator),
        "Change a setting",
        settings::change,
    ),
    get(
        "/api/v1/openapi.json",
        Access::Open,
        "This document",
        start::document,
    ),
];
