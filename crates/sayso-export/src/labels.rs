//! Names of the model's kinds and classes as they stand in output.

use sayso_model::{Count, EmptyReason, Field, Published, Qualifier};
use serde::Serialize;

/// The serialised name of a unit variant, e.g. `toll_cumulative`; the one place where output takes names from.
pub fn label<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A label for people: `toll_cumulative` becomes `toll cumulative`.
pub(crate) fn spoken<T: Serialize>(value: &T) -> String {
    label(value).replace('_', " ")
}

pub(crate) fn reason(reason: EmptyReason) -> &'static str {
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
