//! What keeps people safe: headers, hostile text, names, the public view, limits.

use super::room::{Person, Room, incidents, run};
use axum::body::Body;
use sayso_desk::{Config, Role};

#[test]
fn every_answer_has_the_policy() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        for path in [
            "/p/one/incidents",
            "/p/one/incidents.json",
            "/nothing",
            "/login",
            "/assets/desk.css",
            "/healthz",
        ] {
            let got = room.get(&mut ada, path).await;
            let policy = got.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
                "{path}: {policy}"
            );
            assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
            for (at, _) in got.body.match_indices("<script") {
                let tag = got.body[at..].split('>').next().expect("a tag");
                assert!(tag.contains(" src=\"/assets/"), "{path} has {tag}");
            }
        }
    });
}

#[test]
fn text_of_reports_is_never_markup() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        let text = format!("{hostile}: strike of {hostile} by {hostile} in {hostile}, 3 killed");
        room.get(&mut ada, "/p/one/import").await;
        let got = room
            .post(
                &mut ada,
                "/p/one/import",
                &[
                    ("text", &text),
                    ("outlet", hostile),
                    ("name", hostile),
                    ("published", "2024-05-14"),
                    ("url", "javascript:alert(3)"),
                ],
            )
            .await;
        assert_eq!(got.status, 303);
        room.app.settle().expect("linked");
        let report = got.header("location").to_owned();
        let id = report
            .split('?')
            .next()
            .and_then(|path| path.rsplit('/').next())
            .expect("an id")
            .to_owned();
        let mut pages = vec![
            report,
            format!("/p/one/review/reports/{id}"),
            "/p/one/incidents?q=alert".to_owned(),
            "/p/one/reports".to_owned(),
            "/p/one/review?by=support".to_owned(),
            "/p/one/actors".to_owned(),
        ];
        pages.extend(
            incidents(&room, &mut ada)
                .await
                .into_iter()
                .map(|id| format!("/p/one/incidents/{id}")),
        );
        pages.push(format!(
            "/p/one/incidents?q={}",
            sayso_desk::encoded(&[("a", hostile)])
        ));
        for page in pages {
            let got = room.get(&mut ada, &page).await;
            assert_eq!(got.status, 200, "{page}");
            assert!(
                !got.body.contains("<script>")
                    && !got.body.contains("<img")
                    && !got.body.contains("href=\"javascript"),
                "{page}"
            );
        }
        let csv = room.get(&mut ada, "/p/one/incidents.csv").await.body;
        assert!(
            csv.lines()
                .all(|line| !line.starts_with(['=', '+', '-', '@']))
        );
    });
}

#[test]
fn names_are_left_out_until_somebody_who_may_asks_and_that_is_logged() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let mut reader = room.member(&mut ada, "one", Role::Reader, "Rea").await;
        room.get(&mut ada, "/p/one/import").await;
        let text = "Clinic: strike of Ilva Torren by Nobody in Oldmere, 1 killed";
        let got = room
            .post(
                &mut ada,
                "/p/one/import",
                &[("text", text), ("published", "2024-05-14")],
            )
            .await;
        room.app.settle().expect("linked");
        let report = got
            .header("location")
            .split('?')
            .next()
            .expect("a path")
            .to_owned();
        let one = room.get(&mut ada, &format!("{report}.json")).await.json();
        let incident = format!(
            "/p/one/incidents/{}",
            one["claims"][0]["incident"].as_str().expect("an incident")
        );
        let mut pages = vec![
            "/p/one/incidents".to_owned(),
            "/p/one/actors/overlay.marsh-brigades".to_owned(),
        ];
        for page in [&report, &incident] {
            pages.extend([
                page.clone(),
                format!("{page}.json"),
                format!("{page}.csv"),
                format!("{page}?names=show"),
            ]);
        }
        for page in &pages {
            let got = room.get(&mut reader, page).await;
            assert_eq!(got.status, 200, "{page}");
            assert!(
                !got.body.contains("Torren"),
                "{page} names a person to a reader"
            );
        }
        let found = room
            .get(&mut reader, "/p/one/incidents.json?q=Torren")
            .await
            .json();
        assert_eq!(
            found["items"].as_array().map(Vec::len),
            Some(0),
            "a name is not searched by who may not see it"
        );
        let unasked = pages
            .iter()
            .filter(|page| !page.contains("names=show"))
            .map(String::as_str);
        for page in unasked.chain([
            "/p/one/review?by=support",
            "/p/one/review/log",
            "/p/one/incidents.csv",
        ]) {
            assert!(
                !room.get(&mut ada, page).await.body.contains("Torren"),
                "{page} names a person unasked"
            );
        }
        assert!(
            !room
                .get(&mut ada, "/p/one/settings")
                .await
                .body
                .contains("names shown")
        );
        assert!(
            room.get(&mut ada, &format!("{report}?names=show"))
                .await
                .body
                .contains("Torren")
        );
        assert!(
            room.get(&mut ada, "/p/one/settings")
                .await
                .body
                .contains("names shown")
        );
    });
}

