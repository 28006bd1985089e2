//! Pass: from event mentions to assertions. Each mention with who says it, what it asserts and the times, places and
//! figures that hang on it.

use crate::attachments::attachments;
use crate::events::EventMention;
use crate::mood::{Reading, is_hedged, reading};
use crate::parties::{Named, Voice, perpetrator, target};
use crate::scene::Scene;
use crate::sources::{Speaker, Speech};
use crate::tree::{Tree, base};
use crate::vocabulary::{Set, WeaponMatch};
use crate::voices::{
    announces_own_act, chain, claimed_besides, concedes_own_act, denied_account, denies_account,
    denies_own_act, doer_of, is_authority, of_body,
};
use crate::weapons::{gun_among, with_gun_first};
use sayso_knowledge::events::{ContentMood, ObjectRole};
use sayso_model::{Kind, SourceLink, Span, WeaponClass};

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

/// The speech rules of verbs that concede, that make an act known and that pride themselves on it.
pub(crate) const ADMISSION_RULE: &str = "attribution.admission";
pub(crate) const RESPONSIBILITY_RULE: &str = "attribution.responsibility";
const ANNOUNCEMENT_RULE: &str = "attribution.announce";
const BOAST_RULE: &str = "attribution.boast";

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
    let readings = mentions
        .into_iter()
        .zip(attachments)
        .flat_map(|(mention, attached)| {
            let covering = speech.covering(scene, mention.sentence, mention.trigger);
            let account = denied_account(&covering)
                .map(|account| (mention.clone(), attached.clone(), account, None));
            let besides = claimed_besides(scene, &mention, &covering)
                .map(|(rest, doer)| (mention.clone(), attached.clone(), rest, Some(doer)));
            besides
                .into_iter()
                .chain(std::iter::once((mention, attached, covering, None)))
                .chain(account)
        });
    for (mention, attached, covering, claimant) in readings {
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
        if crate::tolls::is_means_of_total(scene, &mention, &attached.casualties) {
            reading = Reading::Dropped("mood.counted-in-a-total");
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
        by = claimant
            .and_then(|claimant| doer_of(scene, claimant))
            .or(by);
        // An act taken over from another sentence has its token numbers there.
        let innermost = covering
            .acts
            .iter()
            .rfind(|(act, _)| {
                reading == Reading::Responsibility && act.mood == ContentMood::Responsibility
            })
            .or_else(|| covering.acts.last())
            .filter(|_| !covering.inherited);
        if let Some((act, _)) = innermost {
            match act.mood {
                ContentMood::Blamed => {
                    if let Some(blamed) = act.blamed {
                        by = perpetrator(scene, tree, blamed, false, None, &voice, &before).or(by);
                    }
                }
                ContentMood::Responsibility
                    if reading == Reading::Responsibility
                        && act.rule == ADMISSION_RULE
                        && !concedes_own_act(scene, &mention, by.as_ref(), speaker.as_ref()) =>
                {
                    reading = Reading::Asserted;
                }
                ContentMood::Responsibility if reading == Reading::Responsibility => {
                    by = speaker
                        .as_ref()
                        .and_then(|speaker| doer_of(scene, speaker))
                        .or(by);
                }
                ContentMood::Asserted
                    if act.rule == BOAST_RULE
                        && by.is_none()
                        && reading == Reading::Asserted
                        && !mention.frame.general =>
                {
                    by = speaker
                        .as_ref()
                        .filter(|speaker| is_authority(scene, speaker))
                        .map(of_body);
                }
                ContentMood::Asserted
                    if act.rule == ANNOUNCEMENT_RULE
                        && by.is_none()
                        && announces_own_act(tree, act.verb, &mention) =>
                {
                    by = speaker
                        .as_ref()
                        .filter(|speaker| is_authority(scene, speaker))
                        .map(of_body);
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
        let on = mention.roles.target.and_then(|head| {
            let other_side = mention.roles.perpetrator;
            target(scene, tree, head, other_side, &voice, &before)
        });
        // Who arrests or shoots down and says so itself.
        if by.is_none()
            && reading == Reading::Asserted
            && matches!(mention.kind, Kind::Detention | Kind::Interception)
            && (tree.is_passive(mention.trigger) || is_done_by_event(scene, tree, mention.trigger))
            && let Some(speaker) = speaker
                .as_ref()
                .filter(|speaker| is_authority(scene, speaker))
        {
            by = Some(of_body(speaker));
        }
        // "dismissed the column's boast that a barracks was hit": what is denied is the doing of whoever told of it.
        if by.is_none() && reading == Reading::Denied {
            by = denied_account(&covering)
                .and_then(|account| {
                    account
                        .acts
                        .last()
                        .and_then(|(_, speaker)| *speaker)
                        .cloned()
                })
                .filter(|speaker| is_authority(scene, speaker))
                .map(|speaker| of_body(&speaker));
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
            && !fired_by_another(scene, &mention, publisher, &kept)
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
        let mut mention = mention;
        mention.kind = by_weapon(&mention, weapon);
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

/// "The operation took 25 prisoners": the subject is an act itself.
fn is_done_by_event(scene: &Scene, tree: &Tree, trigger: usize) -> bool {
    tree.is_verb(trigger)
        && tree
            .subject(trigger)
            .is_some_and(|subject| crate::roles::is_event_noun(scene, tree, subject))
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

fn weapon_of(scene: &Scene, mention: &EventMention) -> Option<(WeaponClass, Span)> {
    let tree = &scene.trees[mention.sentence];
    if mention.kind == Kind::Interception {
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
    let frame = mention.frame;
    if let Some(weapon) = &mention.roles.weapon {
        let weapon = with_gun_first(scene, tree, weapon);
        let WeaponMatch { first, last, .. } = weapon;
        let fires = weapon
            .fires
            .filter(|_| shoots(tree, mention, last))
            .unwrap_or(weapon.class);
        let class = match frame.weapon {
            // A vehicle with explosives, driven into its target by one who dies with it.
            Some(WeaponClass::Suicide) if weapon.class == WeaponClass::IedVbied => {
                WeaponClass::Suicide
            }
            // What is dropped comes from the air: from a drone, if one is named.
            Some(WeaponClass::Airstrike)
                if weapon.class == WeaponClass::IedVbied && frame.object == ObjectRole::Weapon =>
            {
                carrier(scene, tree, last)
                    .or_else(|| flown_from(scene, tree, mention.trigger))
                    .unwrap_or(WeaponClass::Airstrike)
            }
            _ => carrier(scene, tree, last)
                .or_else(|| {
                    (frame.object == ObjectRole::Weapon)
                        .then(|| flown_from(scene, tree, mention.trigger))?
                })
                .unwrap_or(fires),
        };
        return Some((class, tree.token(first).span.cover(tree.token(last).span)));
    }
    // Troops taking ground are no means that tells occurrences apart.
    // "fired tear gas and live rounds"
    let with = (frame.weapon == Some(WeaponClass::Other))
        .then(|| tree.first(mention.trigger, "obj"))
        .flatten()
        .and_then(|object| gun_among(scene, tree, object));
    let told = with.map(|gun| (gun.class, tree.token(gun.last).span));
    told.or_else(|| {
        let class = frame
            .weapon
            .filter(|class| *class != WeaponClass::GroundOp)?;
        Some((class, tree.token(mention.trigger).span))
    })
}

/// "The front fired seven rockets … One rocket hit the power station": the paragraph told before whose they are.
fn fired_by_another(
    scene: &Scene,
    mention: &EventMention,
    publisher: Option<&Named>,
    before: &[Assertion],
) -> bool {
    let paragraph = |sentence: usize| scene.trees[sentence].sentence.paragraph;
    let here = paragraph(mention.sentence);
    let class = mention.roles.weapon.as_ref().map(|weapon| weapon.class);
    let told = (before.iter().rev())
        .take_while(|earlier| paragraph(earlier.mention.sentence) == here)
        .filter(|earlier| class.is_some() && earlier.weapon.map(|(class, _)| class) == class)
        .find_map(|earlier| earlier.perpetrator.as_ref());
    let id = |named: &Named| named.party.registry.clone();
    match (told.and_then(id), publisher.and_then(id)) {
        (Some(doer), Some(publisher)) => !scene.registry.related(&doer, &publisher),
        _ => false,
    }
}

/// The kind of an act that the weapon named with it tells better than the verb: "howitzers opened fire" and "a shell
/// exploded in a garden" came from afar, "hit by a bullet" and "threw a grenade" did not.
fn by_weapon(mention: &EventMention, weapon: Option<(WeaponClass, Span)>) -> Kind {
    let Some((class, _)) = weapon.filter(|_| mention.roles.weapon.is_some()) else {
        return mention.kind;
    };
    let from_afar = matches!(
        class,
        WeaponClass::Drone
            | WeaponClass::RocketMissile
            | WeaponClass::ArtilleryMortar
            | WeaponClass::Airstrike
    );
    let by_hand = matches!(class, WeaponClass::SmallArms | WeaponClass::Other);
    let fires = mention.frame.weapon == Some(WeaponClass::SmallArms);
    match mention.kind {
        Kind::Strike if by_hand => Kind::Attack,
        Kind::Attack if from_afar && fires => Kind::Strike,
        Kind::Bombing if from_afar => Kind::Strike,
        kind => kind,
    }
}

/// The weapon is what does it, and does so from afar: "tanks fired at", "the army's guns pounded".
fn shoots(tree: &Tree, mention: &EventMention, weapon: usize) -> bool {
    let frame = mention.frame;
    let from_afar = frame.kind == Kind::Strike || frame.weapon == Some(WeaponClass::SmallArms);
    from_afar
        && frame.object != ObjectRole::Weapon
        && !mention.nominal
        && crate::roles::verb_arguments(tree, mention.trigger).doer == Some(weapon)
}

/// "a missile fired from a drone": the drone.
fn carrier(scene: &Scene, tree: &Tree, weapon: usize) -> Option<WeaponClass> {
    // "A grenade dropped from a drone wounded two", read as two clauses.
    let verb = (base(tree.deprel(weapon)) == "nsubj")
        .then(|| tree.head(weapon))
        .flatten();
    let own = flown_from(scene, tree, weapon);
    own.or_else(|| flown_from(scene, tree, verb?)).or_else(|| {
        tree.children(weapon)
            .iter()
            .filter(|&&child| base(tree.deprel(child)) == "acl")
            .find_map(|&child| flown_from(scene, tree, child))
    })
}

/// "dropped from a drone": a drone or aircraft behind a word of origin.
fn flown_from(scene: &Scene, tree: &Tree, head: usize) -> Option<WeaponClass> {
    tree.children(head).iter().copied().find_map(|child| {
        let owner = tree
            .preposition(child)
            .is_some_and(|word| tree.grammar.owner.iter().any(|known| known == word));
        let found = scene.vocabulary.weapon_at(tree, child)?;
        (owner && matches!(found.class, WeaponClass::Drone | WeaponClass::Airstrike))
            .then_some(found.class)
    })
}
