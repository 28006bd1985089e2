//! Folding of typographic characters, one character at a time, so that spans stay those of the original text.

/// Stands for an en dash inside the tokeniser; [`form_of`] writes it as `-`.
pub(crate) const EN_DASH: char = '\u{2013}';
/// Stands for an em dash or bar inside the tokeniser; [`form_of`] writes it as `--`.
pub(crate) const EM_DASH: char = '\u{2014}';
/// Stands for a one-character ellipsis; [`form_of`] writes it as `...`.
pub(crate) const ELLIPSIS: char = '\u{2026}';

/// Whether a character shows nothing: zero-width marks, soft hyphen, direction marks, control characters.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || (c.is_control() && !c.is_whitespace())
}

/// White space or an invisible character: what may stand between tokens.
pub(crate) fn is_gap(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_whitespace() || c.is_ascii_control();
    }
    c.is_whitespace() || is_invisible(c)
}

/// One character folded: quotation marks to `'` and `"`, hyphens to `-`, full-width ASCII to ASCII.
pub(crate) fn fold_char(c: char) -> char {
    if c.is_ascii() && c != '`' {
        return c;
    }
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{2039}'
        | '\u{203A}' | '\u{02BC}' | '\u{02BB}' | '\u{02BE}' | '\u{02BF}' | '\u{00B4}' | '`'
        | '\u{FF07}' => '\'',
        '\u{201C}'..='\u{201F}'
        | '\u{00AB}'
        | '\u{00BB}'
        | '\u{2033}'
        | '\u{301D}'..='\u{301F}'
        | '\u{FF02}' => '"',
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{2012}' | EN_DASH => EN_DASH,
        EM_DASH | '\u{2015}' | '\u{2E3A}' | '\u{2E3B}' => EM_DASH,
        // Full-width forms of the ASCII signs, as some agencies' feeds have them.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// The plain form of a token's text: folded, invisible characters left out.
pub fn form_of(text: &str) -> String {
    if text
        .bytes()
        .all(|byte| (b'!'..=b'~').contains(&byte) && byte != b'`')
    {
        return if text == "''" {
            "\"".to_owned()
        } else {
            text.to_owned()
        };
    }
    let mut form = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        match fold_char(c) {
            EN_DASH => form.push('-'),
            EM_DASH => form.push_str("--"),
            ELLIPSIS => form.push_str("..."),
            folded => form.push(folded),
        }
    }
    if form == "''" { "\"".to_owned() } else { form }
}

/// Whether a character belongs to a word: a letter, a digit or a mark that combines with one.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_mark(c)
    }
}

/// Combining marks, variation selectors and skin tones: never a token of their own after another character.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_plain() {
        for (text, form) in [
            ("don\u{2019}t", "don't"),
            ("\u{201C}", "\""),
            ("''", "\""),
            ("\u{2014}", "--"),
            ("\u{2026}", "..."),
            ("kil\u{200B}led", "killed"),
            ("sol\u{00AD}dier", "soldier"),
            ("co\u{2011}pilot", "co-pilot"),
            ("\u{FF11}\u{FF12}", "12"),
        ] {
            assert_eq!(form_of(text), form);
        }
    }
}
