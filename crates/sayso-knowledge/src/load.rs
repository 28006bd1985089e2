//! Loading: files to sections, sections to compiled knowledge, with every fault reported at once.

use crate::actor::ActorId;
use crate::adjectives::add_adjectives;
use crate::draft::{Draft, Reference};
use crate::entries::{Entry, TomlFile};
use crate::fault::{At, Faults, Severity};
use crate::forms::{ActorForm, CountryForm, OperationForm, OutletForm, TemplateForm};
use crate::names::NameWords;
use crate::partial_date::PartialDate;
use crate::registry::ActorRegistry;
use crate::source::{Layer, SourceFile};
use crate::word_lists::{self, WordLists};
use crate::world::{DraftOperation, ExtraPlace};
use crate::{Knowledge, Operation, world};
use sayso_time::NamedDays;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which reader a file belongs to, by its path within the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Actors,
    NameWords,
    World,
    /// Tab-separated, as GeoNames gives them out.
    GeonamesDump,
    /// A list of `lang/xx/`, by name.
    Words,
    Places,
    Unknown,
}

fn section(path: &str, stock: bool) -> Section {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        _ if path.ends_with(".json") => Section::World,
        _ if path.ends_with(".txt") => Section::GeonamesDump,
        ["lang", _, "names.toml"] => Section::NameWords,
        ["lang", _, _] => Section::Words,
        // The stock's places are packed; README and tables of `places/` are for the packer.
        ["places" | "coverage", ..] if stock => Section::Words,
        // The linker reads its weights itself; here they only count for the hash.
        ["linking", ..] if stock => Section::Words,
        ["places", ..] => Section::Places,
        ["actors" | "outlets" | "operations", ..] => Section::Actors,
        [file] if file.strip_suffix(".toml").is_some_and(word_lists::is_list) => Section::Words,
        // Any other file given by itself holds actors.
        [_] => Section::Actors,
        _ => Section::Unknown,
    }
}

const ENTRY_KINDS: &[&str] = &[
    "[[actor]]",
    "[[country]]",
    "[[operation]]",
    "[[outlet]]",
    "[[template]]",
];

/// All that the files of the layers say, before references are resolved.
#[derive(Default)]
struct Gathered {
    drafts: Vec<Vec<Draft>>,
    words: Option<NameWords>,
    places: Vec<ExtraPlace>,
    place_entries: Vec<sayso_place::PlaceEntry>,
    operations: Vec<DraftOperation>,
}

impl Knowledge {
    /// Loads the stock and overlays over it; later overlays go before earlier ones.
    ///
    /// Refuses with every fault of every file; warnings alone do not refuse.
    pub fn load(overlays: &[PathBuf]) -> Result<Knowledge, Faults> {
        let (knowledge, faults) = Knowledge::load_all(overlays);
        match knowledge {
            Some(knowledge) if !faults.has_errors() => Ok(knowledge),
            _ => Err(faults),
        }
    }

    /// Loads the stock; it is tested to be without faults.
    pub fn builtin() -> Result<Knowledge, Faults> {
        Knowledge::load(&[])
    }

    /// Compiles layers that the caller has read, e.g. a working copy of the stock.
    pub fn of_layers(layers: &[Layer]) -> (Knowledge, Faults) {
        let mut faults = Faults::default();
        let knowledge = compile(layers, &mut faults);
        faults.sort();
        (knowledge, faults)
    }

    /// Loads what can be loaded and tells all faults and warnings.
    pub fn load_all(overlays: &[PathBuf]) -> (Option<Knowledge>, Faults) {
        let mut faults = Faults::default();
        let mut layers = vec![Layer::builtin()];
        layers.extend(overlays.iter().map(|path| Layer::read(path, &mut faults)));
        let knowledge = compile(&layers, &mut faults);
        faults.sort();
        if !overlays.is_empty() {
            // Whoever loads an overlay can mend only that: the stock's warnings are for its own test.
            let own: BTreeSet<&str> = layers[1..]
                .iter()
                .flat_map(|layer| &layer.files)
                .map(|file| &*file.shown)
                .collect();
            faults.0.retain(|fault| {
                fault.severity == Severity::Error || own.contains(fault.file.as_str())
            });
        }
        (Some(knowledge), faults)
    }
}

