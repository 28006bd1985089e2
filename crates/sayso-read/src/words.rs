//! The words of pages: month names, date labels, boilerplate lines. Data files, compiled once.

use crate::record::note;
use regex::Regex;
use sayso_model::{BoilerplateKind, ReadNote};
use serde::Deserialize;
use std::sync::LazyLock;

const BOILERPLATE: &str = include_str!("../../../data/lang/en/boilerplate.toml");
const PUBLICATION: &str = include_str!("../../../data/lang/en/publication.toml");

/// `data/lang/en/boilerplate.toml`, compiled.
#[derive(Default)]
pub(crate) struct BoilerplateWords {
    /// Whole-paragraph patterns with the kind they mark.
    pub(crate) lines: Vec<(BoilerplateKind, Regex)>,
    /// Page elements (CSS selectors) that are not the body.
    pub(crate) elements: Vec<(BoilerplateKind, scraper::Selector)>,
    /// The same selectors as one list, for the main-text engine.
    pub(crate) prune: String,
}

/// `data/lang/en/publication.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationWords {
    /// Month names with abbreviations, January first.
    pub(crate) months: Vec<Vec<String>>,
    pub(crate) modified_labels: Vec<String>,
    /// Words that may stand in a date line beside the date.
    pub(crate) dateline_words: Vec<String>,
    pub(crate) published_meta: Vec<String>,
    pub(crate) modified_meta: Vec<String>,
    pub(crate) outlet_meta: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoilerplateFile {
    #[serde(default)]
    element: Vec<ElementRule>,
    #[serde(default)]
    line: Vec<LineRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ElementRule {
    kind: BoilerplateKind,
    selectors: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRule {
    kind: BoilerplateKind,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by people and by the tests")
    )]
    means: String,
    patterns: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    yes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    no: Vec<String>,
}

// The files are part of the program: a fault in them fails the tests below, and costs a running program only these words.
static LOADED: LazyLock<(BoilerplateWords, PublicationWords, Vec<String>)> = LazyLock::new(|| {
    let mut faults = Vec::new();
    let publication = toml::from_str(PUBLICATION).unwrap_or_else(|fault| {
        faults.push(format!("publication.toml: {fault}"));
        PublicationWords::default()
    });
    let mut words = BoilerplateWords::default();
    let file: BoilerplateFile = toml::from_str(BOILERPLATE).unwrap_or_else(|fault| {
        faults.push(format!("boilerplate.toml: {fault}"));
        BoilerplateFile {
            element: Vec::new(),
            line: Vec::new(),
        }
    });
    let mut prune = Vec::new();
    for rule in &file.element {
        for selector in &rule.selectors {
            match scraper::Selector::parse(selector) {
                Ok(parsed) => {
                    words.elements.push((rule.kind, parsed));
                    prune.push(selector.clone());
                }
                Err(fault) => {
                    faults.push(format!("boilerplate.toml: selector `{selector}`: {fault}"))
                }
            }
        }
    }
    for rule in &file.line {
        for pattern in &rule.patterns {
            match Regex::new(&format!("(?i)^(?:{pattern})$")) {
                Ok(parsed) => words.lines.push((rule.kind, parsed)),
                Err(fault) => {
                    faults.push(format!("boilerplate.toml: pattern `{pattern}`: {fault}"))
                }
            }
        }
    }
    words.prune = prune.join(", ");
    (words, publication, faults)
});

pub(crate) fn boilerplate() -> &'static BoilerplateWords {
    &LOADED.0
}

pub(crate) fn publication() -> &'static PublicationWords {
    &LOADED.1
}

/// A note for each fault of the built-in word files; empty in a tested build.
pub(crate) fn faults() -> Vec<ReadNote> {
    LOADED
        .2
        .iter()
        .map(|fault| note("built-in-words", fault.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_words_have_no_faults() {
        assert_eq!(faults(), Vec::new());
        assert_eq!(publication().months.len(), 12);
    }

    #[test]
    fn every_line_rule_has_examples_and_they_hold() {
        let file: BoilerplateFile = toml::from_str(BOILERPLATE).expect("parses");
        for rule in &file.line {
            assert!(
                !rule.yes.is_empty() && !rule.no.is_empty(),
                "{}",
                rule.means
            );
            let fires = |line: &str| {
                rule.patterns.iter().any(|pattern| {
                    Regex::new(&format!("(?i)^(?:{pattern})$"))
                        .expect("compiles")
                        .is_match(line)
                })
            };
            for line in &rule.yes {
                assert!(fires(line), "{}: should fire on {line:?}", rule.means);
            }
            for line in &rule.no {
                assert!(!fires(line), "{}: should not fire on {line:?}", rule.means);
            }
        }
    }
}
