//! Classes of words, from the word lists: the features name classes where they can, so that the model stays general.

use sayso_knowledge::WordLists;
use sayso_text::{Sentence, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../data/lang/en/mentions.toml");

/// The classes of `data/lang/en/mentions.toml`; a test parses the file.
fn own_classes() -> &'static BTreeMap<String, BTreeSet<String>> {
    static CLASSES: OnceLock<BTreeMap<String, BTreeSet<String>>> = OnceLock::new();
    CLASSES.get_or_init(|| toml::from_str(FILE).unwrap_or_default())
}

/// Which classes a word belongs to.
#[derive(Debug, Clone)]
pub(crate) struct WordClasses {
    lists: Vec<(&'static str, BTreeSet<String>)>,
    words: WordLists,
    weapons: BTreeMap<String, &'static str>,
}

impl WordClasses {
    pub(crate) fn new(words: &WordLists) -> WordClasses {
        let parties = &words.events.parties;
        let list = |entries: &[String]| entries.iter().cloned().collect::<BTreeSet<_>>();
        let mut weapons = BTreeMap::new();
        for terms in &words.events.weapons.weapons {
            let class = if terms.vehicle { "vehicle" } else { "weapon" };
            for form in &terms.forms {
                weapons.entry(form.clone()).or_insert(class);
            }
        }
        let mut lists = vec![
            ("armed", list(&parties.armed)),
            ("people", list(&parties.people)),
            ("objects", list(&parties.objects)),
            ("collectives", list(&parties.collectives)),
        ];
        let own = own_classes().iter();
        lists.extend(own.map(|(class, list)| (class.as_str(), list.clone())));
        WordClasses {
            lists,
            words: words.clone(),
            weapons,
        }
    }

    /// The classes of a token, by its dictionary form, as written, or with the word before it.
    pub(crate) fn of(&self, sentence: &Sentence, index: usize) -> Vec<&'static str> {
        let Some(token) = sentence.tokens.get(index) else {
            return Vec::new();
        };
        let lemma = token.lemma.to_lowercase();
        let pair = index
            .checked_sub(1)
            .map(|before| format!("{} {lemma}", sentence.tokens[before].lower));
        let mut classes: Vec<&'static str> = self
            .lists
            .iter()
            .filter(|(_, list)| {
                list.contains(&lemma)
                    || list.contains(&token.lower)
                    || pair.as_ref().is_some_and(|pair| list.contains(pair))
            })
            .map(|(class, _)| *class)
            .collect();
        let places = &self.words.places;
        let (units, kinds) = (&places.units, &places.kinds);
        for (class, list) in [
            ("title", &places.people.titles),
            ("given", &places.people.given),
            ("holder", &places.people.holders),
            ("organisation", &places.organisations.heads),
            ("unit.province", &units.province),
            ("unit.district", &units.district),
            ("unit.town", &units.town),
            ("unit.neighbourhood", &units.neighbourhood),
            ("unit.area", &units.area),
            ("unit.site", &units.site),
            ("kind.country", &kinds.country),
            ("kind.province", &kinds.province),
            ("kind.water", &kinds.water),
            ("kind.area", &kinds.area),
            ("kind.neighbourhood", &kinds.neighbourhood),
            ("kind.site", &kinds.site),
            ("kind.town", &kinds.town),
            ("kind.district", &kinds.district),
        ] {
            if list.has(&lemma) || list.has(&token.lower) {
                classes.push(class);
            }
        }
        classes
    }

    /// Whether a lower-case word may stand inside a name.
    pub(crate) fn connects(&self, token: &Token) -> bool {
        self.words.places.connectors.has(&token.lower) || token.form == "-"
    }

    /// The longest weapon term that ends at a token: its class and first token.
    pub(crate) fn weapon(&self, sentence: &Sentence, end: usize) -> Option<(&'static str, usize)> {
        (1..=3usize).rev().find_map(|words| {
            let first = (end + 1).checked_sub(words)?;
            let mut joined: Vec<&str> = sentence
                .tokens
                .get(first..end)?
                .iter()
                .map(|token| token.lower.as_str())
                .collect();
            let last = sentence.tokens.get(end)?.lemma.to_lowercase();
            joined.push(&last);
            let class = self.weapons.get(&joined.join(" "))?;
            Some((*class, first))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_comes_with_the_program_parses() {
        let classes: BTreeMap<String, BTreeSet<String>> =
            toml::from_str(FILE).expect("data/lang/en/mentions.toml");
        for class in ["bodies", "groups", "persons", "lands", "sites", "arms"] {
            assert!(classes.contains_key(class), "{class}");
        }
    }
}
