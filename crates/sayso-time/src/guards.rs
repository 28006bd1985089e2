//! What a match must not be: part of a name, beside words that its rule excludes, a doubtful month or weekday.

use crate::atoms::Atoms;
use crate::lexicon::TimeLexicon;

impl TimeLexicon {
    /// The guards of a rule, and those of every rule: a street or unit named after a date is not one.
    pub(crate) fn allowed(&self, rule: usize, atoms: &Atoms, start: usize, end: usize) -> bool {
        let entry = &self.rules[rule].entry;
        let next = atoms.get(end);
        if next.is_some_and(|atom| atom.capital)
            && self.in_list("named_after", atoms, end).is_some()
        {
            return false;
        }
        if entry.no_name && !atoms.upper_case && start > 0 {
            let capital = |at: usize| atoms.get(at).is_some_and(|atom| atom.word && atom.capital);
            if capital(start) && capital(start - 1) {
                return false;
            }
        }
        if entry.not_before_capital && next.is_some_and(|atom| atom.capital) && !atoms.upper_case {
            return false;
        }
        if entry
            .not_before
            .iter()
            .any(|list| self.in_list(list, atoms, end).is_some())
        {
            return false;
        }
        let before = |list: &String| {
            let list = self.class(list);
            (start.saturating_sub(4)..start).any(|from| {
                self.phrases_at(list, atoms, from)
                    .any(|(to, _)| to == start)
            })
        };
        !entry.not_after.iter().any(before)
    }

    /// An ambiguous name (May, March) that nothing shows to be a date: in lower case, in upper-case text, first in its
    /// sentence, beside another capitalised word without an article before it, or no noun by its part of speech.
    pub(crate) fn doubtful(&self, atoms: &Atoms, at: usize, end: usize) -> bool {
        let Some(atom) = atoms.get(at) else {
            return true;
        };
        if atoms.upper_case || atom.verbal || !atom.capital {
            return true;
        }
        let Some(before) = at.checked_sub(1).and_then(|before| atoms.get(before)) else {
            return true;
        };
        if self.in_list("article", atoms, at - 1) == Some(at) && at > 1 {
            return false;
        }
        // "Selm May", "Mr. May", and a quoted name.
        let capital = |at: Option<usize>| {
            at.and_then(|at| atoms.get(at))
                .is_some_and(|atom| atom.word && atom.capital)
        };
        let stop = before.lower == "." && !before.space && capital(at.checked_sub(2));
        let name_before = capital(at.checked_sub(1)) || stop || before.lower == "\"";
        name_before || atoms.get(end).is_some_and(|next| next.capital && next.word)
    }
}
