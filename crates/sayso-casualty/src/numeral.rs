//! Values of numerals: digits with grouping signs, and number words.

use crate::lexicon::CasualtyLexicon;
use sayso_text::Token;

/// A numeral without its qualifiers.
pub(crate) struct Numeral {
    pub(crate) end: usize,
    pub(crate) value: u64,
    pub(crate) ambiguous: bool,
    pub(crate) grouped: bool,
    pub(crate) digits: bool,
}

/// Two tokens with nothing between them.
pub(crate) fn adjacent(tokens: &[Token], i: usize) -> bool {
    matches!((tokens.get(i), tokens.get(i + 1)), (Some(a), Some(b)) if a.span.end == b.span.start)
}

/// The numeral that begins at `i`.
pub(crate) fn numeral_at(tokens: &[Token], i: usize, lexicon: &CasualtyLexicon) -> Option<Numeral> {
    let words = &lexicon.numbers;
    let token = tokens.get(i)?;
    if token.lower.chars().next()?.is_numeric() {
        return digits_at(tokens, i, lexicon);
    }
    let article = words.articles.contains(&token.lower);
    let leads = if article {
        words.multipliers.contains_key(&tokens.get(i + 1)?.lower)
    } else {
        words.units.contains_key(&token.lower) || words.multipliers.contains_key(&token.lower)
    };
    if !leads {
        return None;
    }
    let mut total: u64 = 0;
    let mut group: u64 = u64::from(article);
    let mut at = if article { i + 1 } else { i };
    let mut last_unit = None;
    while let Some(token) = tokens.get(at) {
        if let Some(&unit) = words.units.get(&token.lower) {
            // "twenty three" joins, "three four" does not.
            if last_unit.is_some_and(|last: u64| last < 20 || unit >= 10) {
                break;
            }
            group = group.saturating_add(unit);
            last_unit = Some(unit);
            at += 1;
        } else if let Some(&times) = words.multipliers.get(&token.lower) {
            if at == i && !article {
                group = 1;
            }
            if times >= 1000 {
                total = total.saturating_add(group.max(1).saturating_mul(times));
                group = 0;
            } else {
                group = group.max(1).saturating_mul(times);
            }
            last_unit = None;
            at += 1;
        } else {
            let hyphen = token.lower == "-"
                && last_unit.is_some_and(|last| last >= 20)
                && adjacent(tokens, at - 1)
                && adjacent(tokens, at);
            let joiner = words.joiners.contains(&token.lower) && last_unit.is_none();
            let next_is_unit = tokens
                .get(at + 1)
                .is_some_and(|next| words.units.contains_key(&next.lower));
            // "a thousand and five others": a person counted after "and" is the same number only below a hundred.
            if !(hyphen || joiner && at > i + 1) || !next_is_unit {
                break;
            }
            at += 1;
        }
    }
    Some(Numeral {
        end: at,
        value: total.saturating_add(group),
        ambiguous: false,
        grouped: true,
        digits: false,
    })
}

/// Digits with grouping signs, a suffix or multipliers.
fn digits_at(tokens: &[Token], i: usize, lexicon: &CasualtyLexicon) -> Option<Numeral> {
    let words = &lexicon.numbers;
    let form = &tokens.get(i)?.lower;
    let split = form.find(|c: char| c.is_alphabetic()).unwrap_or(form.len());
    let (figure, suffix) = form.split_at(split);
    let (mut whole, mut tenths, mut ambiguous, mut grouped) = parse_digits(figure)?;
    let mut end = i + 1;
    // "40 300": groups of three set apart by a (thin) space.
    if suffix.is_empty() && tenths.is_none() && !grouped && figure.chars().count() <= 3 {
        while let Some(next) = tokens.get(end) {
            let gap = next.span.start.saturating_sub(tokens[end - 1].span.end);
            let three = next.lower.chars().count() == 3 && next.lower.chars().all(char::is_numeric);
            let Some((value, None, ..)) =
                parse_digits(&next.lower).filter(|_| three && (1..=3).contains(&gap))
            else {
                break;
            };
            whole = whole.saturating_mul(1000).saturating_add(value);
            grouped = true;
            ambiguous = true;
            end += 1;
        }
    }
    let mut times: u64 = 1;
    if !suffix.is_empty() {
        times = *words.suffixes.get(suffix)?;
    } else if let Some(&by) = tokens
        .get(end)
        .filter(|_| adjacent(tokens, end - 1))
        .and_then(|next| words.suffixes.get(&next.lower))
    {
        // "155m" is a length; a bare "m" multiplies only decimals and what is money is left out later.
        if by == 1000 || tenths.is_some() {
            times = by;
            end += 1;
        }
    }
    while let Some(&by) = tokens
        .get(end)
        .and_then(|next| words.multipliers.get(&next.lower))
    {
        times = times.saturating_mul(by);
        end += 1;
    }
    if let Some((fraction, scale)) = tenths.take() {
        if times == 1 {
            return None;
        }
        let value = whole
            .saturating_mul(times)
            .saturating_add(fraction.saturating_mul(times) / scale);
        return Some(Numeral {
            end,
            value,
            ambiguous,
            grouped: true,
            digits: true,
        });
    }
    Some(Numeral {
        end,
        value: whole.saturating_mul(times),
        ambiguous,
        grouped: grouped || times > 1,
        digits: true,
    })
}

/// Whole part, fraction with its scale, ambiguity, and whether grouping signs stand in it.
type Digits = (u64, Option<(u64, u64)>, bool, bool);

fn parse_digits(figure: &str) -> Option<Digits> {
    let mut parts: Vec<u64> = Vec::new();
    let mut lengths: Vec<usize> = Vec::new();
    let mut sign = None;
    let (mut value, mut length) = (0u64, 0usize);
    for c in figure.chars() {
        if let Some(digit) = digit(c) {
            value = value.saturating_mul(10).saturating_add(digit);
            length += 1;
        } else if matches!(c, ',' | '.' | '\u{66C}' | '\u{66B}' | '\'')
            && sign.is_none_or(|known| known == c)
            && length > 0
        {
            sign = Some(c);
            parts.push(std::mem::take(&mut value));
            lengths.push(std::mem::take(&mut length));
        } else {
            return None;
        }
    }
    if length == 0 {
        return None;
    }
    parts.push(value);
    lengths.push(length);
    let threes = lengths.len() > 1
        && lengths[0] <= 3
        && lengths.last() == Some(&3)
        && lengths[1..]
            .iter()
            .all(|&length| length == 3 || length == 2);
    match sign {
        None => Some((value, None, false, false)),
        Some(_) if threes => {
            let whole = parts
                .iter()
                .zip(&lengths)
                .fold(0u64, |sum, (&part, &length)| {
                    sum.saturating_mul(10u64.saturating_pow(length as u32))
                        .saturating_add(part)
                });
            Some((whole, None, sign == Some('.'), true))
        }
        Some('.' | '\u{66B}' | ',') if parts.len() == 2 && lengths[1] <= 6 => Some((
            parts[0],
            Some((parts[1], 10u64.pow(lengths[1] as u32))),
            false,
            false,
        )),
        Some(_) => None,
    }
}

/// A decimal digit of the Latin, Arabic-Indic, Persian or Devanagari series.
fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        _ => return None,
    };
    Some(u64::from(u32::from(c) - u32::from(zero)))
}
