//! The index follows from the ledger alone.

use super::room::{Room, run};
use crate::engine::{TestEngine, report};
use sayso_desk::{App, Config, Engine};
use sayso_store::Ledger;
use std::sync::Arc;

#[test]
fn an_index_made_anew_is_the_same() {
    run(async {
        let room = Room::new();
        let mut ada = room.administrator().await;
        room.get(&mut ada, "/p/one/import").await;
        for (number, place) in ["Tornwick", "Oldmere", "Tornwick"].iter().enumerate() {
            let text = format!(
                "Someone: strike of depot by Marsh Brigades in {place}, {} killed",
                number + 1
            );
            room.post(
                &mut ada,
                "/p/one/import",
                &[("text", &text), ("published", "2024-05-14")],
            )
            .await;
            room.app.settle().expect("linked");
        }
        let claim = room
            .get(&mut ada, "/p/one/review.json?by=support")
            .await
            .json()["items"][0]["claim"]
            .as_str()
            .expect("a claim")
            .to_owned();
        room.post(
            &mut ada,
            "/p/one/review/acts",
            &[("act", "accept"), ("claim", &claim)],
        )
        .await;
        let grown = room.app.dump("one").expect("a dump");
        assert!(grown.lines().count() > 60, "{grown}");
        room.app.rebuild().expect("made anew");
        assert_eq!(room.app.dump("one").expect("a dump"), grown);
        let log = room.get(&mut ada, "/p/one/review/log.json").await.json();
        assert_eq!(
            log["items"].as_array().map(Vec::len),
            Some(1),
            "acts are there again"
        );
    });
}

#[test]
fn the_order_in_which_reports_came_does_not_matter() {
    let folder = std::env::temp_dir().join(format!("sayso-desk-order-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let engine = Arc::new(TestEngine::new());
    let mut reports: Vec<_> = engine.samples.clone();
    for place in ["Tornwick", "Oldmere"] {
        let one = report(
            place,
            &format!("A: strike of depot by B in {place}, 2 killed"),
            Some("Wire"),
            Some("2024-05-14"),
        );
        let claims = engine.code(&one).claims;
        reports.push((one, claims));
    }
    let mut dumps = Vec::new();
    for name in ["there", "back"] {
        let path = folder.join(format!("{name}.sqlite"));
        let mut ledger = Ledger::open(&path).expect("a ledger");
        for (report, claims) in &reports {
            ledger
                .add(report, &engine.generation(), claims)
                .expect("added");
        }
        drop(ledger);
        let app = App::open(
            Config {
                ledgers: vec![path],
                ..Config::default()
            },
            engine.clone(),
        )
        .expect("a desk");
        app.settle().expect("linked");
        dumps.push(app.dump(name).expect("a dump"));
        reports.reverse();
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(dumps[0], dumps[1]);
}
