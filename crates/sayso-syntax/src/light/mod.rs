//! The light provider: an averaged perceptron that tags, then parses greedily, in one pass over each sentence.
//!
//! Everything is whole numbers, so that the answer is the same on every machine.

pub mod features;
pub mod labels;
pub mod model;
pub mod state;
pub mod table;
pub mod words;

use model::Model;
use sayso_text::{Analyser, TokenAnalysis};
use std::sync::OnceLock;

/// The fast provider of sentence analysis, for crawls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Light;

static WEIGHTS: &[u8] = include_bytes!("../../weights/light.bin");

fn builtin() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    // A test reads the weights, so that the empty model is never what a release runs on.
    MODEL.get_or_init(|| Model::read(WEIGHTS).unwrap_or_default())
}

impl Analyser for Light {
    fn name(&self) -> &str {
        "light-1"
    }

    fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<TokenAnalysis>> {
        let model = builtin();
        let mut scratch = model::Scratch::default();
        sentences.iter().map(|forms| model.analyse(forms, &mut scratch)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_can_be_read() {
        assert!(Model::read(WEIGHTS).is_some());
    }

    #[test]
    fn every_answer_is_a_tree_with_one_root() {
        for forms in [
            vec!["The", "rebels", "shelled", "the", "town", "."],
            vec!["\"", "\"", "\""],
            vec!["x"],
            vec![],
            vec!["\u{FFFD}", "\u{1F600}", "", "a\u{0301}"],
            vec!["again"; 300],
        ] {
            let answer = &Light.analyse(&[forms.clone()])[0];
            assert_eq!(answer.len(), forms.len());
            if forms.is_empty() {
                continue;
            }
            assert_eq!(answer.iter().filter(|token| token.head.is_none()).count(), 1);
            for start in 0..answer.len() {
                let mut at = start;
                let mut steps = 0;
                while let Some(head) = answer[at].head {
                    at = head;
                    steps += 1;
                    assert!(steps <= answer.len(), "a cycle in {forms:?}");
                }
            }
        }
    }

    #[test]
    fn a_plain_sentence_is_understood() {
        let answer = &Light.analyse(&[vec!["The", "army", "shelled", "the", "village", "on", "Monday", "."]])[0];
        let relation: Vec<_> = answer.iter().map(|token| (token.head, token.deprel)).collect();
        assert_eq!(relation[1], (Some(2), "nsubj"));
        assert_eq!(relation[2], (None, "root"));
        assert_eq!(relation[4], (Some(2), "obj"));
        assert_eq!(relation[6], (Some(2), "obl"));
    }
}
