//! Sentence ends within the tokens of one paragraph.

use crate::lexicon::SegmentLexicon;
use crate::tokenise::RawToken;
use std::ops::Range;

/// Longest sentence in tokens and in bytes; a longer one is cut, at a clause mark if there is one.
pub(crate) const MAX_TOKENS: usize = 250;
pub(crate) const MAX_BYTES: usize = 4096;

/// The sentences as ranges over `tokens`; together they cover all of them.
pub(crate) fn sentences(
    raw: &[RawToken],
    forms: &[String],
    lexicon: &SegmentLexicon,
    wrapped_list: bool,
) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut in_quote = false;
    let mut i = 0;
    while i < raw.len() {
        let form = forms[i].as_str();
        if form == "\"" {
            in_quote = !in_quote;
        }
        // The number or bullet of a list item is part of its first sentence.
        let marker = wrapped_list && i < start + 3 && sentences.is_empty();
        if is_stop(form, raw[i]) && !marker {
            let mut end = i + 1;
            let mut quote_closed = false;
            while end < raw.len() && closes(raw, forms, end, in_quote && !quote_closed) {
                quote_closed |= forms[end] == "\"";
                end += 1;
            }
            if ends_here(raw, forms, i, end, quote_closed, lexicon) {
                in_quote &= !quote_closed;
                push_capped(raw, forms, start..end, &mut sentences);
                start = end;
                i = end;
                continue;
            }
        }
        i += 1;
    }
    push_capped(raw, forms, start..raw.len(), &mut sentences);
    sentences
}

fn is_stop(form: &str, token: RawToken) -> bool {
    token.abbreviation
        || matches!(form.bytes().next(), Some(b'.' | b'!' | b'?'))
            && form.bytes().all(|byte| matches!(byte, b'.' | b'!' | b'?'))
}

/// Whether the token at `at`, after a stop, is a closing bracket or quotation mark of the same sentence.
fn closes(raw: &[RawToken], forms: &[String], at: usize, in_quote: bool) -> bool {
    let next_spaced = raw.get(at + 1).is_none_or(|next| next.space_before);
    match forms[at].as_str() {
        ")" | "]" => true,
        "\"" => !raw[at].space_before || (in_quote && next_spaced),
        "'" => !raw[at].space_before,
        _ => false,
    }
}

/// Whether a sentence ends between the stop at `stop` (closing marks up to `end`) and the token at `end`.
fn ends_here(
    raw: &[RawToken],
    forms: &[String],
    stop: usize,
    end: usize,
    quote_closed: bool,
    lexicon: &SegmentLexicon,
) -> bool {
    let Some(next) = forms.get(end) else {
        return true;
    };
    let form = forms[stop].as_str();
    let before = if stop > 0 {
        forms[stop - 1].as_str()
    } else {
        ""
    };
    // Words that lean on what stands before them cannot open a sentence.
    if matches!(
        next.as_str(),
        "," | ";" | ":" | "%" | ")" | "]" | "." | "!" | "?"
    ) {
        return false;
    }
    let opening = matches!(next.as_str(), "\"" | "'" | "(" | "[" | "-" | "--" | "*");
    let word = if opening {
        forms.get(end + 1).map_or("", String::as_str)
    } else {
        next.as_str()
    };
    let first = word.chars().next().unwrap_or('\0');
    let lower_case = first.is_lowercase();
    if raw[stop].abbreviation {
        let lower = form.to_lowercase();
        let bare = lower.strip_suffix('.').unwrap_or(&lower);
        if lexicon.titles.contains(bare) || lower_case || !raw[end].space_before {
            return false;
        }
        if quote_closed {
            return true;
        }
        let initial = bare.chars().count() == 1;
        if first.is_numeric() || lexicon.is_month(bare) || lexicon.before_number.contains(bare) {
            return false;
        }
        // "J. Smith" against "in Group B. The": only a word that opens sentences shows an end.
        let opener = lexicon.openers.contains(&word.to_lowercase());
        return if initial {
            opener && word.chars().count() > 1
        } else {
            opener || opening && next == "\""
        };
    }
    if form.starts_with("..") {
        return !lower_case
            && (first.is_uppercase() || opening)
            && (raw[end].space_before || first.is_uppercase());
    }
    if !raw[end].space_before && end == stop + 1 {
        // "ended.The army": the blank is missing.
        let letters = before.chars().count() >= 2 && before.chars().all(char::is_alphabetic);
        let capital_word =
            word.chars().nth(1).is_some_and(char::is_lowercase) && first.is_uppercase();
        return letters && before.chars().any(char::is_lowercase) && capital_word;
    }
    if lower_case {
        // A question or cry inside its sentence, or an abbreviation the lexicon does not have.
        let short = before.chars().count() <= 3 && before.chars().all(char::is_alphabetic);
        return form.starts_with('.') && !short && !quote_closed;
    }
    // "2. The" at the start of a line is no sentence of its own.
    true
}

/// Adds the range, cut into pieces that keep the caps.
fn push_capped(
    raw: &[RawToken],
    forms: &[String],
    range: Range<usize>,
    sentences: &mut Vec<Range<usize>>,
) {
    let mut start = range.start;
    while start < range.end {
        let limit = (start..range.end.min(start + MAX_TOKENS))
            .take_while(|&i| raw[i].end - raw[start].start <= MAX_BYTES)
            .last()
            .map_or(start + 1, |i| i + 1);
        if limit >= range.end {
            sentences.push(start..range.end);
            return;
        }
        let half = start + (limit - start) / 2;
        let mark = |marks: &[&str]| {
            (half..limit)
                .rev()
                .find(|&i| marks.contains(&forms[i].as_str()))
                .map(|i| i + 1)
        };
        let cut = mark(&[";", ":", ".", "?", "!"])
            .or_else(|| mark(&[",", "--", "-"]))
            .unwrap_or(limit);
        sentences.push(start..cut);
        start = cut;
    }
}
