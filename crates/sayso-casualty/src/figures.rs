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
        Some(count) if count.high == Some(0) => Figures { killed: killed.or(Some(count.clone())), injured: injured.or(Some(count)), killed_or_injured: None },
        both => Figures { killed_or_injured: if killed.is_none() && injured.is_none() { both } else { None }, killed, injured },
    }
}

/// The mention that gives the figure of one outcome.
pub fn pick<'a>(mentions: &[&'a CasualtyMention], outcome: Outcome) -> Option<&'a CasualtyMention> {
    let of_outcome = || mentions.iter().copied().filter(|mention| mention.outcome == outcome && !mention.superseded);
    let others = of_outcome().any(|mention| !mention.attackers && mention.part == Part::Whole);
    of_outcome()
        .filter(|mention| !(others && mention.attackers))
        // The first of the best rank: reports lead with the figure that counts.
        .min_by_key(|mention| (mention.part != Part::Whole, mention.anaphoric, !mention.counted, mention.negated))
}

/// The range of one outcome over all sources of a report on one incident: least and most that any source counts.
///
/// A bound or estimate counts as its number; vague words count as the least they say, and a mere plural as two.
pub fn document_range(mentions: &[CasualtyMention], outcome: Outcome) -> Option<(u64, u64)> {
    let wholes = || mentions.iter().filter(|mention| mention.outcome == outcome && mention.scope != Scope::Cumulative && !mention.negated && !mention.attackers);
    let lead = wholes().find(|mention| mention.part == Part::Whole && mention.counted && !mention.anaphoric);
    let lead = lead.or_else(|| wholes().find(|mention| mention.part == Part::Whole))?;
    let (mut low, mut high) = ends(&lead.count)?;
    if lead.count.qualifier == Qualifier::Range {
        return Some((low, high));
    }
    for mention in wholes().filter(|mention| mention.part == Part::Whole && mention.counted && !mention.superseded) {
        let Some((least, most)) = ends(&mention.count) else { continue };
        // Figures far below the lead's are of single victims, not of the incident.
        if most > high && least * 4 >= low {
            high = most;
        }
        if lead.count.qualifier != Qualifier::AtLeast && least < low && least * 2 >= low {
            low = low.min(least);
        }
    }
    Some((low, high))
}

fn ends(count: &Count) -> Option<(u64, u64)> {
    let low = count.low.or(count.best).or(count.high)?;
    let high = count.high.or(count.best).or(count.low)?;
    Some((low, high))
}
