//! The ledger's promises: append-only, idempotent, ordered by content, tamper-evident.

use jiff::civil::date;
use sayso_model::*;
use sayso_store::{Added, Generation, Ledger, Query, StoreError, Which};
use std::path::{Path, PathBuf};

fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledgers");
    std::fs::create_dir_all(&folder).expect("writable");
    let path = folder.join(format!("{name}.db"));
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    path
}

fn report(input_id: &str, text: &str) -> Report {
    let published = Published::Known {
        date: date(2031, 5, 6),
        time: None,
        offset_seconds: None,
        basis: PublishedBasis::Metadata,
    };
    Report {
        id: ReportId::of_content(Some("Example News"), None, &published, None, text),
        input_id: input_id.into(),
        origin: format!("in.jsonl:{input_id}"),
        outlet: Some("Example News".into()),
        url: None,
        published,
        modified: None,
        title: None,
        language: Language::Known { code: "en".into() },
        text: text.into(),
        boilerplate: vec![],
        raw_sha256: sha256_hex(text.as_bytes()),
        encoding: "UTF-8 (JSON)".into(),
        notes: vec![],
    }
}

fn claim(report: &Report, number: usize, kind: Kind, by: Option<&str>) -> Claim {
    let not_stated = || Field::empty(EmptyReason::NotStated);
    let span = Span::new(0, report.text.len());
    Claim {
        id: ClaimId(sha256_hex(format!("{}{number}", report.id.0).as_bytes())),
        report: report.id.clone(),
        kind,
        kind_rule: "test".into(),
        happened: Happened::Asserted,
        sources: vec![],
        perpetrator: by.map_or_else(not_stated, |id| {
            Field::known(
                Party {
                    words: id.into(),
                    registry: Some(id.into()),
                },
                vec![span],
                "test",
            )
        }),
        target: not_stated(),
        weapon: Field::empty(EmptyReason::NotStated),
        place: Field::empty(EmptyReason::NotStated),
        when: Field::known(
            When {
                start: Some(date(2031, 5, number as i8 + 1)),
                end: Some(date(2031, 5, number as i8 + 1)),
                precision: DatePrecision::Day,
                basis: DateBasis::Explicit,
            },
            vec![span],
            "test",
        ),
        killed: Field::empty(EmptyReason::NotStated),
        injured: Field::empty(EmptyReason::NotStated),
        killed_or_injured: Field::empty(EmptyReason::NotStated),
        victims: Field::empty(EmptyReason::NotStated),
        cumulative_since: Field::empty(EmptyReason::NotStated),
        hedged: false,
        self_claim: false,
        aggregate: false,
        same_incident: None,
        evidence: vec![span],
        derivation: vec![],
    }
}

fn generation(coder: &str) -> Generation {
    Generation {
        coder: coder.into(),
        analyser: "test-1".into(),
        knowledge: "00".into(),
    }
}

fn sample() -> Vec<(Report, Vec<Claim>)> {
    let texts = [
        "Shells hit Ella Town.",
        "The Hill Guard shelled the port.",
        "Nothing happened.",
        "Two mines went off.",
    ];
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let report = report(&format!("r{index}"), text);
            let claims = (0..index)
                .map(|number| {
                    claim(
                        &report,
                        number,
                        if number == 0 {
                            Kind::Strike
                        } else {
                            Kind::Denial
                        },
                        Some("ex.guard").filter(|_| number == 1),
                    )
                })
                .collect();
            (report, claims)
        })
        .collect()
}

fn export(ledger: &Ledger, codings: Which) -> String {
    let mut all = String::new();
    let query = Query {
        codings,
        ..Query::default()
    };
    let mut each = |coded: sayso_store::Coded| {
        let line = serde_json::json!({ "report": coded.report, "generation": coded.generation, "claims": coded.claims });
        all.push_str(&format!("{line}\n"));
    };
    ledger.coded(&query, &mut each).expect("reads");
    all
}

#[test]
fn coding_the_same_input_twice_adds_nothing() {
    let path = fresh("twice");
    let mut ledger = Ledger::open(&path).expect("opens");
    for (report, claims) in sample() {
        let added = ledger
            .add(&report, &generation("1"), &claims)
            .expect("adds");
        assert_eq!(
            (added.report, added.coding, added.claims),
            (true, true, claims.len())
        );
    }
    let head = ledger.head().expect("reads");
    drop(ledger);
    let mut ledger = Ledger::open(&path).expect("opens again");
    for (report, claims) in sample() {
        assert_eq!(
            ledger
                .add(&report, &generation("1"), &claims)
                .expect("adds"),
            Added::default()
        );
    }
    assert_eq!(ledger.head().expect("reads"), head);
    assert!(
        ledger
            .verify(Some(&head))
            .expect("reads")
            .damages
            .is_empty()
    );
}

