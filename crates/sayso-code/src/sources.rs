//! Pass: attribution chains. Which speech acts cover an event, who their speakers are, across sentences too.

use crate::scene::Scene;
use crate::speech::{SpeechAct, speech_acts};
use crate::tree::{Tree, base};
use crate::vocabulary::Set;
use sayso_knowledge::events::ContentMood;
use sayso_model::{Party, SourceLink, Span};
use sayso_text::{ParagraphKind, Upos};

/// A speaker in words, resolved as far as the report allows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Speaker {
    pub(crate) words: String,
    pub(crate) registry: Option<String>,
    pub(crate) span: Span,
    pub(crate) person: bool,
    pub(crate) plural: bool,
    /// The body a person speaks for, where the same words name it.
    pub(crate) body: Option<Party>,
    pub(crate) rule: &'static str,
}

/// All speech of a report: the acts by sentence and who speaks each.
pub(crate) struct Speech {
    acts: Vec<Vec<SpeechAct>>,
    speakers: Vec<Vec<Option<Speaker>>>,
    /// Per sentence: the act whose colon or communique carries it.
    carried: Vec<Option<(usize, usize)>>,
}

/// The acts that cover one token, outermost first.
pub(crate) struct Covering<'a> {
    pub(crate) acts: Vec<(&'a SpeechAct, Option<&'a Speaker>)>,
    /// The chain was taken over from a neighbouring sentence.
    pub(crate) inherited: bool,
}

impl Speech {
    pub(crate) fn read(scene: &Scene) -> Speech {
        let mut speech = Speech {
            acts: Vec::new(),
            speakers: Vec::new(),
            carried: Vec::new(),
        };
        let mut memory: Vec<Speaker> = Vec::new();
        let mut open: Option<(usize, usize, bool)> = None;
        let mut last_paragraph = 0;
        for (sentence, tree) in scene.trees.iter().enumerate() {
            let acts = speech_acts(scene, sentence);
            let mut speakers = Vec::new();
            for act in &acts {
                let speaker = act.speaker.and_then(|head| {
                    // "The column shelled the depot, it said": a body named before in the sentence.
                    let behind = act.content.first().is_some_and(|&first| first < head);
                    if tree.token(head).upos != Upos::Pron || !behind {
                        return speaker(scene, tree, head, &act.cue, &memory);
                    }
                    let mut named = memory.clone();
                    remember_subjects(scene, tree, 0..head, &mut named);
                    speaker(scene, tree, head, &act.cue, &named)
                });
                if let Some(speaker) = &speaker {
                    memory.push(speaker.clone());
                }
                speakers.push(speaker);
            }
            // Bodies and people that act as subjects can be meant by a later "it", "they", "he".
            remember_subjects(scene, tree, 0..tree.len(), &mut memory);
            let paragraph = tree.sentence.paragraph;
            let kind = scene
                .document
                .paragraphs
                .get(paragraph)
                .map(|paragraph| paragraph.kind);
            if paragraph != last_paragraph
                && let Some((_, _, whole)) = open
                && !whole
                && kind != Some(ParagraphKind::ListItem)
                && !tree.sentence.starts_in_quote
                && tree.len() > 0
                && !tree.token(0).quoted
            {
                open = None;
            }
            last_paragraph = paragraph;
            speech
                .carried
                .push(open.map(|(sentence, act, _)| (sentence, act)));
            if ends_with_colon(tree)
                && let Some(act) = speakers.iter().position(Option::is_some)
            {
                let documents = (0..tree.len())
                    .any(|index| scene.vocabulary.token_in(Set::Documents, tree, index));
                open = Some((sentence, act, documents));
            }
            speech.acts.push(acts);
            speech.speakers.push(speakers);
        }
        speech
    }

    pub(crate) fn acts(
        &self,
        sentence: usize,
    ) -> impl Iterator<Item = (&SpeechAct, Option<&Speaker>)> {
        self.acts[sentence]
            .iter()
            .zip(self.speakers[sentence].iter().map(Option::as_ref))
    }

