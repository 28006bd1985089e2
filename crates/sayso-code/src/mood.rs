//! Pass: what a mention asserts. Negation, denial, threat, hypothesis, responsibility, plain assertion.

use crate::events::EventMention;
use crate::scene::{Scene, of_sentence};
use crate::sources::Covering;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;

/// What is made of one event mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Asserted,
    /// Somebody denies it.
    Denied,
    /// Vowed, planned, ordered.
    Threatened,
    /// Conditional or possible only.
    Hypothetical,
    /// Told in responsibility language by its doer.
    Responsibility,
    /// Nothing is claimed; the reason.
    Dropped(&'static str),
}

/// Reads the mood of a mention under the acts that cover it.
pub(crate) fn reading(scene: &Scene, mention: &EventMention, covering: &Covering) -> Reading {
    let tree = &scene.trees[mention.sentence];
    let grammatical = grammatical_reading(scene, tree, mention);
    if matches!(grammatical, Reading::Dropped(_)) {
        return grammatical;
    }
    let mut reading = grammatical;
    let last = covering.acts.len().saturating_sub(1);
    for (position, (act, _)) in covering.acts.iter().enumerate() {
        if act.negated && act.mood != ContentMood::Denied {
            // "no group claimed responsibility", "did not say": nobody says it.
            if act.mood == ContentMood::Responsibility {
                return Reading::Dropped("mood.nobody-claims");
            }
            continue;
        }
        reading = match (act.mood, reading) {
            // The innermost act decides; acts come outermost first. A denial inside "said" stays one.
            (ContentMood::Denied, Reading::Denied) => Reading::Denied,
            (ContentMood::Denied, Reading::Threatened | Reading::Hypothetical) => {
                Reading::Dropped("mood.plan-denied")
            }
            (ContentMood::Denied, _) if act.negated => Reading::Asserted,
            (ContentMood::Denied, _) => Reading::Denied,
            (ContentMood::Threatened, Reading::Asserted | Reading::Hypothetical)
                if !covering.inherited =>
            {
                Reading::Threatened
            }
            (ContentMood::Responsibility, Reading::Asserted)
                if !covering.inherited && !is_own_loss(tree, mention) =>
            {
                Reading::Responsibility
            }
            // "condemned the attack" presupposes it: that is the outlet's telling, if it tells anything of it.
            (ContentMood::NotClaimed, Reading::Asserted)
                if !covering.inherited && position == last && !tells_details(mention) =>
            {
                Reading::Dropped("mood.judged-only")
            }
            // "hoped that no raid would follow"
            (
                ContentMood::NotClaimed,
                Reading::Denied | Reading::Threatened | Reading::Hypothetical,
            ) if !covering.inherited && position == last => Reading::Dropped("mood.judged-only"),
            (ContentMood::Asserted, current) => current,
            (_, current) => current,
        };
        if let Reading::Dropped(_) = reading {
            return reading;
        }
    }
    reading
}

/// "admitted the death of 193 of its soldiers": what befell the speaker's own is no act of the speaker's.
fn is_own_loss(tree: &Tree, mention: &EventMention) -> bool {
    let grammar = tree.grammar;
    mention.roles.perpetrator.is_none()
        && mention.roles.target.is_some_and(|target| {
            tree.subtree(target).into_iter().any(|token| {
                let word = &tree.token(token).lower;
                tree.deprel(token) == "nmod:poss"
                    && (grammar.body_pronouns.contains(word)
                        || grammar.group_pronouns.contains(word)
                        || grammar.speaker_pronouns.contains(word))
            })
        })
}

/// "“Neutralised” means killed, wounded or captured": what a word in quotation marks stands for.
fn is_explained(scene: &Scene, tree: &Tree, trigger: usize) -> bool {
    (1..trigger).any(|index| {
        let before = tree.token(index - 1);
        (before.quoted || before.upos == sayso_text::Upos::Punct)
            && !tree.token(index).quoted
            && scene.vocabulary.token_in(Set::Defining, tree, index)
    })
}

/// The mention says more of the occurrence than that there was one.
fn tells_details(mention: &EventMention) -> bool {
    mention.roles.perpetrator.is_some()
        || mention.roles.target.is_some()
        || mention.frame.outcome.is_some()
}

