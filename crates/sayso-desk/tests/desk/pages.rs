//! Each page with its twins, over the samples.

use super::room::{Person, Room, incidents, run};
use crate::engine::TestEngine;
use sayso_desk::Role;

#[test]
fn every_page_has_its_twins_and_landmarks() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let incident = incidents(&room, &mut ada).await.remove(0);
        let report = TestEngine::new().samples[0].0.id.0.clone();
        let series = room.get(&mut ada, "/p/one/tolls.json").await.json()["items"][0]["id"]
            .as_str()
            .expect("a series")
            .to_owned();
        let pages = [
            "/p/one/incidents".to_owned(),
            format!("/p/one/incidents/{incident}"),
            "/p/one/reports".to_owned(),
            format!("/p/one/reports/{report}"),
            "/p/one/tolls".to_owned(),
            format!("/p/one/tolls/{series}"),
            "/p/one/actors".to_owned(),
            "/p/one/actors/overlay.marsh-brigades".to_owned(),
            "/p/one/review".to_owned(),
            "/p/one/review/disagreements".to_owned(),
            "/p/one/review/agreement".to_owned(),
            "/p/one/review/log".to_owned(),
        ];
        for page in pages {
            let html = room.get(&mut ada, &page).await;
            assert_eq!(html.status, 200, "{page}: {}", html.body);
            for part in [
                "<main id=\"main\"",
                "<h1>",
                "class=\"skip\"",
                "class=\"limits\"",
                "lang=\"en\"",
            ] {
                assert!(html.body.contains(part), "{page} lacks {part}");
            }
            assert!(
                !html.body.contains(" style=") && !html.body.contains("<style"),
                "{page} has a style that the policy forbids"
            );
            let json = room.get(&mut ada, &format!("{page}.json")).await;
            assert_eq!(
                (json.status, json.header("content-type")),
                (200, "application/json"),
                "{page}"
            );
            json.json();
            let csv = room.get(&mut ada, &format!("{page}.csv")).await;
            assert_eq!(
                (csv.status, csv.header("content-type")),
                (200, "text/csv; charset=utf-8"),
                "{page}"
            );
            assert!(
                csv.body
                    .lines()
                    .next()
                    .is_some_and(|head| head.contains(',')),
                "{page}"
            );
        }
        for page in ["/p/one/import", "/p/one/settings", "/about", "/account"] {
            assert_eq!(room.get(&mut ada, page).await.status, 200, "{page}");
        }
    });
}

#[test]
fn filters_narrow_and_the_address_keeps_them() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let all = incidents(&room, &mut ada).await.len();
        assert!(all >= 5);
        let count = async |ada: &mut Person, query: &str| {
            let got = room
                .get(ada, &format!("/p/one/incidents.json?{query}"))
                .await
                .json();
            assert_eq!(
                got["total"].as_u64().expect("a total"),
                got["items"].as_array().expect("items").len() as u64,
                "{query}"
            );
            got["items"].as_array().expect("items").len()
        };
        for query in [
            "q=market",
            "q=%22grain+market%22",
            "place=tornwick",
            "kind=strike",
            "contested=1",
            "killed=1",
            "killed_min=9",
            "from=2024-05-20",
            "to=2024-05-15",
            "perpetrator=overlay.marsh-brigades",
            "speaker=overlay.ostrevan-army",
            "side=Kelmoor",
            "weapon=drone",
            "single=1",
            "target=grain+market",
        ] {
            let found = count(&mut ada, query).await;
            assert!(found > 0 && found < all, "{query} gives {found} of {all}");
        }
        assert_eq!(count(&mut ada, "q=nothingofthesort").await, 0);
        assert_eq!(count(&mut ada, "kind=strike&place=nowhere").await, 0);
        let page = room
            .get(&mut ada, "/p/one/incidents?q=market&contested=1")
            .await
            .body;
        assert!(
            page.contains("value=\"market\"")
                && page.contains("name=\"contested\" value=\"1\" checked")
        );
        assert!(
            page.contains("data-map=\"/p/one/incidents.geojson?q=market&#38;contested=1\"")
                || page.contains("data-map=\"/p/one/incidents.geojson?q=market&amp;contested=1\""),
            "{page}"
        );
    });
}

#[test]
fn pages_follow_a_cursor_through_everything_once() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let all = incidents(&room, &mut ada).await;
        let mut seen = Vec::new();
        let mut path = "/p/one/incidents.json?limit=2".to_owned();
        loop {
            let got = room.get(&mut ada, &path).await.json();
            seen.extend(
                got["items"]
                    .as_array()
                    .expect("items")
                    .iter()
                    .map(|item| item["id"].as_str().expect("an id").to_owned()),
            );
            match got["next"].as_str() {
                Some(next) => {
                    path = format!(
                        "/p/one/incidents.json?{}",
                        sayso_desk::encoded(&[("limit", "2"), ("cursor", next)])
                    )
                }
                None => break,
            }
        }
        assert_eq!(seen, all);
    });
}

