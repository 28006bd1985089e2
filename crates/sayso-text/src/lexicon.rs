//! The words that decide where sentences and tokens end; they live in `data/lang/en/segment.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

/// Abbreviations, clitics, months and the like, all lower-case, as a knowledge file gives them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentLexicon {
    /// Abbreviations that stand before a name: never the end of a sentence.
    pub titles: HashSet<String>,
    /// Abbreviations that may end a sentence.
    pub abbreviations: HashSet<String>,
    /// Abbreviations only when a number follows.
    pub before_number: HashSet<String>,
    /// Names of months, for datelines.
    pub months: HashSet<String>,
    /// Abbreviated names of months.
    pub month_abbreviations: HashSet<String>,
    /// Names of weekdays, for datelines.
    pub weekdays: HashSet<String>,
    /// Words that commonly open a sentence.
    pub openers: HashSet<String>,
    /// Prefixes kept whole with their hyphen.
    pub hyphen_prefixes: HashSet<String>,
    /// What is split off after an apostrophe.
    pub clitics: HashSet<String>,
    /// Units split from the number before them.
    pub units: HashSet<String>,
    /// Endings of addresses and file names.
    pub name_endings: HashSet<String>,
    /// Words that may stand in a dateline beside capitalised ones.
    pub dateline_words: HashSet<String>,
    /// Words that fall into parts without apostrophe or blank.
    pub splits: BTreeMap<String, Vec<String>>,
}

impl SegmentLexicon {
    /// The lexicon that comes with the program.
    pub fn builtin() -> &'static SegmentLexicon {
        static LEXICON: OnceLock<SegmentLexicon> = OnceLock::new();
        // A test parses the file, so that the default is never what a release runs on.
        LEXICON.get_or_init(|| toml::from_str(SEGMENT_FILE).unwrap_or_default())
    }

    pub(crate) fn is_month(&self, lower: &str) -> bool {
        self.months.contains(lower) || self.month_abbreviations.contains(lower)
    }
}

const SEGMENT_FILE: &str = include_str!("../../../data/lang/en/segment.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_comes_with_the_program_parses() {
        let lexicon: SegmentLexicon =
            toml::from_str(SEGMENT_FILE).expect("data/lang/en/segment.toml");
        assert!(lexicon.titles.contains("gen") && lexicon.splits.contains_key("cannot"));
    }

    #[test]
    fn the_parts_of_a_split_word_make_up_the_word() {
        for (word, parts) in &SegmentLexicon::builtin().splits {
            assert_eq!(*word, parts.concat());
        }
    }
}
