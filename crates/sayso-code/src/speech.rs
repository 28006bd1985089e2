//! Pass: who says what. Speech acts of each sentence, with their speaker, their mood and the tokens they cover.

use crate::cues::cue_act;
use crate::scene::{Scene, of_sentence};
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_model::Stance;
use sayso_text::Upos;

/// One act of saying.
#[derive(Debug, Clone)]
pub(crate) struct SpeechAct {
    /// The reporting verb, or the head of the "according to" phrase.
    pub(crate) verb: usize,
    pub(crate) cue: String,
    pub(crate) rule: String,
    pub(crate) stance: Stance,
    pub(crate) mood: ContentMood,
    /// Head of the speaker's noun phrase, in the same sentence.
    pub(crate) speaker: Option<usize>,
    /// What "accused", "blamed" name as the doer.
    pub(crate) blamed: Option<usize>,
    /// Covered tokens, sorted.
    pub(crate) content: Vec<usize>,
    /// "did not say", "no group claimed".
    pub(crate) negated: bool,
}

/// Finds the speech acts of one sentence, outer ones first.
pub(crate) fn speech_acts(scene: &Scene, sentence: usize) -> Vec<SpeechAct> {
    let tree = &scene.trees[sentence];
    let mut acts = Vec::new();
    if !tree.sentence.analysed {
        return acts;
    }
    acts.extend(label_act(scene, tree, sentence));
    for index in 0..tree.len() {
        acts.extend(quoted_act(scene, tree, index));
        if let Some(act) = cue_act(scene, tree, index) {
            acts.push(act);
        } else if let Some(act) = crate::predicates::predicate_act(scene, tree, index) {
            acts.push(act);
        } else if (tree.is_verb(index)
            || tree.token(index).upos == Upos::Noun && tree.token(index).xpos.starts_with("VB"))
            && let Some(act) = verb_act(scene, tree, index)
        {
            acts.push(act);
        } else if let Some(act) = crate::said_nouns::noun_act(scene, tree, index) {
            acts.push(act);
        }
    }
    // Wider content = further out; of equal ones, who is quoted is further in.
    acts.sort_by_key(|act| {
        (
            std::cmp::Reverse(act.content.len()),
            act.stance == Stance::Quotes,
            act.verb,
        )
    });
    acts
}

/// "NAME: …" at the head of a sentence, where NAME is in the registry: a digest's label. Before words in quotation marks
/// any noun that can speak is one: "The governor: "Two drones came down.""
fn label_act(scene: &Scene, tree: &Tree, sentence: usize) -> Option<SpeechAct> {
    let colon = (1..tree.len().min(9)).find(|&index| tree.token(index).form == ":")?;
    let here = of_sentence(&scene.actors, sentence, |actor| actor.sentence);
    let name = scene.actors[here].iter().find(|actor| {
        // "Health Ministry, Halvik: …"
        !actor.modifier
            && actor.tokens.start <= 2
            && (actor.tokens.end..colon)
                .all(|index| matches!(tree.token(index).upos, Upos::Propn | Upos::Punct))
    });
    let speaker = match name {
        // "Brannock: …" labels a place, not a speaker.
        Some(name) => (!scene.is_place(tree, name.tokens.start)
            || !scene.is_place(tree, colon - 1))
        .then_some(name.tokens.end - 1),
        None => (tree.token(colon - 1).upos == Upos::Noun
            && colon + 2 < tree.len()
            && tree.token(colon + 2).quoted
            && (0..colon - 1).all(|index| {
                matches!(
                    tree.token(index).upos,
                    Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn
                )
            })
            && crate::sources::body(scene, tree, colon - 1).is_some())
        .then_some(colon - 1),
    }?;
    Some(SpeechAct {
        verb: colon,
        cue: tree.token(colon).form.clone(),
        rule: "attribution.label".to_owned(),
        stance: Stance::Says,
        mood: ContentMood::Asserted,
        speaker: Some(speaker),
        blamed: None,
        content: (colon + 1..tree.len()).collect(),
        negated: false,
    })
}

/// "X quoted Y as saying": Y's own act inside X's.
fn quoted_act(scene: &Scene, tree: &Tree, verb: usize) -> Option<SpeechAct> {
    if !tree.is_verb(verb) || tree.is_done_to(verb) {
        return None;
    }
    let found = scene
        .vocabulary
        .reporting_at(tree, verb)
        .filter(|found| found.stance == Stance::Quotes)?;
    let quoted = tree.first(verb, "obj")?;
    let own = tree.subtree(quoted);
    let content: Vec<usize> = tree
        .subtree(verb)
        .into_iter()
        .filter(|&token| token > verb && !own.contains(&token))
        .collect();
    (!content.is_empty()).then(|| SpeechAct {
        verb,
        cue: tree.lemma(verb).to_owned(),
        rule: format!("attribution.{}", found.rule),
        stance: Stance::Says,
        mood: ContentMood::Asserted,
        speaker: Some(quoted),
        blamed: None,
        content,
        negated: false,
    })
}