/// Compiles layers; the faults are added to `faults`.
pub(crate) fn compile(layers: &[Layer], faults: &mut Faults) -> Knowledge {
    let mut gathered = Gathered::default();
    let mut templates: Vec<Entry<TemplateForm>> = Vec::new();
    let mut lists = WordLists::builtin();
    for (number, layer) in layers.iter().enumerate() {
        let mut countries = Vec::new();
        let mut drafts = Vec::new();
        for file in &layer.files {
            match section(&file.path, number == 0) {
                Section::Actors => {
                    let before = gathered.operations.len();
                    read_actors(
                        file,
                        &mut drafts,
                        &mut countries,
                        &mut templates,
                        &mut gathered,
                        faults,
                    );
                    gathered.operations[before..]
                        .iter_mut()
                        .for_each(|operation| operation.layer = number);
                }
                Section::NameWords => {
                    let words = TomlFile::parse(file, faults).whole::<NameWords>(faults);
                    gathered.words = words.map(|entry| entry.value).or(gathered.words.take());
                }
                Section::World => {
                    let mut world = world::read(file, faults);
                    add_adjectives(&mut world.drafts, &templates);
                    drafts.extend(world.drafts);
                    gathered.places.extend(world.places);
                    gathered
                        .operations
                        .extend(
                            world
                                .operations
                                .into_iter()
                                .map(|operation| DraftOperation {
                                    layer: number,
                                    ..operation
                                }),
                        );
                }
                Section::Words => {
                    let name = file
                        .path
                        .rsplit('/')
                        .next()
                        .and_then(|name| name.strip_suffix(".toml"))
                        .unwrap_or_default();
                    if number > 0 {
                        lists.add(name, file, faults);
                    } else if file.path.starts_with("lang/") {
                        lists.keep_stock(name, file);
                    }
                    if matches!(name, "events" | "reporting") {
                        word_lists::check_rules(file, faults);
                    }
                }
                Section::GeonamesDump => {
                    let (entries, bad) = sayso_place::entries_from_geonames(&file.text);
                    gathered.place_entries.extend(entries);
                    for (line, what) in bad {
                        let mend = "give the 19 tab-separated columns of a GeoNames dump, or leave the line out";
                        faults.error(&At::new(&file.shown, line), what, mend);
                    }
                }
                Section::Places => match sayso_place::entries_from_toml(&file.text) {
                    Ok(entries) => gathered.place_entries.extend(entries),
                    Err(error) => word_lists::refuse(file, &error.to_string(), faults),
                },
                Section::Unknown => {
                    let mend = "put it under actors/, outlets/, operations/, places/ or lang/xx/";
                    faults.error(
                        &At::new(&file.shown, 0),
                        "no part of the knowledge reads this file",
                        mend,
                    );
                }
            }
        }
        for country in &countries {
            drafts.extend(Draft::of_country(country, &templates, faults));
        }
        gathered.drafts.push(drafts);
    }
    let actors = ActorRegistry::build(gathered.drafts, gathered.words.unwrap_or_default(), faults);
    let operations: Vec<Operation> = gathered
        .operations
        .into_iter()
        .map(|draft| operation(&actors, draft, faults))
        .collect();
    lists.times = lists
        .times
        .with_named_days(operations.iter().filter_map(named_days));
    let mut place_entries: Vec<_> = gathered
        .places
        .iter()
        .map(|place| place.entry(&lists.places))
        .collect();
    place_entries.extend(gathered.place_entries);
    Knowledge {
        actors,
        places_extra: gathered.places,
        place_entries,
        words: lists,
        operations,
        hash: hash(layers),
    }
}

