//! Offsets counted in characters, as the corpora give them, to byte ranges.

use std::ops::Range;

/// Byte positions of the characters of a text, with its length at the end.
pub(crate) struct CharPositions(Vec<usize>);

impl CharPositions {
    pub(crate) fn new(text: &str) -> CharPositions {
        CharPositions(
            text.char_indices()
                .map(|(byte, _)| byte)
                .chain([text.len()])
                .collect(),
        )
    }

    /// The byte range of a character range; `None` outside the text.
    pub(crate) fn bytes(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let (start, end) = (*self.0.get(start)?, *self.0.get(end)?);
        (start <= end).then_some(start..end)
    }

    /// The character position of a byte position (of the next character if it lies within one).
    pub(crate) fn character(&self, byte: usize) -> usize {
        self.0.partition_point(|position| *position < byte)
    }
}

/// The occurrence of `words` nearest to a character position, as a byte range.
///
/// Some gold offsets have slipped by a few characters; the words themselves say where they belong.
pub(crate) fn nearest(text: &str, words: &str, near_byte: usize) -> Option<Range<usize>> {
    if words.is_empty() {
        return None;
    }
    text.match_indices(words)
        .min_by_key(|(start, _)| start.abs_diff(near_byte))
        .map(|(start, found)| start..start + found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_bytes() {
        let positions = CharPositions::new("é–a");
        assert_eq!(positions.bytes(1, 3), Some(2..6));
        assert_eq!(positions.bytes(3, 3), Some(6..6));
        assert_eq!(positions.bytes(2, 4), None);
        assert_eq!(positions.bytes(2, 1), None);
        assert_eq!(
            [0, 2, 5, 6].map(|byte| positions.character(byte)),
            [0, 1, 2, 3]
        );
        assert_eq!(nearest("ab ab ab", "ab", 4), Some(3..5));
        assert_eq!(nearest("ab", "", 0), None);
        assert_eq!(nearest("ab", "c", 0), None);
    }
}
