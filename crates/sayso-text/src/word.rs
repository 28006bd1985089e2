//! Words in the tokeniser: clitics, hyphens, abbreviations, addresses.

use crate::fold::{ELLIPSIS, EM_DASH, EN_DASH, is_word};
use crate::tokenise::{Chunk, MAX_TOKEN};

impl Chunk<'_> {
    /// One past the last character of the word that begins at `i`.
    pub(crate) fn word_end(&mut self, i: usize, abbreviation: &mut bool) -> usize {
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
