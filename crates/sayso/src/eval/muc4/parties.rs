//! The parties of claims: all that its words give a role, the forms of their names, and what they are.

use super::candidate::{Candidate, Role};
use super::incident::{Reader, carried};
use super::words::{bare, head};
use sayso_eval::muc4::words as words_of_task;
use sayso_knowledge::{ActorId, ActorKind};
use sayso_model::{Claim, Field, Party, Span, WeaponClass};
use sayso_place::PlaceKind;
use sayso_text::{Token, Upos};
use std::collections::BTreeMap;

/// A party that a claim tells of, with what speaks of how it is told.
pub(super) struct Told {
    pub(super) party: Party,
    pub(super) spans: Vec<Span>,
    features: Vec<String>,
}

impl Told {
    pub(super) fn features(&self, claim: &Claim) -> Vec<String> {
        let mut features = self.features.clone();
        features.push(format!("of={:?}", claim.kind));
        features.push(format!("hedged={}", claim.hedged));
        features
    }
}

impl Reader<'_> {
    /// The party of a field, then those that the claim's other words have in this role.
    pub(super) fn parties(&self, field: &Field<Party>, claim: &Claim, subject: &str) -> Vec<Told> {
        let mut found: Vec<Told> = Vec::new();
        let mut put = |party: Party, spans: Vec<Span>, rule: &str, by: &str| {
            let mut features = vec![format!("by={by}"), format!("rule={rule}")];
            features.push(format!("class={}", self.class_of(&party, &spans)));
            found.push(Told {
                party,
                spans,
                features,
            });
        };
        if let Field::Known { value, spans, rule } = field {
            put(value.clone(), spans.clone(), &rule.0, "field");
        }
        for step in claim
            .derivation
            .iter()
            .filter(|step| step.subject == subject)
        {
            let words = step
                .spans
                .first()
                .and_then(|span| span.slice(&self.report.text));
            if let (Some(words), true) = (words, step.spans != field.spans()) {
                let party = Party {
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                    registry: self.actor_within(words),
                };
                put(party, step.spans.clone(), &step.rule.0, "step");
            }
        }
        found
    }

    /// The registry's actor that is named in some words.
    fn actor_within(&self, words: &str) -> Option<String> {
        let actors = &self.run.stock.knowledge.actors;
        let document = sayso_text::segment(words, &self.run.stock.knowledge.words.segment);
        let context = actors.context(None, None);
        let actor = document
            .sentences
            .iter()
            .flat_map(|sentence| actors.find_mentions(&sentence.tokens, &context))
            .find_map(|mention| mention.actor)?;
        Some(actors.key(actor).to_owned())
    }

    /// Whether everybody who is named as doer belongs to a state.
    pub(super) fn by_the_state(&self, claims: &[&Claim]) -> bool {
        let actors = &self.run.stock.knowledge.actors;
        let mut doers = claims
            .iter()
            .filter_map(|claim| claim.perpetrator.value())
            .peekable();
        let official = |party: &Party| {
            let actor = party.registry.as_deref().and_then(|id| actors.by_id(id));
            actor.is_some_and(|actor| actors.kind(actor).is_official())
        };
        doers.peek().is_some() && doers.all(official)
    }

    /// Whether a state acts abroad: war, not terror.
    pub(super) fn between_states(&self, claims: &[&Claim]) -> bool {
        let actors = &self.run.stock.knowledge.actors;
        let actor = |field: &Field<Party>| {
            field
                .value()
                .and_then(|party| actors.by_id(party.registry.as_deref()?))
        };
        claims.iter().any(|claim| {
            actor(&claim.perpetrator).is_some_and(|doer| {
                matches!(actors.kind(doer), ActorKind::State | ActorKind::Alliance)
            })
        })
    }

    /// Where nameless armed people act and the report names just one armed group that is no state's: that group.
    pub(super) fn only_group(&self, claims: &[&Claim]) -> Option<String> {
        let actors = &self.run.stock.knowledge.actors;
        let parties = &self.run.stock.knowledge.words.events.parties;
        let armed = claims.iter().any(|claim| {
            let head = head(&self.tokens(claim.perpetrator.spans()));
            claim
                .perpetrator
                .value()
                .is_some_and(|party| party.registry.is_none())
                && head.is_some_and(|head| parties.armed.contains(&head.lemma.to_lowercase()))
        });
        if !armed {
            return None;
        }
        let mut context = actors.context(None, None);
        let mut named: BTreeMap<ActorId, String> = BTreeMap::new();
        for sentence in &self.segmented.sentences {
            for mention in actors.find_mentions(&sentence.tokens, &context) {
                let Some(actor) = mention.actor else { continue };
                context.see(actor);
                let kind = actors.kind(actor);
                let tokens = sentence
                    .tokens
                    .get(mention.tokens.clone())
                    .unwrap_or_default();
                if let (true, false, [first, .., last] | [first @ last]) =
                    (kind.is_armed(), kind.is_official(), tokens)
                {
                    let words = first
                        .span
                        .cover(last.span)
                        .slice(&self.report.text)
                        .map(bare)
                        .unwrap_or_default();
                    named.entry(actor).or_insert(words);
                }
            }
        }
        let mut named = named.into_values();
        named.next().filter(|_| named.next().is_none())
    }

    pub(super) fn perpetrator(&self, party: &Party, spans: &[Span], found: &mut Candidate) {
        let actors = &self.run.stock.knowledge.actors;
        let tokens = self.tokens(spans);
        let Some(head) = head(&tokens).filter(|head| head.upos != Upos::Pron) else {
            return;
        };
        let lemma = head.lemma.to_lowercase();
        let parties = &self.run.stock.knowledge.words.events.parties;
        let whole = self.plain(&party.words);
        let counted = self
            .counted_group(spans)
            .map(|words| self.plain(&words))
            .unwrap_or_else(|| whole.clone());
        found.told.push(format!("upos={:?}", head.upos));
        let collective = parties.collectives.contains(&lemma);
        found.told.push(format!("collective={collective}"));
        let body = words_of_task().bodies.contains(&lemma);
        found.told.push(format!("body={body}"));
        let name = self.is_name(spans);
        found.told.push(format!("name={name}"));
        let actor = party.registry.as_deref().and_then(|id| actors.by_id(id));
        found.next();
        for role in [Role::PerpInd, Role::PerpOrg] {
            found.add(role, counted.clone(), &["form=counted"]);
            found.add(role, whole.clone(), &["form=whole"]);
            found.add(role, bare(&head.form), &["form=head"]);
        }
        if let Some(actor) = actor {
            found.next();
            if let Some(name) = self.name_within(&party.words, actor) {
                let people = format!("people={}", self.ends_with_people(&name));
                found.add(Role::PerpOrg, name, &["form=within", &people]);
            }
            if let Some(name) = self.name_in_report(actor) {
                found.add(Role::PerpOrg, name, &["form=report"]);
            }
        }
    }

    /// Words without what only counts or hedges in front.
    pub(super) fn plain(&self, words: &str) -> String {
        let hedges = &self.run.stock.knowledge.words.events.modality.hedges;
        let words = bare(words);
        let idle = |word: &&str| {
            words_of_task().vague.contains(*word)
                || words_of_task().articles.contains(*word)
                || hedges.iter().any(|hedge| hedge == word)
        };
        words
            .split(' ')
            .skip_while(idle)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// "the Torvan rebels" names people, not their body.
    pub(super) fn ends_with_people(&self, name: &str) -> bool {
        let people = &self.run.stock.knowledge.words.events.parties.people;
        let last = name.rsplit(' ').next().unwrap_or_default();
        let known = |word: &str| people.iter().any(|known| known == word);
        known(last) || last.strip_suffix('s').is_some_and(known)
    }

    /// The name of a body where the report gives one.
    fn name_in_report(&self, actor: ActorId) -> Option<String> {
        let actors = &self.run.stock.knowledge.actors;
        let mut context = actors.context(None, None);
        context.see(actor);
        self.segmented.sentences.iter().find_map(|sentence| {
            actors
                .find_mentions(&sentence.tokens, &context)
                .into_iter()
                .filter(|mention| mention.actor == Some(actor))
                .find_map(|mention| {
                    let tokens = sentence.tokens.get(mention.tokens.clone())?;
                    let span = tokens.first()?.span.cover(tokens.last()?.span);
                    let name = bare(span.slice(&self.report.text)?);
                    (!self.ends_with_people(&name)).then_some(name)
                })
        })
    }

    /// The part of the words that is the actor's own name.
    fn name_within(&self, words: &str, actor: ActorId) -> Option<String> {
        let actors = &self.run.stock.knowledge.actors;
        let document = sayso_text::segment(words, &self.run.stock.knowledge.words.segment);
        let mut context = actors.context(None, None);
        context.see(actor);
        let sentence = document.sentences.first()?;
        let mention = actors
            .find_mentions(&sentence.tokens, &context)
            .into_iter()
            .find(|mention| mention.actor == Some(actor))?;
        let (first, last) = (
            sentence.tokens.get(mention.tokens.start)?,
            sentence.tokens.get(mention.tokens.end.checked_sub(1)?)?,
        );
        first.span.cover(last.span).slice(words).map(bare)
    }

    pub(super) fn target(&self, spans: &[Span], found: &mut Candidate) {
        let told = found.told.clone();
        let names = self.persons(spans);
        for (tokens, words) in self.joined(spans) {
            found.told.clone_from(&told);
            let Some(head) = head(&tokens) else { continue };
            let thing = !self.is_people(&tokens) && self.is_thing(&tokens);
            found.told.push(format!("thing={thing}"));
            found
                .told
                .push(format!("people={}", self.is_people(&tokens)));
            found.told.push(format!("names={}", !names.is_empty()));
            found.told.push(format!("upos={:?}", head.upos));
            found.next();
            found.add(Role::Target, self.plain(&words), &["form=of"]);
            if let Some(counted) = self.counted_group(&[head.span]) {
                found.add(Role::Target, counted, &["form=head"]);
            }
            let group = tokens.first().map(|first| first.span.cover(head.span));
            if let Some(words) = group.and_then(|span| span.slice(&self.report.text)) {
                found.add(Role::Target, self.plain(words), &["form=group"]);
            }
        }
        found.told = told;
        for name in names {
            found.add(Role::Victim, name, &[]);
        }
    }

    /// Whether the words mean a thing that can be hit; the name of a place or a stretch of land is no target.
    fn is_thing(&self, tokens: &[&Token]) -> bool {
        let lexicons = &self.run.stock.knowledge.words;
        let Some(head) = head(tokens) else {
            return false;
        };
        let land = lexicons
            .places
            .units
            .kind(&head.lower)
            .is_some_and(|kind| kind != PlaceKind::Site);
        !land
            && !words_of_task()
                .no_targets
                .contains(&head.lemma.to_lowercase())
            && lexicons
                .places
                .units
                .kind(&head.lemma.to_lowercase())
                .is_none_or(|kind| kind == PlaceKind::Site)
            && (lexicons
                .events
                .parties
                .objects
                .contains(&head.lemma.to_lowercase())
                || words_of_task().things.contains(&head.lemma.to_lowercase()))
    }

    /// Whether the words mean armed people: the gold leaves attacks on them out.
    pub(super) fn is_armed(&self, party: &Party, spans: &[Span]) -> bool {
        let actors = &self.run.stock.knowledge.actors;
        if let Some(actor) = party.registry.as_deref().and_then(|id| actors.by_id(id)) {
            return actors.kind(actor).is_armed();
        }
        let parties = &self.run.stock.knowledge.words.events.parties;
        head(&self.tokens(spans)).is_some_and(|head| {
            parties.armed.contains(&head.lemma.to_lowercase())
                || parties.armed.contains(&head.lower)
        })
    }

    fn is_people(&self, tokens: &[&Token]) -> bool {
        let parties = &self.run.stock.knowledge.words.events.parties;
        head(tokens).is_some_and(|head| {
            parties.people.contains(&head.lemma.to_lowercase()) || head.upos == Upos::Pron
        })
    }

    pub(super) fn is_weapon(&self, words: &str) -> bool {
        self.weapon_class(words).is_some()
    }

    /// The class of a weapon that people carry, throw or plant.
    pub(super) fn weapon_class(&self, words: &str) -> Option<WeaponClass> {
        let weapons = &self.run.stock.knowledge.words.events.weapons.weapons;
        let words = words.to_lowercase();
        let last = words.rsplit(' ').next().unwrap_or_default();
        let named = |form: &String| {
            [words.as_str(), last]
                .iter()
                .any(|word| form == word || word.strip_suffix('s').is_some_and(|word| form == word))
        };
        weapons
            .iter()
            .filter(|terms| {
                carried(terms.class) && !(terms.vehicle && terms.class == WeaponClass::Other)
            })
            .find(|terms| terms.forms.iter().any(named))
            .map(|terms| terms.class)
    }
}
