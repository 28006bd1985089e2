//! Pass: from event mentions to assertions. Each mention with who says it, what it asserts and the times, places and
//! figures that hang on it.

use crate::events::EventMention;
use crate::mood::{Reading, is_hedged, reading};
use crate::parties::{Named, Voice, perpetrator, target};
use crate::scene::{Scene, of_sentence};
use crate::sources::{Covering, Speaker, Speech, link};
use crate::tree::{Tree, base};
use crate::vocabulary::{Set, WeaponMatch};
use sayso_knowledge::events::ContentMood;
use sayso_model::{SourceLink, Span, WeaponClass};
use sayso_place::PlaceRole;

/// One mention, read.
pub(crate) struct Assertion<'a> {
    pub(crate) mention: EventMention<'a>,
    pub(crate) reading: Reading,
    pub(crate) chain: Vec<SourceLink>,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) perpetrator: Option<Named>,
    pub(crate) target: Option<Named>,
    pub(crate) weapon: Option<(WeaponClass, Span)>,
    /// Indexes into the scene's places, times, casualties.
    pub(crate) places: Vec<usize>,
    pub(crate) times: Vec<usize>,
    pub(crate) casualties: Vec<usize>,
    pub(crate) hedged: bool,
    pub(crate) inherited: bool,
}

/// Reads every mention; the dropped ones are returned with their reason for `why-not`.
pub(crate) fn assertions<'a>(
    scene: &Scene<'a>,
    mentions: Vec<EventMention<'a>>,
    speech: &Speech,
    publisher: Option<&Named>,
) -> (Vec<Assertion<'a>>, Vec<(EventMention<'a>, &'static str)>) {
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    let mut before: Vec<Named> = Vec::new();
    let attachments = attachments(scene, &mentions, speech);
    for (mention, attached) in mentions.into_iter().zip(attachments) {
        let covering = speech.covering(scene, mention.sentence, mention.trigger);
        let mut reading = reading(scene, &mention, &covering);
        let (chain, speaker, unnamed) = chain(scene, &covering);
        let tree = &scene.trees[mention.sentence];
        if reading == Reading::Denied && chain.is_empty() && publisher.is_none() {
            reading = Reading::Dropped("mood.denied-by-nobody");
        }
        if reading == Reading::Hypothetical
            && mention.nominal
            && !crate::mood::is_planned_noun(scene, &mention)
            && (mention.definite || base(tree.deprel(mention.trigger)) != "nsubj")
        {
            reading = Reading::Dropped("mood.possible-only");
        }
        if mention.frame.to_come && !matches!(reading, Reading::Threatened | Reading::Dropped(_)) {
            reading = Reading::Dropped("mood.not-to-come");
        }
        if let Reading::Dropped(reason) = reading {
            dropped.push((mention, reason));
            continue;
        }
        let voice = Voice {
            speaker: speaker.as_ref(),
            publisher,
        };
        let mut by = mention.roles.perpetrator.and_then(|head| {
            perpetrator(
                scene,
                tree,
                head,
                mention.roles.perpetrator_is_modifier,
                mention.roles.target,
                &voice,
                &before,
            )
        });
        // An act taken over from another sentence has its token numbers there.
        let innermost = covering.acts.last().filter(|_| !covering.inherited);
        if let Some((act, _)) = innermost {
            match act.mood {
                ContentMood::Blamed => {
                    if let Some(blamed) = act.blamed {
                        by = perpetrator(scene, tree, blamed, false, None, &voice, &before).or(by);
                    }
                }
                ContentMood::Responsibility if reading == Reading::Responsibility => {
                    by = speaker
                        .as_ref()
                        .and_then(|speaker| doer_of(scene, speaker))
                        .or(by);
                }
                ContentMood::Denied if by.is_none() && denies_own_act(scene, tree, act.verb) => {
                    by = speaker.as_ref().and_then(|speaker| doer_of(scene, speaker));
                }
                ContentMood::Threatened if by.is_none() && reading == Reading::Threatened => {
                    by = speaker.as_ref().and_then(|speaker| doer_of(scene, speaker));
                }
                _ => {}
            }
        }
        let on = mention
            .roles
            .target
            .and_then(|head| target(scene, tree, head, &voice, &before));
        // Who arrests or shoots down and says so itself.
        if by.is_none()
            && reading == Reading::Asserted
            && matches!(
                mention.kind,
                sayso_model::Kind::Detention | sayso_model::Kind::Interception
            )
            && tree.is_passive(mention.trigger)
            && let Some(speaker) = speaker
                .as_ref()
                .filter(|speaker| is_authority(scene, speaker))
        {
            by = Some(of_body(speaker));
        }
        // A party that denies an act without a doer denies its own; one that vows it will do it itself.
        if by.is_none()
            && matches!(reading, Reading::Denied | Reading::Threatened)
            && !innermost.is_some_and(|(act, _)| denies_account(scene, tree, act.verb))
            && let Some(speaker) = speaker
                .as_ref()
                .filter(|speaker| is_authority(scene, speaker))
        {
            by = Some(of_body(speaker));
        }
        if by.is_none() && reading == Reading::Threatened && chain.is_empty() {
            by = publisher.map(|publisher| Named {
                span: tree.token(mention.trigger).span,
                ..publisher.clone()
            });
        }
        if by.is_none()
            && chain.is_empty()
            && reading == Reading::Asserted
            && acts_itself(scene, &mention, on.as_ref(), publisher)
        {
            by = publisher.map(|publisher| Named {
                span: tree.token(mention.trigger).span,
                rule: "party.publisher",
                ..publisher.clone()
            });
        }
        // One cannot be doer and target of one act by one phrase.
        let by = by.filter(|by| on.as_ref().is_none_or(|on| on.span != by.span));
        if let Some(by) = &by {
            before.push(by.clone());
        }
        let weapon = weapon_of(scene, &mention);
        let hedged = is_hedged(scene, &mention) || unnamed;
        kept.push(Assertion {
            reading,
            chain,
            perpetrator: by,
            target: on,
            weapon,
            places: attached.places,
            times: attached.times,
            casualties: attached.casualties,
            hedged,
            inherited: covering.inherited,
            speaker,
            mention,
        });
    }
    (kept, dropped)
}

