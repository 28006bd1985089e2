//! The order of the passes, written out.

use crate::assertions::{Assertion, assertions};
use crate::coreference::CoreferenceRow;
use crate::events::{EventMention, event_mentions};
use crate::implied::add_implied;
use crate::occurrences::{adopt_sources, occurrences};
use crate::parties::Named;
use crate::scene::{ActorSpan, Registry, Scene};
use crate::sources::Speech;
use crate::tolls::{is_toll, tolls, widen_scope};
use crate::topic::tells_of_arms;
use crate::tree::Tree;
use crate::vocabulary::Vocabulary;
use sayso_knowledge::{ActorKind, Knowledge, NameKind};
use sayso_model::{Claim, Language, Party, ReadNote, Report, Span};
use sayso_place::{Gazetteer, PlaceContext};
use sayso_text::{Analyser, Document, Upos};
use std::collections::BTreeMap;

/// What coding one report gives.
#[derive(Debug, Clone)]
pub struct Coding {
    /// In text order.
    pub claims: Vec<Claim>,
    /// What was seen and not coded, with the reason.
    pub not_coded: Vec<NotCoded>,
    pub notes: Vec<ReadNote>,
}

/// An event word that made no claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCoded {
    pub words: Span,
    pub sentence: Span,
    /// Frame whose word it is.
    pub rule: String,
    /// Stable code of the reason, e.g. `mood.conditional`.
    pub reason: &'static str,
}

/// The language the bundled word lists are for, as ISO 639-1.
pub const LANGUAGE: &str = "en";

/// Compiled knowledge with a provider of sentence analysis; coding with it is pure.
pub struct Coder<'k> {
    knowledge: &'k Knowledge,
    gazetteer: &'k Gazetteer,
    vocabulary: Vocabulary,
    analyser: &'k dyn Analyser,
}

