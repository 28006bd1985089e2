//! The common end of every reader: what was found becomes a report.

use crate::{ReadError, ReadOptions, language, published};
use sayso_model::{Boilerplate, Published, ReadNote, Report, ReportId, sha256_hex};

/// What a reader found in one record, before the caller's own word is laid over it.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) input_id: String,
    pub(crate) origin: String,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) modified: Option<jiff::civil::Date>,
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    pub(crate) boilerplate: Vec<Boilerplate>,
    pub(crate) encoding: String,
    pub(crate) notes: Vec<ReadNote>,
}

/// Makes the report; `raw` are the bytes of the record in the input.
pub(crate) fn finish(
    record: Record,
    raw: &[u8],
    options: &ReadOptions,
) -> Result<Report, ReadError> {
    let Record {
        input_id,
        origin,
        outlet,
        url,
        published,
        modified,
        title,
        text,
        boilerplate,
        encoding,
        mut notes,
    } = record;
    if !text.chars().any(char::is_alphanumeric) {
        return Err(ReadError::NoText {
            origin,
            mend: "a report needs a body of words; check the file, or for a page that it is an article",
        });
    }
    let published = options
        .published
        .clone()
        .or(published)
        .or_else(|| published::from_dateline(&text))
        .unwrap_or(Published::Unknown);
    if published == Published::Unknown {
        notes.push(note(
            "no-publication-date",
            "No publication date was found, so words such as \"yesterday\" cannot be dated; give one with the input.".to_owned(),
        ));
    }
    let title = title.or_else(|| options.title.as_deref().and_then(filled));
    let (language, language_note) = language::identify(title.as_deref(), &text);
    notes.extend(language_note);
    let outlet = options.outlet.clone().or(outlet);
    let url = options.url.clone().or(url);
    let id = ReportId::of_content(
        outlet.as_deref(),
        url.as_deref(),
        &published,
        title.as_deref(),
        &text,
    );
    let raw_sha256 = sha256_hex(raw);
    Ok(Report {
        id,
        input_id,
        origin,
        outlet,
        url,
        published,
        modified,
        title,
        language,
        text,
        boilerplate,
        raw_sha256,
        encoding,
        notes,
    })
}

pub(crate) fn note(code: &str, message: String) -> ReadNote {
    ReadNote {
        code: code.to_owned(),
        message,
    }
}

/// Trims and drops what is blank.
pub(crate) fn filled(words: impl AsRef<str>) -> Option<String> {
    let words = words
        .as_ref()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!words.is_empty()).then_some(words)
}
