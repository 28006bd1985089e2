//! The registry of actors: drafts of all layers joined, checked and compiled.

use crate::actor::{Actor, ActorId, ActorName, NameKind, NameUse, Part, SideFact, SideKey};
use crate::draft::{Draft, Reference};
use crate::fault::Faults;
use crate::index::{Listed, NameIndex};
use crate::kind::ActorKind;
use crate::names::{NameWords, compared};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// All actors and outlets, with look-up by id, name and words of a text.
#[derive(Debug, Clone)]
pub struct ActorRegistry {
    actors: Vec<Actor>,
    by_id: BTreeMap<String, ActorId>,
    by_domain: BTreeMap<String, ActorId>,
    states: BTreeMap<String, ActorId>,
    pub(crate) index: NameIndex,
    pub(crate) words: NameWords,
}

impl ActorRegistry {
    /// Compiles the drafts of each layer, the stock first.
    pub(crate) fn build(
        layers: Vec<Vec<Draft>>,
        words: NameWords,
        faults: &mut Faults,
    ) -> ActorRegistry {
        let mut layers = layers;
        for (layer, drafts) in layers.iter_mut().enumerate() {
            drafts
                .iter_mut()
                .for_each(|draft| draft.normalise(layer, &words));
        }
        let drafts = join_layers(layers, faults);
        let by_id: BTreeMap<String, ActorId> = drafts
            .iter()
            .enumerate()
            .map(|(index, (_, draft))| (draft.id.clone(), ActorId(index as u32)))
            .collect();
        let mut by_name: BTreeMap<(usize, String), ActorId> = BTreeMap::new();
        // Only overlays refer by name.
        let named = drafts.iter().any(|(layer, _)| *layer > 0);
        for (index, (layer, draft)) in drafts.iter().enumerate().filter(|_| named) {
            for name in draft.names.iter().filter(|name| name.is_plain()) {
                by_name
                    .entry((*layer, name.compared()))
                    .or_insert(ActorId(index as u32));
            }
        }
        let resolver = Resolver {
            by_id: &by_id,
            by_name: &by_name,
            words: &words,
        };
        let mut actors = Vec::with_capacity(drafts.len());
        let mut listed = Vec::new();
        for (layer, draft) in &drafts {
            let actor = resolver.compile(*layer, draft, &mut listed, faults);
            actors.push(actor);
        }
        let index = NameIndex::build(&actors, &listed, &words, faults);
        let mut by_domain = BTreeMap::new();
        let mut states = BTreeMap::new();
        for (number, actor) in actors.iter().enumerate() {
            let id = ActorId(number as u32);
            for domain in &actor.domains {
                if let Some(other) = by_domain.insert(domain.clone(), id)
                    && actors
                        .get(other.0 as usize)
                        .is_some_and(|other| other.layer == actor.layer)
                {
                    faults.error(
                        &actor.at,
                        format!("domain {domain:?} belongs to another outlet already"),
                        "take it out of one of the two",
                    );
                }
            }
            if let Some(code) = actor
                .country
                .clone()
                .filter(|_| matches!(actor.kind, ActorKind::State | ActorKind::Territory))
            {
                states.insert(code, id);
            }
        }
        for actor in &actors {
            if let Some(code) = actor
                .country
                .as_ref()
                .filter(|code| !states.contains_key(*code))
            {
                faults.error(
                    &actor.at,
                    format!("unknown country {code:?}"),
                    "use the code of a [[country]] entry, or add one",
                );
            }
        }
        ActorRegistry {
            actors,
            by_id,
            by_domain,
            states,
            index,
            words,
        }
    }

    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// Stable id of an actor, as it stands in claims.
    pub fn key(&self, id: ActorId) -> &str {
        &self.actor(id).id
    }

    pub fn kind(&self, id: ActorId) -> ActorKind {
        self.actor(id).kind
    }

    pub fn by_id(&self, id: &str) -> Option<ActorId> {
        self.by_id.get(id).copied()
    }

