//! Every form against its golden file; `SAYSO_BLESS=1 cargo test -p sayso-export` writes them anew.

use jiff::civil::{date, time};
use sayso_export::{Exporter, Format};
use sayso_model::*;
use std::path::PathBuf;

const TEXT: &str = "Shells hit the port quarter of Ella Town on Tuesday, killing at least 12 people, the Health Office said.\n\n\
    The Hill Guard denied that it had fired. \"=Nobody\u{202e} fired,\" it said, \"and\u{1b}[2J nobody will.\"";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("is in the text");
    Span::new(start, start + words.len())
}

fn known<T>(value: T, words: &str, rule: &str) -> Field<T> {
    Field::known(value, vec![span(words)], rule)
}

fn not_stated<T>() -> Field<T> {
    Field::empty(EmptyReason::NotStated)
}

fn link(words: &str, cue: &str, stance: Stance, registry: Option<&str>) -> SourceLink {
    SourceLink {
        words: words.into(),
        registry: registry.map(str::to_owned),
        cue: Some(cue.into()),
        stance,
        span: span(words),
        rule: "attribution.says".into(),
    }
}

fn sample() -> (Report, Vec<Claim>) {
    let published = Published::Known {
        date: date(2031, 5, 6),
        time: Some(time(10, 30, 0, 0)),
        offset_seconds: Some(12_600),
        basis: PublishedBasis::JsonLd,
    };
    let report = Report {
        id: ReportId::of_content(Some("Example, News"), None, &published, None, TEXT),
        input_id: "x01".into(),
        origin: "in.jsonl:1".into(),
        outlet: Some("Example, News".into()),
        url: Some("https://example.org/a".into()),
        published,
        modified: None,
        title: Some("=HYPERLINK(\"x\")".into()),
        language: Language::Known { code: "en".into() },
        text: TEXT.into(),
        boilerplate: vec![],
        raw_sha256: "00".into(),
        encoding: "UTF-8 (JSON)".into(),
        notes: vec![ReadNote {
            code: "nul-characters".into(),
            message: "NUL characters were replaced by U+FFFD.".into(),
        }],
    };
    let strike = Claim {
        id: ClaimId("aaaa".into()),
        report: report.id.clone(),
        kind: Kind::Strike,
        kind_rule: "strike.shell".into(),
        happened: Happened::Asserted,
        sources: vec![link(
            "the Health Office",
            "say",
            Stance::Says,
            Some("ex.health"),
        )],
        perpetrator: not_stated(),
        target: known(
            Party {
                words: "port quarter of Ella Town".into(),
                registry: None,
            },
            "port quarter",
            "target",
        ),
        weapon: known(
            Weapon {
                class: WeaponClass::ArtilleryMortar,
                words: "Shells".into(),
            },
            "Shells",
            "weapon",
        ),
        place: known(
            Place {
                names: vec![PlaceName {
                    words: "Ella Town".into(),
                    registry: Some("geonames:1".into()),
                }],
                point: Some(Point {
                    latitude: -33.512_345,
                    longitude: -70.5,
                }),
                precision: PlacePrecision::Town,
                reason: "only one place of that name".into(),
            },
            "Ella Town",
            "place",
        ),
        when: known(
            When {
                start: Some(date(2031, 5, 6)),
                end: Some(date(2031, 5, 6)),
                precision: DatePrecision::Day,
                basis: DateBasis::Explicit,
            },
            "Tuesday",
            "date",
        ),
        killed: known(
            Count {
                low: Some(12),
                best: Some(12),
                high: None,
                qualifier: Qualifier::AtLeast,
            },
            "12",
            "count",
        ),
        injured: not_stated(),
        killed_or_injured: not_stated(),
        victims: known(VictimStatus::Civilian, "people", "victims"),
        cumulative_since: not_stated(),
        hedged: false,
        self_claim: false,
        aggregate: false,
        same_incident: None,
        evidence: vec![span(
            "Shells hit the port quarter of Ella Town on Tuesday, killing at least 12 people, the Health Office said.",
        )],
        derivation: vec![],
    };
    let denial = Claim {
        id: ClaimId("bbbb".into()),
        kind: Kind::Denial,
        happened: Happened::Denied,
        sources: vec![link("The Hill Guard", "deny", Stance::Denies, None)],
        perpetrator: known(
            Party {
                words: "Hill Guard".into(),
                registry: Some("ex.guard".into()),
            },
            "Hill Guard",
            "perpetrator",
        ),
        target: not_stated(),
        weapon: not_stated(),
        place: known(
            Place {
                names: vec![PlaceName {
                    words: "=cmd".into(),
                    registry: None,
                }],
                point: Some(Point {
                    latitude: 1.0,
                    longitude: 2.0,
                }),
                precision: PlacePrecision::Province,
                reason: "test".into(),
            },
            "Ella Town",
            "place",
        ),
        when: Field::empty(EmptyReason::NoPublicationDate),
        killed: not_stated(),
        killed_or_injured: known(
            Count {
                low: Some(2),
                best: None,
                high: None,
                qualifier: Qualifier::Plural,
            },
            "people",
            "count",
        ),
        victims: not_stated(),
        hedged: true,
        same_incident: Some(ClaimId("aaaa".into())),
        evidence: vec![
            span("The Hill Guard denied that it had fired."),
            span("\"=Nobody\u{202e} fired,\" it said, \"and\u{1b}[2J nobody will.\""),
        ],
        ..strike.clone()
    };
    (report, vec![strike, denial])
}