    /// The acts that cover a token; where none does, those of the quotation or communique it stands in.
    pub(crate) fn covering(&self, scene: &Scene, sentence: usize, token: usize) -> Covering<'_> {
        let direct: Vec<_> = self
            .acts(sentence)
            .filter(|(act, _)| act.verb == token || act.content.binary_search(&token).is_ok())
            .collect();
        if !direct.is_empty() {
            return Covering {
                acts: direct,
                inherited: false,
            };
        }
        let inherited = if scene.trees[sentence].token(token).quoted {
            self.quote_act(scene, sentence)
        } else {
            None
        }
        .or(self.carried[sentence]);
        match inherited {
            Some((from, act)) => Covering {
                acts: vec![(&self.acts[from][act], self.speakers[from][act].as_ref())],
                inherited: true,
            },
            None => Covering {
                acts: Vec::new(),
                inherited: false,
            },
        }
    }

    /// The act that speaks a quotation without one of its own: of an earlier sentence of the paragraph, then a later one.
    fn quote_act(&self, scene: &Scene, sentence: usize) -> Option<(usize, usize)> {
        let paragraph = scene.trees[sentence].sentence.paragraph;
        let speaking = |candidate: usize| {
            (0..self.acts[candidate].len()).rev().find_map(|act| {
                let usable = self.speakers[candidate][act].is_some()
                    && matches!(self.acts[candidate][act].mood, ContentMood::Asserted);
                usable.then_some((candidate, act))
            })
        };
        // A sentence with its own speaker beside the quotation speaks it.
        if let Some(own) = speaking(sentence) {
            return Some(own);
        }
        let same = |candidate: &usize| scene.trees[*candidate].sentence.paragraph == paragraph;
        let before = (0..sentence).rev().take_while(same).find_map(speaking);
        let after = || {
            (sentence + 1..scene.trees.len())
                .take_while(same)
                .take(2)
                .find_map(speaking)
        };
        before
            .or_else(after)
            .or_else(|| (0..sentence).rev().take(6).find_map(speaking))
    }
}

/// "several sources, including the Coast Wire", "outlets such as the Coast Wire": the one who is named.
fn named_example(scene: &Scene, tree: &Tree, head: usize) -> Option<usize> {
    if tree.token(head).upos != Upos::Noun || scene.actor_at(tree, head).is_some() {
        return None;
    }
    tree.children(head).iter().copied().find(|&child| {
        child > head
            && base(tree.deprel(child)) == "nmod"
            && tree.token(child).upos == Upos::Propn
            && !scene.is_place(tree, child)
            && tree
                .with_relation(child, "case")
                .any(|word| scene.vocabulary.token_in(Set::Examples, tree, word))
    })
}

/// One attribution link from an act and its speaker.
pub(crate) fn link(act: &SpeechAct, speaker: &Speaker) -> SourceLink {
    SourceLink {
        words: speaker.words.clone(),
        registry: speaker.registry.clone(),
        cue: Some(act.cue.clone()),
        stance: act.stance,
        span: speaker.span,
        rule: act.rule.as_str().into(),
    }
}

/// A noun phrase read as a speaker by itself.
pub(crate) fn body(scene: &Scene, tree: &Tree, head: usize) -> Option<Speaker> {
    speaker(scene, tree, head, "", &[])
}

fn ends_with_colon(tree: &Tree) -> bool {
    (0..tree.len())
        .rev()
        .take(2)
        .any(|index| tree.token(index).form == ":")
}