    /// The state or territory with a country code.
    pub fn state(&self, country: &str) -> Option<ActorId> {
        self.states.get(country).copied()
    }

    pub fn actors(&self) -> impl Iterator<Item = (ActorId, &Actor)> {
        self.actors
            .iter()
            .enumerate()
            .map(|(index, actor)| (ActorId(index as u32), actor))
    }

    pub fn len(&self) -> usize {
        self.actors.len()
    }

    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// Finds the publisher of a report by web address or name.
    pub fn outlet(&self, name: Option<&str>, url: Option<&str>) -> Option<ActorId> {
        let by_name = name.and_then(|name| self.publisher_by_name(name));
        by_name.or_else(|| {
            url.and_then(host)
                .and_then(|host| self.outlet_by_host(&host))
        })
    }

    /// The party whose own channel an outlet is: one of its sides that speaks for itself, with its name in the outlet's.
    pub fn party_of_channel(
        &self,
        outlet: ActorId,
        title: &str,
        day: Option<Date>,
    ) -> Option<ActorId> {
        let title = title.to_lowercase();
        let bears_name = |id: ActorId| {
            let mut names = self.actor(id).names.iter();
            names.any(|name| name.text.len() > 3 && title.contains(&name.text.to_lowercase()))
        };
        let speaks = |id: ActorId| self.kind(id).is_armed() || self.kind(id).is_official();
        self.sides(outlet, day)
            .into_iter()
            .find_map(|side| match side {
                SideKey::Actor(id) if speaks(id) && bears_name(id) => Some(id),
                _ => None,
            })
    }

    fn publisher_by_name(&self, name: &str) -> Option<ActorId> {
        if let Some(id) = self.outlet_by_host(&name.to_lowercase()) {
            return Some(id);
        }
        let found = self.index.plain(&self.words.atoms(name), &self.actors);
        found
            .iter()
            .copied()
            .find(|id| self.actor(*id).publishes)
            .or_else(|| found.first().copied())
    }

