//! Texts as words to compare: folded, and the telling ones (names, numbers, dates) marked.

use crate::words::OriginWords;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a word can tell two texts apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Word,
    Name,
    Number,
    /// A weekday, a month, or a number beside one.
    Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Lower case, without diacritics; numbers in digits; names also with transliterations made one.
    pub(crate) key: String,
    pub(crate) class: Class,
}

/// One run of letters and digits as it stands in the text.
struct Raw {
    text: String,
    capital: bool,
    /// Begins a line or sentence: its capital says nothing.
    opens: bool,
}

/// The words of a text. Names of `own` (the outlet) do not count as names.
pub(crate) fn tokens(text: &str, own: Option<&str>, words: &OriginWords) -> Vec<Token> {
    let raw = raw(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let shouted = capitals * 2 > letters;
    let own: BTreeSet<String> = own
        .map(|own| {
            self::raw(own)
                .into_iter()
                .map(|raw| fold(&raw.text))
                .collect()
        })
        .unwrap_or_default();
    let folded: Vec<String> = raw.iter().map(|raw| fold(&raw.text)).collect();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    if !shouted {
        for (raw, key) in raw.iter().zip(&folded) {
            if raw.capital && !raw.opens && key.chars().count() > 1 && !own.contains(key) {
                named.insert(key);
            }
        }
    }
    let class = |at: usize| {
        let key = folded[at].as_str();
        if words.calendar.contains(key) && (raw[at].capital || key.len() > 3) {
            Class::Date
        } else if key.starts_with(|c: char| c.is_ascii_digit()) || words.numbers.contains_key(key) {
            Class::Number
        } else if raw[at].capital && named.contains(key) {
            Class::Name
        } else {
            Class::Word
        }
    };
    let classes: Vec<Class> = (0..raw.len()).map(class).collect();
    (0..raw.len())
        .map(|at| {
            let beside_date = |other: Option<usize>| {
                other.and_then(|other| classes.get(other)) == Some(&Class::Date)
            };
            let key = folded[at].as_str();
            match classes[at] {
                Class::Number => {
                    let date =
                        beside_date(at.checked_sub(1)) || beside_date(Some(at + 1)) || is_year(key);
                    Token {
                        key: words
                            .numbers
                            .get(key)
                            .map_or_else(|| key.to_owned(), u64::to_string),
                        class: if date { Class::Date } else { Class::Number },
                    }
                }
                Class::Name => Token {
                    key: spelling(key, words),
                    class: Class::Name,
                },
                class => Token {
                    key: key.to_owned(),
                    class,
                },
            }
        })
        .collect()
}

/// The words of a text in lower case, without diacritics.
pub(crate) fn plain(text: &str) -> Vec<String> {
    raw(text).iter().map(|raw| fold(&raw.text)).collect()
}

fn raw(text: &str) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::new();
    let mut word = String::new();
    let mut opens = true;
    let mut chars = text.chars().peekable();
    let mut push = |word: &mut String, opens: &mut bool| {
        if !word.is_empty() {
            let text = std::mem::take(word);
            found.push(Raw {
                capital: text.starts_with(char::is_uppercase),
                text,
                opens: *opens,
            });
            *opens = false;
        }
    };
    while let Some(c) = chars.next() {
        let next_digit = chars.peek().is_some_and(char::is_ascii_digit);
        let after_digit = word.ends_with(|c: char| c.is_ascii_digit());
        if c.is_alphanumeric() || is_combining_mark(c) {
            word.push(c);
        } else if matches!(c, '\'' | '\u{2019}' | '\u{ad}') || c == ',' && after_digit && next_digit
        {
        } else if matches!(c, '.' | ':') && after_digit && next_digit {
            word.push(c);
        } else {
            push(&mut word, &mut opens);
            opens |= matches!(
                c,
                '.' | '!' | '?' | ':' | '\n' | '"' | '\u{201c}' | '\u{2022}'
            );
        }
    }
    push(&mut word, &mut opens);
    found
}

/// Lower case without diacritics.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name with what transliterations write differently made one, and doubled letters single.
pub(crate) fn spelling(name: &str, words: &OriginWords) -> String {
    let mut name = name.to_owned();
    for (from, to) in &words.spelling {
        if name.contains(from.as_str()) {
            name = name.replace(from.as_str(), to);
        }
    }
    let mut single = String::with_capacity(name.len());
    for c in name.chars() {
        if !single.ends_with(c) {
            single.push(c);
        }
    }
    single
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Whether two folded names may be one: a letter or so apart, or one the other with an ending.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.len() >= 4 && long.starts_with(short) {
        return true;
    }
    let allowed = long.len() / 3;
    short.len() >= 3
        && long.len() - short.len() <= allowed
        && a.first() == b.first()
        && distance(&a, &b) <= allowed
}

/// Letters to change, add or leave out between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (corner + usize::from(ca != cb))
                .min(above + 1)
                .min(row[j] + 1);
            corner = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// How often each key stands among tokens.
pub(crate) fn counts<'a>(tokens: impl Iterator<Item = &'a Token>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for token in tokens {
        *counts.entry(token.key.as_str()).or_insert(0) += 1;
    }
    counts
}
