//! Pass: cumulative tolls. Casualties summed over a period or many occurrences, one claim per issuer and sentence.

use crate::assemble::claim_id;
use crate::assertions::Assertion;
use crate::counts;
use crate::parties::{Named, Voice, perpetrator};
use crate::scene::{Scene, of_sentence};
use jiff::civil::Date;
use sayso_casualty::{CasualtyMention, Scope};
use sayso_model::{
    Claim, ClaimId, DateBasis, DatePrecision, EmptyReason, Field, Happened, Kind, Party, Qualifier,
    Span, Step, When,
};
use sayso_time::since_date;

/// Whether an assertion speaks of a running toll.
pub(crate) fn is_toll(scene: &Scene, assertion: &Assertion) -> bool {
    assertion
        .casualties
        .iter()
        .any(|&index| is_total(&scene.casualties[index]))
}

/// "Air strikes have killed 3,100 people since March": what a running total counts the dead of is no occurrence.
pub(crate) fn is_means_of_total(
    scene: &Scene,
    mention: &crate::events::EventMention,
    own: &[usize],
) -> bool {
    let tree = &scene.trees[mention.sentence];
    let noun = mention.trigger;
    let own_total = own.iter().any(|&index| is_total(&scene.casualties[index]));
    // "The raid has killed 40 since Monday": one occurrence, whose toll still rises. "Its bombardment" is none.
    let one = mention.definite && !mention.plural && tree.first(noun, "nmod:poss").is_none();
    if !mention.nominal || own_total || one {
        return false;
    }
    let relation = tree.deprel(noun);
    let Some(verb) = tree.head(noun).filter(|_| {
        matches!(crate::tree::base(relation), "nsubj" | "obl") && !scene.is_time(tree, noun)
    }) else {
        return false;
    };
    of_sentence(&scene.casualties, mention.sentence, |casualty| {
        casualty.sentence
    })
    .any(|index| {
        let casualty = &scene.casualties[index];
        is_total(casualty) && casualty.trigger == Some(verb)
    })
}

/// So many may die in one act that a singular noun names.
const FEW: u64 = 10;

/// A running total of more than one person, given as a number.
fn is_total(mention: &CasualtyMention) -> bool {
    mention.scope == Scope::Cumulative
        && mention.part_of.is_none()
        && mention.count.qualifier != Qualifier::Plural
        && mention.count.high != Some(1)
}

/// "the assassination of two judges this year": one act, however wide the time.
fn narrow_scope(scene: &mut Scene, mentions: &[crate::events::EventMention]) {
    for mention in mentions {
        if !mention.nominal || mention.plural || mention.frame.outcome.is_none() {
            continue;
        }
        let here = of_sentence(&scene.casualties, mention.sentence, |casualty| {
            casualty.sentence
        });
        for casualty in &mut scene.casualties[here] {
            if casualty.trigger == Some(mention.trigger)
                && casualty.count.best.is_some_and(|count| count < FEW)
            {
                casualty.scope = Scope::Incident;
            }
        }
    }
}

/// A figure that tells of no occurrence, in a report that gives running totals, and far above any of its occurrences,
/// is a running total too: "The army lists 188 dead of its own."
pub(crate) fn widen_scope(scene: &mut Scene, mentions: &[crate::events::EventMention]) {
    narrow_scope(scene, mentions);
    // "It is ninety days since they killed twenty": the day of an act, no start of a count.
    for casualty in &mut scene.casualties {
        let of_a_day = |since: sayso_model::Span| {
            of_sentence(&scene.times, casualty.sentence, |time| time.sentence).any(|index| {
                scene.times[index].span.overlaps(since)
                    && scene.times[index].span.start < since.start
            })
        };
        if casualty.since.is_some_and(of_a_day) {
            casualty.since = None;
            casualty.scope = Scope::Incident;
        }
    }
    let number = |mention: &CasualtyMention| mention.count.best.or(mention.count.low).unwrap_or(0);
    let is_bare = |mention: &CasualtyMention| {
        mention.part_of.is_none()
            && mention.counted
            // It answers a figure of one occurrence: "the ministry said 41 had died, the front said 67".
            && mention.rule.0 != sayso_casualty::ANSWER_RULE
            && !is_of_a_stretch(scene, mention.sentence)
            && !mentions[of_sentence(mentions, mention.sentence, |event| event.sentence)]
                .iter()
                .any(|event| !event.frame.general)
    };
    if !scene.casualties.iter().any(is_total) {
        return;
    }
    let largest = scene
        .casualties
        .iter()
        .filter(|mention| mention.scope != Scope::Cumulative && !is_bare(mention))
        .map(number)
        .max()
        .unwrap_or(0);
    let wide: Vec<usize> = (0..scene.casualties.len())
        .filter(|&index| {
            let mention = &scene.casualties[index];
            mention.scope != Scope::Cumulative
                && is_bare(mention)
                && number(mention) >= BARE_TOTAL
                && number(mention) >= 3 * largest
        })
        .collect();
    for index in wide {
        scene.casualties[index].scope = Scope::Cumulative;
    }
}

