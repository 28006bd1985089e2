//! Which event each place, time and figure of a sentence belongs to.

use crate::events::EventMention;
use crate::scene::{Scene, of_sentence};
use crate::sources::Speech;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_place::PlaceRole;

/// Indexes into the scene's places, times and casualties.
#[derive(Default, Clone)]
pub(crate) struct Attached {
    pub(crate) places: Vec<usize>,
    pub(crate) times: Vec<usize>,
    pub(crate) casualties: Vec<usize>,
}

/// Hangs every place, time and figure on the event it belongs to: the first one met when climbing the tree.
pub(crate) fn attachments(
    scene: &Scene,
    mentions: &[EventMention],
    speech: &Speech,
) -> Vec<Attached> {
    let mut attached = vec![Attached::default(); mentions.len()];
    for (sentence, tree) in scene.trees.iter().enumerate() {
        let here: Vec<usize> =
            of_sentence(mentions, sentence, |mention| mention.sentence).collect();
        if here.is_empty() {
            continue;
        }
        let speakers: Vec<Vec<usize>> = speech
            .acts(sentence)
            .filter_map(|(act, _)| act.speaker.map(|head| tree.subtree(head)))
            .collect();
        let triggers: Vec<usize> = here.iter().map(|&event| mentions[event].trigger).collect();
        for index in of_sentence(&scene.places, sentence, |place| place.sentence) {
            let place = &scene.places[index];
            if place.role == PlaceRole::Dateline || place.tokens.is_empty() {
                continue;
            }
            let token = crate::standing::head_token(tree, place);
            // A place in a speaker's name or title is not where it happened.
            let is_target = here.iter().any(|&event| {
                let target = mentions[event].roles.target;
                target.is_some_and(|target| place.tokens.contains(&target))
            });
            if place.role != PlaceRole::Location && !is_target
                || crate::standing::is_owner(tree, place, &triggers)
                || crate::standing::is_of_statement(scene, place)
                || speakers
                    .iter()
                    .any(|subtree| subtree.binary_search(&token).is_ok())
            {
                continue;
            }
            if base(tree.deprel(token)) == "nsubj"
                && !is_target
                && tree.preposition(token).is_none()
            {
                continue;
            }
            for &event in &owners(tree, mentions, &here, token, None).0 {
                attached[event].places.push(index);
            }
        }
        let times = of_sentence(&scene.times, sentence, |time| time.sentence);
        let several_days = times
            .clone()
            .filter(|&index| crate::times::occurrence_interval(&scene.times[index]).is_some())
            .count()
            > 1;
        let mut loose: Vec<(usize, usize)> = Vec::new();
        for index in times {
            let time = &scene.times[index];
            // A dateline's day is the report's, not an event's.
            if time.tokens.is_empty() {
                continue;
            }
            // A day behind the event word of "claimed responsibility for the raid on Monday" is the raid's; the one day
            // of "on Monday, four were reported killed", which nobody says, too.
            let verbs: Vec<usize> = speech
                .acts(sentence)
                .filter(|(act, _)| act.speaker.is_some() || several_days)
                .filter(|(act, _)| {
                    let of_noun = matches!(
                        act.mood,
                        ContentMood::Denied | ContentMood::Responsibility | ContentMood::Blamed
                    );
                    let of_event = here.iter().any(|&event| {
                        let trigger = mentions[event].trigger;
                        // "condemned the attack on a clinic on Monday"
                        let told = mentions[event].nominal && is_in_object(tree, trigger, act.verb);
                        (of_noun || told) && trigger > act.verb && trigger < time.tokens.start
                    });
                    let opens = crate::standing::opens_content;
                    !of_event && !opens(scene, tree, time.tokens.start, act.verb)
                })
                .map(|(act, _)| act.verb)
                .collect();
            let (found, hangs) = owners(tree, mentions, &here, time.tokens.start, Some(&verbs));
            for event in found {
                if is_of_matter(scene, tree, mentions[event].trigger, time.tokens.start)
                    || !hangs
                        && is_of_clause_above(tree, mentions[event].trigger, time.tokens.start)
                {
                    continue;
                }
                // "We will hit the port", it said on Monday: a day outside the quotation is not in it.
                let trigger = mentions[event].trigger;
                let said_then = tree.token(trigger).quoted
                    && !tree.token(time.tokens.start).quoted
                    && speech
                        .acts(sentence)
                        .any(|(act, _)| act.verb > trigger && act.verb < time.tokens.start);
                if !said_then {
                    attached[event].times.push(index);
                    if !hangs {
                        loose.push((event, index));
                    }
                }
            }
        }
        let dated = |index: usize| crate::times::occurrence_interval(&scene.times[index]).is_some();
        // A day that hangs on nothing of the sentence is not that of an event with a day of its own.
        for (event, index) in &loose {
            let own = |time: &usize| !loose.contains(&(*event, *time)) && dated(*time);
            if attached[*event].times.iter().any(own) {
                attached[*event].times.retain(|time| time != index);
            }
        }
        hand_down(scene, mentions, &here, &mut attached);
        for index in of_sentence(&scene.casualties, sentence, |casualty| casualty.sentence) {
            let casualty = &scene.casualties[index];
            // "the killings of a judge, a bishop and an editor": each item has its own figure, their sum none.
            let items = enumerated(mentions, &here, casualty.trigger);
            if !items.is_empty() {
                if let Some(&event) = items
                    .iter()
                    .find(|&&event| mentions[event].roles.target == Some(casualty.head))
                    .filter(|_| casualty.part != sayso_casualty::Part::Whole)
                {
                    attached[event].casualties.push(index);
                }
                continue;
            }
            let exact = here
                .iter()
                .copied()
                .find(|&event| casualty.trigger == Some(mentions[event].trigger));
            let owner = exact.or_else(|| {
                let word = casualty.trigger.unwrap_or(casualty.head);
                // "Three died when their car was hit": the clause below the word tells the event.
                let below = here.iter().copied().find(|&event| {
                    tree.is_verb(word)
                        && tree.head(mentions[event].trigger) == Some(word)
                        && matches!(base(tree.deprel(mentions[event].trigger)), "advcl" | "obl")
                });
                below.or_else(|| owners(tree, mentions, &here, word, None).0.first().copied())
            });
            if let Some(event) = owner {
                attached[event].casualties.push(index);
            }
        }
    }
    attached
}

