//! What the document promises is what comes: answers fit their schemas, and no request, however strange, is a fault of the desk.

use super::room::{Got, Person, Room, run};
use axum::body::Body;
use axum::http::Request;
use sayso_desk::{Access, ROUTES, Role, Route, openapi};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Requests per route.
const TRIES: u64 = 60;

/// What does not fit: where, and why. Only what the generator of the schemas uses is read; anything else is a fault of the test.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if schema.as_bool() == Some(true) {
        return;
    }
    for (word, rule) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "$ref" => {
                let pointer = rule
                    .as_str()
                    .and_then(|text| text.strip_prefix('#'))
                    .expect("a reference");
                let target = document
                    .pointer(pointer)
                    .unwrap_or_else(|| panic!("{pointer} is nowhere"));
                misfits(document, target, value, at, found);
            }
            "type" => {
                let is = |name: &Value| match name.as_str() {
                    Some("object") => value.is_object(),
                    Some("array") => value.is_array(),
                    Some("string") => value.is_string(),
                    Some("integer") => value.is_i64() || value.is_u64(),
                    Some("number") => value.is_number(),
                    Some("boolean") => value.is_boolean(),
                    Some("null") => value.is_null(),
                    _ => panic!("type {name}"),
                };
                let fits = rule
                    .as_array()
                    .map_or_else(|| is(rule), |all| all.iter().any(is));
                if !fits {
                    found.push(format!("{at}: {value} is no {rule}"));
                }
            }
            "properties" => {
                let Some(object) = value.as_object() else {
                    continue;
                };
                for (name, value) in object {
                    match rule.get(name) {
                        Some(rule) => {
                            misfits(document, rule, value, &format!("{at}.{name}"), found)
                        }
                        None => found.push(format!("{at}.{name} is not in the document")),
                    }
                }
            }
            "required" => {
                for name in rule
                    .as_array()
                    .expect("names")
                    .iter()
                    .filter_map(Value::as_str)
                {
                    if value
                        .as_object()
                        .is_some_and(|object| !object.contains_key(name))
                    {
                        found.push(format!("{at}.{name} is missing"));
                    }
                }
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    misfits(document, rule, item, &format!("{at}[{number}]"), found);
                }
            }
            "prefixItems" => {
                for (rule, item) in rule
                    .as_array()
                    .expect("rules")
                    .iter()
                    .zip(value.as_array().into_iter().flatten())
                {
                    misfits(document, rule, item, at, found);
                }
            }
            "additionalProperties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    misfits(document, rule, value, &format!("{at}.{name}"), found);
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |rule: &Value| {
                    let mut inner = Vec::new();
                    misfits(document, rule, value, at, &mut inner);
                    inner.is_empty()
                };
                if !rule.as_array().expect("rules").iter().any(fits) {
                    found.push(format!("{at}: {value} fits none of {rule}"));
                }
            }
            "const" if value != rule => found.push(format!("{at}: {value} is not {rule}")),
            "enum" if !rule.as_array().is_some_and(|all| all.contains(value)) => {
                found.push(format!("{at}: {value} is not of {rule}"));
            }
            "minimum" if value.is_number() && value.as_f64() < rule.as_f64() => {
                found.push(format!("{at}: {value} is too small"))
            }
            "minItems"
                if value
                    .as_array()
                    .is_some_and(|all| (all.len() as u64) < rule.as_u64().unwrap_or(0)) =>
            {
                found.push(format!("{at}: too few"));
            }
            "maxItems"
                if value
                    .as_array()
                    .is_some_and(|all| all.len() as u64 > rule.as_u64().unwrap_or(0)) =>
            {
                found.push(format!("{at}: too many"));
            }
            "const" | "enum" | "minimum" | "minItems" | "maxItems" | "description" | "title"
            | "format" | "default" => {}
            other => panic!("the test does not know `{other}` of a schema"),
        }
    }
}

