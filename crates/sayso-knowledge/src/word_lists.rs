//! The word lists of a language, each read by the crate whose subject it is, with the words of overlays added.

use crate::entries::{Entry, TomlFile};
use crate::events::{
    EventKnowledge, EventLexicon, Frame, ModalityLexicon, PartyLexicon, ReportingLexicon,
    ReportingVerb, WeaponLexicon,
};
use crate::fault::{At, Faults};
use crate::overlay::joined;
use crate::source::SourceFile;
use sayso_casualty::CasualtyLexicon;
use sayso_place::PlaceLexicon;
use sayso_text::SegmentLexicon;
use sayso_time::TimeLexicon;
use std::collections::BTreeMap;

/// All word lists of one language.
#[derive(Debug, Clone)]
pub struct WordLists {
    pub segment: SegmentLexicon,
    pub events: EventKnowledge,
    pub times: TimeLexicon,
    pub casualties: CasualtyLexicon,
    pub places: PlaceLexicon,
    /// The files of `segment` and `places` as they are joined so far.
    joined: BTreeMap<String, toml::Table>,
}

/// Files of `lang/xx/` that a user's knowledge may extend.
const EXTENSIBLE: &[&str] = &[
    "casualties",
    "events",
    "modality",
    "names",
    "numbers",
    "parties",
    "places",
    "reporting",
    "segment",
    "time",
    "weapons",
];

/// Whether a file of this name, given by itself, is a word list.
pub(crate) fn is_list(name: &str) -> bool {
    // A file of places given by itself holds the user's places.
    EXTENSIBLE.contains(&name) && !matches!(name, "names" | "places")
}

impl WordLists {
    /// The lists that come with the program.
    pub fn builtin() -> WordLists {
        WordLists {
            segment: SegmentLexicon::builtin().clone(),
            // Read with faults by the loader as well; a test keeps the stock without any.
            events: EventKnowledge::builtin().unwrap_or_default(),
            times: TimeLexicon::builtin().clone(),
            casualties: CasualtyLexicon::builtin(),
            places: PlaceLexicon::builtin().clone(),
            joined: BTreeMap::new(),
        }
    }

    /// Keeps a stock's file that overlays are joined to.
    pub(crate) fn keep_stock(&mut self, name: &str, file: &SourceFile) {
        if matches!(name, "segment" | "places")
            && let Ok(table) = toml::from_str(&file.text)
        {
            self.joined.insert(name.to_owned(), table);
        }
    }

    /// Joins an overlay to the stock's file and reads the whole.
    fn join<T: serde::de::DeserializeOwned>(
        &mut self,
        name: &str,
        file: &SourceFile,
        faults: &mut Faults,
    ) -> Option<T> {
        let stock = self.joined.get(name).cloned().unwrap_or_default();
        let read = joined(&stock, &file.text).and_then(|table| {
            let words = T::deserialize(table.clone()).map_err(|error| error.to_string())?;
            Ok((table, words))
        });
        match read {
            Ok((table, words)) => {
                self.joined.insert(name.to_owned(), table);
                Some(words)
            }
            Err(message) => {
                refuse(file, &message, faults);
                None
            }
        }
    }

    /// Adds a user's file `lang/xx/NAME.toml`: lists grow, entries with the id of an earlier one replace it.
    pub(crate) fn add(&mut self, name: &str, file: &SourceFile, faults: &mut Faults) {
        match name {
            "events" => self.events.events.add(read(file, faults)),
            "weapons" => self.events.weapons.add(read(file, faults)),
            "reporting" => self.events.reporting.add(read(file, faults)),
            "modality" => self.events.modality.add(read(file, faults)),
            "parties" => self.events.parties.add(read(file, faults)),
            "time" => match self.times.merge(&file.text) {
                Ok(times) => self.times = times,
                Err(error) => refuse(file, &error.to_string(), faults),
            },
            "segment" => {
                if let Some(words) = self.join("segment", file, faults) {
                    self.segment = words;
                }
            }
            "places" => {
                if let Some(words) = self.join("places", file, faults) {
                    self.places = words;
                }
            }
            "numbers" => self.add_counts(&file.text, "", file, faults),
            "casualties" => self.add_counts("", &file.text, file, faults),
            _ => {
                let what =
                    format!("`{name}` is no word list that can be extended; it is passed over");
                faults.warn(
                    &At::new(&file.shown, 0),
                    what,
                    format!("use one of {}", EXTENSIBLE.join(", ")),
                );
            }
        }
    }

