//! A claim as pages and their JSON show it: its fields with words, spans and rules, or the reason why one is empty.

use crate::acts::{Correction, Judgement, Settled};
use crate::index::{Named, named};
use crate::marked::{Segment, paragraphs};
use crate::private;
use sayso_export::{label, spoken};
use sayso_knowledge::ActorRegistry;
use sayso_model::{Claim, Count, DateBasis, Field, Happened, Report, RuleId, Span};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// One claim for people.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimView {
    pub id: String,
    /// `c01` within its report.
    pub short: String,
    pub report: String,
    pub incident: Option<String>,
    pub kind: String,
    pub happened: String,
    pub summary: String,
    pub chain: Vec<LinkView>,
    pub origin: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub flags: Vec<&'static str>,
    pub fields: Vec<FieldView>,
    pub evidence: Vec<Quote>,
    pub derivation: Vec<StepView>,
    pub judgements: Vec<Judgement>,
    /// What reviewers corrected; the fields above have the values that hold.
    pub corrections: Vec<Correction>,
    /// The reviewer who added it: the coder missed it.
    pub added_by: Option<String>,
    /// It came to its incident after that was put into the public view, and is not in it until a publisher says so.
    pub waits: bool,
}

/// One link of the chain of who says it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkView {
    pub words: String,
    pub cue: Option<String>,
    pub stance: String,
    pub registry: Option<String>,
    pub span: [u32; 2],
}

/// One field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FieldView {
    pub name: &'static str,
    pub label: &'static str,
    pub value: Option<String>,
    /// Why it is empty.
    pub reason: Option<&'static str>,
    pub rule: Option<String>,
    pub spans: Vec<[u32; 2]>,
    pub words: Vec<String>,
    /// Actor of the knowledge that the value is.
    pub actor: Option<String>,
    pub model: Value,
}

/// Words of the report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Quote {
    pub start: u32,
    pub end: u32,
    pub words: String,
    /// The same in pieces, so that the words of the claim's fields can be set off.
    #[serde(skip)]
    pub parts: Vec<Segment>,
}

/// One step of how the claim came about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepView {
    pub subject: String,
    pub rule: String,
    pub note: String,
}

/// Names of the fields that reviewers judge, with their labels.
pub const FIELDS: [(&str, &str); 11] = [
    ("kind", "Kind"),
    ("happened", "Said to have happened"),
    ("perpetrator", "Who"),
    ("target", "To whom"),
    ("weapon", "Weapon"),
    ("place", "Where"),
    ("when", "When"),
    ("killed", "Killed"),
    ("injured", "Injured"),
    ("victims", "Status of victims"),
    ("speaker", "Says"),
];

/// Labels of several fields, as a list.
pub(crate) fn field_labels(names: &[String]) -> String {
    let labels: Vec<&str> = names.iter().map(|name| field_label(name)).collect();
    labels.join(", ")
}

/// The label of a field.
pub fn field_label(name: &str) -> &'static str {
    FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("Other", |(_, label)| label)
}

/// What surrounds a claim.
pub(crate) struct Around<'a> {
    pub(crate) report: &'a Report,
    pub(crate) actors: &'a ActorRegistry,
    /// Private names; empty if the reader may see them.
    pub(crate) private: &'a [Span],
    pub(crate) position: usize,
    pub(crate) incident: Option<String>,
    pub(crate) origin: Option<String>,
}

pub(crate) fn short(position: usize) -> String {
    format!("c{:02}", position + 1)
}

impl ClaimView {
    pub(crate) fn of(claim: &Claim, around: &Around<'_>) -> ClaimView {
        let text = &around.report.text;
        let hide = |words: &str| private::without(words, text, around.private);
        let mut chain: Vec<LinkView> = Vec::new();
        for source in &claim.sources {
            chain.push(LinkView {
                words: hide(&source.words),
                cue: source.cue.clone(),
                stance: label(&source.stance),
                registry: source.registry.clone(),
                span: [source.span.start, source.span.end],
            });
        }
        let pieces = paragraphs(text, std::slice::from_ref(claim), around.private).concat();
        ClaimView {
            id: claim.id.0.clone(),
            short: short(around.position),
            report: claim.report.0.clone(),
            incident: around.incident.clone(),
            kind: spoken(&label(&claim.kind)),
            happened: label(&claim.happened),
            summary: hide(&sayso_export::summary(claim)),
            chain,
            origin: around.origin.as_deref().map(hide),
            published: around.report.published.date().map(|day| day.to_string()),
            outlet: around.report.outlet.clone(),
            flags: flags(claim),
            fields: fields(claim, around),
            evidence: claim
                .evidence
                .iter()
                .map(|span| Quote {
                    start: span.start,
                    end: span.end,
                    words: private::masked(text, *span, around.private),
                    parts: pieces
                        .iter()
                        .filter(|piece| span.start <= piece.start && piece.end <= span.end)
                        .cloned()
                        .collect(),
                })
                .collect(),
            derivation: claim
                .derivation
                .iter()
                .map(|step| StepView {
                    subject: step.subject.clone(),
                    rule: step.rule.0.clone(),
                    note: hide(&step.note),
                })
                .collect(),
            judgements: Vec::new(),
            corrections: Vec::new(),
            added_by: None,
            waits: false,
        }
    }

    /// A claim as it stands, with the coder's values beside those that reviewers corrected.
    pub(crate) fn corrected(claim: &Claim, settled: &Settled, around: &Around<'_>) -> ClaimView {
        let read = ClaimView::of(claim, around);
        let Some(stands) = settled.apply(claim) else {
            return read;
        };
        let mut view = ClaimView::of(&stands, around);
        view.corrections = FIELDS
            .iter()
            .filter_map(|(field, label)| {
                let (by, _) = settled.corrections.get(*field)?;
                Some(Correction {
                    field,
                    label,
                    by: by.clone(),
                    read_as: read.value(field),
                    value: view.value(field),
                })
            })
            .collect();
        view
    }

