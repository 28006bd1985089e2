//! The word sets of the knowledge, asked for by name.

use sayso_knowledge::events::EventKnowledge;
use std::collections::{BTreeMap, BTreeSet};

/// Word sets asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Set {
    Armed,
    People,
    Objects,
    Collectives,
    NameLeads,
    NoTargets,
    Naming,
    Unarmed,
    GroupWords,
    GroupNames,
    Spokespersons,
    Documents,
    Speakers,
    ShortForms,
    AnyBody,
    Counts,
    Hypothetical,
    Conditional,
    Future,
    FutureInThePast,
    Generic,
    Epistemic,
    Apart,
    Occasions,
    Later,
    CountedFrom,
    Pointing,
    MatterOf,
    Planned,
    Averted,
    Negation,
    Location,
    OwnAct,
    PlainSpeech,
    Behind,
    Owning,
    Doing,
    ClaimsActs,
    Deeds,
    Happening,
    Victims,
    Among,
    PeacefulTogether,
    Peaceful,
    Opponent,
    DenialPredicates,
    TruthPredicates,
    Impending,
    ThreatWords,
    Alternatives,
    Disclaimers,
    Examples,
    Losing,
    There,
    Contrast,
    Ordered,
    ThreatenedFates,
    PlanNouns,
    Hedges,
    Another,
    ClauseOnly,
    Handled,
    Wielded,
    Laden,
}

/// Every set with its words.
pub(crate) fn sets(knowledge: &EventKnowledge) -> BTreeMap<Set, BTreeSet<String>> {
    let lists = {
        let reporting = &knowledge.reporting;
        let modality = &knowledge.modality;
        let parties = &knowledge.parties;
        [
            (Set::Armed, &parties.armed),
            (Set::People, &parties.people),
            (Set::Objects, &parties.objects),
            (Set::Collectives, &parties.collectives),
            (Set::NameLeads, &parties.name_leads),
            (Set::NoTargets, &parties.no_targets),
            (Set::Naming, &parties.naming),
            (Set::Unarmed, &parties.unarmed),
            (Set::GroupWords, &parties.group_words),
            (Set::GroupNames, &parties.group_names),
            (Set::Spokespersons, &reporting.spokespersons),
            (Set::Documents, &reporting.documents),
            (Set::Speakers, &reporting.speakers),
            (Set::ShortForms, &reporting.short_forms),
            (Set::AnyBody, &reporting.any_body),
            (Set::Counts, &reporting.counts),
            (Set::Hypothetical, &modality.hypothetical),
            (Set::Conditional, &modality.conditional),
            (Set::Future, &modality.future),
            (Set::FutureInThePast, &modality.future_in_the_past),
            (Set::Generic, &modality.generic),
            (Set::Epistemic, &modality.epistemic),
            (Set::Apart, &modality.apart),
            (Set::Occasions, &modality.occasions),
            (Set::Later, &modality.later),
            (Set::CountedFrom, &modality.counted_from),
            (Set::Pointing, &modality.pointing),
            (Set::MatterOf, &modality.matter_of),
            (Set::Planned, &modality.planned),
            (Set::Averted, &modality.averted),
            (Set::Negation, &modality.negation),
            (Set::Location, &knowledge.events.grammar.location),
            (Set::OwnAct, &reporting.own_act),
            (Set::PlainSpeech, &reporting.plain_speech),
            (Set::Behind, &reporting.behind),
            (Set::Owning, &reporting.owning),
            (Set::Doing, &reporting.doing),
            (Set::ClaimsActs, &reporting.claims_acts),
            (Set::Deeds, &reporting.deeds),
            (Set::Happening, &reporting.happening),
            (Set::Victims, &reporting.victims),
            (Set::Among, &reporting.among),
            (Set::PeacefulTogether, &modality.peaceful_together),
            (Set::PlanNouns, &modality.plan_nouns),
            (Set::DenialPredicates, &reporting.denial_predicates),
            (Set::TruthPredicates, &reporting.truth_predicates),
            (Set::Impending, &modality.impending),
            (Set::Alternatives, &modality.alternatives),
            (Set::Disclaimers, &modality.disclaimers),
            (Set::Ordered, &modality.ordered),
            (Set::Contrast, &reporting.contrast),
            (Set::Losing, &reporting.losing),
            (Set::There, &reporting.there),
            (Set::Examples, &reporting.examples),
            (Set::ThreatWords, &modality.threat_words),
            (Set::ThreatenedFates, &modality.threatened_fates),
            (Set::Peaceful, &modality.peaceful),
            (Set::Hedges, &modality.hedges),
            (Set::Another, &modality.another),
            (Set::ClauseOnly, &reporting.attitudes.clause_only),
            (Set::Handled, &knowledge.weapons.use_of.handled),
            (Set::Wielded, &knowledge.weapons.use_of.wielded),
            (Set::Laden, &knowledge.weapons.use_of.laden),
        ]
        .map(|(set, words)| (set, words.iter().cloned().collect::<BTreeSet<String>>()))
    };
    let opponents = knowledge
        .parties
        .loaded
        .iter()
        .filter(|word| word.opponent)
        .flat_map(|word| word.forms.iter().cloned())
        .collect();
    let mut sets: BTreeMap<Set, BTreeSet<String>> = BTreeMap::from(lists);
    sets.insert(Set::Opponent, opponents);
    sets
}
