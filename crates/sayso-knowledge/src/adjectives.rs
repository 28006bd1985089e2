//! Adjectives of overlay states, read off the names of their bodies: "Examplian Army" tells "Examplian".
//!
//! JSON overlays have no place for adjectives, but reports use them freely. The templates of the stock say how names
//! are built from an adjective; here they are read backwards.

use crate::actor::NameKind;
use crate::draft::{Draft, Reference};
use crate::entries::Entry;
use crate::forms::TemplateForm;
use crate::kind::ActorKind;
use std::collections::{BTreeMap, BTreeSet};

const SLOT: &str = "{adjective} ";

/// Adds to each state of an overlay the adjectives that its own and its bodies' names show, and the names they make.
pub(crate) fn add_adjectives(drafts: &mut [Draft], templates: &[Entry<TemplateForm>]) {
    let patterns = || templates.iter().flat_map(|template| &template.value.names);
    let endings: BTreeSet<String> = patterns()
        .filter_map(|name| name.strip_prefix(SLOT))
        .map(str::to_lowercase)
        .collect();
    let by_name: BTreeMap<String, usize> = drafts
        .iter()
        .enumerate()
        .flat_map(|(index, draft)| {
            draft
                .names
                .iter()
                .map(move |name| (name.text.to_lowercase(), index))
        })
        .collect();
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for index in 0..drafts.len() {
        let Some(state) = state_of(drafts, &by_name, index) else {
            continue;
        };
        for name in drafts[index].names.iter().filter(|name| name.is_plain()) {
            if let Some(adjective) = endings
                .iter()
                .find_map(|ending| adjective_of(&name.text, ending))
            {
                found.entry(adjective.to_owned()).or_default().insert(state);
            }
        }
    }
    for (adjective, states) in found {
        let (Some(&state), 1) = (states.first(), states.len()) else {
            continue;
        };
        if by_name.contains_key(&adjective.to_lowercase()) {
            continue;
        }
        let at = drafts[state].at.clone();
        drafts[state].add_generated(&adjective, NameKind::Adjective, at.clone());
        for template in templates.iter().filter(|template| template.value.of_state) {
            for ending in template
                .value
                .names
                .iter()
                .filter_map(|name| name.strip_prefix(SLOT))
            {
                drafts[state].add_generated(
                    &format!("{adjective} {ending}"),
                    NameKind::Alias,
                    at.clone(),
                );
            }
        }
    }
}

/// One capitalised word before an ending that a template joins to an adjective.
fn adjective_of<'n>(name: &'n str, ending: &str) -> Option<&'n str> {
    let (word, rest) = name.split_once(' ')?;
    (rest.to_lowercase() == ending
        && word.chars().next()?.is_uppercase()
        && word.chars().all(char::is_alphabetic))
    .then_some(word)
}

/// The state that a draft is, or belongs to by its chain of `part_of`.
fn state_of(drafts: &[Draft], by_name: &BTreeMap<String, usize>, start: usize) -> Option<usize> {
    let mut index = start;
    for _ in 0..drafts.len() {
        let draft = drafts.get(index)?;
        if draft.kind == ActorKind::State {
            return Some(index);
        }
        let Reference::Name(whole) = &draft.part_of.first()?.whole else {
            return None;
        };
        index = *by_name.get(&whole.to_lowercase())?;
    }
    None
}
