//! The PLOVER gold records: sentences with marked-up source, target and event words, and the event's class.

use super::{Corpus, Roles, Sentence};
use crate::error::{EvalError, read_text};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    id: String,
    event: String,
    #[serde(rename = "textInfo")]
    info: Option<Info>,
}

/// One record of the file gives the marked-up text without its key.
#[derive(Deserialize)]
#[serde(untagged)]
enum Info {
    Keyed { markup: String },
    Plain(String),
}

/// Reads `PLOVER_GSR_CAMEO.txt`; records without marked-up text are notes of the file.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let path = folder.join("PLOVER_GSR_CAMEO.txt");
    let records: Vec<Record> = serde_json::from_str(&read_text(&path)?)
        .map_err(|fault| EvalError::format(&path, fault))?;
    // Two records of the file bear one id: the later one gets the number of its place.
    let mut seen = std::collections::BTreeSet::new();
    let sentences = records
        .into_iter()
        .enumerate()
        .filter_map(|(place, mut record)| {
            if !seen.insert(record.id.clone()) {
                record.id = format!("{}#{place}", record.id);
            }
            let (Info::Keyed { markup } | Info::Plain(markup)) = record.info?;
            let (text, mut roles) = unmarked(&markup);
            roles.class = Some(record.event);
            Some(Sentence {
                id: record.id,
                text,
                roles,
            })
        })
        .collect();
    Ok(Corpus {
        name: "plover",
        sentences,
    })
}

/// "The (SRC: army) (EVT: shelled) (LOC: in (TAR: Tolme))": the text, and where the marked words stand in it.
///
/// What has both roles (`SRC/TAR`) is a related party. A mark that is never closed marks nothing.
pub(super) fn unmarked(markup: &str) -> (String, Roles) {
    let mut text = String::new();
    let mut roles = Roles::default();
    // Open brackets: the mark, if it is one, and where its words begin.
    let mut open: Vec<(Option<&str>, usize)> = Vec::new();
    let mut rest = markup;
    while let Some(letter) = rest.chars().next() {
        if letter == '(' {
            let mark = ["SRC/TAR", "TAR/SRC", "SRC", "TAR", "EVT", "LOC"]
                .into_iter()
                .find(|mark| {
                    rest[1..]
                        .strip_prefix(mark)
                        .is_some_and(|after| after.starts_with(':'))
                });
            if let Some(mark) = mark {
                rest = rest[mark.len() + 2..].trim_start();
                open.push((Some(mark), text.len()));
                continue;
            }
            open.push((None, text.len()));
        } else if letter == ')'
            && let Some((Some(mark), start)) = open.pop()
        {
            rest = &rest[1..];
            let range = start..text.len();
            match mark {
                "SRC" => roles.sources.push(range),
                "TAR" => roles.targets.push(range),
                "SRC/TAR" | "TAR/SRC" => roles.related.push(range),
                _ => {}
            }
            continue;
        }
        text.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    (text, roles)
}
