//! MUC-4: incident templates from claims.
//!
//! One template per occurrence: the claims that `same_incident` joins. The task asks for terrorist acts: what the
//! armed forces do to armed groups, clashes, threats, tolls and denied acts are left out, and so is an occurrence of
//! which only the bare word is known. Gold names individuals and bodies apart, and victims by name only.

use super::{Run, read_one};
use crate::code::in_order;
use crate::refusal::Refusal;
use sayso_code::Coder;
use sayso_eval::Report;
use sayso_eval::muc4::{
    Document, Predictions, Template, load, processed_predictions, read_predictions,
    score as score_templates,
};
use sayso_knowledge::{ActorId, ActorKind};
use sayso_model::{
    Claim, ClaimId, Field, Happened, Kind, Party, Report as NewsReport, Span, WeaponClass,
};
use sayso_place::PlaceKind;
use sayso_read::ReadOptions;
use sayso_text::{Document as Segmented, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// The split that a run over all corpora scores.
const MAIN: &str = "tst1_tst2";

pub(super) fn score(run: &Run) -> Result<Report, Refusal> {
    let all = run.arguments.corpus == crate::arguments::Corpus::All;
    let mut report = Report::default();
    for corpus in load(run.folder())?
        .iter()
        .filter(|corpus| run.wants(&corpus.name) && (!all || corpus.name == MAIN))
    {
        let predictions = match &run.arguments.from {
            Some(file) => read_predictions(file)?,
            None => {
                let coder = run.stock.coder();
                let templates = in_order(&corpus.documents, run.threads(), |document| {
                    templates(run, &coder, document)
                });
                let mut predictions = Predictions::new();
                for (document, templates) in corpus.documents.iter().zip(templates) {
                    predictions.insert(document.id.clone(), templates?);
                }
                run.write_predictions(
                    &format!("muc4-{}.json", corpus.name),
                    &processed_predictions(corpus, &predictions),
                )?;
                predictions
            }
        };
        report.append(score_templates(corpus, &predictions));
    }
    Ok(report)
}

fn templates(run: &Run, coder: &Coder, document: &Document) -> Result<Vec<Template>, Refusal> {
    let options = ReadOptions {
        format: Some(sayso_read::Format::PlainText),
        ..ReadOptions::default()
    };
    let report = read_one(document.text.as_bytes(), &document.id, &options)?;
    let coding = coder.code(&report);
    let segmented = coder.document(&report);
    let reader = Reader {
        run,
        report: &report,
        segmented: &segmented,
    };
    Ok(occurrences(&coding.claims)
        .iter()
        .filter_map(|claims| reader.template(claims))
        .fold(Vec::new(), join))
}

/// Claims on one occurrence, in the order of the text.
fn occurrences(claims: &[Claim]) -> Vec<Vec<&Claim>> {
    let mut first: BTreeMap<&ClaimId, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Claim>> = Vec::new();
    for claim in claims {
        let key = claim.same_incident.as_ref().unwrap_or(&claim.id);
        let group = *first.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.push(claim);
        }
    }
    groups
}

/// Instances that nothing tells apart are one template.
fn join(mut templates: Vec<Template>, next: Template) -> Vec<Template> {
    let same = |a: &Template| {
        let shares =
            |a: &[Vec<String>], b: &[Vec<String>]| a.iter().any(|entity| b.contains(entity));
        a.incident_type == next.incident_type
            && (shares(&a.victims, &next.victims) || shares(&a.targets, &next.targets))
    };
    match templates.iter_mut().find(|template| same(template)) {
        Some(known) => {
            for (into, from) in [
                (
                    &mut known.perpetrator_individuals,
                    &next.perpetrator_individuals,
                ),
                (
                    &mut known.perpetrator_organisations,
                    &next.perpetrator_organisations,
                ),
                (&mut known.targets, &next.targets),
                (&mut known.victims, &next.victims),
                (&mut known.weapons, &next.weapons),
            ] {
                let new: Vec<Vec<String>> = from
                    .iter()
                    .filter(|entity| !into.contains(entity))
                    .cloned()
                    .collect();
                into.extend(new);
            }
        }
        None => templates.push(next),
    }
    templates
}

/// What is read of one report beside its claims.
struct Reader<'r> {
    run: &'r Run<'r>,
    report: &'r NewsReport,
    segmented: &'r Segmented,
}

