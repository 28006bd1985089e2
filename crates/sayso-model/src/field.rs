use crate::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of the rule or pass that decided something, e.g. `strike.bomb` or `attribution.according-to`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct RuleId(pub String);

impl From<&str> for RuleId {
    fn from(id: &str) -> RuleId {
        RuleId(id.to_owned())
    }
}

/// One field of a claim: a value with the words and the rule it rests on, or empty with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Field<T> {
    /// The source states it.
    Known {
        value: T,
        /// The words it rests on; never empty.
        spans: Vec<Span>,
        rule: RuleId,
    },
    /// The coder leaves it empty and says why.
    Empty { reason: EmptyReason },
}

/// Why a field is empty.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EmptyReason {
    /// This source does not say it.
    NotStated,
    /// The text says that it is not known.
    StatedUnknown,
    /// The words are there but mean nothing the knowledge knows.
    NotResolved,
    /// The words fit several readings and none is preferred.
    Ambiguous,
    /// A relative date, and the report's publication date is unknown.
    NoPublicationDate,
    /// Figures are given, but for killed and injured together.
    GivenTogether,
    /// The field does not apply to this kind of claim.
    NotApplicable,
}

impl<T> Field<T> {
    pub fn known(value: T, spans: Vec<Span>, rule: impl Into<RuleId>) -> Field<T> {
        debug_assert!(
            !spans.is_empty(),
            "a known field rests on at least one span"
        );
        Field::Known {
            value,
            spans,
            rule: rule.into(),
        }
    }

    pub fn empty(reason: EmptyReason) -> Field<T> {
        Field::Empty { reason }
    }

    pub fn value(&self) -> Option<&T> {
        match self {
            Field::Known { value, .. } => Some(value),
            Field::Empty { .. } => None,
        }
    }

    pub fn spans(&self) -> &[Span] {
        match self {
            Field::Known { spans, .. } => spans,
            Field::Empty { .. } => &[],
        }
    }

    pub fn is_known(&self) -> bool {
        matches!(self, Field::Known { .. })
    }
}
