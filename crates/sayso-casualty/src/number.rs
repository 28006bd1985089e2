//! The grammar of counts: digits, number words, vague quantities, ranges and the words that bound them.

use crate::exclusion::not_a_count;
use crate::index::{Bound, Quantity};
use crate::lexicon::CasualtyLexicon;
use crate::numeral::{Numeral, numeral_at};
use sayso_model::{Count, Qualifier, Span};
use sayso_text::{Sentence, Token};
use std::ops::Range;

/// A quantity in a sentence that may count people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberMention {
    /// All its tokens, with the words that qualify it.
    pub tokens: Range<usize>,
    /// The numeral alone.
    pub numeral: Range<usize>,
    pub span: Span,
    pub count: Count,
    pub kind: NumberKind,
    /// Written in a way that another locale reads as a decimal ("40.300").
    pub ambiguous: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Digits or number words.
    Numeral,
    /// "several", "dozens", "hundreds".
    Vague,
    /// "many", "a number of", "others".
    Plural,
    /// "no", "none", "nobody".
    None,
    /// "any": nobody if the clause is negated, else no quantity.
    Any,
    /// "a third", "the 12th".
    Ordinal,
}

/// Finds every quantity of a sentence that may count people, from left to right; ages, dates, distances, money,
/// labels, shares, scores and clock times are left out.
pub fn numbers(sentence: &Sentence, lexicon: &CasualtyLexicon) -> Vec<NumberMention> {
    let tokens = &sentence.tokens;
    let mut found: Vec<NumberMention> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let floor = found
            .last()
            .map_or(0, |last: &NumberMention| last.tokens.end);
        match mention_at(tokens, i, floor, lexicon) {
            Reading::Count(mention) => {
                i = mention.tokens.end.max(i + 1);
                found.push(mention);
            }
            Reading::Other(end) => i = end.max(i + 1),
            Reading::Nothing => i += 1,
        }
    }
    found
}

enum Reading {
    Count(NumberMention),
    /// A number that counts no people, up to here.
    Other(usize),
    Nothing,
}

fn mention_at(tokens: &[Token], i: usize, floor: usize, lexicon: &CasualtyLexicon) -> Reading {
    if let Some((end, quantity)) = lexicon.index.quantity.at(tokens, i) {
        // "some 30" is an estimate, "no more than 5" a bound: the numeral's own reading takes the words in. "no 5" and
        // "a few dozen" are told apart by the longest match.
        let opens_numeral = matches!(quantity, Quantity::Plural | Quantity::None)
            && (i.saturating_sub(2)..=i).any(|from| {
                lexicon
                    .index
                    .before
                    .at(tokens, from)
                    .is_some_and(|(after, _)| {
                        after > i && numeral_at(tokens, after, lexicon).is_some()
                    })
            });
        let longer = numeral_at(tokens, i, lexicon).is_some_and(|numeral| numeral.end > end);
        if !opens_numeral && !longer {
            return Reading::Count(quantity_mention(tokens, i, end, floor, quantity, lexicon));
        }
        if opens_numeral {
            return Reading::Nothing;
        }
    }
    if let Some(value) = ordinal(tokens, i, lexicon) {
        let count = Count::exact(value);
        return Reading::Count(mention(
            tokens,
            i..i + 1,
            i..i + 1,
            count,
            NumberKind::Ordinal,
            false,
        ));
    }
    let Some(first) = numeral_at(tokens, i, lexicon) else {
        return Reading::Nothing;
    };
    let second = range_end(tokens, i, &first, lexicon);
    let end = second.as_ref().map_or(first.end, |second| second.end);
    if not_a_count(tokens, i, end, &first, second.is_some(), lexicon) {
        return Reading::Other(end);
    }
    let ambiguous = first.ambiguous || second.as_ref().is_some_and(|second| second.ambiguous);
    if let Some(second) = second {
        let count = Count {
            low: Some(first.value),
            best: None,
            high: Some(second.value),
            qualifier: Qualifier::Range,
        };
        let opened = i.checked_sub(1).filter(|&before| {
            before >= floor && lexicon.numbers.range.open.contains(&tokens[before].lower)
        });
        let (start, _) = qualifier_before(tokens, opened.unwrap_or(i), floor, lexicon);
        return Reading::Count(mention(
            tokens,
            start..end,
            i..end,
            count,
            NumberKind::Numeral,
            ambiguous,
        ));
    }
    let (start, before) = qualifier_before(tokens, i, floor, lexicon);
    let (end, after) = match lexicon.index.after.at(tokens, end) {
        Some((after, bound)) => (after, Some(bound)),
        None => (end, None),
    };
    // "at least one but possibly up to 12".
    if let Some((wider, ())) = lexicon.index.widening.at(tokens, end)
        && let Some(second) = numeral_at(tokens, wider, lexicon)
        && second.value > first.value
    {
        let count = Count {
            low: Some(first.value),
            best: None,
            high: Some(second.value),
            qualifier: Qualifier::Range,
        };
        return Reading::Count(mention(
            tokens,
            start..second.end,
            i..second.end,
            count,
            NumberKind::Numeral,
            ambiguous || second.ambiguous,
        ));
    }
    let count = bounded(first.value, before.or(after));
    Reading::Count(mention(
        tokens,
        start..end,
        i..first.end,
        count,
        NumberKind::Numeral,
        ambiguous,
    ))
}

