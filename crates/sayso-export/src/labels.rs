//! Names of the model's kinds and classes as they stand in output.

use sayso_model::{Count, EmptyReason, Field, Published, Qualifier};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The serialised name of a unit variant, e.g. `toll_cumulative`; the one place where output takes names from.
pub fn label<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Section, name and what it is called.
type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// What names are called where people read, by name. Each is in one section only.
static LABELS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let sections: Labels = toml::from_str(TEXT).unwrap_or_default();
    sections.into_values().flatten().collect()
});
const TEXT: &str = include_str!("../../../data/lang/en/labels.toml");

/// A name for people: as the labels of the data have it, else with spaces.
pub fn spoken(name: &str) -> String {
    LABELS
        .get(name)
        .cloned()
        .unwrap_or_else(|| name.replace('_', " "))
}

/// The name of a value for people.
pub(crate) fn spoken_of<T: Serialize>(value: &T) -> String {
    spoken(&label(value))
}

/// Why a field is empty, for people.
pub fn reason(reason: EmptyReason) -> &'static str {
    match reason {
        EmptyReason::NotStated => "not stated",
        EmptyReason::StatedUnknown => "said to be unknown",
        EmptyReason::NotResolved => "stated, but not understood",
        EmptyReason::Ambiguous => "ambiguous",
        EmptyReason::NoPublicationDate => "relative date, and no publication date",
        EmptyReason::GivenTogether => "given together for killed and injured",
        EmptyReason::NotApplicable => "does not apply",
    }
}

/// A figure in words, e.g. `at least 12`.
pub(crate) fn count(count: &Count) -> String {
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    let any = number(count.best)
        .or_else(|| number(count.low))
        .or_else(|| number(count.high))
        .unwrap_or_else(|| "an unknown number".to_owned());
    match count.qualifier {
        Qualifier::Exact => any,
        Qualifier::None => "none".to_owned(),
        Qualifier::About => format!("about {any}"),
        Qualifier::UpTo => format!("up to {}", number(count.high).unwrap_or(any)),
        Qualifier::AtLeast | Qualifier::VagueNumber | Qualifier::Plural => {
            format!("at least {}", number(count.low).unwrap_or(any))
        }
        Qualifier::Range => match (number(count.low), number(count.high)) {
            (Some(low), Some(high)) => format!("{low} to {high}"),
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) => format!("up to {high}"),
            (None, None) => any,
        },
    }
}

/// Publication as `2024-05-03`, with time and offset where they are known.
pub(crate) fn published(published: &Published) -> Option<String> {
    let Published::Known {
        date,
        time,
        offset_seconds,
        ..
    } = published
    else {
        return None;
    };
    let time = time.map(|time| format!("T{time}")).unwrap_or_default();
    let offset = match offset_seconds {
        Some(0) => "Z".to_owned(),
        Some(seconds) => format!(
            "{}{:02}:{:02}",
            if *seconds < 0 { '-' } else { '+' },
            seconds.abs() / 3600,
            seconds.abs() % 3600 / 60
        ),
        None => String::new(),
    };
    Some(format!("{date}{time}{offset}"))
}

/// The value's rendering, or nothing.
pub(crate) fn known<T>(field: &Field<T>, render: impl Fn(&T) -> String) -> Option<String> {
    field.value().map(render)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_read_and_stands_once() {
        let sections: Labels = toml::from_str(TEXT).expect("well formed");
        let all: usize = sections.values().map(BTreeMap::len).sum();
        assert!(
            all > 5 && all == LABELS.len(),
            "a name stands in two sections"
        );
        assert_ne!(spoken("ground_op"), "ground op");
        assert_eq!(spoken("small_arms"), "small arms");
    }
}