/// The mood that the sentence's own grammar gives, before any speech act.
fn grammatical_reading(scene: &Scene, tree: &Tree, mention: &EventMention) -> Reading {
    let trigger = mention.trigger;
    let mut current = trigger;
    let mut reading = if is_impending(scene, tree, mention) {
        Reading::Threatened
    } else if is_planned_noun(scene, mention) {
        Reading::Hypothetical
    } else {
        Reading::Asserted
    };
    if is_explained(scene, tree, trigger) {
        return Reading::Dropped("mood.explained");
    }
    // "any attack", "whatever raid": none in particular; "without causing any casualties" gives a figure.
    if mention.nominal
        && !gives_nought(scene, mention)
        && tree
            .with_relation(trigger, "det")
            .any(|word| scene.vocabulary.has(Set::Generic, &tree.token(word).lower))
    {
        return Reading::Dropped("mood.none-in-particular");
    }
    // "no rocket was fired"
    let denied_argument = tree.children(trigger).iter().any(|&child| {
        matches!(base(tree.deprel(child)), "nsubj" | "obj")
            && tree
                .with_relation(child, "det")
                .any(|word| scene.vocabulary.has(Set::Negation, &tree.token(word).lower))
    });
    if denied_argument && !mention.nominal && !gives_nought(scene, mention) {
        return Reading::Denied;
    }
    // "is not aware of any strike", "no evidence of an attack"
    if mention.nominal
        && matches!(base(tree.deprel(trigger)), "obl" | "nmod" | "obj")
        && let Some(head) = tree.head(trigger)
        && scene.is_negated(tree, head)
        && mention.frame.outcome.is_none()
        && !scene.vocabulary.token_in(Set::OwnAct, tree, head)
        && !is_light(scene, tree, head, mention)
        && scene.vocabulary.reporting_at(tree, head).is_none()
    {
        return Reading::Dropped("mood.not-known");
    }
    if !tree.token(trigger).quoted && is_question(tree) {
        return Reading::Dropped("mood.question");
    }
    if is_inverted_condition(tree, trigger) {
        return Reading::Dropped("mood.conditional");
    }
    let mut steps = 0;
    loop {
        // The trigger's own words, then those of each clause it depends on without a new speech act between.
        let carrier = current != trigger
            && mention.nominal
            && tree.head(trigger) == Some(current)
            && base(tree.deprel(trigger)) == "nsubj";
        let answered = current != trigger && is_answered(scene, tree, current);
        if (tree.is_verb(current) || current == trigger) && !answered {
            for &child in tree.children(current) {
                let word = tree.token(child).lower.as_str();
                match base(tree.deprel(child)) {
                    "aux" | "advmod"
                        if steps == 0
                            || carrier
                            || base(tree.deprel(current)) != "root"
                            || is_light(scene, tree, current, mention) =>
                    {
                        if scene.vocabulary.has(Set::Future, word)
                            || is_future_in_the_past(scene, tree, current, word)
                        {
                            reading = Reading::Threatened;
                        } else if scene.vocabulary.has(Set::Hypothetical, word)
                            && !(scene.vocabulary.has(Set::Epistemic, word)
                                && is_perfect(tree, current))
                            && base(tree.deprel(child)) == "aux"
                            && reading == Reading::Asserted
                        {
                            reading = Reading::Hypothetical;
                        }
                    }
                    "mark" if scene.vocabulary.has(Set::Conditional, word) => {
                        return Reading::Dropped("mood.conditional");
                    }
                    _ => {}
                }
            }
        }
        if scene.is_negated(tree, current)
            && (current == trigger || carrier || is_light(scene, tree, current, mention))
            && !is_answered(scene, tree, current)
        {
            return if mention.frame.general && gives_nought(scene, mention) {
                // "Nobody was hurt": a figure of nought, not a denial.
                Reading::Asserted
            } else {
                Reading::Denied
            };
        }
        let relation = base(tree.deprel(current));
        let Some(head) = tree.head(current) else {
            break;
        };
        if relation == "conj" && is_threatened_alternative(scene, tree, current, head)
            || crate::doers::plan_of(scene, tree, current).is_some()
            || is_order(scene, tree, current, head)
        {
            return Reading::Threatened;
        }
        // "to attack" as a purpose; "had nothing to do with" is none.
        if matches!(relation, "advcl" | "acl")
            && !scene.vocabulary.has(Set::Disclaimers, &tree.token(head).lower)
            && tree.token(current).xpos == "VB"
            && tree.is_verb(current)
            // "accused them of bombing": behind a preposition it is a gerund, however tagged.
            && !tree
                .with_relation(current, "mark")
                .any(|mark| tree.token(mark).xpos == "IN")
        {
            return Reading::Dropped("mood.purpose");
        }
        if matches!(
            relation,
            "xcomp" | "ccomp" | "csubj" | "obj" | "obl" | "acl" | "advcl"
        ) || relation == "nmod"
        {
            let lemma = tree.lemma(head).to_lowercase();
            let infinitive =
                tree.token(current).xpos == "VB" || current != trigger && tree.is_verb(current);
            if scene.vocabulary.has(Set::Averted, &lemma)
                && matches!(relation, "xcomp" | "obj" | "ccomp" | "csubj" | "obl")
                && head != trigger
            {
                return Reading::Dropped("mood.averted");
            }
            // "ordered an inquiry into the raid" orders the inquiry.
            let itself = current == trigger || tree.is_verb(current);
            // "ordered the killing of the editor": told as done.
            let done = scene.vocabulary.has(Set::Ordered, &lemma)
                && current == trigger
                && mention.nominal
                && tree.token(head).xpos == "VBD";
            if scene.vocabulary.has(Set::Planned, &lemma)
                && itself
                && !done
                && matches!(relation, "xcomp" | "ccomp" | "acl" | "obj")
                && (infinitive || !tree.is_verb(current))
            {
                reading = Reading::Threatened;
            }
        }
        if matches!(relation, "parataxis" | "root" | "advcl" | "acl" | "conj") || steps > 6 {
            // A joined verb shares the auxiliary of the first: "may shell and storm".
            if relation == "conj" && tree.own_subject(current).is_none() && steps < 4 {
                current = head;
                steps += 1;
                continue;
            }
            break;
        }
        // A subject's verb ends the climb after its own auxiliaries were read.
        if carrier {
            break;
        }
        // A reporting verb ends the clause: its own auxiliaries say nothing of the content.
        if scene.vocabulary.reporting_at(tree, head).is_some() {
            break;
        }
        current = head;
        steps += 1;
    }
    reading
}