fn mention(
    tokens: &[Token],
    all: Range<usize>,
    numeral: Range<usize>,
    count: Count,
    kind: NumberKind,
    ambiguous: bool,
) -> NumberMention {
    let span = cover(tokens, &all);
    NumberMention {
        tokens: all,
        numeral,
        span,
        count,
        kind,
        ambiguous,
    }
}

/// The span of a run of tokens.
pub(crate) fn cover(tokens: &[Token], range: &Range<usize>) -> Span {
    let first = tokens
        .get(range.start)
        .map_or(Span { start: 0, end: 0 }, |token| token.span);
    let last = range
        .end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .map_or(first, |token| token.span);
    first.cover(last)
}

fn quantity_mention(
    tokens: &[Token],
    i: usize,
    end: usize,
    floor: usize,
    quantity: Quantity,
    lexicon: &CasualtyLexicon,
) -> NumberMention {
    let (count, kind) = match quantity {
        Quantity::Fixed(value) => {
            let (start, bound) = qualifier_before(tokens, i, floor, lexicon);
            return mention(
                tokens,
                start..end,
                i..end,
                bounded(value, bound),
                NumberKind::Numeral,
                false,
            );
        }
        Quantity::Vague(low) => {
            let count = Count {
                low: Some(low),
                best: None,
                high: None,
                qualifier: Qualifier::VagueNumber,
            };
            let (start, _) = qualifier_before(tokens, i, floor, lexicon);
            return mention(tokens, start..end, i..end, count, NumberKind::Vague, false);
        }
        Quantity::Plural => (plural_count(), NumberKind::Plural),
        Quantity::None => (zero_count(), NumberKind::None),
        Quantity::Any => (zero_count(), NumberKind::Any),
    };
    mention(tokens, i..end, i..end, count, kind, false)
}

pub(crate) fn plural_count() -> Count {
    Count {
        low: Some(2),
        best: None,
        high: None,
        qualifier: Qualifier::Plural,
    }
}

pub(crate) fn zero_count() -> Count {
    Count {
        low: Some(0),
        best: Some(0),
        high: Some(0),
        qualifier: Qualifier::None,
    }
}

fn bounded(value: u64, bound: Option<Bound>) -> Count {
    match bound {
        None | Some(Bound::Exact) => Count::exact(value),
        Some(Bound::AtLeast) => Count {
            low: Some(value),
            best: Some(value),
            high: None,
            qualifier: Qualifier::AtLeast,
        },
        Some(Bound::About) => Count {
            low: None,
            best: Some(value),
            high: None,
            qualifier: Qualifier::About,
        },
        Some(Bound::UpTo) => Count {
            low: None,
            best: None,
            high: Some(value),
            qualifier: Qualifier::UpTo,
        },
        Some(Bound::Below) => Count {
            low: None,
            best: None,
            high: Some(value.saturating_sub(1)),
            qualifier: Qualifier::UpTo,
        },
    }
}

/// The qualifying words right before `i`, chained ("at least some"): where they start, and the bound that holds.
fn qualifier_before(
    tokens: &[Token],
    i: usize,
    floor: usize,
    lexicon: &CasualtyLexicon,
) -> (usize, Option<Bound>) {
    let mut start = i;
    let mut bound = None;
    while let Some((before, value)) = lexicon.index.before.ending_at(tokens, start) {
        if before < floor || start - before == 0 {
            break;
        }
        // A bound is stronger than an estimate: "at least some 30".
        bound = match (bound, value) {
            (None | Some(Bound::About | Bound::Exact), value) => Some(value),
            (kept, _) => kept,
        };
        start = before;
    }
    (start, bound)
}

fn ordinal(tokens: &[Token], i: usize, lexicon: &CasualtyLexicon) -> Option<u64> {
    let lower = tokens.get(i)?.lower.as_str();
    lexicon.numbers.ordinals.get(lower).copied().or_else(|| {
        let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let tail = &lower[digits.len()..];
        (tail.len() == 2
            && !digits.is_empty()
            && digits.len() < 10
            && lexicon
                .numbers
                .not_a_count
                .after
                .iter()
                .any(|word| word == tail))
        .then(|| digits.parse().ok())?
    })
}

/// The second number of a range whose first one is `first`.
fn range_end(
    tokens: &[Token],
    i: usize,
    first: &Numeral,
    lexicon: &CasualtyLexicon,
) -> Option<Numeral> {
    let range = &lexicon.numbers.range;
    let opened = i
        .checked_sub(1)
        .is_some_and(|before| range.open.contains(&tokens[before].lower));
    let changed = i
        .checked_sub(1)
        .is_some_and(|before| range.change.contains(&tokens[before].lower));
    let link = &tokens.get(first.end)?.lower;
    let links = if opened {
        range.close.contains(link) || range.link.contains(link)
    } else {
        range.link.contains(link) && !(changed && link != "-")
    };
    if !links {
        return None;
    }
    let second = numeral_at(tokens, first.end + 1, lexicon)?;
    let years = first.digits
        && !first.grouped
        && first.value >= lexicon.numbers.not_a_count.year_from
        && second.value < 3000;
    (first.value < second.value && !years).then_some(second)
}
