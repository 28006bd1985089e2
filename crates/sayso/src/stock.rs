//! Everything a coder stands on: knowledge with the user's own over it, word lists, gazetteer, sentence analysis.

use crate::arguments::{Analysis, CoderArguments};
use crate::refusal::Refusal;
use sayso_code::Coder;
use sayso_knowledge::Knowledge;
use sayso_place::Gazetteer;
use sayso_store::Generation;
use sayso_syntax::{Accurate, Light};
use sayso_text::Analyser;
use std::path::PathBuf;

/// Loaded knowledge, gazetteer and analyser; a [`Coder`] borrows from it.
pub(crate) struct Stock {
    pub(crate) knowledge: Knowledge,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) analyser: Box<dyn Analyser>,
    overlays: Vec<PathBuf>,
}

impl Stock {
    pub(crate) fn load(arguments: &CoderArguments) -> Result<Stock, Refusal> {
        let knowledge = knowledge(&arguments.knowledge)?;
        let gazetteer = gazetteer(&knowledge)?;
        Ok(Stock {
            knowledge,
            gazetteer,
            analyser: analyser(arguments.analysis)?,
            overlays: arguments.knowledge.clone(),
        })
    }

    /// Puts other overlays over the stock; the analyser stays.
    pub(crate) fn set_overlays(&mut self, overlays: &[PathBuf]) -> Result<(), Refusal> {
        if self.overlays != overlays {
            self.knowledge = knowledge(overlays)?;
            self.gazetteer = gazetteer(&self.knowledge)?;
            self.overlays = overlays.to_vec();
        }
        Ok(())
    }

    pub(crate) fn coder(&self) -> Coder<'_> {
        Coder::new(&self.knowledge, &self.gazetteer, self.analyser.as_ref())
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
pub(crate) fn knowledge(overlays: &[PathBuf]) -> Result<Knowledge, Refusal> {
    Knowledge::load(overlays).map_err(|faults| {
        let faults: Vec<String> = faults.0.iter().map(ToString::to_string).collect();
        Refusal::new(format!(
            "{}\nthe knowledge has faults and was not used; `sayso check` lists them",
            faults.join("\n")
        ))
    })
}

/// The bundled gazetteer with the overlays' places on top.
fn gazetteer(knowledge: &Knowledge) -> Result<Gazetteer, Refusal> {
    let gazetteer = Gazetteer::bundled().map_err(Refusal::new)?;
    Ok(if knowledge.place_entries.is_empty() {
        gazetteer
    } else {
        gazetteer.with_extra(knowledge.place_entries.clone())
    })
}

pub(crate) fn analyser(analysis: Analysis) -> Result<Box<dyn Analyser>, Refusal> {
    Ok(match analysis {
        Analysis::Accurate => Box::new(Accurate::new().map_err(Refusal::new)?),
        Analysis::Light => Box::new(Light),
    })
}
