//! Paragraphs: blocks between blank lines, and within a block the lines that stand for themselves.

use crate::ParagraphKind;
use crate::fold::is_gap;

/// Byte range of a paragraph without surrounding white space, and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: ParagraphKind,
}

/// Text wrapped by its sender has no line longer than this, in characters.
const WIDEST_WRAP: usize = 110;
/// Lines shorter than this are not taken as wrapped unless the next one goes on in lower case.
const NARROWEST_WRAP: usize = 45;
/// By how much a wrapped line may fall short of the widest one.
const WRAP_SLACK: usize = 10;

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Characters, indent included: wrapped text may indent its first line.
    width: usize,
    /// Characters of the first word.
    first_word: usize,
}

/// Cuts the text into paragraphs.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let groups = line_groups(text);
    let wrap = wrapping(&groups);
    let mut blocks = Vec::new();
    for group in &groups {
        let mut from = 0;
        for i in 0..group.len() {
            let last = i + 1 == group.len();
            if last || !joins(text, group[i], group[i + 1], wrap) {
                push(text, group[from].start, group[i].end, i > from, &mut blocks);
                from = i + 1;
            }
        }
    }
    blocks
}

/// How wide the sender wrapped the lines.
#[derive(Clone, Copy)]
struct Wrap {
    width: usize,
    /// More than one line runs to that width.
    sure: bool,
}

/// The widest line in groups of several; absurdly wide means that nothing was wrapped.
fn wrapping(groups: &[Vec<Line>]) -> Option<Wrap> {
    let lines = || groups.iter().filter(|group| group.len() > 1).flatten();
    let width = lines().map(|line| line.width).max()?;
    let wide = lines()
        .filter(|line| line.width + WRAP_SLACK > width)
        .count();
    (NARROWEST_WRAP..=WIDEST_WRAP)
        .contains(&width)
        .then_some(Wrap {
            width,
            sure: wide > 1,
        })
}

/// Lines with something in them, grouped by the blank lines between them.
fn line_groups(text: &str) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{000B}', '\u{000C}']) {
        let start = at;
        at += raw.len();
        let trimmed = raw.trim_matches(is_gap);
        if trimmed.is_empty() {
            // The '\n' of "\r\n" is no blank line.
            if !(raw == "\n" && text.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\r')) {
                open = false;
            }
            continue;
        }
        let indent = raw.len() - raw.trim_start_matches(is_gap).len();
        let line = Line {
            start: start + indent,
            end: start + indent + trimmed.len(),
            width: raw.trim_end_matches(is_gap).chars().count(),
            first_word: trimmed.chars().take(40).take_while(|&c| !is_gap(c)).count(),
        };
        match groups.last_mut() {
            Some(group) if open => group.push(line),
            _ => groups.push(vec![line]),
        }
        // A paragraph separator ends the paragraph as a blank line does.
        open = !raw.ends_with(['\u{2029}', '\u{000C}']);
    }
    groups
}

/// Whether a line goes on in the next one.
fn joins(text: &str, line: Line, next: Line, wrap: Option<Wrap>) -> bool {
    let words = &text[line.start..line.end];
    let following = &text[next.start..next.end];
    if list_marker(following) {
        return false;
    }
    let stopped = ends_with_stop(words);
    let lower_case = following.chars().next().is_some_and(char::is_lowercase);
    if lower_case && !stopped {
        return true;
    }
    match wrap {
        Some(Wrap { width, sure }) => {
            let full = line.width + 1 + next.first_word + WRAP_SLACK > width;
            full && line.width >= NARROWEST_WRAP && (sure || !stopped)
        }
        None => false,
    }
}

/// Whether the words end in a full stop, a question or exclamation mark, quotation marks left aside.
pub(crate) fn ends_with_stop(words: &str) -> bool {
    let bare = words.trim_end_matches(|c: char| {
        is_gap(c)
            || matches!(
                c,
                '"' | '\'' | ')' | ']' | '\u{201D}' | '\u{2019}' | '\u{00BB}'
            )
    });
    bare.ends_with(['.', '!', '?', '\u{2026}'])
}

