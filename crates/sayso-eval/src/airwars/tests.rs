//! Hand-computed scores on an invented sample; gold against itself on the corpus.

use super::*;

fn incident(code: &str, killed: &str) -> Incident {
    Incident {
        code: code.into(),
        date: None,
        text: "Two were killed.".into(),
        killed: range(killed),
        injured: None,
        killed_unknown: range(killed).is_none(),
        point: Some((10.0, 10.0)),
        geo_precision: None,
        belligerents: vec!["Norland Army".into()],
    }
}

#[test]
fn ranges() {
    let cases = [
        ("5", Some((5, 5))),
        ("3 – 7", Some((3, 7))),
        ("1–12", Some((1, 12))),
        ("1,200 - 1,300", Some((1200, 1300))),
        ("Unknown", None),
        ("", None),
        ("1 – 2 – 3", None),
    ];
    for (text, expected) in cases {
        assert_eq!(range(text).map(|r| (r.min, r.max)), expected, "{text}");
    }
}

#[test]
fn hand_computed() {
    let corpus = Corpus {
        incidents: vec![
            incident("a", "2"),
            incident("b", "2 – 4"),
            incident("c", "Unknown"),
        ],
    };
    let prediction = |min, max, latitude, name: &str| Prediction {
        killed: Some(Range { min, max }),
        injured: None,
        point: Some((latitude, 10.0)),
        belligerent: Some(name.into()),
    };
    let predictions = Predictions::from([
        ("a".into(), prediction(2, 2, 10.01, "the army")),
        ("b".into(), prediction(2, 3, 10.1, "Red Valley Brigade")),
    ]);
    let report = score(&corpus, &predictions, &|_| None);
    let got = [
        "killed_exact",
        "place_5km",
        "place_25km",
        "belligerent",
        "killed_unknown_left_empty",
    ]
    .map(|name| report.measures[&format!("airwars.{name}")]);
    assert_eq!(got, [0.5, 1.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0, 1.0]);
    assert!(!report.measures.contains_key("airwars.injured_exact"));
    assert!(
        report
            .errors
            .iter()
            .any(|e| e.class == "wrong-killed_exact" && e.predicted == "2 – 3")
    );
    let same = |_: &str| Some("army".to_owned());
    assert!(score(&corpus, &predictions, &same).measures["airwars.belligerent"] > 0.6);
    assert!(
        written_predictions(&corpus, &predictions)
            .contains(r#""Civilians reported killed":"2 – 3""#)
    );
}

#[test]
fn corpus_gold_against_itself_is_perfect() {
    let Some(folder) = crate::testing::corpus("airwars") else {
        return;
    };
    let corpus = load(&folder).expect("the corpus is well formed");
    let gold = corpus.incidents.iter().map(|i| {
        let belligerent = i.belligerents.first().cloned();
        (
            i.code.clone(),
            Prediction {
                killed: i.killed,
                injured: i.injured,
                point: i.point,
                belligerent,
            },
        )
    });
    let report = score(&corpus, &gold.collect(), &|_| None);
    for name in ["killed_exact", "injured_exact", "place_5km", "belligerent"] {
        assert_eq!(report.measures[&format!("airwars.{name}")], 1.0, "{name}");
    }
    assert!(
        corpus
            .incidents
            .iter()
            .all(|incident| incident.date.is_some())
    );
}
