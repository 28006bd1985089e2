//! Which tokens stand inside quotation marks.

use crate::fold::fold_char;
use crate::tokenise::RawToken;

/// Marks the tokens of one paragraph that lie inside quotation marks; the marks themselves are not inside.
///
/// `open` says that the quotation of the paragraph before goes on; the answer says whether one is open at the end.
/// A quotation that goes on is opened again at the start of the next paragraph, so there it changes nothing.
pub(crate) fn mark_quoted(
    text: &str,
    raw: &[RawToken],
    forms: &[String],
    open: bool,
    quoted: &mut Vec<bool>,
) -> bool {
    let singles = single_pairs(text, raw, forms);
    let mut double = open;
    let mut single = false;
    quoted.clear();
    for i in 0..raw.len() {
        if forms[i] == "\"" {
            let original = text[raw[i].start..raw[i].end].chars().next().unwrap_or('"');
            let space_after = raw.get(i + 1).is_none_or(|next| next.space_before);
            quoted.push(false);
            double = match original {
                '\u{201C}' | '\u{201F}' | '\u{00AB}' => true,
                '\u{201E}' => true,
                // German and Polish close with what English opens with; only ” and » are unequivocal.
                '\u{201D}' | '\u{00BB}' => false,
                _ if i == 0 => true,
                _ if raw[i].space_before && !space_after => true,
                _ if !raw[i].space_before && space_after => false,
                _ => !double,
            };
        } else if let Some(&opens) = singles.get(i).and_then(Option::as_ref) {
            single = opens;
            quoted.push(double);
        } else {
            quoted.push(double || single);
        }
    }
    double
}

/// For every token: `Some(true)` if it is a single quotation mark that opens, `Some(false)` if one that closes.
fn single_pairs(text: &str, raw: &[RawToken], forms: &[String]) -> Vec<Option<bool>> {
    let mut marks = vec![
        None;
        if forms.iter().any(|form| form == "'") {
            raw.len()
        } else {
            0
        }
    ];
    let mut opened: Option<usize> = None;
    for i in 0..marks.len() {
        if forms[i] != "'" {
            continue;
        }
        let space_after = raw.get(i + 1).is_none_or(|next| next.space_before);
        let after_bracket = i > 0 && matches!(forms[i - 1].as_str(), "(" | "[" | "\"" | "--" | "-");
        let original = text[raw[i].start..raw[i].end]
            .chars()
            .next()
            .map_or('\'', |c| if fold_char(c) == '\'' { c } else { '\'' });
        if opened.is_none()
            && (raw[i].space_before || i == 0 || after_bracket)
            && !space_after
            && original != '\u{2019}'
        {
            opened = Some(i);
        } else if let Some(start) = opened {
            // After a plural it may be a possessive: it closes only if punctuation or the end follows, or no s stands before.
            let plural = i > 0 && forms[i - 1].ends_with(['s', 'S']);
            let mark_after = forms
                .get(i + 1)
                .is_none_or(|next| !next.starts_with(char::is_alphanumeric));
            if !raw[i].space_before && (!plural || mark_after) {
                marks[start] = Some(true);
                marks[i] = Some(false);
                opened = None;
            }
        }
    }
    marks
}