/// "told its fighters to kidnap foreigners": what is ordered.
fn is_order(scene: &Scene, tree: &Tree, verb: usize, head: usize) -> bool {
    base(tree.deprel(verb)) == "xcomp"
        && tree.token(verb).xpos == "VB"
        // "showed gunmen shoot a guard" orders nothing.
        && tree
            .with_relation(verb, "mark")
            .any(|mark| tree.token(mark).xpos == "TO")
        && tree.own_subject(verb).is_none()
        && (tree.first(head, "obj").is_some() || tree.first(head, "iobj").is_some())
        && !tree.is_done_to(head)
        && scene
            .vocabulary
            .reporting_at(tree, head)
            .is_some_and(|found| found.content == ContentMood::Asserted)
}

/// "had two days to leave or be attacked": what is to come otherwise.
fn is_threatened_alternative(scene: &Scene, tree: &Tree, verb: usize, first: usize) -> bool {
    tree.is_verb(verb)
        && tree.own_subject(verb).is_none()
        && tree.token(first).xpos == "VB"
        && matches!(base(tree.deprel(first)), "xcomp" | "acl" | "advcl")
        && tree.with_relation(verb, "cc").any(|word| {
            scene
                .vocabulary
                .has(Set::Alternatives, &tree.token(word).lower)
        })
}

/// "would not go unanswered", "will not pass without an answer": the second negative is in the words, so that an answer is
/// threatened, and what it is about has happened. Not so "will not retaliate".
fn is_answered(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| {
        let without = || {
            tree.preposition(child)
                .is_some_and(|word| scene.vocabulary.has(Set::Negation, word))
        };
        child > verb
            && scene.vocabulary.token_in(Set::ThreatWords, tree, child)
            && (base(tree.deprel(child)) == "xcomp"
                || base(tree.deprel(child)) == "obl" && without())
    })
}

/// "said that it would strike the port": what was said was "will".
fn is_future_in_the_past(scene: &Scene, tree: &Tree, verb: usize, word: &str) -> bool {
    scene.vocabulary.has(Set::FutureInThePast, word)
        // "would have been killed": it did not come to that.
        && !is_perfect(tree, verb)
        && base(tree.deprel(verb)) == "ccomp"
        && tree.head(verb).is_some_and(|said| {
            matches!(tree.token(said).xpos, "VBD" | "VBN" | "VBG")
                && scene
                    .vocabulary
                    .reporting_at(tree, said)
                    .is_some_and(|found| {
                        matches!(
                            found.content,
                            ContentMood::Asserted | ContentMood::Threatened
                        )
                    })
        })
        // A warning is a threat, whatever it hangs on.
        && (tree.head(verb).is_some_and(|said| {
            scene
                .vocabulary
                .reporting_at(tree, said)
                .is_some_and(|found| found.stance == sayso_model::Stance::Warns)
        }) || !tree.with_relation(verb, "advcl").any(|clause| {
            tree.with_relation(clause, "mark").any(|mark| {
                scene
                    .vocabulary
                    .has(Set::Conditional, &tree.token(mark).lower)
            })
        }))
}

