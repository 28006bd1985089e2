//! From role heads to parties in the words of the report, pronouns resolved within it.

use crate::doers::second_of_joined_modifiers;
use crate::names::{group_taken_up, name_given};
use crate::scene::{Scene, of_sentence};
use crate::sources::Speaker;
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_model::{Party, Span};
use sayso_text::Upos;

/// A party with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) party: Party,
    pub(crate) span: Span,
    /// Lower-case lemma of the head word, for comparing mentions.
    pub(crate) head: String,
    pub(crate) rule: &'static str,
}

/// Who speaks and publishes where a party is read.
pub(crate) struct Voice<'a> {
    /// Innermost speaker of the claim.
    pub(crate) speaker: Option<&'a Speaker>,
    /// The publishing body, if it is a party of its own: its name and registry id.
    pub(crate) publisher: Option<&'a Named>,
}

/// Reads the doer at `head`; `None` if it is a pronoun that nothing resolves, or no party at all.
pub(crate) fn perpetrator(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    modifier: bool,
    other_side: Option<usize>,
    voice: &Voice,
    before: &[Named],
) -> Option<Named> {
    let token = tree.token(head);
    if let Some(found) = resolve_pronoun(scene, tree, head, voice, before) {
        return found.map(|found| acting_body(voice, found));
    }
    if crate::roles::is_event_noun(scene, tree, head) {
        return None;
    }
    if let Some(given) = name_given(scene, tree, head) {
        return Some(name(scene, tree, &tree.phrase(given), given, "party.name"));
    }
    if let Some((sentence, group)) = group_taken_up(scene, tree, head) {
        let earlier = &scene.trees[sentence];
        let words = scene.actor_at(earlier, group).map_or_else(
            || earlier.phrase(group),
            |actor| actor.tokens.clone().collect(),
        );
        return Some(Named {
            span: token.span,
            ..name(scene, earlier, &words, group, "party.short-form")
        });
    }
    if modifier && token.upos != Upos::Noun {
        let tokens: Vec<usize> = scene
            .actor_at(tree, head)
            .map_or(vec![head], |actor| actor.tokens.clone().collect());
        return Some(name(scene, tree, &tokens, head, "party.modifier"));
    }
    // "one in the north", "a second": a count is nobody.
    let counts = |upos| matches!(upos, Upos::Num | Upos::Adj);
    if counts(token.upos)
        && scene.actor_at(tree, head).is_none()
        && !tree.with_relation(head, "nmod").any(|child| {
            tree.preposition(child)
                .is_some_and(|word| tree.grammar.part.iter().any(|part| part == word))
                && scene.is_party(tree, child)
        })
        && !scene.vocabulary.token_in(Set::Armed, tree, head)
    {
        return None;
    }
    // "its armed wing, the companies": the name.
    if let Some(name_of) = tree.with_relation(head, "appos").find(|&child| {
        scene
            .actor_at(tree, child)
            .is_some_and(|actor| actor.armed && !actor.person)
    }) && scene.actor_at(tree, head).is_none()
        && token.upos == Upos::Noun
    {
        return Some(name(
            scene,
            tree,
            &tree.phrase(name_of),
            name_of,
            "party.phrase",
        ));
    }
    // "our comrades of the brigade": the brigade acts, not who calls them comrades.
    let of_others = tree
        .with_relation(head, "nmod")
        .filter(|&child| {
            tree.preposition(child)
                .is_some_and(|word| tree.grammar.within_name.iter().any(|kept| kept == word))
        })
        .any(|child| {
            scene.actor_at(tree, child).map_or_else(
                // "our comrades of the Hill Brigade", whom no register has
                || {
                    tree.token(child).upos == Upos::Propn
                        && !scene.is_place(tree, child)
                        && scene.vocabulary.token_in(Set::Armed, tree, child)
                },
                |actor| actor.armed,
            )
        });
    // "our rocket units", "its aircraft": the owner acts.
    if !of_others
        && let Some(owner) = tree
            .with_relation(head, "nmod:poss")
            .find(|&child| tree.token(child).upos == Upos::Pron)
        && let Some(found) = resolve_pronoun(scene, tree, owner, voice, before)
        && (tree
            .grammar
            .speaker_pronouns
            .contains(&tree.token(owner).lower)
            || scene.vocabulary.token_in(Set::Armed, tree, head)
            || scene.vocabulary.weapon_at(tree, head).is_some())
        && scene.actor_at(tree, head).is_none()
        && (found.is_some()
            || !tree
                .grammar
                .speaker_pronouns
                .contains(&tree.token(owner).lower))
    {
        return found.map(|found| acting_body(voice, found));
    }
    let mut tokens = tree.phrase(head);
    let joined: Vec<usize> = tree
        .conjuncts(head)
        .into_iter()
        .filter(|&other| other == head || Some(other) != other_side && scene.is_party(tree, other))
        .collect();
    if joined.len() > 1 {
        let last = joined
            .iter()
            .filter_map(|&other| tree.phrase(other).last().copied())
            .max()
            .unwrap_or(head);
        let first = tokens.first().copied().unwrap_or(head);
        tokens = (first..=last).collect();
    }
    // A thing does nothing: "the festival", "the war" are no perpetrators, whatever the grammar says.
    let acts = [
        Set::Armed,
        Set::People,
        Set::Collectives,
        Set::Speakers,
        Set::Spokespersons,
    ]
    .into_iter()
    .any(|set| scene.vocabulary.token_in(set, tree, head));
    if token.upos == Upos::Noun && !acts && scene.actor_at(tree, head).is_none() {
        return scene.vocabulary.weapon_at(tree, head).and_then(|_| {
            tree.subtree(head)
                .into_iter()
                .find(|&inner| scene.actor_at(tree, inner).is_some_and(|actor| actor.armed))
                .map(|inner| name(scene, tree, &[inner], inner, "party.owner"))
        });
    }
    if scene.vocabulary.token_in(Set::Documents, tree, head)
        && !scene.vocabulary.token_in(Set::Armed, tree, head)
        || scene.is_time(tree, head)
    {
        return None;
    }
    Some(name(scene, tree, &tokens, head, "party.phrase"))
}