fn read_actors(
    file: &SourceFile,
    drafts: &mut Vec<Draft>,
    countries: &mut Vec<Entry<CountryForm>>,
    templates: &mut Vec<Entry<TemplateForm>>,
    gathered: &mut Gathered,
    faults: &mut Faults,
) {
    let mut toml = TomlFile::parse(file, faults);
    for entry in toml.take::<ActorForm>("actor", faults) {
        drafts.push(Draft::of_actor(&entry, faults));
    }
    for entry in toml.take::<OutletForm>("outlet", faults) {
        drafts.push(Draft::of_outlet(&entry, faults));
    }
    countries.extend(toml.take::<CountryForm>("country", faults));
    for template in toml.take::<TemplateForm>("template", faults) {
        match templates
            .iter_mut()
            .find(|known| known.value.key == template.value.key)
        {
            Some(known) if known.at.file != template.at.file => *known = template,
            Some(_) => {
                let what = format!("the template {:?} is there already", template.value.key);
                faults.error(&template.at, what, "give it a key of its own");
            }
            None => templates.push(template),
        }
    }
    for entry in toml.take::<OperationForm>("operation", faults) {
        let OperationForm {
            name,
            aliases,
            date,
            to,
            by,
            place,
            note,
        } = entry.value;
        gathered.operations.push(DraftOperation {
            name,
            aliases,
            date,
            to,
            by: by.map(Reference::Id),
            place,
            note,
            layer: 0,
            at: entry.at,
        });
    }
    toml.finish(ENTRY_KINDS, faults);
}

fn operation(actors: &ActorRegistry, draft: DraftOperation, faults: &mut Faults) -> Operation {
    let by: Option<ActorId> = draft.by.as_ref().and_then(|by| match by {
        Reference::Id(id) => actors.by_id(id),
        Reference::Name(name) => actors.resolve(name, &crate::ResolveContext::default()),
    });
    if by.is_none() && draft.by.is_some() {
        faults.error(
            &draft.at,
            format!("the operation {:?} is by an unknown actor", draft.name),
            "use the id or name of an entry",
        );
    }
    Operation {
        name: draft.name,
        aliases: draft.aliases,
        date: draft.date,
        to: draft.to,
        by,
        place: draft.place,
        note: draft.note,
        layer: draft.layer,
    }
}

/// The days an operation's names stand for, where its first is known to the day.
fn named_days(operation: &Operation) -> Option<NamedDays> {
    let (from, last) = (operation.date.first(), operation.date.last());
    let names = std::iter::once(&operation.name).chain(&operation.aliases);
    (from == last).then(|| NamedDays {
        names: names.cloned().collect(),
        from,
        to: operation.to.map(PartialDate::last),
    })
}

/// SHA-256 over paths, lengths and bytes of all files in order, as hexadecimal digits.
fn hash(layers: &[Layer]) -> String {
    let mut hasher = Sha256::new();
    for (number, layer) in layers.iter().enumerate() {
        for file in &layer.files {
            hasher.update(format!("{number} {} {}\n", file.path, file.text.len()));
            hasher.update(file.text.as_bytes());
        }
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What `sayso check PATH` reports.
#[derive(Debug, Clone)]
pub struct CheckReport {
    pub faults: Faults,
    /// Actors and outlets that the path defines or extends.
    pub actors: usize,
    pub places: usize,
    pub operations: usize,
}

/// Checks an overlay against the stock without using it.
pub fn check(path: &Path) -> CheckReport {
    let (knowledge, faults) = Knowledge::load_all(&[path.to_owned()]);
    let (actors, places, operations) = knowledge.map_or((0, 0, 0), |knowledge| {
        let of_path = |actor: &crate::Actor| {
            actor.layer == 1 || actor.names.iter().any(|name| name.layer == 1)
        };
        let operations = knowledge
            .operations
            .iter()
            .filter(|operation| operation.layer == 1)
            .count();
        (
            knowledge
                .actors
                .actors()
                .filter(|(_, actor)| of_path(actor))
                .count(),
            knowledge.place_entries.len(),
            operations,
        )
    });
    CheckReport {
        faults,
        actors,
        places,
        operations,
    }
}
