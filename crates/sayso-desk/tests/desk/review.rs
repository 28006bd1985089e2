//! A review day: two reviewers, corrections, agreement, undo, merging, the log, the export.

use super::room::run;
use super::team::Team;
use sayso_desk::{Act, Role};
use sayso_store::Ledger;
use serde_json::{Value, json};

async fn day() -> Team {
    let text = "Far Army: strike of shed by Nobody in Farhaven, 5 killed\nNear Army: strike of barn by Heron Column in Nearhaven, 7 killed";
    Team::on(text, 1, Role::Reviewer).await
}

#[test]
fn two_reviewers_differ_and_agreement_is_measured() {
    run(async {
        let day = day().await;
        let [first, second] = day.claims.as_slice() else {
            panic!("two claims")
        };
        for claim in [first, second] {
            assert_eq!(
                day.sent(&day.one, json!({"act": "accept", "claim": claim}))
                    .await
                    .0,
                201
            );
        }
        let correction = json!({"act": "correct", "claim": first, "field": "killed", "spans": [day.span("5")], "value": "5+"});
        assert_eq!(day.sent(&day.two, correction).await.0, 201);
        assert_eq!(
            day.sent(&day.two, json!({"act": "accept", "claim": second}))
                .await
                .0,
            201
        );
        let differ = day
            .room
            .get(&mut day.one.clone(), "/p/two/review/disagreements.json")
            .await
            .json();
        assert_eq!(differ["judged_by_several"], 2);
        let items = differ["items"].as_array().expect("items");
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["fields"][0][0], "killed");
        let agreement = day
            .room
            .get(&mut day.one.clone(), "/p/two/review/agreement.json")
            .await
            .json();
        let field = |name: &str| {
            agreement["fields"]
                .as_array()
                .expect("fields")
                .iter()
                .find(|field| field["field"] == name)
                .expect("the field")
                .clone()
        };
        assert_eq!(
            (
                field("killed")["claims"].clone(),
                field("killed")["same"].clone()
            ),
            (json!(2), json!(1))
        );
        let alpha = field("killed")["alpha"].as_f64().expect("alpha");
        assert!((alpha - 0.4).abs() < 1e-9, "5 5+ | 7 7: {alpha}");
        assert_eq!(field("place")["alpha"], json!(1.0));
        assert_eq!(field("kind")["alpha"], Value::Null, "nothing differs");
    });
}

#[test]
fn a_reviewer_does_not_see_the_others_word_before_their_own() {
    run(async {
        let day = day().await;
        day.sent(
            &day.one,
            json!({"act": "reject", "claim": day.claims[0], "note": "not an occurrence"}),
        )
        .await;
        let path = format!("/p/two/review/reports/{}", day.report);
        assert!(
            !day.room
                .get(&mut day.two.clone(), &path)
                .await
                .body
                .contains("One rejected")
        );
        day.sent(&day.two, json!({"act": "accept", "claim": day.claims[0]}))
            .await;
        assert!(
            day.room
                .get(&mut day.two.clone(), &path)
                .await
                .body
                .contains("One rejected")
        );
        let queue = day
            .room
            .get(&mut day.two.clone(), "/p/two/review.json?by=support")
            .await
            .json();
        assert!(
            queue["items"]
                .as_array()
                .expect("items")
                .iter()
                .all(|item| item["claim"] != day.claims[0].as_str()),
            "what is judged leaves the queue"
        );
    });
}