/// "We shelled the depot," said a spokesman of the column: the column did.
fn acting_body(voice: &Voice, found: Named) -> Named {
    let body = voice
        .speaker
        .and_then(|speaker| speaker.body.as_ref())
        .filter(|_| found.rule == "party.first-person");
    match body {
        Some(body) => Named {
            head: head_word(&body.words),
            party: body.clone(),
            ..found
        },
        None => found,
    }
}

/// Reads the target at `head`; of "Karsian and Veldan troops" without the modifier that names the other side.
pub(crate) fn target(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    other_side: Option<usize>,
    voice: &Voice,
    before: &[Named],
) -> Option<Named> {
    let head = object_taken_up(scene, tree, head).unwrap_or(head);
    if let Some(found) = resolve_pronoun(scene, tree, head, voice, before) {
        return found;
    }
    if scene.is_time(tree, head) {
        return None;
    }
    let mut tokens = tree.phrase(head);
    if let Some(second) = other_side.and_then(|first| second_of_joined_modifiers(tree, head, first))
    {
        tokens.retain(|&token| token >= second);
    }
    Some(name(scene, tree, &tokens, head, "party.phrase"))
}

/// "lined up twelve men and shot them": the object of the verb before.
fn object_taken_up(scene: &Scene, tree: &Tree, pronoun: usize) -> Option<usize> {
    let token = tree.token(pronoun);
    if token.upos != Upos::Pron || base(tree.deprel(pronoun)) != "obj" {
        return None;
    }
    let verb = tree
        .head(pronoun)
        .filter(|&verb| base(tree.deprel(verb)) == "conj")?;
    let object = tree.first(tree.head(verb)?, "obj")?;
    let several = tree.token(object).xpos.ends_with('S');
    let person = scene.is_person(tree, object);
    let agrees = if tree.grammar.person_pronouns.contains(&token.lower) {
        person && !several
    } else {
        tree.grammar.group_pronouns.contains(&token.lower) && several
            || tree.grammar.body_pronouns.contains(&token.lower) && !several && !person
    };
    (agrees && tree.token(object).upos != Upos::Pron).then_some(object)
}

