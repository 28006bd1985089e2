//! From whom a claim comes in the end.
//!
//! Whoever stands last in the chain of attribution is the origin. Where the chain ends with an outlet that itself only
//! quotes others on this occurrence, the origin is whom that outlet quotes; outlets that quote each other in a circle
//! are one origin. An outlet's own voice is the origin of what it says itself, unless its text is a copy or credits an
//! agency: then the origin is that of the first text, or the agency.

use crate::copies::Copies;
use crate::tokens::fold;
use crate::words::OriginWords;
use sayso_model::{Claim, ReportId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who speaks: a registry id where there is one, and the words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voice {
    pub registry: Option<String>,
    pub words: String,
}

/// One claim on an occurrence, as far as its origin goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub report: ReportId,
    /// The publishing outlet; `None` where the report does not name it.
    pub outlet: Option<Voice>,
    /// The agency the text credits itself to (see [`crate::credit`]).
    pub credit: Option<Voice>,
    /// The chain of attribution, outermost first; empty is the outlet's own voice.
    pub chain: Vec<Voice>,
}

impl Statement {
    /// The statement a claim makes.
    pub fn of_claim(claim: &Claim, outlet: Option<Voice>, credit: Option<Voice>) -> Statement {
        Statement {
            report: claim.report.clone(),
            outlet,
            credit,
            chain: claim
                .sources
                .iter()
                .map(|link| Voice {
                    registry: link.registry.clone(),
                    words: link.words.clone(),
                })
                .collect(),
        }
    }
}

/// Whom a claim comes from; equal keys are one origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "origin", content = "of", rename_all = "snake_case")]
pub enum OriginKey {
    /// Somebody the registry knows, by id.
    Actor(String),
    /// Somebody with a name that the registry does not know: the name in lower case.
    Name(String),
    /// A source without a name ("officials"), as one text cites it: nobody can tell whether two texts cite the same.
    Unnamed { text: ReportId, words: String },
    /// The own voice of a text whose outlet is not known, by its first report.
    Text(ReportId),
}

/// How the origin of a statement was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The outlet speaks for itself.
    Own,
    /// The text is a copy of another report's.
    Copied,
    /// The text credits an agency.
    Credited,
    /// The last link of the chain of attribution.
    Quoted,
    /// The last link of the chain only quotes others, and was followed to them.
    Followed,
    /// Outlets quote each other, and nobody else.
    Circular,
}

/// The origin of one statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Origin {
    pub key: OriginKey,
    pub route: Route,
}

/// The origin of each statement, in the order given; all are taken to speak of one occurrence.
pub fn origins(statements: &[Statement], copies: &Copies, words: &OriginWords) -> Vec<Origin> {
    let own: Vec<Origin> = own_voices(statements, copies, words);
    let last: Vec<Origin> = statements
        .iter()
        .zip(&own)
        .map(|(statement, own)| match statement.chain.last() {
            None => own.clone(),
            Some(voice) => Origin {
                key: key(voice, copies.first(&statement.report), words),
                route: Route::Quoted,
            },
        })
        .collect();
    // Whom the texts of a voice quote on this occurrence, where they say nothing of their own.
    let mut quotes: BTreeMap<&OriginKey, BTreeSet<&OriginKey>> = BTreeMap::new();
    for (own, last) in own.iter().zip(&last) {
        quotes.entry(&own.key).or_default().insert(&last.key);
    }
    quotes.retain(|voice, quoted| !quoted.contains(voice));
    last.iter()
        .map(|origin| {
            let (key, circular) = follow(&origin.key, &quotes);
            if key == origin.key && !circular {
                return origin.clone();
            }
            let route = if circular {
                Route::Circular
            } else {
                Route::Followed
            };
            Origin { key, route }
        })
        .collect()
}

/// Who speaks where a report attributes nothing, per statement.
fn own_voices(statements: &[Statement], copies: &Copies, words: &OriginWords) -> Vec<Origin> {
    // A text's own voice: the agency that one of its copies credits, or the outlet of its first report.
    let mut credited: BTreeMap<&ReportId, OriginKey> = BTreeMap::new();
    let mut outlets: BTreeMap<&ReportId, OriginKey> = BTreeMap::new();
    for statement in statements {
        let first = copies.first(&statement.report);
        if let Some(credit) = &statement.credit {
            let key = key(credit, first, words);
            let least = credited.entry(first).or_insert_with(|| key.clone());
            if key < *least {
                *least = key;
            }
        }
        if statement.report == *first
            && let Some(outlet) = &statement.outlet
        {
            outlets.insert(first, key(outlet, first, words));
        }
    }
    statements
        .iter()
        .map(|statement| {
            let first = copies.first(&statement.report);
            let copied = statement.report != *first;
            let own = if copied { Route::Copied } else { Route::Own };
            match (credited.get(first), outlets.get(first)) {
                (Some(key), _) => Origin {
                    key: key.clone(),
                    route: Route::Credited,
                },
                (None, Some(key)) => Origin {
                    key: key.clone(),
                    route: own,
                },
                (None, None) => Origin {
                    key: OriginKey::Text(first.clone()),
                    route: own,
                },
            }
        })
        .collect()
}

fn key(voice: &Voice, text: &ReportId, words: &OriginWords) -> OriginKey {
    if let Some(id) = &voice.registry {
        return OriginKey::Actor(id.clone());
    }
    let folded = fold(&voice.words.split_whitespace().collect::<Vec<_>>().join(" "));
    let last = folded.rsplit(' ').next().unwrap_or_default();
    let named = voice
        .words
        .split_whitespace()
        .any(|word| word.starts_with(char::is_uppercase));
    if words.unnamed.contains(last) || !named {
        OriginKey::Unnamed {
            text: text.clone(),
            words: folded,
        }
    } else {
        OriginKey::Name(folded)
    }
}

/// Follows quotations to who quotes nobody on, or to a circle: then its smallest member stands for it.
///
/// Of several whom one voice quotes, the smallest is followed: what the voice passes on adds no origin either way.
fn follow(
    start: &OriginKey,
    quotes: &BTreeMap<&OriginKey, BTreeSet<&OriginKey>>,
) -> (OriginKey, bool) {
    let mut path: Vec<&OriginKey> = vec![start];
    loop {
        let at = path[path.len() - 1];
        let Some(next) = quotes.get(at).and_then(|quoted| quoted.first().copied()) else {
            return (at.clone(), false);
        };
        if let Some(from) = path.iter().position(|known| *known == next) {
            let least = path[from..].iter().min().copied().unwrap_or(next);
            return (least.clone(), true);
        }
        path.push(next);
    }
}
