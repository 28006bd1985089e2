//! Dictionary forms by Penn Treebank tag, from the tables in `data/lang/en/lemma.toml`.

use crate::Upos;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

type Table = HashMap<String, String>;

/// The tables that lead from a word and its tag to its dictionary form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lemmatiser {
    /// Tag to the group of rules it uses.
    groups: Table,
    /// By tag: forms with a lemma of their own, before everything else.
    fixed: HashMap<String, Table>,
    /// By group: forms that the suffixes get wrong.
    exceptions: HashMap<String, Table>,
    /// By group: ending to replacement; the longest ending wins.
    suffixes: HashMap<String, Table>,
}

/// Longest suffix a rule may have, in bytes.
const LONGEST_SUFFIX: usize = 7;

impl Lemmatiser {
    /// The tables that come with the program.
    pub fn builtin() -> &'static Lemmatiser {
        static TABLES: OnceLock<Lemmatiser> = OnceLock::new();
        // A test parses the file, so that the default is never what a release runs on.
        TABLES.get_or_init(|| toml::from_str(LEMMA_FILE).unwrap_or_default())
    }

    /// The dictionary form of a word: lower-case, but proper nouns keep their case unless the sentence is in capitals.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: &str, sentence_in_capitals: bool) -> String {
        let lower = form.to_lowercase();
        if let Some(lemma) = self.fixed.get(xpos).and_then(|table| table.get(&lower)) {
            return lemma.clone();
        }
        let proper = upos == Upos::Propn && !sentence_in_capitals;
        let lemma = match self.groups.get(xpos) {
            Some(group) => self.by_group(&lower, group),
            None => return if proper { form.to_owned() } else { lower },
        };
        if proper {
            with_case_of(form, &lower, lemma)
        } else {
            lemma
        }
    }

    /// The lemma of a lower-case form by the rules of one group: `past`, `participle`, `gerund`, `third`, `plural`,
    /// `comparative` or `superlative`.
    pub fn by_group(&self, lower: &str, group: &str) -> String {
        if let Some(lemma) = self
            .exceptions
            .get(group)
            .and_then(|table| table.get(lower))
        {
            return lemma.clone();
        }
        let Some(table) = self.suffixes.get(group) else {
            return lower.to_owned();
        };
        for length in (1..=LONGEST_SUFFIX.min(lower.len().saturating_sub(1))).rev() {
            let Some((stem, suffix)) = lower.split_at_checked(lower.len() - length) else {
                continue;
            };
            if let Some(replacement) = table.get(suffix) {
                return format!("{stem}{replacement}");
            }
        }
        lower.to_owned()
    }
}

/// The lemma with the capitals of the form, as far as both agree letter by letter.
fn with_case_of(form: &str, lower: &str, lemma: String) -> String {
    let shared = lower
        .chars()
        .zip(lemma.chars())
        .take_while(|(a, b)| a == b)
        .count();
    if form.chars().count() != lower.chars().count() || shared == 0 {
        return lemma;
    }
    form.chars()
        .take(shared)
        .chain(lemma.chars().skip(shared))
        .collect()
}

const LEMMA_FILE: &str = include_str!("../../../data/lang/en/lemma.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_comes_with_the_program_parses() {
        let tables: Lemmatiser = toml::from_str(LEMMA_FILE).expect("data/lang/en/lemma.toml");
        assert!(tables.groups.contains_key("VBD"));
    }

    #[test]
    fn dictionary_forms() {
        let tables = Lemmatiser::builtin();
        for (form, upos, xpos, capitals, lemma) in [
            ("missiles", Upos::Noun, "NNS", false, "missile"),
            ("MISSILES", Upos::Noun, "NNS", true, "missile"),
            ("shelled", Upos::Verb, "VBD", false, "shell"),
            ("killing", Upos::Verb, "VBG", false, "kill"),
            ("killing", Upos::Noun, "NN", false, "killing"),
            ("killed", Upos::Verb, "VBN", false, "kill"),
            ("wounded", Upos::Verb, "VBN", false, "wound"),
            ("stopped", Upos::Verb, "VBD", false, "stop"),
            ("bombed", Upos::Verb, "VBD", false, "bomb"),
            ("fired", Upos::Verb, "VBD", false, "fire"),
            ("injuring", Upos::Verb, "VBG", false, "injure"),
            ("striking", Upos::Verb, "VBG", false, "strike"),
            ("struck", Upos::Verb, "VBD", false, "strike"),
            ("shot", Upos::Verb, "VBN", false, "shoot"),
            ("hit", Upos::Verb, "VBD", false, "hit"),
            ("said", Upos::Verb, "VBD", false, "say"),
            ("dies", Upos::Verb, "VBZ", false, "die"),
            ("ambushed", Upos::Verb, "VBD", false, "ambush"),
            ("bulldozed", Upos::Verb, "VBD", false, "bulldoze"),
            ("seized", Upos::Verb, "VBD", false, "seize"),
            ("besieging", Upos::Verb, "VBG", false, "besiege"),
            ("casualties", Upos::Noun, "NNS", false, "casualty"),
            ("gunmen", Upos::Noun, "NNS", false, "gunman"),
            ("bodies", Upos::Noun, "NNS", false, "body"),
            ("Brigades", Upos::Propn, "NNPS", false, "Brigade"),
            ("BRANNOCK", Upos::Propn, "NNP", true, "brannock"),
            ("Brannock", Upos::Propn, "NNP", false, "Brannock"),
            ("n't", Upos::Part, "RB", false, "not"),
            ("'s", Upos::Aux, "VBZ", false, "be"),
        ] {
            assert_eq!(
                tables.lemma(form, upos, xpos, capitals),
                lemma,
                "{form} {xpos}"
            );
        }
    }
}