#[test]
fn a_newer_generation_stands_beside_the_old_one() {
    let mut ledger = Ledger::open(fresh("generations")).expect("opens");
    let (report, claims) = sample().remove(2);
    ledger
        .add(&report, &generation("1"), &claims)
        .expect("adds");
    ledger
        .add(&report, &generation("2"), &claims[..1])
        .expect("adds");
    let texts = |codings: Which| {
        ledger
            .claims(&Query {
                codings,
                ..Query::default()
            })
            .expect("reads")
            .iter()
            .map(|stored| stored.generation.coder.clone())
            .collect::<String>()
    };
    assert_eq!(texts(Which::Newest), "2");
    assert_eq!(texts(Which::Generation(generation("1").id())), "11");
    assert_eq!(texts(Which::All).len(), 3);
    assert_eq!(ledger.generations().expect("reads").len(), 2);
    assert_eq!(
        ledger
            .claim(&claims[0].id.0)
            .expect("reads")
            .expect("is there")
            .generation,
        generation("2")
    );
    assert_eq!(
        ledger
            .claim(&claims[1].id.0[..12])
            .expect("reads")
            .expect("is there")
            .claim,
        claims[1]
    );
    assert!(ledger.claim("zz").expect("reads").is_none());
    assert_eq!(
        ledger.report(&report.id).expect("reads"),
        Some(report.clone())
    );
    assert!(matches!(
        ledger.add(&report, &generation("2"), &claims),
        Err(StoreError::OtherClaims { .. })
    ));
    assert!(matches!(
        ledger.add(
            &report,
            &generation("3"),
            &[claim(&sample()[0].0, 0, Kind::Strike, None)]
        ),
        Err(StoreError::ForeignClaim { .. })
    ));
    assert_eq!(
        ledger.generations().expect("reads").len(),
        2,
        "a refused addition leaves nothing"
    );
}

#[test]
fn queries_restrict() {
    let mut ledger = Ledger::open(fresh("queries")).expect("opens");
    for (report, claims) in sample() {
        ledger
            .add(&report, &generation("1"), &claims)
            .expect("adds");
    }
    let count = |query: Query| ledger.claims(&query).expect("reads").len();
    assert_eq!(count(Query::default()), 6);
    assert_eq!(
        count(Query {
            kind: Some(Kind::Strike),
            ..Query::default()
        }),
        3
    );
    assert_eq!(
        count(Query {
            party: Some("ex.guard".into()),
            ..Query::default()
        }),
        2
    );
    assert_eq!(
        count(Query {
            from: Some(date(2031, 5, 2)),
            to: Some(date(2031, 5, 2)),
            ..Query::default()
        }),
        2
    );
    assert_eq!(
        count(Query {
            report: Some(sample()[3].0.id.clone()),
            ..Query::default()
        }),
        3
    );
}

#[test]
fn what_comes_out_does_not_hang_on_the_order_of_what_went_in() {
    let mut records = sample();
    // The same content read from a second place, under another id.
    let copy = Report {
        input_id: "a-copy".into(),
        origin: "elsewhere.jsonl:1".into(),
        ..records[1].0.clone()
    };
    let claims = records[1].1.clone();
    records.push((copy, claims));
    let mut exports = std::collections::BTreeSet::new();
    for (turn, reversed) in [(0, false), (1, false), (2, true), (3, true), (4, false)] {
        let mut ledger = Ledger::open(fresh(&format!("order-{turn}-{reversed}"))).expect("opens");
        let mut order = records.clone();
        order.rotate_left(turn);
        if reversed {
            order.reverse();
        }
        for (report, claims) in &order {
            ledger.add(report, &generation("1"), claims).expect("adds");
        }
        exports.insert(export(&ledger, Which::All) + &export(&ledger, Which::Newest));
    }
    assert_eq!(exports.len(), 1);
}

#[test]
fn rows_cannot_be_changed_or_deleted() {
    let path = fresh("triggers");
    let mut ledger = Ledger::open(&path).expect("opens");
    let (report, claims) = sample().remove(3);
    ledger
        .add(&report, &generation("1"), &claims)
        .expect("adds");
    drop(ledger);
    let direct = rusqlite::Connection::open(&path).expect("opens");
    for table in ["entry", "generation", "reading", "coding", "claim"] {
        let column = if table == "entry" {
            "hash"
        } else if table == "reading" {
            "origin"
        } else if table == "coding" {
            "claims"
        } else {
            "json"
        };
        for change in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column} = {column}"),
        ] {
            let error = direct.execute(&change, []).expect_err("is refused");
            assert!(
                error.to_string().contains("append-only"),
                "{change}: {error}"
            );
        }
    }
}