    fn outlet_by_host(&self, host: &str) -> Option<ActorId> {
        let mut rest = host;
        loop {
            if let Some(id) = self.by_domain.get(rest) {
                return Some(*id);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Whether `part` is `whole` or belongs to it on a day, through any number of steps; an unknown day allows any time.
    pub fn is_part_of(&self, part: ActorId, whole: ActorId, day: Option<Date>) -> bool {
        self.wholes(part, day).contains(&whole)
    }

    /// Whether one of the two is, or is part of, the other.
    pub fn is_related(&self, a: ActorId, b: ActorId, day: Option<Date>) -> bool {
        self.is_part_of(a, b, day) || self.is_part_of(b, a, day)
    }

    /// Whether the two are known to be on one side on a day.
    pub fn same_side(&self, a: ActorId, b: ActorId, day: Option<Date>) -> bool {
        let of_a = self.sides(a, day);
        self.sides(b, day).iter().any(|side| of_a.contains(side))
    }

    /// The actor itself and all it is part of.
    pub fn wholes(&self, id: ActorId, day: Option<Date>) -> BTreeSet<ActorId> {
        let mut found = BTreeSet::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(
                    self.actor(next)
                        .part_of
                        .iter()
                        .filter(|part| part.period.may_hold(day))
                        .map(|part| part.whole),
                );
            }
        }
        found
    }

    /// The sides an actor is on: itself, all it is part of, and whom those are known to be with.
    pub fn sides(&self, id: ActorId, day: Option<Date>) -> BTreeSet<SideKey> {
        let mut found = BTreeSet::new();
        let mut open = vec![SideKey::Actor(id)];
        while let Some(next) = open.pop() {
            if !found.insert(next.clone()) {
                continue;
            }
            if let SideKey::Actor(actor) = next {
                let actor = self.actor(actor);
                open.extend(
                    actor
                        .part_of
                        .iter()
                        .filter(|part| part.period.may_hold(day))
                        .map(|part| SideKey::Actor(part.whole)),
                );
                open.extend(
                    actor
                        .sides
                        .iter()
                        .filter(|side| side.period.may_hold(day))
                        .map(|side| side.with.clone()),
                );
            }
        }
        found
    }
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    host.contains('.').then_some(host)
}

/// Joins hand-written entries to generated ones of their layer; a later layer replaces by id, or extends by name.
fn join_layers(layers: Vec<Vec<Draft>>, faults: &mut Faults) -> Vec<(usize, Draft)> {
    let mut joined: BTreeMap<String, (usize, Draft)> = BTreeMap::new();
    let mut order = Vec::new();
    for (layer, drafts) in layers.into_iter().enumerate() {
        let mut plain: BTreeMap<String, Option<String>> = BTreeMap::new();
        if drafts.iter().any(|draft| draft.id.starts_with("overlay.")) {
            for (id, (_, draft)) in &joined {
                for name in draft.names.iter().filter(|name| name.is_plain()) {
                    let same = plain
                        .entry(name.compared())
                        .or_insert_with(|| Some(id.clone()));
                    if same.as_ref() != Some(id) {
                        *same = None;
                    }
                }
            }
        }
        for mut draft in drafts {
            check_id(&draft, faults);
            // A party of a JSON overlay that the stock knows by that name and kind is that party.
            if draft.id.starts_with("overlay.")
                && let Some(Some(id)) = plain.get(&draft.names[0].compared())
                && joined
                    .get(id)
                    .is_some_and(|(_, known)| known.kind == draft.kind)
            {
                draft.id.clone_from(id);
                if let Some((_, known)) = joined.get_mut(id) {
                    let (at, note) = (known.at.clone(), known.note.clone());
                    known.join(draft);
                    (known.at, known.note) = (at, note);
                }
                continue;
            }
            match joined.get_mut(&draft.id) {
                None => {
                    order.push(draft.id.clone());
                    joined.insert(draft.id.clone(), (layer, draft));
                }
                Some((of_layer, known)) if *of_layer < layer => {
                    (*of_layer, *known) = (layer, draft)
                }
                Some((_, known)) if known.generated && !draft.generated => known.join(draft),
                Some((_, known)) if draft.generated && !known.generated => {
                    let by_hand = std::mem::replace(known, draft);
                    known.join(by_hand);
                }
                Some((_, known)) => {
                    let what = format!("the id {:?} is used already at {}", draft.id, known.at);
                    faults.error(
                        &draft.at,
                        what,
                        "give this entry an id of its own, or join the two",
                    );
                }
            }
        }
    }
    order
        .into_iter()
        .filter_map(|id| joined.remove(&id))
        .collect()
}

fn check_id(draft: &Draft, faults: &mut Faults) {
    let good = |c: char| {
        c.is_lowercase()
            || c.is_ascii_digit()
            || matches!(c, '.' | '-' | '_')
            || (!c.is_ascii() && c.is_alphanumeric())
    };
    if draft.id.is_empty() || !draft.id.chars().all(good) || !draft.id.contains('.') {
        let what = format!("the id {:?} is not of the form `xx.short-name`", draft.id);
        faults.error(
            &draft.at,
            what,
            "use lower-case letters, digits, `-` and `_`, with a dot after the country or group",
        );
    }
    if draft.name.trim().is_empty() {
        faults.error(&draft.at, "the name is empty", "give the actor's main name");
    }
}

struct Resolver<'a> {
    by_id: &'a BTreeMap<String, ActorId>,
    by_name: &'a BTreeMap<(usize, String), ActorId>,
    words: &'a NameWords,
}