/// A clause that the parser hangs on a noun as its relative, though "that" is nobody in it.
fn clause_behind(tree: &Tree, noun: usize) -> Option<usize> {
    tree.with_relation(noun, "acl:relcl").find(|&clause| {
        tree.own_subject(clause)
            .is_some_and(|subject| !matches!(tree.token(subject).xpos, "WDT" | "WP"))
            && tree.with_relation(clause, "mark").next().is_some()
    })
}

/// A reporting verb that has both its own speaker and the clause that it reports.
fn has_speaker_and_clause(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    scene.vocabulary.reporting_at(tree, verb).is_some()
        && tree.first(verb, "ccomp").is_some()
        && tree
            .own_subject(verb)
            .is_some_and(|subject| tree.token(subject).upos != sayso_text::Upos::Pron)
}

fn verb_act(scene: &Scene, tree: &Tree, verb: usize) -> Option<SpeechAct> {
    let mut found = scene.vocabulary.reporting_at(tree, verb)?;
    if crate::claimed_acts::claims_act(scene, tree, verb) {
        found.rule = "responsibility";
        found.content = ContentMood::Responsibility;
    }
    if base(tree.deprel(verb)) == "amod" {
        return None;
    }
    // "found explosives" and "were found stabbed" tell of a deed, "found that" and "was found to" of a finding.
    let is_finding = |child: usize| match base(tree.deprel(child)) {
        "ccomp" | "parataxis" => true,
        "xcomp" => tree
            .with_relation(child, "mark")
            .any(|mark| tree.token(mark).xpos == "TO"),
        _ => false,
    };
    if found.clause
        && !tree.children(verb).iter().any(|&child| is_finding(child))
        && base(tree.deprel(verb)) != "parataxis"
    {
        return None;
    }
    // "continued the operation: aircraft struck …"
    let act = tree.first(verb, "obj");
    if act.is_some_and(|act| crate::roles::is_event_noun(scene, tree, act))
        && scene.vocabulary.light_verb(tree, verb).is_some()
    {
        return None;
    }
    if found.figure && !gives_figure(scene, tree, verb) {
        return None;
    }
    let passive = tree.is_done_to(verb);
    let mut content: Vec<usize> = Vec::new();
    let mut add = |tokens: Vec<usize>| content.extend(tokens);
    let mut has_clause = false;
    for &child in tree.children(verb) {
        match base(tree.deprel(child)) {
            "ccomp" => {
                has_clause = true;
                add(tree.subtree(child));
            }
            "xcomp" => {
                has_clause = true;
                add(tree.subtree(child));
            }
            "obj" => add(tree.subtree(child)),
            // "…, adding that …" is an act of its own.
            "advcl" | "obl"
                if found.stance != Stance::Quotes
                    && scene
                        .vocabulary
                        .reporting_at(tree, child)
                        .is_some_and(|inner| inner.content == ContentMood::Asserted) => {}
            // "boasted on its channels that a jet was burned": the clause hangs on the channels.
            "obl"
                if found.content == ContentMood::Asserted
                    && let Some(clause) = clause_behind(tree, child) =>
            {
                has_clause = true;
                add(tree.subtree(clause));
            }
            // "X said so; Y denied this": another speaker's act.
            "parataxis"
                if child > verb
                    && tree.own_subject(child).is_some()
                    && scene
                        .vocabulary
                        .reporting_at(tree, child)
                        .is_some_and(|other| other.content == ContentMood::Denied)
                    && (verb..child).any(|between| tree.token(between).form == ";") => {}
            // "X reports that six died, Y reports that nine were hurt": a comma between two speakers' words.
            "parataxis"
                if child > verb
                    && has_clause
                    && found.stance != Stance::Quotes
                    && has_speaker_and_clause(scene, tree, child) => {}
            "parataxis" if child > verb || tree.is_verb(child) => {
                has_clause = true;
                add(tree.subtree(child));
            }
            // "accused X of killing Y", "claimed responsibility for the attack", "as having", "quoted as saying".
            "obl" | "advcl"
                if found.content != ContentMood::Asserted
                    || found.words > 1
                    || found.figure
                    || base(tree.deprel(child)) == "obl"
                        && crate::roles::is_event_noun(scene, tree, child)
                        && gives_figure(scene, tree, verb)
                    || tree.is_verb(child) && tree.token(child).xpos == "VBG" =>
            {
                has_clause = true;
                add(tree.subtree(child));
            }
            _ => {}
        }
    }
    // "X quoted Y as saying …": all that Y says is also X's.
    if found.stance == Stance::Quotes && !passive && tree.first(verb, "obj").is_some() {
        add(tree
            .subtree(verb)
            .into_iter()
            .filter(|&token| token > verb)
            .collect());
    }
    // "…, the ministry said": the verb hangs on the clause it reports.
    // "X said it did; Y denied this": what has an object of its own is about that.
    if !has_clause
        && base(tree.deprel(verb)) == "parataxis"
        && (found.content == ContentMood::Asserted || tree.first(verb, "obj").is_none())
        && let Some(head) = tree.head(verb)
    {
        let own = tree.subtree(verb);
        content.extend(
            tree.subtree(head)
                .into_iter()
                .filter(|token| !own.contains(token)),
        );
        has_clause = true;
    }
    // "X, officials said" where the parser makes the reported clause an adverbial or the verb a late conjunct.
    if !has_clause && found.content == ContentMood::Asserted && late_reporting_verb(tree, verb) {
        let own = tree.subtree(verb);
        let before: Vec<usize> = (0..verb)
            .filter(|token| !own.contains(token) || tree.is_verb(*token))
            .collect();
        content.extend(before);
        has_clause = true;
    }
    // "as the ministry said", "which the army said"
    if !has_clause
        && base(tree.deprel(verb)) == "advcl"
        && found.content == ContentMood::Asserted
        && content.is_empty()
        && let Some(head) = tree.head(verb)
    {
        let own = tree.subtree(verb);
        content.extend(
            tree.subtree(head)
                .into_iter()
                .filter(|token| !own.contains(token)),
        );
    }
    // "the attack, for which the front has claimed responsibility"
    let by_relative = || {
        tree.own_subject(verb)
            .is_some_and(|subject| matches!(tree.token(subject).xpos, "WDT" | "WP"))
    };
    if found.content == ContentMood::Responsibility
        && tree.deprel(verb) == "acl:relcl"
        && (passive || !by_relative())
        && let Some(head) =
            crate::claimed_acts::relative_act(scene, tree, verb).or_else(|| tree.head(verb))
    {
        let own = tree.subtree(verb);
        content.extend(
            tree.subtree(head)
                .into_iter()
                .filter(|token| !own.contains(token)),
        );
    }
    if passive && let Some(subject) = tree.own_subject(verb) {
        // "Five deaths were reported by the ministry", "was reported to have".
        content.extend(tree.subtree(subject));
    }
    if let Some(said) = tree
        .own_subject(verb)
        .filter(|&said| tree.token(said).quoted && !tree.token(verb).quoted)
    {
        content.extend(tree.subtree(said));
    }
    content.sort_unstable();
    content.dedup();
    if found.stance != Stance::Quotes {
        let others = others_words(scene, tree, verb, &content);
        content.retain(|token| others.binary_search(token).is_err());
    }
    if content.is_empty() {
        return None;
    }
    let speaker = speaker_of(scene, tree, verb, passive);
    // "the army said": a subject that is itself covered is no speaker.
    let speaker = speaker.filter(|speaker| !content.contains(speaker) || passive);
    let blamed = (found.content == ContentMood::Blamed)
        .then(|| {
            let named = if passive {
                tree.own_subject(verb)
            } else {
                tree.first(verb, "obj")
            };
            // "blamed the raid on the front", "the raid was attributed to the front": the doer stands behind the act.
            named
                .filter(|&head| !crate::roles::is_event_noun(scene, tree, head))
                .or_else(|| {
                    tree.with_relation(verb, "obl").find(|&child| {
                        child > verb
                            && Some(child) != speaker
                            && !scene.is_time(tree, child)
                            && !scene.is_place(tree, child)
                            && scene.is_party(tree, child)
                    })
                })
                .or(named)
        })
        .flatten();
    let speaker_negated = speaker.is_some_and(|head| {
        tree.children(head).iter().any(|&child| {
            scene
                .vocabulary
                .has(Set::Negation, &tree.token(child).lower)
        }) || scene.vocabulary.has(Set::Negation, &tree.token(head).lower)
    });
    let negated = scene.is_negated(tree, verb) || speaker_negated;
    Some(SpeechAct {
        verb,
        cue: tree.lemma(verb).to_owned(),
        rule: format!("attribution.{}", found.rule),
        stance: found.stance,
        mood: found.content,
        speaker,
        blamed,
        content,
        negated,
    })
}

