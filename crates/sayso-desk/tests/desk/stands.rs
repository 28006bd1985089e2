//! What reviewers say reaches incidents and tolls, follows claims that are coded anew, and can be taken back.

use super::room::{Person, Room, run};
use super::team::Team;
use crate::engine::TestEngine;
use sayso_desk::{Engine, Role};
use sayso_model::{ClaimId, Kind, ReportId};
use sayso_store::{Generation, Ledger};
use serde_json::{Value, json};

const TEXT: &str = "Far Army: strike of barn by Heron Column in Lowmarsh, 5 killed\nseven more people died in Nearhaven";

async fn desk() -> Team {
    Team::on(TEXT, 3, Role::Publisher).await
}

/// The claims of the report as they stand.
async fn claims_of(desk: &Team) -> Vec<Value> {
    let report = desk.get(&format!("reports/{}", desk.report)).await;
    report["claims"].as_array().expect("claims").clone()
}

/// The values of a field in an incident's table.
fn values(incident: &Value, field: &str) -> Vec<Value> {
    let fields = incident["agreement"]["fields"].as_array().expect("fields");
    let found = fields.iter().find(|known| known["field"] == field);
    found
        .and_then(|found| found["values"].as_array())
        .cloned()
        .unwrap_or_default()
}

#[test]
fn a_correction_reaches_the_incident_at_once_and_undo_restores() {
    run(async {
        let desk = desk().await;
        let before = desk.incident_of(&desk.claims[0]).await.expect("linked");
        assert_eq!(before["incident"]["killed"], json!({"low": 5, "high": 5}));
        let body =
            json!({"act": "correct", "claim": desk.claims[0], "field": "killed", "value": "8"});
        let number = desk.act(&desk.one, body).await;
        let now = desk.incident_of(&desk.claims[0]).await.expect("linked");
        assert_eq!(now["incident"]["killed"], json!({"low": 8, "high": 8}));
        let values = values(&now, "killed");
        assert_eq!(values.len(), 1);
        assert_eq!(
            values[0]["reviewed"],
            json!(["corrected by One; first read as: 5"])
        );
        assert_eq!(now["claims"][0]["corrections"][0]["read_as"], "5");
        let page = desk.get("incidents?killed_min=8").await;
        assert_eq!(
            page["items"].as_array().map(Vec::len),
            Some(1),
            "filters have it"
        );
        desk.act(&desk.one, json!({"act": "undo", "number": number}))
            .await;
        let after = desk.incident_of(&desk.claims[0]).await.expect("linked");
        assert_eq!(after["incident"], before["incident"]);
        assert_eq!(after["claims"][0]["corrections"], json!([]));
    });
}

