//! The generic reader of knowledge files: TOML entries become typed values, and every fault is reported with its line.
//!
//! Serde stops at the first fault of an entry. To report all of them, the faulty key is taken out and the entry read
//! again, until it reads or only missing keys are left.

use crate::fault::{At, Faults};
use crate::source::{Lines, SourceFile};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One entry of a file with the lines of its keys and list items.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    pub value: T,
    pub at: At,
    lines: BTreeMap<String, Vec<usize>>,
}

impl<T> Entry<T> {
    /// Where a key's value, or the item of its list, stands; the entry itself when unknown.
    pub fn at_item(&self, key: &str, item: usize) -> At {
        let line = self
            .lines
            .get(key)
            .and_then(|lines| lines.get(item).or(lines.first()));
        At {
            file: self.at.file.clone(),
            line: line.copied().unwrap_or(self.at.line),
        }
    }

    pub fn at_key(&self, key: &str) -> At {
        self.at_item(key, 0)
    }
}

/// A parsed TOML file whose top-level lists are taken out one by one.
pub struct TomlFile<'a> {
    source: &'a SourceFile,
    lines: Lines,
    table: DeTable<'a>,
}

impl<'a> TomlFile<'a> {
    /// Parses a file; syntax faults are all reported and what can be read is kept.
    pub fn parse(source: &'a SourceFile, faults: &mut Faults) -> TomlFile<'a> {
        let lines = Lines::of(&source.text);
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        for error in &errors {
            let line = error.span().map_or(0, |span| lines.line(span.start));
            let what = format!("not valid TOML: {}", first_line(error.message()));
            faults.error(
                &At::new(&source.shown, line),
                what,
                "write key = \"value\", lists in [ ], entries under [[name]]",
            );
        }
        TomlFile {
            source,
            lines,
            table: table.into_inner(),
        }
    }

    /// Takes the entries `[[key]]` out of the file.
    pub fn take<T: Deserialize<'a>>(&mut self, key: &str, faults: &mut Faults) -> Vec<Entry<T>> {
        let Some(value) = self.table.remove(key) else {
            return Vec::new();
        };
        let at = self.at(value.span());
        let DeValue::Array(items) = value.into_inner() else {
            faults.error(
                &at,
                format!("`{key}` is not a list of entries"),
                format!("write [[{key}]] above each entry"),
            );
            return Vec::new();
        };
        let items: Vec<Spanned<DeValue<'a>>> = items.into_iter().collect();
        items
            .into_iter()
            .filter_map(|item| self.read_entry(key, item, faults))
            .collect()
    }

    /// Takes the table `[key]` out of the file.
    pub fn take_table<T: Deserialize<'a>>(
        &mut self,
        key: &str,
        faults: &mut Faults,
    ) -> Option<Entry<T>> {
        let value = self.table.remove(key)?;
        self.read_entry(key, value, faults)
    }

    /// Reads the whole file as one value.
    pub fn whole<T: Deserialize<'a>>(mut self, faults: &mut Faults) -> Option<Entry<T>> {
        let table = std::mem::take(&mut self.table);
        let span = 0..self.source.text.len();
        self.read_entry("file", Spanned::new(span, DeValue::Table(table)), faults)
    }

    /// Reports every top-level key that nobody took; `known` names those that the file may hold.
    pub fn finish(self, known: &[&str], faults: &mut Faults) {
        for key in self.table.keys() {
            let what = format!("unknown section `{}`", key.get_ref());
            let mend = format!("this file may hold {}", known.join(", "));
            faults.error(&self.at(key.span()), what, mend);
        }
    }

    fn at(&self, span: Range<usize>) -> At {
        At::new(&self.source.shown, self.lines.line(span.start))
    }

    fn read_entry<T: Deserialize<'a>>(
        &self,
        key: &str,
        item: Spanned<DeValue<'a>>,
        faults: &mut Faults,
    ) -> Option<Entry<T>> {
        let span = item.span();
        let at = self.at(span.clone());
        let DeValue::Table(mut table) = item.into_inner() else {
            faults.error(
                &at,
                format!("`{key}` is not a table"),
                format!("write [[{key}]] and its keys below"),
            );
            return None;
        };
        let lines = self.key_lines(&table);
        let mut clean = true;
        loop {
            let value = Spanned::new(span.clone(), DeValue::Table(table.clone()));
            match T::deserialize(value.into_deserializer()) {
                Ok(value) => return clean.then_some(Entry { value, at, lines }),
                Err(error) => {
                    let place = error.span().unwrap_or(span.clone());
                    let culprit = culprit(&table, &place);
                    let missing = culprit.is_none();
                    // A key taken out for its fault is not missing as well.
                    if clean || !missing {
                        let (what, mend) = explain(error.message());
                        faults.error(
                            &if missing { at.clone() } else { self.at(place) },
                            what,
                            mend,
                        );
                    }
                    clean = false;
                    match culprit {
                        Some(bad) => table.remove(bad.as_str()),
                        None => return None,
                    };
                }
            }
        }
    }

    fn key_lines(&self, table: &DeTable<'a>) -> BTreeMap<String, Vec<usize>> {
        table
            .iter()
            .map(|(key, value)| {
                let lines = match value.get_ref() {
                    DeValue::Array(items) if !items.is_empty() => items
                        .iter()
                        .map(|item| self.lines.line(item.span().start))
                        .collect(),
                    _ => vec![self.lines.line(value.span().start)],
                };
                (key.get_ref().to_string(), lines)
            })
            .collect()
    }
}

/// The top-level key whose name or value holds the place of an error.
fn culprit(table: &DeTable<'_>, place: &Range<usize>) -> Option<String> {
    let holds = |span: Range<usize>| span.start <= place.start && place.end <= span.end;
    table
        .iter()
        .find(|(key, value)| holds(key.span()) || holds(value.span()))
        .map(|(key, _)| key.get_ref().to_string())
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default().trim()
}

/// Turns serde's message into what is wrong and what to do.
fn explain(message: &str) -> (String, String) {
    let message = first_line(message);
    if let Some((what, expected)) = message.split_once(", expected ") {
        let mend = match expected
            .strip_prefix("one of ")
            .or(expected.strip_prefix("there are "))
        {
            Some(list) => format!("use one of {list}"),
            None => format!("give {expected}"),
        };
        return (
            what.replace("unknown field", "unknown key")
                .replace("unknown variant", "unknown word"),
            mend,
        );
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return (
            format!("{field} is missing"),
            format!("add {field} to the entry"),
        );
    }
    (
        message.to_owned(),
        "see docs/knowledge.md for the form of this entry".to_owned(),
    )
}
