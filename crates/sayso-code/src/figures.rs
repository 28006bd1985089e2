//! Pass: how many. From the casualty figures of a claim's assertions to its counts.

use crate::assertions::Assertion;
use crate::scene::Scene;
use sayso_casualty::{CasualtyMention, Outcome, Part, Scope, pick};
use sayso_model::{Count, EmptyReason, Field, Qualifier, VictimStatus};

/// The figures of one claim.
pub(crate) struct Figures {
    pub(crate) killed: Field<Count>,
    pub(crate) injured: Field<Count>,
    pub(crate) together: Field<Count>,
    pub(crate) victims: Field<VictimStatus>,
}

/// Picks the figures of one occurrence from one source's assertions; running totals never count.
pub(crate) fn figures(scene: &Scene, own: &[&Assertion]) -> Figures {
    let mut indexes: Vec<usize> = own
        .iter()
        .flat_map(|assertion| assertion.casualties.iter().copied())
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    let mentions: Vec<&CasualtyMention> = indexes
        .iter()
        .map(|&index| &scene.casualties[index])
        .filter(|mention| mention.scope != Scope::Cumulative && !mention.negated)
        .collect();
    // "was shot" says that somebody was hurt, unless the source tells what became of him.
    let fate_told = mentions.iter().any(|mention| {
        !mention.implied && mention.outcome == Outcome::Killed && mention.count.high != Some(0)
    });
    let mentions: Vec<&CasualtyMention> = mentions
        .into_iter()
        .filter(|mention| !(fate_told && mention.implied))
        .collect();
    of_mentions(&mentions)
}

/// The figures a set of mentions of one source gives.
pub(crate) fn of_mentions(mentions: &[&CasualtyMention]) -> Figures {
    let mut killed = field(mentions, Outcome::Killed);
    let mut injured = field(mentions, Outcome::Injured);
    let mut together = field(mentions, Outcome::KilledOrInjured);
    // "No casualties" says that nobody was killed and nobody injured.
    if together
        .value()
        .is_some_and(|count| count.qualifier == Qualifier::None)
    {
        if !killed.is_known() {
            killed = together.clone();
        }
        if !injured.is_known() {
            injured = together.clone();
        }
        together = Field::empty(EmptyReason::NotApplicable);
    } else if killed.is_known() || injured.is_known() {
        together = Field::empty(EmptyReason::NotApplicable);
    } else if together.is_known() {
        killed = Field::empty(EmptyReason::GivenTogether);
        injured = Field::empty(EmptyReason::GivenTogether);
    }
    let victims = mentions
        .iter()
        .filter(|mention| !mention.attackers && mention.part != Part::Included)
        .chain(
            mentions
                .iter()
                .filter(|mention| mention.part == Part::Included),
        )
        .find_map(|mention| {
            mention.status.map(|status: VictimStatus| {
                Field::known(status, vec![mention.span], "victims.words")
            })
        });
    Figures {
        killed,
        injured,
        together,
        victims: victims.unwrap_or(Field::empty(EmptyReason::NotStated)),
    }
}

fn field(mentions: &[&CasualtyMention], outcome: Outcome) -> Field<Count> {
    match pick(mentions, outcome) {
        Some(mention) => Field::known(
            mention.count.clone(),
            vec![mention.span],
            mention.rule.clone(),
        ),
        None => Field::empty(EmptyReason::NotStated),
    }
}