/// Whether a line begins with a bullet, a dash or a number as lists have it.
pub(crate) fn list_marker(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let rest = chars.as_str();
    match first {
        '\u{2022}' | '\u{25E6}' | '\u{25AA}' | '\u{25AB}' | '\u{25CF}' | '\u{25A0}'
        | '\u{2023}' | '\u{2043}' | '\u{25BA}' | '\u{27A2}' => true,
        '\u{00B7}' | '*' | '-' | '+' | '\u{2013}' | '\u{2014}' => {
            rest.starts_with([' ', '\t', '\u{00A0}'])
        }
        '(' => numbered(rest, &[')']),
        _ => numbered(line, &['.', ')']),
    }
}

/// One or two digits, or one letter, then one of the signs and a blank; a letter is only taken before a bracket.
fn numbered(line: &str, signs: &[char]) -> bool {
    let digits = line.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let letter = line
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    let length = if digits > 0 {
        digits
    } else {
        usize::from(letter)
    };
    if length == 0 || length > 2 {
        return false;
    }
    let mut rest = line[length..].chars();
    let sign = rest.next();
    sign.is_some_and(|sign| signs.contains(&sign) && (digits > 0 || sign == ')'))
        && rest.next().is_some_and(is_gap)
}

fn push(text: &str, start: usize, end: usize, joined: bool, blocks: &mut Vec<Block>) {
    let words = &text[start..end];
    let kind = if list_marker(words) {
        ParagraphKind::ListItem
    } else if !joined && is_heading(words) {
        ParagraphKind::Heading
    } else {
        ParagraphKind::Body
    };
    blocks.push(Block { start, end, kind });
}

/// A short line without a final stop; with a colon only if it is a mere label.
fn is_heading(words: &str) -> bool {
    if words.len() > 400 || ends_with_stop(words) || words.ends_with([',', ';']) {
        return false;
    }
    let count = words.split_whitespace().count();
    count <= if words.ends_with(':') { 4 } else { 14 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, ParagraphKind)> {
        blocks(text)
            .iter()
            .map(|block| (&text[block.start..block.end], block.kind))
            .collect()
    }

    #[test]
    fn lines_and_paragraphs() {
        use ParagraphKind::*;
        for (text, expected) in [
            ("One.\n\nTwo.", vec![("One.", Body), ("Two.", Body)]),
            (
                "Brannock shelled\r\n\r\nThe town was hit.\r\n",
                vec![("Brannock shelled", Heading), ("The town was hit.", Body)],
            ),
            (
                "Losses:\n- two guns\n\u{2022} a lorry\n1. one boat",
                vec![
                    ("Losses:", Heading),
                    ("- two guns", ListItem),
                    ("\u{2022} a lorry", ListItem),
                    ("1. one boat", ListItem),
                ],
            ),
            (
                "The first report came at noon and ended there.\nThe second came later.",
                vec![
                    ("The first report came at noon and ended there.", Body),
                    ("The second came later.", Body),
                ],
            ),
            (
                "   THE COMMANDER SAID THAT HIS TROOPS HAD SEIZED FIVE RIFLES AND ONE\nRADIO SET IN THE TOWN.  NOBODY WAS HURT IN THE ACTION AND THE UNIT\nWITHDREW.",
                vec![(
                    "THE COMMANDER SAID THAT HIS TROOPS HAD SEIZED FIVE RIFLES AND ONE\nRADIO SET IN THE TOWN.  NOBODY WAS HURT IN THE ACTION AND THE UNIT\nWITHDREW.",
                    Body,
                )],
            ),
            ("they went on\nand on", vec![("they went on\nand on", Body)]),
            (" \n\u{FEFF}\n", vec![]),
        ] {
            assert_eq!(parts(text), expected, "{text:?}");
        }
    }
}
