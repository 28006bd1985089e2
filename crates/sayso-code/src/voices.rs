//! Whose word an assertion is: the chain of its speakers, and what a speaker does itself.

use crate::events::EventMention;
use crate::parties::Named;
use crate::scene::Scene;
use crate::sources::{Covering, Speaker, link};
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_model::SourceLink;
use sayso_text::Upos;

/// "denied the report": what somebody else said is denied, whoever did it.
pub(crate) fn denies_account(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    tree.with_relation(verb, "obj")
        .any(|object| scene.vocabulary.token_in(Set::Documents, tree, object))
}

/// "denied responsibility", "denied supporting": what is denied is the speaker's own doing.
pub(crate) fn denies_own_act(scene: &Scene, tree: &Tree, verb: usize) -> bool {
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

/// "admitted that it had bombed the mill", "admitted the bombing", "admitted killing him"; not "admitted that a rocket
/// had hit its base", "acknowledged two deaths".
pub(crate) fn concedes_own_act(
    scene: &Scene,
    mention: &EventMention,
    by: Option<&Named>,
    speaker: Option<&Speaker>,
) -> bool {
    let Some(by) = by else {
        let tree = &scene.trees[mention.sentence];
        return if mention.nominal {
            !mention.frame.general
        } else {
            tree.own_subject(mention.trigger).is_none()
        };
    };
    speaker.is_some_and(|speaker| {
        by.rule == "party.pronoun"
            || by.rule == "party.first-person"
            || by.party.words.eq_ignore_ascii_case(&speaker.words)
            || [speaker.registry.as_deref(), body_id(speaker)]
                .into_iter()
                .flatten()
                .zip(by.party.registry.as_deref())
                .any(|(a, b)| scene.registry.related(a, b))
    })
}

fn body_id(speaker: &Speaker) -> Option<&str> {
    speaker.body.as_ref()?.registry.as_deref()
}

/// "announced an ambush on a patrol": its own act; "announced the death of two soldiers" is none.
pub(crate) fn announces_own_act(tree: &Tree, verb: usize, mention: &EventMention) -> bool {
    let named_target = || {
        mention
            .roles
            .target
            .is_some_and(|target| tree.token(target).upos == Upos::Propn)
    };
    mention.nominal
        && base(tree.deprel(mention.trigger)) == "obj"
        && tree.head(mention.trigger) == Some(verb)
        && (!mention.frame.general || named_target())
}

/// A speaker that has forces: an armed or official body, or its spokesperson.
pub(crate) fn is_authority(scene: &Scene, speaker: &Speaker) -> bool {
    if speaker.body.is_some() {
        return true;
    }
    let known = speaker.registry.as_deref().is_some_and(|id| {
        scene
            .actors
            .iter()
            .any(|actor| actor.id == id && actor.armed)
    });
    let words = speaker.words.to_lowercase();
    // "a human rights group" arrests nobody.
    if !known
        && words
            .split_whitespace()
            .any(|word| scene.vocabulary.has(Set::Unarmed, word))
    {
        return false;
    }
    known
        || speaker.words.to_lowercase().split_whitespace().any(|word| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            scene.vocabulary.has(Set::Armed, word) || scene.vocabulary.has(Set::Armed, singular)
        })
}

/// The body behind a speaker, else the speaker.
pub(crate) fn of_body(speaker: &Speaker) -> Named {
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
pub(crate) fn doer_of(scene: &Scene, speaker: &Speaker) -> Option<Named> {
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
pub(crate) fn chain(
    scene: &Scene,
    covering: &Covering,
) -> (Vec<SourceLink>, Option<Speaker>, bool) {
    let mut links: Vec<SourceLink> = Vec::new();
    let mut innermost = None;
    let mut unnamed = false;
    let mut denied = false;
    for (act, speaker) in &covering.acts {
        // Who denies is the source of a denial, not whose account is denied.
        if denied {
            break;
        }
        denied = act.mood == ContentMood::Denied && !act.negated;
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
                    // "issued a denial": the denial is what it said.
                    if denied && spoken {
                        links.pop();
                        links.push(link(act, speaker));
                    }
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

/// "denied the residents' claim that …", "denied that it had hit the camp, as the bishop said": whose account is denied;
/// a version of its own.
pub(crate) fn denied_account<'a>(covering: &Covering<'a>) -> Option<Covering<'a>> {
    let denies = |mood: ContentMood, negated: bool| mood == ContentMood::Denied && !negated;
    let at = covering
        .acts
        .iter()
        .position(|(act, _)| denies(act.mood, act.negated))?;
    let denier = covering.acts[at].1;
    let account: Vec<_> = covering.acts[at + 1..]
        .iter()
        .copied()
        .filter(|(act, speaker)| {
            act.mood == ContentMood::Asserted
                && !act.negated
                && speaker.is_some_and(|speaker| {
                    denier.is_none_or(|denier| denier.words != speaker.words)
                })
        })
        .collect();
    (!account.is_empty() && !covering.inherited).then_some(Covering {
        acts: account,
        inherited: false,
    })
}

/// "the bombing, for which the front has claimed responsibility": besides the front's own word, the telling goes on
/// with the front as the doer. The rest of the covering acts, and who is the doer.
pub(crate) fn claimed_besides<'a>(
    scene: &Scene,
    mention: &EventMention,
    covering: &Covering<'a>,
) -> Option<(Covering<'a>, &'a Speaker)> {
    // An act taken over from another sentence has its token numbers there.
    if covering.inherited {
        return None;
    }
    let (act, speaker) = covering.acts.last()?;
    let speaker = (*speaker)?;
    let tree = &scene.trees[mention.sentence];
    let relative = tree.deprel(act.verb) == "acl:relcl"
        && crate::claimed_acts::relative_act(scene, tree, act.verb).is_some_and(|head| {
            head == mention.trigger || tree.ancestors(mention.trigger).contains(&head)
        })
        && act.verb > mention.trigger;
    (relative
        && !act.negated
        && act.mood == ContentMood::Responsibility
        && act.rule == crate::assertions::RESPONSIBILITY_RULE)
        .then(|| {
            let rest = covering.acts[..covering.acts.len() - 1].to_vec();
            (
                Covering {
                    acts: rest,
                    inherited: false,
                },
                speaker,
            )
        })
}
