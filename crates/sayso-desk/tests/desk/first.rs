//! A desk that answers while its ledger is linked for the first time.

use super::room::{Room, run};
use crate::engine::TestEngine;
use sayso_desk::{App, Coding, Config, Engine, Input, Links};
use sayso_knowledge::Knowledge;
use sayso_link::{Decision, Incident, OriginOf};
use sayso_model::{Claim, Place, Report, ReportId};
use sayso_store::{Generation, Ledger};
use sayso_toll::Series;
use std::sync::{Arc, Condvar, Mutex};

/// Opens once and stays open.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        *self.0.0.lock().expect("a lock") = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let shut = self.0.0.lock().expect("a lock");
        drop(self.0.1.wait_while(shut, |open| !*open).expect("a lock"));
    }
}

/// An engine whose linking waits at a gate.
struct Slow {
    engine: TestEngine,
    gate: Gate,
}

struct SlowLinks<'e>(Box<dyn Links + Send + 'e>, Gate);

impl Links for SlowLinks<'_> {
    fn put(
        &mut self,
        coded: &[(Report, Vec<Claim>)],
        there: &dyn Fn(&ReportId) -> Option<(Report, Vec<Claim>)>,
    ) {
        self.1.pass();
        self.0.put(coded, there);
    }

    fn decide(&mut self, decisions: &[Decision]) {
        self.0.decide(decisions);
    }

    fn changed(&mut self) -> Vec<Incident> {
        self.0.changed()
    }
}

impl Engine for Slow {
    fn knowledge(&self) -> &Knowledge {
        self.engine.knowledge()
    }

    fn generation(&self) -> Generation {
        self.engine.generation()
    }

    fn read(&self, input: &Input) -> Vec<Result<Report, String>> {
        self.engine.read(input)
    }

    fn code(&self, report: &Report) -> Coding {
        self.engine.code(report)
    }

    fn place(&self, name: &str, report: &Report) -> Option<Place> {
        self.engine.place(name, report)
    }

    fn links(&self) -> Box<dyn Links + Send + '_> {
        Box::new(SlowLinks(self.engine.links(), self.gate.clone()))
    }

    fn origins(&self, claims: &[&Claim], reports: &[&Report]) -> Vec<OriginOf> {
        self.engine.origins(claims, reports)
    }

    fn tolls(&self, coded: &[(Report, Vec<Claim>)]) -> Vec<Series> {
        self.engine.tolls(coded)
    }
}

#[test]
fn a_desk_answers_before_the_first_linking_is_through_and_says_so() {
    run(async {
        let folder = std::env::temp_dir().join(format!("sayso-desk-first-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("one.sqlite");
        let gate = Gate::default();
        let engine = Slow {
            engine: TestEngine::new(),
            gate: gate.clone(),
        };
        let mut ledger = Ledger::open(&path).expect("a ledger");
        for (report, claims) in &engine.engine.samples {
            ledger
                .add(report, &engine.generation(), claims)
                .expect("added");
        }
        drop(ledger);
        let config = Config {
            ledgers: vec![path],
            ..Config::default()
        };
        let room = Room {
            app: Arc::new(App::open(config, Arc::new(engine)).expect("a desk")),
            folder,
        };
        let mut ada = room.administrator().await;
        let list = room.get(&mut ada, "/p/one/incidents.json").await.json();
        assert_eq!(list["linking"], true);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(0));
        const NOTICE: &str = "being joined into incidents for the first time";
        for page in ["incidents", "reports", "tolls", "actors", "review"] {
            let got = room.get(&mut ada, &format!("/p/one/{page}")).await;
            assert_eq!(got.status, 200, "{page}");
            assert!(got.body.contains(NOTICE), "{page}");
        }
        let reports = room.get(&mut ada, "/p/one/reports.json").await.json();
        let report = reports["items"][0]["id"]
            .as_str()
            .expect("a report")
            .to_owned();
        let whole = room
            .get(&mut ada, &format!("/p/one/reports/{report}.json"))
            .await;
        assert!(
            !whole.json()["claims"]
                .as_array()
                .expect("claims")
                .is_empty()
        );
        let tolls = room.get(&mut ada, "/p/one/tolls.json").await.json();
        assert!(
            !tolls["items"].as_array().expect("items").is_empty(),
            "tolls need no linking"
        );
        let early = room
            .get(&mut ada, "/p/one/incidents/i-000000000000.json")
            .await;
        assert_eq!(early.status, 503);
        assert_eq!(early.header("retry-after"), "30");
        gate.open();
        room.app.settle().expect("linked");
        let list = room.get(&mut ada, "/p/one/incidents.json").await.json();
        assert_eq!(list["linking"], false);
        assert!(!list["items"].as_array().expect("items").is_empty());
        let page = room.get(&mut ada, "/p/one/incidents").await;
        assert!(!page.body.contains(NOTICE));
    });
}