    /// The value of a field of [`FIELDS`] for people.
    pub(crate) fn value(&self, field: &str) -> Option<String> {
        match field {
            "kind" => Some(self.kind.clone()),
            "happened" => Some(self.happened.clone()),
            "speaker" => self.chain.last().map(|link| link.words.clone()),
            name => self
                .fields
                .iter()
                .find(|known| known.name == name)
                .and_then(|field| field.value.clone()),
        }
    }
}

fn flags(claim: &Claim) -> Vec<&'static str> {
    [
        (claim.happened == Happened::Denied, "denied"),
        (
            claim.happened == Happened::Threatened,
            "threatened, not said to have happened",
        ),
        (claim.happened == Happened::Hypothetical, "hypothetical"),
        (claim.hedged, "hedged in the text"),
        (claim.self_claim, "the source speaks of its own act"),
        (claim.aggregate, "a series or campaign, not one occurrence"),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, flag)| flag)
    .collect()
}

/// The fields of a claim that are not fixed by its kind alone.
fn fields(claim: &Claim, around: &Around<'_>) -> Vec<FieldView> {
    let party = |field: &Field<sayso_model::Party>| -> (Option<String>, Option<String>) {
        match field.value() {
            Some(party) => {
                let Named { name, id } = named(party, around.actors);
                let value = if name == party.words {
                    name
                } else {
                    format!("{name} (\"{}\")", party.words)
                };
                (Some(value), id)
            }
            None => (None, None),
        }
    };
    let mut views = Vec::new();
    let (value, actor) = party(&claim.perpetrator);
    views.push(view(
        "perpetrator",
        &claim.perpetrator,
        value,
        actor,
        around,
    ));
    let (value, actor) = party(&claim.target);
    views.push(view("target", &claim.target, value, actor, around));
    let weapon = claim
        .weapon
        .value()
        .map(|weapon| format!("{} (\"{}\")", spoken(&label(&weapon.class)), weapon.words));
    views.push(view("weapon", &claim.weapon, weapon, None, around));
    let place = claim.place.value().map(|place| {
        let names: Vec<&str> = place.names.iter().map(|name| name.words.as_str()).collect();
        format!(
            "{} ({})",
            names.join(", "),
            spoken(&label(&place.precision))
        )
    });
    views.push(view("place", &claim.place, place, None, around));
    let when = claim.when.value().map(when_text);
    views.push(view("when", &claim.when, when, None, around));
    views.push(view(
        "killed",
        &claim.killed,
        claim.killed.value().map(count_text),
        None,
        around,
    ));
    views.push(view(
        "injured",
        &claim.injured,
        claim.injured.value().map(count_text),
        None,
        around,
    ));
    if claim.killed_or_injured.is_known() {
        let mut together = view(
            "killed_or_injured",
            &claim.killed_or_injured,
            claim.killed_or_injured.value().map(count_text),
            None,
            around,
        );
        together.label = "Killed or injured";
        views.push(together);
    }
    let victims = claim
        .victims
        .value()
        .map(|status| format!("{} (as this source has it)", label(status)));
    views.push(view("victims", &claim.victims, victims, None, around));
    if let Some(since) = claim.cumulative_since.value() {
        let mut field = view(
            "cumulative_since",
            &claim.cumulative_since,
            Some(since.to_string()),
            None,
            around,
        );
        field.label = "Counted since";
        views.push(field);
    }
    views
}

fn view<T: Serialize>(
    name: &'static str,
    field: &Field<T>,
    value: Option<String>,
    actor: Option<String>,
    around: &Around<'_>,
) -> FieldView {
    let text = &around.report.text;
    let (why, rule) = match field {
        Field::Known {
            rule: RuleId(rule), ..
        } => (None, Some(rule.clone())),
        Field::Empty { reason: why } => (Some(sayso_export::reason(*why)), None),
    };
    let masked = !around.private.is_empty();
    FieldView {
        name,
        label: field_label(name),
        value: value.map(|value| private::without(&value, text, around.private)),
        reason: why,
        rule,
        spans: field
            .spans()
            .iter()
            .map(|span| [span.start, span.end])
            .collect(),
        words: field
            .spans()
            .iter()
            .map(|span| private::masked(text, *span, around.private))
            .collect(),
        actor,
        // The ledger's own form has the words themselves: it is for those who may see them.
        model: if masked {
            Value::Null
        } else {
            serde_json::to_value(field).unwrap_or(Value::Null)
        },
    }
}

/// The days of a time for people.
pub(crate) fn days_text(when: &sayso_model::When) -> String {
    match (when.start, when.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("up to {end}"),
        (None, None) => "no day".to_owned(),
    }
}

/// A time for people, with how it is known.
pub(crate) fn when_text(when: &sayso_model::When) -> String {
    let basis = match when.basis {
        DateBasis::Explicit => "stated",
        DateBasis::Context => "from other sentences",
        DateBasis::Reporting => "day of the statement",
    };
    format!("{} ({basis})", days_text(when))
}

/// A figure for people.
pub(crate) fn count_text(count: &Count) -> String {
    match (count.low, count.best, count.high) {
        (Some(0), _, Some(0)) => "none".to_owned(),
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low} to {high}"),
        (Some(low), _, None) => format!("at least {low}"),
        (None, _, Some(high)) => format!("up to {high}"),
        (None, Some(best), None) => format!("about {best}"),
        (None, None, None) => "some, no number given".to_owned(),
    }
}
