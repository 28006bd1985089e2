//! The noun phrases of the sentences that claims rest on, as what may fill a role, each with features.
//!
//! A claim gives one party for each role; the task asks for all of them, in the words of the report. What speaks for a
//! phrase is how it hangs on the words of the claims: which field it stands in, and the way through the sentence.

use super::candidate::{Candidate, Role};
use super::incident::Reader;
use super::words::bare;
use sayso_knowledge::{ActorId, ActorKind};
use sayso_model::{Claim, Field, Span, WeaponClass};
use sayso_text::{Sentence, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Longest way through a sentence that is told apart.
const FAR: usize = 5;

/// What the claims of an occurrence say about one sentence.
#[derive(Default)]
struct Told<'c> {
    /// Event words with the frame and the kind of the claim.
    triggers: Vec<(usize, String)>,
    /// Words of fields: name of the field and tokens.
    fields: Vec<(&'c str, Vec<Span>)>,
}

impl Reader<'_> {
    /// Adds what the sentences of the claims offer for each role.
    pub(super) fn mentions(&self, claims: &[&Claim], all: &[Claim], found: &mut Candidate) {
        let mut told: BTreeMap<usize, Told> = BTreeMap::new();
        for claim in claims {
            for span in &claim.evidence {
                if let Some(sentence) = self.sentence_of(*span) {
                    told.entry(sentence).or_default();
                }
            }
            for step in &claim.derivation {
                let Some(span) = step.spans.first() else {
                    continue;
                };
                let Some(sentence) = self.sentence_of(*span) else {
                    continue;
                };
                let tokens = &self.segmented.sentences[sentence].tokens;
                match step.subject.as_str() {
                    "kind" => {
                        let at = tokens.iter().position(|token| span.contains(token.span));
                        let entry = told.entry(sentence).or_default();
                        entry
                            .triggers
                            .extend(at.map(|at| (at, step.rule.0.clone())));
                    }
                    "perpetrator" | "target" | "sources" | "place" => {
                        let name = match step.subject.as_str() {
                            "perpetrator" => "perpetrator",
                            "target" => "target",
                            "sources" => "source",
                            _ => "place",
                        };
                        let entry = told.entry(sentence).or_default();
                        entry.fields.push((name, step.spans.clone()));
                    }
                    _ => {}
                }
            }
            for (name, spans) in [
                ("perpetrator", claim.perpetrator.spans()),
                ("target", claim.target.spans()),
                ("killed", claim.killed.spans()),
                ("injured", claim.injured.spans()),
                ("weapon", claim.weapon.spans()),
            ] {
                for span in spans {
                    if let Some(sentence) = self.sentence_of(*span) {
                        let entry = told.entry(sentence).or_default();
                        entry.fields.push((name, vec![*span]));
                    }
                }
            }
        }
        let first = told.keys().next().copied().unwrap_or_default();
        for (&sentence, told) in &told {
            let place = format!("sentence={}", (sentence - first).min(3));
            self.sentence_mentions(sentence, told, &place, found);
        }
        self.other_parties(&told.keys().copied().collect(), all, claims, found);
    }

    fn sentence_mentions(&self, index: usize, told: &Told, place: &str, found: &mut Candidate) {
        let sentence = &self.segmented.sentences[index];
        let tokens = &sentence.tokens;
        let actors = self.actors_in(sentence);
        for head in 0..tokens.len() {
            let token = &tokens[head];
            let class_of_weapon = self.weapon_class(&bare(&token.form));
            let weapon = class_of_weapon.is_some();
            found.explosive |= matches!(
                class_of_weapon,
                Some(WeaponClass::IedVbied | WeaponClass::Suicide)
            );
            let nominal = matches!(token.upos, Upos::Noun | Upos::Propn)
                && (weapon || !token.deprel.starts_with("compound"))
                && !token.deprel.starts_with("flat");
            if !nominal {
                continue;
            }
            let actor = actors.iter().find(|(range, _)| range.contains(&head));
            let class = self.class_of_token(token);
            let person = self
                .name_around(tokens, head)
                .map(|words| self.fullest(&words))
                .filter(|name| self.is_person(name));
            let mut features = vec![place.to_owned(), format!("class={class}")];
            features.push(format!("upos={}", token.xpos));
            features.push(actor.map_or("actor=none".to_owned(), |(_, actor)| {
                format!("actor={:?}", self.run.stock.knowledge.actors.kind(*actor))
            }));
            features.push(format!("person={}", person.is_some()));
            self.ties(tokens, head, told, &mut features);
            found.told = features;
            let lead = self.plain_start(tokens, head);
            found.next();
            if let Some(name) = &person {
                found.add(Role::Victim, name.clone(), &[]);
                found.add(Role::PerpInd, name.clone(), &["form=name"]);
            }
            let forms = self.forms(tokens, head, lead);
            if weapon {
                let part = format!("part={}", token.deprel.starts_with("compound"));
                for (form, words) in &forms {
                    found.add(Role::Weapon, words.clone(), &[form, &part]);
                }
            }
            if person.is_none() && !weapon {
                let many = matches!(
                    class,
                    "armed" | "people" | "collective" | "noun" | "name" | "body"
                );
                for (form, words) in &forms {
                    if many {
                        found.add(Role::PerpInd, words.clone(), &[form]);
                    }
                    if matches!(class, "body" | "collective" | "name" | "armed" | "noun")
                        || actor.is_some()
                    {
                        found.add(Role::PerpOrg, words.clone(), &[form]);
                    }
                    if !matches!(class, "people" | "armed") {
                        found.add(Role::Target, words.clone(), &[form]);
                    }
                }
            }
        }
        for (range, actor) in &actors {
            let kind = self.run.stock.knowledge.actors.kind(*actor);
            let (Some(first), Some(last)) = (tokens.get(range.start), tokens.get(range.end - 1))
            else {
                continue;
            };
            if kind == ActorKind::Person {
                continue;
            }
            let head = outer(tokens, range.clone());
            let mut features = vec![place.to_owned(), format!("actor={kind:?}")];
            features.push(format!("modifier={}", tokens[head].deprel));
            self.ties(tokens, head, told, &mut features);
            found.told = features;
            found.next();
            let words = first.span.cover(last.span).slice(&self.report.text);
            let words = words.map(bare).unwrap_or_default();
            let people = format!("ends-people={}", self.ends_with_people(&words));
            found.add(Role::PerpOrg, words, &["form=actor", &people]);
        }
    }

    fn actors_in(&self, sentence: &Sentence) -> Vec<(std::ops::Range<usize>, ActorId)> {
        let actors = &self.run.stock.knowledge.actors;
        let context = actors.context(None, None);
        actors
            .find_mentions(&sentence.tokens, &context)
            .into_iter()
            .filter_map(|mention| Some((mention.tokens.clone(), mention.actor?)))
            .filter(|(range, _)| !range.is_empty() && range.end <= sentence.tokens.len())
            .collect()
    }

    /// How a phrase hangs on the words of the claims.
    fn ties(&self, tokens: &[Token], head: usize, told: &Told, features: &mut Vec<String>) {
        let span = tokens[head].span;
        let mut fields = BTreeSet::new();
        for (name, spans) in &told.fields {
            if spans.iter().any(|field| field.overlaps(span)) {
                let own = spans
                    .first()
                    .and_then(|span| self.head_of(tokens, *span))
                    .is_some_and(|own| own == head);
                fields.insert(format!("{name}{}", if own { "" } else { "-within" }));
            }
        }
        if fields.is_empty() {
            features.push("field=none".to_owned());
        }
        features.extend(fields.iter().map(|field| format!("field={field}")));
        let case = tokens
            .iter()
            .find(|token| token.head == Some(head) && token.deprel == "case");
        features.push(format!(
            "case={}",
            case.map_or("-", |token| token.lower.as_str())
        ));
        let counted = tokens
            .iter()
            .any(|token| token.head == Some(head) && token.deprel.starts_with("nummod"));
        features.push(format!("counted={counted}"));
        let det = tokens
            .iter()
            .find(|token| token.head == Some(head) && token.deprel.starts_with("det"));
        features.push(format!(
            "det={}",
            det.map_or("-", |token| token.lower.as_str())
        ));
        // Members of a list hang where the list hangs.
        let mut top = head;
        let mut list = "no";
        while let Some(next) = tokens[top].head.filter(|_| {
            let relation = tokens[top].deprel;
            relation.starts_with("conj") || relation.starts_with("appos")
        }) {
            list = if tokens[top].deprel.starts_with("conj") {
                "conj"
            } else {
                "appos"
            };
            if next == top || next >= tokens.len() {
                break;
            }
            top = next;
        }
        features.push(format!("list={list}"));
        if top != head {
            for (name, spans) in &told.fields {
                if spans.iter().any(|field| field.overlaps(tokens[top].span)) {
                    features.push(format!("list-field={name}"));
                }
            }
        }
        let mut best: Option<(usize, String, String)> = None;
        for (trigger, frame) in &told.triggers {
            let (length, way) = way(tokens, top, *trigger);
            if best.as_ref().is_none_or(|(before, ..)| length < *before) {
                best = Some((length, way, frame.clone()));
            }
        }
        match best {
            Some((length, way, frame)) => {
                features.push(format!("far={}", length.min(FAR + 1)));
                let way = if length > FAR { "far".to_owned() } else { way };
                features.push(format!("way={way}"));
                features.push(format!("frame={frame}"));
            }
            None => features.push("way=none".to_owned()),
        }
        features.push(format!("top={}", tokens[top].deprel));
    }

    fn head_of(&self, tokens: &[Token], span: Span) -> Option<usize> {
        let own: Vec<&Token> = tokens
            .iter()
            .filter(|token| span.contains(token.span))
            .collect();
        let head = super::words::head(&own)?;
        tokens.iter().position(|token| token.span == head.span)
    }

    /// Where a noun phrase begins without articles and numbers.
    fn plain_start(&self, tokens: &[Token], head: usize) -> usize {
        let mut start = head;
        while let Some(before) = start.checked_sub(1) {
            let token = &tokens[before];
            let below = below(tokens, before, head);
            let joins = matches!(
                token.upos,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Adv | Upos::Verb
            ) || token.upos == Upos::Punct
                && matches!(token.form.as_str(), "-" | "\"" | "'")
                || token.upos == Upos::Part;
            let hangs = below
                || token.upos == Upos::Punct && before > 0 && self::below(tokens, before - 1, head);
            if !(joins && hangs) {
                break;
            }
            start = before;
        }
        while start < head && tokens[start].upos == Upos::Punct && tokens[start].form != "\"" {
            start += 1;
        }
        start
    }

    /// The forms of a phrase: bare head, with what stands before it, with its number, with what "of" adds, all of it.
    fn forms(&self, tokens: &[Token], head: usize, start: usize) -> Vec<(&'static str, String)> {
        let slice = |from: usize, to: usize| {
            let (first, last) = (tokens.get(from)?, tokens.get(to)?);
            first
                .span
                .cover(last.span)
                .slice(&self.report.text)
                .map(bare)
        };
        let mut forms: Vec<(&'static str, String)> = Vec::new();
        let mut put = |name: &'static str, words: Option<String>| {
            if let Some(words) = words.filter(|words| !words.is_empty()) {
                forms.push((name, words));
            }
        };
        let group = slice(start, head);
        put("form=group", group.clone().map(|words| self.plain(&words)));
        put("form=head", slice(head, head));
        let numbered = start
            .checked_sub(1)
            .filter(|&before| tokens[before].upos == Upos::Num || tokens[before].upos == Upos::Adj);
        put("form=numbered", numbered.and_then(|from| slice(from, head)));
        put("form=raw", group);
        let inner = tokens.get(head + 1).filter(|token| token.upos == Upos::Adp);
        let inner = inner.and_then(|token| token.head).filter(|&inner| {
            inner > head
                && tokens
                    .get(inner)
                    .is_some_and(|token| token.head == Some(head))
        });
        if let Some(inner) = inner {
            let flat = (inner + 1..tokens.len())
                .take_while(|&index| {
                    tokens[index].head == Some(inner) && tokens[index].deprel.starts_with("flat")
                })
                .count();
            let words = slice(start, inner + flat);
            put("form=of", words.clone().map(|words| self.plain(&words)));
            let more = (inner + flat + 1..tokens.len())
                .take_while(|&index| {
                    below(tokens, index, inner) && tokens[index].upos != Upos::Punct
                })
                .count();
            if more > 0 {
                put(
                    "form=of-long",
                    slice(start, inner + flat + more).map(|words| self.plain(&words)),
                );
            }
        }
        let end = (head + 1..tokens.len())
            .take_while(|&index| below(tokens, index, head) && tokens[index].form != ",")
            .last();
        if let Some(end) = end {
            put(
                "form=long",
                slice(start, end).map(|words| self.plain(&words)),
            );
        }
        let mut seen = BTreeSet::new();
        forms.retain(|(_, words)| seen.insert(words.clone()));
        forms
    }

    /// Doers of the report's other claims, and armed bodies that it names elsewhere.
    fn other_parties(
        &self,
        own: &BTreeSet<usize>,
        all: &[Claim],
        claims: &[&Claim],
        found: &mut Candidate,
    ) {
        let first = own.iter().next().copied().unwrap_or_default();
        let actors = &self.run.stock.knowledge.actors;
        for claim in all {
            if claims.iter().any(|mine| mine.id == claim.id) {
                continue;
            }
            let Field::Known { value, spans, rule } = &claim.perpetrator else {
                continue;
            };
            let Some(sentence) = spans.first().and_then(|span| self.sentence_of(*span)) else {
                continue;
            };
            if own.contains(&sentence) {
                continue;
            }
            let tokens = &self.segmented.sentences[sentence].tokens;
            let Some(head) = spans.first().and_then(|span| self.head_of(tokens, *span)) else {
                continue;
            };
            let far = sentence.abs_diff(first);
            found.told = vec![
                "where=other-claim".to_owned(),
                format!("other-far={}", far.min(4)),
                format!("other-after={}", sentence > first),
                format!("other-kind={:?}", claim.kind),
                format!("other-happened={:?}", claim.happened),
                format!("other-rule={}", rule.0),
                format!("class={}", self.class_of_token(&tokens[head])),
                format!("upos={}", tokens[head].xpos),
            ];
            let actor = value.registry.as_deref().and_then(|id| actors.by_id(id));
            found
                .told
                .push(actor.map_or("actor=none".to_owned(), |actor| {
                    format!("actor={:?}", actors.kind(actor))
                }));
            found.next();
            let start = self.plain_start(tokens, head);
            if tokens[head].upos != Upos::Pron {
                for (form, words) in self.forms(tokens, head, start) {
                    found.add(Role::PerpInd, words.clone(), &[form]);
                    found.add(Role::PerpOrg, words, &[form]);
                }
            }
        }
        let mut bodies: BTreeMap<ActorId, (usize, usize, String)> = BTreeMap::new();
        for (index, sentence) in self.segmented.sentences.iter().enumerate() {
            for (range, actor) in self.actors_in(sentence) {
                let kind = actors.kind(actor);
                if !kind.is_armed() {
                    continue;
                }
                let tokens = &sentence.tokens;
                let words = tokens[range.start].span.cover(tokens[range.end - 1].span);
                let words = words.slice(&self.report.text).map(bare).unwrap_or_default();
                if self.ends_with_people(&words) {
                    continue;
                }
                let far = index.abs_diff(first);
                let entry = bodies.entry(actor).or_insert((0, far, words.clone()));
                entry.0 += 1;
                if far < entry.1 {
                    *entry = (entry.0, far, words);
                }
            }
        }
        let number = bodies.len();
        let most = bodies.values().map(|body| body.0).max().unwrap_or_default();
        for (actor, (times, far, words)) in bodies {
            let kind = actors.kind(actor);
            let rivals = format!("bodies={}", number.min(4));
            found.told = vec![
                "where=report".to_owned(),
                format!("actor={kind:?}"),
                format!("official={}", kind.is_official()),
                format!("times={}", times.min(4)),
                format!("most={}", times == most),
                format!("body-far={}", far.min(5)),
                rivals,
            ];
            found.next();
            found.add(Role::PerpOrg, words, &["form=report"]);
        }
    }
}