impl Reader<'_> {
    fn template(&self, claims: &[&Claim]) -> Option<Template> {
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
            if let Field::Known { value, spans, .. } = &claim.perpetrator {
                self.perpetrator(value, spans, &mut template);
            }
            if let Field::Known { value, spans, .. } = &claim.target {
                let armed = self.is_armed(value, spans);
                military_target |= armed;
                other_target |= !armed;
                if !armed {
                    self.target(spans, &mut template);
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
        (specific && (other_target || !military_target) && !self.between_states(&claims))
            .then_some(template)
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
                let rule = claim.kind_rule.0.as_str();
                Some(match () {
                    () if rule.contains("burn") || rule.contains("arson") => "arson",
                    () if rule.contains("rob") || rule.contains("loot") => "robbery",
                    () if bomb => "bombing",
                    () => "attack",
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
        // "A group of NAME" is not the group.
        let collective = self
            .run
            .stock
            .knowledge
            .words
            .events
            .parties
            .collectives
            .contains(&head.lemma.to_lowercase());
        let words = if collective {
            bare(&party.words)
        } else {
            self.noun_group(spans).unwrap_or_else(|| bare(&party.words))
        };
        let Some(actor) = party.registry.as_deref().and_then(|id| actors.by_id(id)) else {
            if self.is_name(spans) {
                add(&mut template.perpetrator_organisations, words);
            } else {
                add(&mut template.perpetrator_individuals, words);
            }
            return;
        };
        if actors.kind(actor) == ActorKind::Person {
            return add(&mut template.perpetrator_individuals, words);
        }
        match self.name_within(&party.words, actor) {
            // "NAME guerrillas": the people, and the body they belong to.
            Some(name) if name.len() < words.len() => {
                add(&mut template.perpetrator_individuals, words);
                add(&mut template.perpetrator_organisations, name);
            }
            _ => add(&mut template.perpetrator_organisations, words),
        }
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
        let tokens = self.tokens(spans);
        let names = self.persons(spans);
        if names.is_empty() && !self.is_people(&tokens) && self.is_thing(&tokens) {
            template
                .targets
                .extend(self.noun_group(spans).map(|words| vec![words]));
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
            && lexicons
                .places
                .units
                .kind(&head.lemma.to_lowercase())
                .is_none_or(|kind| kind == PlaceKind::Site)
            && lexicons
                .events
                .parties
                .objects
                .contains(&head.lemma.to_lowercase())
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

    /// The people named by a phrase: its head, what stands in apposition to it and what is joined to it.
    fn persons(&self, spans: &[Span]) -> Vec<String> {
        let tokens = self.tokens(spans);
        let Some(head) = head(&tokens) else {
            return Vec::new();
        };
        let Some(sentence) = self
            .segmented
            .sentences
            .iter()
            .find(|sentence| sentence.span.contains(head.span))
        else {
            return Vec::new();
        };
        let Some(start) = sentence
            .tokens
            .iter()
            .position(|token| token.span == head.span)
        else {
            return Vec::new();
        };
        let mut nuclei = vec![start];
        let mut next = 0;
        while let Some(&governor) = nuclei.get(next) {
            next += 1;
            for (index, token) in sentence.tokens.iter().enumerate() {
                let joined = ["appos", "conj", "flat", "list"]
                    .iter()
                    .any(|relation| token.deprel.starts_with(relation));
                if token.head == Some(governor) && joined && !nuclei.contains(&index) {
                    nuclei.push(index);
                }
            }
        }
        let mut names = Vec::new();
        for nucleus in nuclei {
            let name = self
                .name_around(&sentence.tokens, nucleus)
                .map(|words| self.fullest(&words))
                .filter(|name| self.is_person(name));
            names.extend(
                name.filter(|name| !names.contains(name))
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        names
    }

    /// The run of proper nouns around a token, without titles.
    fn name_around<'t>(&self, tokens: &'t [Token], nucleus: usize) -> Option<Vec<&'t str>> {
        let proper = |token: &Token| self.is_name_word(token);
        tokens.get(nucleus).filter(|token| proper(token))?;
        let before = tokens[..nucleus]
            .iter()
            .rev()
            .take_while(|token| proper(token))
            .count();
        let after = tokens[nucleus..]
            .iter()
            .take_while(|token| proper(token))
            .count();
        Some(
            tokens[nucleus - before..nucleus + after]
                .iter()
                .map(|token| token.lower.as_str())
                .collect(),
        )
    }

    /// A proper noun that is neither a title nor a word for people or things.
    fn is_name_word(&self, token: &Token) -> bool {
        let lexicons = &self.run.stock.knowledge.words;
        let parties = &lexicons.events.parties;
        let common = [&parties.people, &parties.objects, &parties.armed]
            .iter()
            .any(|list| list.contains(&token.lower));
        token.upos == Upos::Propn && !common && !lexicons.places.people.titles.has(&token.lower)
    }

    /// Two words or more, and neither a place nor a body.
    fn is_person(&self, name: &str) -> bool {
        let (lexicons, actors) = (&self.run.stock.knowledge.words, &self.run.stock.knowledge.actors);
        let place = !self.run.stock.gazetteer.lookup(name).is_empty()
            || name
                .split(' ')
                .any(|word| lexicons.places.units.kind(word).is_some());
        let body = name
            .split(' ')
            .any(|word| lexicons.places.organisations.heads.has(word))
            || actors
                .resolve(name, &actors.context(None, None))
                .is_some_and(|actor| actors.kind(actor) != ActorKind::Person);
        name.contains(' ') && !place && !body
    }

    /// The longest run of proper nouns in the report that ends with a name: the name in full.
    fn fullest(&self, name: &[&str]) -> String {
        let mut best: Vec<&str> = name.to_vec();
        for sentence in &self.segmented.sentences {
            let proper = |token: &Token| self.is_name_word(token);
            for run in sentence.tokens.chunk_by(|a, b| proper(a) && proper(b)) {
                let words: Vec<&str> = run.iter().map(|token| token.lower.as_str()).collect();
                if words.len() > best.len() && words.len() <= 5 && words.ends_with(name) {
                    best = words;
                }
            }
        }
        best.join(" ")
    }

    /// The words from the first modifier of the head to the head: no articles, numerals or time words before it.
    fn noun_group(&self, spans: &[Span]) -> Option<String> {
        let tokens = self.tokens(spans);
        let head = head(&tokens)?;
        let end = tokens.iter().position(|token| token.span == head.span)?;
        let modifies = |token: &&&Token| {
            matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn)
                && !token.deprel.starts_with("nmod")
                && !token.deprel.starts_with("obl")
        };
        let length = tokens[..end].iter().rev().take_while(modifies).count();
        head.span
            .cover(tokens[end - length].span)
            .slice(&self.report.text)
            .map(bare)
    }

    /// Whether all words are proper nouns: a body without entry in the registry.
    fn is_name(&self, spans: &[Span]) -> bool {
        let tokens = self.tokens(spans);
        let people = &self.run.stock.knowledge.words.places.people;
        let content: Vec<&&Token> = tokens
            .iter()
            .filter(|token| {
                !matches!(
                    token.upos,
                    Upos::Det | Upos::Adp | Upos::Cconj | Upos::Punct
                )
            })
            .collect();
        !content.is_empty()
            && content.iter().all(|token| token.upos == Upos::Propn)
            && !content.iter().any(|token| people.titles.has(&token.lower))
            && content.iter().any(|token| {
                self.run
                    .stock
                    .knowledge
                    .words
                    .places
                    .organisations
                    .heads
                    .has(&token.lower)
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

    fn tokens(&self, spans: &[Span]) -> Vec<&Token> {
        let Some(span) = spans.first() else {
            return Vec::new();
        };
        self.segmented
            .sentences
            .iter()
            .filter(|sentence| sentence.span.overlaps(*span))
            .flat_map(|sentence| &sentence.tokens)
            .filter(|token| span.contains(token.span))
            .collect()
    }
}

/// The token of a phrase whose governor lies outside it; the last one where nothing was analysed.
fn head<'t>(tokens: &[&'t Token]) -> Option<&'t Token> {
    let noun = |token: &&&Token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let cut = tokens
        .iter()
        .position(|token| token.upos == Upos::Adp)
        .unwrap_or(tokens.len());
    tokens
        .get(..cut)?
        .iter()
        .rev()
        .find(noun)
        .or_else(|| tokens.iter().rev().find(noun))
        .copied()
}

/// Weapons that people carry, throw or plant; aircraft and troops are not instruments here.
fn carried(class: WeaponClass) -> bool {
    !matches!(
        class,
        WeaponClass::Airstrike | WeaponClass::GroundOp | WeaponClass::Drone
    )
}

fn add(entities: &mut Vec<Vec<String>>, words: String) {
    if !words.is_empty() && !entities.iter().any(|entity| entity.contains(&words)) {
        entities.push(vec![words]);
    }
}

/// Lower case, single blanks.
fn bare(words: &str) -> String {
    words
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
