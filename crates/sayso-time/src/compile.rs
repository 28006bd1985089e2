//! From the data file to the lexicon: classes get their numbers, patterns are parsed, rules are filed by first word.

use crate::file::TimeFile;
use crate::lexicon::{Rule, TimeLexicon, TimeLexiconError};
use crate::pattern::{Class, Node, parse};
use std::collections::{BTreeMap, BTreeSet};

/// Classes that an expression turns on.
const CORE: [&str; 10] = [
    "month",
    "weekday",
    "season",
    "daypart",
    "unit",
    "deictic",
    "holiday",
    "named",
    "reference",
    "frequency",
];

impl TimeLexicon {
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
            holiday, true; named, true; number, false; ordinal, false; vague, false; deictic, false; relative, false; direction, false;
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
