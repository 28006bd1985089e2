//! Tokens in the manner of the Universal Dependencies English treebank.
//!
//! The text between two blanks (a chunk) is read once from left to right; every look ahead is bounded, so that
//! the time is linear in the text whatever it holds.

use crate::fold::{ELLIPSIS, EM_DASH, fold_char, is_gap, is_invisible, is_mark, is_word};
use crate::lexicon::SegmentLexicon;

/// A token before its form is made: byte offsets, and whether white space stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) space_before: bool,
    /// The token ends in the full stop of an abbreviation.
    pub(crate) abbreviation: bool,
}

/// Longest token in characters; longer runs are cut, so that one hostile word stays harmless.
pub(crate) const MAX_TOKEN: usize = 400;

/// Reads the tokens of `text[start..end]`.
pub(crate) fn tokenise(
    text: &str,
    start: usize,
    end: usize,
    lexicon: &SegmentLexicon,
) -> Vec<RawToken> {
    let Some(part) = text.get(start..end) else {
        return Vec::new();
    };
    let mut tokens = Vec::with_capacity(part.len() / 5);
    let mut chunk = Chunk {
        chars: Vec::new(),
        end: 0,
        next: None,
        has_at: false,
        lexicon,
        lower: String::new(),
    };
    let mut rest = part.char_indices().peekable();
    loop {
        while rest.next_if(|&(_, c)| is_gap(c)).is_some() {}
        chunk.chars.clear();
        chunk.has_at = false;
        let mut last = 0;
        while let Some((at, c)) = rest.next_if(|&(_, c)| !c.is_whitespace()) {
            if is_invisible(c) {
                continue;
            }
            chunk.has_at |= c == '@';
            chunk.chars.push((start + at, fold_char(c)));
            last = start + at + c.len_utf8();
        }
        if chunk.chars.is_empty() {
            if rest.peek().is_none() {
                return tokens;
            }
            continue;
        }
        chunk.end = last;
        let after = rest.peek().map_or(part.len(), |&(at, _)| at);
        chunk.next = part[after..].chars().take(64).find(|&c| !is_gap(c));
        chunk.read(&mut tokens);
    }
}

/// The characters between two blanks, folded, each with its byte offset.
pub(crate) struct Chunk<'a> {
    pub(crate) chars: Vec<(usize, char)>,
    end: usize,
    /// First character of the next chunk.
    pub(crate) next: Option<char>,
    pub(crate) has_at: bool,
    pub(crate) lexicon: &'a SegmentLexicon,
    /// Scratch for look-ups.
    lower: String,
}