/// Whether an answer is one that the document has for the route.
fn check(document: &Value, route: &Route, asked: &str, got: &Got) {
    let path = format!("/api/v1{}", route.path);
    let operation = &document["paths"][&path][route.method.to_lowercase()];
    let responses = operation["responses"].as_object().expect("responses");
    let kind = got
        .header("content-type")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let response = responses
        .get(&got.status.to_string())
        .unwrap_or(&responses["default"]);
    if got.status >= 400 {
        assert_eq!(kind, "application/problem+json", "{asked}: {}", got.body);
        assert!(got.status < 500, "{asked}: {}", got.body);
    }
    let Some(content) = response.get("content") else {
        assert!(got.status < 400, "{asked}: {}", got.status);
        return;
    };
    let Some(form) = content.get(&kind) else {
        panic!("{asked}: {kind} is not in the document: {}", got.body);
    };
    if let Some(schema) = form.get("schema") {
        let mut found = Vec::new();
        misfits(document, schema, &got.json(), "$", &mut found);
        assert!(found.is_empty(), "{asked} ({}): {found:#?}", got.status);
    }
}

/// A number that looks like chance and is always the same.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick(list: &[String], seed: u64) -> &str {
    &list[(seed % list.len() as u64) as usize]
}

/// What there is, as found on the pages; and what there is not.
async fn words(room: &Room, person: &mut Person) -> Vec<String> {
    let mut words: Vec<String> = [
        "",
        "0",
        "1",
        "-1",
        "200",
        "99999999999999999999",
        "1e309",
        "NaN",
        "null",
        "true",
        "2024-05-14",
        "2024-02-30",
        "9999-12-31",
        "2024-05-14..2024-05-01",
        "0-4",
        "4-0",
        "0-99999999",
        "3-5 8-9",
        "~",
        "x~y",
        "'; DROP TABLE claim; --",
        "\" OR 1 *",
        "*",
        "\"",
        "NEAR(a b)",
        "ä\u{301}",
        "\u{0}",
        "\u{202e}abc",
        "🂡🂢",
        "../../etc/passwd",
        "%",
        "%%",
        "{}",
        "[]",
        "<script>",
        "a b c",
        "accept",
        "reject",
        "correct",
        "add",
        "note",
        "merge",
        "split",
        "publish",
        "withdraw",
        "undo",
        "kind",
        "killed",
        "place",
        "when",
        "speaker",
        "perpetrator",
        "victims",
        "weapon",
        "happened",
        "strike",
        "drone",
        "not_stated",
        "asserted",
        "civilian",
        "disagreement",
        "support",
        "rule",
        "show",
        "Tornwick",
        "gold.jsonl",
        "reports.jsonl",
        "annotated.json",
        "overlay.ostrevan-army",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    words.push("long ".repeat(3_000));
    for (page, name) in [
        ("incidents", "id"),
        ("reports", "id"),
        ("tolls", "id"),
        ("actors", "id"),
        ("review?by=support", "claim"),
    ] {
        let got = room
            .get(person, &format!("/api/v1/p/one/{page}"))
            .await
            .json();
        for item in got["items"].as_array().expect("items").iter().take(4) {
            words.push(item[name].as_str().expect("an id").to_owned());
        }
    }
    words
}

#[test]
fn every_page_for_programs_is_as_the_document_says() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let document = openapi();
        let report = room.get(&mut ada, "/api/v1/p/one/reports").await.json()["items"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let claim = room
            .get(&mut ada, "/api/v1/p/one/review?by=support")
            .await
            .json()["items"][0]["claim"]
            .clone();
        for body in [
            json!({"act": "accept", "claim": claim}),
            json!({"act": "correct", "claim": claim, "field": "killed", "value": "3"}),
        ] {
            assert_eq!(
                room.post_json(&mut ada, "/api/v1/p/one/review/acts", &body)
                    .await
                    .status,
                201
            );
        }
        let mut full = BTreeSet::new();
        for route in ROUTES
            .iter()
            .filter(|route| route.api && route.method == "GET")
        {
            let list = route.path.trim_end_matches("/{id}");
            let mut ids = vec![String::new()];
            if route.path.ends_with("{id}") {
                ids = match list {
                    "/p/{project}/review/export" => {
                        vec!["gold.jsonl".to_owned(), "annotated.json".to_owned()]
                    }
                    "/p/{project}/review/reports" => vec![report.clone()],
                    _ => {
                        let got = room
                            .get(
                                &mut ada,
                                &format!("/api/v1{}", list.replace("{project}", "one")),
                            )
                            .await
                            .json();
                        let items = got["items"].as_array().expect("items");
                        items
                            .iter()
                            .filter_map(|item| item["id"].as_str().map(str::to_owned))
                            .collect()
                    }
                };
            }
            assert!(!ids.is_empty(), "{list} has nothing to show");
            for id in ids {
                let path = format!(
                    "/api/v1{}",
                    route.path.replace("{project}", "one").replace("{id}", &id)
                );
                let got = room.get(&mut ada, &path).await;
                assert_eq!(got.status, 200, "{path}: {}", got.body);
                check(&document, route, &path, &got);
                full.insert(route.path);
            }
        }
        assert!(full.len() >= 14, "{full:?}");
        // The check can fail.
        let schema = &document["paths"]["/api/v1/p/{project}/reports"]["get"]["responses"]["200"]["content"]
            ["application/json"]["schema"];
        for wrong in [
            json!({"items": []}),
            json!({"items": [{"id": 1}], "next": null}),
            json!({"items": [], "next": null, "more": 1}),
        ] {
            let mut found = Vec::new();
            misfits(&document, schema, &wrong, "$", &mut found);
            assert!(!found.is_empty(), "{wrong}");
        }
    });
}