/// The inner `None`: a pronoun without antecedent. The outer `None`: no pronoun.
#[expect(
    clippy::option_option,
    reason = "a pronoun that nothing resolves differs from no pronoun"
)]
fn resolve_pronoun(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    voice: &Voice,
    before: &[Named],
) -> Option<Option<Named>> {
    let token = tree.token(head);
    if token.upos != Upos::Pron {
        return None;
    }
    let grammar = tree.grammar;
    let of_speaker = |rule| {
        voice.speaker.map(|speaker| Named {
            party: Party {
                words: speaker.words.clone(),
                registry: speaker.registry.clone(),
            },
            span: token.span,
            head: head_word(&speaker.words),
            rule,
        })
    };
    if grammar.speaker_pronouns.contains(&token.lower) {
        return Some(of_speaker("party.first-person").or_else(|| {
            voice.publisher.map(|publisher| Named {
                span: token.span,
                rule: "party.first-person",
                ..publisher.clone()
            })
        }));
    }
    if grammar.body_pronouns.contains(&token.lower) || grammar.group_pronouns.contains(&token.lower)
    {
        // "The army said that it had…": the speaker itself, if it is a body.
        let several = grammar.group_pronouns.contains(&token.lower);
        // "dismissed the column's claim that it had hit the depot": the column.
        if let Some(owner) = owner_of_account(scene, tree, head) {
            return Some(Some(Named {
                span: token.span,
                rule: "party.pronoun",
                ..name(scene, tree, &tree.phrase(owner), owner, "party.pronoun")
            }));
        }
        // "The army denied that its jets had hit the camp, as villagers had said": not the villagers' jets.
        if voice
            .speaker
            .is_none_or(|speaker| speaker.span.start > token.span.start)
            && let Some(subject) = armed_subject_before(scene, tree, head, several)
        {
            return Some(Some(Named {
                span: token.span,
                rule: "party.pronoun",
                ..name(scene, tree, &tree.phrase(subject), subject, "party.pronoun")
            }));
        }
        let speaker = voice
            .speaker
            .filter(|speaker| !speaker.person && !speaker.plural || several && speaker.plural)
            // An outlet or a monitor has no jets.
            .filter(|speaker| {
                !speaker
                    .registry
                    .as_deref()
                    .is_some_and(|id| scene.registry.is_medium(id))
            })
            .and_then(|_| of_speaker("party.pronoun"));
        return Some(speaker.or_else(|| {
            // "they" and "it" are never the one person named before: nobody is made the doer of what others did.
            let found = before.last().filter(|found| !is_one_person(scene, found));
            let subject = armed_subject_of_earlier_sentence(scene, tree, several);
            // Whoever stands nearer.
            let found = match (found, subject) {
                (Some(found), Some(subject)) if found.span.start >= subject.span.start => {
                    found.clone()
                }
                (_, Some(subject)) => subject,
                (Some(found), None) => found.clone(),
                (None, None) => return None,
            };
            Some(Named {
                span: token.span,
                rule: "party.pronoun",
                ..found
            })
        }));
    }
    if grammar.person_pronouns.contains(&token.lower) {
        // "He fired," said the inspector: not the inspector.
        let is_speaker = |found: &Named| {
            token.quoted
                && voice.speaker.is_some_and(|speaker| {
                    speaker.span.start <= found.span.start && found.span.end <= speaker.span.end
                        || speaker.words == found.party.words
                })
        };
        let found = recent_person(scene, tree, head)
            .filter(|found| !is_speaker(found))
            .or_else(|| before.last().cloned());
        return Some(found.map(|found| Named {
            span: token.span,
            rule: "party.pronoun",
            ..found
        }));
    }
    Some(None)
}

