//! The CAMEO sentences: one token and label per line, a blank line between sentences.

use super::{Corpus, Roles, Sentence};
use crate::error::{EvalError, read_text};
use std::ops::Range;
use std::path::Path;

/// Reads every file of `cameo_ner` below the folder (or of the folder itself), in the order of their names.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let below = folder.join("cameo_ner");
    let folder = if below.is_dir() {
        below
    } else {
        folder.to_owned()
    };
    let read = |source| EvalError::Read {
        path: folder.clone(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(read)? {
        files.push(entry.map_err(read)?.path());
    }
    files.sort();
    let mut sentences = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "txt"))
    {
        let text = read_text(file)?;
        let stem = file
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut lines: Vec<(&str, &str)> = Vec::new();
        for line in text.lines().chain([""]) {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                [token, .., label] => lines.push((token, label)),
                _ if lines.is_empty() => {}
                _ => {
                    sentences.push(sentence(format!("{stem}-{}", sentences.len() + 1), &lines));
                    lines.clear();
                }
            }
        }
    }
    if sentences.is_empty() {
        return Err(EvalError::format(&folder, "no labelled sentence"));
    }
    Ok(Corpus {
        name: "cameo",
        sentences,
    })
}

/// Joins the tokens as they stand in running text: no blank before a closing mark or a clitic.
pub(super) fn sentence(id: String, lines: &[(&str, &str)]) -> Sentence {
    let mut text = String::new();
    let mut roles = Roles::default();
    let mut open: Option<(char, Range<usize>)> = None;
    let mut quoted = false;
    let mut glue = true;
    let close = |open: &mut Option<(char, Range<usize>)>, roles: &mut Roles| {
        if let Some((role, range)) = open.take() {
            match role {
                'S' => roles.sources.push(range),
                'T' => roles.targets.push(range),
                _ => roles.related.push(range),
            }
        }
    };
    for (token, label) in lines {
        let closes = matches!(
            *token,
            "." | ","
                | ";"
                | ":"
                | "?"
                | "!"
                | ")"
                | "]"
                | "%"
                | "'s"
                | "n't"
                | "”"
                | "-"
                | "’s"
                | "'"
        ) || *token == "\"" && quoted;
        if !glue && !closes {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(token);
        let range = start..text.len();
        glue = matches!(*token, "(" | "[" | "“" | "$" | "-") || *token == "\"" && !quoted;
        if *token == "\"" {
            quoted = !quoted;
        }
        let role = label.chars().nth(2);
        match (label.as_bytes().first(), role, &mut open) {
            (Some(b'I'), Some(role), Some((current, so_far))) if *current == role => {
                so_far.end = range.end;
            }
            (Some(b'B' | b'I'), Some(role), _) => {
                close(&mut open, &mut roles);
                open = Some((role, range));
            }
            _ => close(&mut open, &mut roles),
        }
    }
    close(&mut open, &mut roles);
    Sentence { id, text, roles }
}
