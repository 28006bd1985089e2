//! Pass: events without an event word. "claimed responsibility", "denied the report", "the toll rose to 12".

use crate::events::EventMention;
use crate::roles::Roles;
use crate::scene::{Scene, of_sentence};
use crate::sources::Speech;
use crate::speech::SpeechAct;
use crate::tree::base;
use crate::vocabulary::Set;
use sayso_casualty::CasualtyMention;
use sayso_knowledge::events::{ContentMood, Frame};
use sayso_text::Upos;
use std::collections::BTreeSet;

/// Id of the frame for a speech act about an occurrence told elsewhere.
pub(crate) const ACT: &str = "implied.act";
/// Id of the frame for a casualty figure without an event word.
pub(crate) const FIGURE: &str = "implied.figure";

/// Id of the frame for a vow or threat whose content names no act.
pub(crate) const PLAN: &str = "implied.threat";
/// Id of the frame for somebody's word on who the dead of an occurrence told elsewhere were.
pub(crate) const VICTIMS: &str = "implied.victims";
/// The speech rule whose verbs threaten whatever their content.
const THREAT_RULE: &str = "attribution.threaten";
/// The speech rule whose verbs threaten where an armed body says them.
const WARNING_RULE: &str = "attribution.warn";

/// Adds what no event word carries; keeps text order.
pub(crate) fn add_implied<'a>(
    scene: &Scene<'a>,
    speech: &Speech,
    mentions: &mut Vec<EventMention<'a>>,
) {
    let mut added = Vec::new();
    if let Some(frame) = scene.vocabulary.frame(ACT) {
        for sentence in 0..scene.trees.len() {
            for (act, speaker) in speech.acts(sentence) {
                let said = || {
                    speech.acts(sentence).any(|(outer, speaker)| {
                        speaker.is_some() && outer.content.binary_search(&act.verb).is_ok()
                    })
                };
                let bears = match act.mood {
                    ContentMood::Responsibility | ContentMood::Denied => {
                        (speaker.is_some() || said())
                            && act.rule != crate::assertions::ADMISSION_RULE
                    }
                    ContentMood::Blamed if act.speaker.is_none() => said(),
                    ContentMood::Blamed => speaker.is_some() && is_bare(scene, sentence, act),
                    _ => false,
                } && !act.negated;
                let threat = act.mood == ContentMood::Threatened
                    && act.rule == THREAT_RULE
                    && speaker.is_some()
                    && !act.negated
                    && threatens_violence(scene, sentence, act)
                    || act.rule == WARNING_RULE
                        && speaker
                            .is_some_and(|speaker| crate::voices::is_authority(scene, speaker))
                        && !act.negated
                        && threatens_violence(scene, sentence, act);
                let here = of_sentence(mentions, sentence, |mention| mention.sentence);
                let worded = mentions[here].iter().any(|mention| {
                    act.content.binary_search(&mention.trigger).is_ok()
                        || mention.trigger == act.verb
                });
                if bears && !worded && !mentions.is_empty() {
                    added.push(mention(sentence, act.verb, frame));
                } else if let (true, false, Some(frame)) =
                    (threat, worded, scene.vocabulary.frame(PLAN))
                {
                    added.push(mention(sentence, act.verb, frame));
                }
            }
        }
    }
    if let Some(frame) = scene.vocabulary.frame(VICTIMS) {
        for sentence in 0..scene.trees.len() {
            let here = of_sentence(mentions, sentence, |mention| mention.sentence);
            if here.is_empty()
                && let Some((act, _)) = speech.acts(sentence).find(|(act, speaker)| {
                    speaker.is_some() && tells_of_victims(scene, sentence, act)
                })
            {
                added.push(mention(sentence, act.verb, frame));
            }
        }
    }
    let mut figured: BTreeSet<(usize, usize)> = added
        .iter()
        .map(|mention: &EventMention| (mention.sentence, mention.trigger))
        .collect();
    if let Some(frame) = scene.vocabulary.frame(FIGURE) {
        for casualty in scene
            .casualties
            .iter()
            .filter(|casualty| needs_event(scene, speech, casualty, mentions))
        {
            let trigger = casualty.trigger.unwrap_or(casualty.head);
            if trigger < scene.trees[casualty.sentence].len()
                && figured.insert((casualty.sentence, trigger))
            {
                added.push(mention(casualty.sentence, trigger, frame));
            }
        }
    }
    mentions.extend(added);
    mentions.sort_by_key(|mention| (mention.sentence, mention.trigger));
}