    fn add_counts(
        &mut self,
        numbers: &str,
        casualties: &str,
        file: &SourceFile,
        faults: &mut Faults,
    ) {
        match CasualtyLexicon::from_toml(numbers, casualties) {
            Ok(words) => self.casualties.merge(&words),
            Err(error) => refuse(file, &error.to_string(), faults),
        }
    }
}

fn read<T: serde::de::DeserializeOwned + Default>(file: &SourceFile, faults: &mut Faults) -> T {
    TomlFile::parse(file, faults)
        .whole::<T>(faults)
        .map(|entry| entry.value)
        .unwrap_or_default()
}

/// A fault told by another crate's reader: its first lines hold the place and the cause.
pub(crate) fn refuse(file: &SourceFile, message: &str, faults: &mut Faults) {
    let digits = |text: &str| {
        text.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .ok()
    };
    let line = message
        .split_once("line ")
        .and_then(|(_, rest)| digits(rest))
        .unwrap_or(0);
    let cause = message
        .lines()
        .map(str::trim)
        .rfind(|line| !line.is_empty())
        .unwrap_or(message);
    faults.error(
        &At::new(&file.shown, line),
        cause.to_owned(),
        "use the keys of the stock's file of that name",
    );
}

/// Checks the frames and reporting verbs of an event file entry by entry, with lines.
pub(crate) fn check_rules(file: &SourceFile, faults: &mut Faults) {
    let mut toml = TomlFile::parse(file, &mut Faults::default());
    let mut seen = BTreeMap::new();
    for entry in toml.take::<Frame>("frame", &mut Faults::default()) {
        let frame = &entry.value;
        check_rule(&entry, &frame.id, &frame.means, &mut seen, faults);
        let has_words = !frame.verbs.is_empty() || !frame.nouns.is_empty();
        if has_words && frame.yes.is_empty() {
            faults.error(
                &entry.at,
                format!("the frame {:?} has no example that must be found", frame.id),
                "add yes = [{ text = \"...\" }]",
            );
        }
        if has_words && frame.no.is_empty() {
            faults.warn(
                &entry.at,
                format!(
                    "the frame {:?} has no example that must not be found",
                    frame.id
                ),
                "add no = [\"...\"]",
            );
        }
    }
    for entry in toml.take::<ReportingVerb>("verb", &mut Faults::default()) {
        check_rule(
            &entry,
            &entry.value.id,
            &entry.value.means,
            &mut seen,
            faults,
        );
    }
}

fn check_rule<T>(
    entry: &Entry<T>,
    id: &str,
    means: &str,
    seen: &mut BTreeMap<String, At>,
    faults: &mut Faults,
) {
    if means.trim().is_empty() {
        faults.error(
            &entry.at,
            format!("the rule {id:?} does not say what it means"),
            "add means = \"one sentence\"",
        );
    }
    if let Some(first) = seen.insert(id.to_owned(), entry.at.clone()) {
        faults.error(
            &entry.at,
            format!("the id {id:?} is used already at {first}"),
            "give this entry an id of its own",
        );
    }
}

/// Adds entries; one with the key of an earlier one replaces it.
fn replace<T>(own: &mut Vec<T>, added: Vec<T>, key: impl Fn(&T) -> &str) {
    for entry in added {
        match own.iter_mut().find(|known| key(known) == key(&entry)) {
            Some(known) => *known = entry,
            None => own.push(entry),
        }
    }
}

fn extend(own: &mut Vec<String>, added: Vec<String>) {
    for word in added {
        if !own.contains(&word) {
            own.push(word);
        }
    }
}

