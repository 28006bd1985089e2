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
        let rank = if is_own(member) || from_afar && class == 3 {
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
    best.map_or(Field::empty(EmptyReason::NotStated), |(_, found)| {
        Field::known(found.party.clone(), vec![found.span], found.rule)
    })
}

/// 3: a thing that is struck. 2: somebody with a name. 1: whoever a specific event word has as its target.
fn target_class(scene: &Scene, assertion: &Assertion, found: &Named) -> u8 {
    let tree = &scene.trees[assertion.mention.sentence];
    let frame = assertion.mention.frame;
    let Some(head) = assertion.mention.roles.target else {
        return 0;
    };
    let thing = scene.vocabulary.token_in(Set::Objects, tree, head)
        && !scene.vocabulary.token_in(Set::People, tree, head);
    if frame.outcome.is_none() && thing && found.rule != "party.pronoun" {
        return 3;
    }
    if tree.token(head).upos == sayso_text::Upos::Propn && !scene.is_place(tree, head) {
        return 2;
    }
    u8::from(!frame.general)
}
