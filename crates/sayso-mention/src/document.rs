//! What a document says of a name anywhere in it: a surname alone is a person's where a title stands before it once.

use crate::layers::Layers;
use crate::words::WordClasses;
use sayso_text::{Document, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Signs for each name, by its lower-case word.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameSigns(BTreeMap<String, BTreeSet<&'static str>>);

impl NameSigns {
    pub(crate) fn read(document: &Document, layers: &Layers, classes: &WordClasses) -> NameSigns {
        let mut signs = NameSigns::default();
        for (sentence, found) in document.sentences.iter().zip(&layers.0) {
            for (index, token) in sentence.tokens.iter().enumerate() {
                if token.upos != Upos::Propn {
                    continue;
                }
                let mut add = |sign: &'static str| {
                    signs.0.entry(token.lower.clone()).or_default().insert(sign);
                };
                if let Some(before) = index.checked_sub(1) {
                    let classes = classes.of(sentence, before);
                    let name = sentence.tokens[before].upos == Upos::Propn;
                    if name && (classes.contains(&"title") || classes.contains(&"persons")) {
                        add("titled");
                    }
                    if name && classes.contains(&"given") {
                        add("given");
                    }
                }
                let after = classes.of(sentence, index + 1);
                if after.contains(&"lands") || after.contains(&"sites") {
                    add("land after it");
                }
                if after.contains(&"bodies") {
                    add("body after it");
                }
                if token.deprel.starts_with("nsubj") {
                    add("acts");
                }
                let at = |layers: &[crate::layers::Layer]| {
                    layers.iter().any(|layer| layer.tokens.contains(&index))
                };
                if at(&found.actors) {
                    add("actor");
                }
                if at(&found.places) {
                    add("place");
                }
            }
        }
        signs
    }

    /// The signs of a name.
    pub(crate) fn of(&self, lower: &str) -> impl Iterator<Item = &'static str> {
        self.0.get(lower).into_iter().flatten().copied()
    }
}