#[test]
fn a_corrected_place_has_the_coordinates_that_coding_gives_it() {
    run(async {
        let desk = desk().await;
        let was = desk.incident_of(&desk.claims[0]).await.expect("linked");
        let body = json!({"act": "correct", "claim": desk.claims[0], "field": "place", "value": "Nearhaven"});
        desk.act(&desk.one, body).await;
        let now = desk.incident_of(&desk.claims[0]).await.expect("linked");
        let place = &now["incident"]["place"];
        assert_eq!(
            (&place["name"], &place["precision"]),
            (&json!("Nearhaven"), &json!("town"))
        );
        assert!(place["latitude"].is_number());
        assert_ne!(place["longitude"], was["incident"]["place"]["longitude"]);
        let listed = desk.get("incidents?place=nearhaven").await;
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn an_added_claim_is_linked_and_a_rejected_one_is_out() {
    run(async {
        let desk = desk().await;
        let at = TEXT.find("seven").expect("words");
        let body = json!({"act": "add", "report": desk.report, "kind": "attack", "spans": [[at, TEXT.len()]]});
        desk.act(&desk.one, body).await;
        let added = claims_of(&desk).await;
        assert_eq!(added.len(), 2);
        let id = added[1]["id"].as_str().expect("an id").to_owned();
        assert_eq!(added[1]["added_by"], "One");
        for (field, value) in [
            ("place", "Nearhaven"),
            ("killed", "7"),
            ("when", "2024-05-02"),
        ] {
            let body = json!({"act": "correct", "claim": id, "field": field, "value": value});
            desk.act(&desk.one, body).await;
        }
        let incident = desk.incident_of(&id).await.expect("linked");
        assert_eq!(incident["incident"]["killed"], json!({"low": 7, "high": 7}));
        assert_eq!(incident["incident"]["start"], "2024-05-02");
        assert_eq!(incident["claims"][0]["added_by"], "One");
        let number = desk
            .act(&desk.two, json!({"act": "reject", "claim": desk.claims[0]}))
            .await;
        assert!(
            desk.incident_of(&desk.claims[0]).await.is_none(),
            "all who judged it reject it"
        );
        desk.act(&desk.one, json!({"act": "accept", "claim": desk.claims[0]}))
            .await;
        assert!(
            desk.incident_of(&desk.claims[0]).await.is_some(),
            "one keeps it"
        );
        desk.act(&desk.two, json!({"act": "undo", "number": number}))
            .await;
        assert!(desk.incident_of(&desk.claims[0]).await.is_some());
        let grown = desk.room.app.dump("two").expect("a dump");
        desk.room.app.rebuild().expect("made anew");
        assert_eq!(
            desk.room.app.dump("two").expect("a dump"),
            grown,
            "the ledger has all of it"
        );
    });
}

#[test]
fn a_corrected_figure_is_in_the_curve_of_the_toll() {
    run(async {
        let room = Room::new();
        let ada = room.administrator().await;
        let series = async || room.get(&mut ada.clone(), "/p/one/tolls.json").await.json();
        let before = series().await;
        let point = &before["items"][0]["points"][0];
        let claim = point["claim"].as_str().expect("a claim").to_owned();
        let body = json!({"act": "correct", "claim": claim, "field": "killed", "value": "4321"});
        let path = "/api/v1/p/one/review/acts";
        let got = room.post_json(&mut ada.clone(), path, &body).await;
        assert_eq!(got.status, 201, "{}", got.body);
        let now = series().await;
        assert!(now.to_string().contains("4321"), "{now}");
        let undo = json!({"act": "undo", "number": got.json()["number"]});
        assert_eq!(
            room.post_json(&mut ada.clone(), path, &undo).await.status,
            201
        );
        assert_eq!(series().await, before);
    });
}

#[test]
fn what_was_published_stays_so_under_its_new_name() {
    run(async {
        let desk = desk().await;
        let all = desk.get("incidents").await;
        let ids: Vec<&str> = all["items"]
            .as_array()
            .expect("items")
            .iter()
            .filter_map(|row| row["id"].as_str())
            .collect();
        assert_eq!(ids.len(), 2);
        desk.open_to_the_public().await;
        let public = async || {
            let got = desk
                .room
                .get(&mut Person::default(), "/p/two/incidents.json")
                .await;
            assert_eq!(got.status, 200, "{}", got.body);
            got.json()["items"].as_array().map_or(0, Vec::len)
        };
        assert_eq!(public().await, 0);
        // The second is the earlier one: merged, the incident has its name or the other's.
        desk.act(&desk.one, json!({"act": "publish", "incident": ids[0]}))
            .await;
        assert_eq!(public().await, 1);
        let number = desk
            .act(&desk.one, json!({"act": "merge", "incidents": ids}))
            .await;
        let merged = desk.get("incidents").await;
        assert_eq!(merged["items"].as_array().map(Vec::len), Some(1));
        assert_ne!(
            merged["items"][0]["id"], ids[0],
            "the name went with the earlier claim"
        );
        assert_eq!(public().await, 1, "the earlier name stands for the new one");
        desk.act(&desk.one, json!({"act": "undo", "number": number}))
            .await;
        assert!(public().await >= 1);
    });
}

#[test]
fn words_of_reviewers_follow_a_report_that_is_coded_anew() {
    run(async {
        let desk = desk().await;
        let body =
            json!({"act": "correct", "claim": desk.claims[0], "field": "killed", "value": "8"});
        desk.act(&desk.one, body).await;
        desk.act(
            &desk.two,
            json!({"act": "accept", "claim": desk.claims[0], "note": "clear"}),
        )
        .await;
        let path = desk.room.folder.join("two.sqlite");
        let mut ledger = Ledger::open(&path).expect("the ledger");
        let id = ReportId(desk.report.clone());
        let report = ledger.report(&id).expect("read").expect("the report");
        let mut claims = TestEngine::new().code(&report).claims;
        claims[0].id = ClaimId("0123456789abcdef".to_owned());
        claims[0].kind = Kind::Bombing;
        let later = Generation {
            coder: "later".to_owned(),
            analyser: "none".to_owned(),
            knowledge: "samples".to_owned(),
        };
        ledger.add(&report, &later, &claims).expect("added");
        drop(ledger);
        desk.room.app.settle().expect("linked");
        let now = claims_of(&desk).await;
        assert_eq!(now[0]["id"], "0123456789abcdef");
        assert_eq!(now[0]["kind"], "bombing");
        let judgements = now[0]["judgements"].as_array().expect("judgements");
        assert_eq!(judgements.len(), 2, "{judgements:?}");
        let incident = desk.incident_of("0123456789abcdef").await.expect("linked");
        assert_eq!(incident["incident"]["killed"], json!({"low": 8, "high": 8}));
        let log = desk.get("review/log").await;
        assert_eq!(
            log["items"].as_array().map(Vec::len),
            Some(2),
            "nothing was added to the log"
        );
        let grown = desk.room.app.dump("two").expect("a dump");
        desk.room.app.rebuild().expect("made anew");
        assert_eq!(desk.room.app.dump("two").expect("a dump"), grown);
    });
}
