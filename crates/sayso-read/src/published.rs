//! Publication dates: machine-written ones, and the date lines that people see.

use crate::words;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use regex::Regex;
use sayso_model::{Published, PublishedBasis};
use std::sync::LazyLock;

/// Years outside this range are typing errors or defaults of content systems, not publication dates.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1850..=2200;
/// Longer values are no dates; bounds the work of the date parsers.
const LONGEST_VALUE: usize = 80;
/// How much of a body's head can hold a date line.
const HEAD_LINES: usize = 6;
const LONGEST_DATE_LINE: usize = 160;
/// A date line of the form `PLACE, 3 May (AGENCY) --` ends within this many bytes.
const LONGEST_PREFIX: usize = 120;

/// Reads a machine-written date: ISO 8601 with or without time and offset, or RFC 2822.
///
/// The time and offset are kept as stated. Returns `None` for anything else, and for years that cannot be.
pub fn parse_published(value: &str, basis: PublishedBasis) -> Option<Published> {
    let value = value.trim();
    if value.is_empty() || value.len() > LONGEST_VALUE {
        return None;
    }
    let (date, time, offset_seconds) = iso(value).or_else(|| rfc2822(value))?;
    PLAUSIBLE_YEARS
        .contains(&date.year())
        .then_some(Published::Known {
            date,
            time,
            offset_seconds,
            basis,
        })
}

fn iso(value: &str) -> Option<(Date, Option<Time>, Option<i32>)> {
    let without_zone_name = value
        .strip_suffix("UTC")
        .or_else(|| value.strip_suffix("GMT"))
        .map(|stem| format!("{}Z", stem.trim_end()));
    let value = without_zone_name.as_deref().unwrap_or(value);
    let tight = spaced_offset().replace(value, "$1$2");
    let pieces = Pieces::parse(&*tight).ok()?;
    let offset = pieces.offset().map(|offset| match offset {
        PiecesOffset::Numeric(numeric) => numeric.offset().seconds(),
        _ => 0,
    });
    Some((pieces.date(), pieces.time(), offset))
}

fn rfc2822(value: &str) -> Option<(Date, Option<Time>, Option<i32>)> {
    let zoned = jiff::fmt::rfc2822::parse(value).ok()?;
    Some((
        zoned.date(),
        Some(zoned.time()),
        Some(zoned.offset().seconds()),
    ))
}

fn spaced_offset() -> &'static Regex {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d) ([+-]\d\d:?\d\d)$"));
    &PATTERN
}

/// The publication date in a visible date line at the head of a body, if there is one.
pub(crate) fn from_dateline(text: &str) -> Option<Published> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(HEAD_LINES);
    lines
        .into_iter()
        .find_map(|line| from_line(line).or_else(|| from_prefix(line)))
}

/// A line that is nothing but a date with its labels, e.g. `Published: 3 May 2024, 14:05`.
pub(crate) fn from_line(line: &str) -> Option<Published> {
    if line.len() > LONGEST_DATE_LINE {
        return None;
    }
    let known = words::publication();
    let mut published = None;
    let mut rest = String::new();
    let mut from = 0;
    for found in full_date().captures_iter(line) {
        let (Some(whole), Some(date)) = (found.get(0), civil(&found)) else {
            continue;
        };
        let before = line.get(from..whole.start()).unwrap_or("").to_lowercase();
        if published.is_none() && !ends_with_label(&before, &known.modified_labels) {
            published = Some(date);
        }
        rest.push_str(&before);
        rest.push(' ');
        from = whole.end();
    }
    let date = published?;
    rest.push_str(&line.get(from..).unwrap_or("").to_lowercase());
    let foreign = rest
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| word.chars().any(char::is_alphabetic) && !is_clock(word))
        .filter(|word| !known.dateline_words.iter().any(|known| known == word))
        .count();
    (foreign <= 2 && PLAUSIBLE_YEARS.contains(&date.year())).then_some(known_day(date))
}

/// The prefix of a wire report, e.g. `PORT ELLA, May 3, 2024 (Agency) --`.
fn from_prefix(line: &str) -> Option<Published> {
    let mut end = line.len().min(LONGEST_PREFIX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    for pattern in [full_date(), short_date()] {
        let Some(found) = pattern.captures(head) else {
            continue;
        };
        let (Some(whole), Some(date)) = (found.get(0), civil(&found)) else {
            continue;
        };
        let before = &head[..whole.start()];
        let after = head[whole.end()..].trim_start();
        let place = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        let capitals = place.chars().next().is_some_and(char::is_uppercase)
            && place.split_whitespace().count() <= 6
            && !place.contains(['.', ':', ';']);
        let set_off = before
            .trim_end()
            .ends_with([',', '(', '/', '-', '–', '—', '|']);
        if capitals && set_off && closes_prefix(after) && PLAUSIBLE_YEARS.contains(&date.year()) {
            return Some(known_day(date));
        }
    }
    None
}

/// After the date come a dash, or an agency in brackets and a dash, and then the report.
fn closes_prefix(after: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[,:)\]]?\s*(?:\([^()]{1,40}\)|\[[^\[\]]{1,40}\]|/[^/]{1,40}/)?\s*[:.]?\s*(?:--?|[–—―:])\s",
        )
    });
    PATTERN.is_match(after)
}

fn known_day(date: Date) -> Published {
    Published::Known {
        date,
        time: None,
        offset_seconds: None,
        basis: PublishedBasis::Dateline,
    }
}

