//! The interface for programs: its document is the router's own table, faults are problems, unchanged things are not sent again.

use super::room::{Person, Room, run};
use axum::body::Body;
use sayso_desk::{ROUTES, openapi};
use std::collections::BTreeSet;

#[test]
fn the_document_names_every_route_and_no_other() {
    let document = openapi();
    assert_eq!(document["openapi"], "3.1.0");
    let mut named = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            named.insert(format!("{} {path}", method.to_uppercase()));
            assert!(
                ids.insert(operation["operationId"].to_string()),
                "{path}: an id twice"
            );
            let wanted = path.matches('{').count();
            let given = operation["parameters"]
                .as_array()
                .expect("parameters")
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .count();
            assert_eq!(given, wanted, "{path}");
        }
    }
    let routes: BTreeSet<String> = ROUTES
        .iter()
        .filter(|route| route.api)
        .map(|route| format!("{} /api/v1{}", route.method, route.path))
        .collect();
    assert_eq!(named, routes);
    assert!(routes.len() > 12);
}

#[test]
fn the_document_is_served_and_pages_are_under_it() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let document = room.get(&mut ada, "/api/v1/openapi.json").await;
        assert_eq!(document.json(), openapi());
        for path in [
            "incidents",
            "timeline",
            "reports",
            "tolls",
            "actors",
            "review",
            "review/log",
        ] {
            let page = room.get(&mut ada, &format!("/p/one/{path}.json")).await;
            let api = room.get(&mut ada, &format!("/api/v1/p/one/{path}")).await;
            assert_eq!((api.status, api.json()), (200, page.json()), "{path}");
        }
    });
}

#[test]
fn faults_are_problems() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        for (path, status) in [
            ("/api/v1/p/one/incidents/nothing", 404),
            ("/api/v1/p/none/incidents", 404),
            ("/api/v1/nothing", 404),
            ("/api/v1/p/one/reports/zzzzzz", 404),
            ("/p/one/incidents/nothing.json", 404),
        ] {
            let got = room.get(&mut ada, path).await;
            assert_eq!(
                (got.status, got.header("content-type")),
                (status, "application/problem+json"),
                "{path}"
            );
            assert_eq!(got.json()["status"], status, "{path}");
        }
        let wrong = room
            .request(&ada, "DELETE", "/api/v1/p/one/incidents")
            .body(Body::empty())
            .expect("a request");
        assert_eq!(room.ask(&mut ada, wrong).await.status, 405);
        let page = room.get(&mut ada, "/p/one/nothing").await;
        assert!(page.status == 404 && page.header("content-type").starts_with("text/html"));
        let mut nobody = Person::default();
        assert_eq!(
            room.get(&mut nobody, "/api/v1/p/one/incidents")
                .await
                .status,
            401
        );
        let sent = room.get(&mut nobody, "/p/one/incidents?q=a").await;
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, "/login?to=%2Fp%2Fone%2Fincidents%3Fq%3Da")
        );
    });
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let first = room.get(&mut ada, "/p/one/incidents.json").await;
        let etag = first.header("etag").to_owned();
        let again = async |ada: &mut Person| {
            let request = room
                .request(ada, "GET", "/p/one/incidents.json")
                .header("if-none-match", &etag)
                .body(Body::empty())
                .expect("a request");
            room.ask(ada, request).await
        };
        let got = again(&mut ada).await;
        assert_eq!((got.status, got.body.as_str()), (304, ""));
        let other = room.get(&mut ada, "/p/one/incidents.json?q=market").await;
        assert_ne!(other.header("etag"), etag);
        room.post(
            &mut ada,
            "/p/one/import",
            &[
                ("text", "A: strike of depot by B in Oldmere, 2 killed"),
                ("published", "2024-05-14"),
            ],
        )
        .await;
        room.app.settle().expect("linked");
        assert_eq!(again(&mut ada).await.status, 200);
    });
}