/// A participle with two auxiliaries: "may have killed", "would have been killed".
fn is_perfect(tree: &Tree, verb: usize) -> bool {
    tree.token(verb).xpos == "VBN"
        && tree
            .children(verb)
            .iter()
            .filter(|&&child| tree.deprel(child) == "aux")
            .count()
            > 1
}

/// "an imminent attack", "the planned offensive".
fn is_impending(scene: &Scene, tree: &Tree, mention: &EventMention) -> bool {
    mention.nominal
        && tree.with_relation(mention.trigger, "amod").any(|child| {
            scene
                .vocabulary
                .has(Set::Impending, &tree.token(child).lower)
        })
}

/// "plans for an attack", "the possibility of attacks", "possible raids".
pub(crate) fn is_planned_noun(scene: &Scene, mention: &EventMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    let governed = mention.nominal
        && base(tree.deprel(mention.trigger)) == "nmod"
        && tree.head(mention.trigger).is_some_and(|head| {
            scene
                .vocabulary
                .has(Set::PlanNouns, &tree.lemma(head).to_lowercase())
        });
    let modified = mention.nominal
        && tree.with_relation(mention.trigger, "amod").any(|child| {
            scene
                .vocabulary
                .has(Set::Hypothetical, &tree.token(child).lower)
        });
    governed || modified
}

fn is_question(tree: &Tree) -> bool {
    (0..tree.len())
        .rev()
        .take(2)
        .any(|index| tree.token(index).form == "?")
}

/// "Had the bomb gone off, …": an auxiliary before its subject, and no question.
fn is_inverted_condition(tree: &Tree, trigger: usize) -> bool {
    let clause = std::iter::once(trigger)
        .chain(tree.ancestors(trigger))
        .find(|&index| tree.is_verb(index));
    clause.is_some_and(|verb| {
        base(tree.deprel(verb)) == "advcl"
            && tree
                .own_subject(verb)
                .is_some_and(|subject| tree.with_relation(verb, "aux").any(|aux| aux < subject))
    })
}

/// The figure that hangs on the mention counts nobody.
pub(crate) fn gives_nought(scene: &Scene, mention: &EventMention) -> bool {
    let here = of_sentence(&scene.casualties, mention.sentence, |casualty| {
        casualty.sentence
    });
    scene.casualties[here].iter().any(|casualty| {
        (casualty.trigger == Some(mention.trigger) || casualty.head == mention.trigger)
            && casualty.count.high == Some(0)
    })
}

fn is_light(scene: &Scene, tree: &Tree, verb: usize, mention: &EventMention) -> bool {
    mention.nominal
        && tree.head(mention.trigger) == Some(verb)
        && scene.vocabulary.light_verb(tree, verb).is_some()
}

/// Whether the words around the mention qualify it: "reportedly", "suspected", "alleged".
pub(crate) fn is_hedged(scene: &Scene, mention: &EventMention) -> bool {
    let tree = &scene.trees[mention.sentence];
    let mut around: Vec<usize> = tree.children(mention.trigger).to_vec();
    for role in [mention.roles.perpetrator, mention.roles.target]
        .into_iter()
        .flatten()
    {
        around.extend(tree.children(role));
    }
    if let Some(head) = tree.head(mention.trigger) {
        around.push(head);
        around.extend(
            tree.children(head)
                .iter()
                .filter(|&&child| base(tree.deprel(child)) == "advmod"),
        );
    }
    let epistemic = tree
        .with_relation(mention.trigger, "aux")
        .any(|aux| scene.vocabulary.has(Set::Epistemic, &tree.token(aux).lower));
    epistemic
        || around.into_iter().any(|index| {
            matches!(
                base(tree.deprel(index)),
                "advmod" | "amod" | "compound" | "root" | "ccomp"
            ) && (scene.vocabulary.has(Set::Hedges, &tree.token(index).lower))
        })
}
