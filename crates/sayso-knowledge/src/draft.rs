//! Actors as the files give them: references still words, nothing checked across entries.

use crate::actor::NameKind;
use crate::entries::Entry;
use crate::fault::{At, Faults};
use crate::forms::{ActorForm, CountryForm, OutletForm, ScriptForm, TemplateForm};
use crate::kind::ActorKind;
use crate::names::{Atom, NameWords, compared};
use crate::partial_date::Period;

/// How a draft names another actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reference {
    Id(String),
    /// By name, in overlays of the JSON form; an unknown one is a label of a side.
    Name(String),
}

#[derive(Debug, Clone)]
pub(crate) struct DraftName {
    pub(crate) text: String,
    /// The words it is compared by; filled once when the drafts of all layers are together.
    pub(crate) atoms: Vec<Atom>,
    pub(crate) layer: usize,
    /// Made by a template: gives way to a name that somebody wrote.
    pub(crate) generated: bool,
    pub(crate) kind: NameKind,
    /// For [`NameKind::BySide`].
    pub(crate) side: Option<Reference>,
    pub(crate) at: At,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftPart {
    pub(crate) whole: Reference,
    pub(crate) role: Option<String>,
    pub(crate) period: Period,
    pub(crate) at: At,
}

#[derive(Debug, Clone)]
pub(crate) struct DraftSide {
    pub(crate) with: Reference,
    pub(crate) fact: Option<String>,
    pub(crate) period: Period,
    pub(crate) source: Option<String>,
    pub(crate) at: At,
}

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    pub(crate) names: Vec<DraftName>,
    pub(crate) country: Option<String>,
    pub(crate) period: Period,
    pub(crate) part_of: Vec<DraftPart>,
    pub(crate) sides: Vec<DraftSide>,
    pub(crate) confused_with: Vec<(String, At)>,
    pub(crate) domains: Vec<String>,
    pub(crate) publishes: bool,
    pub(crate) world: bool,
    pub(crate) note: Option<String>,
    pub(crate) at: At,
    /// Made by a template: an entry written by hand with the same id is joined to it.
    pub(crate) generated: bool,
}

impl DraftName {
    pub(crate) fn new(text: &str, kind: NameKind, side: Option<Reference>, at: At) -> DraftName {
        DraftName {
            text: text.to_owned(),
            atoms: Vec::new(),
            layer: 0,
            generated: false,
            kind,
            side,
            at,
        }
    }

    /// The words as one string, for maps of names.
    pub(crate) fn compared(&self) -> String {
        compared(&self.atoms)
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.kind, NameKind::Full | NameKind::Alias)
    }
}

impl Draft {
    pub(crate) fn normalise(&mut self, layer: usize, words: &NameWords) {
        for name in &mut self.names {
            name.layer = layer;
            name.atoms = words.atoms(&name.text);
        }
    }

    pub(crate) fn new(id: &str, kind: ActorKind, name: &str, at: &At) -> Draft {
        Draft {
            id: id.to_owned(),
            kind,
            name: name.to_owned(),
            names: vec![DraftName::new(name, NameKind::Full, None, at.clone())],
            country: None,
            period: Period::default(),
            part_of: Vec::new(),
            sides: Vec::new(),
            confused_with: Vec::new(),
            domains: Vec::new(),
            publishes: kind.is_medium(),
            world: false,
            note: None,
            at: at.clone(),
            generated: false,
        }
    }

    pub(crate) fn add_name(&mut self, text: &str, kind: NameKind, at: At) {
        self.names.push(DraftName::new(text, kind, None, at));
    }

    /// Adds a name that gives way to one that somebody wrote.
    pub(crate) fn add_generated(&mut self, text: &str, kind: NameKind, at: At) {
        self.add_name(text, kind, at);
        self.mark_generated();
    }

    fn mark_generated(&mut self) {
        if let Some(name) = self.names.last_mut() {
            name.generated = true;
        }
    }

    fn add_names<T>(
        &mut self,
        entry: &Entry<T>,
        key: &str,
        texts: &[String],
        kind: NameKind,
        faults: &mut Faults,
    ) {
        check_sorted(entry, key, texts, faults);
        for (index, text) in texts.iter().enumerate() {
            self.add_name(text, kind, entry.at_item(key, index));
        }
    }

