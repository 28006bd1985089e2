//! Pass: how many. From the casualty figures of a claim's assertions to its counts.

use crate::assertions::Assertion;
use crate::scene::Scene;
use sayso_casualty::{CasualtyMention, Outcome, Scope};
use sayso_model::{Count, EmptyReason, Field, Span, VictimStatus};

/// The figures of one claim.
pub(crate) struct Figures {
    pub(crate) killed: Field<Count>,
    pub(crate) injured: Field<Count>,
    pub(crate) together: Field<Count>,
    pub(crate) victims: Field<VictimStatus>,
}

/// Takes the figures of the first assertion that gives any for each outcome; parts and superseded ones never.
pub(crate) fn figures(scene: &Scene, own: &[&Assertion]) -> Figures {
    let killed = outcome(scene, own, Outcome::Killed);
    let injured = outcome(scene, own, Outcome::Injured);
    let together = outcome(scene, own, Outcome::KilledOrInjured);
    let mut victims = None;
    for assertion in own {
        for &index in &assertion.casualties {
            let mention = &scene.casualties[index];
            if let Some(status) = mention.status
                && !mention.attackers
                && victims.is_none()
            {
                victims = Some((status, mention.span));
            }
        }
    }
    let given_together = together.is_known();
    let or_empty = |field: Field<Count>| if given_together && !field.is_known() { Field::empty(EmptyReason::GivenTogether) } else { field };
    Figures {
        killed: or_empty(killed),
        injured: or_empty(injured),
        together,
        victims: victims.map_or(Field::empty(EmptyReason::NotStated), |(status, span)| Field::known(status, vec![span], "victims.words")),
    }
}

fn outcome(scene: &Scene, own: &[&Assertion], wanted: Outcome) -> Field<Count> {
    let mut best: Option<(u64, Count, Vec<Span>, String)> = None;
    for assertion in own {
        let usable: Vec<&CasualtyMention> = assertion
            .casualties
            .iter()
            .map(|&index| &scene.casualties[index])
            .filter(|mention| mention.outcome == wanted && mention.scope != Scope::Cumulative && !mention.superseded && !mention.attackers && mention.part_of.is_none())
            .collect();
        let Some(count) = sayso_casualty::combined(&usable) else { continue };
        let rule = usable.first().map_or(String::new(), |mention| mention.rule.clone());
        let weight = weight(&count);
        // The fullest figure of one source: a number before a bare plural, then the larger.
        if best.as_ref().is_none_or(|(before, ..)| weight > *before) {
            best = Some((weight, count, usable.iter().map(|mention| mention.span).collect(), rule));
        }
    }
    match best {
        Some((_, count, spans, rule)) => Field::known(count, spans, rule.as_str()),
        None => Field::empty(EmptyReason::NotStated),
    }
}

fn weight(count: &Count) -> u64 {
    use sayso_model::Qualifier::{None as Nought, Plural, VagueNumber};
    let size = count.best.or(count.low).or(count.high).unwrap_or(0);
    match count.qualifier {
        Plural => 1,
        Nought => 2,
        VagueNumber => 3 + size,
        _ => 10 + size,
    }
}
