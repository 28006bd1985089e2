//! The OpenAPI document: made of the table of routes and of the types of the answers.

use super::call::Access;
use super::routes::{ROUTES, Route};
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};

/// The OpenAPI document of everything under `/api/v1`.
pub fn openapi() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.contract = Contract::Serialize;
    let mut generator = settings.into_generator();
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
        let done = if route.method == "GET" { "200" } else { "201" };
        let content = match route.answer {
            Some(answer) => json!({"application/json": {"schema": answer(&mut generator)}}),
            None => json!({"application/x-ndjson": {}, "application/json": {}}),
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
            responses.insert(
                "303".to_owned(),
                json!({"description": "It goes by another name now"}),
            );
        }
        if route.method == "POST" {
            let schema = body(route);
            operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}, "application/x-www-form-urlencoded": {"schema": schema}}});
        }
        let path = paths
            .entry(format!("/api/v1{}", route.path))
            .or_insert_with(|| json!({}));
        path[route.method.to_lowercase()] = operation;
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert(
        "Problem".to_owned(),
        json!({
            "type": "object", "required": ["type", "title", "status", "detail"],
            "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}}
        }),
    );
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
            "schemas": schemas
        }
    })
}

/// What a route that writes is sent: text, or for some names lists.
fn body(route: &Route) -> Value {
    let strings = json!({"type": ["array", "string"], "items": {"type": "string"}});
    let properties: Map<String, Value> = route
        .query
        .iter()
        .map(|name| {
            let form = match *name {
                "incidents" | "claims" => strings.clone(),
                "spans" => json!({"type": ["array", "string"], "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}}),
                "number" => json!({"type": ["integer", "string"]}),
                _ => json!({"type": "string"}),
            };
            ((*name).to_owned(), form)
        })
        .collect();
    json!({"type": "object", "properties": properties})
}
