//! Two who review one report of project `two`, and who gave them their roles.

use super::room::{Person, Room};
use sayso_desk::Role;
use serde_json::{Value, json};

pub(crate) struct Team {
    pub(crate) room: Room,
    pub(crate) ada: Person,
    pub(crate) one: Person,
    pub(crate) two: Person,
    pub(crate) report: String,
    pub(crate) text: String,
    /// Ids of the claims of the report.
    pub(crate) claims: Vec<String>,
}

impl Team {
    /// `text` is the report, of a day in May 2024; the first of the two has a role of their own, the second reviews.
    pub(crate) async fn on(text: &str, day: u8, role: Role) -> Team {
        let room = Room::new();
        let mut ada = room.administrator().await;
        let one = room.member(&mut ada, "two", role, "One").await;
        let two = room.member(&mut ada, "two", Role::Reviewer, "Two").await;
        let mut team = Team {
            room,
            ada,
            one,
            two,
            report: String::new(),
            text: text.to_owned(),
            claims: Vec::new(),
        };
        team.report = team.add("day.txt", text, day).await;
        let report = team.get(&format!("reports/{}", team.report)).await;
        team.claims = report["claims"]
            .as_array()
            .expect("claims")
            .iter()
            .map(|claim| claim["id"].as_str().expect("an id").to_owned())
            .collect();
        team
    }

    /// Adds a report and waits until it is linked; gives its id.
    pub(crate) async fn add(&self, name: &str, text: &str, day: u8) -> String {
        let published = format!("2024-05-{day:02}");
        let body = json!({"text": text, "name": name, "outlet": "Wire", "published": published});
        let path = "/api/v1/p/two/reports";
        let got = self
            .room
            .post_json(&mut self.one.clone(), path, &body)
            .await;
        let report = got.json()["items"][0]["report"].as_str().map(str::to_owned);
        self.room.app.settle().expect("linked");
        report.expect("a report")
    }

    /// What the first of the two gets.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.get_as(&self.one, path).await
    }

    pub(crate) async fn get_as(&self, person: &Person, path: &str) -> Value {
        let path = format!("/api/v1/p/two/{path}");
        let got = self.room.get(&mut person.clone(), &path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.body);
        got.json()
    }

    pub(crate) async fn sent(&self, person: &Person, body: Value) -> (u16, Value) {
        let path = "/api/v1/p/two/review/acts";
        let got = self.room.post_json(&mut person.clone(), path, &body).await;
        (got.status, got.json())
    }

    /// An act that is taken; gives its number.
    pub(crate) async fn act(&self, person: &Person, body: Value) -> u64 {
        let (status, answer) = self.sent(person, body).await;
        assert_eq!(status, 201, "{answer}");
        answer["number"].as_u64().expect("a number")
    }

    /// Changes a setting of the project.
    pub(crate) async fn set(&self, pairs: &[(&str, &str)]) {
        let path = "/p/two/settings";
        let got = self.room.post(&mut self.ada.clone(), path, pairs).await;
        assert!(got.status < 400, "{}", got.body);
    }

    /// Everybody sees what publishers put out, at once.
    pub(crate) async fn open_to_the_public(&self) {
        let public = ("public", "published");
        self.set(&[
            ("set", "public"),
            public,
            ("delay", "0"),
            ("coarsen", "none"),
        ])
        .await;
    }

    /// Bytes of words of the report.
    pub(crate) fn span(&self, words: &str) -> [usize; 2] {
        let at = self.text.find(words).expect("words of the text");
        [at, at + words.len()]
    }

    /// The incident of a claim as lists have it, without waiting for anything; `None` if it is in none.
    pub(crate) async fn incident_of(&self, claim: &str) -> Option<Value> {
        let all = self.get("incidents").await;
        for row in all["items"].as_array().expect("items") {
            let id = row["id"].as_str().expect("an id");
            let whole = self.get(&format!("incidents/{id}")).await;
            let claims = whole["claims"].as_array().expect("claims");
            if claims.iter().any(|known| known["id"] == claim) {
                return Some(whole);
            }
        }
        None
    }
}
