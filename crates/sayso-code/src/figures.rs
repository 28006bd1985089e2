//! Pass: how many. From the casualty figures of a claim's assertions to its counts.

use crate::assertions::Assertion;
use crate::scene::Scene;
use sayso_casualty::{CasualtyMention, Outcome, Part, Scope, pick};
use sayso_model::{Count, EmptyReason, Field, Qualifier};

/// The figures of one claim.
pub(crate) struct Figures {
    pub(crate) killed: Field<Count>,
    pub(crate) injured: Field<Count>,
    pub(crate) together: Field<Count>,
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
    } else if together.is_known() && only_named(mentions) {
        // "Dozens of casualties, among them martyrs and wounded": the kinds are named, the number is of both.
        killed = Field::empty(EmptyReason::GivenTogether);
        injured = Field::empty(EmptyReason::GivenTogether);
    } else if killed.is_known() || injured.is_known() {
        if !of_other_people(mentions) {
            together = Field::empty(EmptyReason::NotApplicable);
        }
    } else if together.is_known() {
        killed = Field::empty(EmptyReason::GivenTogether);
        injured = Field::empty(EmptyReason::GivenTogether);
    }
    Figures {
        killed,
        injured,
        together,
    }
}

/// Killed or injured are named without a number beside a number of both.
fn only_named(mentions: &[&CasualtyMention]) -> bool {
    let counted = |outcome| {
        mentions
            .iter()
            .any(|mention| mention.outcome == outcome && mention.counted)
    };
    counted(Outcome::KilledOrInjured) && !counted(Outcome::Killed) && !counted(Outcome::Injured)
}

/// "Five rebels were neutralised; one soldier was wounded": two figures of two groups.
fn of_other_people(mentions: &[&CasualtyMention]) -> bool {
    let both = pick(mentions, Outcome::KilledOrInjured);
    both.is_some_and(|both| {
        both.counted
            && both.status.is_some()
            && [Outcome::Killed, Outcome::Injured]
                .into_iter()
                .filter_map(|outcome| pick(mentions, outcome))
                .all(|other| {
                    other.status.is_some()
                        && other.part == Part::Whole
                        && other.sentence == both.sentence
                        && other.head != both.head
                        && other.count.best < both.count.best
                })
    })
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
