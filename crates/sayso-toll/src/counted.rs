//! Whom a toll counts.

use crate::figure::TollFigure;
use crate::words::TollWords;
use sayso_model::VictimStatus;
use serde::Serialize;

/// The group of people that a toll counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "group", content = "word", rename_all = "snake_case")]
pub enum Counted {
    /// Everybody.
    People,
    Civilians,
    Combatants,
    /// People of one body or trade: staff, reporters, children.
    Others(String),
    /// The text does not say.
    Unknown,
}

impl Counted {
    /// By the head of the words, else by the status the text gives the dead.
    pub(crate) fn of(figure: &TollFigure, words: &TollWords) -> Counted {
        let by_status = match figure.victims {
            Some(VictimStatus::Civilian) => Counted::Civilians,
            Some(VictimStatus::Combatant) => Counted::Combatants,
            Some(VictimStatus::Mixed) => Counted::People,
            None => Counted::Unknown,
        };
        let Some(head) = figure
            .counted
            .as_deref()
            .and_then(|counted| head(counted, words))
        else {
            return by_status;
        };
        let lower = head.to_lowercase();
        if words.civilians.contains(&lower) {
            Counted::Civilians
        } else if words.combatants.contains(&lower)
            || words.members.contains(&lower) && by_status == Counted::Combatants
        {
            Counted::Combatants
        } else if words.members.contains(&lower) {
            Counted::Others(lower)
        } else if words.people.contains(&lower) {
            if by_status == Counted::Unknown {
                Counted::People
            } else {
                by_status
            }
        } else if head.starts_with(char::is_uppercase)
            || head.starts_with(|c: char| c.is_ascii_digit())
        {
            // A people's or a party's name.
            if by_status == Counted::Unknown {
                Counted::People
            } else {
                by_status
            }
        } else {
            Counted::Others(lower)
        }
    }

    /// How well two groups go together: above nought for the same, far below for those that cannot be one.
    pub(crate) fn agreement(&self, other: &Counted) -> i32 {
        use Counted::{Civilians, Combatants, Others, People, Unknown};
        match (self, other) {
            (Unknown, _) | (_, Unknown) => 0,
            (Others(a), Others(b)) if a == b => 15,
            (Others(_), Others(_)) => -25,
            (Others(_), _) | (_, Others(_)) => -20,
            (People, People) => 7,
            (Civilians, Civilians) | (Combatants, Combatants) => 10,
            (People, Civilians) | (Civilians, People) => -3,
            (People, Combatants) | (Combatants, People) => -15,
            (Civilians, Combatants) | (Combatants, Civilians) => -100,
        }
    }
}

/// The word that says what the people are: the last before "of", "in", "killed" and the like. "Of its soldiers" has
/// it behind the preposition.
fn head<'a>(counted: &'a str, words: &TollWords) -> Option<&'a str> {
    let trim = |word: &'a str| word.trim_matches(|c: char| !c.is_alphanumeric());
    let all: Vec<&str> = counted
        .split_whitespace()
        .map(trim)
        .filter(|word| !word.is_empty())
        .collect();
    let begins = all.iter().position(|word| {
        let lower = word.to_lowercase();
        !words.breaks.contains(&lower) && !words.own.contains(&lower)
    })?;
    all[begins..]
        .iter()
        .take_while(|word| !words.breaks.contains(&word.to_lowercase()))
        .last()
        .copied()
}
