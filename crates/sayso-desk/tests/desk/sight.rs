//! What a reviewer may know of the words of others, and what the public may know of claims that came later.

use super::room::{Person, run};
use super::team::Team;
use sayso_desk::Role;
use serde_json::{Value, json};

const TEXT: &str = "Far Army: strike of barn by Heron Column in Lowmarsh, 5 killed\nNear Army: strike of depot by Heron Column in Nearhaven, 7 killed\nnine more people died in Oldmere";

/// Every page on which words of another reviewer could stand.
async fn pages(team: &Team, person: &Person) -> Vec<(String, String)> {
    let mut ids: Vec<String> = Vec::new();
    for row in team.get("incidents").await["items"]
        .as_array()
        .expect("items")
    {
        ids.push(format!("incidents/{}", row["id"].as_str().expect("an id")));
    }
    let mut paths = vec![
        format!("reports/{}", team.report),
        format!("review/reports/{}", team.report),
        "review/log".to_owned(),
        "review/disagreements".to_owned(),
        "review".to_owned(),
    ];
    paths.extend(ids);
    let mut found = Vec::new();
    for path in paths {
        for (whole, ending) in [
            ("/p/two/", ""),
            ("/p/two/", ".json"),
            ("/api/v1/p/two/", ""),
        ] {
            let whole = format!("{whole}{path}{ending}");
            let got = team.room.get(&mut person.clone(), &whole).await;
            let hidden = got.status == 404 && got.body.contains("new from other reviewers");
            assert!(got.status == 200 || hidden, "{whole}: {}", got.body);
            found.push((whole, got.body));
        }
    }
    let queue = "/p/two/review.json?by=support";
    let got = team.room.get(&mut person.clone(), queue).await;
    found.push((queue.to_owned(), got.body));
    let gold = "/p/two/review/export/gold.jsonl";
    let got = team.room.get(&mut person.clone(), gold).await;
    found.push((gold.to_owned(), got.body));
    found
}