fn export(format: Format) -> String {
    let (report, claims) = sample();
    let mut silent = report.clone();
    (silent.input_id, silent.notes, silent.published) = ("x02".into(), vec![], Published::Unknown);
    let mut exporter = Exporter::new(format, Vec::new()).expect("writes");
    exporter.add(&report, &claims).expect("writes");
    exporter.add(&silent, &[]).expect("writes");
    String::from_utf8(exporter.finish().expect("writes")).expect("UTF-8")
}

#[test]
fn every_form_is_as_in_its_golden_file() {
    for (name, format) in Format::ALL {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(format!("{name}.txt"));
        let found = export(format);
        if std::env::var_os("SAYSO_BLESS").is_some() {
            std::fs::write(&path, &found).expect("writable");
        }
        let want = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, want, "{name} differs from {}", path.display());
    }
}

#[test]
fn nothing_that_acts_on_a_terminal_comes_out() {
    for (name, format) in Format::ALL {
        let found = export(format);
        assert!(!found.contains(['\u{1b}', '\u{202e}']), "{name}");
    }
}

#[test]
fn json_comes_back_as_it_went_in() {
    let value: serde_json::Value = serde_json::from_str(&export(Format::Json)).expect("valid");
    let (report, claims) = sample();
    assert_eq!(
        serde_json::from_value::<Report>(value["reports"][0]["report"].clone()).expect("a report"),
        report
    );
    assert_eq!(
        serde_json::from_value::<Vec<Claim>>(value["reports"][0]["claims"].clone())
            .expect("claims"),
        claims
    );
}

#[test]
fn csv_rows_have_as_many_cells_as_the_head() {
    let found = export(Format::Csv);
    let cells = |record: &str| {
        let mut quoted = false;
        1 + record
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            })
            .count()
    };
    let records: Vec<&str> = found.split_terminator("\r\n").collect();
    assert_eq!(records.len(), 3);
    assert!(
        records
            .iter()
            .all(|record| cells(record) == cells(records[0]))
    );
}

#[test]
fn annotation_has_the_field_names_of_the_gold_lines() {
    let root = std::env::var("SAYSO_CORPORA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let annotation = export(Format::Annotation);
    let first: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(annotation.lines().next().expect("a line")).expect("valid");
    for set in ["real_a", "real_b", "real_c", "real_d", "registers"] {
        let Ok(gold) = std::fs::read_to_string(root.join("claims").join(set).join("gold.jsonl"))
        else {
            eprintln!("skipped: no gold lines of {set}");
            continue;
        };
        for line in gold.lines() {
            let gold: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).expect("valid");
            // Annotators' extras follow after `optional`.
            let required: Vec<&str> = gold
                .keys()
                .map(String::as_str)
                .take_while(|key| *key != "optional")
                .chain(["optional"])
                .collect();
            assert_eq!(
                required,
                first.keys().map(String::as_str).collect::<Vec<_>>(),
                "{set}: {}",
                gold["claim_id"]
            );
        }
    }
}