/// "X said four were killed, while Y reported six", "X said four; Y said six": what another speaker says beside it.
fn others_words(scene: &Scene, tree: &Tree, verb: usize, content: &[usize]) -> Vec<usize> {
    let mut others = Vec::new();
    for &token in content.iter().filter(|&&token| token > verb) {
        let beside = match base(tree.deprel(token)) {
            "advcl" => tree
                .with_relation(token, "mark")
                .any(|mark| scene.vocabulary.token_in(Set::Contrast, tree, mark)),
            "parataxis" => {
                tree.head(token) == Some(verb)
                    && (verb..token).any(|between| tree.token(between).form == ";")
            }
            _ => false,
        };
        if beside
            && tree.own_subject(token).is_some_and(|speaker| {
                tree.token(speaker).upos != Upos::Pron && !tree.token(speaker).quoted
            })
            && scene
                .vocabulary
                .reporting_at(tree, token)
                .is_some_and(|said| said.content == ContentMood::Asserted)
        {
            others.extend(tree.subtree(token));
        }
    }
    others.sort_unstable();
    others
}

/// Dead or injured people are counted below the verb.
fn gives_figure(scene: &Scene, tree: &Tree, verb: usize) -> bool {
    let sentence = scene.index_of(tree);
    let below = tree.subtree(verb);
    scene.casualties[of_sentence(&scene.casualties, sentence, |casualty| casualty.sentence)]
        .iter()
        .any(|casualty| below.binary_search(&casualty.head).is_ok())
}

