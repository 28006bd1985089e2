//! Which of the targets told of one occurrence is the claim's.

use crate::assertions::Assertion;
use crate::parties::Named;
use crate::scene::Scene;
use crate::vocabulary::Set;
use sayso_model::{EmptyReason, Field, Kind, Party};

/// What was struck, before who was hurt there. Where this source only counts those hurt by a strike or a bomb, the
/// thing or place that another one says was struck; else its own words come first.
pub(crate) fn target(
    scene: &Scene,
    kind: Kind,
    own: &[&Assertion],
    occurrence: &[&Assertion],
) -> Field<Party> {
    let is_own = |assertion: &Assertion| own.iter().any(|member| std::ptr::eq(*member, assertion));
    let from_afar = matches!(kind, Kind::Strike | Kind::Bombing);
    let mut best: Option<(u8, &Named)> = None;
    for &member in own
        .iter()
        .chain(occurrence.iter().filter(|member| !is_own(member)))
    {
        let Some(found) = &member.target else {
            continue;
        };
        let class = target_class(scene, member, found);
        let rank = if is_own(member) || from_afar && class == THING {
            8 + 8 * class + 4 * u8::from(is_own(member))
        } else {
            0
        } + u8::from(found.rule != "party.pronoun")
            + u8::from(found.party.registry.is_some())
            + u8::from(!member.mention.frame.general);
        if best.is_none_or(|(before, _)| rank > before) {
            best = Some((rank, found));
        }
    }
    let named = |found: &Named| Field::known(found.party.clone(), vec![found.span], found.rule);
    match best {
        Some((rank, found)) if !(8..16).contains(&rank) => named(found),
        best => counted_people(scene, own).unwrap_or_else(|| {
            best.map_or(Field::empty(EmptyReason::NotStated), |(_, found)| {
                named(found)
            })
        }),
    }
}

/// "left nine villagers dead": where no word says what was struck, those this source counts as hurt.
fn counted_people(scene: &Scene, own: &[&Assertion]) -> Option<Field<Party>> {
    let counted = own
        .iter()
        .flat_map(|assertion| assertion.casualties.iter())
        .map(|&index| &scene.casualties[index])
        .find(|casualty| {
            casualty.part == sayso_casualty::Part::Whole
                && casualty.group.is_some()
                && scene.vocabulary.token_in(
                    Set::People,
                    &scene.trees[casualty.sentence],
                    casualty.head,
                )
                && !casualty.attackers
                && !casualty.negated
                && !casualty.superseded
                && casualty.scope != sayso_casualty::Scope::Cumulative
                && casualty.count.high != Some(0)
        })?;
    let words = counted.span.slice(&scene.report.text)?.to_owned();
    Some(Field::known(
        Party {
            words,
            registry: None,
        },
        vec![counted.span],
        "party.counted",
    ))
}

/// The class of a thing that is struck.
const THING: u8 = 4;

/// [`THING`]; 3: somebody with a name; 2: whoever a specific event word has as its target; 1: whoever an open one has;
/// 0: only the town it was in.
fn target_class(scene: &Scene, assertion: &Assertion, found: &Named) -> u8 {
    let tree = &scene.trees[assertion.mention.sentence];
    let frame = assertion.mention.frame;
    let Some(head) = assertion.mention.roles.target else {
        return 1;
    };
    let thing = scene.vocabulary.token_in(Set::Objects, tree, head)
        && !scene.vocabulary.token_in(Set::People, tree, head);
    if frame.outcome.is_none() && thing && found.rule != "party.pronoun" {
        return THING;
    }
    if tree.token(head).upos == sayso_text::Upos::Propn && !scene.is_place(tree, head) {
        return 3;
    }
    // "a bombing in the town killed 40 people": they, not the town it was in.
    let only_where = scene.is_place(tree, head)
        && tree
            .preposition(head)
            .is_some_and(|word| tree.grammar.within_act.iter().any(|within| within == word));
    match (only_where, frame.general) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}
