use super::*;

fn document(text: &str, attributions: Vec<Attribution>) -> Corpus {
    Corpus {
        documents: vec![Document {
            id: "a".into(),
            part: "dev".into(),
            text: text.into(),
            attributions,
        }],
    }
}

fn attribution(source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Attribution {
    Attribution {
        source: vec![source],
        cue: vec![cue],
        content: vec![content],
    }
}

#[test]
fn overlap_counts_in_part_and_a_second_answer_is_wrong() {
    let text = "The mayor said that the mill burned.";
    let corpus = document(text, vec![attribution(0..9, 10..14, 15..35)]);
    let said = |content: Range<usize>| attribution(4..9, 10..14, content);
    let predictions: Predictions = [("a".to_owned(), vec![said(20..35)])].into();
    let report = score(&corpus, &predictions);
    assert_eq!(report.measures["polnear.partial_f1"], 1.0);
    assert_eq!(report.measures["polnear.exact_f1"], 0.0);
    assert_eq!(report.measures["polnear.half_f1"], 1.0);
    let twice: Predictions = [("a".to_owned(), vec![said(20..35), said(15..35)])].into();
    let report = score(&corpus, &twice);
    assert_eq!(report.measures["polnear.content.exact_f1"], 2.0 / 3.0);
    assert!(
        report
            .errors
            .iter()
            .any(|error| error.class == "polnear-spurious-content")
    );
    let none = score(&corpus, &Predictions::new());
    assert_eq!(none.measures["polnear.partial_f1"], 0.0);
    assert!(
        none.errors
            .iter()
            .any(|error| error.class == "polnear-missed-source" && error.gold.contains("said"))
    );
    assert_eq!(
        written_predictions(&corpus, &predictions),
        "{\"document\":\"a\",\"source\":[[4,9]],\"cue\":[[10,14]],\"content\":[[20,35]]}\n"
    );
}

#[test]
fn standoff_files_are_read() {
    let Some(folder) = crate::testing::corpus("polnear") else {
        return;
    };
    let corpus = load(&folder).expect("reads");
    let dev: Vec<&Document> = corpus
        .documents
        .iter()
        .filter(|document| document.part == "dev")
        .collect();
    assert_eq!(dev.len(), 94);
    assert!(dev.iter().any(|document| {
        document
            .attributions
            .iter()
            .any(|attribution| attribution.content.len() > 1)
    }));
    let gold: Predictions = corpus
        .documents
        .iter()
        .map(|document| (document.id.clone(), document.attributions.clone()))
        .collect();
    assert_eq!(score(&corpus, &gold).measures["polnear.exact_f1"], 1.0);
}
