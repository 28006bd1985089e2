//! A report's text cut at the ends of its claims' spans, paragraph by paragraph.

use crate::claim_view::{field_label, short};
use crate::private;
use sayso_model::{Claim, Span};
use std::collections::BTreeSet;

/// A piece of text that is words of the same fields throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub start: u32,
    pub end: u32,
    pub words: String,
    /// `c01.perpetrator c01.evidence c02.target`: claim and field, in that order.
    pub fields: String,
    /// Classes for the look: `field evidence`.
    pub class: String,
    pub masked: bool,
}

impl Segment {
    /// Names of the fields that these words are of, for people; empty if they are only part of a sentence.
    pub fn of_fields(&self) -> String {
        let names = self
            .fields
            .split(' ')
            .filter_map(|field| field.split_once('.'));
        let names: Vec<&str> = names
            .map(|(_, name)| name)
            .filter(|name| *name != "evidence")
            .map(field_label)
            .collect();
        names.join(", ")
    }
}

/// One paragraph.
pub type Paragraph = Vec<Segment>;

/// Every span of the claims with claim and field.
fn spans(claims: &[Claim]) -> Vec<(Span, String, &'static str)> {
    let mut found = Vec::new();
    for (position, claim) in claims.iter().enumerate() {
        let name = short(position);
        let mut add = |spans: &[Span], field: &'static str| {
            found.extend(spans.iter().map(|span| (*span, name.clone(), field)));
        };
        add(&claim.evidence, "evidence");
        add(claim.perpetrator.spans(), "perpetrator");
        add(claim.target.spans(), "target");
        add(claim.weapon.spans(), "weapon");
        add(claim.place.spans(), "place");
        add(claim.when.spans(), "when");
        add(claim.killed.spans(), "killed");
        add(claim.injured.spans(), "injured");
        add(claim.killed_or_injured.spans(), "killed_or_injured");
        add(claim.victims.spans(), "victims");
        add(claim.cumulative_since.spans(), "cumulative_since");
        for source in &claim.sources {
            add(&[source.span], "speaker");
        }
    }
    found
}

/// Cuts a text. Nothing is added or left out but the blank lines between paragraphs, and private names.
pub fn paragraphs(text: &str, claims: &[Claim], private: &[Span]) -> Vec<Paragraph> {
    let spans = spans(claims);
    let mut cuts: BTreeSet<u32> = BTreeSet::new();
    for (span, ..) in &spans {
        cuts.extend([span.start, span.end]);
    }
    for span in private {
        cuts.extend([span.start, span.end]);
    }
    // Spans that begin or end here, so that each segment is looked up once.
    let mut by_start: Vec<&(Span, String, &'static str)> = spans.iter().collect();
    by_start.sort_by_key(|(span, ..)| span.start);
    let mut paragraphs = Vec::new();
    let mut at = 0;
    let mut next = 0;
    let mut open: Vec<&(Span, String, &'static str)> = Vec::new();
    for part in text.split("\n\n") {
        let (from, to) = (at, at + part.len());
        at = to + 2;
        if part.trim().is_empty() {
            continue;
        }
        let inner = cuts
            .range(from as u32 + 1..to.max(from + 1) as u32)
            .map(|cut| *cut as usize);
        let mut edges: Vec<usize> = std::iter::once(from).chain(inner).chain([to]).collect();
        edges.dedup();
        let mut paragraph = Vec::new();
        for pair in edges.windows(2) {
            let &[start, end] = pair else { continue };
            let Some(words) = text.get(start..end) else {
                continue;
            };
            while let Some(span) = by_start
                .get(next)
                .filter(|(span, ..)| span.start as usize <= start)
            {
                open.push(span);
                next += 1;
            }
            open.retain(|(span, ..)| span.end as usize > start);
            let covers: BTreeSet<(&str, &str)> = open
                .iter()
                .map(|(_, claim, field)| (claim.as_str(), *field))
                .collect();
            let classes: BTreeSet<&str> = covers.iter().map(|(_, field)| *field).collect();
            let hidden = private
                .iter()
                .any(|name| name.start as usize <= start && end <= name.end as usize);
            paragraph.push(Segment {
                start: start as u32,
                end: end as u32,
                words: if hidden {
                    private::MARK.to_owned()
                } else {
                    words.to_owned()
                },
                fields: covers
                    .iter()
                    .map(|(claim, field)| format!("{claim}.{field}"))
                    .collect::<Vec<_>>()
                    .join(" "),
                class: classes
                    .iter()
                    .map(|field| format!("f-{field}"))
                    .collect::<Vec<_>>()
                    .join(" "),
                masked: hidden,
            });
        }
        paragraphs.push(paragraph);
    }
    paragraphs
}
