//! From an analysed document to its mentions.

use crate::candidates::{Candidate, LONGEST, candidates};
use crate::document::NameSigns;
use crate::features::Describer;
use crate::layers::{Layer, Layers};
use crate::model::Model;
use crate::words::WordClasses;
use sayso_knowledge::{Knowledge, ResolveContext};
use sayso_model::Span;
use sayso_place::Gazetteer;
use sayso_text::{Document, Upos};
use std::collections::BTreeMap;

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// A body or a group of people, by name or not.
    Organisation,
    Person,
    Location,
    Weapon,
    /// A vehicle, aircraft or ship of armed forces or officials.
    Vehicle,
    Time,
    Quantity,
}

impl MentionKind {
    pub const ALL: [MentionKind; 7] = [
        MentionKind::Organisation,
        MentionKind::Person,
        MentionKind::Location,
        MentionKind::Weapon,
        MentionKind::Vehicle,
        MentionKind::Time,
        MentionKind::Quantity,
    ];

    /// Its name, as the corpus re3d has it.
    pub fn name(self) -> &'static str {
        match self {
            MentionKind::Organisation => "Organisation",
            MentionKind::Person => "Person",
            MentionKind::Location => "Location",
            MentionKind::Weapon => "Weapon",
            MentionKind::Vehicle => "MilitaryPlatform",
            MentionKind::Time => "Temporal",
            MentionKind::Quantity => "Quantity",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<MentionKind> {
        MentionKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Place in a row of weights; the first is "nothing".
    pub(crate) fn index(self) -> usize {
        self as usize + 1
    }
}

/// A span of a document that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    pub kind: MentionKind,
    /// By how much the evidence beats that for nothing, in thousandths.
    pub margin: i32,
    /// Index into the candidates it was chosen from.
    pub candidate: usize,
}

/// A candidate with its features.
#[derive(Debug, Clone)]
pub struct Scored {
    pub sentence: usize,
    pub candidate: Candidate,
    pub span: Span,
    pub features: Vec<String>,
    /// It stands on a name, not on a common noun.
    pub named: bool,
    /// The actor in the register that its head is.
    pub actor: Option<String>,
    /// Its head is a place in the gazetteer.
    pub located: bool,
}

/// Finds mentions with the knowledge of a coder.
pub struct Finder<'k> {
    knowledge: &'k Knowledge,
    gazetteer: &'k Gazetteer,
    classes: WordClasses,
}

impl<'k> Finder<'k> {
    pub fn new(knowledge: &'k Knowledge, gazetteer: &'k Gazetteer) -> Finder<'k> {
        Finder {
            knowledge,
            gazetteer,
            classes: WordClasses::new(&knowledge.words),
        }
    }

    /// All candidates of an analysed document, in text order.
    pub fn candidates(
        &self,
        document: &Document,
        text: &str,
        context: ResolveContext,
    ) -> Vec<Scored> {
        let layers = Layers::read(document, text, self.knowledge, self.gazetteer, context);
        let signs = NameSigns::read(document, &layers, &self.classes);
        let mut found = Vec::new();
        for (number, (sentence, layers)) in document.sentences.iter().zip(&layers.0).enumerate() {
            let describer = Describer::new(sentence, layers, &signs, &self.classes);
            for candidate in candidates(sentence, layers, &self.classes) {
                let tokens = &sentence.tokens[candidate.tokens.clone()];
                let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                    continue;
                };
                let at_head = |layer: &&Layer| {
                    layer.tokens.contains(&candidate.head)
                        && layer.tokens.start >= candidate.tokens.start
                        && layer.tokens.end <= candidate.tokens.end
                };
                let place = layers.places.iter().find(at_head);
                found.push(Scored {
                    named: sentence.tokens[candidate.head].upos == Upos::Propn,
                    actor: layers
                        .actors
                        .iter()
                        .find(at_head)
                        .and_then(|layer| layer.id.clone()),
                    located: place.is_some_and(|layer| !layer.detail.is_empty()),
                    sentence: number,
                    span: Span {
                        start: first.span.start,
                        end: last.span.end,
                    },
                    features: describer.features(&candidate),
                    candidate,
                });
            }
        }
        found
    }
}

/// The mentions among candidates: one may stand inside another, none crosses another.
pub(crate) fn mentions(model: &Model, candidates: &[Scored]) -> Vec<Mention> {
    let mut found: Vec<Mention> = candidates
        .iter()
        .enumerate()
        .filter_map(|(index, candidate)| {
            let (kind, margin) = model.decide(&candidate.features)?;
            Some(Mention {
                span: candidate.span,
                kind,
                margin,
                candidate: index,
            })
        })
        .collect();
    found.sort_by_key(|mention| (std::cmp::Reverse(mention.margin), mention.candidate));
    // By sentence and first token: only neighbours can cross, so the work stays linear.
    let mut kept: BTreeMap<(usize, usize), Vec<Mention>> = BTreeMap::new();
    let crosses = |a: Span, b: Span| {
        a.start < b.start && b.start < a.end && a.end < b.end
            || b.start < a.start && a.start < b.end && b.end < a.end
    };
    for mention in found {
        let Scored {
            sentence,
            candidate,
            ..
        } = &candidates[mention.candidate];
        let tokens = &candidate.tokens;
        let near = (*sentence, tokens.start.saturating_sub(LONGEST))..(*sentence, tokens.end);
        let free = kept
            .range(near)
            .flat_map(|(_, others)| others)
            .all(|other| !crosses(other.span, mention.span));
        if free {
            kept.entry((*sentence, tokens.start))
                .or_default()
                .push(mention);
        }
    }
    let mut mentions: Vec<Mention> = kept.into_values().flatten().collect();
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    mentions
}

impl Model {
    /// The mentions among the candidates of one document, in text order, outer before inner.
    pub fn mentions(&self, candidates: &[Scored]) -> Vec<Mention> {
        mentions(self, candidates)
    }
}
