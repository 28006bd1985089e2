use super::*;

#[test]
fn labels_are_scored_one_by_one() {
    let sentence = |number, labels: &[&str]| Sentence {
        number,
        text: String::new(),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
    };
    let corpus = Corpus {
        documents: vec![Document {
            id: 7,
            sentences: vec![
                sentence(0, &["KILL", "FORCE"]),
                sentence(1, &[]),
                sentence(2, &["FAIL"]),
            ],
        }],
    };
    let predictions: Predictions = [
        ((7, 0), ["KILL".to_owned()].into()),
        ((7, 1), ["KILL".to_owned()].into()),
    ]
    .into();
    let report = score(&corpus, &predictions);
    assert!((report.measures["india_police.kill.f1"] - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(report.measures["india_police.force.f1"], 0.0);
    assert_eq!(report.measures["india_police.arrest.f1"], 1.0);
    assert_eq!(report.errors.len(), 2);
    assert_eq!(written_predictions(&predictions).lines().count(), 2);
}

#[test]
fn the_corpus_is_read() {
    let Some(folder) = crate::testing::corpus("india_police") else {
        return;
    };
    let corpus = load(&folder).expect("reads");
    assert_eq!(corpus.documents.len(), 617);
    let killing = corpus
        .documents
        .iter()
        .flat_map(|document| &document.sentences)
        .filter(|sentence| sentence.labels.contains("KILL"))
        .count();
    assert_eq!(killing, 53);
}
