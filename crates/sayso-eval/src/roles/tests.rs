use super::cameo::sentence;
use super::plover::unmarked;
use super::*;
use std::ops::Range;
use std::path::Path;

type Load = fn(&Path) -> Result<Corpus, crate::EvalError>;

/// One span.
fn one(start: usize, end: usize) -> Vec<Range<usize>> {
    std::iter::once(start..end).collect()
}

#[test]
fn labelled_tokens_become_running_text() {
    let lines = [
        ("The", "B-S"),
        ("army", "I-S"),
        ("'s", "O"),
        ("guns", "O"),
        ("hit", "O"),
        ("(", "O"),
        ("two", "B-T"),
        ("mills", "I-T"),
        (")", "O"),
        ("Tolme", "B-T"),
        (".", "O"),
    ];
    let sentence = sentence("a-1".into(), &lines);
    assert_eq!(sentence.text, "The army's guns hit (two mills) Tolme.");
    assert_eq!(sentence.roles.sources, one(0, 8));
    assert_eq!(sentence.roles.targets, [21..30, 32..37]);
}

#[test]
fn marks_are_taken_out() {
    let (text, roles) = unmarked("The (SRC: army) (of X) (EVT: hit) (LOC: at (TAR: Tolme)).");
    assert_eq!(text, "The army (of X) hit at Tolme.");
    assert_eq!(&text[roles.sources[0].clone()], "army");
    assert_eq!(&text[roles.targets[0].clone()], "Tolme");
    assert_eq!(unmarked("(SRC: open").1, Roles::default());
}

#[test]
fn exact_and_partial_spans_are_counted_apart() {
    let (text, roles) = unmarked("The (SRC: army) hit (TAR: two mills).");
    let corpus = Corpus {
        name: "plover",
        sentences: vec![Sentence {
            id: "1".into(),
            text,
            roles: Roles {
                class: Some("FIGHT".into()),
                ..roles
            },
        }],
    };
    let own = Roles {
        sources: one(4, 8),
        targets: one(17, 22),
        related: Vec::new(),
        class: Some("FIGHT".into()),
    };
    let report = score(&corpus, &[("1".to_owned(), own)].into());
    assert_eq!(report.measures["plover.source.f1"], 1.0);
    assert_eq!(report.measures["plover.target.f1"], 0.0);
    assert_eq!(report.measures["plover.partial_f1"], 1.0);
    assert_eq!(report.measures["plover.f1"], 0.5);
    assert_eq!(report.measures["plover.class_accuracy"], 1.0);
    assert_eq!(report.errors.len(), 1);
}

#[test]
fn the_corpora_are_read_and_answer_themselves() {
    let loads: [(&str, Load); 2] = [("cameo", load_cameo), ("plover", load_plover)];
    for (name, load) in loads {
        let Some(folder) = crate::testing::corpus(name) else {
            continue;
        };
        let corpus = load(&folder).expect("reads");
        assert!(corpus.sentences.len() > 300);
        let gold = corpus
            .sentences
            .iter()
            .map(|sentence| (sentence.id.clone(), sentence.roles.clone()))
            .collect();
        let report = score(&corpus, &gold);
        assert_eq!(report.measures[&format!("{name}.f1")], 1.0);
    }
}
