//! Which reader an input needs: by its first bytes, then by its name.

use crate::ReadError;

/// How an input is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    PlainText,
    Html,
    /// One JSON object per line.
    JsonLines,
    /// One JSON object, or an array of them, in the whole file.
    Json,
}

/// Magic numbers of files that hold no plain text, with what they are and what to do about them.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF-",
        "a PDF document",
        "convert it first, e.g. with pdftotext",
    ),
    (
        b"\xff\xd8\xff",
        "a JPEG image",
        "give the text of the report",
    ),
    (b"\x89PNG", "a PNG image", "give the text of the report"),
    (b"GIF8", "a GIF image", "give the text of the report"),
    (
        b"PK\x03\x04",
        "a ZIP or office document",
        "unpack it, or save the document as text",
    ),
    (
        b"\x1f\x8b",
        "gzip-compressed",
        "unpack it first with gzip -d",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "zstd-compressed",
        "unpack it first with zstd -d",
    ),
    (b"BZh", "bzip2-compressed", "unpack it first with bzip2 -d"),
    (b"\x7fELF", "a program", "give the text of the report"),
    (b"MZ\x90\x00", "a program", "give the text of the report"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old office document",
        "save the document as text",
    ),
    (
        b"SQLite format 3\x00",
        "an SQLite database",
        "export its reports as JSON lines",
    ),
    (b"{\\rtf", "an RTF document", "save the document as text"),
    (
        b"WARC/1.",
        "a web archive",
        "extract its pages as HTML files",
    ),
];

/// Refuses what is not text, looking at the first bytes.
pub(crate) fn refuse_binary(head: &[u8], origin: &str) -> Result<(), ReadError> {
    for (magic, what, mend) in MAGIC {
        if head.starts_with(magic) {
            return Err(ReadError::Binary {
                origin: origin.to_owned(),
                what,
                mend,
            });
        }
    }
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    if zeros * 100 > head.len() && crate::encoding::utf16_shape(head).is_none() {
        return Err(ReadError::Binary {
            origin: origin.to_owned(),
            what: "binary data",
            mend: "give the text of the report",
        });
    }
    Ok(())
}

/// Chooses the reader; the content wins over the name where it is unmistakable.
pub(crate) fn sniff(head: &[u8], name: &str) -> Format {
    let start = trim_start(head);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    match extension.as_str() {
        "jsonl" | "ndjson" => return Format::JsonLines,
        "html" | "htm" | "xhtml" | "shtml" => return Format::Html,
        _ => {}
    }
    if start.starts_with(b"{") {
        let line = start.split(|byte| *byte == b'\n').next().unwrap_or(start);
        let whole_line = line.len() == start.len()
            || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
        return if whole_line && (line.len() < start.len() || extension != "json") {
            Format::JsonLines
        } else {
            Format::Json
        };
    }
    if extension == "json" || start.starts_with(b"[{") {
        return Format::Json;
    }
    let lower: Vec<u8> = start
        .iter()
        .take(2048)
        .map(u8::to_ascii_lowercase)
        .collect();
    let opens_html = [
        &b"<!doctype html"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<meta",
        b"<!--",
        b"<article",
    ];
    if opens_html.iter().any(|tag| lower.starts_with(tag))
        || contains(&lower, b"<html")
        || (lower.starts_with(b"<") && contains(&lower, b"<p"))
    {
        return Format::Html;
    }
    Format::PlainText
}

fn trim_start(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let blank = head
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    &head[blank..]
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_name_choose_the_reader() {
        let cases: [(&[u8], &str, Format); 10] = [
            (b"PORT ELLA - Shells fell.", "a.txt", Format::PlainText),
            (b"PORT ELLA - Shells fell.", "a", Format::PlainText),
            (b"<!DOCTYPE html><html>", "a.txt", Format::Html),
            (b"plain", "a.html", Format::Html),
            (
                b"{\"id\":\"a\",\"text\":\"b\"}\n{\"id\":",
                "a",
                Format::JsonLines,
            ),
            (
                b"{\"id\":\"a\",\"text\":\"b\"}\n{\"id\":",
                "a.json",
                Format::JsonLines,
            ),
            (b"{\n  \"id\": \"a\"}", "a.json", Format::Json),
            (b"{\n  \"id\": \"a\"}", "a", Format::Json),
            (b"[{\"id\":1}]", "a.json", Format::Json),
            (b"{broken\n{}", "a.jsonl", Format::JsonLines),
        ];
        for (head, name, want) in cases {
            assert_eq!(
                sniff(head, name),
                want,
                "{name}: {}",
                String::from_utf8_lossy(head)
            );
        }
    }

    #[test]
    fn binaries_are_refused_with_a_mend() {
        for head in [
            &b"%PDF-1.7"[..],
            b"\xff\xd8\xff\xe0",
            b"MZ\x90\x00\x03",
            b"ab\0\0\0\x01\x02cd\0\0\0",
        ] {
            assert!(refuse_binary(head, "x.html").is_err(), "{head:?}");
        }
        assert!(refuse_binary("Ордер".as_bytes(), "x").is_ok());
        let utf16: Vec<u8> = "Shells fell on the town"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(refuse_binary(&utf16, "x").is_ok());
    }
}