    fn add_scripts<T>(&mut self, entry: &Entry<T>, scripts: &[ScriptForm], faults: &mut Faults) {
        for (index, script) in scripts.iter().enumerate() {
            if !(2..=3).contains(&script.lang.len())
                || !script.lang.chars().all(|c| c.is_ascii_lowercase())
            {
                let what = format!("{:?} is not a language code", script.lang);
                faults.error(
                    &entry.at_item("scripts", index),
                    what,
                    "use the ISO 639 code of two or three letters",
                );
            }
            self.add_name(
                &script.text,
                NameKind::Alias,
                entry.at_item("scripts", index),
            );
        }
    }

    pub(crate) fn of_actor(entry: &Entry<ActorForm>, faults: &mut Faults) -> Draft {
        let form = &entry.value;
        let mut draft = Draft::new(&form.id, form.kind, &form.name, &entry.at);
        draft.names[0].at = entry.at_key("name");
        draft.add_names(entry, "aliases", &form.aliases, NameKind::Alias, faults);
        draft.add_names(entry, "shared", &form.shared, NameKind::Shared, faults);
        draft.add_names(
            entry,
            "adjectives",
            &form.adjectives,
            NameKind::Adjective,
            faults,
        );
        draft.add_names(entry, "metonyms", &form.metonyms, NameKind::Metonym, faults);
        draft.add_scripts(entry, &form.scripts, faults);
        for (index, by_side) in form.names_by_side.iter().enumerate() {
            let at = entry.at_item("names_by_side", index);
            for text in &by_side.names {
                let side = Some(Reference::Id(by_side.side.clone()));
                draft
                    .names
                    .push(DraftName::new(text, NameKind::BySide, side, at.clone()));
            }
        }
        draft.country.clone_from(&form.country);
        draft.period = Period {
            from: form.from,
            to: form.to,
        };
        for (index, part) in form.part_of.iter().enumerate() {
            draft.part_of.push(DraftPart {
                whole: Reference::Id(part.actor.clone()),
                role: part.role.clone(),
                period: Period {
                    from: part.from,
                    to: part.to,
                },
                at: entry.at_item("part_of", index),
            });
        }
        draft.sides = sides(entry, &form.side);
        draft.confused_with = form
            .confused_with
            .iter()
            .enumerate()
            .map(|(index, id)| (id.clone(), entry.at_item("confused_with", index)))
            .collect();
        draft.note = form.note.clone().or(form.source.clone());
        check_period(draft.period, &entry.at_key("to"), faults);
        draft
    }

    pub(crate) fn of_outlet(entry: &Entry<OutletForm>, faults: &mut Faults) -> Draft {
        let form = &entry.value;
        let mut draft = Draft::new(&form.id, form.kind, &form.name, &entry.at);
        draft.names[0].at = entry.at_key("name");
        draft.add_names(entry, "aliases", &form.aliases, NameKind::Alias, faults);
        draft.add_names(entry, "shared", &form.shared, NameKind::Shared, faults);
        draft.add_scripts(entry, &form.scripts, faults);
        draft.country.clone_from(&form.country);
        draft.domains.clone_from(&form.domains);
        draft.sides = sides(entry, &form.side);
        for (index, side) in form.side.iter().enumerate() {
            if side.source.is_none() {
                let at = entry.at_item("side", index);
                faults.error(
                    &at,
                    "a side fact of an outlet has no source",
                    "add source = \"who says so\", or leave the fact out",
                );
            }
        }
        draft.period = Period {
            from: form.from,
            to: form.to,
        };
        draft.publishes = true;
        draft.world = form.world;
        draft.note.clone_from(&form.note);
        check_period(draft.period, &entry.at_key("to"), faults);
        draft
    }

