//! Pass: which assertions of one report speak of the same occurrence.
//!
//! Each assertion, in text order, joins the best earlier occurrence that nothing tells apart from it, or opens a new
//! one. The reasons are weights over what the text gives; no weight can overrule a plain difference of day or town.

use crate::assertions::Assertion;
use crate::mood::Reading;
use crate::scene::Scene;
use crate::tree::base;
use crate::vocabulary::Set;
use jiff::civil::Date;
use sayso_model::{Kind, PlacePrecision};
use sayso_text::ParagraphKind;

/// Assertions of one occurrence, as indexes in text order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Occurrence {
    pub(crate) members: Vec<usize>,
}

/// Groups of kinds that can be told as one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Violence,
    Interception,
    Taking,
    Other,
}

fn family(kind: Kind) -> Family {
    match kind {
        Kind::Interception => Family::Interception,
        Kind::Abduction | Kind::Detention => Family::Taking,
        Kind::Other => Family::Other,
        _ => Family::Violence,
    }
}

const JOIN_AT: i32 = 30;
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
                paragraph(before) == paragraph(member)
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
                if let Some(score) = fit(scene, assertions, occurrence, assertion)
                    && score >= JOIN_AT
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

/// How well an assertion fits an occurrence, in tenths; `None` if something tells them apart.
fn fit(
    scene: &Scene,
    assertions: &[Assertion],
    occurrence: &Occurrence,
    new: &Assertion,
) -> Option<i32> {
    let mut best = i32::MIN;
    for &member in occurrence.members.iter().rev().take(NEAR_MEMBERS) {
        let earlier = &assertions[member];
        if matches!(earlier.reading, Reading::Threatened | Reading::Hypothetical) {
            return None;
        }
        if tells_apart(scene, earlier, new) {
            return None;
        }
        best = best.max(affinity(scene, earlier, new));
    }
    Some(best)
}

fn tells_apart(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    let worded = |assertion: &Assertion| {
        !(assertion.mention.frame.verbs.is_empty() && assertion.mention.frame.nouns.is_empty())
    };
    if worded(earlier) && worded(new) && family(earlier.mention.kind) != family(new.mention.kind) {
        return true;
    }
    // Who is hit in the one acts in the other: "killed four rebels who had fired on a post" are two occurrences.
    let crossed = |a: &Assertion, b: &Assertion| match (&a.target, &b.perpetrator) {
        (Some(target), Some(doer)) => target.span == doer.span,
        _ => false,
    };
    if crossed(earlier, new) || crossed(new, earlier) {
        return true;
    }
    let related = is_grammatically_joined(scene, earlier, new);
    if let (Some(a), Some(b)) = (days(scene, earlier), days(scene, new))
        && !related
        && (a.1 < b.0 || b.1 < a.0)
    {
        return true;
    }
    if !related && town_conflict(scene, earlier, new) {
        return true;
    }
    if !related && !new.mention.definite && opens_another(scene, new) {
        return true;
    }
    if !related
        && list_item(scene, new) != list_item(scene, earlier)
        && (list_item(scene, new).is_some() && !new.mention.definite)
    {
        return true;
    }
    let (a, b) = (earlier.mention.frame, new.mention.frame);
    let plain = !a.general && !b.general && !related && !new.mention.definite;
    plain && distinct_means(a.kind, b.kind)
}

fn distinct_means(a: Kind, b: Kind) -> bool {
    matches!(
        (a, b),
        (Kind::Strike, Kind::Bombing | Kind::Clash)
            | (Kind::Bombing | Kind::Clash, Kind::Strike)
            | (Kind::Bombing, Kind::Clash)
            | (Kind::Clash, Kind::Bombing)
    )
}

