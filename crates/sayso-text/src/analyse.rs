//! Fills a document's tokens with the answer of an [`Analyser`] and their dictionary forms.

use crate::lemma::Lemmatiser;
use crate::{Analyser, Document, Sentence};

/// Analyses the sentences for which `wanted` says so; the others stay as they are.
pub fn analyse(
    document: &mut Document,
    analyser: &dyn Analyser,
    wanted: impl Fn(&Sentence) -> bool,
) {
    let chosen: Vec<usize> = (0..document.sentences.len())
        .filter(|&i| !document.sentences[i].analysed && wanted(&document.sentences[i]))
        .collect();
    let forms: Vec<Vec<&str>> = chosen
        .iter()
        .map(|&i| {
            document.sentences[i]
                .tokens
                .iter()
                .map(|token| as_name(&token.form))
                .collect()
        })
        .collect();
    let answers = analyser.analyse(&forms);
    let lemmatiser = Lemmatiser::builtin();
    for (&i, answer) in chosen.iter().zip(&answers) {
        let sentence = &mut document.sentences[i];
        // A provider that breaks its promise leaves the sentence unanalysed rather than half filled.
        if answer.len() != sentence.tokens.len() {
            continue;
        }
        let capitals = sentence.is_upper_case();
        for (token, analysis) in sentence.tokens.iter_mut().zip(answer) {
            token.upos = analysis.upos;
            token.xpos = analysis.xpos;
            token.head = analysis.head;
            token.deprel = analysis.deprel;
            token.lemma = lemmatiser.lemma(&token.form, analysis.upos, analysis.xpos, capitals);
        }
        sentence.analysed = true;
    }
}

/// An account's handle is a name like any other: "@CoastWire reports" is read as "CoastWire reports".
fn as_name(form: &str) -> &str {
    form.strip_prefix('@')
        .filter(|name| name.starts_with(char::is_alphabetic))
        .unwrap_or(form)
}