/// "denied the report": what somebody else said is denied, whoever did it.
fn denies_account(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    tree.with_relation(verb, "obj")
        .any(|object| scene.vocabulary.token_in(Set::Documents, tree, object))
}

/// "denied responsibility", "denied supporting": what is denied is the speaker's own doing.
fn denies_own_act(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    let own_subject = |clause: usize| {
        tree.own_subject(clause).is_some_and(|subject| {
            let word = &tree.token(subject).lower;
            tree.grammar.body_pronouns.contains(word) || tree.grammar.group_pronouns.contains(word)
        })
    };
    tree.with_relation(verb, "xcomp").next().is_some()
        || tree.with_relation(verb, "ccomp").any(|clause| {
            own_subject(clause)
                || tree.own_subject(clause).is_none() && tree.token(clause).xpos != "VBD"
        })
        || tree.with_relation(verb, "obj").any(|object| {
            scene.vocabulary.token_in(Set::OwnAct, tree, object)
                || tree
                    .subtree(object)
                    .into_iter()
                    .any(|inner| scene.vocabulary.token_in(Set::OwnAct, tree, inner))
        })
}

/// A speaker that has forces: an armed or official body, or its spokesperson.
fn is_authority(scene: &Scene, speaker: &Speaker) -> bool {
    if speaker.body.is_some() {
        return true;
    }
    let known = speaker.registry.as_deref().is_some_and(|id| {
        scene
            .actors
            .iter()
            .any(|actor| actor.id == id && actor.armed)
    });
    known
        || speaker
            .words
            .to_lowercase()
            .split_whitespace()
            .any(|word| scene.vocabulary.has(Set::Armed, word))
}

/// In a party's own bulletin, what befalls its opponents without a doer is its own doing: the target is worded as an
/// opponent, or a weapon without an owner strikes something that is not the publisher's.
fn acts_itself(
    scene: &Scene,
    mention: &EventMention,
    on: Option<&Named>,
    publisher: Option<&Named>,
) -> bool {
    let Some(publisher) = publisher else {
        return false;
    };
    let Some(on) = on else { return false };
    let own = publisher
        .party
        .registry
        .as_deref()
        .zip(on.party.registry.as_deref())
        .is_some_and(|(a, b)| scene.registry.related(a, b));
    let tree = &scene.trees[mention.sentence];
    let of_speaker = mention.roles.target.is_some_and(|head| {
        tree.subtree(head).into_iter().any(|token| {
            tree.grammar
                .speaker_pronouns
                .contains(&tree.token(token).lower)
        })
    });
    let opponent = on
        .party
        .words
        .to_lowercase()
        .split_whitespace()
        .any(|word| scene.vocabulary.has(Set::Opponent, word));
    // A mine or a planted bomb may be anybody's.
    let weapon = mention.roles.weapon.as_ref().is_some_and(|weapon| {
        !matches!(weapon.class, WeaponClass::IedVbied | WeaponClass::Suicide)
    }) && !mention.nominal
        && scene.vocabulary.token_in(
            Set::Objects,
            tree,
            mention.roles.target.unwrap_or(mention.trigger),
        );
    !own && !of_speaker
        && publisher.rule == "party.publisher"
        && (opponent || weapon && !mention.frame.general)
}

