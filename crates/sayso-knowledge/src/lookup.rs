//! Looking actors up: every mention in a sentence, and the actor that some words mean in their context.

use crate::actor::{ActorId, NameKind, NameUse, SideKey};
use crate::index::{NameRef, Written};
use crate::kind::ActorKind;
use crate::names::{Atom, Case, NameWords, Piece};
use crate::registry::ActorRegistry;
use jiff::civil::Date;
use sayso_text::{Token, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is known where a name stands: who publishes or speaks, the day, and the actors named so far.
#[derive(Debug, Clone, Default)]
pub struct ResolveContext {
    /// Actors named in full so far, the latest last; shared names resolve to them.
    pub seen: Vec<ActorId>,
    /// Sides of the publisher or the speaker; names used by a side resolve by them.
    pub sides: BTreeSet<SideKey>,
    /// Country whose institutions plain words such as a ministry's mean, where the publisher tells it.
    pub country: Option<String>,
    /// Whether plain words such as "the army" mean those of the publisher's or speaker's side.
    pub at_home: bool,
    pub day: Option<Date>,
}

impl ResolveContext {
    /// Notes an actor named in full.
    pub fn see(&mut self, actor: ActorId) {
        if self.seen.last() != Some(&actor) {
            self.seen.push(actor);
        }
    }
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorMention {
    /// Indexes into the sentence's tokens.
    pub tokens: Range<usize>,
    /// Whom it means; `None` when several actors bear the name and the context does not say which.
    pub actor: Option<ActorId>,
    /// All that bear the name, when there are between two and eight.
    pub candidates: Vec<ActorId>,
    pub kind: NameKind,
}

impl ActorRegistry {
    /// The context of a report: its publisher and day.
    pub fn context(&self, publisher: Option<ActorId>, day: Option<Date>) -> ResolveContext {
        let mut context = ResolveContext {
            day,
            ..ResolveContext::default()
        };
        if let Some(publisher) = publisher {
            self.set_speaker(&mut context, publisher);
        }
        context
    }

    /// The context of what a speaker says within a report: names used by a side are the speaker's.
    pub fn context_of_speaker(&self, context: &ResolveContext, speaker: ActorId) -> ResolveContext {
        let mut context = context.clone();
        self.set_speaker(&mut context, speaker);
        context
    }

    fn set_speaker(&self, context: &mut ResolveContext, speaker: ActorId) {
        context.sides = self.sides(speaker, context.day);
        let official = |id: ActorId| self.kind(id).is_official();
        // A neutral medium's country is not the country it writes of; an official's or a side's is.
        let of_sides = context.sides.iter().find_map(|side| match side {
            SideKey::Actor(id) if official(*id) => self.actor(*id).country.clone(),
            _ => None,
        });
        context.at_home = !self.actor(speaker).world;
        context.country = of_sides.filter(|_| context.at_home);
    }

    /// Finds every name in a sentence, leftmost and longest, none overlapping.
    pub fn find_mentions(&self, tokens: &[Token], context: &ResolveContext) -> Vec<ActorMention> {
        let text = TokenText::of(tokens, &self.words);
        let mut found = Vec::new();
        let mut start = 0;
        while start < text.pieces.len() {
            match self.longest(&text, start, Some(tokens), context) {
                Some((end, mention)) => {
                    found.push(mention);
                    start = end;
                }
                None => start += 1,
            }
        }
        found
    }

    /// The actor that exactly these words name in the context.
    pub fn resolve(&self, words: &str, context: &ResolveContext) -> Option<ActorId> {
        self.resolve_as(words, context).map(|(id, _)| id)
    }

    /// As [`ActorRegistry::resolve`], with the kind of name.
    pub fn resolve_as(&self, words: &str, context: &ResolveContext) -> Option<(ActorId, NameKind)> {
        let atoms = self.words.atoms(words);
        let names = self.index.exact(&atoms);
        // One word in capitals by itself is a short form, not a text of capitals.
        let shouted = atoms.len() > 1
            && !atoms
                .iter()
                .any(|atom| matches!(atom.case, Case::Lower | Case::Capital));
        // Words given by themselves stand at the head of no sentence.
        let first = words
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let place = Place {
            shouted,
            at_head: false,
            after_article: self.words.articles.contains(&first),
        };
        let usable: Vec<&NameRef> = names
            .iter()
            .filter(|name| usable(name, &atoms, place, context))
            .collect();
        let (actor, kind, _) = self.choose(&usable, context)?;
        actor.map(|actor| (actor, kind))
    }

    /// The actor a noun phrase means: its exact name, or "NAME fighters", "members of NAME", "the armed NAME".
    ///
    /// A phrase that merely holds a name ("NAME-backed militia", "NAME's victims") means nobody.
    pub fn resolve_phrase(&self, words: &str, context: &ResolveContext) -> Option<ActorId> {
        if let Some(id) = self.resolve(words, context) {
            return Some(id);
        }
        let text = TokenText::of_words(words, &self.words);
        let (start, end, mention) = self.only_mention(&text, context)?;
        let atom = |index: usize| text.pieces.get(index).and_then(|(piece, _)| piece.as_ref());
        let is = |index: usize, list: &[String]| {
            atom(index).is_some_and(|atom| list.contains(&atom.text))
        };
        if is(end, &self.words.distancing) {
            return None;
        }
        let closes = end == text.pieces.len();
        // "the armed NAME" is NAME; "Northern NAME" is a part of it, or another.
        let is_place = matches!(
            self.kind(mention.actor?),
            ActorKind::State | ActorKind::Territory
        );
        let article_only = start == 1 && is(0, &self.words.articles);
        let lower = |at: usize| atom(at).is_some_and(|atom| atom.case == Case::Lower);
        // "the rebel army" is not "the army".
        let common = !text.shouted && (start..end).all(|at| lower(at) || atom(at).is_none());
        let modified = (0..start).all(|at| lower(at) || (text.shouted && atom(at).is_some()));
        let before_fits = start == 0 || article_only || (!is_place && !common && modified);
        let follows = |list: &[String]| is(end, list);
        let of_before = start > 1
            && is(start - 1, &self.words.of_words)
            && is(start - 2, &self.words.member_nouns)
            || start > 2
                && is(start - 1, &self.words.articles)
                && is(start - 2, &self.words.of_words)
                && is(start - 3, &self.words.member_nouns);
        let fits = match mention.kind {
            NameKind::Adjective | NameKind::Metonym => follows(&self.words.force_nouns),
            _ if (0..start).any(|at| is(at, &self.words.of_words)) => of_before && closes,
            _ => {
                (closes && before_fits)
                    || follows(&self.words.member_nouns)
                    || follows(&self.words.force_nouns)
            }
        };
        if fits { mention.actor } else { None }
    }

    /// The first name of a phrase, with those after it that mean the same ("Example Front (EF)"); none if others follow.
    fn only_mention(
        &self,
        text: &TokenText,
        context: &ResolveContext,
    ) -> Option<(usize, usize, ActorMention)> {
        let mut only: Option<(usize, usize, ActorMention)> = None;
        let mut start = 0;
        while start < text.pieces.len() {
            let Some((end, mention)) = self.longest(text, start, None, context) else {
                start += 1;
                continue;
            };
            match &mut only {
                None => only = Some((start, end, mention)),
                Some((_, last, first))
                    if first.actor == mention.actor
                        || (mention.actor.is_none()
                            && first
                                .actor
                                .is_some_and(|id| mention.candidates.contains(&id))) =>
                {
                    *last = end;
                }
                Some((_, _, first))
                    if first.kind != NameKind::Adjective && mention.kind == NameKind::Shared => {}
                Some(_) => return None,
            }
            start = end;
        }
        let (start, mut end, mention) = only?;
        while text
            .pieces
            .get(end)
            .is_some_and(|(piece, _)| piece.is_none())
        {
            end += 1;
        }
        Some((start, end, mention))
    }

    /// The longest usable name that begins at a piece.
    fn longest(
        &self,
        text: &TokenText,
        start: usize,
        tokens: Option<&[Token]>,
        context: &ResolveContext,
    ) -> Option<(usize, ActorMention)> {
        let before = start
            .checked_sub(1)
            .and_then(|before| text.pieces[before].0.as_ref());
        let after_article = before.is_some_and(|atom| self.words.articles.contains(&atom.text));
        let place = Place {
            shouted: text.shouted,
            at_head: start == 0 && tokens.is_some(),
            after_article,
        };
        let mut node = 0;
        let mut best = None;
        let mut atoms: Vec<Atom> = Vec::new();
        for (offset, (piece, token)) in text.pieces[start..].iter().enumerate() {
            let Some(next) = piece
                .as_ref()
                .and_then(|atom| Some((atom, self.index.word(&atom.text)?)))
            else {
                break;
            };
            let (atom, word) = next;
            let Some(next) = self.index.step(node, word) else {
                break;
            };
            node = next;
            atoms.push(atom.clone());
            let names = self.index.ends(node);
            if names.is_empty() {
                continue;
            }
            let end = start + offset + 1;
            if text.pieces.get(end).is_some_and(|(_, next)| next == token) {
                // A name never ends inside a token, save at a hyphen ("NAME-backed" in one piece).
                if !tokens.is_some_and(|tokens| tokens[*token].form.contains(['-', '–'])) {
                    continue;
                }
            }
            if let ([_], Some(tokens)) = (atoms.as_slice(), tokens)
                && names.iter().any(|name| name.written == Written::Upper)
                && is_function_word(tokens[*token].upos)
            {
                continue;
            }
            let usable: Vec<&NameRef> = names
                .iter()
                .filter(|name| usable(name, &atoms, place, context))
                .collect();
            if let Some((actor, kind, candidates)) = self.choose(&usable, context) {
                let first = text.pieces[start].1;
                best = Some((
                    end,
                    ActorMention {
                        tokens: first..token + 1,
                        actor,
                        candidates,
                        kind,
                    },
                ));
            }
        }
        best
    }

    /// Chooses among the bearers of a name: a side's own usage first, then later layers, plain names, and the context.
    fn choose(
        &self,
        names: &[&NameRef],
        context: &ResolveContext,
    ) -> Option<(Option<ActorId>, NameKind, Vec<ActorId>)> {
        let by_side = names
            .iter()
            .any(|name| matches!(name.usage, NameUse::BySide(_)));
        let layer = names
            .iter()
            .filter(|name| !by_side || matches!(name.usage, NameUse::BySide(_)))
            .map(|name| name.layer)
            .max()?;
        let of_layer: Vec<&&NameRef> = names
            .iter()
            .filter(|name| {
                name.layer == layer && matches!(name.usage, NameUse::BySide(_)) == by_side
            })
            .collect();
        let plain: Vec<ActorId> = of_layer
            .iter()
            .filter(|name| !matches!(name.usage, NameUse::Shared | NameUse::BySide(_)))
            .map(|name| name.actor)
            .collect();
        if let [only] = plain.as_slice() {
            let kind = of_layer
                .iter()
                .find(|name| name.actor == *only)
                .map_or(NameKind::Alias, |name| name.usage.kind());
            // A plain bearer yields to another one that the report has named in full.
            let named = |id: &ActorId| context.seen.contains(id);
            let others: Vec<ActorId> = of_layer
                .iter()
                .map(|name| name.actor)
                .filter(|id| id != only && named(id))
                .collect();
            return match others.as_slice() {
                [other] if !named(only) => {
                    Some((Some(*other), NameKind::Shared, vec![*only, *other]))
                }
                _ => Some((Some(*only), kind, Vec::new())),
            };
        }
        let mut bearers: Vec<ActorId> = of_layer.iter().map(|name| name.actor).collect();
        bearers.sort_unstable();
        bearers.dedup();
        let kind = if by_side {
            NameKind::BySide
        } else {
            NameKind::Shared
        };
        let actor = if let ([only], true) = (bearers.as_slice(), by_side) {
            Some(*only)
        } else {
            self.by_context(&bearers, context)
        };
        let candidates = if (2..=8).contains(&bearers.len()) {
            bearers
        } else {
            Vec::new()
        };
        Some((actor, kind, candidates))
    }

    /// Which bearer of a shared name the context means, if it says so.
    fn by_context(&self, bearers: &[ActorId], context: &ResolveContext) -> Option<ActorId> {
        if let Some(latest) = context.seen.iter().rev().find(|id| bearers.contains(id)) {
            return Some(*latest);
        }
        let seen: BTreeSet<ActorId> = context.seen.iter().copied().collect();
        // A medium's or a monitor's country is not the country of its news.
        let acts = |id: &&ActorId| self.kind(**id).is_armed() || self.kind(**id).is_official();
        let lands: BTreeSet<&str> = seen
            .iter()
            .filter(acts)
            .filter_map(|id| self.actor(*id).country.as_deref())
            .collect();
        let land = |id: ActorId| self.actor(id).country.as_deref();
        let home = context.country.as_deref();
        let of_a_land = |id: &&ActorId| land(**id).is_some_and(|land| lands.contains(land));
        // The army of every country bears "the army": only those of the countries at hand are looked at.
        let near: Vec<ActorId>;
        let bearers = if bearers.len() > 8 {
            near = bearers
                .iter()
                .filter(|id| of_a_land(id) || land(**id) == home)
                .copied()
                .collect();
            near.as_slice()
        } else {
            bearers
        };
        let related = |id: &&ActorId| {
            let wholes = self.wholes(**id, context.day);
            wholes.iter().any(|whole| seen.contains(whole))
                || seen
                    .iter()
                    .any(|other| self.is_part_of(*other, **id, context.day))
        };
        if seen.len() <= 64
            && let Some(found) = single(bearers.iter().filter(related))
        {
            return Some(found);
        }
        let on_the_side = |id: &&ActorId| {
            let wholes = self.wholes(**id, context.day);
            context.at_home
                && wholes
                    .iter()
                    .any(|whole| context.sides.contains(&SideKey::Actor(*whole)))
        };
        if let Some(found) = single(bearers.iter().filter(on_the_side)) {
            return Some(found);
        }
        if let Some(found) = single(bearers.iter().filter(of_a_land)) {
            return Some(found);
        }
        let at_home = |id: &&ActorId| {
            context.country.is_some() && self.actor(**id).country == context.country
        };
        if let Some(found) = single(bearers.iter().filter(at_home)) {
            return Some(found);
        }
        // One bearer holds all the others: the whole is meant.
        single(bearers.iter().filter(|whole| {
            bearers.len() > 1
                && bearers.len() <= 8
                && bearers
                    .iter()
                    .all(|part| self.is_part_of(*part, **whole, context.day))
        }))
    }
}

/// Where the words stand that may be a name.
#[derive(Clone, Copy)]
struct Place {
    /// No lower-case letter around: case tells nothing.
    shouted: bool,
    /// First in its sentence: a capital tells nothing.
    at_head: bool,
    after_article: bool,
}

/// Whether the words, written as they are and where they are, may be this name.
fn usable(name: &NameRef, atoms: &[Atom], place: Place, context: &ResolveContext) -> bool {
    if name.needs_article && !place.after_article {
        return false;
    }
    if name.ordinary {
        let capital_tells = !place.shouted && (!place.at_head || name.written == Written::Upper);
        let told = atoms.iter().all(|atom| {
            atom.stopped
                || if name.written == Written::Upper {
                    atom.case == Case::Upper
                } else {
                    atom.case != Case::Lower
                }
        });
        if name.written != Written::AnyWay && !(capital_tells && told) {
            return atoms.iter().all(|atom| atom.stopped);
        }
    }
    let written = match name.written {
        Written::AnyWay => true,
        Written::Capital => place.shouted || atoms.iter().any(|atom| atom.case != Case::Lower),
        // Two letters in a text of capitals may be any word, unless its stops tell.
        Written::Upper if place.shouted => atoms
            .iter()
            .all(|atom| atom.stopped || atom.text.chars().count() > 2),
        Written::Upper => atoms.iter().all(|atom| match atom.text.chars().count() {
            0..=3 => atom.case == Case::Upper,
            _ => atom.case != Case::Lower,
        }),
    };
    written
        && match &name.usage {
            NameUse::BySide(side) => context.sides.contains(side),
            _ => true,
        }
}

fn single<'a>(mut found: impl Iterator<Item = &'a ActorId>) -> Option<ActorId> {
    let first = *found.next()?;
    found.next().is_none().then_some(first)
}

fn is_function_word(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Pron
            | Upos::Adp
            | Upos::Aux
            | Upos::Cconj
            | Upos::Sconj
            | Upos::Det
            | Upos::Verb
            | Upos::Adv
            | Upos::Part
            | Upos::Intj
    )
}

