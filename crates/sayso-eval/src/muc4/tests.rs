//! Hand-computed scores on invented reports; gold against itself on the corpus.

use super::*;

fn entity(mentions: &[&str]) -> Vec<String> {
    mentions.iter().map(|m| (*m).to_owned()).collect()
}

fn template(kind: &str, victims: &[&[&str]], weapons: &[&[&str]]) -> Template {
    Template {
        incident_type: kind.to_owned(),
        victims: victims.iter().map(|e| entity(e)).collect(),
        weapons: weapons.iter().map(|e| entity(e)).collect(),
        ..Template::default()
    }
}

fn corpus(templates: Vec<Template>) -> Corpus {
    let document = |id: &str, templates| Document {
        id: id.to_owned(),
        text: String::new(),
        processed_text: "the mayor of marsa was killed".to_owned(),
        templates,
    };
    Corpus {
        name: "own".into(),
        documents: vec![
            document("TST1-MUC3-0001", templates),
            document("TST1-MUC3-0002", vec![]),
        ],
    }
}

fn f1(gold: Vec<Template>, predicted: Vec<Template>) -> f64 {
    let predictions = Predictions::from([("TST1-MUC3-0001".to_owned(), predicted)]);
    score(&corpus(gold), &predictions).measures["muc4.own.gtt_f1"]
}

#[test]
fn hand_computed() {
    let attack = || {
        template(
            "attack",
            &[&["mayor", "ana brel"], &["guard"]],
            &[&["rifles"]],
        )
    };
    let near =
        |value: f64, expected: f64| assert!((value - expected).abs() < 1e-12, "{value} {expected}");
    near(f1(vec![attack()], vec![attack()]), 1.0);
    // One mention of an entity is enough; articles, case and punctuation do not matter.
    near(
        f1(
            vec![attack()],
            vec![template(
                "attack",
                &[&["The Mayor."], &["guard"]],
                &[&["rifles"]],
            )],
        ),
        1.0,
    );
    // A mention outside the gold entity spoils the whole predicted entity: 3 of 4 right on both sides.
    near(
        f1(
            vec![attack()],
            vec![template(
                "attack",
                &[&["mayor", "driver"], &["guard"]],
                &[&["rifles"]],
            )],
        ),
        0.75,
    );
    // The wrong incident type earns nothing, whatever the entities; a gold type with two names takes either.
    near(
        f1(
            vec![attack()],
            vec![template("bombing", &[&["mayor"]], &[])],
        ),
        0.0,
    );
    near(
        f1(
            vec![template("bombing / attack", &[], &[])],
            vec![template("attack", &[], &[])],
        ),
        1.0,
    );
    // Two mentions of one gold entity as two predictions: P 3/3, R 2/3 (guard is missed; no weapon in the gold).
    let gold = template("attack", &[&["mayor", "ana brel"], &["guard"]], &[]);
    near(
        f1(
            vec![gold],
            vec![template("attack", &[&["mayor"], &["ana brel"]], &[])],
        ),
        2.0 * (2.0 / 3.0) / (5.0 / 3.0),
    );
}

#[test]
fn templates_are_mapped_for_the_best_f1_and_the_rest_counts_against() {
    let (a, b) = (
        template("attack", &[&["mayor"]], &[]),
        template("attack", &[&["guard"]], &[]),
    );
    assert_eq!(
        f1(vec![a.clone(), b.clone()], vec![b.clone(), a.clone()]),
        1.0
    );
    // P 2/4, R 2/2.
    assert!((f1(vec![a.clone()], vec![b, a]) - 2.0 * 0.5 / 1.5).abs() < 1e-12);
}

#[test]
fn a_template_on_a_document_without_any_counts_as_spurious() {
    let a = template("attack", &[&["mayor"]], &[]);
    let predictions = Predictions::from([
        ("TST1-MUC3-0001".to_owned(), vec![a.clone()]),
        ("TST1-MUC3-0002".to_owned(), vec![a.clone()]),
    ]);
    let report = score(&corpus(vec![a]), &predictions);
    assert_eq!(report.measures["muc4.own.gtt_precision"], 0.5);
    assert_eq!(report.errors.len(), 1);
}

#[test]
fn many_templates_are_mapped_by_assignment() {
    let many: Vec<Template> = (0..12)
        .map(|n| template("attack", &[&[&format!("person {n}")]], &[]))
        .collect();
    let turned: Vec<Template> = many.iter().rev().cloned().collect();
    assert_eq!(f1(many, turned), 1.0);
}

#[test]
fn message_ids() {
    assert_eq!(message_id("TST1-MUC3-0001"), Some("TST1-MUC3-0001"));
    assert_eq!(message_id("DEV-MUC3-0101 (SITE)"), Some("DEV-MUC3-0101"));
    for line in ["  TST1-MUC3-0001", "DEV-MUC3-01", "SAN MARSA, 4 FEB", ""] {
        assert_eq!(message_id(line), None, "{line}");
    }
}

#[test]
fn predictions_are_written_in_the_forms_of_the_corpus() {
    let predictions = Predictions::from([(
        "TST1-MUC3-0001".to_owned(),
        vec![template("attack", &[&["MAYOR"]], &[])],
    )]);
    let corpus = corpus(vec![]);
    let text = processed_predictions(&corpus, &predictions);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].contains(r#""Victim":[[["mayor",4]]]"#),
        "{}",
        lines[0]
    );
    let gtt = gtt_predictions(&corpus, &predictions);
    assert!(
        gtt.contains(r#""10001""#) && gtt.contains(r#""Victim":[["MAYOR"]]"#),
        "{gtt}"
    );
}

#[test]
fn corpus_gold_against_itself_is_perfect() {
    let Some(folder) = crate::testing::corpus("muc4") else {
        return;
    };
    for corpus in load(&folder).expect("the corpus is well formed") {
        let gold: Predictions = corpus
            .documents
            .iter()
            .map(|d| (d.id.clone(), d.templates.clone()))
            .collect();
        let report = score(&corpus, &gold);
        assert_eq!(
            report.measures[&format!("muc4.{}.gtt_f1", corpus.name)],
            1.0
        );
        let raw = corpus
            .documents
            .iter()
            .filter(|d| d.text != d.processed_text)
            .count();
        assert_eq!(
            raw,
            corpus.documents.len(),
            "every document has its raw text"
        );
    }
}

#[test]
fn chances_follow_the_weights_and_count_a_feature_once() {
    let weights: Weights = toml::from_str(
        "fill_above = 20\nkeep_above = 25\nshared_above = 20\n[always]\nVictim = -100\n[weights.Victim]\nnear = 100\nfar = -50\n",
    )
    .expect("weights");
    let chance = |slot, features: &[&str]| {
        let features: Vec<String> = features.iter().map(|&f| f.to_owned()).collect();
        weights.chance(slot, features.iter())
    };
    assert!((chance(Slot::Victim, &["near", "near", "unknown"]) - 0.5).abs() < 1e-9);
    assert!(chance(Slot::Victim, &["far"]) < chance(Slot::Victim, &[]));
    assert!((chance(Slot::Weapon, &["near"]) - 0.5).abs() < 1e-9);
    assert!(super::weights().fill_above() < 0.5);
}
