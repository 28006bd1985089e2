//! The figures of one occurrence in one source, and the range over all sources of a report.

use crate::mention::{CasualtyMention, Part};
use crate::scope::Scope;
use crate::words::Outcome;
use sayso_model::{Count, Qualifier};

/// The figures a set of mentions of one occurrence adds up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub killed: Option<Count>,
    pub injured: Option<Count>,
    /// Only where the text does not tell the two apart.
    pub killed_or_injured: Option<Count>,
}

/// Picks the figures of one occurrence from the mentions of one source: wholes rather than parts, newest rather than
/// superseded, counted rather than mere plurals, victims rather than attackers.
pub fn total(mentions: &[&CasualtyMention]) -> Figures {
    let killed = pick(mentions, Outcome::Killed).map(|mention| mention.count.clone());
    let injured = pick(mentions, Outcome::Injured).map(|mention| mention.count.clone());
    let both = pick(mentions, Outcome::KilledOrInjured).map(|mention| mention.count.clone());
    match both {
        // "No casualties" says nobody was killed and nobody was injured.
        Some(count) if count.high == Some(0) => Figures {
            killed: killed.or(Some(count.clone())),
            injured: injured.or(Some(count)),
            killed_or_injured: None,
        },
        both => Figures {
            killed_or_injured: if killed.is_none() && injured.is_none() {
                both
            } else {
                None
            },
            killed,
            injured,
        },
    }
}

/// The mention that gives the figure of one outcome.
pub fn pick<'a>(mentions: &[&'a CasualtyMention], outcome: Outcome) -> Option<&'a CasualtyMention> {
    let of_outcome = || {
        mentions
            .iter()
            .copied()
            .filter(|mention| mention.outcome == outcome && !mention.superseded)
    };
    // "raised the toll to 11": the newest word of this source.
    let revised = of_outcome()
        .rfind(|mention| mention.revises && mention.part == Part::Whole && mention.counted);
    if revised.is_some() {
        return revised;
    }
    let others = of_outcome().any(|mention| !mention.attackers && mention.part == Part::Whole);
    of_outcome()
        .filter(|mention| !(others && mention.attackers))
        // The first of the best rank: reports lead with the figure that counts.
        .min_by_key(|mention| {
            (
                mention.part != Part::Whole,
                mention.implied,
                mention.anaphoric,
                !mention.counted,
                mention.negated,
            )
        })
}

/// The range of one outcome over all sources of a report on one incident: the least its lead counts, and the most
/// that any source counts.
///
/// Vague words are read as casualty recorders of air strikes do: a plural without a number as two, "dozens" as 12 to
/// 24, "hundreds" as 100 to 200.
pub fn document_range(mentions: &[CasualtyMention], outcome: Outcome) -> Option<(u64, u64)> {
    let both = |mention: &CasualtyMention| {
        mention.outcome == Outcome::KilledOrInjured && mention.rule.0.starts_with("casualty.kill")
    };
    let wholes = || {
        mentions.iter().filter(move |mention| {
            (mention.outcome == outcome || both(mention))
                && mention.part == Part::Whole
                && mention.scope != Scope::Cumulative
                && !mention.negated
                && !mention.attackers
        })
    };
    let lead = wholes()
        .find(|mention| mention.counted && !mention.anaphoric)
        .or_else(|| wholes().next())?;
    let (low, mut high) = ends(&lead.count)?;
    if lead.count.qualifier == Qualifier::Range {
        return Some((low, high));
    }
    for mention in wholes().filter(|mention| mention.counted && !mention.superseded) {
        let Some((_, most)) = ends(&mention.count) else {
            continue;
        };
        let plain = !matches!(
            mention.count.qualifier,
            Qualifier::VagueNumber | Qualifier::Plural
        );
        // Figures many times the lead's are of other incidents or of a whole war.
        let more = lead.count.qualifier == Qualifier::AtLeast
            && mention.count.qualifier == Qualifier::VagueNumber;
        if (plain || more) && most > high && most <= low.saturating_mul(4).max(8) {
            high = most;
        }
    }
    Some((low, high))
}

fn ends(count: &Count) -> Option<(u64, u64)> {
    let low = count.low.or(count.best).or(count.high)?;
    let high = count.high.or(count.best).or(count.low)?;
    match count.qualifier {
        Qualifier::VagueNumber if low >= 24 => Some((low / 2, low)),
        Qualifier::VagueNumber | Qualifier::Plural => Some((2, 2)),
        _ => Some((low, high)),
    }
}
