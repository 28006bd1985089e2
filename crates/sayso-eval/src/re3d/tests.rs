//! Hand-computed scores on an invented sample; gold against itself on the corpus.

use super::*;

fn corpus() -> Corpus {
    let line = DocumentLine {
        id: "d".into(),
        title: String::new(),
        text: "é Red Front in Marsa".into(),
    };
    let entity = |begin, end, kind: &str| EntityLine {
        document_id: "d".into(),
        begin,
        end,
        kind: kind.into(),
    };
    let entities = [
        entity(2, 11, "Organisation"),
        entity(15, 20, "Location"),
        entity(15, 20, "Nationality"),
        entity(15, 99, "Location"),
    ];
    Corpus {
        documents: vec![document(line, "part", &entities)],
    }
}

#[test]
fn hand_computed() {
    let corpus = corpus();
    let text = &corpus.documents[0].text;
    let words: Vec<&str> = corpus.documents[0]
        .entities
        .iter()
        .map(|e| &text[e.start..e.end])
        .collect();
    assert_eq!(words, ["Red Front", "Marsa"]);
    let mut own = corpus.documents[0].entities.clone();
    own[0].end -= 1;
    own.push(Entity {
        start: 0,
        end: 1,
        kind: "Money".into(),
    });
    own.push(Entity {
        start: 16,
        end: 21,
        kind: "Person".into(),
    });
    let report = score(&corpus, &Predictions::from([("d".to_owned(), own)]));
    let measure = |kind: &str| report.measures[&format!("re3d.{kind}.f1")];
    // One right of three predicted (money is not asked for) and two in the gold.
    assert_eq!(
        ["Organisation", "Location", "Person", "all"].map(measure),
        [0.0, 1.0, 0.0, 0.4]
    );
    let classes: Vec<&str> = report.errors.iter().map(|e| e.class.as_str()).collect();
    assert_eq!(classes, ["wrong-span-Organisation", "wrong-type"]);
}

#[test]
fn corpus_gold_against_itself_is_perfect_and_is_written_as_it_was_read() {
    let Some(folder) = crate::testing::corpus("re3d") else {
        return;
    };
    let corpus = load(&folder).expect("the corpus is well formed");
    let gold: Predictions = corpus
        .documents
        .iter()
        .map(|d| (d.id.clone(), d.entities.clone()))
        .collect();
    assert_eq!(score(&corpus, &gold).measures["re3d.all.f1"], 1.0);
    let written = written_predictions(&corpus, &gold);
    let lines: Vec<EntityLine> = written
        .lines()
        .map(|line| serde_json::from_str(line).expect("own output is read"))
        .collect();
    for d in &corpus.documents {
        let line = DocumentLine {
            id: d.id.clone(),
            title: String::new(),
            text: d.text.clone(),
        };
        assert_eq!(document(line, "", &lines).entities, d.entities);
    }
}