#[test]
fn any_flipped_byte_of_the_content_is_found() {
    let path = fresh("flip");
    let mut ledger = Ledger::open(&path).expect("opens");
    for (report, claims) in sample() {
        ledger
            .add(&report, &generation("1"), &claims)
            .expect("adds");
    }
    drop(ledger);
    let sound = std::fs::read(&path).expect("reads");
    let ledger = Ledger::open(&path).expect("opens");
    let content = export(&ledger, Which::All);
    drop(ledger);
    let copy = fresh("flip-copy");
    let mut found = 0;
    let needles = [
        "Hill Guard shelled",
        "\"kind\":\"denial\"",
        "ex.guard",
        "in.jsonl:r3",
        "test-1",
        "2031-05-02",
    ];
    let at_words = needles.iter().flat_map(|needle| {
        let places = sound
            .windows(needle.len())
            .enumerate()
            .filter(|(_, window)| *window == needle.as_bytes());
        places
            .map(|(at, _)| at + needle.len() / 2)
            .collect::<Vec<_>>()
    });
    for at in at_words.chain((0..sound.len()).step_by(211)) {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        std::fs::write(&copy, &bytes).expect("writable");
        let verdict = Ledger::open(&copy)
            .and_then(|ledger| Ok((ledger.verify(None)?.damages.is_empty(), ledger)));
        // Bytes that no row uses may change: then the ledger still says what it said.
        match verdict {
            Ok((true, ledger)) => assert_eq!(export(&ledger, Which::All), content, "byte {at}"),
            _ => found += 1,
        }
    }
    assert!(found > 40, "{found}");
}

#[test]
fn a_chain_that_was_cut_or_written_anew_is_found_by_an_earlier_head() {
    let (path, other) = (fresh("head"), fresh("head-other"));
    let mut ledger = Ledger::open(&path).expect("opens");
    let records = sample();
    for (report, claims) in &records {
        ledger.add(report, &generation("1"), claims).expect("adds");
    }
    let head = ledger.head().expect("reads");
    ledger
        .add(&records[0].0, &generation("2"), &[])
        .expect("adds");
    assert!(
        ledger
            .verify(Some(&head))
            .expect("reads")
            .damages
            .is_empty()
    );
    let mut shorter = Ledger::open(&other).expect("opens");
    shorter
        .add(&records[0].0, &generation("1"), &records[0].1)
        .expect("adds");
    let verified = shorter.verify(Some(&head)).expect("reads");
    assert_eq!(verified.damages.len(), 1);
    assert!(
        verified.damages[0]
            .to_string()
            .contains("cut or written anew")
    );
}

#[test]
fn files_that_are_no_ledger_are_refused() {
    let path = fresh("foreign");
    std::fs::write(
        &path,
        "just some words, long enough to be looked at as a header of a file",
    )
    .expect("writable");
    assert!(matches!(
        Ledger::open(&path),
        Err(StoreError::NotALedger { .. })
    ));
    assert!(
        std::fs::read(&path)
            .expect("reads")
            .starts_with(b"just some words"),
        "it is left as it was"
    );

    let path = fresh("foreign-sqlite");
    rusqlite::Connection::open(&path)
        .and_then(|other| other.execute_batch("CREATE TABLE t (a)"))
        .expect("makes");
    assert!(matches!(
        Ledger::open(&path),
        Err(StoreError::NotALedger { .. })
    ));

    let path = fresh("newer");
    drop(Ledger::open(&path).expect("opens"));
    rusqlite::Connection::open(&path)
        .and_then(|other| other.execute_batch("PRAGMA user_version = 99"))
        .expect("changes");
    assert!(matches!(
        Ledger::open(&path),
        Err(StoreError::Newer { found: 99, .. })
    ));

    let path = fresh("extra-trigger");
    drop(Ledger::open(&path).expect("opens"));
    rusqlite::Connection::open(&path)
        .and_then(|other| {
            other.execute_batch("CREATE TRIGGER x AFTER INSERT ON entry BEGIN SELECT 1; END")
        })
        .expect("changes");
    assert!(matches!(
        Ledger::open(&path),
        Err(StoreError::NotALedger { .. })
    ));

    let missing = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("no-such-folder")
        .join("x.db");
    let error = Ledger::open(missing).err().expect("cannot be made");
    assert!(matches!(error, StoreError::Unopenable { .. }), "{error}");
}

#[test]
fn a_damaged_file_is_an_error_and_not_a_panic() {
    let path = fresh("damaged");
    let mut ledger = Ledger::open(&path).expect("opens");
    for (report, claims) in sample() {
        ledger
            .add(&report, &generation("1"), &claims)
            .expect("adds");
    }
    drop(ledger);
    let sound = std::fs::read(&path).expect("reads");
    let copy = fresh("damaged-copy");
    for step in 0..60 {
        let mut bytes = sound.clone();
        let at = 100 + step * (sound.len() - 200) / 60;
        bytes[at..at + 64].fill(0xa5);
        std::fs::write(&copy, &bytes).expect("writable");
        if let Ok(ledger) = Ledger::open(&copy) {
            let _ = (
                ledger.verify(None),
                ledger.claims(&Query::default()),
                ledger.head(),
            );
        }
    }
    std::fs::write(&copy, &sound[..sound.len() / 2]).expect("writable");
    let cut = Ledger::open(&copy).and_then(|ledger| ledger.verify(None));
    assert!(cut.map_or(true, |verified| !verified.damages.is_empty()));
}

#[test]
fn the_library_is_one_without_the_write_ahead_log_fault() {
    assert!(
        rusqlite::version_number() >= 3_051_003,
        "{}",
        rusqlite::version()
    );
}
