//! JSON records: one object per line, or one object or an array in a file.

use crate::record::{Record, filled, finish, note};
use crate::{ReadError, ReadOptions, parse_published};
use sayso_model::{PublishedBasis, Report};
use serde::Deserialize;
use serde_json::Value;

/// The fields that are used; all others are ignored, so that corpora may carry their own.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    outlet: Value,
    #[serde(default)]
    url: Value,
    #[serde(default)]
    published: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    text: Value,
}

/// Reads one record. `fallback_id` names it where it has no id of its own.
pub(crate) fn read_record(
    raw: &[u8],
    origin: &str,
    fallback_id: &str,
    encoding: &str,
    options: &ReadOptions,
) -> Result<Report, ReadError> {
    let bad = |cause: String| ReadError::BadJson {
        origin: origin.to_owned(),
        cause,
    };
    let mut notes = Vec::new();
    let content = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let content = String::from_utf8_lossy(content);
    if matches!(content, std::borrow::Cow::Owned(_)) {
        notes.push(note(
            "invalid-bytes",
            "Some bytes are not valid UTF-8; each was replaced by U+FFFD.".to_owned(),
        ));
    }
    if !content.trim_start().starts_with('{') {
        return Err(bad("a record is an object, `{...}`".to_owned()));
    }
    let line: Line = serde_json::from_str(&content).map_err(|fault| bad(fault.to_string()))?;
    let Value::String(text) = line.text else {
        return Err(bad(match line.text {
            Value::Null => "it has no `text`".to_owned(),
            _ => "its `text` is not a string".to_owned(),
        }));
    };
    let mut string = |name: &str, value: Value| match value {
        Value::String(words) => filled(words),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => None,
        _ => {
            notes.push(note(
                "field-not-text",
                format!("The field `{name}` is not a string and was not used."),
            ));
            None
        }
    };
    let input_id = string("id", line.id).unwrap_or_else(|| fallback_id.to_owned());
    let (outlet, url, title) = (
        string("outlet", line.outlet),
        string("url", line.url),
        string("title", line.title),
    );
    let stated = string("published", line.published);
    let published = stated
        .as_deref()
        .and_then(|value| parse_published(value, PublishedBasis::Metadata));
    if let (Some(value), None) = (&stated, &published) {
        notes.push(note(
            "invalid-publication-date",
            format!(
                "`{}` is not a date; write it as 2024-05-03 or 2024-05-03T14:05:00+03:00.",
                value.chars().take(60).collect::<String>()
            ),
        ));
    }
    let record = Record {
        input_id,
        origin: origin.to_owned(),
        outlet,
        url,
        published,
        title,
        text,
        encoding: encoding.to_owned(),
        notes,
        ..Record::default()
    };
    finish(record, raw, options)
}

/// Reads a file that is one object, or an array of objects.
pub(crate) fn read_document(
    raw: &[u8],
    origin: &str,
    stem: &str,
    encoding: &str,
    options: &ReadOptions,
    each: &mut dyn FnMut(Result<Report, ReadError>),
) {
    let content = String::from_utf8_lossy(raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw));
    if !content.trim_start().starts_with('[') {
        return each(read_record(raw, origin, stem, encoding, options));
    }
    match serde_json::from_str::<Vec<Value>>(&content) {
        Ok(records) => {
            for (index, record) in records.iter().enumerate() {
                let number = index + 1;
                each(read_record(
                    record.to_string().as_bytes(),
                    &format!("{origin}: record {number}"),
                    &format!("{stem}-{number}"),
                    encoding,
                    options,
                ));
            }
        }
        Err(fault) => each(Err(ReadError::BadJson {
            origin: origin.to_owned(),
            cause: fault.to_string(),
        })),
    }
}
