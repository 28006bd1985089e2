//! Numbers that count no people: ages, dates, measures, money, labels, shares, scores, times.

use crate::index::Set;
use crate::lexicon::CasualtyLexicon;
use crate::numeral::{Numeral, adjacent, numeral_at};
use sayso_text::{Token, Upos};

/// Whether the number `i..end` is an age, a date, a measure, money, a label, a share, a score or a time.
pub(crate) fn not_a_count(
    tokens: &[Token],
    i: usize,
    end: usize,
    first: &Numeral,
    ranged: bool,
    lexicon: &CasualtyLexicon,
) -> bool {
    let rules = &lexicon.numbers.not_a_count;
    let lower = |at: usize| tokens.get(at).map(|token| token.lower.as_str());
    let after = if lower(end) == Some("-") && adjacent(tokens, end - 1) {
        end + 1
    } else {
        end
    };
    let people_follow = tokens
        .get(end)
        .is_some_and(|token| lexicon.is_people_word(token));
    // "may" and "march" behind a number are months only where they are no verbs.
    let verb_follows = tokens
        .get(after)
        .is_some_and(|token| matches!(token.upos, Upos::Aux | Upos::Verb));
    if !verb_follows && lexicon.index.not_after.at(tokens, after).is_some() {
        return true;
    }
    if after > end
        && !people_follow
        && first.digits
        && tokens
            .get(after)
            .is_some_and(|token| token.lower.chars().all(char::is_alphabetic))
        && !ranged
    {
        // "12-storey", "155-mm", "40-strong": a measure, unless people stand right behind the hyphen.
        return !tokens
            .get(after)
            .is_some_and(|token| lexicon.is_people_word(token));
    }
    // At the start of a sentence nothing stands before; no list holds the empty word.
    let before = i.saturating_sub(1);
    let word = if i == 0 {
        ""
    } else {
        lower(before).unwrap_or_default()
    };
    let tied_before = rules.tying.iter().any(|sign| sign == word)
        && adjacent(tokens, before)
        && before
            .checked_sub(1)
            .and_then(lower)
            .is_some_and(|one| one.chars().all(char::is_numeric));
    let tied_after = lower(end).is_some_and(|sign| rules.tying.iter().any(|one| one == sign))
        && adjacent(tokens, end - 1)
        && adjacent(tokens, end);
    // "F-16", "covid-19", "2-0": a sign glued to what stands before it.
    let glued = word == "-" && adjacent(tokens, before);
    if tied_before
        || tied_after
        || glued
        || (lower(end) == Some("-")
            && adjacent(tokens, end - 1)
            && adjacent(tokens, end)
            && !ranged
            && first.digits)
    {
        return true;
    }
    if !people_follow && lexicon.in_set(Set::NotBefore, word) {
        return true;
    }
    let year = first.digits
        && !first.grouped
        && !ranged
        && (rules.year_from..=rules.year_to).contains(&first.value);
    let qualified = lexicon.index.before.ending_at(tokens, i).is_some();
    // "In 2021 villagers were shot": a day of its own, whatever noun comes next.
    let apart = tokens[i].deprel != "nummod"
        && tokens[i].head.is_some()
        && lexicon.in_set(Set::YearBefore, word);
    if year && (!people_follow || apart) && (!qualified || lexicon.in_set(Set::YearBefore, word)) {
        return true;
    }
    // "Ann Roe, 33, ..." and "Ann Roe (33)": an age.
    let enclosed = word == "," && lower(end) == Some(",") || word == "(" && lower(end) == Some(")");
    let name_before = before
        .checked_sub(1)
        .and_then(|one| tokens.get(one))
        .is_some_and(|token| token.upos == Upos::Propn);
    if enclosed && name_before && first.digits && first.value < 120 {
        return true;
    }
    // "1 in 5", from either end.
    let ratio_after = !people_follow
        && lower(end).is_some_and(|word| rules.ratio.iter().any(|one| one == word))
        && {
            let next = if lower(end + 1)
                .is_some_and(|word| lexicon.words.grammar.of.iter().any(|of| of == word))
            {
                end + 2
            } else {
                end + 1
            };
            numeral_at(tokens, next, lexicon)
                .is_some_and(|second| second.value > first.value && second.value <= 100)
        };
    let ratio_before = rules.ratio.iter().any(|one| one == word)
        && before.checked_sub(1).is_some_and(|one| {
            numeral_at(tokens, one, lexicon)
                .is_some_and(|other| other.end == before && other.value < first.value)
        })
        && first.value <= 100;
    ratio_after || ratio_before
}