/// The reporting verb stands near the end, behind a comma or a closing quote.
fn late_reporting_verb(tree: &Tree, verb: usize) -> bool {
    verb > 3
        && tree.own_subject(verb).is_some_and(|subject| {
            let first = tree
                .subtree(subject)
                .first()
                .copied()
                .unwrap_or(subject)
                .min(verb);
            first > 0 && tree.token(first - 1).upos == Upos::Punct
        })
}

fn speaker_of(scene: &Scene, tree: &Tree, verb: usize, passive: bool) -> Option<usize> {
    if passive {
        let agent = tree.children(verb).iter().copied().find(|&child| {
            tree.deprel(child) == "obl:agent"
                || base(tree.deprel(child)) == "obl"
                    && tree
                        .preposition(child)
                        .is_some_and(|word| tree.grammar.agent.iter().any(|agent| agent == word))
        });
        // "X was quoted by Y as saying": the quoted one speaks; Y carries.
        return agent.or_else(|| {
            (scene.vocabulary.reporting_at(tree, verb)?.stance == Stance::Quotes)
                .then(|| tree.own_subject(verb))
                .flatten()
        });
    }
    // "The army said that its jets hit a post and denied …": who says also denies.
    if tree.own_subject(verb).is_none()
        && base(tree.deprel(verb)) == "conj"
        && let Some(first) = tree.head(verb)
        && base(tree.deprel(first)) == "ccomp"
        && let Some(outer) = tree.head(first)
        && scene.vocabulary.reporting_at(tree, outer).is_some()
        && scene.vocabulary.reporting_at(tree, first).is_none()
    {
        return speaker_of(scene, tree, outer, tree.is_done_to(outer));
    }
    // "Panic," said X: a quotation that the parser takes for the subject is what is said.
    if let Some(said) = tree
        .own_subject(verb)
        .filter(|&said| tree.token(said).quoted && !tree.token(verb).quoted)
    {
        return (verb + 1..tree.len())
            .find(|&next| tree.head(next) == Some(verb) && next != said && tree.is_nominal(next))
            .filter(|&next| !tree.token(next).quoted);
    }
    // A clause in front lends the verb its subject too: the one beside the verb speaks.
    let first = tree.subject(verb);
    let beside = tree
        .with_relation(verb, "nsubj")
        .filter(|&subject| subject < verb)
        .last()
        .filter(|&last| {
            first.is_some_and(|first| {
                (first + 1..last).any(|between| tree.is_verb(between))
                    && tree.head(first) == Some(verb)
            })
        });
    let subject = beside.or(first)?;
    let relative = matches!(tree.token(subject).xpos, "WDT" | "WP")
        || tree.grammar.relative.contains(&tree.token(subject).lower);
    if relative {
        let mut current = verb;
        for _ in 0..4 {
            let head = tree.head(current)?;
            if base(tree.deprel(current)) == "acl" {
                return Some(head);
            }
            current = head;
        }
        return None;
    }
    Some(subject)
}