fn affinity(scene: &Scene, earlier: &Assertion, new: &Assertion) -> i32 {
    let mut score = 0;
    let distance = new.mention.sentence.abs_diff(earlier.mention.sentence);
    let same_paragraph = scene.trees[new.mention.sentence].sentence.paragraph
        == scene.trees[earlier.mention.sentence].sentence.paragraph;
    if is_grammatically_joined(scene, earlier, new) {
        score += 40;
    } else if distance <= 1 {
        score += 12;
    } else if same_paragraph {
        score += 8;
    }
    if new.mention.nominal && new.mention.definite {
        score += if new.mention.plural { 10 } else { 22 };
    }
    if new.mention.frame.general {
        score += if distance <= 3 { 18 } else { 10 };
    } else if new.mention.frame.id == earlier.mention.frame.id {
        score += 10;
    }
    if new.mention.nominal && !new.mention.definite && distance > 0 {
        score -= 10;
    }
    match (&earlier.target, &new.target) {
        (Some(a), Some(b))
            if a.head == b.head || a.party.words.to_lowercase().contains(&b.head) =>
        {
            score += 20
        }
        (Some(a), Some(b))
            if a.rule == "party.phrase"
                && b.rule == "party.phrase"
                && !new.mention.frame.general
                && !earlier.mention.frame.general =>
        {
            score -= 10
        }
        (_, None) => score += 6,
        _ => {}
    }
    match (&earlier.perpetrator, &new.perpetrator) {
        (Some(a), Some(b))
            if a.head == b.head
                || a.party.registry.is_some() && a.party.registry == b.party.registry =>
        {
            score += 8
        }
        (Some(_), Some(_)) => score -= 8,
        _ => {}
    }
    let (a, b) = (towns(scene, earlier), towns(scene, new));
    if a.iter().any(|town| b.contains(town)) {
        score += 15;
    } else if b.is_empty() {
        score += 6;
    }
    match (days(scene, earlier), days(scene, new)) {
        (Some(a), Some(b)) if a == b => score += 10,
        (_, None) => score += 4,
        _ => {}
    }
    if let (Some(a), Some(b)) = (&earlier.weapon, &new.weapon) {
        score += if a.0 == b.0 { 5 } else { -5 };
    }
    if same_figure(scene, earlier, new) {
        score += 15;
    }
    score
}

/// One trigger stands in the clause of the other: "attacked the village, killing four".
fn is_grammatically_joined(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    if earlier.mention.sentence != new.mention.sentence {
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

fn opens_another(scene: &Scene, new: &Assertion) -> bool {
    let tree = &scene.trees[new.mention.sentence];
    let marked = |head: usize| {
        tree.children(head).iter().any(|&child| {
            matches!(base(tree.deprel(child)), "amod" | "det" | "advmod")
                && scene.vocabulary.token_in(Set::Another, tree, child)
        })
    };
    marked(new.mention.trigger) || new.mention.roles.target.is_some_and(marked)
}

fn list_item(scene: &Scene, assertion: &Assertion) -> Option<usize> {
    let paragraph = scene.trees[assertion.mention.sentence].sentence.paragraph;
    (scene.document.paragraphs.get(paragraph)?.kind == ParagraphKind::ListItem).then_some(paragraph)
}

/// The days that time words hung on the mention give, if they are fine enough to tell occurrences apart.
pub(crate) fn days(scene: &Scene, assertion: &Assertion) -> Option<(Date, Date)> {
    assertion
        .times
        .iter()
        .filter_map(|&time| crate::times::occurrence_interval(&scene.times[time]))
        .min_by_key(|(start, end)| (crate::times::length(*start, *end), *start))
}

/// Ids of towns or finer places the mention names.
fn towns(scene: &Scene, assertion: &Assertion) -> Vec<String> {
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

fn town_conflict(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    let point = |assertion: &Assertion| {
        assertion
            .places
            .iter()
            .filter(|&&place| scene.places[place].precision <= PlacePrecision::NearTown)
            .filter_map(|&place| crate::places::point(&scene.places[place]))
            .collect::<Vec<_>>()
    };
    let (a, b) = (point(earlier), point(new));
    if !a.is_empty() && !b.is_empty() {
        return a
            .iter()
            .all(|a| b.iter().all(|b| sayso_place::kilometres(*a, *b) > 30.0));
    }
    let (a, b) = (towns(scene, earlier), towns(scene, new));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|town| b.contains(town))
}

fn same_figure(scene: &Scene, earlier: &Assertion, new: &Assertion) -> bool {
    earlier.casualties.iter().any(|&a| {
        new.casualties.iter().any(|&b| {
            let (a, b) = (&scene.casualties[a], &scene.casualties[b]);
            a.outcome == b.outcome && a.count == b.count
        })
    })
}
