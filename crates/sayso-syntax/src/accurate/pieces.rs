//! Word forms to word pieces and shape features: the network's input.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::weights::WeightsError;

/// Pieces of one word that are looked at; the word's vector is its first piece's.
const MAX_PIECES_PER_WORD: usize = 12;
/// Longer parts of a word are unknown without a look-up.
const MAX_PART: usize = 100;
/// Shape features of a word.
pub(super) const SHAPES: usize = 20;

/// The encoder's vocabulary: greedy longest match first, lower-case, without accents.
pub(super) struct WordPiece {
    starts: HashMap<&'static str, u32>,
    continuations: HashMap<&'static str, u32>,
    unknown: u32,
    /// The piece before the first word; its vector stands for the root.
    pub(super) start: u32,
    /// The piece after the last word.
    pub(super) end: u32,
    /// Entries of the vocabulary.
    pub(super) size: usize,
}

impl WordPiece {
    /// Reads a vocabulary with one piece a line; the line number is the piece's id.
    pub(super) fn read(vocabulary: &'static str) -> Result<Self, WeightsError> {
        let (mut starts, mut continuations, mut size) = (HashMap::new(), HashMap::new(), 0);
        for (id, piece) in (0u32..).zip(vocabulary.lines()) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continuations.insert(rest, id),
                _ => starts.insert(piece, id),
            };
            size += 1;
        }
        let special = |name: &str| {
            starts
                .get(name)
                .copied()
                .ok_or(WeightsError::Mismatch("vocabulary"))
        };
        let (unknown, start, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(WordPiece {
            starts,
            continuations,
            unknown,
            start,
            end,
            size,
        })
    }

    /// Appends the pieces of a word, at least one.
    pub(super) fn word(&self, form: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let limit = before + MAX_PIECES_PER_WORD;
        let mut part = String::new();
        for c in form
            .chars()
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|c| !is_combining_mark(*c))
        {
            let alone = is_mark(c);
            if alone || is_gap(c) {
                self.part(&part, out);
                part.clear();
            }
            if alone {
                self.part(c.encode_utf8(&mut [0; 4]), out);
            } else if !is_gap(c) {
                part.push(c);
            }
            if out.len() >= limit {
                part.clear();
                break;
            }
        }
        self.part(&part, out);
        out.truncate(limit);
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    fn part(&self, part: &str, out: &mut Vec<u32>) {
        if part.is_empty() {
            return;
        }
        let before = out.len();
        let mut rest = part;
        let mut table = &self.starts;
        if part.len() > 4 * MAX_PART || part.chars().count() > MAX_PART {
            out.push(self.unknown);
            return;
        }
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).rev();
            let found = ends
                .filter_map(|end| Some((*table.get(rest.get(..end)?)?, end)))
                .next();
            let Some((id, end)) = found else {
                out.truncate(before);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            rest = rest.get(end..).unwrap_or_default();
            table = &self.continuations;
        }
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Punctuation, symbols and ideographs are parts of their own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{3400}'..='\u{9fff}')
        || (!c.is_ascii() && !c.is_alphanumeric() && !is_gap(c))
}

/// Yes-or-no features of each word's shape, and of the sentence's letters as a whole.
pub(super) fn shapes(forms: &[&str]) -> Vec<[f32; SHAPES]> {
    let (mut letters, mut upper, mut words, mut capped) = (0usize, 0usize, 0usize, 0usize);
    for form in forms {
        let cased = |c: &char| c.is_uppercase() || c.is_lowercase();
        let (all, up) = form.chars().filter(cased).fold((0, 0), |(n, u), c| {
            (n + 1, u + usize::from(c.is_uppercase()))
        });
        letters += all;
        upper += up;
        if let Some(first) = form.chars().find(cased) {
            words += 1;
            capped += usize::from(first.is_uppercase());
        }
    }
    let caps = letters > 0 && upper * 10 >= letters * 8;
    let title = words >= 3 && !caps && capped * 10 >= words * 7;
    let row = |(i, form): (usize, &&str)| {
        let count = |test: fn(&char) -> bool| form.chars().filter(test).count();
        let (up, low) = (count(|c| c.is_uppercase()), count(|c| c.is_lowercase()));
        let (digits, n) = (count(|c| c.is_ascii_digit()), count(|_| true));
        let first = form.chars().next().is_some_and(char::is_uppercase);
        [
            up >= 2 && low == 0,
            first && low > 0 && up == 1,
            low > 0 && up == 0,
            up > 0 && low > 0 && !(first && up == 1),
            up == 1 && n == 1,
            digits > 0,
            digits > 0 && up == 0 && low == 0,
            n > 1 && form.contains('-'),
            n > 1 && form.contains('.'),
            form.contains('\''),
            !form.chars().any(char::is_alphanumeric),
            matches!(*form, "\"" | "''" | "``"),
            matches!(*form, "(" | "[" | "{"),
            matches!(*form, ")" | "]" | "}"),
            n == 1,
            n >= 10,
            i == 0,
            caps,
            upper == 0,
            title,
        ]
        .map(|yes| f32::from(u8::from(yes)))
    };
    forms.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let toy = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nshell\n##ing\n##s\ncafe\n-\n'\ns\nn\nt\n.\n##";
        let mut out = Vec::new();
        WordPiece::read(toy).unwrap().word(word, &mut out);
        out
    }

    #[test]
    fn words_become_known_pieces() {
        for (word, want) in [
            ("Shelling", vec![4, 5]),
            ("SHELLINGS", vec![4, 5, 6]),
            ("Café", vec![7]),
            ("Café-shell", vec![7, 8, 4]),
            ("n't", vec![11, 9, 12]),
            ("shellx", vec![1]),
            ("", vec![1]),
            ("\u{301}", vec![1]),
            ("\u{200b}shell\u{7}s", vec![4, 10]),
            ("漢shell", vec![1, 4]),
        ] {
            assert_eq!(pieces(word), want, "{word:?}");
        }
        assert_eq!(pieces(&"-".repeat(5000)), vec![8; MAX_PIECES_PER_WORD]);
        assert_eq!(pieces(&"é".repeat(5000)), [1]);
    }

    #[test]
    fn shapes_see_capitals_and_headlines() {
        let caps = shapes(&["THREE", "KILLED", "."]);
        assert!(
            caps.iter().all(|r| r[17] == 1.0)
                && caps[0][0] == 1.0
                && caps[0][16] == 1.0
                && caps[2][10] == 1.0
        );
        let title = shapes(&["Three", "Killed", "in", "Raid"]);
        assert!(title[2][19] == 1.0 && title[0][1] == 1.0 && title[2][2] == 1.0);
        assert!(shapes(&[]).is_empty());
    }
}