/// Reads a speaker's noun phrase; pronouns and short forms are resolved against earlier speakers.
fn speaker(
    scene: &Scene,
    tree: &Tree,
    head: usize,
    cue: &str,
    memory: &[Speaker],
) -> Option<Speaker> {
    let token = tree.token(head);
    let grammar = tree.grammar;
    if token.upos == Upos::Pron {
        if grammar.speaker_pronouns.contains(&token.lower) {
            return None;
        }
        let fits: fn(&Speaker) -> bool = if grammar.person_pronouns.contains(&token.lower) {
            |speaker| speaker.person && !speaker.plural
        } else if grammar.body_pronouns.contains(&token.lower) {
            |speaker| !speaker.person && !speaker.plural
        } else if grammar.group_pronouns.contains(&token.lower) {
            |speaker| !speaker.person || speaker.plural
        } else {
            return None;
        };
        // A leaflet is no "they".
        let found = memory.iter().rev().find(|speaker| {
            fits(speaker)
                && (speaker.registry.is_some()
                    || !scene
                        .vocabulary
                        .has(Set::Documents, &crate::parties::head_word(&speaker.words)))
        })?;
        return Some(Speaker {
            span: token.span,
            rule: "speaker.pronoun",
            ..found.clone()
        });
    }
    // What plainly says something is a speaker, whatever its noun.
    let plainly = || {
        scene.vocabulary.has(Set::PlainSpeech, cue)
            && token.upos == Upos::Noun
            && !scene.vocabulary.token_in(Set::Objects, tree, head)
            && scene.vocabulary.weapon_at(tree, head).is_none()
            && !scene.is_time(tree, head)
    };
    if !tree.is_nominal(head) && token.upos != Upos::Adj
        || !can_speak(scene, tree, head) && !plainly()
    {
        return None;
    }
    if let Some(named) = named_example(scene, tree, head)
        && let Some(found) = speaker(scene, tree, named, cue, memory)
    {
        return Some(Speaker {
            rule: "speaker.example",
            ..found
        });
    }
    if let Some(given) = crate::names::name_given(scene, tree, head)
        && let Some(found) = speaker(scene, tree, given, cue, memory)
    {
        return Some(Speaker {
            person: false,
            plural: false,
            rule: "speaker.name",
            ..found
        });
    }
    let mut phrase = scene.with_whole_name(tree, &tree.phrase(head), head);
    // "Superintendent of Police Teo Marin": the name stands right behind the title.
    if token.upos == Upos::Propn
        && let Some(name) = tree
            .with_relation(head, "appos")
            .find(|&child| tree.token(child).upos == Upos::Propn)
    {
        let name = tree.phrase(name);
        if phrase.last().map(|last| last + 1) == name.first().copied() {
            phrase.extend(name);
        }
    }
    let mut words = scene.words(tree, &phrase);
    let mut span = tree.span_of(&phrase);
    let mut person = is_person_speaker(scene, tree, head);
    let plural = token.xpos.ends_with('S') && token.xpos.len() > 2 && token.upos == Upos::Noun;
    // "the Hill Brigade" is no voice of an outlet called The Hill.
    let is_longer_name = token.upos == Upos::Propn
        && !person
        && !scene.vocabulary.token_in(Set::Documents, tree, head);
    let mut registry = phrase.iter().find_map(|&index| {
        scene
            .actor_at(tree, index)
            .filter(|actor| !actor.modifier)
            .filter(|actor| {
                !is_longer_name
                    || actor.tokens.contains(&head)
                    || !scene.registry.is_medium(&actor.id)
            })
            .map(|actor| actor.id.clone())
    });
    // "the Vardholm Liberation Front (VLF) said": where only the short name is known.
    if registry.is_none() && token.upos == Upos::Propn {
        registry = tree
            .with_relation(head, "appos")
            .find(|&name| name > 0 && matches!(tree.token(name - 1).form.as_str(), "(" | "["))
            .and_then(|name| scene.actor_at(tree, name))
            .map(|actor| actor.id.clone());
    }
    let mut rule = "speaker.phrase";
    // "the chairman of the board, Teo Marin": the name says who speaks.
    let apposition = tree
        .with_relation(head, "appos")
        .find(|&child| tree.token(child).upos == Upos::Propn);
    if let Some(name) = apposition
        && token.upos == Upos::Noun
    {
        let is_spokesperson = scene.vocabulary.token_in(Set::Spokespersons, tree, head);
        let body = body_of(tree, head);
        if is_spokesperson && body.is_some() {
            // The body and its spokesperson are one source; the words keep both.
            rule = "speaker.spokesperson";
        } else {
            let name_phrase = tree.phrase(name);
            words = scene.words(tree, &name_phrase);
            span = tree.span_of(&name_phrase);
            registry = scene.actor_at(tree, name).map(|actor| actor.id.clone());
            person = true;
            rule = "speaker.apposition";
        }
    } else if scene.vocabulary.token_in(Set::Documents, tree, head) && !person {
        // "a statement by the army", "the ministry's report": whose words they are.
        let owner = tree.children(head).iter().copied().find(|&child| {
            matches!(base(tree.deprel(child)), "nmod" | "acl" | "compound")
                && (scene.is_party(tree, child) || tree.token(child).upos == Upos::Propn)
                && !scene.is_time(tree, child)
        });
        let by = tree.with_relation(head, "acl").find_map(|verb| {
            tree.children(verb).iter().copied().find(|&child| {
                base(tree.deprel(child)) == "obl"
                    && tree
                        .preposition(child)
                        .is_some_and(|word| grammar.agent.iter().any(|agent| agent == word))
            })
        });
        if let Some(owner) = by.or(owner) {
            if tree.token(owner).upos == Upos::Pron {
                return memory
                    .iter()
                    .rev()
                    .find(|speaker| !speaker.person)
                    .map(|found| Speaker {
                        span,
                        rule: "speaker.document",
                        ..found.clone()
                    });
            }
            let phrase = tree.phrase(owner);
            words = scene.words(tree, &phrase);
            span = tree.span_of(&phrase);
            registry = scene.actor_at(tree, owner).map(|actor| actor.id.clone());
            rule = "speaker.document";
        } else if is_definite(tree, head)
            && let Some(found) = memory.iter().rev().find(|speaker| !speaker.person)
        {
            return Some(Speaker {
                span,
                rule: "speaker.document",
                ..found.clone()
            });
        }
    } else if registry.is_none()
        && is_definite(tree, head)
        && token.upos == Upos::Noun
        && scene.vocabulary.token_in(Set::ShortForms, tree, head)
        && phrase.len() <= 2
        && let Some(found) = short_form(tree, head, memory).or_else(|| {
            // "the group", "the monitor" without the word in any name: the last body that spoke. "The army" is no
            // other body's short name.
            (memory.iter().rev())
                .filter(|_| scene.vocabulary.token_in(Set::AnyBody, tree, head))
                .find(|speaker| !speaker.person && !speaker.plural && speaker.registry.is_some())
        })
    {
        return Some(Speaker {
            span,
            rule: "speaker.short-form",
            ..found.clone()
        });
    } else if let Some(pronoun) = tree
        .with_relation(head, "nmod:poss")
        .find(|&child| tree.token(child).upos == Upos::Pron)
        && scene.vocabulary.token_in(Set::Spokespersons, tree, head)
        && !grammar
            .speaker_pronouns
            .contains(&tree.token(pronoun).lower)
        && let Some(found) = memory.iter().rev().find(|speaker| !speaker.person)
    {
        return Some(Speaker {
            span,
            rule: "speaker.spokesperson",
            ..found.clone()
        });
    }
    let body = speaks_for(scene, tree, head);
    Some(Speaker {
        words,
        registry,
        span,
        person,
        plural,
        body,
        rule,
    })
}