#[test]
fn every_act_is_in_the_chained_log_and_nothing_is_overwritten() {
    run(async {
        let day = day().await;
        let before = json!({"act": "correct", "claim": day.claims[0], "field": "perpetrator", "spans": [day.span("Heron Column")], "note": "named below"});
        let (status, number) = day.sent(&day.one, before).await;
        assert_eq!(status, 201, "{number}");
        let number = number["number"].as_u64().expect("a number");
        let (status, problem) = day
            .sent(&day.two, json!({"act": "undo", "number": number}))
            .await;
        assert_eq!(status, 403, "{problem}");
        assert_eq!(
            day.sent(&day.one, json!({"act": "undo", "number": number}))
                .await
                .0,
            201
        );
        assert_eq!(
            day.sent(&day.one, json!({"act": "undo", "number": number}))
                .await
                .0,
            409
        );
        let log = day
            .room
            .get(&mut day.one.clone(), "/p/two/review/log.json")
            .await
            .json();
        let items = log["items"].as_array().expect("items");
        assert_eq!(items.len(), 2, "taking back is an entry of its own");
        assert_eq!(
            (
                items[1]["undone"].clone(),
                items[1]["by"].clone(),
                items[1]["note"].clone()
            ),
            (json!(true), json!("One"), json!("named below"))
        );
        assert!(
            items[1]["before"]
                .as_str()
                .expect("before")
                .contains("Nobody")
                && items[1]["after"]
                    .as_str()
                    .expect("after")
                    .contains("overlay.heron-column")
        );
        assert!(
            items
                .iter()
                .all(|item| item["at"].as_str().is_some_and(|at| at.ends_with('Z')))
        );
        let ledger = Ledger::open_to_read(day.room.folder.join("two.sqlite")).expect("the ledger");
        assert_eq!(ledger.verify(None).expect("verified").damages, []);
        let kept = ledger.records("act").expect("records");
        assert_eq!(kept.len(), 2);
        for record in kept {
            serde_json::from_str::<Act>(&record.json).expect("an act");
        }
    });
}

