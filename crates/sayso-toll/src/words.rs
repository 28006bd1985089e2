//! The words this crate needs, from `data/lang/en/tolls.toml`.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Words of one language for the people whom tolls count.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TollWords {
    pub(crate) people: BTreeSet<String>,
    pub(crate) civilians: BTreeSet<String>,
    pub(crate) combatants: BTreeSet<String>,
    pub(crate) members: BTreeSet<String>,
    pub(crate) own: BTreeSet<String>,
    pub(crate) breaks: BTreeSet<String>,
    pub(crate) common: BTreeSet<String>,
}

const FILE: &str = include_str!("../../../data/lang/en/tolls.toml");

impl TollWords {
    /// The words that come with the program.
    pub fn builtin() -> &'static TollWords {
        static WORDS: OnceLock<TollWords> = OnceLock::new();
        // A test parses the file, so that the default is never what a release runs on.
        WORDS.get_or_init(|| toml::from_str(FILE).unwrap_or_default())
    }

    /// Whether counted people are said to be the issuer's own: "its soldiers", "of its own".
    pub fn is_own(&self, counted: &str) -> bool {
        counted
            .split_whitespace()
            .any(|word| self.own.contains(&word.to_lowercase()))
    }

    /// Whether counted people are members of some body by their name: "staff".
    pub fn is_member(&self, counted: &str) -> bool {
        counted
            .split_whitespace()
            .any(|word| self.members.contains(&word.to_lowercase()))
    }

    /// What stands behind the counted people: "the society" of "staff of the society".
    pub fn of_whom<'a>(&self, counted: &'a str) -> Option<&'a str> {
        let mut at = 0;
        counted
            .split_inclusive(char::is_whitespace)
            .find_map(|word| {
                at += word.len();
                let ends = at > word.len() && self.breaks.contains(&word.trim().to_lowercase());
                ends.then(|| counted.get(at..)).flatten()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_comes_with_the_program_parses() {
        let words: TollWords = toml::from_str(FILE).expect("data/lang/en/tolls.toml");
        assert!(words.civilians.contains("civilians"));
        assert_eq!(words.of_whom("staff of the Society"), Some("the Society"));
        assert_eq!(words.of_whom("staff"), None);
        assert!(words.is_own("of its soldiers") && !words.is_own("soldiers"));
    }
}