fn is_one_person(scene: &Scene, found: &Named) -> bool {
    let sentence = scene
        .document
        .sentences
        .partition_point(|sentence| sentence.span.end <= found.span.start);
    let Some(tree) = scene.trees.get(sentence) else {
        return false;
    };
    let inside = |token: usize| {
        let span = tree.token(token).span;
        found.span.start <= span.start && span.end <= found.span.end
    };
    (0..tree.len())
        .filter(|&token| inside(token))
        .find(|&token| tree.head(token).is_none_or(|head| !inside(head)))
        .is_some_and(|head| {
            let plural = tree.token(head).xpos.ends_with('S') && tree.token(head).xpos.len() > 2;
            let body = scene.vocabulary.token_in(Set::Armed, tree, head)
                || scene
                    .actor_at(tree, head)
                    .is_some_and(|actor| !actor.person);
            !plural && !body && tree.token(head).upos != Upos::Pron && scene.is_person(tree, head)
        })
}

/// The last subject before a token of its sentence that can use force, of the pronoun's number.
fn armed_subject_before(scene: &Scene, tree: &Tree, token: usize, several: bool) -> Option<usize> {
    (0..token).rev().find(|&index| {
        let plural = tree.token(index).xpos.ends_with('S') && tree.token(index).xpos.len() > 2;
        matches!(base(tree.deprel(index)), "nsubj")
            && tree.token(index).upos != Upos::Pron
            && (plural == several || scene.actor_at(tree, index).is_some())
            && scene.is_armed_party(tree, index)
            && (!scene.is_place(tree, index)
                || scene.actor_at(tree, index).is_some_and(|actor| actor.armed))
    })
}

/// The owner of the account that a pronoun's clause spells out: "the column's claim that it …".
fn owner_of_account(scene: &Scene, tree: &Tree, pronoun: usize) -> Option<usize> {
    let account = tree.ancestors(pronoun).into_iter().find(|&above| {
        !tree.is_verb(above) && scene.vocabulary.token_in(Set::Documents, tree, above)
    })?;
    let clause_below = tree.children(account).iter().any(|&child| {
        child > account
            && matches!(base(tree.deprel(child)), "acl" | "ccomp")
            && tree.subtree(child).binary_search(&pronoun).is_ok()
    });
    let owner = tree
        .with_relation(account, "nmod:poss")
        .find(|&child| tree.token(child).upos != Upos::Pron && scene.is_armed_party(tree, child))?;
    clause_below.then_some(owner)
}

/// The armed subject of the main clause of one of the two sentences before, in the same paragraph or the one before.
fn armed_subject_of_earlier_sentence(scene: &Scene, tree: &Tree, several: bool) -> Option<Named> {
    let sentence = scene.index_of(tree);
    let paragraph = tree.sentence.paragraph;
    (sentence.saturating_sub(2)..sentence)
        .rev()
        .filter_map(|earlier| scene.trees.get(earlier))
        .filter(|earlier| paragraph - earlier.sentence.paragraph.min(paragraph) <= 1)
        .find_map(|earlier| {
            let root = (0..earlier.len()).find(|&index| earlier.deprel(index) == "root")?;
            let subject = earlier.own_subject(root)?;
            let plural =
                earlier.token(subject).xpos.ends_with('S') && earlier.token(subject).xpos.len() > 2;
            let known = scene
                .actor_at(earlier, subject)
                .is_some_and(|actor| actor.armed && !actor.person && !actor.modifier);
            let fits = earlier.token(subject).upos != Upos::Pron
                && !scene.is_place(earlier, subject)
                && (known
                    || plural == several
                        && scene.vocabulary.token_in(Set::Armed, earlier, subject));
            fits.then(|| {
                name(
                    scene,
                    earlier,
                    &earlier.phrase(subject),
                    subject,
                    "party.pronoun",
                )
            })
        })
}

