//! Datelines: the place, date and agency that news put before the first sentence.

use crate::fold::{EM_DASH, EN_DASH, fold_char, is_gap};
use crate::lexicon::SegmentLexicon;

/// Longest dateline looked for, in bytes.
const LONGEST: usize = 160;

/// The end of the dateline (its dash and bracketed marks included) that `paragraph` begins with, in bytes.
///
/// A dateline is capitalised words, dates and brackets up to a dash. One that is neither in capitals nor dated nor
/// signed by an agency in brackets is not taken: "Someone - the younger one - came" begins the same way.
pub(crate) fn dateline_end(paragraph: &str, lexicon: &SegmentLexicon) -> Option<usize> {
    let mut limit = paragraph.len().min(LONGEST);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &paragraph[..limit];
    let all_capitals = !paragraph.chars().take(400).any(char::is_lowercase);
    let mut words = 0;
    let mut dated = false;
    let mut signed = false;
    let mut place_in_capitals = true;
    let mut at = 0;
    while at < head.len() {
        let rest = &head[at..];
        let c = rest.chars().next()?;
        if is_gap(c) || matches!(c, ',' | '/' | ';') {
            at += c.len_utf8();
            continue;
        }
        if c == '(' || c == '[' {
            let close = rest.find(if c == '(' { ')' } else { ']' })?;
            if close > 60 {
                return None;
            }
            signed = true;
            at += close + 1;
            continue;
        }
        if let Some(length) = dash(rest) {
            let spaced = rest[length..]
                .chars()
                .next()
                .is_some_and(|c| is_gap(c) || matches!(c, '"' | '['));
            if !spaced || words > 12 || (words == 0 && !signed) {
                return None;
            }
            let named = words > 0 && place_in_capitals && !all_capitals;
            if !(dated || signed || named) {
                return None;
            }
            let end = at + length + marks(&head[at + length..]);
            let next = paragraph[end..].chars().find(|&c| !is_gap(c))?;
            return (!next.is_lowercase()).then_some(end);
        }
        let length = rest
            .find(|c: char| {
                is_gap(c) || matches!(c, ',' | '/' | '(' | ';') || fold_char(c) == EM_DASH
            })
            .unwrap_or(rest.len());
        let word = &rest[..length];
        let bare = word.trim_end_matches('.').to_lowercase();
        let number = bare
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_digit())
            && bare.len() <= 5;
        if lexicon.is_month(&bare) || lexicon.weekdays.contains(&bare) {
            dated = true;
        } else if number {
            dated |= bare.len() == 4;
        } else if lexicon.dateline_words.contains(&bare) {
        } else if c.is_uppercase() && (!word.ends_with('.') || bare.len() <= 4) {
            words += 1;
            place_in_capitals &= word.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && !word.chars().any(char::is_lowercase)
                || (words > 1 && !place_in_capitals);
        } else {
            return None;
        }
        at += length;
    }
    None
}

/// Length of the dash at the start, if there is one: `-`, `--`, `–`, `—`, `_`.
fn dash(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    match fold_char(c) {
        '-' | '_' => Some(
            rest.bytes()
                .take_while(|&byte| byte == b'-' || byte == b'_')
                .count()
                .max(c.len_utf8()),
        ),
        EN_DASH | EM_DASH => Some(c.len_utf8()),
        _ => None,
    }
}

/// Length of the marks in square brackets and capitals after the dash, such as `[TEXT]`.
fn marks(rest: &str) -> usize {
    let mut end = 0;
    loop {
        let after = &rest[end..];
        let inner = after.trim_start_matches(is_gap);
        let Some(mark) = inner.strip_prefix('[') else {
            return end;
        };
        let Some(close) = mark.find(']') else {
            return end;
        };
        if close > 60 || mark[..close].chars().any(char::is_lowercase) {
            return end;
        }
        end += after.len() - inner.len() + 1 + close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for (paragraph, expected) in [
            (
                "KYIV, 3 May (Agency) \u{2013} The army said",
                Some("KYIV, 3 May (Agency) \u{2013}"),
            ),
            ("BAGHDAD (Reuters) - A bomb", Some("BAGHDAD (Reuters) -")),
            (
                "SAN SALVADOR, 12 JAN 90 (ACAN-EFE) -- [TEXT] THE ARMY",
                Some("SAN SALVADOR, 12 JAN 90 (ACAN-EFE) -- [TEXT]"),
            ),
            (
                "PORT HOLLIN \u{2013} Warplanes",
                Some("PORT HOLLIN \u{2013}"),
            ),
            (
                "Brannock, June 4 \u{2014} Two men",
                Some("Brannock, June 4 \u{2014}"),
            ),
            (
                "TAL HARIM, Veldan (VNA) _ Two men",
                Some("TAL HARIM, Veldan (VNA) _"),
            ),
            (
                "The army \u{2013} or what is left of it \u{2013} fled.",
                None,
            ),
            ("Brannock \u{2013} the largest town \u{2013} fell.", None),
            ("THE ARMY -- WHAT IS LEFT OF IT -- FLED.", None),
            ("NATO-led troops came", None),
            ("On 4 June, the army said", None),
        ] {
            assert_eq!(
                dateline_end(paragraph, SegmentLexicon::builtin()).map(|end| &paragraph[..end]),
                expected,
                "{paragraph}"
            );
        }
    }
}
