//! The words of counting and of casualties, compiled for look-up.

use crate::index::{Index, Set};
use crate::phrase::match_slots;
use crate::words::{CasualtyWords, NumberWords};
use sayso_text::{Sentence, Token};
use serde::Deserialize;

/// Everything this crate knows of a language, compiled for look-up.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "LexiconFile")]
pub struct CasualtyLexicon {
    pub(crate) numbers: NumberWords,
    pub(crate) words: CasualtyWords,
    pub(crate) index: Index,
}

/// The form of one overlay file with both tables.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LexiconFile {
    numbers: NumberWords,
    casualties: CasualtyWords,
}

impl From<LexiconFile> for CasualtyLexicon {
    fn from(file: LexiconFile) -> CasualtyLexicon {
        CasualtyLexicon::new(file.numbers, file.casualties)
    }
}

const NUMBERS: &str = include_str!("../../../data/lang/en/numbers.toml");
const CASUALTIES: &str = include_str!("../../../data/lang/en/casualties.toml");

impl CasualtyLexicon {
    pub fn new(numbers: NumberWords, words: CasualtyWords) -> CasualtyLexicon {
        let index = Index::build(&numbers, &words);
        CasualtyLexicon {
            numbers,
            words,
            index,
        }
    }

    /// The English words that come with the program.
    pub fn builtin() -> CasualtyLexicon {
        // Both files are part of the program; a test reads them.
        let lexicon = CasualtyLexicon::from_toml(NUMBERS, CASUALTIES);
        lexicon.unwrap_or_else(|fault| {
            unreachable!("the built-in casualty words are well-formed: {fault}")
        })
    }

    /// Reads the two data files.
    pub fn from_toml(numbers: &str, casualties: &str) -> Result<CasualtyLexicon, toml::de::Error> {
        Ok(CasualtyLexicon::new(
            toml::from_str(numbers)?,
            toml::from_str(casualties)?,
        ))
    }

    /// Adds the words of another lexicon to this one; where both give a value, the other's holds.
    pub fn merge(&mut self, overlay: &CasualtyLexicon) {
        self.numbers.merge(&overlay.numbers);
        self.words.merge(&overlay.words);
        self.index = Index::build(&self.numbers, &self.words);
    }

    pub(crate) fn in_set(&self, set: Set, word: &str) -> bool {
        self.index
            .sets
            .get(&set)
            .is_some_and(|words| words.contains(word))
    }

    /// Whether a set holds a token's dictionary form, its form, or its form with a plural ending undone.
    pub(crate) fn holds(&self, set: Set, token: &Token) -> bool {
        let Some(words) = self.index.sets.get(&set) else {
            return false;
        };
        words.contains(&token.lower)
            || words.contains(&token.lemma)
            || self
                .singulars(&token.lower)
                .any(|stem| words.contains(&stem))
    }

    fn singulars<'a>(&'a self, lower: &'a str) -> impl Iterator<Item = String> + 'a {
        self.words
            .people
            .plural_endings
            .iter()
            .filter_map(move |(ending, stem)| {
                lower
                    .strip_suffix(ending.as_str())
                    .map(|rest| format!("{rest}{stem}"))
            })
    }

    /// Whether a noun names people by itself.
    pub(crate) fn is_people_word(&self, token: &Token) -> bool {
        [Set::Civilian, Set::Combatant, Set::Person]
            .iter()
            .any(|&set| self.holds(set, token))
            || self.index.nouns.contains_key(&token.lower)
            || (token.lower.len() > 4
                && self
                    .words
                    .people
                    .person_endings
                    .iter()
                    .any(|ending| token.lower.ends_with(ending.as_str())))
    }

    /// Whether a sentence has a word of killing or injuring at all; cheap, and needs no analysis.
    pub fn may_hold_casualties(&self, sentence: &Sentence) -> bool {
        let index = &self.index;
        (0..sentence.tokens.len()).any(|i| {
            let token = &sentence.tokens[i];
            index.participles.contains_key(&token.lower)
                || index.forms.contains(&token.lower)
                || index.nouns.contains_key(&token.lower)
                || index.adjectives.contains_key(&token.lower)
                || index.verbs.contains_key(&token.lemma)
                || index.verbs.contains_key(&token.lower)
                || self.in_set(Set::TollNoun, &token.lower)
                || index
                    .phrases
                    .iter()
                    .any(|slots| match_slots(slots, &sentence.tokens, i).is_some())
                || index.part_of.at(&sentence.tokens, i).is_some()
                || self.verb_stem(&token.lower)
        })
    }

    /// Whether a sentence may hold a bare number that answers a figure told before.
    pub(crate) fn may_answer(&self, sentence: &Sentence) -> bool {
        sentence
            .tokens
            .iter()
            .any(|token| self.in_set(Set::AnswerVerb, &token.lemma))
    }

    /// Forms of the verbs before they are analysed: "kills", "killing".
    fn verb_stem(&self, lower: &str) -> bool {
        self.words.grammar.verb_endings.iter().any(|ending| {
            lower.strip_suffix(ending.as_str()).is_some_and(|stem| {
                self.index.verbs.contains_key(stem)
                    || self.index.verbs.contains_key(format!("{stem}e").as_str())
            })
        })
    }
}