/// A name, or a noun for people, bodies or documents: only such can say something.
fn can_speak(scene: &Scene, tree: &Tree, head: usize) -> bool {
    if scene.is_time(tree, head) || crate::roles::is_event_noun(scene, tree, head) {
        return false;
    }
    tree.token(head).upos == Upos::Propn
        || scene.actor_at(tree, head).is_some()
        || [
            Set::Speakers,
            Set::Documents,
            Set::Spokespersons,
            Set::People,
            Set::Armed,
        ]
        .into_iter()
        .any(|set| scene.vocabulary.token_in(set, tree, head))
        || scene.vocabulary.token_in(Set::Collectives, tree, head)
            && tree
                .with_relation(head, "nmod")
                .any(|child| can_speak(scene, tree, child))
}

/// "the society" after "the White Lamp Society"; else the last body that spoke.
fn short_form<'a>(tree: &Tree, head: usize, memory: &'a [Speaker]) -> Option<&'a Speaker> {
    let word = &tree.token(head).lower;
    let lemma = tree.lemma(head).to_lowercase();
    memory.iter().rev().find(|speaker| {
        speaker.words.split_whitespace().count() > 1
            && speaker
                .words
                .split_whitespace()
                .any(|part| part.eq_ignore_ascii_case(word) || part.eq_ignore_ascii_case(&lemma))
    })
}

/// The body a spokesperson noun names: "of X", "X's", "X spokesman".
fn body_of(tree: &Tree, head: usize) -> Option<usize> {
    tree.children(head).iter().copied().find(|&child| {
        matches!(base(tree.deprel(child)), "nmod" | "compound" | "amod")
            && tree.token(child).upos != Upos::Det
    })
}

