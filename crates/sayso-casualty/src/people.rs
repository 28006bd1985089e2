//! What words say of people: fighters or civilians, and whose a building or vehicle is.

use crate::index::Set;
use crate::lexicon::CasualtyLexicon;
use crate::phrase::PhraseTable;
use sayso_model::VictimStatus;
use sayso_text::Token;

impl CasualtyLexicon {
    /// Whether a word names people.
    pub fn names_people(&self, token: &Token) -> bool {
        self.is_people_word(token) || self.holds(Set::Collective, token)
    }

    /// What a phrase says of its people, if it says so: `words` are the phrase without a number, `head` its noun.
    ///
    /// The noun decides before the words beside it: an army's doctor is no fighter, a "former" fighter neither.
    pub fn people_status(&self, words: &[Token], head: &Token) -> Option<VictimStatus> {
        let any = |set: Set| words.iter().any(|token| self.holds(set, token));
        let combatant_head = self.holds(Set::Combatant, head);
        let status = if combatant_head {
            VictimStatus::Combatant
        } else if self.holds(Set::Civilian, head)
            || any(Set::CivilianModifier)
            || any(Set::Civilian)
            || self.ends_in_trade(head)
        {
            VictimStatus::Civilian
        } else if any(Set::CombatantModifier) || any(Set::Combatant) {
            VictimStatus::Combatant
        } else {
            return None;
        };
        let past = status == VictimStatus::Combatant && any(Set::Former);
        Some(if past { VictimStatus::Civilian } else { status })
    }

    /// Whose a building, vehicle or place is by its words: "house", "refugee camp", "army barracks".
    pub fn site_status(&self, words: &[Token]) -> Option<VictimStatus> {
        let has =
            |table: &PhraseTable<()>| (0..words.len()).any(|at| table.at(words, at).is_some());
        match (
            has(&self.index.civilian_sites),
            has(&self.index.combatant_sites),
        ) {
            (true, false) => Some(VictimStatus::Civilian),
            (false, true) => Some(VictimStatus::Combatant),
            _ => None,
        }
    }

    /// "road workers": a trade by its ending.
    fn ends_in_trade(&self, head: &Token) -> bool {
        self.words.people.civilian_endings.iter().any(|ending| {
            head.lower.len() > ending.len() + 2 && head.lower.ends_with(ending.as_str())
        })
    }
}
