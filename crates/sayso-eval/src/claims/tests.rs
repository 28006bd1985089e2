//! Hand-computed scores on small invented reports; gold against itself on the corpora.

use super::*;
use crate::annotation::{AnnotationLine, Figure};
use crate::names::no_registry;
use crate::report::Report;
use crate::world::World;
use sayso_model::{Happened, Kind, WeaponClass};
use std::collections::BTreeSet;

const TEXT: &str = "Shells hit Marsa on Monday. The Norland Army said two people died. The Norland Army denied \
    shelling the clinic. More than 300 people have been killed since May. The Red Valley Brigade said it fired rockets.";

pub(super) fn sentence(number: usize) -> String {
    let found = TEXT
        .split_inclusive(". ")
        .nth(number)
        .unwrap_or_default()
        .trim();
    assert!(!found.is_empty());
    found.to_owned()
}

pub(super) fn line(kind: Kind, sentences: &[usize]) -> AnnotationLine {
    AnnotationLine::new("x1", kind, sentences.iter().map(|s| sentence(*s)).collect())
}

pub(super) fn exactly(number: u64) -> Option<Figure> {
    Some(Figure {
        low: Some(number),
        best: Some(number),
        high: Some(number),
    })
}

pub(super) fn some(words: &str) -> Option<String> {
    Some(words.to_owned())
}

fn set(gold: Vec<AnnotationLine>) -> ClaimSet {
    let report = ReportInput {
        id: "x1".into(),
        text: TEXT.into(),
        ..ReportInput::default()
    };
    ClaimSet {
        name: "own".into(),
        reports: vec![report],
        gold,
        annotated: BTreeSet::from(["x1".to_owned()]),
        world_path: None,
        links_path: None,
        world: World::default(),
    }
}

pub(super) fn run(gold: Vec<AnnotationLine>, predicted: &[AnnotationLine]) -> Report {
    score(&[set(gold)], predicted, &no_registry)
}

pub(super) fn measure(report: &Report, name: &str) -> f64 {
    report
        .measures
        .get(&format!("claims.own.{name}"))
        .copied()
        .unwrap_or(f64::NAN)
}

fn gold() -> Vec<AnnotationLine> {
    let mut strike = line(Kind::Strike, &[0, 1]);
    strike.sources = vec!["Norland Army".into()];
    strike.killed = exactly(2);
    strike.place = vec!["Marsa".into()];
    let mut denial = line(Kind::Denial, &[2]);
    denial.happened = Happened::Denied;
    denial.sources = vec!["Norland Army".into()];
    denial.perpetrator = some("Norland Army");
    let mut toll = line(Kind::TollCumulative, &[3]);
    toll.killed = Some(Figure {
        low: Some(300),
        best: Some(300),
        high: None,
    });
    let mut own = line(Kind::Strike, &[4]);
    own.sources = vec!["Red Valley Brigade".into()];
    own.perpetrator = some("Red Valley Brigade");
    own.weapon_class = Some(WeaponClass::RocketMissile);
    own.self_claim = true;
    vec![strike, denial, toll, own]
}

#[test]
fn gold_against_itself_is_perfect() {
    let report = run(gold(), &gold());
    for name in [
        "strict_f1",
        "detection_f1",
        "killed",
        "innermost_source",
        "perpetrator",
        "place",
    ] {
        assert_eq!(measure(&report, name), 1.0, "{name}");
    }
    assert!(report.errors.is_empty(), "{}", report.errors_text());
    assert_eq!(report.measures["claims.all.strict_f1"], 1.0);
}

#[test]
fn wrong_fields_lose_the_strict_measure_only() {
    let mut predicted = gold();
    predicted[0].killed = exactly(3);
    predicted[3].perpetrator = None;
    predicted.remove(1);
    let report = run(gold(), &predicted);
    // 3 of 4 found with 3 predictions: P 1, R .75; strictly right: the toll alone.
    assert_eq!(measure(&report, "detection_f1"), 2.0 * 0.75 / 1.75);
    assert!((measure(&report, "strict_f1") - 2.0 / 7.0).abs() < 1e-12);
    assert_eq!(measure(&report, "killed"), 0.5);
    let classes: BTreeSet<&str> = report.errors.iter().map(|e| e.class.as_str()).collect();
    assert_eq!(
        classes,
        BTreeSet::from(["missed", "wrong-killed", "empty-perpetrator"])
    );
}

#[test]
fn a_value_where_the_gold_has_none_is_a_false_fill_and_not_strict() {
    let mut predicted = gold();
    predicted[0].perpetrator = some("Red Valley Brigade");
    let report = run(gold(), &predicted);
    assert_eq!(measure(&report, "perpetrator"), 1.0);
    assert_eq!(measure(&report, "perpetrator_false_fill"), 0.5);
    assert_eq!(measure(&report, "strict_f1"), 0.75);
}

