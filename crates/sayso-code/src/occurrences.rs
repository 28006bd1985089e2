//! Pass: which assertions of one report speak of the same occurrence.
//!
//! Each assertion, in text order, joins the best earlier occurrence that nothing tells apart from it, or opens a new
//! one. The reasons are weights over what the text gives; no weight can overrule a plain difference of day or town.

use crate::assertions::Assertion;
use crate::coreference::{self, Compared};
use crate::mood::Reading;
use crate::scene::Scene;
use crate::tree::base;
use crate::vocabulary::Set;
use jiff::civil::Date;
use sayso_model::PlacePrecision;
use sayso_text::ParagraphKind;
use sayso_time::{Role, TimeKind, extent};

/// Assertions of one occurrence, as indexes in text order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Occurrence {
    pub(crate) members: Vec<usize>,
}

/// How many occurrences back an assertion is compared with, and how many members of each: keeps the pass linear.
const NEAR_OCCURRENCES: usize = 60;
const NEAR_MEMBERS: usize = 24;

/// An attribution covers what the rest of its paragraph adds to the same occurrence: figures and other general words
/// without a speaker of their own, where the outlet has not told the occurrence itself.
pub(crate) fn adopt_sources(
    scene: &Scene,
    assertions: &mut [Assertion],
    occurrences: &[Occurrence],
) {
    for occurrence in occurrences {
        for (position, &member) in occurrence.members.iter().enumerate() {
            let new = &assertions[member];
            if !new.chain.is_empty()
                || !new.mention.frame.general
                || !matches!(new.reading, Reading::Asserted)
            {
                continue;
            }
            let earlier = &occurrence.members[position.saturating_sub(NEAR_MEMBERS)..position];
            if earlier
                .iter()
                .any(|&before| assertions[before].chain.is_empty())
            {
                continue;
            }
            let paragraph = |index: usize| {
                scene.trees[assertions[index].mention.sentence]
                    .sentence
                    .paragraph
            };
            let from = earlier.iter().rev().copied().find(|&before| {
                // Who denies one act does not tell of the next.
                assertions[before].reading != Reading::Denied
                    && paragraph(before) == paragraph(member)
                    && new.mention.sentence
                        - assertions[before]
                            .mention
                            .sentence
                            .min(new.mention.sentence)
                        <= 2
            });
            if let Some(from) = from {
                assertions[member].chain = assertions[from].chain.clone();
                assertions[member].speaker = assertions[from].speaker.clone();
                assertions[member].inherited = true;
            }
        }
    }
}

/// Groups assertions into occurrences.
pub(crate) fn occurrences(scene: &Scene, assertions: &[Assertion]) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = Vec::new();
    let join_at = scene.vocabulary.coreference().join_at;
    let all = coreference::compared(scene, assertions);
    for (index, assertion) in assertions.iter().enumerate() {
        let best = if matches!(
            assertion.reading,
            Reading::Threatened | Reading::Hypothetical
        ) {
            // A threat joins only the same threat told again beside it.
            let first = found.len().saturating_sub(NEAR_OCCURRENCES);
            (first..found.len()).find(|&number| {
                let members = &found[number].members;
                members
                    .iter()
                    .rev()
                    .take(NEAR_MEMBERS)
                    .any(|&member| same_threat(&assertions[member], assertion))
            })
        } else {
            let mut best: Option<(i32, usize)> = None;
            // Reports do not come back to what they told hundreds of sentences before without naming it anew.
            let first = found.len().saturating_sub(NEAR_OCCURRENCES);
            for (number, occurrence) in found.iter().enumerate().skip(first) {
                if let Some(score) = fit(scene, &all, occurrence, index)
                    && score >= join_at
                    && best.is_none_or(|(before, _)| score >= before)
                {
                    best = Some((score, number));
                }
            }
            best.map(|(_, number)| number)
        };
        match best {
            Some(number) => found[number].members.push(index),
            None => found.push(Occurrence {
                members: vec![index],
            }),
        }
    }
    found
}

fn same_threat(earlier: &Assertion, assertion: &Assertion) -> bool {
    matches!(earlier.reading, Reading::Threatened | Reading::Hypothetical)
        && earlier
            .mention
            .sentence
            .abs_diff(assertion.mention.sentence)
            <= 1
        && earlier.chain.last().map(|link| &link.words)
            == assertion.chain.last().map(|link| &link.words)
}

/// How well an assertion fits an occurrence: the mean of its best and its worst pair; `None` if something tells them
/// apart.
fn fit(scene: &Scene, all: &[Compared], occurrence: &Occurrence, new: usize) -> Option<i32> {
    let (mut best, mut worst) = (i32::MIN, i32::MAX);
    for &member in occurrence.members.iter().rev().take(NEAR_MEMBERS) {
        let earlier = &all[member];
        if matches!(
            earlier.assertion.reading,
            Reading::Threatened | Reading::Hypothetical
        ) {
            return None;
        }
        let features = coreference::features(scene, earlier, &all[new]);
        match coreference::plain(&features) {
            Some(true) => return Some(i32::MAX),
            Some(false) => return None,
            None => {}
        }
        let weight = coreference::weight(scene, &features);
        best = best.max(weight);
        worst = worst.min(weight);
    }
    Some((best + worst) / 2)
}