/// "in the past 24 hours": the dead of a stretch of time are no running total.
fn is_of_a_stretch(scene: &Scene, sentence: usize) -> bool {
    scene.times[of_sentence(&scene.times, sentence, |time| time.sentence)]
        .iter()
        .any(|time| time.kind == sayso_time::TimeKind::Duration || time.value.duration.is_some())
}

/// Below this, a bare figure is taken for one occurrence's.
const BARE_TOTAL: u64 = 50;

/// Makes the toll claims of a report.
pub(crate) fn tolls(
    scene: &Scene,
    assertions: &[Assertion],
    publisher: Option<&str>,
) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut seen: Vec<(usize, String)> = Vec::new();
    for assertion in assertions
        .iter()
        .filter(|assertion| is_toll(scene, assertion))
    {
        let key = (
            assertion.mention.sentence,
            crate::assemble::source_key(&assertion.chain),
        );
        if seen.contains(&key) {
            continue;
        }
        // Killed and injured of one sentence and issuer are one toll.
        let together: Vec<&Assertion> = assertions
            .iter()
            .filter(|other| {
                is_toll(scene, other)
                    && (
                        other.mention.sentence,
                        crate::assemble::source_key(&other.chain),
                    ) == key
            })
            .collect();
        seen.push(key);
        let mut claim = toll(scene, &together, publisher);
        claim.id = claim_id(scene, &claim, 10_000 + claims.len());
        claims.push(claim);
    }
    claims
}