/// The body behind a speaker, else the speaker.
fn of_body(speaker: &Speaker) -> Named {
    match &speaker.body {
        Some(body) => Named {
            party: body.clone(),
            span: speaker.span,
            head: crate::parties::head_word(&body.words),
            rule: "party.speaker",
        },
        None => of_speaker(speaker),
    }
}

/// Who did what a speaker owns up to, denies or threatens: its body or itself; a leaflet does nothing.
fn doer_of(scene: &Scene, speaker: &Speaker) -> Option<Named> {
    let document = scene
        .vocabulary
        .has(Set::Documents, &crate::parties::head_word(&speaker.words));
    (!document).then(|| of_body(speaker))
}

fn of_speaker(speaker: &Speaker) -> Named {
    Named {
        party: sayso_model::Party {
            words: speaker.words.clone(),
            registry: speaker.registry.clone(),
        },
        span: speaker.span,
        head: crate::parties::head_word(&speaker.words),
        rule: "party.speaker",
    }
}

/// The chain of named speakers, outermost first, and whether somebody unnamed stands in it.
fn chain(scene: &Scene, covering: &Covering) -> (Vec<SourceLink>, Option<Speaker>, bool) {
    let mut links: Vec<SourceLink> = Vec::new();
    let mut innermost = None;
    let mut unnamed = false;
    for (act, speaker) in &covering.acts {
        if act.negated && act.mood == ContentMood::Asserted
            || act.mood == ContentMood::NotClaimed && !covering.inherited
        {
            continue;
        }
        match speaker {
            Some(speaker) => {
                // "The agency quoted X, reporting that": the agency speaks once.
                let spoken = links.iter().any(|before| {
                    before.words == speaker.words
                        || before.registry.is_some() && before.registry == speaker.registry
                });
                if spoken || is_publisher(scene, speaker) {
                    continue;
                }
                links.push(link(act, speaker));
                innermost = Some((*speaker).clone());
            }
            None => unnamed |= act.speaker.is_none() && act.mood == ContentMood::Asserted,
        }
    }
    (links, innermost, unnamed && covering.acts.len() == 1)
}

/// The publishing outlet is not part of its own chain.
fn is_publisher(scene: &Scene, speaker: &Speaker) -> bool {
    scene.report.outlet.as_ref().is_some_and(|outlet| {
        let outlet = outlet.to_lowercase();
        let words = speaker.words.to_lowercase();
        let part = words.len() > 3
            && (outlet.starts_with(&words)
                || outlet
                    .strip_suffix(&words)
                    .is_some_and(|before| before.ends_with(' ')));
        outlet == words || part
    })
}

fn weapon_of(scene: &Scene, mention: &EventMention) -> Option<(WeaponClass, Span)> {
    let tree = &scene.trees[mention.sentence];
    if mention.kind == sayso_model::Kind::Interception {
        // The thing intercepted.
        let object = mention.roles.target.or(mention
            .roles
            .weapon
            .as_ref()
            .map(|weapon| weapon.last));
        if let Some(object) = object
            && let Some(class) = scene.vocabulary.vehicle_class(tree, object)
        {
            return Some((class, tree.token(object).span));
        }
    }
    if let Some(WeaponMatch {
        class, first, last, ..
    }) = mention.roles.weapon
    {
        let class = carrier(scene, tree, last).unwrap_or(class);
        return Some((class, tree.token(first).span.cover(tree.token(last).span)));
    }
    // Troops taking ground are no means that tells occurrences apart.
    mention
        .frame
        .weapon
        .filter(|class| *class != WeaponClass::GroundOp)
        .map(|class| (class, tree.token(mention.trigger).span))
}