    /// The state itself and what the templates make of it.
    pub(crate) fn of_country(
        entry: &Entry<CountryForm>,
        templates: &[Entry<TemplateForm>],
        faults: &mut Faults,
    ) -> Vec<Draft> {
        let form = &entry.value;
        let state_id = format!("country.{}", form.code.to_lowercase());
        let kind = if form.territory {
            ActorKind::Territory
        } else {
            ActorKind::State
        };
        let period = Period {
            from: form.from,
            to: form.to,
        };
        let mut state = Draft::new(&state_id, kind, &form.name, &entry.at);
        state.names[0].at = entry.at_key("name");
        state.add_names(entry, "aliases", &form.aliases, NameKind::Alias, faults);
        state.add_names(
            entry,
            "adjectives",
            &form.adjectives,
            NameKind::Adjective,
            faults,
        );
        state.add_names(entry, "shared", &form.shared, NameKind::Shared, faults);
        state.add_names(entry, "metonyms", &form.metonyms, NameKind::Metonym, faults);
        state.add_scripts(entry, &form.scripts, faults);
        let mut made = Vec::new();
        for template in templates
            .iter()
            .filter(|template| !form.without.contains(&template.value.key))
        {
            let names = expand(form, &template.value.names);
            if template.value.of_state {
                for (text, kind) in names {
                    state.add_name(
                        &text,
                        if kind == NameKind::Full {
                            NameKind::Alias
                        } else {
                            kind
                        },
                        entry.at.clone(),
                    );
                    state.mark_generated();
                }
                continue;
            }
            let Some((main, _)) = names.first() else {
                continue;
            };
            let id = format!("{}.{}", form.code.to_lowercase(), template.value.key);
            let mut draft = Draft::new(&id, template.value.kind, main, &entry.at);
            draft.names.clear();
            for (text, kind) in names {
                draft.add_name(&text, kind, entry.at.clone());
                draft.mark_generated();
            }
            for text in &template.value.shared {
                draft.add_name(text, NameKind::Shared, entry.at.clone());
            }
            let whole = template
                .value
                .part_of
                .as_ref()
                .filter(|key| !form.without.contains(key));
            let whole = whole.map_or(state_id.clone(), |key| {
                format!("{}.{key}", form.code.to_lowercase())
            });
            draft.part_of.push(DraftPart {
                whole: Reference::Id(whole),
                role: None,
                period: Period::default(),
                at: entry.at.clone(),
            });
            draft.generated = true;
            draft.country = Some(form.code.clone());
            draft.period = period;
            made.push(draft);
        }
        state.country = Some(form.code.clone());
        state.period = period;
        made.insert(0, state);
        made
    }

    /// Joins an entry written by hand to the generated one: its main name goes first, its facts are added.
    pub(crate) fn join(&mut self, mut by_hand: Draft) {
        for name in &mut self.names {
            if name.kind == NameKind::Full {
                name.kind = NameKind::Alias;
            }
        }
        by_hand.names.append(&mut self.names);
        by_hand.part_of.append(&mut self.part_of);
        by_hand.sides.append(&mut self.sides);
        by_hand.country = by_hand.country.or(self.country.take());
        by_hand.publishes |= self.publishes;
        *self = by_hand;
    }
}

/// The names a template makes for a country; those of a shared adjective are shared themselves.
fn expand(form: &CountryForm, patterns: &[String]) -> Vec<(String, NameKind)> {
    let mut names: Vec<(String, NameKind)> = Vec::new();
    let mut add = |text: String, kind: NameKind| {
        let kind = if names.is_empty() && kind == NameKind::Alias {
            NameKind::Full
        } else {
            kind
        };
        names.push((text, kind));
    };
    for pattern in patterns {
        if pattern.contains("{adjective}") {
            for adjective in &form.adjectives {
                add(pattern.replace("{adjective}", adjective), NameKind::Alias);
            }
            for adjective in &form.shared {
                add(pattern.replace("{adjective}", adjective), NameKind::Shared);
            }
        } else {
            add(pattern.replace("{name}", &form.name), NameKind::Alias);
            // Nobody writes "army of the Federal Democratic Republic of X": long formal names stay with the state.
            for alias in form
                .aliases
                .iter()
                .filter(|alias| alias.split_whitespace().count() <= 2)
            {
                add(pattern.replace("{name}", alias), NameKind::Alias);
            }
        }
    }
    names
}

fn sides<T>(entry: &Entry<T>, forms: &[crate::forms::SideForm]) -> Vec<DraftSide> {
    let side = |(index, form): (usize, &crate::forms::SideForm)| DraftSide {
        with: Reference::Id(form.with.clone()),
        fact: form.fact.clone(),
        period: Period {
            from: form.from,
            to: form.to,
        },
        source: form.source.clone(),
        at: entry.at_item("side", index),
    };
    forms.iter().enumerate().map(side).collect()
}

fn check_sorted<T>(entry: &Entry<T>, key: &str, texts: &[String], faults: &mut Faults) {
    for (index, pair) in texts.windows(2).enumerate() {
        let (before, after) = (pair[0].to_lowercase(), pair[1].to_lowercase());
        if before > after {
            let what = format!(
                "`{key}` is not sorted: {:?} stands after {:?}",
                pair[1], pair[0]
            );
            faults.warn(
                &entry.at_item(key, index + 1),
                what,
                format!("move {:?} before {:?}", pair[1], pair[0]),
            );
        }
    }
}

fn check_period(period: Period, at: &At, faults: &mut Faults) {
    if let (Some(from), Some(to)) = (period.from, period.to)
        && from.first() > to.last()
    {
        faults.error(at, "`to` lies before `from`", "exchange the two dates");
    }
}
