//! Tokens in the manner of the Universal Dependencies English treebank.
//!
//! The text between two blanks (a chunk) is read once from left to right; every look ahead is bounded, so that
//! the time is linear in the text whatever it holds.

use crate::fold::{ELLIPSIS, EM_DASH, EN_DASH, fold_char, is_gap, is_invisible, is_mark, is_word};
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
const MAX_TOKEN: usize = 400;

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
struct Chunk<'a> {
    chars: Vec<(usize, char)>,
    end: usize,
    /// First character of the next chunk.
    next: Option<char>,
    has_at: bool,
    lexicon: &'a SegmentLexicon,
    /// Scratch for look-ups.
    lower: String,
}

impl Chunk<'_> {
    fn at(&self, i: usize) -> char {
        self.chars.get(i).map_or('\0', |&(_, c)| c)
    }

    fn lower(&mut self, from: usize, to: usize) -> &str {
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

    fn run(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
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

    fn word_end(&mut self, i: usize, abbreviation: &mut bool) -> usize {
        if let Some(end) = self.address_end(i) {
            return end;
        }
        let mut part = i;
        let mut end = i;
        loop {
            end = self.run(end.max(i), is_word).min(i + MAX_TOKEN);
            if end >= self.chars.len() || end - i >= MAX_TOKEN {
                return end;
            }
            let next = self.at(end + 1);
            match self.at(end) {
                '\'' if next.is_alphabetic() => {
                    let letters = self.run(end + 1, is_word);
                    let lexicon = self.lexicon;
                    if lexicon.clitics.contains(self.lower(end + 1, letters)) {
                        return end;
                    }
                    let negation = letters == end + 2 && matches!(self.at(end + 1), 't' | 'T');
                    // "do|n't": the stem ends before its last letter.
                    if negation && end - i > 1 && matches!(self.at(end - 1), 'n' | 'N') {
                        return end - 1;
                    }
                    if matches!(self.at(i), 'n' | 'N') && end == i + 1 && negation {
                        return letters;
                    }
                    end += 1;
                }
                '\'' => return end,
                '.' => return self.stop_end(i, part, end, abbreviation),
                '-' if is_word(next) => {
                    let lexicon = self.lexicon;
                    if !lexicon.hyphen_prefixes.contains(self.lower(part, end)) {
                        return end;
                    }
                    end += 1;
                    part = end;
                }
                '&' if next.is_uppercase()
                    && end - i <= 3
                    && self.run(end + 1, is_word) - end <= 4 =>
                {
                    end += 1
                }
                '_' if is_word(next) => end += 1,
                _ => return end,
            }
        }
    }

    /// A word `i..end` with a full stop after it: acronym, initial, abbreviation, file name, or an end.
    fn stop_end(&mut self, i: usize, part: usize, end: usize, abbreviation: &mut bool) -> usize {
        let lexicon = self.lexicon;
        let following = self.at(end + 1);
        if end - i == 1 {
            // U.S., a.m., J.F.K.: single letters with stops between them.
            let mut at = i;
            while self.at(at).is_alphabetic() && self.at(at + 1) == '.' && at - i < 24 {
                at += 2;
            }
            if at - i > 2 {
                *abbreviation = !is_word(self.at(at));
                // The last letter without its stop ("u.k") belongs too; a whole word after it does not.
                return if is_word(self.at(at)) && !is_word(self.at(at + 1)) {
                    at + 1
                } else {
                    at
                };
            }
            let initial = self.at(i).is_uppercase() && self.at(i) != 'I';
            if initial
                || (following.is_alphabetic()
                    && lexicon
                        .titles
                        .contains(self.lower(i, self.run(end + 1, is_word))))
            {
                *abbreviation = true;
                return end + 1;
            }
        }
        if is_word(following) {
            // "name.com", "report.pdf", "Ph.D.": whole; "ended.The": two tokens and a stop.
            let whole = self.run(i, |c| is_word(c) || matches!(c, '.' | '-' | '_'));
            let mut last = whole;
            while last > end && matches!(self.at(last - 1), '.' | '-' | '_') {
                last -= 1;
            }
            let label = (end + 1..last)
                .rev()
                .find(|&k| self.at(k) == '.')
                .map_or(end + 1, |k| k + 1);
            // Several stops between small letters are a path, not missing blanks.
            let labels = (i..last).filter(|&k| self.at(k) == '.').count();
            let small = (i..last).all(|k| !self.at(k).is_uppercase());
            if last - i <= 100
                && (lexicon.name_endings.contains(self.lower(label, last)) || labels > 1 && small)
            {
                return last;
            }
            if lexicon.abbreviations.contains(self.lower(i, last)) {
                *abbreviation = self.at(last) == '.';
                return if *abbreviation { last + 1 } else { last };
            }
        }
        if following == '.' {
            return end;
        }
        let number_next = if end + 1 < self.chars.len() {
            following
        } else {
            self.next.unwrap_or('\0')
        };
        let word = self.lower(part, end).to_owned();
        let known = lexicon.titles.contains(&word)
            || lexicon.abbreviations.contains(&word)
            || lexicon.month_abbreviations.contains(&word)
                && !lexicon.before_number.contains(&word)
            || number_next.is_numeric() && lexicon.before_number.contains(&word);
        *abbreviation = known;
        if known { end + 1 } else { end }
    }

    /// A web or mail address that begins at `i`.
    fn address_end(&self, i: usize) -> Option<usize> {
        let starts = |with: &str| {
            with.chars()
                .enumerate()
                .all(|(k, c)| self.at(i + k).to_ascii_lowercase() == c)
        };
        let first = self.at(i).to_ascii_lowercase();
        if (first == 'h' && (starts("http://") || starts("https://")))
            || (first == 'w' && starts("www."))
            || (first == 'f' && starts("ftp://"))
        {
            let mut end = self.run(i, |c| {
                !matches!(
                    c,
                    '"' | '<' | '>' | '(' | ')' | '[' | ']' | EN_DASH | EM_DASH | ELLIPSIS
                )
            });
            while end > i + 4
                && matches!(self.at(end - 1), '.' | ',' | ';' | ':' | '!' | '?' | '\'')
            {
                end -= 1;
            }
            return Some(end);
        }
        if !self.has_at {
            return None;
        }
        let name = (i..(i + 64).min(self.chars.len()))
            .find(|&k| !(is_word(self.at(k)) || matches!(self.at(k), '.' | '_' | '+' | '-')))?;
        if self.at(name) != '@' || !is_word(self.at(name + 1)) {
            return None;
        }
        let mut end = self.run(name + 1, |c| is_word(c) || matches!(c, '.' | '-'));
        while end > name && matches!(self.at(end - 1), '.' | '-') {
            end -= 1;
        }
        Some(end)
    }
}
