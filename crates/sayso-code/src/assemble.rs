//! Pass: from occurrences to claims. One claim per source and occurrence, every field with its words and rule.

use crate::assertions::Assertion;
use crate::figures::figures;
use crate::mood::Reading;
use crate::occurrences::Occurrence;
use crate::parties::Named;
use crate::places::{place, planned_place};
use crate::scene::Scene;
use crate::substance::says_something;
use crate::times::when;
use crate::victims::{Persons, victims};
use crate::weapons::Arms;
use sayso_model::{
    Claim, ClaimId, EmptyReason, Field, Happened, Kind, Party, RuleId, SourceLink, Span, Step,
    WeaponClass, sha256_hex,
};

/// Members of one occurrence that one source says in one mood.
struct Group<'g, 'a> {
    class: Class,
    members: Vec<&'g Assertion<'a>>,
}

/// Readings that make one claim together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Asserted,
    /// Responsibility that the outlet tells of without naming who took it: not the outlet's account of the occurrence.
    Owned,
    Denied,
    Planned,
}

fn class(assertion: &Assertion) -> Class {
    match assertion.reading {
        Reading::Responsibility if assertion.chain.is_empty() => Class::Owned,
        Reading::Denied => Class::Denied,
        Reading::Threatened | Reading::Hypothetical => Class::Planned,
        _ => Class::Asserted,
    }
}

/// Makes the claims of every occurrence.
pub(crate) fn claims(
    scene: &Scene,
    assertions: &[Assertion],
    occurrences: &[Occurrence],
    publisher: Option<&Named>,
) -> Vec<Claim> {
    let persons = Persons::read(scene);
    let arms = Arms::of(assertions);
    let mut all: Vec<(usize, usize, Claim)> = Vec::new();
    for (number, occurrence) in occurrences.iter().enumerate() {
        let members: Vec<&Assertion> = occurrence
            .members
            .iter()
            .map(|&member| &assertions[member])
            .collect();
        for group in groups(&members) {
            if !says_something(scene, &group.members, &members) {
                continue;
            }
            let claim = claim(
                scene, &persons, &arms, &group, &members, assertions, publisher,
            );
            let position = group
                .members
                .iter()
                .map(|assertion| assertion.mention.sentence)
                .min()
                .unwrap_or(0);
            all.push((position, number, claim));
        }
    }
    all.sort_by(|a, b| {
        (a.0, a.1, a.2.evidence.first(), a.2.kind).cmp(&(b.0, b.1, b.2.evidence.first(), b.2.kind))
    });
    let mut claims: Vec<Claim> = Vec::new();
    let mut first_of: Vec<Option<ClaimId>> = vec![None; occurrences.len()];
    for (index, (_, occurrence, mut claim)) in all.into_iter().enumerate() {
        claim.id = claim_id(scene, &claim, index);
        match &first_of[occurrence] {
            Some(first) => claim.same_incident = Some(first.clone()),
            None => first_of[occurrence] = Some(claim.id.clone()),
        }
        claims.push(claim);
    }
    claims
}