#[test]
fn optional_lines_count_nowhere() {
    let mut lines = gold();
    lines[0].optional = true;
    let all = run(lines.clone(), &gold());
    assert_eq!(
        (measure(&all, "strict_f1"), measure(&all, "required")),
        (1.0, 3.0)
    );
    let without = run(lines.clone(), &gold()[1..]);
    assert_eq!(measure(&without, "strict_f1"), 1.0);
    // A prediction of another kind group over the optional line alone is ignored too, over a required one it is not.
    let mut predicted = gold();
    predicted.push(line(Kind::Abduction, &[1]));
    assert_eq!(measure(&run(lines.clone(), &predicted), "spurious"), 0.0);
    predicted.push(line(Kind::Abduction, &[2]));
    assert_eq!(measure(&run(lines, &predicted), "spurious"), 1.0);
}

#[test]
fn evidence_must_overlap_and_kinds_must_be_of_one_group() {
    let elsewhere = vec![line(Kind::Strike, &[3])];
    assert_eq!(
        measure(&run(vec![line(Kind::Strike, &[0])], &elsewhere), "matched"),
        0.0
    );
    let strange = vec![AnnotationLine::new(
        "x1",
        Kind::Strike,
        vec!["Not in the text.".into()],
    )];
    let report = run(vec![line(Kind::Strike, &[0])], &strange);
    assert_eq!(
        (
            measure(&report, "matched"),
            measure(&report, "evidence_not_found")
        ),
        (0.0, 1.0)
    );
    let pairs = [
        (Kind::Attack, Kind::Clash, true),
        (Kind::Abduction, Kind::Detention, true),
        (Kind::Strike, Kind::Interception, false),
        (Kind::Other, Kind::Attack, false),
        (
            Kind::StatementOfResponsibility,
            Kind::StatementOfResponsibility,
            true,
        ),
        (Kind::StatementOfResponsibility, Kind::Bombing, false),
    ];
    for (one, other, expected) in pairs {
        let report = run(vec![line(one, &[0])], &[line(other, &[0])]);
        assert_eq!(
            measure(&report, "matched") == 1.0,
            expected,
            "{one:?} {other:?}"
        );
    }
    for (one, other) in [(true, false), (false, true)] {
        let mut gold = line(Kind::StatementOfResponsibility, &[0]);
        let mut predicted = line(Kind::Bombing, &[0]);
        (gold.self_claim, predicted.self_claim) = (one, other);
        assert_eq!(
            measure(
                &run(vec![gold.clone()], std::slice::from_ref(&predicted)),
                "matched"
            ),
            1.0
        );
        assert_eq!(measure(&run(vec![predicted], &[gold]), "matched"), 1.0);
    }
}

#[test]
fn the_better_sum_wins_over_the_first_fit() {
    // Two sources on one occurrence over the same sentence, predicted in the other order.
    let (mut a, mut b) = (line(Kind::Strike, &[1]), line(Kind::Strike, &[1]));
    a.sources = vec!["Norland Army".into()];
    b.sources = vec!["residents".into()];
    let report = run(vec![a.clone(), b.clone()], &[b, a]);
    assert_eq!(measure(&report, "strict_f1"), 1.0);
}

#[test]
fn grave_errors_are_counted() {
    let mut confused = gold()[2].clone();
    confused.kind = Kind::Attack;
    let mut act = line(Kind::Strike, &[2]);
    act.perpetrator = some("Norland Army");
    let report = run(gold(), &[confused, act]);
    assert_eq!(measure(&report, "toll_confusions"), 1.0);
    assert_eq!(measure(&report, "non_events_as_occurrences"), 1.0);
    assert_eq!(measure(&run(vec![], &gold()), "inventions"), 4.0);
    assert_eq!(measure(&run(vec![], &[]), "inventions"), 0.0);
}

#[test]
fn corpora_gold_against_itself_is_perfect() {
    let Some(root) = crate::testing::corpus("claims") else {
        return;
    };
    let sets = load_all(&root).expect("the corpus is well formed");
    let lines: Vec<AnnotationLine> = sets.iter().flat_map(|set| set.gold.clone()).collect();
    let report = score(&sets, &lines, &no_registry);
    for set in sets.iter().map(|set| set.name.as_str()).chain(["all"]) {
        for name in [
            "strict_f1",
            "detection_f1",
            "source_chain",
            "date",
            "place",
            "target",
            "kind",
        ] {
            let value = report
                .measures
                .get(&format!("claims.{set}.{name}"))
                .copied();
            assert_eq!(value, Some(1.0), "{set} {name}\n{}", report.errors_text());
        }
        assert_eq!(
            report.measures[&format!("claims.{set}.evidence_not_found")],
            0.0
        );
    }
}

#[test]
fn registries_are_asked_in_order_and_their_ids_are_not_mixed() {
    let named = |name: &str| {
        let mut claim = line(Kind::Strike, &[1]);
        claim.sources = vec![name.to_owned()];
        claim
    };
    let ids = |_: &ReportInput, name: &str| match name {
        "the army" | "General Staff" => Some("a".to_owned()),
        "army of the south" => Some("b".to_owned()),
        _ => None,
    };
    for (gold, predicted, expected) in [
        ("the army", "General Staff", 1.0),
        ("the army", "army of the south", 0.0),
        ("Norland Army", "the army", 1.0),
        ("residents", "General Staff", 0.0),
    ] {
        let report = score(&[set(vec![named(gold)])], &[named(predicted)], &ids);
        assert_eq!(
            measure(&report, "innermost_source"),
            expected,
            "{gold} / {predicted}"
        );
    }
}