async fn set(room: &Room, ada: &mut Person, public: &str, delay: &str, coarsen: &str) {
    let got = room
        .post(
            ada,
            "/p/one/settings",
            &[
                ("set", "public"),
                ("public", public),
                ("delay", delay),
                ("coarsen", coarsen),
            ],
        )
        .await;
    assert_eq!(got.status, 303, "{}", got.body);
}

#[test]
fn the_public_view_waits_coarsens_and_shows_what_was_published() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let all = incidents(&room, &mut ada).await;
        let mut nobody = Person::default();
        assert_eq!(
            room.get(&mut nobody, "/p/one/incidents.json").await.status,
            401
        );
        set(&room, &mut ada, "all", "0", "none").await;
        assert_eq!(incidents(&room, &mut nobody).await, all);
        for path in [
            "/p/one/reports",
            "/p/one/review",
            "/p/one/actors",
            "/p/one/import",
            "/p/one/settings",
        ] {
            assert_eq!(room.get(&mut nobody, path).await.status, 303, "{path}");
        }
        assert!(
            room.get(&mut nobody, "/p/one/incidents")
                .await
                .body
                .contains("does not mean no deaths")
        );
        // Nothing newer than three thousand days: the samples are of 2024.
        set(&room, &mut ada, "all", "3000", "none").await;
        assert!(incidents(&room, &mut nobody).await.is_empty());
        assert_eq!(
            room.get(&mut nobody, &format!("/p/one/incidents/{}.json", all[0]))
                .await
                .status,
            404
        );
        assert_eq!(
            room.get(&mut nobody, "/p/one/tolls.json").await.json()["items"]
                .as_array()
                .map(Vec::len),
            Some(0)
        );
        set(&room, &mut ada, "all", "0", "district").await;
        let list = room.get(&mut nobody, "/p/one/incidents.json").await;
        assert!(
            !list.body.contains("Tornwick") && list.body.contains("\"coarsened\":true"),
            "{}",
            list.body
        );
        for id in &all {
            let one = room
                .get(&mut nobody, &format!("/p/one/incidents/{id}.json"))
                .await;
            assert!(!one.body.contains("Tornwick"), "{}", one.body);
        }
        set(&room, &mut ada, "published", "0", "none").await;
        assert!(incidents(&room, &mut nobody).await.is_empty());
        let mut publisher = room.member(&mut ada, "one", Role::Publisher, "Pub").await;
        room.post(
            &mut publisher,
            "/p/one/review/acts",
            &[("act", "publish"), ("incident", &all[0])],
        )
        .await;
        assert_eq!(incidents(&room, &mut nobody).await, [all[0].clone()]);
        room.post(
            &mut publisher,
            "/p/one/review/acts",
            &[("act", "withdraw"), ("incident", &all[0])],
        )
        .await;
        assert!(incidents(&room, &mut nobody).await.is_empty());
    });
}

#[test]
fn too_much_and_too_often_is_refused() {
    run(async {
        let room = Room::with(Config {
            most_bytes: 2_000,
            ..Config::default()
        });
        let mut ada = room.administrator().await;
        let long = "a".repeat(3_000);
        assert_eq!(
            room.post(&mut ada, "/p/one/import", &[("text", &long)])
                .await
                .status,
            413
        );
        let request = room
            .request(&ada, "POST", "/p/one/import")
            .header("content-type", "text/plain")
            .body(Body::from("x"))
            .expect("a request");
        assert_eq!(room.ask(&mut ada, request).await.status, 415);
    });
}

#[test]
fn health_and_metrics() {
    run(async {
        let room = Room::new();
        let mut nobody = Person::default();
        assert_eq!(room.get(&mut nobody, "/healthz").await.body, "ok\n");
        room.get(&mut nobody, "/p/one/incidents").await;
        let metrics = room.get(&mut nobody, "/metrics").await.body;
        assert!(
            metrics.contains("sayso_desk_requests_total{route=\"/healthz\",status=\"200\"} 1"),
            "{metrics}"
        );
        assert!(
            metrics.contains(
                "sayso_desk_requests_total{route=\"/p/{project}/incidents\",status=\"303\"} 1"
            ),
            "{metrics}"
        );
        assert!(
            !metrics.contains("route=\"/p/one"),
            "addresses are not told"
        );
    });
}