/// One trigger stands in the clause of the other: "attacked the village, killing four".
pub(crate) fn is_grammatically_joined(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    if earlier.mention.sentence != new.mention.sentence || days_between(scene, earlier, new) {
        return false;
    }
    let tree = &scene.trees[new.mention.sentence];
    let (a, b) = (earlier.mention.trigger, new.mention.trigger);
    let joined = |lower: usize, upper: usize| {
        let mut current = lower;
        for _ in 0..6 {
            let Some(head) = tree.head(current) else {
                return false;
            };
            // A reporting verb between them parts what is said from what is told.
            if scene.vocabulary.reporting_at(tree, current).is_some()
                && current != lower
                && tree.is_verb(current)
            {
                return false;
            }
            // "both the raid in A and the bombings in B": two nouns side by side are two occurrences.
            if head == upper
                && base(tree.deprel(current)) == "conj"
                && earlier.mention.nominal
                && new.mention.nominal
            {
                return false;
            }
            if head == upper {
                return !matches!(base(tree.deprel(current)), "conj" if tree.own_subject(current).is_some() && !earlier.mention.frame.general && !new.mention.frame.general);
            }
            current = head;
        }
        false
    };
    let general = earlier.mention.frame.general
        || new.mention.frame.general
        || earlier.mention.nominal
        || new.mention.nominal;
    (joined(a, b) || joined(b, a))
        && (general || earlier.mention.frame.kind == new.mention.frame.kind)
}

/// "Ambushed on Friday, two days after a mine killed a driver": the words between them say that they are two.
fn days_between(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    let counted = |assertion: &Assertion| {
        let beside = |&time: &usize| scene.times[time].value.beside.is_some();
        assertion.times.iter().any(beside)
    };
    let differ = match (days(scene, earlier), days(scene, new)) {
        (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
        _ => false,
    };
    differ && (counted(earlier) || counted(new))
}

pub(crate) fn opens_another(scene: &Scene, new: &Assertion) -> bool {
    let tree = &scene.trees[new.mention.sentence];
    let marked = |head: usize| {
        tree.children(head).iter().any(|&child| {
            matches!(base(tree.deprel(child)), "amod" | "det" | "advmod")
                && scene.vocabulary.token_in(Set::Another, tree, child)
        })
    };
    marked(new.mention.trigger) || new.mention.roles.target.is_some_and(marked)
}

/// "In another incident, …", "In a separate attack, …" at the head of the sentence: none of those told before it.
pub(crate) fn opens_apart(scene: &Scene, new: &Assertion) -> bool {
    let tree = &scene.trees[new.mention.sentence];
    if crate::beside::is_told_apart(scene, new) {
        return true;
    }
    (0..tree.len().min(OPENING))
        .take_while(|&index| tree.token(index).form != ",")
        .any(|index| {
            if index < 2 && scene.vocabulary.has(Set::Apart, &tree.token(index).lower) {
                return base(tree.deprel(index)) == "advmod" && !new.mention.frame.general;
            }
            base(tree.deprel(index)) == "obl"
                && tree.preposition(index).is_some()
                && index < new.mention.trigger
                && crate::roles::is_event_noun(scene, tree, index)
                && tree.children(index).iter().any(|&child| {
                    matches!(base(tree.deprel(child)), "amod" | "det")
                        && scene.vocabulary.token_in(Set::Another, tree, child)
                })
        })
}

/// "Hours later shells fell on the mill", "the jets struck again": the clause itself tells that this came after what was told.
/// What became of those hurt ("two died later") is no other occurrence.
pub(crate) fn is_set_later(scene: &Scene, new: &Assertion) -> bool {
    let tree = &scene.trees[new.mention.sentence];
    let trigger = new.mention.trigger;
    !new.mention.nominal
        && !new.mention.frame.general
        && matches!(new.reading, Reading::Asserted)
        && tree.children(trigger).iter().any(|&child| {
            base(tree.deprel(child)) == "advmod"
                && scene.vocabulary.has(Set::Later, &tree.token(child).lower)
        })
}

/// How many tokens open a sentence.
const OPENING: usize = 6;

pub(crate) fn list_item(scene: &Scene, assertion: &Assertion) -> Option<usize> {
    let paragraph = scene.trees[assertion.mention.sentence].sentence.paragraph;
    let is_item = scene.document.paragraphs.get(paragraph)?.kind == ParagraphKind::ListItem;
    (is_item || scene.entries.contains_key(&paragraph)).then_some(paragraph)
}

/// The days that time words hung on the mention give, if they are fine enough to tell occurrences apart.
pub(crate) fn days(scene: &Scene, assertion: &Assertion) -> Option<(Date, Date)> {
    assertion
        .times
        .iter()
        .filter_map(|&time| crate::times::occurrence_interval(&scene.times[time]))
        .min_by_key(|(start, end)| (crate::times::length(*start, *end), *start))
}

/// The year or season that time words hung on the mention give, where no day is told.
pub(crate) fn years(scene: &Scene, assertion: &Assertion) -> Option<(Date, Date)> {
    assertion
        .times
        .iter()
        .map(|&time| &scene.times[time])
        .filter(|time| {
            time.kind == TimeKind::Date && matches!(time.role, Role::None | Role::On | Role::During)
        })
        .filter_map(|time| match extent(time, None) {
            (Some(start), Some(end)) => Some((start, end)),
            _ => None,
        })
        .min_by_key(|(start, end)| (crate::times::length(*start, *end), *start))
}

/// Ids of towns or finer places the mention names.
pub(crate) fn towns(scene: &Scene, assertion: &Assertion) -> Vec<String> {
    assertion
        .places
        .iter()
        .filter(|&&place| {
            scene.places[place].precision <= PlacePrecision::NearTown
                || scene.places[place].precision == PlacePrecision::Unlocated
        })
        .map(|&place| scene.places[place].words.to_lowercase())
        .collect()
}