/// The body of a spokesperson or officer: "X, a spokesperson for the police", "police spokesman X".
fn speaks_for(scene: &Scene, tree: &Tree, head: usize) -> Option<Party> {
    // A body speaks for itself: "the companies, one of the armed groups".
    if scene
        .actor_at(tree, head)
        .is_some_and(|actor| actor.armed && !actor.person)
    {
        return None;
    }
    let mut offices: Vec<usize> = vec![head];
    offices.extend(
        tree.with_relation(head, "appos")
            .chain(tree.with_relation(head, "compound")),
    );
    for office in offices {
        let holds_office = scene.vocabulary.token_in(Set::Spokespersons, tree, office)
            || scene.vocabulary.token_in(Set::People, tree, office);
        if !holds_office {
            continue;
        }
        let body = tree.children(office).iter().copied().find(|&child| {
            matches!(base(tree.deprel(child)), "nmod" | "compound" | "amod")
                && (scene
                    .actor_at(tree, child)
                    .is_some_and(|actor| actor.armed && !actor.person)
                    || scene.vocabulary.token_in(Set::Armed, tree, child))
        });
        if let Some(body) = body {
            let tokens: Vec<usize> = scene
                .actor_at(tree, body)
                .map_or_else(|| tree.phrase(body), |actor| actor.tokens.clone().collect());
            return Some(Party {
                words: scene.words(tree, &tokens),
                registry: scene.actor_at(tree, body).map(|actor| actor.id.clone()),
            });
        }
    }
    None
}

fn is_definite(tree: &Tree, head: usize) -> bool {
    tree.children(head)
        .iter()
        .any(|&child| child < head && tree.grammar.definite.contains(&tree.token(child).lower))
}

fn is_person_speaker(scene: &Scene, tree: &Tree, head: usize) -> bool {
    if let Some(actor) = scene.actor_at(tree, head) {
        return actor.person;
    }
    let token = tree.token(head);
    match token.upos {
        Upos::Propn => {
            tree.first(head, "flat").is_some()
                && !scene.vocabulary.token_in(Set::NameLeads, tree, head)
                || scene.vocabulary.token_in(Set::People, tree, head)
                || tree.children(head).iter().any(|&child| {
                    // "the Organisation of Workers" is no worker.
                    base(tree.deprel(child)) != "nmod"
                        && scene.vocabulary.token_in(Set::People, tree, child)
                        || scene.vocabulary.token_in(Set::Spokespersons, tree, child)
                })
        }
        Upos::Noun => {
            scene.vocabulary.token_in(Set::People, tree, head)
                || scene.vocabulary.token_in(Set::Spokespersons, tree, head)
        }
        _ => false,
    }
}

fn remember_subjects(
    scene: &Scene,
    tree: &Tree,
    tokens: std::ops::Range<usize>,
    memory: &mut Vec<Speaker>,
) {
    if !tree.sentence.analysed {
        return;
    }
    for index in tokens {
        if base(tree.deprel(index)) != "nsubj" || tree.token(index).upos == Upos::Pron {
            continue;
        }
        let actor = scene.actor_at(tree, index).filter(|actor| !actor.modifier);
        // A body that acts can be meant by the "it" that says something in the next sentence.
        let body = tree.token(index).upos == Upos::Propn
            && tree.first(index, "flat").is_none()
            && [Set::ShortForms, Set::Speakers]
                .into_iter()
                .any(|set| scene.vocabulary.token_in(set, tree, index))
            && !is_person_speaker(scene, tree, index);
        if let Some(actor) = actor.filter(|actor| actor.armed || !actor.person) {
            let phrase = tree.phrase(index);
            memory.push(Speaker {
                words: scene.words(tree, &phrase),
                registry: Some(actor.id.clone()),
                span: tree.span_of(&phrase),
                person: actor.person,
                plural: false,
                body: None,
                rule: "speaker.subject",
            });
        } else if body {
            let phrase = tree.phrase(index);
            memory.push(Speaker {
                words: scene.words(tree, &phrase),
                registry: None,
                span: tree.span_of(&phrase),
                person: false,
                plural: false,
                body: None,
                rule: "speaker.subject",
            });
        }
    }
}