fn toll(scene: &Scene, together: &[&Assertion], publisher: Option<&str>) -> Claim {
    let lead = together[0];
    let mentions: Vec<&CasualtyMention> = together
        .iter()
        .flat_map(|assertion| assertion.casualties.iter())
        .map(|&index| &scene.casualties[index])
        .filter(|mention| is_total(mention) && !mention.superseded)
        .collect();
    let published = scene.report.published.date();
    let since = counts::since(scene, &mentions).or_else(|| context_since(scene));
    let (end, basis) = counts::as_of(scene, together)
        .map_or((published, DateBasis::Context), |day| {
            (Some(day), DateBasis::Explicit)
        });
    let sentence = scene.trees[lead.mention.sentence].sentence.span;
    let when = match (&since, end) {
        (None, None) => Field::empty(EmptyReason::NotStated),
        (since, end) => Field::known(
            When {
                start: since.as_ref().map(|(day, _)| *day),
                end,
                precision: DatePrecision::Longer,
                basis,
            },
            vec![since.as_ref().map_or(sentence, |(_, span)| *span)],
            "toll.period",
        ),
    };
    let figures = crate::figures::of_mentions(&mentions);
    let group = mentions
        .iter()
        .find_map(|mention| counts::counted(scene, mention))
        .or_else(|| mentions.iter().find_map(|mention| mention.group));
    let mut sources = lead.chain.clone();
    if sources.is_empty() {
        sources.extend(counts::counter(scene, lead.mention.sentence, publisher));
    }
    let self_claim = match (
        lead.chain.last().and_then(|link| link.registry.as_deref()),
        lead.perpetrator
            .as_ref()
            .and_then(|by| by.party.registry.as_deref()),
    ) {
        (Some(a), Some(b)) => scene.registry.related(a, b),
        _ => false,
    };
    let mut evidence: Vec<Span> = together
        .iter()
        .map(|assertion| scene.trees[assertion.mention.sentence].sentence.span)
        .collect();
    evidence.dedup();
    Claim {
        id: ClaimId(String::new()),
        report: scene.report.id.clone(),
        kind: Kind::TollCumulative,
        kind_rule: mentions
            .first()
            .map_or("toll".into(), |mention| mention.rule.clone()),
        happened: Happened::Asserted,
        sources,
        perpetrator: together
            .iter()
            .find_map(|assertion| assertion.perpetrator.clone())
            .or_else(|| {
                mentions
                    .iter()
                    .find_map(|mention| doer(scene, lead, mention))
            })
            .map_or(Field::empty(EmptyReason::NotStated), |by| {
                Field::known(by.party, vec![by.span], by.rule)
            }),
        target: group.map_or(Field::empty(EmptyReason::NotStated), |span| {
            let words = span
                .slice(&scene.report.text)
                .unwrap_or_default()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            Field::known(
                Party {
                    words,
                    registry: counts::members_of(scene, lead.mention.sentence, span),
                },
                vec![span],
                "toll.group",
            )
        }),
        weapon: crate::weapons::of_toll(scene, together),
        place: match crate::places::of_mentions(
            scene,
            &counts::places(scene, together),
            "where.toll",
        ) {
            Field::Empty { reason } => {
                crate::places::of_issuer(scene, lead).unwrap_or(Field::Empty { reason })
            }
            known => known,
        },
        when,
        killed: figures.killed,
        injured: figures.injured,
        killed_or_injured: figures.together,
        victims: crate::victims::of_toll(scene, &mentions),
        cumulative_since: since.map_or(Field::empty(EmptyReason::NotStated), |(day, span)| {
            Field::known(day, vec![span], "toll.since")
        }),
        hedged: false,
        self_claim,
        aggregate: false,
        same_incident: None,
        evidence,
        derivation: mentions
            .iter()
            .map(|mention| Step {
                subject: "killed".to_owned(),
                rule: mention.rule.clone(),
                note: "a running total, not one occurrence".to_owned(),
                spans: vec![mention.span],
            })
            .collect(),
    }
}

/// "Rebel rockets have taken the lives of 34 people": whose doing a toll is, by the verb that counts it.
fn doer(scene: &Scene, lead: &Assertion, mention: &CasualtyMention) -> Option<Named> {
    let tree = &scene.trees[mention.sentence];
    let verb = mention
        .trigger
        .filter(|&verb| verb < tree.len() && tree.is_verb(verb))?;
    let roles = crate::doers::doer_of(scene, tree, verb);
    let head = roles.perpetrator?;
    // "The brigade has lost 90 men": a subject without a weapon may be who suffers.
    let acts = roles.weapon.is_some() || tree.is_passive(verb) || tree.deprel(head) == "nmod:poss";
    if !acts || !roles.perpetrator_is_modifier && !scene.is_armed_party(tree, head) {
        return None;
    }
    let voice = Voice {
        speaker: lead.speaker.as_ref(),
        publisher: None,
    };
    let modifier = roles.perpetrator_is_modifier;
    perpetrator(scene, tree, head, modifier, None, &voice, &[])
}

/// "since the start of the war" where the report dates that start elsewhere: its one "since" date, those that its
/// running totals name before any other.
fn context_since(scene: &Scene) -> Option<(Date, Span)> {
    let of_totals: Vec<Span> = scene
        .casualties
        .iter()
        .filter(|mention| is_total(mention))
        .filter_map(|mention| mention.since)
        .collect();
    let since = || {
        scene
            .times
            .iter()
            .filter(|time| time.role == sayso_time::Role::Since)
            .filter_map(|time| since_date(time).map(|day| (day, time.span)))
    };
    only(since().filter(|(_, span)| of_totals.iter().any(|total| total.overlaps(*span))))
        .or_else(|| only(since()))
}

/// The day, if all give the same.
fn only(days: impl Iterator<Item = (Date, Span)>) -> Option<(Date, Span)> {
    let mut found: Option<(Date, Span)> = None;
    for (day, span) in days {
        match found {
            Some((before, _)) if before != day => return None,
            Some(_) => {}
            None => found = Some((day, span)),
        }
    }
    found
}
