//! The seam: what an analyser says is filled in, and what a coder then asks of a sentence.

use sayso_text::{Analyser, SegmentLexicon, Sentence, TokenAnalysis, Upos, analyse, segment};

/// Says of every sentence of nine tokens what it was told, and too little of every other.
struct Told;

impl Analyser for Told {
    fn name(&self) -> &str {
        "told"
    }

    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>> {
        let one = |(upos, xpos, head, deprel)| TokenAnalysis {
            upos,
            xpos,
            head,
            deprel,
        };
        let nine = [
            (Upos::Det, "DT", Some(1), "det"),
            (Upos::Noun, "NNS", Some(2), "nsubj"),
            (Upos::Verb, "VBD", None, "root"),
            (Upos::Det, "DT", Some(4), "det"),
            (Upos::Noun, "NN", Some(2), "obj"),
            (Upos::Adp, "IN", Some(7), "case"),
            (Upos::Det, "DT", Some(7), "det"),
            (Upos::Propn, "NNP", Some(4), "nmod"),
            (Upos::Punct, ".", Some(2), "punct"),
        ];
        sentences
            .iter()
            .map(|forms| {
                if forms.len() == 9 {
                    nine.map(one).to_vec()
                } else {
                    Vec::new()
                }
            })
            .collect()
    }
}

#[test]
fn sentences_are_filled_and_can_be_asked() {
    let text = "The rebels shelled the road to the Veldan. Nobody came.";
    let mut document = segment(text, SegmentLexicon::builtin());
    analyse(&mut document, &Told, |_| true);
    let sentence = &document.sentences[0];
    assert!(sentence.analysed);
    // An answer that does not fit leaves the sentence as it was.
    assert!(!document.sentences[1].analysed && document.sentences[1].root().is_none());
    let lemmas: Vec<&str> = sentence
        .tokens
        .iter()
        .map(|token| token.lemma.as_str())
        .collect();
    assert_eq!(
        lemmas,
        [
            "the", "rebel", "shell", "the", "road", "to", "the", "Veldan", "."
        ]
    );
    assert_eq!(sentence.root(), Some(2));
    assert_eq!(sentence.children(2).collect::<Vec<_>>(), [1, 4, 8]);
    assert_eq!(sentence.child(2, "obj"), Some(4));
    assert_eq!(sentence.subtree(4), 3..8);
    let without_case = |i: usize| sentence.tokens[i].deprel == "nmod";
    assert_eq!(
        sentence.words(text, sentence.subtree_without(4, without_case)),
        "the road"
    );
    assert_eq!(sentence.subtree_span(1).slice(text), Some("The rebels"));
    assert_eq!(sentence.subtree(99), 99..100);
    assert_eq!(sentence.token_at(4), Some(1));
    assert_eq!(sentence.token_at(3), None);
    assert_eq!(document.sentence_at(text.len() as u32 - 1), Some(1));
}

#[test]
fn only_wanted_sentences_are_analysed_and_capitals_give_small_lemmas() {
    let text =
        "THE REBELS SHELLED THE ROAD TO THE VELDAN. The rebels shelled the road to the Veldan.";
    let mut document = segment(text, SegmentLexicon::builtin());
    analyse(&mut document, &Told, Sentence::is_upper_case);
    assert_eq!(
        document
            .sentences
            .iter()
            .map(|s| s.analysed)
            .collect::<Vec<_>>(),
        [true, false]
    );
    let lemmas: Vec<&str> = document.sentences[0]
        .tokens
        .iter()
        .map(|token| token.lemma.as_str())
        .collect();
    assert_eq!(
        lemmas,
        [
            "the", "rebel", "shell", "the", "road", "to", "the", "veldan", "."
        ]
    );
}
