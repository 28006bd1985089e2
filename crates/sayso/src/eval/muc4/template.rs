//! From the claims on one occurrence to a template, or none where the task's definition leaves it out.

use super::super::Run;
use super::words::{add, bare, head};
use sayso_eval::muc4::{Template, words as words_of_task};
use sayso_knowledge::events::Crime;
use sayso_knowledge::{ActorId, ActorKind};
use sayso_model::{
    Claim, Field, Happened, Kind, Party, Report as NewsReport, Span, VictimStatus, WeaponClass,
};
use sayso_place::PlaceKind;
use sayso_text::{Document as Segmented, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// What is read of one report beside its claims.
pub(super) struct Reader<'r> {
    pub(super) run: &'r Run<'r>,
    pub(super) report: &'r NewsReport,
    pub(super) segmented: &'r Segmented,
}

impl Reader<'_> {
    pub(super) fn template(&self, claims: &[&Claim]) -> Option<Template> {
        let claims: Vec<&Claim> = claims
            .iter()
            .copied()
            .filter(|claim| claim.happened == Happened::Asserted && !claim.aggregate)
            .collect();
        let incident_type = claims.iter().find_map(|claim| self.incident_type(claim))?;
        let mut template = Template {
            incident_type: incident_type.to_owned(),
            ..Template::default()
        };
        let mut hurt = false;
        let mut military_target = false;
        let mut other_target = false;
        for claim in &claims {
            for (party, spans) in self.parties(&claim.perpetrator, claim, "perpetrator") {
                self.perpetrator(&party, &spans, &mut template);
            }
            for (party, spans) in self.parties(&claim.target, claim, "target") {
                let armed = self.is_armed(&party, &spans);
                military_target |= armed;
                other_target |= !armed;
                if !armed {
                    self.target(&spans, &mut template);
                }
            }
            for harmed in [&claim.killed, &claim.injured] {
                self.persons(harmed.spans())
                    .into_iter()
                    .for_each(|name| add(&mut template.victims, name));
            }
            hurt |= claim.killed.is_known() || claim.injured.is_known();
            if let Some(weapon) = claim.weapon.value().filter(|weapon| carried(weapon.class)) {
                let words = bare(&weapon.words);
                if self.is_weapon(&words) {
                    add(&mut template.weapons, words);
                }
            }
        }
        if template.perpetrator_organisations.is_empty()
            && !template.perpetrator_individuals.is_empty()
        {
            template
                .perpetrator_organisations
                .extend(self.only_group(&claims).map(|name| vec![name]));
        }
        // Armed against armed is war or crime, not terror; an act of which neither aim nor harm is told is not specific.
        let specific = hurt || other_target || matches!(incident_type, "bombing" | "kidnapping");
        let war = self.between_states(&claims)
            || self.by_the_state(&claims) && !harms_civilians(&claims, &template);
        (specific && (other_target || !military_target) && !war).then_some(template)
    }

    /// The party of a field, then those that the claim's other words have in this role.
    fn parties(
        &self,
        field: &Field<Party>,
        claim: &Claim,
        subject: &str,
    ) -> Vec<(Party, Vec<Span>)> {
        let mut found: Vec<(Party, Vec<Span>)> = Vec::new();
        if let Field::Known { value, spans, .. } = field {
            found.push((value.clone(), spans.clone()));
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
            let known = found.iter().any(|(_, spans)| *spans == step.spans);
            if let (Some(words), false) = (words, known) {
                let party = Party {
                    words: words.split_whitespace().collect::<Vec<_>>().join(" "),
                    registry: self.actor_within(words),
                };
                found.push((party, step.spans.clone()));
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
    fn by_the_state(&self, claims: &[&Claim]) -> bool {
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
    fn between_states(&self, claims: &[&Claim]) -> bool {
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
    fn only_group(&self, claims: &[&Claim]) -> Option<String> {
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

    fn incident_type(&self, claim: &Claim) -> Option<&'static str> {
        match claim.kind {
            Kind::Bombing => Some("bombing"),
            Kind::Abduction => Some("kidnapping"),
            Kind::Strike | Kind::Attack | Kind::StatementOfResponsibility => {
                let bomb = claim.weapon.value().is_some_and(|weapon| {
                    matches!(weapon.class, WeaponClass::IedVbied | WeaponClass::Suicide)
                });
                let frames = &self.run.stock.knowledge.words.events.events.frames;
                let crime = frames
                    .iter()
                    .find(|frame| frame.id == claim.kind_rule.0)
                    .and_then(|frame| frame.crime);
                Some(match crime {
                    Some(Crime::Arson) => "arson",
                    Some(Crime::Robbery) => "robbery",
                    None if bomb => "bombing",
                    None => "attack",
                })
            }
            _ => None,
        }
    }

    fn perpetrator(&self, party: &Party, spans: &[Span], template: &mut Template) {
        let actors = &self.run.stock.knowledge.actors;
        let tokens = self.tokens(spans);
        let Some(head) = head(&tokens).filter(|head| head.upos != Upos::Pron) else {
            return;
        };
        let lemma = head.lemma.to_lowercase();
        let parties = &self.run.stock.knowledge.words.events.parties;
        // "A group of NAME" is not the group, and "the group" alone is nobody.
        let collective = parties.collectives.contains(&lemma);
        let of_name = tokens.last().is_some_and(|last| last.span != head.span);
        let words = if collective && of_name {
            self.plain(&party.words)
        } else {
            self.counted_group(spans)
                .map_or_else(|| self.plain(&party.words), |words| self.plain(&words))
        };
        if collective && !words.contains(' ') {
            return;
        }
        let body = words_of_task().bodies.contains(&lemma);
        let Some(actor) = party.registry.as_deref().and_then(|id| actors.by_id(id)) else {
            if self.is_name(spans) || body {
                add(&mut template.perpetrator_organisations, words);
            } else {
                add(&mut template.perpetrator_individuals, words);
            }
            return;
        };
        if actors.kind(actor) == ActorKind::Person {
            return add(&mut template.perpetrator_individuals, words);
        }
        // "NAME guerrillas": the people, and the body they belong to.
        let people =
            !body && (collective || parties.people.contains(&lemma)) && head.upos == Upos::Noun;
        if people {
            add(&mut template.perpetrator_individuals, words);
            let name = self
                .name_within(&party.words, actor)
                .filter(|name| !self.ends_with_people(name))
                .or_else(|| self.name_in_report(actor));
            if let Some(name) = name {
                add(&mut template.perpetrator_organisations, name);
            }
        } else {
            let name = self.name_within(&party.words, actor).unwrap_or(words);
            add(&mut template.perpetrator_organisations, name);
        }
    }

    /// Words without what only counts or hedges in front.
    fn plain(&self, words: &str) -> String {
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
    fn ends_with_people(&self, name: &str) -> bool {
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

    fn target(&self, spans: &[Span], template: &mut Template) {
        let names = self.persons(spans);
        if names.is_empty() {
            for (tokens, words) in self.joined(spans) {
                if !self.is_people(&tokens) && self.is_thing(&tokens) {
                    add(&mut template.targets, self.plain(&words));
                }
            }
        }
        names
            .into_iter()
            .for_each(|name| add(&mut template.victims, name));
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
    fn is_armed(&self, party: &Party, spans: &[Span]) -> bool {
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

    fn is_weapon(&self, words: &str) -> bool {
        let weapons = self
            .run
            .stock
            .knowledge
            .words
            .events
            .weapons
            .weapons
            .iter()
            .filter(|terms| {
                carried(terms.class) && !(terms.vehicle && terms.class == WeaponClass::Other)
            });
        let known: BTreeSet<&str> = weapons
            .flat_map(|terms| terms.forms.iter().map(String::as_str))
            .collect();
        let words = words.to_lowercase();
        let last = words.rsplit(' ').next().unwrap_or_default();
        let one = |word: &str| {
            known.contains(word)
                || word
                    .strip_suffix('s')
                    .is_some_and(|word| known.contains(word))
        };
        one(&words) || one(last)
    }
}

/// Whether people who do not fight, or things, are said to be hit.
fn harms_civilians(claims: &[&Claim], template: &Template) -> bool {
    let civilian = |claim: &&Claim| {
        let status = claim.victims.value();
        matches!(status, Some(VictimStatus::Civilian | VictimStatus::Mixed))
    };
    !template.victims.is_empty() || !template.targets.is_empty() || claims.iter().any(civilian)
}

/// Weapons that people carry, throw or plant; aircraft and troops are not instruments here.
fn carried(class: WeaponClass) -> bool {
    !matches!(
        class,
        WeaponClass::Airstrike | WeaponClass::GroundOp | WeaponClass::Drone
    )
}