impl Resolver<'_> {
    fn find(&self, layer: usize, reference: &Reference) -> Option<ActorId> {
        match reference {
            Reference::Id(id) => self.by_id.get(id).copied(),
            Reference::Name(name) => {
                let name = compared(&self.words.atoms(name));
                (0..=layer)
                    .rev()
                    .find_map(|layer| self.by_name.get(&(layer, name.clone())).copied())
            }
        }
    }

    /// A side by id must exist; a side by name that nobody bears is a label.
    fn side(&self, layer: usize, reference: &Reference) -> Option<SideKey> {
        match (self.find(layer, reference), reference) {
            (Some(id), Reference::Id(_)) => Some(SideKey::Actor(id)),
            (None, Reference::Id(_)) => None,
            // A label and an actor may share a name ("Karsia" the side and the state): both are the label's members.
            (_, Reference::Name(name)) => Some(SideKey::Label(name.as_str().into())),
        }
    }

    fn compile<'d>(
        &self,
        layer: usize,
        draft: &'d Draft,
        listed: &mut Vec<Listed<'d>>,
        faults: &mut Faults,
    ) -> Actor {
        let unknown = |id: &str| format!("unknown actor {id:?}");
        let mend = "use the id of an entry, or add the entry";
        let mut names = Vec::new();
        for name in &draft.names {
            let usage = match name.kind {
                NameKind::Full => NameUse::Full,
                NameKind::Alias => NameUse::Alias,
                NameKind::Shared => NameUse::Shared,
                NameKind::Adjective => NameUse::Adjective,
                NameKind::Metonym => NameUse::Metonym,
                NameKind::BySide => match name
                    .side
                    .as_ref()
                    .map(|side| (side, self.side(layer, side)))
                {
                    Some((_, Some(side))) => NameUse::BySide(side),
                    Some((side, None)) => {
                        faults.error(&name.at, unknown(side.words()), mend);
                        continue;
                    }
                    None => continue,
                },
            };
            if let Some(actor) = self.by_id.get(&draft.id) {
                listed.push(Listed {
                    actor: *actor,
                    name,
                    usage: usage.clone(),
                });
            }
            names.push(ActorName {
                text: name.text.clone(),
                usage,
                layer: name.layer,
            });
        }
        let mut part_of = Vec::new();
        for part in &draft.part_of {
            match self.find(layer, &part.whole) {
                Some(whole) => part_of.push(Part {
                    whole,
                    role: part.role.clone(),
                    period: part.period,
                }),
                None => faults.error(
                    &part.at,
                    format!("part_of names an {}", unknown(part.whole.words())),
                    mend,
                ),
            }
        }
        let mut sides = Vec::new();
        for side in &draft.sides {
            let fact = |with: SideKey| SideFact {
                with,
                fact: side.fact.clone(),
                period: side.period,
                source: side.source.clone(),
            };
            match self.side(layer, &side.with) {
                Some(with) => sides.push(fact(with)),
                None => faults.error(
                    &side.at,
                    format!("side names an {}", unknown(side.with.words())),
                    mend,
                ),
            }
            if let Reference::Name(_) = side.with {
                // The party of that name, if any: its own sides count as well.
                sides.extend(
                    self.find(layer, &side.with)
                        .map(|id| fact(SideKey::Actor(id))),
                );
            }
        }
        let mut confused_with = Vec::new();
        for (id, at) in &draft.confused_with {
            match self.by_id.get(id) {
                Some(other) => confused_with.push(*other),
                None => faults.error(at, format!("confused_with names an {}", unknown(id)), mend),
            }
        }
        Actor {
            id: draft.id.clone(),
            kind: draft.kind,
            name: draft.name.clone(),
            names,
            country: draft.country.clone(),
            period: draft.period,
            part_of,
            sides,
            confused_with,
            domains: draft.domains.clone(),
            publishes: draft.publishes,
            world: draft.world,
            note: draft.note.clone(),
            at: draft.at.clone(),
            layer,
        }
    }
}

impl Reference {
    fn words(&self) -> &str {
        match self {
            Reference::Id(words) | Reference::Name(words) => words,
        }
    }
}