impl<'k> Coder<'k> {
    pub fn new(
        knowledge: &'k Knowledge,
        gazetteer: &'k Gazetteer,
        analyser: &'k dyn Analyser,
    ) -> Coder<'k> {
        Coder {
            knowledge,
            gazetteer,
            vocabulary: Vocabulary::new(knowledge.words.events.clone()),
            analyser,
        }
    }

    /// Identity of this coder for the ledger: version, analysis provider, knowledge.
    pub fn identity(&self) -> (String, String, String) {
        (
            crate::CODER_VERSION.to_owned(),
            self.analyser.name().to_owned(),
            self.knowledge.hash.clone(),
        )
    }

    /// Codes one report.
    pub fn code(&self, report: &Report) -> Coding {
        if let Language::Known { code } = &report.language
            && code != LANGUAGE
        {
            let message = format!(
                "the language is `{code}`; this coder reads `{LANGUAGE}`: nothing was coded"
            );
            return Coding {
                claims: Vec::new(),
                not_coded: Vec::new(),
                notes: vec![ReadNote {
                    code: "language-not-supported".to_owned(),
                    message,
                }],
            };
        }
        let document = self.document(report);
        let mut scene = self.scene(report, &document);
        let publisher = self.publisher(report);
        let (mut assertions, mut dropped) = read_assertions(&mut scene, publisher.as_ref());
        let topics = &self.vocabulary.knowledge().topics;
        if crate::topic::is_elsewhere(&scene, topics) {
            let off = assertions.extract_if(.., |a| !tells_of_arms(&scene, topics, a));
            dropped.extend(off.map(|a| (a.mention, crate::topic::ELSEWHERE)));
        }
        let (totals, mut assertions): (Vec<_>, Vec<_>) = assertions
            .into_iter()
            .partition(|assertion| is_toll(&scene, assertion));
        let occurrences = occurrences(&scene, &assertions);
        adopt_sources(&scene, &mut assertions, &occurrences);
        let mut claims =
            crate::assemble::claims(&scene, &assertions, &occurrences, publisher.as_ref());
        let own = publisher
            .as_ref()
            .and_then(|own| own.party.registry.as_deref());
        claims.extend(tolls(&scene, &totals, own));
        claims.sort_by_key(|claim| claim.evidence.iter().map(|span| span.start).min());
        crate::stage::inherit_places(&scene, &mut claims);
        let not_coded = dropped
            .into_iter()
            .map(|(mention, reason)| NotCoded {
                words: scene.trees[mention.sentence].token(mention.trigger).span,
                sentence: scene.trees[mention.sentence].sentence.span,
                rule: mention.frame.id.clone(),
                reason,
            })
            .collect();
        Coding {
            claims,
            not_coded,
            notes: Vec::new(),
        }
    }

    /// What the grouping of a report's assertions into occurrences goes by; `training/coreference` fits its weights to it.
    pub fn coreference(&self, report: &Report) -> Vec<CoreferenceRow> {
        let document = self.document(report);
        let mut scene = self.scene(report, &document);
        let publisher = self.publisher(report);
        let (mut assertions, _) = read_assertions(&mut scene, publisher.as_ref());
        assertions.retain(|assertion| !is_toll(&scene, assertion));
        crate::coreference::rows(&scene, &assertions)
    }

    /// Segments a report and analyses the paragraphs that may hold a claim.
    pub fn document(&self, report: &Report) -> Document {
        let mut document = sayso_text::segment(&report.text, &self.knowledge.words.segment);
        let mut wanted = vec![false; document.paragraphs.len()];
        let mut judged: BTreeMap<&str, bool> = BTreeMap::new();
        for sentence in &document.sentences {
            if wanted[sentence.paragraph] {
                continue;
            }
            // Words repeat: each form is judged once.
            wanted[sentence.paragraph] =
                sentence
                    .tokens
                    .iter()
                    .any(|token| match judged.get(token.lower.as_str()) {
                        Some(judgement) => *judgement,
                        None => {
                            let judgement = self.vocabulary.may_be_event(&token.lower);
                            judged.insert(&token.lower, judgement);
                            judgement
                        }
                    });
        }
        let hidden = crate::stand_in::hide(self.knowledge, &mut document, |sentence| {
            wanted[sentence.paragraph]
        });
        sayso_text::analyse(&mut document, self.analyser, |sentence| {
            wanted[sentence.paragraph]
        });
        crate::stand_in::restore(&mut document, hidden);
        document
    }

    /// Segments a report and analyses all of it.
    pub(crate) fn whole_document(&self, report: &Report) -> Document {
        let mut document = sayso_text::segment(&report.text, &self.knowledge.words.segment);
        sayso_text::analyse(&mut document, self.analyser, |_| true);
        document
    }

    pub(crate) fn scene<'s>(&'s self, report: &'s Report, document: &'s Document) -> Scene<'s> {
        let published = report.published.date();
        let knowledge = self.knowledge;
        let trees: Vec<Tree> = document
            .sentences
            .iter()
            .map(|sentence| Tree::new(sentence, self.vocabulary.grammar()))
            .collect();
        let publisher = knowledge
            .actors
            .outlet(report.outlet.as_deref(), report.url.as_deref());
        let mut context = knowledge.actors.context(publisher, published);
        let mut actors = Vec::new();
        for (sentence, content) in document.sentences.iter().enumerate() {
            for mention in knowledge.actors.find_mentions(&content.tokens, &context) {
                let Some(actor) = mention.actor else { continue };
                let kind = knowledge.actors.kind(actor);
                if matches!(mention.kind, NameKind::Full | NameKind::Alias) {
                    context.see(actor);
                }
                actors.push(ActorSpan {
                    sentence,
                    tokens: mention.tokens,
                    id: knowledge.actors.key(actor).to_owned(),
                    modifier: matches!(mention.kind, NameKind::Adjective),
                    metonym: matches!(mention.kind, NameKind::Metonym),
                    armed: kind.is_armed() || kind.is_official(),
                    fights: kind.is_armed()
                        && !matches!(kind, ActorKind::State | ActorKind::Police),
                    person: kind == ActorKind::Person,
                });
            }
        }
        let place_context = PlaceContext {
            struck: self.struck_names(&trees),
            outlet_country: publisher.and_then(|id| knowledge.actors.actor(id).country.clone()),
            actor_spans: actors
                .iter()
                .filter(|actor: &&ActorSpan| !actor.modifier)
                .map(|actor| {
                    trees[actor.sentence].span_of(&actor.tokens.clone().collect::<Vec<_>>())
                })
                .collect(),
        };
        let mut places = sayso_place::place_mentions(
            document,
            &report.text,
            self.gazetteer,
            &self.knowledge.words.places,
            &place_context,
        );
        places.sort_by_key(|place| place.sentence);
        let mut times = sayso_time::time_expressions_near(
            document,
            &report.text,
            published,
            self.title_day(report),
            &self.knowledge.words.times,
        );
        times.sort_by_key(|time| time.sentence);
        let casualties =
            sayso_casualty::casualties(document, &report.text, &self.knowledge.words.casualties);
        let entries = crate::entries::heads(document, &places, &times);
        Scene {
            report,
            document,
            trees,
            vocabulary: &self.vocabulary,
            registry: Registry(&knowledge.actors),
            operations: &knowledge.operations,
            people: &knowledge.words.casualties,
            actors,
            places,
            times,
            casualties,
            entries,
        }
    }

    /// The full date in the title of a report without a publication date.
    fn title_day(&self, report: &Report) -> Option<jiff::civil::Date> {
        let title = report.title.as_deref()?;
        if report.published.date().is_some() {
            return None;
        }
        let document = sayso_text::segment(title, &self.knowledge.words.segment);
        sayso_time::time_expressions(&document, title, None, &self.knowledge.words.times)
            .into_iter()
            .filter(|time| time.basis == sayso_time::Basis::Absolute)
            .filter_map(|time| time.value.interval())
            .find(|(start, end)| start == end)
            .map(|(day, _)| day)
    }

    /// Names that are the object or passive subject of an event verb: where they are places, something happened there.
    fn struck_names(&self, trees: &[Tree]) -> Vec<Span> {
        let mut struck = Vec::new();
        for tree in trees.iter().filter(|tree| tree.sentence.analysed) {
            for index in 0..tree.len() {
                let done_to = matches!(tree.deprel(index), "obj" | "nsubj:pass")
                    && tree.token(index).upos == Upos::Propn;
                if done_to
                    && tree.head(index).is_some_and(|verb| {
                        tree.is_verb(verb) && !self.vocabulary.verb_frames(tree, verb).is_empty()
                    })
                {
                    let first = tree.phrase(index).first().copied().unwrap_or(index);
                    struck.push(tree.token(first).span);
                }
            }
        }
        struck
    }

    /// The publisher as a party of its own: an armed or official body that speaks for itself.
    fn publisher(&self, report: &Report) -> Option<Named> {
        let actors = &self.knowledge.actors;
        let outlet = report.outlet.as_deref()?;
        let speaks = |id| actors.kind(id).is_armed() || actors.kind(id).is_official();
        let own = actors
            .outlet(Some(outlet), report.url.as_deref())
            .filter(|&id| speaks(id));
        let named = || {
            let document = sayso_text::segment(outlet, &self.knowledge.words.segment);
            let context = actors.context(None, report.published.date());
            document
                .sentences
                .iter()
                .flat_map(|sentence| actors.find_mentions(&sentence.tokens, &context))
                .filter_map(|mention| mention.actor)
                .find(|&id| speaks(id))
        };
        // A party's own channel: the party's name stands in the channel's.
        let channel = || {
            let id = actors.outlet(Some(outlet), report.url.as_deref())?;
            actors.party_of_channel(id, outlet, report.published.date())
        };
        let id = own.or_else(named).or_else(channel)?;
        let name = actors.actor(id).name.clone();
        Some(Named {
            head: crate::parties::head_word(&name),
            party: Party {
                words: name,
                registry: Some(actors.key(id).to_owned()),
            },
            span: Span::new(0, 0),
            rule: "party.publisher",
        })
    }
}

type Read<'a> = (Vec<Assertion<'a>>, Vec<(EventMention<'a>, &'static str)>);

/// The passes from the scene to assertions.
fn read_assertions<'a>(scene: &mut Scene<'a>, publisher: Option<&Named>) -> Read<'a> {
    let speech = Speech::read(scene);
    let mut mentions = event_mentions(scene);
    widen_scope(scene, &mentions);
    add_implied(scene, &speech, &mut mentions);
    crate::beside::date_beside(scene, &mentions);
    assertions(scene, mentions, &speech, publisher)
}