#[test]
fn strange_requests_are_answered_and_are_no_fault() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        room.get(&mut ada, "/p/one/import").await;
        let mut reader = room.member(&mut ada, "one", Role::Reader, "Rea").await;
        let words = words(&room, &mut ada).await;
        let document = openapi();
        let mut statuses = BTreeSet::new();
        for (at, route) in ROUTES.iter().filter(|route| route.api).enumerate() {
            for number in 0..TRIES {
                let mut seed = mixed(at as u64 * 1_000 + number);
                let mut next = || {
                    seed = mixed(seed);
                    pick(&words, seed >> 5).to_owned()
                };
                let part = |word: &str| {
                    sayso_desk::encoded(&[("", word)])
                        .trim_start_matches('=')
                        .replace('+', "%20")
                };
                let id = part(&next()).replace("..", "");
                let path = route
                    .path
                    .replace("{project}", "one")
                    .replace("{id}", if id.is_empty() { "x" } else { &id });
                let mut pairs: Vec<(&str, String)> = Vec::new();
                for (place, name) in route.query.iter().enumerate() {
                    if mixed(number * 31 + place as u64).is_multiple_of(3) {
                        pairs.push((name, next()));
                    }
                }
                let person = if number % 5 == 4 {
                    &mut reader
                } else {
                    &mut ada
                };
                let (path, body) = match route.method {
                    "GET" => (
                        format!("/api/v1{path}?{}", sayso_desk::encoded(&pairs)),
                        None,
                    ),
                    _ => {
                        let mut body = json!({});
                        for (name, word) in &pairs {
                            body[*name] = match seed % 4 {
                                0 => json!([word, [1, 2]]),
                                1 if *name == "spans" => json!([[seed % 50, seed % 90]]),
                                2 => word
                                    .parse::<u64>()
                                    .map_or_else(|_| json!(word), |number| json!(number)),
                                _ => json!(word),
                            };
                            seed = mixed(seed);
                        }
                        (format!("/api/v1{path}"), Some(body))
                    }
                };
                let mut request: axum::http::request::Builder =
                    room.request(person, route.method, &path);
                if body.is_some() {
                    request = request
                        .header("content-type", "application/json")
                        .header("x-csrf-token", &person.csrf);
                }
                let asked = format!(
                    "{} {path} {}",
                    route.method,
                    body.as_ref().map(Value::to_string).unwrap_or_default()
                );
                let sent = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
                let request: Request<Body> = match request.body(sent) {
                    Ok(request) => request,
                    Err(fault) => panic!("{asked}: {fault}"),
                };
                let got = room.ask(person, request).await;
                statuses.insert(got.status);
                check(
                    &document,
                    route,
                    &asked.chars().take(600).collect::<String>(),
                    &got,
                );
            }
        }
        for status in [200, 201, 400, 403, 404] {
            assert!(
                statuses.contains(&status),
                "{status} never came: {statuses:?}"
            );
        }
        assert!(matches!(ROUTES[0].access, Access::Open));
    });
}