/// "a missile fired from a drone": the drone.
fn carrier(scene: &Scene, tree: &Tree, weapon: usize) -> Option<WeaponClass> {
    let from = |head: usize| {
        tree.children(head).iter().copied().find_map(|child| {
            let owner = tree.preposition(child).is_some_and(|word| {
                scene
                    .vocabulary
                    .grammar()
                    .owner
                    .iter()
                    .any(|known| known == word)
            });
            let found = scene.vocabulary.weapon_at(tree, child)?;
            (owner && matches!(found.class, WeaponClass::Drone | WeaponClass::Airstrike))
                .then_some(found.class)
        })
    };
    from(weapon).or_else(|| {
        tree.children(weapon)
            .iter()
            .filter(|&&child| base(tree.deprel(child)) == "acl")
            .find_map(|&child| from(child))
    })
}

#[derive(Default, Clone)]
struct Attached {
    places: Vec<usize>,
    times: Vec<usize>,
    casualties: Vec<usize>,
}

/// Hangs every place, time and figure on the event it belongs to: the first one met when climbing the tree.
fn attachments(scene: &Scene, mentions: &[EventMention], speech: &Speech) -> Vec<Attached> {
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
            for &event in &owners(tree, mentions, &here, token, None) {
                attached[event].places.push(index);
            }
        }
        let times = of_sentence(&scene.times, sentence, |time| time.sentence);
        let several_days = times
            .clone()
            .filter(|&index| crate::times::occurrence_interval(&scene.times[index]).is_some())
            .count()
            > 1;
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
                    let of_event = matches!(
                        act.mood,
                        ContentMood::Denied | ContentMood::Responsibility | ContentMood::Blamed
                    ) && here.iter().any(|&event| {
                        let trigger = mentions[event].trigger;
                        trigger > act.verb && trigger < time.tokens.start
                    });
                    !of_event
                })
                .map(|(act, _)| act.verb)
                .collect();
            let found = owners(tree, mentions, &here, time.tokens.start, Some(&verbs));
            for event in found {
                // "We will hit the port", it said on Monday: a day outside the quotation is not in it.
                let trigger = mentions[event].trigger;
                let said_then = tree.token(trigger).quoted
                    && !tree.token(time.tokens.start).quoted
                    && speech
                        .acts(sentence)
                        .any(|(act, _)| act.verb > trigger && act.verb < time.tokens.start);
                if !said_then {
                    attached[event].times.push(index);
                }
            }
        }
        for index in of_sentence(&scene.casualties, sentence, |casualty| casualty.sentence) {
            let casualty = &scene.casualties[index];
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
                        && base(tree.deprel(mentions[event].trigger)) == "advcl"
                });
                below.or_else(|| owners(tree, mentions, &here, word, None).first().copied())
            });
            if let Some(event) = owner {
                attached[event].casualties.push(index);
            }
        }
    }
    attached
}

/// The events a token belongs to: the first trigger above it; else those of its clause; else all of the sentence.
/// With `stops`, a token that reaches a reporting verb first belongs to the statement: no event.
fn owners(
    tree: &Tree,
    mentions: &[EventMention],
    here: &[usize],
    token: usize,
    stops: Option<&[usize]>,
) -> Vec<usize> {
    // One trigger has several events where it lists them.
    let by_trigger = |index: usize| -> Vec<usize> {
        here.iter()
            .copied()
            .filter(|&event| mentions[event].trigger == index)
            .collect()
    };
    let events = by_trigger(token);
    if !events.is_empty() {
        return events;
    }
    let listed = |index: usize| {
        here.iter().copied().find(|&event| {
            mentions[event].roles.target == Some(index)
                && by_trigger(mentions[event].trigger).len() > 1
        })
    };
    if let Some(event) = listed(token) {
        return vec![event];
    }
    for above in tree.ancestors(token) {
        let events = by_trigger(above);
        if !events.is_empty() {
            return events;
        }
        // Roles' own phrases: a place inside the target's name belongs to the event.
        if let Some(&event) = here.iter().find(|&&event| {
            let roles = &mentions[event].roles;
            roles.target == Some(above) && !tree.is_verb(above)
        }) {
            return vec![event];
        }
        if stops.is_some_and(|stops| stops.contains(&above)) {
            return Vec::new();
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
                return below;
            }
        }
    }
    here.to_vec()
}
