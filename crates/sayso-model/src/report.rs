use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 over the report's content (outlet, url, publication, title, text), as 64 hexadecimal digits.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ReportId(pub String);

/// One news report as read: the body text that is coded, and what is known about its publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    pub id: ReportId,
    /// The id the input itself carried (the `id` of a JSON line); the file name's stem elsewhere.
    pub input_id: String,
    /// Where it was read from, for messages: a path and, for many-record files, a line or record number.
    pub origin: String,
    /// The publishing outlet as the input names it.
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Published,
    /// When the publisher says it was changed last; never used as the publication date.
    #[schemars(with = "Option<String>")]
    pub modified: Option<jiff::civil::Date>,
    pub title: Option<String>,
    /// The language, as ISO 639-1, and how it was found.
    pub language: Language,
    /// The body. All spans are byte offsets into it. Paragraphs are separated by a blank line.
    pub text: String,
    /// Parts of the page that are not the body (captions, related links, share bars), kept as such.
    pub boilerplate: Vec<Boilerplate>,
    /// SHA-256 of the raw bytes of the input record, as 64 hexadecimal digits.
    pub raw_sha256: String,
    /// The character encoding the bytes were read in, e.g. `UTF-8`, and how it was chosen.
    pub encoding: String,
    /// What the reader had to mend or could not use.
    pub notes: Vec<ReadNote>,
}

/// When a report was published, never confused with when it was modified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Published {
    Known {
        #[schemars(with = "String")]
        date: jiff::civil::Date,
        /// Local time at the stated offset; absent if only the day is known.
        #[schemars(with = "Option<String>")]
        time: Option<jiff::civil::Time>,
        /// Seconds east of UTC, if stated.
        offset_seconds: Option<i32>,
        basis: PublishedBasis,
    },
    Unknown,
}

impl Published {
    pub fn date(&self) -> Option<jiff::civil::Date> {
        match self {
            Published::Known { date, .. } => Some(*date),
            Published::Unknown => None,
        }
    }
}

/// What a publication date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublishedBasis {
    /// Given by the input's own field (`published` of a JSON line) or on the command line.
    Metadata,
    JsonLd,
    OpenGraph,
    MetaTag,
    TimeElement,
    /// A visible date line at the head of the text.
    Dateline,
}

/// The language of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Language {
    /// ISO 639-1 code.
    Known { code: String },
    /// Too little text to tell.
    Undetermined,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Boilerplate {
    pub kind: BoilerplateKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoilerplateKind {
    Caption,
    Share,
    RelatedLinks,
    AlternateAddress,
    Navigation,
    Other,
}

/// Something a reader noticed about one input that was still read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadNote {
    /// Stable code, e.g. `no-publication-date`, `invalid-utf8`, `language-not-supported`.
    pub code: String,
    /// One sentence for people, naming the mend where there is one.
    pub message: String,
}

/// SHA-256 as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl ReportId {
    /// The content address of a report: equal content gives an equal id wherever it was read.
    pub fn of_content(
        outlet: Option<&str>,
        url: Option<&str>,
        published: &Published,
        title: Option<&str>,
        text: &str,
    ) -> ReportId {
        let published = match published {
            Published::Known {
                date,
                time,
                offset_seconds,
                ..
            } => format!("{date} {time:?} {offset_seconds:?}"),
            Published::Unknown => String::new(),
        };
        // Length-prefixed parts, so that moving a word between two fields changes the address.
        let mut bytes = Vec::new();
        for part in [
            outlet.unwrap_or(""),
            url.unwrap_or(""),
            &published,
            title.unwrap_or(""),
            text,
        ] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        ReportId(sha256_hex(&bytes))
    }
}
