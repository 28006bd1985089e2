//! The knowledge of one language made ready: phrases by first word, patterns parsed and checked.

use crate::atoms::Atoms;
use crate::file::{NamedEntry, RuleEntry, TimeFile};
use crate::pattern::Node;
use jiff::civil::Date;
use sayso_model::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Words and rules for the time expressions of one language, from `data/lang/*/time.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "TimeFile")]
pub struct TimeLexicon {
    pub(crate) file: TimeFile,
    /// Word classes and lists by name.
    pub(crate) classes: BTreeMap<String, usize>,
    pub(crate) phrases: Vec<Phrase>,
    /// First word to phrases.
    pub(crate) by_word: HashMap<String, Vec<usize>>,
    /// Endings (`*s` in a list): list and ending.
    pub(crate) endings: Vec<(usize, String)>,
    pub(crate) rules: Vec<Rule>,
    /// First word to the rules that can begin with it; and those that can begin with a digit.
    pub(crate) rules_by_word: HashMap<String, Vec<usize>>,
    pub(crate) rules_by_digit: Vec<usize>,
}

/// One wording of one entry of a class.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) class: usize,
    pub(crate) atoms: Vec<String>,
    /// Index into the class's entries.
    pub(crate) entry: usize,
    pub(crate) short: bool,
    pub(crate) ambiguous: bool,
    pub(crate) capital: bool,
    /// Of a core class.
    pub(crate) core: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) entry: RuleEntry,
    pub(crate) nodes: Vec<Node>,
    /// No match without a number or a word of a core class: such a rule is tried only near one.
    pub(crate) core: bool,
}

/// A fault of a time data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLexiconError(pub String);

impl std::fmt::Display for TimeLexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimeLexiconError {}

const BUILTIN_FILE: &str = include_str!("../../../data/lang/en/time.toml");

impl TimeLexicon {
    /// The English knowledge that ships with the coder.
    pub fn builtin() -> &'static TimeLexicon {
        static BUILTIN: OnceLock<TimeLexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            // The file is part of the build and tested; an unusable one finds nothing rather than stopping the coder.
            TimeLexicon::from_toml(BUILTIN_FILE).unwrap_or_else(|_| TimeLexicon::empty())
        })
    }

    /// Reads a whole data file.
    ///
    /// # Errors
    /// If it is no TOML, has an unknown key, or a rule uses a class, list or fragment that is not there.
    pub fn from_toml(file: &str) -> Result<TimeLexicon, TimeLexiconError> {
        toml::from_str(file).map_err(|error| TimeLexiconError(error.to_string()))
    }

    pub(crate) fn empty() -> TimeLexicon {
        TimeLexicon {
            file: TimeFile::default(),
            classes: BTreeMap::new(),
            phrases: Vec::new(),
            by_word: HashMap::new(),
            endings: Vec::new(),
            rules: Vec::new(),
            rules_by_word: HashMap::new(),
            rules_by_digit: Vec::new(),
        }
    }

    /// This lexicon with a user's own entries added; lists grow, fragments and rules of the same name are replaced.
    ///
    /// # Errors
    /// If an added rule uses a class, list or fragment that neither file has.
    pub fn merge(&self, overlay: &str) -> Result<TimeLexicon, TimeLexiconError> {
        let over: TimeFile =
            toml::from_str(overlay).map_err(|error| TimeLexiconError(error.to_string()))?;
        let mut file = self.file.clone();
        file.merge(over);
        TimeLexicon::try_from(file)
    }

    /// This lexicon with days and operations that go by a name.
    pub fn with_named_days(&self, days: impl IntoIterator<Item = NamedDays>) -> TimeLexicon {
        let mut file = self.file.clone();
        for day in days {
            // A name in capitals is met in capitals; "the special operation" is not.
            let (capital, plain): (Vec<String>, Vec<String>) = day
                .names
                .into_iter()
                .partition(|name| name.chars().next().is_some_and(|c| !c.is_lowercase()));
            for (names, capital) in [(capital, true), (plain, false)] {
                if !names.is_empty() {
                    file.named.push(NamedEntry {
                        names,
                        short: Vec::new(),
                        ambiguous: false,
                        capital: Some(capital),
                        from: day.from,
                        to: day.to,
                    });
                }
            }
        }
        TimeLexicon::try_from(file).unwrap_or_else(|_| self.clone())
    }

    /// Ids, meanings and test sentences of the rules, for `sayso check` and the documentation.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo<'_>> {
        self.rules.iter().map(|rule| RuleInfo {
            id: &rule.entry.id,
            means: &rule.entry.means,
            yes: &rule.entry.yes,
            no: &rule.entry.no,
        })
    }

    /// The index of a class or list; of one that is not there, an index without words.
    pub(crate) fn class(&self, name: &str) -> usize {
        self.classes.get(name).copied().unwrap_or(usize::MAX)
    }

    pub(crate) fn add(
        &mut self,
        class: usize,
        entry: usize,
        names: &[String],
        short: bool,
        ambiguous: bool,
        capital: bool,
    ) {
        for name in names {
            if let Some(ending) = name.strip_prefix('*') {
                self.endings.push((class, ending.to_owned()));
                continue;
            }
            let atoms = Atoms::of_text(name, Span::new(0, name.len()));
            let atoms: Vec<String> = atoms.list.into_iter().map(|atom| atom.lower).collect();
            let Some(first) = atoms.first() else { continue };
            self.by_word
                .entry(first.clone())
                .or_default()
                .push(self.phrases.len());
            let core = self.is_core(class);
            self.phrases.push(Phrase {
                class,
                atoms,
                entry,
                short,
                ambiguous,
                capital,
                core,
            });
        }
    }

    /// Whether a list has this word by itself.
    pub(crate) fn has_word(&self, list: &str, word: &str) -> bool {
        self.file
            .lists
            .get(list)
            .is_some_and(|words| words.iter().any(|known| known == word))
    }
}

/// Days that go by a name; `to` is `None` where only the first is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDays {
    pub names: Vec<String>,
    pub from: Date,
    pub to: Option<Date>,
}

/// A rule as `sayso check` shows it.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo<'l> {
    pub id: &'l str,
    pub means: &'l str,
    pub yes: &'l [String],
    pub no: &'l [String],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_loads() {
        assert_eq!(TimeLexicon::from_toml(BUILTIN_FILE).map(|_| ()), Ok(()));
    }

    #[test]
    fn an_overlay_adds_and_is_checked() {
        let overlay = "[[month]]\nnumber = 1\nnames = [\"Janvier\"]\n";
        let merged = TimeLexicon::builtin()
            .merge(overlay)
            .map(|lexicon| lexicon.by_word.contains_key("janvier"));
        assert_eq!(merged, Ok(true));
        for bad in [
            "[[month]]\nnumbr = 1\nnames = []\n",
            "[[rule]]\nid = \"x\"\nmeans = \"\"\npattern = \"[{nothing}]\"\nop = \"calendar\"\nyes = []\nno = []\n",
        ] {
            assert!(TimeLexicon::builtin().merge(bad).is_err(), "{bad}");
        }
    }
}