/// The last single person named as a subject before a token, in this sentence or the four before it.
fn recent_person(scene: &Scene, tree: &Tree, token: usize) -> Option<Named> {
    let sentence = scene.index_of(tree);
    for back in 0..=4usize {
        let Some(tree) = sentence
            .checked_sub(back)
            .and_then(|index| scene.trees.get(index))
        else {
            break;
        };
        let end = if back == 0 { token } else { tree.len() };
        let found = (0..end).rev().find(|&index| {
            let plural = tree.token(index).xpos.ends_with('S') && tree.token(index).xpos.len() > 2;
            matches!(base(tree.deprel(index)), "nsubj" | "obj")
                && tree.token(index).upos != Upos::Pron
                && tree.token(index).upos != Upos::Num
                && !plural
                && scene.is_person(tree, index)
        });
        if let Some(index) = found {
            return Some(name(
                scene,
                tree,
                &tree.phrase(index),
                index,
                "party.pronoun",
            ));
        }
    }
    None
}

fn name(scene: &Scene, tree: &Tree, tokens: &[usize], head: usize, rule: &'static str) -> Named {
    let registry = scene
        .actor_at(tree, head)
        .or_else(|| {
            // "Karsian forces", "fighters of the front", "members of the front": the registry name inside stands for
            // them.
            [Set::Armed, Set::Collectives]
                .into_iter()
                .any(|set| scene.vocabulary.token_in(set, tree, head))
                .then(|| {
                    tokens
                        .iter()
                        .find_map(|&token| scene.actor_at(tree, token).filter(|actor| actor.armed))
                })
                .flatten()
        })
        .or_else(|| short_name_behind(scene, tree, tokens))
        .map(|actor| actor.id.clone());
    let tokens = &without_days(scene, tree, scene.with_whole_name(tree, tokens, head), head);
    Named {
        party: Party {
            words: scene.words(tree, tokens),
            registry,
        },
        span: tree.span_of(tokens),
        head: tree.lemma(head).to_lowercase(),
        rule,
    }
}

/// "On 9 June 2014 troops of the guard": what stands before and with the day is no part of the name.
fn without_days(scene: &Scene, tree: &Tree, tokens: Vec<usize>, head: usize) -> Vec<usize> {
    if tokens
        .first()
        .is_none_or(|&first| tree.token(first).upos != Upos::Adp)
    {
        return tokens;
    }
    let sentence = scene.index_of(tree);
    let after = scene.times[of_sentence(&scene.times, sentence, |time| time.sentence)]
        .iter()
        .filter(|time| tokens.contains(&time.tokens.start) && time.tokens.end <= head)
        .map(|time| time.tokens.end)
        .max();
    match after {
        Some(after) => tokens.into_iter().filter(|&token| token >= after).collect(),
        None => tokens,
    }
}

/// "the Vardholm Liberation Front (VLF)", where only the short name is known.
fn short_name_behind<'s>(
    scene: &'s Scene,
    tree: &Tree,
    tokens: &[usize],
) -> Option<&'s crate::scene::ActorSpan> {
    let open = tokens.last()? + 1;
    (open + 2 < tree.len()
        && matches!(tree.token(open).form.as_str(), "(" | "[")
        && matches!(tree.token(open + 2).form.as_str(), ")" | "]"))
    .then(|| scene.actor_at(tree, open + 1))
    .flatten()
}

/// Last word before a preposition: good enough to compare two names.
pub(crate) fn head_word(words: &str) -> String {
    words
        .split_whitespace()
        .last()
        .unwrap_or_default()
        .to_lowercase()
}