/// Whether a noun is the object of a verb or stands in its phrase.
fn is_in_object(tree: &Tree, noun: usize, verb: usize) -> bool {
    std::iter::once(noun)
        .chain(tree.ancestors(noun))
        .take_while(|&at| !tree.is_verb(at))
        .last()
        .is_some_and(|top| base(tree.deprel(top)) == "obj" && tree.head(top) == Some(verb))
}

/// The events that one trigger lists, if it lists several.
fn enumerated(mentions: &[EventMention], here: &[usize], trigger: Option<usize>) -> Vec<usize> {
    let events: Vec<usize> = here
        .iter()
        .copied()
        .filter(|&event| Some(mentions[event].trigger) == trigger)
        .collect();
    if events.len() > 1 { events } else { Vec::new() }
}

/// "On Wednesday police arrested a man over the killing of a judge on 28 April": of two days that hang on one verb, the one
/// behind an event noun without a day is the noun's.
fn hand_down(scene: &Scene, mentions: &[EventMention], here: &[usize], attached: &mut [Attached]) {
    for &verb in here {
        let days: Vec<usize> = attached[verb]
            .times
            .iter()
            .copied()
            .filter(|&index| crate::times::occurrence_interval(&scene.times[index]).is_some())
            .collect();
        let [first, last] = days.as_slice() else {
            continue;
        };
        let (from, to) = (
            scene.times[*first].tokens.start,
            scene.times[*last].tokens.start,
        );
        let noun = here
            .iter()
            .copied()
            .filter(|&event| event != verb)
            .rfind(|&event| {
                let mention = &mentions[event];
                mention.nominal
                    && (from.max(mentions[verb].trigger)..to).contains(&mention.trigger)
                    && attached[event].times.is_empty()
            });
        if let Some(noun) = noun
            && !mentions[verb].nominal
        {
            attached[verb].times.retain(|index| index != last);
            attached[noun].times.push(*last);
        }
    }
}

/// "Nine men kidnapped near Vel last month were freed on Friday": the day behind the verb whose subject the event describes
/// is that verb's.
fn is_of_clause_above(tree: &Tree, trigger: usize, time: usize) -> bool {
    if tree.deprel(trigger) != "acl" {
        return false;
    }
    tree.ancestors(trigger)
        .windows(2)
        .find(|pair| base(tree.deprel(pair[0])) == "nsubj")
        .is_some_and(|pair| trigger < pair[1] && pair[1] < time)
}

/// "Two men were sentenced on Tuesday for the bombing": the day hangs on the verb, of which the bombing is the matter.
fn is_of_matter(scene: &Scene, tree: &Tree, trigger: usize, time: usize) -> bool {
    time < trigger
        && base(tree.deprel(trigger)) == "obl"
        && tree
            .preposition(trigger)
            .is_some_and(|word| scene.vocabulary.has(Set::MatterOf, word))
        && !tree.ancestors(time).contains(&trigger)
}

/// The events a token belongs to: the first trigger above it; else those of its clause; else all of the sentence.
/// With `stops`, a token that reaches a reporting verb first belongs to the statement: no event. Second: whether the
/// token hangs on them, as it does not on all of the sentence.
fn owners(
    tree: &Tree,
    mentions: &[EventMention],
    here: &[usize],
    token: usize,
    stops: Option<&[usize]>,
) -> (Vec<usize>, bool) {
    // One trigger has several events where it lists them.
    let by_trigger = |index: usize| -> Vec<usize> {
        here.iter()
            .copied()
            .filter(|&event| mentions[event].trigger == index)
            .collect()
    };
    let events = by_trigger(token);
    if !events.is_empty() {
        return (events, true);
    }
    let listed = |index: usize| {
        here.iter().copied().find(|&event| {
            mentions[event].roles.target == Some(index)
                && by_trigger(mentions[event].trigger).len() > 1
        })
    };
    if let Some(event) = listed(token) {
        return (vec![event], true);
    }
    for above in tree.ancestors(token) {
        let events = by_trigger(above);
        if !events.is_empty() {
            return (events, true);
        }
        // Roles' own phrases: a place inside the target's name belongs to the event.
        if let Some(&event) = here.iter().find(|&&event| {
            let roles = &mentions[event].roles;
            roles.target == Some(above) && !tree.is_verb(above)
        }) {
            return (vec![event], true);
        }
        if stops.is_some_and(|stops| stops.contains(&above)) {
            return (Vec::new(), false);
        }
        // A light verb or a governing clause: the event below it.
        if tree.is_verb(above) {
            let below: Vec<usize> = here
                .iter()
                .copied()
                .filter(|&event| {
                    let trigger = mentions[event].trigger;
                    tree.head(trigger) == Some(above)
                        && matches!(
                            base(tree.deprel(trigger)),
                            "obj" | "nsubj" | "obl" | "xcomp" | "advcl" | "conj" | "ccomp"
                        )
                })
                .collect();
            if !below.is_empty() {
                return (below, true);
            }
        }
    }
    (here.to_vec(), false)
}