fn groups<'g, 'a>(members: &[&'g Assertion<'a>]) -> Vec<Group<'g, 'a>> {
    let mut groups: Vec<(String, Group<'g, 'a>)> = Vec::new();
    for &member in members {
        let source = source_key(&member.chain);
        let class = class(member);
        match groups
            .iter_mut()
            .find(|(key, group)| *key == source && group.class == class)
        {
            Some((_, group)) => group.members.push(member),
            None => groups.push((
                source,
                Group {
                    class,
                    members: vec![member],
                },
            )),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// One key for one innermost source: its registry id, else its words without articles and case.
pub(crate) fn source_key(chain: &[SourceLink]) -> String {
    match chain.last() {
        None => String::new(),
        Some(SourceLink {
            registry: Some(id), ..
        }) => id.clone(),
        Some(link) => crate::parties::head_word(&link.words),
    }
}

fn claim(
    scene: &Scene,
    persons: &Persons,
    arms: &Arms<'_>,
    group: &Group,
    occurrence: &[&Assertion],
    all: &[Assertion],
    publisher: Option<&Named>,
) -> Claim {
    let own = &group.members;
    let lead = own
        .iter()
        .copied()
        .max_by_key(|assertion| {
            (
                fullness(scene, assertion),
                std::cmp::Reverse(assertion.mention.sentence),
            )
        })
        .unwrap_or(own[0]);
    let (kind, kind_rule) = kind(scene, arms, group, occurrence);
    let sources = lead.chain.clone();
    let perpetrator = match named(own, |assertion| assertion.perpetrator.as_ref()) {
        // What is denied is what others said: the doer they gave.
        Field::Empty { .. } if group.class == Class::Denied => {
            named(occurrence, |assertion| assertion.perpetrator.as_ref())
        }
        Field::Empty { .. } if kind == Kind::Clash => other_side(scene, own),
        own => own,
    };
    let target = crate::struck::target(scene, kind, own, occurrence);
    let figures = figures(scene, own);
    let self_claim = is_self_claim(scene, &sources, &perpetrator, publisher, group.class)
        || speaks_for_doer(scene, lead, &perpetrator, group.class);
    let mut evidence: Vec<Span> = Vec::new();
    let mut ranked: Vec<&Assertion> = own.clone();
    ranked.sort_by_key(|assertion| {
        (
            std::cmp::Reverse(fullness(scene, assertion)),
            assertion.mention.sentence,
        )
    });
    for assertion in ranked {
        let span = scene.trees[assertion.mention.sentence].sentence.span;
        if !evidence.contains(&span) {
            evidence.push(span);
        }
    }
    Claim {
        id: ClaimId(String::new()),
        report: scene.report.id.clone(),
        kind,
        kind_rule,
        happened: match lead.reading {
            Reading::Denied => Happened::Denied,
            Reading::Threatened => Happened::Threatened,
            Reading::Hypothetical
                if own
                    .iter()
                    .any(|assertion| assertion.reading == Reading::Threatened) =>
            {
                Happened::Threatened
            }
            Reading::Hypothetical => Happened::Hypothetical,
            _ => Happened::Asserted,
        },
        sources,
        perpetrator,
        target,
        weapon: arms.weapon(scene, own, occurrence, kind),
        place: if group.class == Class::Planned {
            planned_place(scene, own, occurrence)
        } else {
            place(scene, own, occurrence)
        },
        when: if group.class == Class::Planned {
            planned_when(scene, own)
        } else {
            when(scene, own, occurrence, all)
        },
        killed: if matches!(group.class, Class::Asserted | Class::Owned) {
            figures.killed
        } else {
            Field::empty(EmptyReason::NotApplicable)
        },
        injured: if matches!(group.class, Class::Asserted | Class::Owned) {
            figures.injured
        } else {
            Field::empty(EmptyReason::NotApplicable)
        },
        killed_or_injured: if matches!(group.class, Class::Asserted | Class::Owned) {
            figures.together
        } else {
            Field::empty(EmptyReason::NotApplicable)
        },
        victims: victims(scene, persons, own, occurrence),
        cumulative_since: Field::empty(EmptyReason::NotApplicable),
        hedged: own.iter().any(|assertion| assertion.hedged),
        self_claim,
        aggregate: is_aggregate(own),
        same_incident: None,
        evidence,
        derivation: derivation(scene, own),
    }
}

/// "22 insurgents and three soldiers were killed in the fighting": the second of two armed sides, where no doer is told.
fn other_side(scene: &Scene, own: &[&Assertion]) -> Field<Party> {
    let sides = own.iter().find_map(|assertion| {
        let tree = &scene.trees[assertion.mention.sentence];
        let target = assertion.mention.roles.target?;
        match tree.conjuncts(target)[..] {
            [first, second]
                if scene.is_armed_party(tree, first) && scene.is_armed_party(tree, second) =>
            {
                let voice = crate::parties::Voice {
                    speaker: None,
                    publisher: None,
                };
                crate::parties::perpetrator(scene, tree, second, false, None, &voice, &[])
            }
            _ => None,
        }
    });
    sides.map_or(Field::empty(EmptyReason::NotStated), |found| {
        Field::known(found.party, vec![found.span], "party.other-side")
    })
}

/// A threat is dated only by its own words.
fn planned_when(scene: &Scene, own: &[&Assertion]) -> Field<sayso_model::When> {
    match when(scene, own, &[], &[]) {
        Field::Known { value, spans, rule } if value.basis == sayso_model::DateBasis::Explicit => {
            Field::Known { value, spans, rule }
        }
        _ => Field::empty(EmptyReason::NotStated),
    }
}

/// Plural event nouns without one place and time: a series, not one occurrence.
fn is_aggregate(own: &[&Assertion]) -> bool {
    own.iter().all(|assertion| {
        assertion.mention.nominal && assertion.mention.plural && assertion.times.is_empty()
    })
}

fn fullness(scene: &Scene, assertion: &Assertion) -> usize {
    let figure = assertion
        .casualties
        .iter()
        .any(|&index| scene.casualties[index].part_of.is_none());
    usize::from(assertion.perpetrator.is_some()) * 2
        + usize::from(assertion.target.is_some()) * 2
        + usize::from(figure) * 3
        + usize::from(!assertion.places.is_empty())
        + usize::from(!assertion.times.is_empty())
        + usize::from(!assertion.mention.frame.general) * 2
}

fn kind(scene: &Scene, arms: &Arms, group: &Group, occurrence: &[&Assertion]) -> (Kind, RuleId) {
    match group.class {
        Class::Denied => {
            return (
                Kind::Denial,
                RuleId(format!("denial/{}", group.members[0].mention.frame.id)),
            );
        }
        Class::Planned => {
            return (
                Kind::ThreatOrPlan,
                RuleId(format!(
                    "threat-or-plan/{}",
                    group.members[0].mention.frame.id
                )),
            );
        }
        Class::Asserted | Class::Owned => {}
    }
    if let Some(assertion) = group
        .members
        .iter()
        .find(|assertion| assertion.reading == Reading::Responsibility)
    {
        return (
            Kind::StatementOfResponsibility,
            RuleId(format!("responsibility/{}", assertion.mention.frame.id)),
        );
    }
    let specific = |members: &[&Assertion]| {
        let mut best: Option<(u8, &Assertion)> = None;
        for &assertion in members {
            let rank = kind_rank(assertion);
            if best.is_none_or(|(before, _)| rank > before) {
                best = Some((rank, assertion));
            }
        }
        best.map(|(rank, assertion)| {
            (
                rank,
                assertion.mention.kind,
                assertion.mention.frame.id.clone(),
            )
        })
    };
    let own = specific(&group.members);
    let all = specific(occurrence);
    let (rank, kind, id) = match (own, all) {
        (Some(own), _) if own.0 >= 3 => own,
        (_, Some(all)) => all,
        (Some(own), None) => own,
        (None, None) => return (Kind::Attack, "kind.unspecified".into()),
    };
    // "the bombing of the mill": from the air if its doer or the rest of the report says so.
    if kind == Kind::Bombing && rank < 4 && arms.open_bombing(scene, occurrence).is_some() {
        return (Kind::Strike, RuleId(format!("{id}+air")));
    }
    // "killed by a rocket", "a car bomb killed": where the words leave the act open, the weapon named tells it.
    let named = group.members.iter().find_map(|assertion| {
        let (class, _) = assertion.weapon?;
        let roles = &assertion.mention.roles;
        roles.weapon.as_ref().map(|_| class)
    });
    let by_weapon = match named {
        Some(WeaponClass::IedVbied | WeaponClass::Suicide) => Some(Kind::Bombing),
        Some(
            WeaponClass::Drone
            | WeaponClass::RocketMissile
            | WeaponClass::ArtilleryMortar
            | WeaponClass::Airstrike,
        ) => Some(Kind::Strike),
        _ => None,
    };
    // "a shop destroyed by a car bomb": nothing came from afar.
    let planted = by_weapon == Some(Kind::Bombing) && kind == Kind::Strike;
    let open = rank < 2 && kind == Kind::Attack;
    match by_weapon.filter(|_| open || planted) {
        Some(by_weapon) => (by_weapon, RuleId(format!("{id}+weapon"))),
        None => (kind, RuleId(id)),
    }
}

fn kind_rank(assertion: &Assertion) -> u8 {
    let frame = assertion.mention.frame;
    match (frame.general, assertion.mention.kind) {
        (true, _) if frame.verbs.is_empty() && frame.nouns.is_empty() => 0,
        (true, Kind::Attack) => 1,
        // "the attack" points back to what other words tell more of.
        (false, Kind::Attack)
            if assertion.mention.nominal
                && assertion.mention.definite
                && frame.weapon.is_none() =>
        {
            1
        }
        (true, _) => 2,
        (false, Kind::Attack) => 3,
        (false, _) => 4,
    }
}

fn named<'n>(
    members: &[&'n Assertion<'_>],
    field: impl Fn(&'n Assertion<'_>) -> Option<&'n Named>,
) -> Field<Party> {
    // A name before a pronoun's or a bare noun's, then text order.
    let mut best: Option<(u8, &Named)> = None;
    for &member in members {
        if let Some(found) = field(member) {
            let rank = u8::from(found.party.registry.is_some())
                + u8::from(found.rule != "party.pronoun")
                + u8::from(!member.mention.frame.general);
            if best.is_none_or(|(before, _)| rank > before) {
                best = Some((rank, found));
            }
        }
    }
    best.map_or(Field::empty(EmptyReason::NotStated), |(_, found)| {
        Field::known(found.party.clone(), vec![found.span], found.rule)
    })
}

/// The innermost source, or the publisher speaking for itself, is the doer.
fn is_self_claim(
    scene: &Scene,
    sources: &[SourceLink],
    perpetrator: &Field<Party>,
    publisher: Option<&Named>,
    class: Class,
) -> bool {
    let Some(party) = perpetrator.value() else {
        return false;
    };
    if !matches!(class, Class::Asserted | Class::Owned) {
        return false;
    }
    let (words, registry) = match sources.last() {
        Some(link) => (link.words.as_str(), link.registry.as_deref()),
        None => match publisher {
            Some(publisher) => (
                publisher.party.words.as_str(),
                publisher.party.registry.as_deref(),
            ),
            None => return false,
        },
    };
    if let (Some(a), Some(b)) = (registry, party.registry.as_deref()) {
        return scene.registry.related(a, b);
    }
    let head = crate::parties::head_word(words);
    words.eq_ignore_ascii_case(&party.words)
        || !head.is_empty() && head == crate::parties::head_word(&party.words)
}

/// "We shelled the depot," said a spokesman of the column.
fn speaks_for_doer(
    scene: &Scene,
    lead: &Assertion,
    perpetrator: &Field<Party>,
    class: Class,
) -> bool {
    let body = lead
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.body.as_ref());
    let (Some(body), Some(party)) = (body, perpetrator.value()) else {
        return false;
    };
    matches!(class, Class::Asserted | Class::Owned)
        && match (&body.registry, &party.registry) {
            (Some(a), Some(b)) => scene.registry.related(a, b),
            _ => body.words.eq_ignore_ascii_case(&party.words),
        }
}

fn derivation(scene: &Scene, own: &[&Assertion]) -> Vec<Step> {
    let mut steps = Vec::new();
    for assertion in own {
        let mention = &assertion.mention;
        let tree = &scene.trees[mention.sentence];
        let trigger = tree.token(mention.trigger);
        steps.push(Step {
            subject: "kind".to_owned(),
            rule: mention.frame.id.as_str().into(),
            note: format!("“{}”: {}", trigger.form, mention.frame.means),
            spans: vec![trigger.span],
        });
        for (subject, found) in [
            ("perpetrator", &assertion.perpetrator),
            ("target", &assertion.target),
        ] {
            if let Some(found) = found {
                let registry = found
                    .party
                    .registry
                    .as_deref()
                    .map_or("not in the registry".to_owned(), |id| {
                        format!("registry {id}")
                    });
                steps.push(Step {
                    subject: subject.to_owned(),
                    rule: found.rule.into(),
                    note: format!("“{}”, {registry}", found.party.words),
                    spans: vec![found.span],
                });
            }
        }
        for link in &assertion.chain {
            let inherited = if assertion.inherited {
                ", taken over from a neighbouring sentence"
            } else {
                ""
            };
            steps.push(Step {
                subject: "sources".to_owned(),
                rule: link.rule.clone(),
                note: format!(
                    "“{}” by “{}”{inherited}",
                    link.words,
                    link.cue.as_deref().unwrap_or("")
                ),
                spans: vec![link.span],
            });
        }
        for &index in &assertion.places {
            let place = &scene.places[index];
            let rejected: Vec<String> = place
                .alternatives
                .iter()
                .map(|other| match &other.country {
                    Some(country) => format!("{} ({country})", other.name),
                    None => other.name.clone(),
                })
                .collect();
            let rejected = if rejected.is_empty() {
                String::new()
            } else {
                format!("; rejected: {}", rejected.join(", "))
            };
            steps.push(Step {
                subject: "place".to_owned(),
                rule: "where.lookup".into(),
                note: format!("“{}”: {}{rejected}", place.words, place.reason),
                spans: vec![place.span],
            });
        }
        for &index in &assertion.times {
            let time = &scene.times[index];
            let counted_from = time
                .reference_used
                .map_or(String::new(), |day| format!(", counted from {day}"));
            let days = match time.value.interval() {
                Some((start, end)) if start == end => start.to_string(),
                Some((start, end)) => format!("{start} to {end}"),
                None => "no day".to_owned(),
            };
            steps.push(Step {
                subject: "when".to_owned(),
                rule: time.rule.as_str().into(),
                note: format!("{days}{counted_from}"),
                spans: vec![time.span],
            });
        }
    }
    steps
}

/// Content address of a claim within its report: equal text and knowledge give an equal id.
pub(crate) fn claim_id(scene: &Scene, claim: &Claim, index: usize) -> ClaimId {
    let sources: Vec<&str> = claim
        .sources
        .iter()
        .map(|link| link.words.as_str())
        .collect();
    let key = format!(
        "{} {:?} {:?} {:?} {:?} {index}",
        scene.report.id.0, claim.kind, claim.happened, sources, claim.evidence
    );
    ClaimId(sha256_hex(key.as_bytes())[..16].to_owned())
}