#[test]
fn merging_and_splitting_change_incidents_and_are_taken_back() {
    run(async {
        let day = day().await;
        let list = async || -> Vec<String> {
            day.room.app.settle().expect("linked");
            let got = day
                .room
                .get(&mut day.one.clone(), "/p/two/incidents.json")
                .await
                .json();
            got["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|item| item["id"].as_str().expect("an id").to_owned())
                .collect()
        };
        let before = list().await;
        assert_eq!(before.len(), 2);
        let (status, number) = day
            .sent(&day.one, json!({"act": "merge", "incidents": before}))
            .await;
        assert_eq!(status, 201, "{number}");
        let merged = list().await;
        assert_eq!(merged.len(), 1);
        let gone = before
            .iter()
            .find(|id| !merged.contains(id))
            .expect("one is gone");
        let old = day
            .room
            .get(&mut day.one.clone(), &format!("/p/two/incidents/{gone}"))
            .await;
        assert_eq!(
            (old.status, old.header("location")),
            (303, format!("/p/two/incidents/{}", merged[0]).as_str()),
            "the earlier name leads on"
        );
        let (status, _) = day
            .sent(&day.one, json!({"act": "undo", "number": number["number"]}))
            .await;
        assert_eq!(status, 201);
        assert_eq!(list().await, before);
        assert_eq!(
            day.sent(&day.one, json!({"act": "split", "claims": [day.claims[0]]}))
                .await
                .0,
            201
        );
        assert_eq!(list().await.len(), 3);
    });
}

#[test]
fn what_cannot_be_an_act_is_refused_with_a_reason() {
    run(async {
        let day = day().await;
        let claim = &day.claims[0];
        for (body, status) in [
            (json!({}), 400),
            (json!({"act": "dance"}), 400),
            (json!({"act": "accept"}), 400),
            (json!({"act": "accept", "claim": "ffff"}), 404),
            (
                json!({"act": "correct", "claim": claim, "field": "colour", "value": "red"}),
                400,
            ),
            (
                json!({"act": "correct", "claim": claim, "field": "killed", "value": "many"}),
                400,
            ),
            (
                json!({"act": "correct", "claim": claim, "field": "weapon", "value": "spear"}),
                400,
            ),
            (
                json!({"act": "correct", "claim": claim, "field": "target", "spans": [[0, 100_000]]}),
                400,
            ),
            (
                json!({"act": "correct", "claim": claim, "field": "target", "spans": [[5, 2]]}),
                400,
            ),
            (
                json!({"act": "correct", "claim": claim, "field": "kind"}),
                400,
            ),
            (json!({"act": "add", "report": day.report}), 400),
            (json!({"act": "note", "claim": claim}), 400),
            (json!({"act": "merge", "incidents": ["i-1"]}), 400),
            (json!({"act": "undo", "number": 99_999}), 404),
            (json!({"act": "publish", "incident": "i-1"}), 403),
        ] {
            let (found, problem) = day.sent(&day.one, body.clone()).await;
            assert_eq!(found, status, "{body}: {problem}");
            assert_eq!(problem["status"], status);
            assert!(
                problem["detail"]
                    .as_str()
                    .is_some_and(|detail| !detail.is_empty()),
                "{body}"
            );
        }
        let log = day
            .room
            .get(&mut day.one.clone(), "/p/two/review/log.json")
            .await
            .json();
        assert_eq!(
            log["items"].as_array().map(Vec::len),
            Some(0),
            "nothing of it was kept"
        );
    });
}

#[test]
fn corrections_come_out_as_gold() {
    run(async {
        let day = day().await;
        let export = async |name: &str| {
            day.room
                .get(
                    &mut day.one.clone(),
                    &format!("/p/two/review/export/{name}"),
                )
                .await
                .body
        };
        day.sent(&day.one, json!({"act": "reject", "claim": day.claims[0]}))
            .await;
        assert_eq!(
            export("gold.jsonl").await,
            "",
            "a report that is half judged is no gold"
        );
        day.sent(&day.one, json!({"act": "correct", "claim": day.claims[1], "field": "killed", "spans": [day.span("7")], "value": "7-9"})).await;
        let (_, added) = day.sent(&day.one, json!({"act": "add", "report": day.report, "kind": "bombing", "spans": [day.span("strike of shed")]})).await;
        assert!(added["number"].is_u64(), "{added}");
        let gold: Vec<Value> = export("gold.jsonl")
            .await
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(gold.len(), 2, "{gold:?}");
        assert_eq!(gold[0]["kind"], "bombing");
        assert_eq!(
            (
                gold[1]["killed"]["low"].clone(),
                gold[1]["killed"]["high"].clone()
            ),
            (json!(7), json!(9)),
            "{}",
            gold[1]
        );
        let reports: Value =
            serde_json::from_str(export("reports.jsonl").await.trim()).expect("JSON");
        assert_eq!(reports["text"], day.text);
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&export("annotated.json").await).expect("JSON"),
            [reports["id"].as_str().expect("an id")]
        );
    });
}

#[test]
fn forms_do_the_same_and_lead_back() {
    run(async {
        let day = day().await;
        let mut one = day.one.clone();
        let path = format!("/p/two/review/reports/{}", day.report);
        let page = day.room.get(&mut one, &path).await;
        assert!(
            page.body.contains("data-pick=\"auto\"") && page.body.contains("data-act=\"accept\"")
        );
        let [start, end] = day.span("shed").map(|at| at.to_string());
        let back = format!("{path}#claim-{}", day.claims[0]);
        let got = day
            .room
            .post(
                &mut one,
                "/p/two/review/acts",
                &[
                    ("act", "correct"),
                    ("claim", &day.claims[0]),
                    ("field", "target"),
                    ("start", &start),
                    ("end", &end),
                    ("words", "shed"),
                    ("value", ""),
                    ("back", &back),
                ],
            )
            .await;
        assert_eq!(
            (got.status, got.header("location")),
            (
                303,
                format!("{path}?done=saved#claim-{}", day.claims[0]).as_str()
            )
        );
        let away = day
            .room
            .post(
                &mut one,
                "/p/two/review/acts",
                &[
                    ("act", "accept"),
                    ("claim", &day.claims[0]),
                    ("back", "https://elsewhere.example/"),
                ],
            )
            .await;
        assert_eq!(away.header("location"), "/?done=saved#");
        let _ = &day.ada;
    });
}
