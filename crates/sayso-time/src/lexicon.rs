//! The knowledge of one language made ready: phrases by first word, patterns parsed and checked.

use crate::atoms::Atoms;
use crate::file::{RuleEntry, TimeFile};
use crate::pattern::{Class, Node, parse};
use sayso_model::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

/// Classes that an expression turns on.
const CORE: [&str; 9] = [
    "month",
    "weekday",
    "season",
    "daypart",
    "unit",
    "deictic",
    "holiday",
    "reference",
    "frequency",
];

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

    fn empty() -> TimeLexicon {
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

    fn add(
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

    /// What a class can begin with: words, and whether a digit.
    fn class_first(&self, class: Class, words: &mut BTreeSet<String>) -> bool {
        let (classes, digit) = match class {
            Class::Numeric(numeric) => (
                numeric
                    .phrase_classes()
                    .into_iter()
                    .map(|name| self.class(name))
                    .collect(),
                numeric.digits(),
            ),
            Class::Words { class, .. } => (vec![class], false),
        };
        let first = self
            .phrases
            .iter()
            .filter(|phrase| classes.contains(&phrase.class));
        words.extend(first.map(|phrase| phrase.atoms[0].clone()));
        digit
    }

    /// Whether every match of a sequence holds a number or a word of a core class.
    fn needs_core(&self, nodes: &[Node]) -> bool {
        nodes.iter().any(|node| match node {
            Node::Word(word) => {
                let phrases = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
                phrases
                    .iter()
                    .map(|index| &self.phrases[*index])
                    .any(|one| one.atoms.len() == 1 && self.is_core(one.class))
            }
            Node::Class {
                class: Class::Numeric(numeric),
                ..
            } => numeric.phrase_classes().is_empty() && numeric.digits(),
            Node::Class {
                class: Class::Words { class, .. },
                ..
            } => self.is_core(*class),
            Node::Alternatives(parts) => parts.iter().all(|part| self.needs_core(part)),
            _ => false,
        })
    }

    /// Whether a class is one that an expression turns on.
    pub(crate) fn is_core(&self, class: usize) -> bool {
        CORE.iter().any(|name| self.class(name) == class)
    }

    /// Collects first words of a sequence; true while everything so far can be left out.
    fn first(&self, nodes: &[Node], words: &mut BTreeSet<String>, digit: &mut bool) -> bool {
        for node in nodes {
            let passes = match node {
                Node::Word(word) => {
                    *digit |= word.starts_with(|c: char| c.is_ascii_digit());
                    words.insert(word.clone());
                    false
                }
                Node::Class { class, .. } => {
                    *digit |= self.class_first(*class, words);
                    false
                }
                Node::Optional(inner) => {
                    self.first(inner, words, digit);
                    true
                }
                Node::Alternatives(parts) => {
                    let mut any = false;
                    for part in parts {
                        any |= self.first(part, words, digit);
                    }
                    any
                }
                Node::Not(_)
                | Node::Tight
                | Node::First
                | Node::Last
                | Node::Open
                | Node::Close => true,
            };
            if !passes {
                return false;
            }
        }
        true
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

impl TryFrom<TimeFile> for TimeLexicon {
    type Error = TimeLexiconError;

    fn try_from(file: TimeFile) -> Result<TimeLexicon, TimeLexiconError> {
        let mut lexicon = TimeLexicon::empty();
        macro_rules! add {
            ($($class:ident, $capital:expr;)*) => {$(
                let class = lexicon.classes.len();
                lexicon.classes.insert(stringify!($class).to_owned(), class);
                for (at, entry) in file.$class.iter().enumerate() {
                    let capital = entry.capital.unwrap_or($capital);
                    lexicon.add(class, at, &entry.names, false, entry.ambiguous, capital);
                    lexicon.add(class, at, &entry.short, true, entry.ambiguous, true);
                }
            )*};
        }
        add! {
            month, true; weekday, true; season, false; daypart, false; unit, false; era, true; meridiem, false;
            holiday, true; number, false; ordinal, false; vague, false; deictic, false; relative, false; direction, false;
            window, false; modifier, false; part_of, false; reference, false; frequency, false; preposition, false;
        }
        for (name, words) in &file.lists {
            let class = lexicon.classes.len();
            if lexicon.classes.insert(name.clone(), class).is_some() {
                return Err(TimeLexiconError(format!(
                    "list `{name}` has the name of a word class"
                )));
            }
            lexicon.add(class, 0, words, false, false, false);
        }
        let mut rules_by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in file.rule.iter().enumerate() {
            let fault =
                |message: String| TimeLexiconError(format!("rule `{}`: {message}", entry.id));
            let nodes = parse(&entry.pattern, &file.fragments, &lexicon.classes).map_err(fault)?;
            for list in entry.not_after.iter().chain(&entry.not_before) {
                if !file.lists.contains_key(list) {
                    return Err(fault(format!("unknown list `{list}`")));
                }
            }
            let (mut words, mut digit) = (BTreeSet::new(), false);
            lexicon.first(&nodes, &mut words, &mut digit);
            for word in words {
                rules_by_word.entry(word).or_default().push(at);
            }
            if digit {
                lexicon.rules_by_digit.push(at);
            }
            let core = lexicon.needs_core(&nodes);
            lexicon.rules.push(Rule {
                entry: entry.clone(),
                nodes,
                core,
            });
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