/// Whether a token hangs below another.
fn below(tokens: &[Token], index: usize, above: usize) -> bool {
    let mut at = index;
    for _ in 0..tokens.len() {
        match tokens[at].head {
            Some(next) if next == above => return true,
            Some(next) if next < tokens.len() && next != at => at = next,
            _ => return false,
        }
    }
    false
}

/// The token of a range that hangs on one outside.
fn outer(tokens: &[Token], range: std::ops::Range<usize>) -> usize {
    let outside = |&index: &usize| tokens[index].head.is_none_or(|head| !range.contains(&head));
    range.clone().find(outside).unwrap_or(range.end - 1)
}

/// The relations from one token up and down to another, and how many they are.
fn way(tokens: &[Token], from: usize, to: usize) -> (usize, String) {
    let up = |start: usize| {
        let mut path = vec![start];
        let mut at = start;
        while let Some(next) = tokens[at]
            .head
            .filter(|&next| next < tokens.len() && !path.contains(&next))
        {
            path.push(next);
            at = next;
        }
        path
    };
    let (left, right) = (up(from), up(to));
    let Some(meet) = left.iter().position(|index| right.contains(index)) else {
        return (usize::MAX, "none".to_owned());
    };
    let down = right
        .iter()
        .position(|index| *index == left[meet])
        .unwrap_or(0);
    let rel = |index: &usize| tokens[*index].deprel;
    let mut way: Vec<String> = left[..meet]
        .iter()
        .map(|index| format!("^{}", rel(index)))
        .collect();
    way.extend(
        right[..down]
            .iter()
            .rev()
            .map(|index| format!("v{}", rel(index))),
    );
    (
        way.len(),
        if way.is_empty() {
            "self".to_owned()
        } else {
            way.concat()
        },
    )
}