#[test]
fn an_incident_shows_both_sides_and_an_area() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let got = room
            .get(&mut ada, "/p/one/incidents.json?place=tornwick&kind=strike")
            .await
            .json();
        let id = got["items"][0]["id"].as_str().expect("an id");
        let one = room
            .get(&mut ada, &format!("/p/one/incidents/{id}.json"))
            .await
            .json();
        let origins = one["origins"].as_array().expect("origins").len();
        assert!(origins >= 2, "{one}");
        assert!(
            one["agreement"]["fields"]
                .as_array()
                .expect("fields")
                .iter()
                .any(|field| field["disputed"] == true)
        );
        let quoted = one["claims"]
            .as_array()
            .expect("claims")
            .iter()
            .all(|claim| {
                claim["evidence"]
                    .as_array()
                    .is_some_and(|words| !words.is_empty())
            });
        assert!(quoted, "every claim has its words");
        let map = room
            .get(&mut ada, &format!("/p/one/incidents/{id}.geojson"))
            .await
            .json();
        assert_eq!(map["features"][0]["properties"]["radius_m"], 5_000);
        let page = room
            .get(&mut ada, &format!("/p/one/incidents/{id}"))
            .await
            .body;
        assert!(page.contains("Who concedes, who denies") && page.contains("<blockquote"));
    });
}

#[test]
fn the_spans_of_a_report_are_its_text() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        for (report, claims) in &TestEngine::new().samples {
            let page = room
                .get(
                    &mut ada,
                    &format!("/p/one/reports/{}?names=show", report.id.0),
                )
                .await
                .body;
            let mut at = 0;
            for part in page.split("data-b=\"").skip(1) {
                let start: usize = part
                    .split('"')
                    .next()
                    .and_then(|n| n.parse().ok())
                    .expect("a start");
                let end: usize = part
                    .split("data-e=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
                    .and_then(|n| n.parse().ok())
                    .expect("an end");
                let shown = part
                    .split('>')
                    .nth(1)
                    .and_then(|rest| rest.split('<').next())
                    .expect("words");
                let words = &report.text[start..end];
                let plain = !words.contains(['&', '<', '>', '"', '\'', '\r']);
                assert!(!plain || shown == words, "{words:?} is shown as {shown:?}");
                assert!(
                    report.text[at..start].trim().is_empty(),
                    "{:?} is left out",
                    &report.text[at..start]
                );
                at = end;
            }
            assert!(report.text[at..].trim().is_empty());
            for number in 1..=claims.len() {
                assert!(
                    page.contains(&format!("c{number:02}.evidence")),
                    "claim {number} of {}",
                    report.input_id
                );
            }
        }
    });
}

#[test]
fn import_shows_claims_at_once_and_links_them() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let mut reviewer = room.member(&mut ada, "two", Role::Reviewer, "Rev").await;
        room.get(&mut reviewer, "/p/two/import").await;
        let text = "Far Army: strike of shed by Nobody in Farhaven, 5 killed";
        let got = room
            .post(
                &mut reviewer,
                "/p/two/import",
                &[
                    ("text", text),
                    ("outlet", "Near Wire"),
                    ("published", "2024-05-01"),
                ],
            )
            .await;
        assert_eq!(got.status, 303, "{}", got.body);
        let report = room.get(&mut reviewer, got.header("location")).await;
        assert!(
            report.body.contains("5 killed") && report.body.contains("c01.killed"),
            "{}",
            report.body
        );
        room.app.settle().expect("linked");
        let items = room
            .get(&mut reviewer, "/p/two/incidents.json")
            .await
            .json();
        assert_eq!(
            items["items"][0]["claims"], 2,
            "both reports tell of one strike: {items}"
        );
        assert_eq!(items["items"][0]["killed"]["high"], 5);
        let again = room.post_json(&mut reviewer, "/api/v1/p/two/reports", &serde_json::json!({"text": text, "outlet": "Near Wire", "published": "2024-05-01"})).await;
        assert_eq!(again.status, 201, "{}", again.body);
        room.app.settle().expect("linked");
        assert_eq!(
            room.get(&mut reviewer, "/p/two/incidents.json")
                .await
                .json()["items"][0]["claims"],
            2,
            "the same again adds nothing"
        );
    });
}
