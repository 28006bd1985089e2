//! Bytes to text: byte-order mark, then the caller's word, then the declaration, then detection.
//!
//! A page that declares another encoding but is valid UTF-8 with non-ASCII letters is read as UTF-8: such
//! byte sequences do not come about by chance. UTF-7 is never decoded.

use crate::{ReadError, record::note};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sayso_model::ReadNote;

/// Text with the encoding it was read in and what had to be mended.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Name of the encoding and how it was chosen.
    pub(crate) encoding: String,
    pub(crate) notes: Vec<ReadNote>,
}

/// Reads bytes as text; `declared` is the label that the input states of itself.
pub(crate) fn decode(
    bytes: &[u8],
    given: Option<&str>,
    declared: Option<&str>,
    origin: &str,
) -> Result<Decoded, ReadError> {
    let given = match given {
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            ReadError::UnknownEncoding {
                origin: origin.to_owned(),
                label: label.to_owned(),
            }
        })?),
        None => None,
    };
    let mut notes = Vec::new();
    let (encoding, how) = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        (encoding, "byte-order mark")
    } else if let Some(encoding) = given {
        (encoding, "given")
    } else if let Some(encoding) = utf16_shape(bytes) {
        (encoding, "detected")
    } else {
        let declared_encoding =
            declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
        match (std::str::from_utf8(bytes).is_ok(), declared_encoding) {
            (true, Some(encoding)) if encoding == UTF_8 || bytes.is_ascii() => {
                (encoding, "declared")
            }
            (true, Some(encoding)) => {
                notes.push(note(
                    "encoding-conflict",
                    format!(
                        "The page declares {}, but its bytes are valid UTF-8 and were read so.",
                        encoding.name()
                    ),
                ));
                (UTF_8, "detected")
            }
            (true, None) => (UTF_8, "detected"),
            // A declared UTF-8 that is not valid as a whole is still the best reading: only the bad bytes are lost.
            (false, Some(encoding)) => (encoding, "declared"),
            (false, None) => (guess(bytes), "detected"),
        }
    };
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    if malformed {
        notes.push(note(
            "invalid-bytes",
            format!("Some bytes are not valid {}; each was replaced by U+FFFD. Give the right encoding if words are damaged.", encoding.name()),
        ));
    }
    let mut text = text.into_owned();
    if text.contains('\0') {
        text = text.replace('\0', "\u{fffd}");
        notes.push(note(
            "nul-characters",
            "NUL characters were replaced by U+FFFD.".to_owned(),
        ));
    }
    Ok(Decoded {
        text,
        encoding: format!("{} ({how})", encoding.name()),
        notes,
    })
}

/// Little- or big-endian UTF-16 without a mark, seen from zeros in every second byte.
pub(crate) fn utf16_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros_at = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
            * 2
    };
    match (zeros_at(0) * 10, zeros_at(1) * 10, sample.len()) {
        (even, odd, all) if odd > all * 6 && even < all => Some(UTF_16LE),
        (even, odd, all) if even > all * 6 && odd < all => Some(UTF_16BE),
        _ => None,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // Almost valid UTF-8 is UTF-8 with damage: a detector would turn every letter outside ASCII into rubbish.
    let lossy = String::from_utf8_lossy(bytes);
    let damaged = lossy
        .chars()
        .filter(|character| *character == '\u{fffd}')
        .count();
    let good = lossy
        .chars()
        .filter(|character| !character.is_ascii() && *character != '\u{fffd}')
        .count();
    if good >= damaged {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// The charset that an HTML page declares in its first bytes.
pub(crate) fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head: Vec<u8> = bytes
        .iter()
        .take(4096)
        .map(u8::to_ascii_lowercase)
        .collect();
    let head = String::from_utf8_lossy(&head);
    let mut rest = &head[..];
    while let Some(found) = rest.find("charset") {
        rest = &rest[found + "charset".len()..];
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let label: String = value
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
            .take(40)
            .collect();
        if !label.is_empty() {
            return Some(label);
        }
    }
    let value = head.strip_prefix("<?xml")?.split("encoding=").nth(1)?;
    let label: String = value
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], given: Option<&str>, declared: Option<&str>) -> (String, String, usize) {
        let decoded = decode(bytes, given, declared, "x").expect("known label");
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn precedence_is_mark_then_given_then_declared_then_detected() {
        assert_eq!(
            read(b"\xef\xbb\xbfabc", Some("windows-1251"), None),
            ("abc".into(), "UTF-8 (byte-order mark)".into(), 0)
        );
        assert_eq!(
            read(b"\xc0\xe1\xe2", Some("windows-1251"), Some("utf-8")),
            ("Абв".into(), "windows-1251 (given)".into(), 0)
        );
        assert_eq!(
            read(b"caf\xe9", None, Some("iso-8859-1")),
            ("café".into(), "windows-1252 (declared)".into(), 0)
        );
        assert_eq!(
            read("café".as_bytes(), None, Some("windows-1256")).1,
            "UTF-8 (detected)"
        );
        assert_eq!(read("café".as_bytes(), None, Some("windows-1256")).2, 1);
    }

    #[test]
    fn damage_is_noted_and_nothing_else_is_lost() {
        let (text, encoding, notes) = read(
            b"caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9 \xff end",
            None,
            None,
        );
        assert_eq!(text, "café café café café café \u{fffd} end");
        assert_eq!((encoding.as_str(), notes), ("UTF-8 (detected)", 1));
        assert_eq!(
            read(b"a\0b and more words", None, None).0,
            "a\u{fffd}b and more words"
        );
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        for (bytes, name) in [
            (
                "Shells fell on the town."
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<u8>>(),
                "UTF-16LE (detected)",
            ),
            (
                "Shells fell on the town."
                    .encode_utf16()
                    .flat_map(u16::to_be_bytes)
                    .collect(),
                "UTF-16BE (detected)",
            ),
        ] {
            assert_eq!(
                read(&bytes, None, None),
                ("Shells fell on the town.".into(), name.into(), 0)
            );
        }
    }

    #[test]
    fn declarations_are_found() {
        for (page, want) in [
            ("<meta charset=\"Windows-1256\">", Some("windows-1256")),
            (
                "<meta http-equiv=content-type content='text/html; charset=koi8-r'>",
                Some("koi8-r"),
            ),
            (
                "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>",
                Some("iso-8859-2"),
            ),
            ("<p>charset of the town</p>", None),
        ] {
            assert_eq!(declared_in_html(page.as_bytes()).as_deref(), want);
        }
        assert!(matches!(
            decode(b"a", Some("nonsense"), None, "x"),
            Err(ReadError::UnknownEncoding { .. })
        ));
    }
}
