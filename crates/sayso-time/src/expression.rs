//! What is found: a time expression, its words, and what they mean on the calendar.

use jiff::civil::{Date, Time};
use sayso_model::{DatePrecision, Span};
use std::ops::Range;

/// One time expression of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Index of its sentence.
    pub sentence: usize,
    /// The tokens of the sentence it touches; empty in a dateline.
    pub tokens: Range<usize>,
    /// Its exact words, without the preposition.
    pub span: Span,
    pub kind: TimeKind,
    pub value: TimeValue,
    /// TIMEX2 `val`, for comparison with corpora; empty where TIMEX2 has none.
    pub timex2_value: String,
    pub role: Role,
    pub basis: Basis,
    /// The day it was counted from, where it was counted from one.
    pub reference_used: Option<Date>,
    /// Id of the rule in the data file.
    pub rule: String,
    /// The two ends, if this is a range put together from two expressions or shortened in the text (`23-24 March`).
    pub ends: Vec<TimeExpression>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A day or a longer stretch of the calendar.
    Date,
    /// A part of a day or a time of day.
    Time,
    Duration,
    /// Something that recurs.
    Set,
}

/// What an expression means; both days inclusive.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimeValue {
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// `None` while there is no interval.
    pub precision: Option<DatePrecision>,
    /// Why there is no interval.
    pub unresolved: Option<Unresolved>,
    /// All readings of an ambiguous expression.
    pub alternatives: Vec<(Date, Date)>,
    /// TIMEX2 code of the part of the day, e.g. `MO`.
    pub part_of_day: Option<String>,
    pub clock: Option<Time>,
    /// The part of the period that is meant (`early March`); the interval is already narrowed to it.
    pub modifier: Option<Modifier>,
    pub duration: Option<Duration>,
    /// The duration is that between what is told and another event told beside it: 1 after it, -1 before it.
    pub beside: Option<i64>,
}

impl TimeValue {
    /// The interval, if resolved.
    pub fn interval(&self) -> Option<(Date, Date)> {
        Some((self.start?, self.end?))
    }
}

/// Why an expression has no place on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unresolved {
    /// Counted from a publication date that is unknown.
    NoPublicationDate,
    /// Counted from a date of the text, and none was given before.
    NoAnchor,
    /// Several readings; see [`TimeValue::alternatives`].
    Ambiguous,
    /// Too vague for the calendar (recently, days later).
    Vague,
    /// A length of time or a frequency: no place on the calendar.
    NotADate,
    /// The words name no day that exists.
    Impossible,
}

/// A length of time: `count` is `None` for a vague amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    pub count: Option<f64>,
    pub unit: Unit,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of a period, named as in TIMEX2.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Modifier {
    Start,
    Mid,
    End,
}

/// How the words before an expression place what happened in relation to it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Since,
    Until,
    On,
    By,
    Before,
    After,
    From,
    Between,
    During,
    #[default]
    None,
}

/// What an expression was resolved against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    Absolute,
    RelativeToPublication,
    RelativeToText,
    /// A name that stands for a day: of an operation, of an event.
    Named,
}

/// The first day of the period an expression opens (`since mid-March`: the middle of it), or `None` while unresolved.
pub fn since_date(expression: &TimeExpression) -> Option<Date> {
    let (start, end) = expression.value.interval()?;
    match expression.value.modifier {
        Some(Modifier::Mid) => {
            let days = start.until(end).ok()?.get_days();
            start
                .checked_add(jiff::Span::new().try_days((days - 1).max(0) / 2).ok()?)
                .ok()
        }
        _ => Some(start),
    }
}

/// The days that something told with this expression can cover: `since` reaches to publication, `by` has no start.
pub fn extent(
    expression: &TimeExpression,
    published: Option<Date>,
) -> (Option<Date>, Option<Date>) {
    match expression.role {
        Role::Since => (since_date(expression), published),
        Role::Until | Role::By | Role::Before => (None, expression.value.end),
        _ => (expression.value.start, expression.value.end),
    }
}
