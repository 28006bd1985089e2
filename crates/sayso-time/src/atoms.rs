//! The smallest units patterns run over: words, numbers and single signs, each with its place in the text.
//!
//! They are cut finer than tokens (`19th` is `19` and `th`, `mid-March` is three), so that no pattern depends on how
//! the tokeniser treats hyphens, and every atom knows the token it lies in.

use sayso_model::Span;
use sayso_text::{Sentence, Upos};
use std::ops::Range;

/// From how many small letters on the lack of capitals means that the text has none.
const LOWER: usize = 12;

#[derive(Debug, Clone)]
pub(crate) struct Atom {
    pub(crate) span: Span,
    pub(crate) lower: String,
    /// A number's value and how many digits it is written with.
    pub(crate) number: Option<(f64, usize)>,
    pub(crate) word: bool,
    /// Starts with a capital letter.
    pub(crate) capital: bool,
    /// White space stands before it.
    pub(crate) space: bool,
    /// Its part of speech says it is no noun (a verb, an auxiliary); false without analysis.
    pub(crate) verbal: bool,
}

/// The atoms of one sentence.
#[derive(Debug, Default)]
pub(crate) struct Atoms {
    pub(crate) list: Vec<Atom>,
    /// For every atom the phrases that begin there, once marked.
    pub(crate) hits: Vec<Vec<usize>>,
    /// The sentence is written in capitals, so that capitals say nothing.
    pub(crate) upper_case: bool,
    /// The sentence has no capital at all.
    pub(crate) lower_case: bool,
}

impl Atoms {
    pub(crate) fn of_sentence(text: &str, sentence: &Sentence) -> Atoms {
        let start = sentence.dateline.map_or(sentence.span.start, |span| {
            span.end.max(sentence.span.start)
        });
        let mut atoms = Atoms::of_text(
            text,
            Span {
                start,
                end: sentence.span.end.max(start),
            },
        );
        if sentence.analysed {
            for atom in &mut atoms.list {
                let at = sentence
                    .tokens
                    .partition_point(|token| token.span.end <= atom.span.start);
                atom.verbal = sentence
                    .tokens
                    .get(at)
                    .is_some_and(|token| matches!(token.upos, Upos::Verb | Upos::Aux));
            }
        }
        atoms
    }

    pub(crate) fn of_text(text: &str, span: Span) -> Atoms {
        let Some(part) = span.slice(text) else {
            return Atoms::default();
        };
        let mut list: Vec<Atom> = Vec::new();
        let mut chars = part.char_indices().peekable();
        let mut space = true;
        while let Some((at, first)) = chars.next() {
            if first.is_whitespace() || is_invisible(first) {
                space |= first.is_whitespace();
                continue;
            }
            let word = first.is_alphabetic();
            // The second number of 10.05.2017 starts no decimal.
            let dotted =
                part[..at].ends_with('.') && part[..at - 1].ends_with(|c: char| c.is_ascii_digit());
            let mut end = at + first.len_utf8();
            if word || first.is_ascii_digit() {
                while let Some(&(next, c)) = chars.peek() {
                    let joined = if word {
                        c.is_alphabetic() || is_mark(c)
                    } else {
                        c.is_ascii_digit()
                            || (!dotted && number_goes_on(&part[at..next], &part[next..]))
                    };
                    if !joined {
                        break;
                    }
                    end = next + c.len_utf8();
                    chars.next();
                }
            }
            let form = &part[at..end];
            let number = if first.is_ascii_digit() {
                let digits: String = form.chars().filter(|c| *c != ',').collect();
                digits.parse::<f64>().ok().map(|value| (value, form.len()))
            } else {
                None
            };
            let begin = span.start as usize + at;
            list.push(Atom {
                span: Span::new(begin, begin + (end - at)),
                lower: if word {
                    form.to_lowercase()
                } else {
                    form.chars().map(fold).collect()
                },
                number,
                word,
                capital: first.is_uppercase(),
                space,
                verbal: false,
            });
            space = false;
        }
        let (mut upper, mut lower) = (0usize, 0usize);
        for c in part.chars().filter(|c| c.is_alphabetic()) {
            if c.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        }
        Atoms {
            list,
            hits: Vec::new(),
            upper_case: upper > 3 * lower,
            lower_case: upper == 0 && lower >= LOWER,
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Atom> {
        self.list.get(at)
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.list.get(range.start)?;
        let last = self.list.get(range.end.checked_sub(1)?)?;
        Some(first.span.cover(last.span))
    }
}

/// Whether a digit run continues over a separator: `1,500` and `22.8`, not `10.05.2017` or `1,1939`.
fn number_goes_on(sofar: &str, rest: &str) -> bool {
    let mut chars = rest.chars();
    let Some(separator) = chars.next() else {
        return false;
    };
    let digits = chars
        .as_str()
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let after = chars.as_str().as_bytes().get(digits).copied();
    match separator {
        ',' => {
            digits == 3
                && !sofar.contains('.')
                && sofar
                    .rsplit(',')
                    .next()
                    .is_some_and(|group| group.len() <= 3)
        }
        '.' => {
            digits > 0
                && !sofar.contains('.')
                && !(after == Some(b'.')
                    && chars
                        .as_str()
                        .as_bytes()
                        .get(digits + 1)
                        .is_some_and(u8::is_ascii_digit))
        }
        _ => false,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn fold(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_numbers_words_and_signs() {
        for (text, expected) in [
            ("19th of mid\u{2013}March", "19|th|of|mid|-|march"),
            ("1,500 men, 22.8 years", "1,500|men|,|22.8|years"),
            ("10.05.2017 at 5.30pm.", "10|.|05|.|2017|at|5.30|pm|."),
            ("September 1,1939\u{2019}s", "september|1|,|1939|'|s"),
            ("", ""),
        ] {
            let atoms = Atoms::of_text(text, Span::new(0, text.len()));
            let forms: Vec<&str> = atoms.list.iter().map(|atom| atom.lower.as_str()).collect();
            assert_eq!(forms.join("|"), expected, "{text}");
            for atom in &atoms.list {
                assert!(atom.span.slice(text).is_some());
            }
        }
    }
}