impl EventLexicon {
    fn add(&mut self, other: EventLexicon) {
        replace(&mut self.frames, other.frames, |frame| &frame.id);
        replace(&mut self.light_verbs, other.light_verbs, |light| {
            &light.verb
        });
        self.ties.extend(other.ties);
    }
}

impl WeaponLexicon {
    fn add(&mut self, other: WeaponLexicon) {
        replace(&mut self.weapons, other.weapons, |weapon| &weapon.id);
        self.use_of.handled.extend(other.use_of.handled);
        self.use_of.wielded.extend(other.use_of.wielded);
        self.use_of.laden.extend(other.use_of.laden);
    }
}

impl ReportingLexicon {
    fn add(&mut self, other: ReportingLexicon) {
        replace(&mut self.verbs, other.verbs, |verb| &verb.id);
        replace(&mut self.cues, other.cues, |cue| &cue.words);
        extend(&mut self.spokespersons, other.spokespersons);
        extend(&mut self.documents, other.documents);
        extend(&mut self.speakers, other.speakers);
        extend(&mut self.own_act, other.own_act);
        extend(&mut self.plain_speech, other.plain_speech);
        extend(&mut self.behind, other.behind);
        extend(&mut self.owning, other.owning);
        extend(&mut self.doing, other.doing);
        extend(&mut self.claims_acts, other.claims_acts);
        extend(&mut self.deeds, other.deeds);
        extend(&mut self.happening, other.happening);
        extend(&mut self.victims, other.victims);
        extend(&mut self.among, other.among);
        extend(&mut self.denial_predicates, other.denial_predicates);
        extend(&mut self.short_forms, other.short_forms);
        extend(&mut self.attitudes.verbs, other.attitudes.verbs);
        extend(&mut self.attitudes.nouns, other.attitudes.nouns);
        extend(&mut self.attitudes.adjectives, other.attitudes.adjectives);
        extend(&mut self.attitudes.impressions, other.attitudes.impressions);
        extend(&mut self.attitudes.clause_only, other.attitudes.clause_only);
        extend(&mut self.counts, other.counts);
    }
}

impl ModalityLexicon {
    fn add(&mut self, other: ModalityLexicon) {
        extend(&mut self.hypothetical, other.hypothetical);
        extend(&mut self.conditional, other.conditional);
        extend(&mut self.future, other.future);
        extend(&mut self.future_in_the_past, other.future_in_the_past);
        extend(&mut self.generic, other.generic);
        extend(&mut self.epistemic, other.epistemic);
        extend(&mut self.apart, other.apart);
        extend(&mut self.occasions, other.occasions);
        extend(&mut self.finding, other.finding);
        extend(&mut self.controlled, other.controlled);
        extend(&mut self.defining, other.defining);
        extend(&mut self.later, other.later);
        extend(&mut self.counted_from, other.counted_from);
        extend(&mut self.pointing, other.pointing);
        extend(&mut self.matter_of, other.matter_of);
        extend(&mut self.planned, other.planned);
        extend(&mut self.averted, other.averted);
        extend(&mut self.negation, other.negation);
        extend(&mut self.hedges, other.hedges);
        extend(&mut self.another, other.another);
        extend(&mut self.peaceful, other.peaceful);
        extend(&mut self.peaceful_together, other.peaceful_together);
        replace(&mut self.figurative, other.figurative, |figurative| {
            &figurative.word
        });
    }
}

impl PartyLexicon {
    fn add(&mut self, other: PartyLexicon) {
        extend(&mut self.armed, other.armed);
        extend(&mut self.people, other.people);
        extend(&mut self.objects, other.objects);
        extend(&mut self.collectives, other.collectives);
        extend(&mut self.name_leads, other.name_leads);
        extend(&mut self.no_targets, other.no_targets);
        extend(&mut self.naming, other.naming);
        extend(&mut self.unarmed, other.unarmed);
        extend(&mut self.group_words, other.group_words);
        extend(&mut self.group_names, other.group_names);
        self.loaded.extend(other.loaded);
    }
}