/// "Residents blamed the front": nothing but the doer, so it is about what was told before.
fn is_bare(scene: &Scene, sentence: usize, act: &SpeechAct) -> bool {
    let tree = &scene.trees[sentence];
    act.blamed.is_some_and(|blamed| {
        let named = tree.subtree(blamed);
        scene.is_armed_party(tree, blamed)
            && act.content.iter().all(|token| {
                named.binary_search(token).is_ok() || tree.token(*token).upos == Upos::Punct
            })
    })
}

/// "said that two of the dead were children", "named him as one of those killed".
fn tells_of_victims(scene: &Scene, sentence: usize, act: &SpeechAct) -> bool {
    let tree = &scene.trees[sentence];
    act.mood == ContentMood::Asserted
        && !act.negated
        && act.content.iter().any(|&token| {
            scene.vocabulary.token_in(Set::Victims, tree, token)
                && tree.first(token, "nummod").is_none()
                && (tree
                    .preposition(token)
                    .is_some_and(|word| scene.vocabulary.has(Set::Among, word))
                    || matches!(base(tree.deprel(token)), "nsubj" | "obj" | "acl"))
        })
}

/// A vow of violence, not of tax cuts: a word of force in it, or a fate that others are to meet.
fn threatens_violence(scene: &Scene, sentence: usize, act: &SpeechAct) -> bool {
    let tree = &scene.trees[sentence];
    act.content.iter().any(|&token| {
        let own = tree.head(token) == Some(act.verb) && base(tree.deprel(token)) == "xcomp";
        scene.vocabulary.token_in(Set::ThreatWords, tree, token)
            || !own && scene.vocabulary.token_in(Set::ThreatenedFates, tree, token)
    })
}

/// A figure whose sentence has no event to hang it on.
fn needs_event(
    scene: &Scene,
    speech: &Speech,
    casualty: &CasualtyMention,
    mentions: &[EventMention],
) -> bool {
    let here = of_sentence(mentions, casualty.sentence, |mention| mention.sentence);
    casualty.part_of.is_none()
        && scene.trees[casualty.sentence].sentence.analysed
        && (here.is_empty() || is_anothers(speech, casualty, &mentions[here]))
        && !crate::events::is_peaceful(scene, casualty)
}

/// "Residents said four were killed, the monitor reported six": a figure whose speaker tells none of the sentence's
/// events.
fn is_anothers(speech: &Speech, casualty: &CasualtyMention, here: &[EventMention]) -> bool {
    let word = casualty.trigger.unwrap_or(casualty.head);
    let holds = |act: &SpeechAct, token: usize| {
        act.verb == token || act.content.binary_search(&token).is_ok()
    };
    let innermost = speech
        .acts(casualty.sentence)
        .filter(|(act, speaker)| {
            speaker.is_some() && act.mood == ContentMood::Asserted && holds(act, casualty.head)
        })
        .last();
    innermost.is_some_and(|(act, _)| {
        !act.negated
            && here
                .iter()
                .all(|mention| mention.trigger != word && !holds(act, mention.trigger))
    })
}

fn mention<'a>(sentence: usize, trigger: usize, frame: &'a Frame) -> EventMention<'a> {
    EventMention {
        sentence,
        trigger,
        frame,
        kind: frame.kind,
        nominal: true,
        definite: true,
        plural: false,
        roles: Roles::default(),
    }
}
