//! Everything a coder stands on: knowledge with the user's own over it, word lists, gazetteer, sentence analysis.

use crate::arguments::{Analysis, CoderArguments};
use crate::refusal::Refusal;
use sayso_casualty::CasualtyLexicon;
use sayso_code::{Coder, Lexicons};
use sayso_knowledge::events::EventKnowledge;
use sayso_knowledge::{ExtraPlace, Knowledge};
use sayso_model::Point;
use sayso_place::{Gazetteer, PlaceEntry, PlaceKind, PlaceLexicon};
use sayso_store::Generation;
use sayso_syntax::{Accurate, Light};
use sayso_text::{Analyser, SegmentLexicon};
use sayso_time::TimeLexicon;
use std::path::PathBuf;

/// The code of the language the bundled word lists are for.
const LANGUAGE: &str = "en";

/// Loaded knowledge, word lists and analyser; a [`Coder`] borrows from it.
pub(crate) struct Stock {
    pub(crate) knowledge: Knowledge,
    pub(crate) lexicons: Lexicons,
    pub(crate) analyser: Box<dyn Analyser>,
    overlays: Vec<PathBuf>,
}

impl Stock {
    pub(crate) fn load(arguments: &CoderArguments) -> Result<Stock, Refusal> {
        let knowledge = knowledge(&arguments.knowledge)?;
        let lexicons = lexicons(&knowledge)?;
        Ok(Stock {
            knowledge,
            lexicons,
            analyser: analyser(arguments.analysis)?,
            overlays: arguments.knowledge.clone(),
        })
    }

    /// Puts other overlays over the stock; the analyser stays.
    pub(crate) fn set_overlays(&mut self, overlays: &[PathBuf]) -> Result<(), Refusal> {
        if self.overlays != overlays {
            self.knowledge = knowledge(overlays)?;
            self.lexicons = lexicons(&self.knowledge)?;
            self.overlays = overlays.to_vec();
        }
        Ok(())
    }

    pub(crate) fn coder(&self) -> Coder<'_> {
        Coder::new(&self.knowledge, &self.lexicons, self.analyser.as_ref())
    }

    /// Who codes, for the ledger.
    pub(crate) fn generation(&self) -> Generation {
        let (coder, analysis, knowledge) = self.coder().identity();
        Generation {
            coder,
            analyser: analysis,
            knowledge,
        }
    }
}

/// Loads the stock and overlays over it; every fault is told at once.
fn knowledge(overlays: &[PathBuf]) -> Result<Knowledge, Refusal> {
    Knowledge::load(overlays).map_err(|faults| {
        let faults: Vec<String> = faults.0.iter().map(ToString::to_string).collect();
        Refusal::new(format!(
            "{}\nthe knowledge has faults and was not used; `sayso check` lists them",
            faults.join("\n")
        ))
    })
}

fn lexicons(knowledge: &Knowledge) -> Result<Lexicons, Refusal> {
    let places = PlaceLexicon::builtin().clone();
    let gazetteer = Gazetteer::bundled().map_err(Refusal::new)?;
    let extra: Vec<PlaceEntry> = knowledge
        .places_extra
        .iter()
        .map(|place| entry(place, &places))
        .collect();
    let gazetteer = if extra.is_empty() {
        gazetteer
    } else {
        gazetteer.with_extra(extra)
    };
    Ok(Lexicons {
        language: LANGUAGE.to_owned(),
        segment: SegmentLexicon::builtin().clone(),
        events: EventKnowledge::builtin().map_err(Refusal::new)?,
        times: TimeLexicon::builtin().clone(),
        casualties: CasualtyLexicon::builtin(),
        places,
        gazetteer,
    })
}

/// An overlay's place as the gazetteer takes it; a kind it has no word for is a town, the commonest.
fn entry(place: &ExtraPlace, lexicon: &PlaceLexicon) -> PlaceEntry {
    let mut entry = PlaceEntry::new(
        place.name.clone(),
        lexicon.kind_of(&place.kind).unwrap_or(PlaceKind::Town),
    );
    entry.aliases = place.aliases.clone();
    entry.parent = place.parent.clone();
    entry.point = place
        .latitude
        .zip(place.longitude)
        .map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        });
    entry
}

pub(crate) fn analyser(analysis: Analysis) -> Result<Box<dyn Analyser>, Refusal> {
    Ok(match analysis {
        Analysis::Accurate => Box::new(Accurate::new().map_err(Refusal::new)?),
        Analysis::Light => Box::new(Light),
    })
}
