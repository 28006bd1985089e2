//! The table of routes: the router, the OpenAPI document and the test of who may reach what are all made of it.

use super::call::{Access, Call};
use super::reply::{Answer, Format};
use crate::pages::{
    actors, door, import, incident, incidents, report, review, settings, start, tolls,
};
use crate::people::Role;
use serde_json::{Map, Value, json};

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
    pub(crate) handler: fn(&Call) -> Answer,
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
    ),
    read(
        "/p/{project}/timeline",
        Access::Public,
        DATA,
        FILTERS,
        "Incidents by day, week or month",
        incidents::timeline,
    ),
    read(
        "/p/{project}/incidents/{id}",
        Access::Public,
        MAPPED,
        &[],
        "One incident with its claims",
        incident::one,
    ),
    read(
        "/p/{project}/reports",
        Access::Project(Role::Reader),
        TWINS,
        PAGING,
        "Reports, the newest first",
        report::list,
    ),
    read(
        "/p/{project}/reports/{id}",
        Access::Project(Role::Reader),
        TWINS,
        &["names"],
        "One report with its claims",
        report::one,
    ),
    read(
        "/p/{project}/tolls",
        Access::Public,
        TWINS,
        &[],
        "Running tolls as series",
        tolls::list,
    ),
    read(
        "/p/{project}/tolls/{id}",
        Access::Public,
        TWINS,
        &[],
        "One series of a running toll",
        tolls::one,
    ),
    read(
        "/p/{project}/actors",
        Access::Project(Role::Reader),
        TWINS,
        &["q"],
        "Actors and outlets that claims name",
        actors::list,
    ),
    read(
        "/p/{project}/actors/{id}",
        Access::Project(Role::Reader),
        TWINS,
        &[],
        "One actor: names, relations, claims",
        actors::one,
    ),
    read(
        "/p/{project}/review",
        Access::Project(Role::Reviewer),
        TWINS,
        &["by", "rule", "limit"],
        "What to review next",
        review::queue,
    ),
    read(
        "/p/{project}/review/disagreements",
        Access::Project(Role::Reviewer),
        TWINS,
        &[],
        "Where reviewers differ",
        review::disagreements,
    ),
    read(
        "/p/{project}/review/agreement",
        Access::Project(Role::Reviewer),
        TWINS,
        &[],
        "Krippendorff's alpha of each field",
        review::agreement,
    ),
    read(
        "/p/{project}/review/log",
        Access::Project(Role::Reviewer),
        TWINS,
        PAGING,
        "Every act of review",
        review::log,
    ),
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
    ),
    write(
        "/p/{project}/review/acts",
        Access::Project(Role::Reviewer),
        ACTS,
        "An act of review, appended to the ledger",
        review::act,
    ),
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

/// The OpenAPI document of everything under `/api/v1`.
pub fn openapi() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.api) {
        let mut parameters: Vec<Value> = ["project", "id"]
            .into_iter()
            .filter(|name| route.path.contains(&format!("{{{name}}}")))
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        let names = if route.method == "GET" {
            route.query
        } else {
            &[]
        };
        parameters.extend(
            names
                .iter()
                .map(|name| json!({"name": name, "in": "query", "required": false, "schema": {"type": "string"}})),
        );
        let problem = json!({"description": "A problem (RFC 9457)", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
        let (done, content) = if route.method == "GET" {
            (
                "200",
                json!({"application/json": {"schema": {"type": "object"}}}),
            )
        } else {
            (
                "201",
                json!({"application/json": {"schema": {"type": "object"}}}),
            )
        };
        let mut operation = json!({
            "summary": route.summary,
            "operationId": format!("{} {}", route.method.to_lowercase(), route.path).replace(['/', '{', '}', ' '], "_"),
            "parameters": parameters,
            "responses": {done: {"description": "Done", "content": content}, "default": problem},
            "security": match route.access {
                Access::Open | Access::Public => json!([{}, {"bearer": []}, {"session": []}]),
                _ => json!([{"bearer": []}, {"session": []}]),
            }
        });
        if route.method == "GET"
            && let Some(responses) = operation["responses"].as_object_mut()
        {
            responses.insert(
                "304".to_owned(),
                json!({"description": "Nothing has changed (ETag)"}),
            );
        }
        if route.method == "POST" {
            let properties: Map<String, Value> = route
                .query
                .iter()
                .map(|name| ((*name).to_owned(), json!({})))
                .collect();
            let schema = json!({"type": "object", "properties": properties});
            operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}, "application/x-www-form-urlencoded": {"schema": schema}}});
        }
        let path = paths
            .entry(format!("/api/v1{}", route.path))
            .or_insert_with(|| json!({}));
        path[route.method.to_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "sayso desk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!("Everything the pages show. {}", crate::pages::LIMITS)
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "A token made on the account page"},
                "session": {"type": "apiKey", "in": "cookie", "name": "desk_session", "description": "Writing needs the header x-csrf-token too"}
            },
            "schemas": {
                "Problem": {
                    "type": "object", "required": ["type", "title", "status"],
                    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}}
                }
            }
        }
    })
}
