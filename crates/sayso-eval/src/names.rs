//! When two names mean the same party: by registry, else by their words.
//!
//! The definition asks that "names match when they resolve to the same registry actor, or, unresolved, when one's
//! words contain the other's head words". Here that is read as follows.
//! - *Words*: lower case, apostrophe endings and plural folded, articles, determiners, numerals and titles left out.
//! - *Noun group*: the words before the first preposition, conjunction, comma or bracket.
//! - *Head words* of a party: the last word of its first noun group and every word of that group written with a
//!   capital (so `Red Valley Brigade` does not match `Iron Hill Brigade`, and `masked gunmen` matches `gunmen`).
//! - *Head word* of a target: the last word of its first noun group only.
//! - Two names that resolve to different actors do not match, whatever their words.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Says which registry actor a name in a report means; `None` if that is unknown or not certain.
pub type Resolver<'a> = &'a dyn Fn(&crate::claims::ReportInput, &str) -> Option<String>;

/// A resolver that knows nobody: names are compared by their words alone.
pub fn no_registry(_report: &crate::claims::ReportInput, _name: &str) -> Option<String> {
    None
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    articles: BTreeSet<String>,
    titles: BTreeSet<String>,
    breaks: BTreeSet<String>,
    endings: Vec<Ending>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    ending: String,
    fold: String,
    min: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/name_words.toml"))
        .expect("the built-in word list is well formed")
});

pub(crate) fn is_article(word: &str) -> bool {
    LEXICON.articles.contains(word)
}

/// The words of a name, prepared for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameWords {
    /// Every content word.
    pub all: BTreeSet<String>,
    /// Head and name words of the first noun group.
    pub party_head: BTreeSet<String>,
    /// Head of the first noun group alone.
    pub head: Option<String>,
}

struct Token {
    folded: String,
    capital: bool,
    starts_group: bool,
}

/// Takes a name apart.
pub fn name_words(name: &str) -> NameWords {
    let tokens = tokens(name);
    let without = |drop_titles: bool| -> Vec<&Token> {
        tokens
            .iter()
            .filter(|t| {
                let function_word = is_article(&t.folded) || LEXICON.breaks.contains(&t.folded);
                let numeral = t.folded.chars().all(|c| c.is_ascii_digit());
                let title = LEXICON.titles.contains(&t.folded);
                !(function_word || numeral || (drop_titles && title))
            })
            .collect()
    };
    let mut kept = without(true);
    if kept.is_empty() {
        kept = without(false);
    }
    let mut group: Vec<&Token> = Vec::new();
    for token in &kept {
        if token.starts_group && !group.is_empty() {
            break;
        }
        group.push(token);
    }
    let head = group.last().map(|t| fold_number(&t.folded));
    let mut party_head: BTreeSet<String> = group
        .iter()
        .filter(|t| t.capital)
        .map(|t| fold_number(&t.folded))
        .collect();
    party_head.extend(head.clone());
    NameWords {
        all: kept.iter().map(|t| fold_number(&t.folded)).collect(),
        party_head,
        head,
    }
}

/// Lower-cased words in order, with what is needed to find the first noun group.
fn tokens(name: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut starts_group = true;
    for piece in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/')) {
        let opens = piece.starts_with(['(', '[', '"', '“']);
        let bare: String = piece.replace('’', "'");
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        let possessive = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("'S"));
        let core = possessive.unwrap_or(bare);
        let folded: String = core
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if folded.is_empty() {
            continue;
        }
        let breaks = LEXICON.breaks.contains(&folded);
        found.push(Token {
            capital: core.chars().next().is_some_and(char::is_uppercase),
            starts_group: starts_group || breaks || opens,
            folded,
        });
        // A comma or bracket ends the group, a break word opens a new one behind it.
        starts_group = breaks || piece.ends_with([',', ';', ':', ')', ']']);
    }
    found
}

fn fold_number(word: &str) -> String {
    let letters = word.chars().count();
    for rule in &LEXICON.endings {
        if letters >= rule.min
            && let Some(stem) = word.strip_suffix(rule.ending.as_str())
        {
            return format!("{stem}{}", rule.fold);
        }
    }
    word.to_owned()
}

/// Whether two party names match by their words.
pub fn parties_match(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    contains(&one.all, &other.party_head) || contains(&other.all, &one.party_head)
}

/// Whether two targets match by the head word of either.
pub fn targets_match(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    let has = |words: &NameWords, head: &NameWords| {
        head.head.as_ref().is_some_and(|h| words.all.contains(h))
    };
    has(&one, &other) || has(&other, &one)
}

/// Whether all words of one place name are words of the other.
pub fn places_match(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    contains(&one.all, &other.all) || contains(&other.all, &one.all)
}

fn contains(words: &BTreeSet<String>, heads: &BTreeSet<String>) -> bool {
    !heads.is_empty() && heads.is_subset(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties() {
        let cases = [
            ("Norland Health Ministry", "the Health Ministry", true),
            ("Health Ministry", "Interior Ministry", false),
            ("Red Valley Brigade", "Iron Hill Brigade", false),
            ("Red Valley Brigades", "the Red Valley Brigade", true),
            ("two masked gunmen", "unidentified gunmen", true),
            ("a gunman", "gunmen", true),
            ("Colonel Ana Brel", "Brel", true),
            ("the President", "President", true),
            ("U.K.", "UK", true),
            ("Norland", "Norland’s government", true),
            ("Norland forces", "Sudmark forces", false),
            ("army of Norland", "the army", true),
            ("United Front (UF)", "UF", true),
            (
                "Red Valley Brigade and the Anvil Group",
                "Anvil Group",
                true,
            ),
            ("police", "army", false),
            ("", "army", false),
            ("", "", false),
            ("al-Marsa", "Al Marsa", true),
        ];
        for (one, other, expected) in cases {
            assert_eq!(parties_match(one, other), expected, "{one} / {other}");
            assert_eq!(parties_match(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn targets_and_places() {
        assert!(targets_match("village of Old Mill", "the Old Mill"));
        assert!(targets_match(
            "A TELEPHONE OFFICE",
            "the office in the square"
        ));
        assert!(!targets_match(
            "a patrol of the 4th Brigade",
            "market stalls"
        ));
        assert!(places_match("Marsa province", "Marsa"));
        assert!(!places_match("Marsa", "Old Mill"));
    }
}