/// A sentence as comparable words with their tokens; `None` where no name runs across.
struct TokenText {
    pieces: Vec<(Option<Atom>, usize)>,
    /// No lower-case letter anywhere: case tells nothing.
    shouted: bool,
}

impl TokenText {
    fn of(tokens: &[Token], words: &NameWords) -> TokenText {
        let hyphens: Vec<bool> = tokens
            .iter()
            .map(|token| NameWords::is_hyphen(&token.form))
            .collect();
        let mut pieces = Vec::with_capacity(tokens.len());
        let mut buffer = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let hyphen_next = hyphens.get(index + 1).copied().unwrap_or(false);
            words.token_pieces(&token.form, hyphen_next, &mut buffer);
            pieces.extend(buffer.drain(..).map(|piece| (piece.atom(), index)));
        }
        TokenText::with(pieces)
    }

    fn of_words(text: &str, words: &NameWords) -> TokenText {
        // Without tokens every word is its own.
        TokenText::with(
            words
                .pieces(text)
                .into_iter()
                .enumerate()
                .map(|(index, piece)| (piece.atom(), index))
                .collect(),
        )
    }

    fn with(pieces: Vec<(Option<Atom>, usize)>) -> TokenText {
        let lower = |piece: &(Option<Atom>, usize)| {
            piece
                .0
                .as_ref()
                .is_some_and(|atom| matches!(atom.case, Case::Lower | Case::Capital))
        };
        let shouted = !pieces.iter().any(lower);
        TokenText { pieces, shouted }
    }
}

impl Piece {
    fn atom(self) -> Option<Atom> {
        match self {
            Piece::Atom(atom) => Some(atom),
            Piece::Barrier => None,
        }
    }
}
