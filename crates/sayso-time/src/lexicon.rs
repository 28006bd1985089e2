//! The knowledge of one language made ready: phrases by first word, patterns parsed and checked.

use crate::atoms::Atoms;
use crate::file::{RuleEntry, TimeFile};
use crate::numeric::Numeric;
use crate::pattern::{Node, parse};
use sayso_model::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// Words and rules for the time expressions of one language, from `data/lang/*/time.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "TimeFile")]
pub struct TimeLexicon {
    pub(crate) file: TimeFile,
    pub(crate) phrases: Vec<Phrase>,
    /// First word to phrases.
    pub(crate) by_word: HashMap<String, Vec<usize>>,
    pub(crate) rules: Vec<Rule>,
    /// First word to the rules that can begin with it; and those that can begin with a digit.
    pub(crate) rules_by_word: HashMap<String, Vec<usize>>,
    pub(crate) rules_by_digit: Vec<usize>,
}

/// One wording of one entry of a class.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) class: String,
    pub(crate) atoms: Vec<String>,
    /// Index into the class's entries.
    pub(crate) entry: usize,
    pub(crate) short: bool,
    pub(crate) ambiguous: bool,
    pub(crate) capital: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) entry: RuleEntry,
    pub(crate) nodes: Vec<Node>,
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

