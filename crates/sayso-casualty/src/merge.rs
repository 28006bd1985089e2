//! Merging of data files: lists are joined, later values of a key hold.

use crate::words::*;
use std::collections::BTreeMap;

trait Merge {
    fn join(&mut self, other: &Self);
}

impl<T: Clone + PartialEq> Merge for Vec<T> {
    fn join(&mut self, other: &Vec<T>) {
        for item in other {
            if !self.contains(item) {
                self.push(item.clone());
            }
        }
    }
}

impl Merge for BTreeMap<String, u64> {
    fn join(&mut self, other: &BTreeMap<String, u64>) {
        self.extend(other.iter().map(|(word, value)| (word.clone(), *value)));
    }
}

impl NumberWords {
    pub(crate) fn merge(&mut self, other: &NumberWords) {
        self.articles.join(&other.articles);
        self.joiners.join(&other.joiners);
        self.plural.join(&other.plural);
        self.none.join(&other.none);
        self.any.join(&other.any);
        self.units.join(&other.units);
        self.multipliers.join(&other.multipliers);
        self.suffixes.join(&other.suffixes);
        self.fixed.join(&other.fixed);
        self.vague.join(&other.vague);
        self.qualifiers.merge(&other.qualifiers);
        self.range.merge(&other.range);
        self.ordinals.join(&other.ordinals);
        self.not_a_count.merge(&other.not_a_count);
    }
}

impl Qualifiers {
    pub(crate) fn merge(&mut self, other: &Qualifiers) {
        self.at_least.join(&other.at_least);
        self.up_to.join(&other.up_to);
        self.below.join(&other.below);
        self.about.join(&other.about);
        self.exact.join(&other.exact);
        self.after_at_least.join(&other.after_at_least);
        self.after_about.join(&other.after_about);
    }
}

impl RangeWords {
    pub(crate) fn merge(&mut self, other: &RangeWords) {
        self.open.join(&other.open);
        self.close.join(&other.close);
        self.link.join(&other.link);
        self.widening.join(&other.widening);
        self.change.join(&other.change);
    }
}

impl NotACount {
    pub(crate) fn merge(&mut self, other: &NotACount) {
        self.after.join(&other.after);
        self.before.join(&other.before);
        if other.year_from != 0 {
            self.year_from = other.year_from;
        }
        if other.year_to != 0 {
            self.year_to = other.year_to;
        }
        self.year_before.join(&other.year_before);
        self.tying.join(&other.tying);
        self.ratio.join(&other.ratio);
    }
}

impl CasualtyWords {
    pub(crate) fn merge(&mut self, other: &CasualtyWords) {
        self.verb.join(&other.verb);
        self.phrase.join(&other.phrase);
        self.noun.join(&other.noun);
        self.adjective.join(&other.adjective);
        self.toll.merge(&other.toll);
        self.scope.merge(&other.scope);
        self.superseded.merge(&other.superseded);
        self.parts.merge(&other.parts);
        self.remains.merge(&other.remains);
        self.grammar.merge(&other.grammar);
        self.people.merge(&other.people);
    }
}

impl TollWords {
    pub(crate) fn merge(&mut self, other: &TollWords) {
        self.killed.join(&other.killed);
        self.injured.join(&other.injured);
        self.either.join(&other.either);
        self.nouns.join(&other.nouns);
        self.strong_nouns.join(&other.strong_nouns);
        self.lead.join(&other.lead);
        self.total_cues.join(&other.total_cues);
    }
}

impl ScopeWords {
    pub(crate) fn merge(&mut self, other: &ScopeWords) {
        self.since.join(&other.since);
        self.periods.join(&other.periods);
        self.running.join(&other.running);
        self.period_openers.join(&other.period_openers);
        self.period_units.join(&other.period_units);
        self.wars.join(&other.wars);
        self.war_prepositions.join(&other.war_prepositions);
    }
}

impl SupersededWords {
    pub(crate) fn merge(&mut self, other: &SupersededWords) {
        self.before.join(&other.before);
        self.change.join(&other.change);
    }
}

impl PartWords {
    pub(crate) fn merge(&mut self, other: &PartWords) {
        self.openers.join(&other.openers);
        self.of.join(&other.of);
        self.shares.join(&other.shares);
    }
}

impl RemainsWords {
    pub(crate) fn merge(&mut self, other: &RemainsWords) {
        self.verbs.join(&other.verbs);
    }
}

impl GrammarWords {
    pub(crate) fn merge(&mut self, other: &GrammarWords) {
        self.of.join(&other.of);
        self.by.join(&other.by);
        self.and.join(&other.and);
        self.joining_phrases.join(&other.joining_phrases);
        self.company.join(&other.company);
        self.be.join(&other.be);
        self.have.join(&other.have);
        self.without.join(&other.without);
        self.not.join(&other.not);
        self.one_more.join(&other.one_more);
        self.definite.join(&other.definite);
        self.verb_endings.join(&other.verb_endings);
        self.silent.join(&other.silent);
        self.averting.join(&other.averting);
        self.transporting.join(&other.transporting);
    }
}

impl PeopleWords {
    pub(crate) fn merge(&mut self, other: &PeopleWords) {
        self.civilian.join(&other.civilian);
        self.combatant.join(&other.combatant);
        self.other.join(&other.other);
        self.collective.join(&other.collective);
        self.pair.join(&other.pair);
        self.plural_forms.join(&other.plural_forms);
        self.attackers.join(&other.attackers);
        self.civilian_modifiers.join(&other.civilian_modifiers);
        self.combatant_modifiers.join(&other.combatant_modifiers);
        self.former.join(&other.former);
        self.civilian_sites.join(&other.civilian_sites);
        self.combatant_sites.join(&other.combatant_sites);
        self.civilian_endings.join(&other.civilian_endings);
        self.titles.join(&other.titles);
        self.singular_pronouns.join(&other.singular_pronouns);
        self.plural_pronouns.join(&other.plural_pronouns);
        self.singular_possessives.join(&other.singular_possessives);
        self.plural_possessives.join(&other.plural_possessives);
        self.person_endings.join(&other.person_endings);
        self.plural_endings.join(&other.plural_endings);
        self.things.join(&other.things);
    }
}
