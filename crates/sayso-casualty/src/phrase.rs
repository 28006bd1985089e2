//! Tables of multi-word phrases and token patterns.

use sayso_text::Token;
use std::collections::BTreeMap;

/// Phrases of lower-case tokens with a value each, found by their first word.
#[derive(Debug, Clone)]
pub(crate) struct PhraseTable<T> {
    by_first: BTreeMap<String, Vec<(Vec<String>, T)>>,
    longest: usize,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> PhraseTable<T> {
        PhraseTable {
            by_first: BTreeMap::new(),
            longest: 0,
        }
    }
}

impl<T: Copy> PhraseTable<T> {
    pub(crate) fn add<'a>(&mut self, phrases: impl IntoIterator<Item = &'a String>, value: T) {
        for phrase in phrases {
            let words: Vec<String> = phrase.split_whitespace().map(str::to_lowercase).collect();
            let Some(first) = words.first().cloned() else {
                continue;
            };
            self.longest = self.longest.max(words.len());
            let entry = self.by_first.entry(first).or_default();
            entry.push((words, value));
            // Longest first, so that the first hit is the best one; ties keep the data's order.
            entry.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    /// The longest phrase that begins at token `start`: its end and value.
    pub(crate) fn at(&self, tokens: &[Token], start: usize) -> Option<(usize, T)> {
        let candidates = self.by_first.get(&tokens.get(start)?.lower)?;
        candidates.iter().find_map(|(words, value)| {
            let end = start + words.len();
            let slice = tokens.get(start..end)?;
            slice
                .iter()
                .zip(words)
                .all(|(token, word)| token.lower == *word)
                .then_some((end, *value))
        })
    }

    /// The longest phrase that ends right before token `end`: its start and value.
    pub(crate) fn ending_at(&self, tokens: &[Token], end: usize) -> Option<(usize, T)> {
        let far = end.saturating_sub(self.longest);
        (far..end).find_map(|start| {
            let candidates = self.by_first.get(&tokens.get(start)?.lower)?;
            candidates.iter().find_map(|(words, value)| {
                let fits = words.len() == end - start
                    && tokens
                        .get(start..end)?
                        .iter()
                        .zip(words)
                        .all(|(token, word)| token.lower == *word);
                fits.then_some((start, *value))
            })
        })
    }
}

/// One position of a phrase pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) optional: bool,
    /// Any of these forms or dictionary forms; empty = any one word.
    pub(crate) words: Vec<String>,
}

impl Slot {
    /// Reads the data's notation: `a|b`, `?a` (optional), `*`.
    pub(crate) fn parse(pattern: &str) -> Vec<Slot> {
        pattern
            .split_whitespace()
            .map(|part| {
                let (optional, part) = part
                    .strip_prefix('?')
                    .map_or((false, part), |rest| (true, rest));
                let words = if part == "*" {
                    Vec::new()
                } else {
                    part.split('|').map(str::to_lowercase).collect()
                };
                Slot { optional, words }
            })
            .collect()
    }

    fn fits(&self, token: &Token) -> bool {
        self.words.is_empty()
            || self
                .words
                .iter()
                .any(|word| *word == token.lower || *word == token.lemma)
    }
}

/// Matches a pattern at `start`, each optional slot taken where it fits; gives the end.
pub(crate) fn match_slots(slots: &[Slot], tokens: &[Token], start: usize) -> Option<usize> {
    let mut at = start;
    for slot in slots {
        match tokens.get(at) {
            Some(token) if slot.fits(token) => at += 1,
            _ if slot.optional => {}
            _ => return None,
        }
    }
    (at > start).then_some(at)
}