/// Prefix of the class name under which a list's words stand.
pub(crate) const LIST: &str = "list:";

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

    fn empty() -> TimeLexicon {
        TimeLexicon {
            file: TimeFile::default(),
            phrases: Vec::new(),
            by_word: HashMap::new(),
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
        let over: TimeFile = toml::from_str(overlay).map_err(|error| TimeLexiconError(error.to_string()))?;
        let mut file = self.file.clone();
        file.merge(over);
        TimeLexicon::try_from(file)
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

    fn add(&mut self, class: &str, entry: usize, names: &[String], short: bool, ambiguous: bool, capital: bool) {
        for name in names {
            let atoms = Atoms::of_text(name, Span::new(0, name.len()));
            let atoms: Vec<String> = atoms.list.into_iter().map(|atom| atom.lower).collect();
            let Some(first) = atoms.first() else { continue };
            self.by_word.entry(first.clone()).or_default().push(self.phrases.len());
            self.phrases.push(Phrase { class: class.to_owned(), atoms, entry, short, ambiguous, capital });
        }
    }

    /// Whether a list has this word by itself.
    pub(crate) fn has_word(&self, list: &str, word: &str) -> bool {
        self.file.lists.get(list).is_some_and(|words| words.iter().any(|known| known == word))
    }

    /// What a class can begin with: words, and whether a digit.
    fn class_first(&self, class: &str, words: &mut BTreeSet<String>) -> Result<bool, String> {
        let (phrase_classes, digit) = match Numeric::of_name(class) {
            Some(numeric) => (numeric.phrase_classes(), numeric.digits()),
            None => (vec![phrase_class(class)], false),
        };
        for wanted in &phrase_classes {
            let list = format!("{LIST}{wanted}");
            let mut found = false;
            for phrase in self.phrases.iter().filter(|phrase| phrase.class == *wanted || phrase.class == list) {
                words.insert(phrase.atoms[0].clone());
                found = true;
            }
            if !found && Numeric::of_name(class).is_none() {
                return Err(format!("unknown class `{class}`"));
            }
        }
        Ok(digit)
    }

    /// Collects first words of a sequence; true while everything so far can be left out.
    fn first(&self, nodes: &[Node], words: &mut BTreeSet<String>, digit: &mut bool) -> Result<bool, String> {
        for node in nodes {
            let passes = match node {
                Node::Word(word) => {
                    *digit |= word.starts_with(|c: char| c.is_ascii_digit());
                    words.insert(word.clone());
                    false
                }
                Node::Class { class, .. } => {
                    *digit |= self.class_first(class, words)?;
                    false
                }
                Node::Optional(inner) => {
                    self.first(inner, words, digit)?;
                    true
                }
                Node::Alternatives(parts) => {
                    let mut any = false;
                    for part in parts {
                        any |= self.first(part, words, digit)?;
                    }
                    any
                }
                Node::Not(_) | Node::Tight | Node::First | Node::Last | Node::Open | Node::Close => true,
            };
            if !passes {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Every class named anywhere in a pattern must exist.
    fn check(&self, nodes: &[Node]) -> Result<(), String> {
        for node in nodes {
            match node {
                Node::Class { class, .. } => {
                    self.class_first(class, &mut BTreeSet::new())?;
                }
                Node::Optional(inner) | Node::Not(inner) => self.check(inner)?,
                Node::Alternatives(parts) => parts.iter().try_for_each(|part| self.check(part))?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// A rule as `sayso check` shows it.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo<'l> {
    pub id: &'l str,
    pub means: &'l str,
    pub yes: &'l [String],
    pub no: &'l [String],
}

/// The class whose phrases a pattern's class name stands for (`month_any` and `month` share theirs).
pub(crate) fn phrase_class(class: &str) -> &str {
    class.trim_end_matches("_any").trim_end_matches("_strict")
}

impl TryFrom<TimeFile> for TimeLexicon {
    type Error = TimeLexiconError;

    fn try_from(file: TimeFile) -> Result<TimeLexicon, TimeLexiconError> {
        let mut lexicon = TimeLexicon::empty();
        macro_rules! add {
            ($($class:ident, $capital:expr;)*) => {$(
                for (at, entry) in file.$class.iter().enumerate() {
                    let capital = entry.capital.unwrap_or($capital);
                    lexicon.add(stringify!($class), at, &entry.names, false, entry.ambiguous, capital);
                    lexicon.add(stringify!($class), at, &entry.short, true, entry.ambiguous, true);
                }
            )*};
        }
        add! {
            month, true; weekday, true; season, false; daypart, false; unit, false; era, true; meridiem, false;
            holiday, true; number, false; ordinal, false; vague, false; deictic, false; relative, false; direction, false;
            window, false; modifier, false; part_of, false; reference, false; frequency, false; preposition, false;
        }
        for (name, words) in &file.lists {
            lexicon.add(&format!("{LIST}{name}"), 0, words, false, false, false);
        }
        let mut rules_by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in file.rule.iter().enumerate() {
            let fault = |message: String| TimeLexiconError(format!("rule `{}`: {message}", entry.id));
            let nodes = parse(&entry.pattern, &file.fragments).map_err(fault)?;
            lexicon.check(&nodes).map_err(fault)?;
            for list in entry.not_after.iter().chain(&entry.not_before) {
                if !file.lists.contains_key(list) {
                    return Err(fault(format!("unknown list `{list}`")));
                }
            }
            let (mut words, mut digit) = (BTreeSet::new(), false);
            lexicon.first(&nodes, &mut words, &mut digit).map_err(fault)?;
            for word in words {
                rules_by_word.entry(word).or_default().push(at);
            }
            if digit {
                lexicon.rules_by_digit.push(at);
            }
            lexicon.rules.push(Rule { entry: entry.clone(), nodes });
        }
        lexicon.rules_by_word = rules_by_word.into_iter().collect();
        lexicon.file = file;
        Ok(lexicon)
    }
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
        let merged = TimeLexicon::builtin().merge(overlay).map(|lexicon| lexicon.by_word.contains_key("janvier"));
        assert_eq!(merged, Ok(true));
        for bad in [
            "[[month]]\nnumbr = 1\nnames = []\n",
            "[[rule]]\nid = \"x\"\nmeans = \"\"\npattern = \"[{nothing}]\"\nop = \"calendar\"\nyes = []\nno = []\n",
        ] {
            assert!(TimeLexicon::builtin().merge(bad).is_err(), "{bad}");
        }
    }
}
