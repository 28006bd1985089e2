//! Whether what one source says of an occurrence is a claim of its own, or only names what others tell.

use crate::assertions::Assertion;
use crate::mood::Reading;
use crate::scene::Scene;
use crate::tree::base;

/// A bare back reference ("the attack") restates what others claim; it is no claim of its own.
pub(crate) fn says_something(
    scene: &Scene,
    group: &[&Assertion],
    occurrence: &[&Assertion],
) -> bool {
    let alone = group.len() == occurrence.len();
    group.iter().any(|assertion| {
        let mention = &assertion.mention;
        if matches!(assertion.reading, Reading::Denied | Reading::Responsibility) {
            return true;
        }
        // What is to come and nobody is to do is no threat: "a cell that was preparing to fire".
        if matches!(
            assertion.reading,
            Reading::Threatened | Reading::Hypothetical
        ) && !mention.nominal
            && assertion.perpetrator.is_none()
            && assertion.chain.is_empty()
        {
            return false;
        }
        if mention.frame.id == crate::implied::PLAN && assertion.reading == Reading::Threatened {
            return assertion.perpetrator.is_some();
        }
        // "Residents blamed the front": their version of what was told before.
        if mention.frame.id == crate::implied::ACT && assertion.reading == Reading::Asserted {
            return !alone && assertion.perpetrator.is_some() && !assertion.chain.is_empty();
        }
        if mention.frame.id == crate::implied::VICTIMS {
            return !alone && !assertion.chain.is_empty();
        }
        let figure = assertion.casualties.iter().any(|&index| {
            scene.casualties[index].part_of.is_none()
                && !(alone && scene.casualties[index].count.high == Some(0))
        });
        if alone && crate::mood::gives_nought(scene, mention) {
            return false;
        }
        if mention.frame.nouns.is_empty() && mention.frame.verbs.is_empty() {
            if occurrence.iter().all(|other| {
                other.mention.frame.nouns.is_empty() && other.mention.frame.verbs.is_empty()
            }) {
                return false;
            }
            return figure
                && (!alone || assertion.perpetrator.is_some() || !assertion.chain.is_empty());
        }
        let roles = assertion.perpetrator.is_some() || assertion.target.is_some();
        if mention.nominal && mention.definite && !alone {
            // Who adds something of his own to it speaks of it; who only names it does not.
            let adds = assertion.perpetrator.is_some()
                || !assertion.inherited && tells_of(scene, assertion);
            return figure || adds && !assertion.chain.is_empty();
        }
        if mention.nominal && mention.frame.general {
            return assertion
                .casualties
                .iter()
                .any(|&index| scene.casualties[index].counted)
                || roles;
        }
        figure
            || roles
            || !mention.nominal
            || !assertion.places.is_empty()
            || !assertion.times.is_empty()
    })
}

/// The sentence tells of the noun itself: "the shooting began at ten", "he was hurt in the attack".
fn tells_of(scene: &Scene, assertion: &Assertion) -> bool {
    let mention = &assertion.mention;
    let tree = &scene.trees[mention.sentence];
    let spoken = tree
        .head(mention.trigger)
        .is_some_and(|verb| scene.vocabulary.reporting_at(tree, verb).is_some());
    let told_more = || {
        assertion.target.is_some() || !assertion.places.is_empty() || !assertion.times.is_empty()
    };
    !spoken
        && match base(tree.deprel(mention.trigger)) {
            "nsubj" => true,
            "obl" | "root" | "ccomp" => told_more(),
            _ => false,
        }
}
