//! Words of evidence and of parties: folded, with what tells nothing left out.

use crate::LinkError;
use sayso_text::Lemmatiser;
use serde::Deserialize;
use std::collections::BTreeSet;

const WORDS_FILE: &str = include_str!("../../../data/lang/en/linking.toml");

/// The word lists of `data/lang/*/linking.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkWords {
    common: BTreeSet<String>,
    calendar: BTreeSet<String>,
    sites: BTreeSet<String>,
    beside: Vec<BTreeSet<String>>,
    separators: BTreeSet<String>,
    generic: BTreeSet<String>,
}

/// How many words are the head of a sentence.
const HEAD: usize = 8;

/// One word of a text.
pub(crate) struct Word {
    pub(crate) folded: String,
}

impl LinkWords {
    pub(crate) fn builtin() -> Result<LinkWords, LinkError> {
        toml::from_str(WORDS_FILE).map_err(|fault| LinkError::Weights {
            what: format!("data/lang/en/linking.toml: {fault}"),
        })
    }

    pub(crate) fn is_site(&self, word: &str) -> bool {
        self.sites.contains(word)
    }

    /// The sets of sites that stand beside each other which this one is in, by number.
    pub(crate) fn beside(&self, word: &str) -> impl Iterator<Item = u64> {
        let sets = self.beside.iter().enumerate();
        sets.filter(move |(_, set)| set.contains(word))
            .map(|(number, _)| number as u64)
    }

    pub(crate) fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word) || self.common.contains(word)
    }

    /// Whether a word can tell one occurrence from another.
    pub(crate) fn tells(&self, word: &str) -> bool {
        let long = word.chars().count() >= 4;
        long && !self.common.contains(word)
            && !self.calendar.contains(word)
            && !self.generic.contains(word)
            && !word.chars().any(|c| c.is_ascii_digit())
    }

    /// Whether a sentence sets what it tells apart from what came before: a separator among its first words.
    pub(crate) fn sets_apart(&self, sentence: &str) -> bool {
        words(sentence)
            .take(HEAD)
            .any(|word| self.separators.contains(&word.folded))
    }
}

/// The words of a text in lower case; plurals as singulars.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter_map(|raw| {
            let raw = raw.trim_matches(['\'', '’']);
            let stem = raw.split(['\'', '’']).next().unwrap_or(raw);
            (!stem.is_empty()).then(|| Word {
                folded: singular(&stem.to_lowercase()),
            })
        })
}

fn singular(word: &str) -> String {
    // The plural rules take any word for a plural: only an ending that most plurals have is touched.
    if word.len() > 3 && word.is_ascii() && word.ends_with('s') && !word.ends_with("ss") {
        Lemmatiser::builtin().by_group(word, "plural")
    } else {
        word.to_owned()
    }
}

/// FNV-1a: the same on every machine and in every run.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, bytes)
}

pub(crate) fn hash_on(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A set of hashes as a sorted list.
pub(crate) fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// How many hashes two sorted lists share.
pub(crate) fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                a += 1;
                b += 1;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_common_ones_tell_nothing() {
        let lists = LinkWords::builtin().expect("well formed");
        let found: Vec<String> = words("The clinics’ roofs, said Nurse O'Dell’s son")
            .map(|word| word.folded)
            .collect();
        assert_eq!(found[..3], ["the", "clinic", "roof"]);
        assert!(lists.tells("waterworks") && !lists.tells("said") && !lists.tells("tuesday"));
        assert!(lists.sets_apart("In a separate incident, a bus was hit."));
    }
}