impl Chunk<'_> {
    pub(crate) fn at(&self, i: usize) -> char {
        self.chars.get(i).map_or('\0', |&(_, c)| c)
    }

    pub(crate) fn lower(&mut self, from: usize, to: usize) -> &str {
        self.lower.clear();
        for &(_, c) in self.chars.get(from..to).unwrap_or(&[]) {
            if c.is_ascii() {
                self.lower.push(c.to_ascii_lowercase())
            } else {
                self.lower.extend(c.to_lowercase())
            }
        }
        &self.lower
    }

    fn read(&mut self, tokens: &mut Vec<RawToken>) {
        let mut i = 0;
        while i < self.chars.len() {
            let mut abbreviation = false;
            let mut end = self.token_end(i, &mut abbreviation);
            while end < self.chars.len() && is_mark(self.at(end)) {
                end += 1;
            }
            let end = end.clamp(i + 1, i + MAX_TOKEN).min(self.chars.len());
            if is_word(self.at(i)) && self.push_parts(i, end, tokens) {
                i = end;
                continue;
            }
            self.push(i, end, abbreviation, tokens);
            i = end;
        }
    }

    fn push(&self, from: usize, to: usize, abbreviation: bool, tokens: &mut Vec<RawToken>) {
        let start = self.chars[from].0;
        let end = self.chars.get(to).map_or(self.end, |&(at, _)| at);
        tokens.push(RawToken {
            start,
            end,
            space_before: from == 0,
            abbreviation,
        });
    }

    /// Splits the words that fall into parts, such as "cannot"; false if this is none.
    fn push_parts(&mut self, from: usize, to: usize, tokens: &mut Vec<RawToken>) -> bool {
        if to - from > 8 || to - from < 2 {
            return false;
        }
        let lexicon = self.lexicon;
        let Some(parts) = lexicon.splits.get(self.lower(from, to)) else {
            return false;
        };
        // "IM" may be an acronym: capitals alone are not split at a bare letter or two unless they are long.
        if to - from < 4 && self.chars[from..to].iter().all(|&(_, c)| c.is_uppercase()) {
            return false;
        }
        let mut at = from;
        for part in parts {
            let next = (at + part.chars().count()).min(to);
            if next > at {
                self.push(at, next, false, tokens);
            }
            at = next;
        }
        true
    }

    /// One past the last character of the token that begins at `i`.
    fn token_end(&mut self, i: usize, abbreviation: &mut bool) -> usize {
        let c = self.at(i);
        let next = self.at(i + 1);
        if c.is_alphabetic() {
            return self.word_end(i, abbreviation);
        }
        if c.is_numeric()
            || (c == '.' && next.is_ascii_digit() && (i == 0 || !is_word(self.at(i - 1))))
        {
            return self.number_end(i);
        }
        match c {
            '\'' if next == '\'' => i + 2,
            '\'' => self.apostrophe_end(i),
            '!' | '?' => self.run(i, |c| c == '!' || c == '?'),
            '.' | '-' | '*' | '=' | '_' | '~' | '+' | '<' | '>' | '$' | '/' | '\\' | ELLIPSIS
            | EM_DASH => self.run(i, |other| other == c),
            '#' | '@' if next.is_alphabetic() => self.run(i + 1, |c| is_word(c) || c == '_'),
            ':' | ';' if self.is_face(i) => self.chars.len(),
            _ => i + 1,
        }
    }

    pub(crate) fn run(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
        let mut i = from;
        while i < self.chars.len() && i - from < MAX_TOKEN && belongs(self.at(i)) {
            i += 1;
        }
        i
    }

    fn is_face(&self, i: usize) -> bool {
        let mouth = if self.at(i + 1) == '-' { i + 2 } else { i + 1 };
        mouth + 1 == self.chars.len() && matches!(self.at(mouth), ')' | '(' | 'D' | 'P' | 'p' | '|')
    }

    /// A clitic after a word, a decade ("'90s"), or the mark alone.
    fn apostrophe_end(&mut self, i: usize) -> usize {
        let letters = self.run(i + 1, is_word);
        let lexicon = self.lexicon;
        if i > 0 && is_word(self.at(i - 1)) && lexicon.clitics.contains(self.lower(i + 1, letters))
        {
            return letters;
        }
        let decade = letters == i + 4
            && self.at(i + 1).is_ascii_digit()
            && matches!(self.at(i + 3), 's' | 'S');
        if decade { letters } else { i + 1 }
    }

    fn number_end(&mut self, i: usize) -> usize {
        if let Some(end) = self
            .joined_digits(i, '-')
            .or_else(|| self.joined_digits(i, '/'))
        {
            return end;
        }
        let mut end = self.run(i, |c| c.is_numeric() || is_mark(c));
        if self.at(i) == '.' {
            end = self.run(i + 1, char::is_numeric);
        }
        while end < self.chars.len() && end - i < MAX_TOKEN && self.at(end + 1).is_numeric() {
            let digits = self.run(end + 1, char::is_numeric) - end - 1;
            let joins = match self.at(end) {
                '.' | ':' => true,
                // Thousands, and lakhs where the group of three follows.
                ',' => digits == 3 || (digits == 2 && self.at(end + 3) == ','),
                _ => false,
            };
            if !joins {
                break;
            }
            end += 1 + digits;
        }
        if self.at(end).is_alphabetic() {
            let letters = self.run(end, |c| c.is_alphabetic());
            let lexicon = self.lexicon;
            if !is_word(self.at(letters)) && lexicon.units.contains(self.lower(end, letters)) {
                return end;
            }
            return self.run(end, is_word);
        }
        end
    }

    /// Dates and telephone numbers: three groups of digits joined by one sign (`9/11` by convention also two).
    fn joined_digits(&self, i: usize, sign: char) -> Option<usize> {
        let mut end = i;
        let mut groups = 0;
        loop {
            let digits = self.run(end, |c| c.is_ascii_digit());
            if digits == end || digits - end > 4 {
                return None;
            }
            groups += 1;
            end = digits;
            if self.at(end) != sign || groups == 4 {
                break;
            }
            end += 1;
        }
        let two_by_slash =
            groups == 2 && sign == '/' && end >= 2 && self.at(end - 2).is_ascii_digit();
        ((groups == 3 || two_by_slash) && !is_word(self.at(end))).then_some(end)
    }
}
