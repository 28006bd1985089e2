//! Untrusted text made harmless for a terminal, a spreadsheet, a JSON reader.

use std::fmt::Write;

/// Text for a terminal: characters that are unseen, or that act on the terminal or on the direction of
/// reading, are shown as `\u{…}`; line ends become spaces.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            _ if acts(character) || unseen(character) => {
                let _ = write!(shown, "\\u{{{:x}}}", character as u32);
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Serialised JSON with the characters that act on a terminal written as escapes; the values stay the same.
pub fn safe_json(serialised: &str) -> String {
    let mut safe = String::with_capacity(serialised.len());
    for character in serialised.chars() {
        // Such characters stand in JSON only inside strings, where an escape means the same.
        if acts(character) && character != '\n' {
            let _ = write!(safe, "\\u{:04x}", character as u32);
        } else {
            safe.push(character);
        }
    }
    safe
}

/// One CSV cell of text: no spreadsheet takes it for a formula, and it is quoted where RFC 4180 asks for it.
pub fn csv_cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 2);
    let begins = text
        .chars()
        .find(|character| !character.is_whitespace() && !unseen(*character));
    let formula = begins.is_some_and(|character| "=+-@＝＋－＠﹢﹣﹦﹫−".contains(character))
        || text.starts_with(['\t', '\r', '\n']);
    if formula {
        cell.push('\'');
    }
    for character in text.chars() {
        if acts(character) && !['\n', '\r', '\t'].contains(&character) {
            let _ = write!(cell, "\\u{{{:x}}}", character as u32);
        } else {
            cell.push(character);
        }
    }
    let plain = !cell.contains([',', ';', '"', '\'', '\n', '\r', '\t']) && cell.trim() == cell;
    if plain {
        cell
    } else {
        format!("\"{}\"", cell.replace('"', "\"\""))
    }
}

/// Control characters and those that change the direction of reading.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a shape of their own.
fn unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_not_acted_upon() {
        for (text, want) in [
            ("plain – words", "plain – words"),
            ("\u{1b}[31mred\u{9b}2J", "\\u{1b}[31mred\\u{9b}2J"),
            ("\u{202e}21\u{202c} killed", "\\u{202e}21\\u{202c} killed"),
            ("kil\u{200b}led", "kil\\u{200b}led"),
            ("two\nlines\r\n", "two lines  "),
        ] {
            assert_eq!(visible(text), want);
        }
    }

    #[test]
    fn cells_are_never_formulas() {
        for (text, want) in [
            ("words", "words"),
            ("a, b", "\"a, b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("@SUM(1)", "\"'@SUM(1)\""),
            ("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""),
            ("-2+3", "\"'-2+3\""),
            ("\t=1", "\"'\t=1\""),
            ("\n=1", "\"'\n=1\""),
            (" =1", "\"' =1\""),
            ("\u{feff}=1", "\"'\u{feff}=1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("a\u{1b}b", "a\\u{1b}b"),
        ] {
            assert_eq!(csv_cell(text), want);
        }
    }

    #[test]
    fn json_values_stay_the_same() {
        let text = "a\u{9b}b\u{202e}c\n\u{7f}";
        let safe = safe_json(&serde_json::to_string(text).expect("a string"));
        assert!(safe.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&safe).expect("valid"), text);
    }
}