fn ends_with_label(before: &str, labels: &[String]) -> bool {
    let end = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    // A weekday or "on" may stand between the label and the date.
    let tail: Vec<&str> = end
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let tail = tail[tail.len().saturating_sub(5)..].join(" ");
    labels
        .iter()
        .any(|label| format!(" {tail} ").contains(&format!(" {label} ")))
}

fn is_clock(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 8
}

fn civil(found: &regex::Captures<'_>) -> Option<Date> {
    let group = |names: [&str; 3]| {
        names
            .iter()
            .find_map(|name| found.name(name))
            .map(|part| part.as_str())
    };
    let year: i16 = group(["y1", "y2", "y3"])?.parse().ok()?;
    let day: i8 = group(["d1", "d2", "d3"])?.parse().ok()?;
    let month = match group(["m1", "m2", "m3"])? {
        number if number.starts_with(|c: char| c.is_ascii_digit()) => number.parse().ok()?,
        name => {
            let name = name.to_lowercase();
            words::publication()
                .months
                .iter()
                .position(|names| names.contains(&name))? as i8
                + 1
        }
    };
    // Wire services of the last century wrote two digits.
    let year = if year < 100 { 1900 + year } else { year };
    Date::new(year, month, day).ok()
}

/// Day, month name and four-digit year in either order, or ISO.
fn full_date() -> &'static Regex {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let months = months();
        pattern(&format!(
            r"(?i)\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m1>{months})\.?,?[ -](?P<y1>(?:18|19|20|21)\d\d)|(?P<m2>{months})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>(?:18|19|20|21)\d\d)|(?P<y3>(?:18|19|20|21)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d))\b"
        ))
    });
    &PATTERN
}

/// Day, month name and the last two digits of a year of the twentieth century.
fn short_date() -> &'static Regex {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b(?P<d1>\d{{1,2}}) (?P<m1>{})\.? (?P<y1>[5-9]\d)\b",
            months()
        ))
    });
    &PATTERN
}

fn months() -> String {
    let names: Vec<String> = words::publication()
        .months
        .iter()
        .flatten()
        .map(|name| regex::escape(name))
        .collect();
    names.join("|")
}

/// Compiles a pattern made of fixed parts and escaped month names; one that matches nothing should that ever fail.
fn pattern(source: &str) -> Regex {
    Regex::new(source)
        .unwrap_or_else(|_| Regex::new("[^\\s\\S]").expect("the empty class is a valid pattern"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PublishedBasis::Metadata;

    fn shown(published: Option<Published>) -> String {
        match published {
            Some(Published::Known {
                date,
                time,
                offset_seconds,
                ..
            }) => {
                format!(
                    "{date} {} {}",
                    time.map_or("-".into(), |t| t.to_string()),
                    offset_seconds.map_or("-".into(), |o| o.to_string())
                )
            }
            _ => "none".to_owned(),
        }
    }

    #[test]
    fn machine_dates_keep_time_and_offset() {
        for (value, want) in [
            ("2024-09-02", "2024-09-02 - -"),
            ("2024-09-02T14:05:00+03:30", "2024-09-02 14:05:00 12600"),
            ("2024-09-02T14:05+0330", "2024-09-02 14:05:00 12600"),
            ("2024-09-02T14:05:00Z", "2024-09-02 14:05:00 0"),
            ("2024-09-02T14:05:00.123Z", "2024-09-02 14:05:00.123 0"),
            ("2024-09-02 14:05:00", "2024-09-02 14:05:00 -"),
            ("2024-09-02 14:05:00 UTC", "2024-09-02 14:05:00 0"),
            ("2024-09-02 14:05:00 +0300", "2024-09-02 14:05:00 10800"),
            (
                "Mon, 02 Sep 2024 14:05:00 +0330",
                "2024-09-02 14:05:00 12600",
            ),
            ("Mon, 02 Sep 2024 14:05:00 GMT", "2024-09-02 14:05:00 0"),
            ("2024-02-31", "none"),
            ("0001-01-01T00:00:00Z", "none"),
            ("yesterday", "none"),
            ("None", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(parse_published(value, Metadata)), want, "{value}");
        }
        let nested = format!("Mon, 02 Sep 2024 14:05:00 {}", "(".repeat(1_000_000));
        assert_eq!(parse_published(&nested, Metadata), None);
    }

    #[test]
    fn date_lines_are_read_and_sentences_are_not() {
        for (text, want) in [
            (
                "Published: 3 May 2024, 14:05 GMT\n\nShells fell.",
                "2024-05-03 - -",
            ),
            (
                "Monday, 02 September 2024 2:05 PM [ Last Update: Tuesday, 03 September 2024 1:00 AM ]",
                "2024-09-02 - -",
            ),
            (
                "Last updated: 4 May 2024\n\nPublished 3 May 2024",
                "2024-05-03 - -",
            ),
            ("Updated on Friday, May 4th, 2024", "none"),
            ("May 3rd, 2024\n\nShells fell.", "2024-05-03 - -"),
            (
                "PORT ELLA, May 3, 2024 (Agency) -- Shells fell.",
                "2024-05-03 - -",
            ),
            (
                "PORT ELLA (Agency), 3 May 2024 – Shells fell.",
                "2024-05-03 - -",
            ),
            (
                "PORT ELLA, 3 FEB 90 (AGENCY) -- [TEXT] SHELLS FELL.",
                "1990-02-03 - -",
            ),
            ("On 3 May 2024, shells fell on the town - two died.", "none"),
            (
                "Shells fell on 3 May 2024 and the army said on Friday that two people were wounded.",
                "none",
            ),
            ("2024-05-03", "2024-05-03 - -"),
            ("31 February 2024", "none"),
        ] {
            assert_eq!(shown(from_dateline(text)), want, "{text}");
        }
    }
}
