//! The agency a text credits itself to: in the brackets of its dateline, or in a line at its end.

use crate::tokens::fold;
use crate::words::OriginWords;

/// Longest head that is searched for a dateline, and longest credit line, in bytes.
const HEAD: usize = 160;
const LINE: usize = 80;

/// The agency a report is taken from, in its own words; `None` where it credits nobody.
///
/// "PORT TOWN (Example Wire) – …" and a last line "Source: Example Wire" or "(Example Wire)".
pub fn credit<'a>(text: &'a str, words: &OriginWords) -> Option<&'a str> {
    dateline(text).or_else(|| tail(text, words))
}

fn dateline(text: &str) -> Option<&str> {
    let first = text.trim_start().lines().next()?;
    let open = first.find('(')?;
    let close = open + first[open..].find(')')?;
    let after = first[close + 1..].trim_start();
    let begins = after.trim_start_matches(['-', '\u{2013}', '\u{2014}']);
    let dashed = begins.len() < after.len() && !begins.trim_start().starts_with(char::is_lowercase);
    let head = &first[..open];
    let lower = head
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    (dashed && open <= HEAD && lower == 0)
        .then(|| name(&first[open + 1..close]))
        .flatten()
}

fn tail<'a>(text: &'a str, words: &OriginWords) -> Option<&'a str> {
    let mut lines = text
        .lines()
        .rev()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    (0..3).find_map(|_| {
        let line = lines.next()?;
        if line.len() > LINE {
            return None;
        }
        let bare = line.trim_matches(|c: char| {
            matches!(
                c,
                '(' | ')' | '[' | ']' | '.' | '-' | '\u{2013}' | '\u{2014}'
            ) || c.is_whitespace()
        });
        if line.starts_with(['(', '[']) {
            return name(bare);
        }
        words.credit_lead.iter().find_map(|lead| {
            let head = bare.get(..lead.len())?;
            let rest = bare.get(lead.len()..)?;
            (fold(head) == *lead && rest.starts_with([':', ' ']))
                .then(|| name(rest.trim_start_matches([':', ' '])))
                .flatten()
        })
    })
}

/// Words that can be a name: short, capitalised, no sentence.
fn name(words: &str) -> Option<&str> {
    let words = words.trim();
    let few = (1..=5).contains(&words.split_whitespace().count());
    let capital = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let named = words.chars().any(char::is_alphabetic);
    (few && capital && named && !words.ends_with(['.', '?', '!'])).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found_at_both_ends_and_nowhere_else() {
        let words = OriginWords::builtin();
        for (text, want) in [
            (
                "PORT TOWN, 3 May (Example Wire) – Two people died.",
                Some("Example Wire"),
            ),
            (
                "Two people died.\n\nSource: Example Wire",
                Some("Example Wire"),
            ),
            ("Two people died.\n\n(Example Wire)", Some("Example Wire")),
            ("The Example Front (EF) – an armed group – denied it.", None),
            ("Two people (both from Port Town) died.", None),
            (
                "Two people died.\n\nSources said that more may follow.",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(credit(text, words), want, "{text}");
        }
    }
}