#[test]
fn a_reviewer_sees_no_word_of_others_before_their_own() {
    run(async {
        let team = Team::on(TEXT, 3, Role::Reviewer).await;
        let [first, second] = team.claims.as_slice() else {
            panic!("two claims: {:?}", team.claims)
        };
        for body in [
            json!({"act": "correct", "claim": first, "field": "killed", "value": "4711", "note": "a slip of the pen"}),
            json!({"act": "reject", "claim": second, "note": "a slip of the pen"}),
            json!({"act": "add", "report": team.report, "kind": "attack", "spans": [team.span("nine more people")]}),
        ] {
            team.act(&team.one, body).await;
        }
        for (path, body) in pages(&team, &team.two).await {
            for word in [
                "4711",
                "corrected",
                "rejected",
                "a slip of the pen",
                "added a claim",
            ] {
                assert!(!body.contains(word), "{path} tells `{word}`: {body}");
            }
        }
        let queue = team.get_as(&team.two, "review?by=support").await;
        let waits: Vec<&Value> = queue["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| &item["claim"])
            .collect();
        assert!(
            waits.contains(&&json!(second)),
            "a second judgement is still wanted: {queue}"
        );
        let seen = team
            .get_as(&team.two, &format!("reports/{}", team.report))
            .await;
        assert_eq!(
            seen["claims"].as_array().map(Vec::len),
            Some(2),
            "what One added waits"
        );
        // Who reviews nothing sees what stands.
        let reader = team
            .room
            .member(&mut team.ada.clone(), "two", Role::Reader, "Rea")
            .await;
        let seen = team
            .get_as(&reader, &format!("reports/{}", team.report))
            .await;
        assert_eq!(seen["claims"].as_array().map(Vec::len), Some(3));
        assert_eq!(seen["claims"][0]["corrections"][0]["by"], "One");
        // With their own word they see the other's, on that claim alone.
        team.act(&team.two, json!({"act": "accept", "claim": first}))
            .await;
        let seen = team
            .get_as(&team.two, &format!("reports/{}", team.report))
            .await;
        assert_eq!(seen["claims"][0]["corrections"][0]["by"], "One");
        assert_eq!(seen["claims"][1]["judgements"], json!([]));
        let incident = team.incident_of(first).await.expect("linked");
        let path = format!(
            "incidents/{}",
            incident["incident"]["id"].as_str().expect("an id")
        );
        let mine = team.get_as(&team.two, &path).await;
        assert_eq!(
            mine["incident"]["killed"],
            json!({"low": 4711, "high": 4711})
        );
        team.act(&team.two, json!({"act": "accept", "claim": second}))
            .await;
        let seen = team
            .get_as(&team.two, &format!("reports/{}", team.report))
            .await;
        assert_eq!(
            seen["claims"].as_array().map(Vec::len),
            Some(3),
            "through with the program's claims, those that were added come"
        );
    });
}

#[test]
fn an_incident_is_shown_to_a_reviewer_as_it_was_read() {
    run(async {
        let team = Team::on(TEXT, 3, Role::Reviewer).await;
        let incident = team.incident_of(&team.claims[0]).await.expect("linked");
        let path = format!(
            "incidents/{}",
            incident["incident"]["id"].as_str().expect("an id")
        );
        let body =
            json!({"act": "correct", "claim": team.claims[0], "field": "killed", "value": "8"});
        team.act(&team.one, body).await;
        let stands = team.get(&path).await;
        assert_eq!(stands["incident"]["killed"], json!({"low": 8, "high": 8}));
        let read = team.get_as(&team.two, &path).await;
        assert_eq!(read["incident"]["killed"], json!({"low": 5, "high": 5}));
        assert_eq!(read["agreement"], incident["agreement"]);
        team.act(&team.one, json!({"act": "reject", "claim": team.claims[0]}))
            .await;
        // The setting opens it.
        team.set(&[("set", "review"), ("blind", "off")]).await;
        let path = format!("reports/{}", team.report);
        let open = team.get_as(&team.two, &path).await;
        assert_eq!(open["claims"][0]["judgements"][0]["verdict"], "rejected");
        team.set(&[("set", "review"), ("blind", "on")]).await;
        let blind = team.get_as(&team.two, &path).await;
        assert_eq!(blind["claims"][0]["judgements"], json!([]));
    });
}

/// Killed, claims and ids of incidents that everybody sees.
async fn public(team: &Team, query: &str) -> Vec<(Value, Value)> {
    let path = format!("/p/two/incidents.json{query}");
    let got = team.room.get(&mut Person::default(), &path).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let rows = got.json()["items"].as_array().expect("items").clone();
    let told = |row: &Value| (row["claims"].clone(), row["killed"]["high"].clone());
    rows.iter().map(told).collect()
}

#[test]
fn a_claim_that_joins_a_public_incident_waits_for_a_publisher() {
    run(async {
        let team = Team::on(TEXT, 3, Role::Publisher).await;
        team.open_to_the_public().await;
        let incident = team.incident_of(&team.claims[0]).await.expect("linked");
        let id = incident["incident"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        team.act(&team.one, json!({"act": "publish", "incident": id}))
            .await;
        assert_eq!(public(&team, "").await, [(json!(1), json!(5))]);
        // The same strike, told by another with another figure.
        let later = "Marsh Radio: strike of barn by Heron Column in Lowmarsh, 9 killed";
        team.add("later.txt", later, 3).await;
        let now = team.incident_of(&team.claims[0]).await.expect("linked");
        assert_eq!(now["incident"]["claims"], 2, "linking joined them");
        let id = now["incident"]["id"].as_str().expect("an id").to_owned();
        assert_eq!(public(&team, "").await, [(json!(1), json!(5))]);
        assert_eq!(public(&team, "?killed_min=6").await, []);
        assert_eq!(public(&team, "?q=Marsh+Radio").await, []);
        assert_eq!(public(&team, "?place=lowmarsh").await.len(), 1);
        for path in [
            format!("/p/two/incidents/{id}"),
            format!("/p/two/incidents/{id}.json"),
            "/p/two/incidents".to_owned(),
            "/p/two/incidents.csv".to_owned(),
            "/p/two/incidents.geojson".to_owned(),
        ] {
            let got = team.room.get(&mut Person::default(), &path).await;
            assert_eq!(got.status, 200, "{path}");
            assert!(!got.body.contains("Marsh Radio"), "{path}: {}", got.body);
        }
        // Those who work on it see which waits, and why.
        let waits: Vec<&Value> = now["claims"]
            .as_array()
            .expect("claims")
            .iter()
            .filter(|claim| claim["waits"] == true)
            .collect();
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0]["chain"][0]["words"], "Marsh Radio");
        let page = team
            .room
            .get(&mut team.one.clone(), &format!("/p/two/incidents/{id}"))
            .await;
        assert!(
            page.body
                .contains("came to this incident after it was put into the public view")
        );
        assert!(page.body.contains("New since publishing"));
        // Put out again, all of it is public; withdrawn, none.
        team.act(&team.one, json!({"act": "publish", "incident": id}))
            .await;
        assert_eq!(public(&team, "").await, [(json!(2), json!(9))]);
        team.act(&team.one, json!({"act": "withdraw", "incident": id}))
            .await;
        assert_eq!(public(&team, "").await, []);
    });
}
