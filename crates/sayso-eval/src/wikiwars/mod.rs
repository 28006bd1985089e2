//! WikiWars: narratives of wars with time expressions, as TIMEX2 (`wikiwars`) or TIMEX3 (`wikiwars_timeml`).
//!
//! A prediction counts for the strict span when both ends are those of a gold expression, for span and value when the
//! value string is the same too. Values are compared as strings, lenient about nothing: `1939-09` is not `1939-09-01`,
//! and a gold expression without a value (`val=""`) asks for a prediction without one. Expressions inside others
//! count like any other. The time stamp of the document itself (`tid="t0"`, `DATETIME`) is not an expression.

mod score;
#[cfg(test)]
mod tests;
mod write;

pub use score::score;
pub use write::tagged_documents;

use crate::error::{EvalError, read_text};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A time expression: byte span in the text and value, empty if none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeExpression {
    pub start: usize,
    pub end: usize,
    pub value: String,
}

/// One narrative without its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub text: String,
    /// The day against which relative expressions are read, where the files give one.
    pub reference: Option<Date>,
    /// Gold expressions in the order of their starts.
    pub expressions: Vec<TimeExpression>,
}

/// The narratives in the order of their file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// `wikiwars` or `wikiwars_timeml`; measures carry it.
    pub name: String,
    tag: &'static str,
    pub documents: Vec<Document>,
}

/// Predicted expressions by document id.
pub type Predictions = BTreeMap<String, Vec<TimeExpression>>;

/// Reads a folder of `*.key.xml` (TIMEX2) or `*.tml` (TIMEX3) files.
///
/// TIMEX2 files without a date of their own take it from the TIMEX3 folder beside them, if that is there.
pub fn load(folder: &Path) -> Result<Corpus, EvalError> {
    let read = |source| EvalError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        files.insert(entry.map_err(read)?.path());
    }
    let timeml = files
        .iter()
        .any(|path| path.extension().is_some_and(|e| e == "tml"));
    let (ending, tag, attribute) = if timeml {
        (".tml", "TIMEX3", "value")
    } else {
        (".key.xml", "TIMEX2", "val")
    };
    let mut documents = Vec::new();
    for path in files {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let Some(id) = name.strip_suffix(ending) else {
            continue;
        };
        let source = read_text(&path)?;
        let mut document =
            parse(id, &source, tag, attribute).map_err(|fault| EvalError::format(&path, fault))?;
        if document.reference.is_none() {
            let beside = folder
                .with_file_name("wikiwars_timeml")
                .join(format!("{id}.tml"));
            document.reference = std::fs::read_to_string(beside)
                .ok()
                .and_then(|text| creation_day(&text));
        }
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(EvalError::format(folder, "no .key.xml or .tml files"));
    }
    Ok(Corpus {
        name: if timeml {
            "wikiwars_timeml"
        } else {
            "wikiwars"
        }
        .to_owned(),
        tag,
        documents,
    })
}

/// Text and expressions of the `TEXT` element; other tags within it are dropped.
fn parse(id: &str, source: &str, tag: &str, attribute: &str) -> Result<Document, String> {
    let source = source.replace("\r\n", "\n");
    let (before, rest) = source.split_once("<TEXT>").ok_or("no TEXT element")?;
    let (body, _) = rest
        .split_once("</TEXT>")
        .ok_or("the TEXT element does not end")?;
    let mut text = String::new();
    let mut open: Vec<(usize, String, bool)> = Vec::new();
    let mut expressions = Vec::new();
    let mut rest = body;
    while let Some(position) = rest.find(['<', '&']) {
        text.push_str(&rest[..position]);
        rest = &rest[position..];
        if rest.starts_with('&') {
            let (decoded, length) = entity(rest);
            text.push(decoded);
            rest = &rest[length..];
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let inner = &rest[1..end];
        rest = &rest[end + 1..];
        if inner
            .strip_prefix('/')
            .is_some_and(|name| name.trim() == tag)
        {
            let (start, value, stamp) =
                open.pop().ok_or("an expression ends that has not begun")?;
            if !stamp {
                expressions.push(TimeExpression {
                    start,
                    end: text.len(),
                    value,
                });
            }
        } else if inner.split_whitespace().next() == Some(tag) {
            let stamp = attribute_of(inner, "tid").is_some_and(|tid| tid == "t0");
            open.push((
                text.len(),
                attribute_of(inner, attribute).unwrap_or_default(),
                stamp,
            ));
        }
    }
    text.push_str(rest);
    if !open.is_empty() {
        return Err("an expression does not end".to_owned());
    }
    expressions.sort();
    let reference = creation_day(before);
    Ok(Document {
        id: id.to_owned(),
        text,
        reference,
        expressions,
    })
}

/// The first ISO day in a document's head.
fn creation_day(source: &str) -> Option<Date> {
    let head = source.split("<TEXT>").next()?;
    let stamp = head
        .split(['"', '>', '<'])
        .find_map(|part| part.get(..10)?.parse::<Date>().ok());
    stamp.filter(|_| head.contains("DATETIME") || head.contains("DCT"))
}

/// A character reference at the start of `rest` and its length; a bare `&` stands for itself.
fn entity(rest: &str) -> (char, usize) {
    for (name, character) in [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&apos;", '\''),
    ] {
        if rest.starts_with(name) {
            return (character, name.len());
        }
    }
    ('&', 1)
}

fn attribute_of(inner: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(found) = inner[from..].find(name) {
        let start = from + found;
        let after = &inner[start + name.len()..];
        if inner[..start].ends_with(char::is_whitespace)
            && let Some(quoted) = after.strip_prefix("=\"")
        {
            return quoted.split('"').next().map(str::to_owned);
        }
        from = start + name.len();
    }
    None
}
