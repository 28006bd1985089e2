//! Hand-computed scores on an invented article; gold against itself on the corpora.

use super::*;

const SOURCE: &str = "<articles><article docid=\"7\"><title> A &amp; B </title><text><![CDATA[“Marsa” & Old Mill, Marsa]]></text>
  <toponyms><toponym><phrase>Marsa</phrase><start>1</start><end>6</end><gaztag geonameid=\"11\"><name>Marsa</name>
    <lat>10</lat><lon>20.5</lon><country geonameid=\"3\">Norland</country></gaztag></toponym>
  <toponym><phrase>Old Mill</phrase><start>12</start><end>20</end><gaztag><lat>0</lat><lon>0</lon></gaztag></toponym>
  <toponym><phrase>Nowhere</phrase><start>0</start><end>7</end></toponym></toponyms></article></articles>";

fn corpus() -> Corpus {
    Corpus {
        name: "own".into(),
        documents: read::parse(SOURCE).expect("well formed"),
    }
}

fn gold(corpus: &Corpus) -> Predictions {
    let answer = |t: &Toponym| Resolved {
        latitude: t.latitude,
        longitude: t.longitude,
        geonames_id: t.geonames_id,
    };
    corpus
        .documents
        .iter()
        .map(|d| {
            (
                d.id.clone(),
                d.toponyms.iter().map(|t| Some(answer(t))).collect(),
            )
        })
        .collect()
}

#[test]
fn spans_are_bytes_and_slipped_offsets_are_put_right() {
    let corpus = corpus();
    let document = &corpus.documents[0];
    assert_eq!(
        (document.id.as_str(), document.title.as_str()),
        ("7", "A & B")
    );
    let found: Vec<(&str, Option<u64>)> = document
        .toponyms
        .iter()
        .map(|t| (&document.text[t.start..t.end], t.geonames_id))
        .collect();
    assert_eq!(found, [("Marsa", Some(11)), ("Old Mill", None)]);
}

#[test]
fn hand_computed() {
    let corpus = corpus();
    let mut own = gold(&corpus);
    assert_eq!(score(&corpus, &own).measures["geo.own.acc161"], 1.0);
    let answers = own.get_mut("7").expect("there");
    answers[0] = Some(Resolved {
        latitude: 11.0,
        longitude: 20.5,
        geonames_id: Some(12),
    });
    answers[1] = None;
    let report = score(&corpus, &own);
    let measure = |name: &str| report.measures[&format!("geo.own.{name}")];
    assert_eq!(
        ["acc161", "acc161_with_id", "exact_id", "answered"].map(measure),
        [0.5, 1.0, 0.0, 0.5]
    );
    // One degree of latitude.
    assert!((measure("mean_km") - 111.195).abs() < 0.01);
    let classes: Vec<&str> = report.errors.iter().map(|e| e.class.as_str()).collect();
    assert_eq!(classes, ["other-id-nearby", "unresolved"]);
}

#[test]
fn written_predictions_are_read_back() {
    let corpus = corpus();
    let written = written_predictions(&corpus, &gold(&corpus));
    let back = read::parse(&written).expect("own output is read");
    assert_eq!(
        (&back[0].text, &back[0].toponyms),
        (&corpus.documents[0].text, &corpus.documents[0].toponyms)
    );
}

#[test]
fn corpora_gold_against_itself_is_perfect() {
    let Some(folder) = crate::testing::corpus("geo") else {
        return;
    };
    let corpora = load(&folder).expect("the corpora are well formed");
    assert_eq!(corpora.len(), 2);
    for (corpus, least) in corpora.iter().zip([1270, 2595]) {
        let report = score(corpus, &gold(corpus));
        for name in ["acc161", "exact_id"] {
            assert_eq!(
                report.measures[&format!("geo.{}.{name}", corpus.name)],
                1.0,
                "{}",
                corpus.name
            );
        }
        let found: usize = corpus.documents.iter().map(|d| d.toponyms.len()).sum();
        assert!(found >= least, "{} {found}", corpus.name);
        for document in &corpus.documents {
            assert!(
                document
                    .toponyms
                    .iter()
                    .all(|t| document.text[t.start..t.end] == t.words)
            );
        }
    }
}
