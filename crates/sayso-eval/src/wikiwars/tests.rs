//! Hand-computed scores on invented narratives; gold against itself on the corpora.

use super::*;

const SOURCE: &str = "<DOC>\r\n<DOCID>x</DOCID>\n<DATETIME>2001-02-03</DATETIME>\n<TEXT>\r\nOn <TIMEX2 val=\"1801-05-02\" \
    mod=\"\" anchor_val=\"\">2 May 1801</TIMEX2> A &amp; B met <TIMEX2 val=\"\">at <TIMEX2 anchor_val=\"z\" \
    val=\"1801\">that year</TIMEX2></TIMEX2>.\n</TEXT>\n</DOC>";

fn corpus() -> Corpus {
    let document = parse("x", SOURCE, "TIMEX2", "val").expect("well formed");
    Corpus {
        name: "wikiwars".into(),
        tag: "TIMEX2",
        documents: vec![document],
    }
}

fn gold(corpus: &Corpus) -> Predictions {
    corpus
        .documents
        .iter()
        .map(|d| (d.id.clone(), d.expressions.clone()))
        .collect()
}

#[test]
fn tags_are_taken_out_and_spans_point_at_the_words() {
    let corpus = corpus();
    let document = &corpus.documents[0];
    assert_eq!(document.text, "\nOn 2 May 1801 A & B met at that year.\n");
    let found: Vec<(&str, &str)> = document
        .expressions
        .iter()
        .map(|e| (&document.text[e.start..e.end], e.value.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("2 May 1801", "1801-05-02"),
            ("at that year", ""),
            ("that year", "1801")
        ]
    );
    assert_eq!(document.reference, "2001-02-03".parse().ok());
    for broken in [
        "no text",
        "<TEXT>",
        "<TEXT><TIMEX2 val=\"\">a</TEXT>",
        "<TEXT>a</TIMEX2></TEXT>",
    ] {
        assert!(parse("x", broken, "TIMEX2", "val").is_err(), "{broken}");
    }
    assert_eq!(
        parse("x", "<TEXT>a < b</TEXT>", "TIMEX2", "val")
            .map(|d| d.text)
            .as_deref(),
        Ok("a < b")
    );
}

#[test]
fn hand_computed() {
    let corpus = corpus();
    let mut own = gold(&corpus);
    assert_eq!(
        score(&corpus, &own).measures["wikiwars.strict_span_value_f1"],
        1.0
    );
    let list = own.get_mut("x").expect("there");
    list[0].value = "1801-05".into();
    list[2].end -= 1;
    let report = score(&corpus, &own);
    let measure = |name: &str| report.measures[&format!("wikiwars.{name}")];
    assert!((measure("strict_span_f1") - 2.0 / 3.0).abs() < 1e-12);
    assert!((measure("strict_span_value_f1") - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(measure("value_accuracy_on_strict_spans"), 0.5);
    let classes: Vec<&str> = report.errors.iter().map(|e| e.class.as_str()).collect();
    assert_eq!(classes, ["wrong-span", "wrong-value"]);
}

#[test]
fn two_values_on_one_span_earn_once() {
    let corpus = corpus();
    let mut own = gold(&corpus);
    let twice = TimeExpression {
        value: "9".into(),
        ..own["x"][0].clone()
    };
    own.get_mut("x").expect("there").push(twice);
    // 3 spans of 4 predictions and 3 gold expressions.
    assert!(
        (score(&corpus, &own).measures["wikiwars.strict_span_f1"] - 2.0 * 0.75 / 1.75).abs()
            < 1e-12
    );
}

#[test]
fn written_predictions_are_read_back() {
    let corpus = corpus();
    let written = tagged_documents(&corpus, &gold(&corpus));
    let back = parse("x", &written[0].1, "TIMEX2", "val").expect("own output is read");
    assert_eq!(
        (&back.text, &back.expressions),
        (&corpus.documents[0].text, &corpus.documents[0].expressions)
    );
}

#[test]
fn corpora_gold_against_itself_is_perfect() {
    for name in ["wikiwars", "wikiwars_timeml"] {
        let Some(folder) = crate::testing::corpus(name) else {
            continue;
        };
        let corpus = load(&folder).expect("the corpus is well formed");
        assert_eq!(corpus.name, name);
        let report = score(&corpus, &gold(&corpus));
        assert_eq!(
            report.measures[&format!("{name}.strict_span_value_f1")],
            1.0
        );
        assert!(
            corpus
                .documents
                .iter()
                .all(|d| d.reference.is_some() && d.expressions.len() > 20),
            "{name}"
        );
        for (document, (_, xml)) in corpus
            .documents
            .iter()
            .zip(tagged_documents(&corpus, &gold(&corpus)))
        {
            let attribute = if name == "wikiwars" { "val" } else { "value" };
            let back =
                parse(&document.id, &xml, corpus.tag, attribute).expect("own output is read");
            assert_eq!(back.expressions, document.expressions, "{}", document.id);
        }
    }
}
