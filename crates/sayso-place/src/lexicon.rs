//! The words around place names; they live in `data/lang/en/places.toml`.

use crate::entry::PlaceKind;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Prepositions, compass words, unit words, titles and other words that tell places from other names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceLexicon {
    /// Prepositions after which a name is a place.
    pub locative: Words,
    /// Prepositions that put something beside the place.
    pub beside: Words,
    /// Prepositions after which even an unknown name is a place.
    pub names_place: Words,
    /// Units of length, for "12 km from".
    pub distances: Words,
    /// Lower-case words inside names.
    pub connectors: Words,
    /// Articles that open a name and may be missing in another spelling of it.
    pub articles: Words,
    /// Letters that transliterations exchange, for names not found as written.
    pub spellings: Vec<[String; 2]>,
    /// Nouns before "of" that mean the surroundings.
    pub surroundings: Words,
    /// Nouns before "of" that mean a part.
    pub parts: Words,
    /// Compass words.
    pub compass: Words,
    /// Nouns after a name that mean the surroundings.
    pub after_surroundings: Words,
    /// Nouns after a name that mean a road named for it, which runs beside it.
    pub after_way: Words,
    /// Nouns in the names of streets.
    pub streets: Words,
    /// Nouns after a name that mean a stretch of land.
    pub after_stretch: Words,
    /// Articles and prepositions that the passes ask for by what they do.
    pub grammar: GrammarWords,
    /// Words for administrative units beside a name.
    pub units: UnitWords,
    /// A user's words for kinds of place.
    pub kinds: KindWords,
    pub people: PeopleWords,
    pub organisations: OrganisationWords,
    /// Names that are never places alone.
    pub never: WordSet,
    /// Common words that are also names of places.
    pub common: WordSet,
}

/// A set of lower-case words; several words joined by one space are one entry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "WordList")]
pub struct Words(BTreeSet<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum WordList {
    Text(String),
    Entries(Vec<String>),
}

impl From<WordList> for Words {
    fn from(list: WordList) -> Words {
        Words(match list {
            WordList::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
            WordList::Entries(entries) => entries.into_iter().collect(),
        })
    }
}

impl Words {
    /// Whether the lower-case word is in the set.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Entries of more than one word.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .map(String::as_str)
            .filter(|w| w.contains(' '))
    }
}

/// A table with one list of words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordSet {
    pub words: Words,
}

/// Function words by what they do around a name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrammarWords {
    /// The definite article.
    pub definite: Words,
    /// All articles.
    pub determiners: Words,
    /// Between a noun and the name it belongs to.
    pub of: Words,
    /// Between a name and the place that holds it.
    pub within: Words,
    /// Between names of a list.
    pub listing: Words,
    /// After a length, before the name it is counted from.
    pub from: Words,
    /// Between a way and its first end; between the two ends.
    pub way_from: Words,
    pub way_to: Words,
    /// Before the word of `of`: where somebody comes from.
    pub out_of: Words,
}

/// Words for administrative units, by what they make of a name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitWords {
    pub province: Words,
    pub district: Words,
    pub town: Words,
    pub neighbourhood: Words,
    pub area: Words,
    pub site: Words,
}

impl UnitWords {
    /// The kind of place a unit word makes.
    pub fn kind(&self, word: &str) -> Option<PlaceKind> {
        [
            (&self.province, PlaceKind::Province),
            (&self.district, PlaceKind::District),
            (&self.town, PlaceKind::Town),
            (&self.neighbourhood, PlaceKind::Neighbourhood),
            (&self.area, PlaceKind::Area),
            (&self.site, PlaceKind::Site),
        ]
        .into_iter()
        .find(|(words, _)| {
            words.has(word) || word.strip_suffix('s').is_some_and(|one| words.has(one))
        })
        .map(|(_, kind)| kind)
    }
}

/// Words a user may describe a place's kind with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    pub country: Words,
    pub province: Words,
    pub water: Words,
    pub area: Words,
    pub neighbourhood: Words,
    pub site: Words,
    pub town: Words,
    pub district: Words,
}

/// Words around the names of people.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleWords {
    pub titles: Words,
    pub given: Words,
    pub holders: Words,
    pub speaking: Words,
}

/// Words in the names of organisations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationWords {
    pub heads: Words,
    pub before_of: Words,
}

impl PlaceLexicon {
    /// The lexicon that comes with the program.
    pub fn builtin() -> &'static PlaceLexicon {
        static LEXICON: OnceLock<PlaceLexicon> = OnceLock::new();
        // A test parses the file, so that the default is never what a release runs on.
        LEXICON.get_or_init(|| toml::from_str(PLACES_FILE).unwrap_or_default())
    }

    /// The kind of place a user's word or phrase means ("air base", "city"); the last known word decides.
    pub fn kind_of(&self, words: &str) -> Option<PlaceKind> {
        let lower = words.to_lowercase();
        lower.split([' ', '-', '_']).rev().find_map(|word| {
            let kinds = &self.kinds;
            [
                (&kinds.country, PlaceKind::Country),
                (&kinds.province, PlaceKind::Province),
                (&kinds.water, PlaceKind::Water),
                (&kinds.area, PlaceKind::Area),
                (&kinds.neighbourhood, PlaceKind::Neighbourhood),
                (&kinds.site, PlaceKind::Site),
                (&kinds.town, PlaceKind::Town),
                (&kinds.district, PlaceKind::District),
            ]
            .into_iter()
            .find(|(set, _)| set.has(word))
            .map(|(_, kind)| kind)
            .or_else(|| self.units.kind(word))
        })
    }
}

const PLACES_FILE: &str = include_str!("../../../data/lang/en/places.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_comes_with_the_program_parses() {
        let lexicon: PlaceLexicon = toml::from_str(PLACES_FILE).expect("places.toml parses");
        assert!(lexicon.locative.has("in") && lexicon.common.words.has("reading"));
    }

    #[test]
    fn a_users_words_for_kinds_are_understood() {
        let lexicon = PlaceLexicon::builtin();
        for (words, kind) in [
            ("air base", PlaceKind::Site),
            ("displacement camp", PlaceKind::Site),
            ("capital", PlaceKind::Town),
            ("settlement", PlaceKind::Town),
            ("sea", PlaceKind::Water),
            ("region", PlaceKind::Area),
            ("quarter", PlaceKind::Neighbourhood),
            ("Governorate", PlaceKind::Province),
        ] {
            assert_eq!(lexicon.kind_of(words), Some(kind), "{words}");
        }
        assert_eq!(lexicon.kind_of("xyzzy"), None);
    }
}
