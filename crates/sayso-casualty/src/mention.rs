//! Casualty figures of a document: hits joined, summed, split into parts and given their scope.

use crate::adjectives::adjective_hits;
use crate::answers::answer_hits;
use crate::group::Noun;
use crate::index::Set;
use crate::joining::merged;
use crate::lexicon::CasualtyLexicon;
use crate::nouns::noun_hits;
use crate::number::cover;
use crate::scene::Scene;
use crate::scope::{Cues, Scope, cues, is_of_a_war, superseded};
use crate::tally::{is_share, joined_status, shares_number, sum, told_count, usable};
use crate::tolls::toll_hits;
use crate::verbs::{Hit, verb_hits};
use crate::words::Outcome;
use sayso_model::{Count, RuleId, Span, VictimStatus};
use sayso_text::Document;

/// One casualty figure, as one place of the text states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasualtyMention {
    /// Index into the document's sentences.
    pub sentence: usize,
    /// The word that says what happened: "killed", "dead", "toll". None for parts of another figure.
    pub trigger: Option<usize>,
    /// The people noun, or the number where there is none.
    pub head: usize,
    /// The number and the words of the group.
    pub span: Span,
    pub outcome: Outcome,
    pub count: Count,
    /// What the counted people are, as claimed.
    pub status: Option<VictimStatus>,
    /// The words for the people, without the number; for a sum, from the first group to the last.
    pub group: Option<Span>,
    /// The figure this one is a part or summand of, as an index into the list of mentions.
    pub part_of: Option<usize>,
    pub part: Part,
    /// The dead are the attackers themselves.
    pub attackers: bool,
    pub scope: Scope,
    /// The words of the period, for a running total.
    pub since: Option<Span>,
    /// A total is spoken of ("death toll", "bringing to").
    pub total: bool,
    /// It replaces what the source said before ("raised the toll to 11").
    pub revises: bool,
    /// The text itself has a newer figure ("up from 17").
    pub superseded: bool,
    /// The clause denies it ("did not kill 12"); a count of nobody is not negated.
    pub negated: bool,
    /// The figure rests on a number word or on one named or singular person, not on a mere plural.
    pub counted: bool,
    /// The word says that people were hit, not what became of them ("was shot").
    pub implied: bool,
    /// Known only by "the dead", "those killed": people spoken of elsewhere.
    pub anaphoric: bool,
    pub rule: RuleId,
}

/// How a figure stands to the one it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A figure of its own.
    Whole,
    /// One of several groups that are summed ("four guards and a driver").
    Summand,
    /// Some of the people of another figure ("including five children").
    Included,
}

/// How many sentences back a figure may stand that a bare number answers.
const ANSWERED: usize = 2;

/// So many dead of "a conflict" are a running total's; fewer may be those of one day.
const WAR_DEAD: u64 = 100;

/// Longer "sentences" are no prose; reading them would take more than linear time.
const LONGEST_SENTENCE: usize = 1000;

/// Finds every casualty figure of a document; sentences that are not analysed, or longer than a thousand tokens, give none.
///
/// `text` is the report's text. The answer is in the order of the sentences, sums before their summands.
pub fn casualties(
    document: &Document,
    text: &str,
    lexicon: &CasualtyLexicon,
) -> Vec<CasualtyMention> {
    debug_assert!(
        document
            .sentences
            .iter()
            .all(|sentence| sentence.span.slice(text).is_some()),
        "the document is of this text"
    );
    let mut mentions = Vec::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if sentence.analysed
            && sentence.tokens.len() <= LONGEST_SENTENCE
            && (lexicon.may_hold_casualties(sentence)
                || mentions.last().is_some_and(|last: &CasualtyMention| {
                    at - last.sentence <= ANSWERED && lexicon.may_answer(sentence)
                }))
        {
            let scene = Scene::new(sentence, lexicon);
            sentence_mentions(at, &scene, &mut mentions);
        }
    }
    mentions
}

fn sentence_mentions(sentence: usize, scene: &Scene, mentions: &mut Vec<CasualtyMention>) {
    let mut hits = verb_hits(scene);
    let phrases: Vec<_> = hits
        .iter()
        .map(|hit| hit.tokens.clone())
        .filter(|tokens| tokens.len() > 1)
        .collect();
    let outside = |hit: &Hit| !phrases.iter().any(|tokens| tokens.contains(&hit.trigger));
    hits.extend(adjective_hits(scene).into_iter().filter(outside));
    hits.extend(noun_hits(scene).into_iter().filter(outside));
    let told = mentions
        .last()
        .filter(|last| sentence - last.sentence <= ANSWERED)
        .map(|last| last.outcome);
    let (tolls, void) = toll_hits(scene, &hits, told);
    let mut kept: Vec<Hit> = hits
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !void.contains(at))
        .map(|(_, hit)| hit)
        .collect();
    kept.extend(tolls);
    let answers = answer_hits(scene, &kept, told);
    kept.extend(answers);
    let hits = merged(scene, kept);
    let cues = cues(scene);
    let first = mentions.len();
    for hit in &hits {
        push_hit(sentence, scene, hit, &cues, mentions);
    }
    push_parts(sentence, scene, first, &cues, mentions);
}

fn push_hit(
    sentence: usize,
    scene: &Scene,
    hit: &Hit,
    cues: &Cues,
    mentions: &mut Vec<CasualtyMention>,
) {
    let cues = &cues.for_trigger(scene, hit.trigger);
    let mut parts: Vec<(usize, Count)> = Vec::new();
    for &victim in &hit.victims {
        let Some(count) = hit.count.clone().or_else(|| told_count(scene, victim)) else {
            continue;
        };
        // "fifteen officers and soldiers": the number covers both nouns.
        let shared = parts.last().is_some_and(|&(before, _)| {
            (scene.groups[before].is_counted() || scene.groups[before].definite)
                && scene.groups[before].noun != Noun::Bare
                && shares_number(scene, before, victim)
        });
        if !shared {
            parts.push((victim, count));
        }
    }
    let Some((first, _)) = parts.first() else {
        return;
    };
    let count = sum(parts.iter().map(|(_, count)| count));
    let mut cues = cues.clone();
    cues.war |= count
        .best
        .or(count.low)
        .is_some_and(|dead| dead >= WAR_DEAD)
        && is_of_a_war(scene, hit.trigger);
    let cues = &cues;
    let zero = count.high == Some(0);
    let outcome = if zero && hit.none_means_both {
        Outcome::KilledOrInjured
    } else {
        hit.outcome
    };
    let whole = mentions.len();
    let last = hit.victims.last().copied().unwrap_or(*first).max(*first);
    let head_group = &scene.groups[*first];
    let range = head_group.tokens.start..scene.groups[last].tokens.end;
    let statuses: Vec<Option<VictimStatus>> = hit
        .victims
        .iter()
        .map(|&victim| scene.groups[victim].status)
        .collect();
    let mut mention = blank(sentence, scene, *first, outcome, count, cues);
    mention.trigger = Some(hit.trigger);
    mention.span = cover(scene.tokens, &range);
    mention.status = joined_status(&statuses);
    mention.attackers = parts
        .iter()
        .all(|(victim, _)| scene.groups[*victim].attackers);
    mention.total |= hit.rule == "casualty.toll";
    mention.revises = hit.rule == "casualty.toll"
        && scene
            .tokens
            .get(hit.trigger)
            .and_then(|noun| noun.head)
            .is_some_and(|verb| {
                scene
                    .lexicon
                    .in_set(Set::Revision, &scene.tokens[verb].lemma)
            });
    mention.negated = hit.negated && !zero;
    mention.superseded |= hit.rule == "casualty.earlier";
    mention.counted = parts
        .iter()
        .any(|(victim, _)| scene.groups[*victim].is_counted())
        || mention.count.best.is_some();
    mention.rule = RuleId(hit.rule.clone());
    mention.implied = hit.implied;
    // "The driver was unharmed" says nothing of the others.
    mention.anaphoric |= zero
        && hit.count.is_some()
        && head_group
            .count
            .as_ref()
            .is_some_and(|count| count.best == Some(1))
        && !head_group.is_counted();
    if parts.len() == 1
        && head_group.tokens.contains(&hit.trigger)
        && (head_group.partitive || head_group.possessor.is_none() && is_share(scene, *first))
    {
        // "nine of the dead were children": of a figure told before.
        mention.part = Part::Included;
        mention.part_of = mentions.iter().rposition(|before| {
            before.outcome == outcome
                && before.part == Part::Whole
                && sentence - before.sentence <= 4
        });
    }
    if mention.count.best == Some(1)
        && !parts
            .iter()
            .any(|(victim, _)| scene.groups[*victim].is_counted())
    {
        // One person's death is no toll, whatever the sentence sums up.
        mention.scope = Scope::Incident;
    }
    if parts.len() > 1 {
        mention.group = Some(mention.span);
        mention.rule = RuleId(format!("{}.sum", hit.rule));
    }
    mentions.push(mention);
    if parts.len() > 1 {
        for (victim, count) in parts {
            let mut mention = blank(sentence, scene, victim, outcome, count, cues);
            mention.trigger = Some(hit.trigger);
            mention.part_of = Some(whole);
            mention.part = Part::Summand;
            mention.negated = hit.negated;
            mention.rule = RuleId(hit.rule.clone());
            mentions.push(mention);
        }
    }
}

fn blank(
    sentence: usize,
    scene: &Scene,
    group: usize,
    outcome: Outcome,
    count: Count,
    cues: &Cues,
) -> CasualtyMention {
    let group = &scene.groups[group];
    let words = if group.number_tokens.is_empty() {
        group.tokens.clone()
    } else {
        group.number_tokens.end..group.tokens.end
    };
    CasualtyMention {
        sentence,
        trigger: None,
        head: group.head,
        span: cover(scene.tokens, &group.tokens),
        outcome,
        count,
        status: group.status,
        group: (!words.is_empty() && group.noun != Noun::Bare).then(|| cover(scene.tokens, &words)),
        part_of: None,
        part: Part::Whole,
        attackers: group.attackers,
        scope: cues.scope(),
        since: cues.since,
        total: cues.total,
        revises: false,
        superseded: superseded(scene, group.tokens.start, group.tokens.end),
        negated: false,
        counted: group.is_counted(),
        implied: false,
        anaphoric: !group.is_counted()
            && group.definite
            && !matches!(group.noun, Noun::Person | Noun::Named),
        rule: RuleId(String::new()),
    }
}

/// Adds the parts named by "including ..." and "two of them ..." to the figure before them.
fn push_parts(
    sentence: usize,
    scene: &Scene,
    first: usize,
    cues: &Cues,
    mentions: &mut Vec<CasualtyMention>,
) {
    for part in &scene.parts {
        let start = scene
            .tokens
            .get(part.start)
            .map_or(0, |token| token.span.start);
        let whole = (first..mentions.len())
            .filter(|&at| mentions[at].part == Part::Whole && mentions[at].span.start < start)
            .max_by_key(|&at| (mentions[at].span.start, at))
            // "Nine of the dead were children": of a figure told before.
            .or_else(|| {
                (0..first).rev().find(|&at| {
                    mentions[at].part == Part::Whole && sentence - mentions[at].sentence <= 3
                })
            });
        let outcome = whole.map(|at| mentions[at].outcome);
        let inside: Vec<usize> = (0..scene.groups.len())
            .filter(|&at| {
                part.contains(&scene.groups[at].tokens.start)
                    && scene.groups[at].tokens.end <= part.end
            })
            .collect();
        for &at in &inside {
            let group = &scene.groups[at];
            let told = mentions[first..]
                .iter()
                .any(|mention| mention.head == group.head && mention.sentence == sentence);
            let people = matches!(group.noun, Noun::Person | Noun::Named)
                || group.noun == Noun::Bare && group.is_counted();
            let (true, false, Some(count), Some(outcome)) = (people, told, usable(group), outcome)
            else {
                continue;
            };
            let mut mention = blank(sentence, scene, at, outcome, count, cues);
            mention.part_of = whole;
            mention.part = Part::Included;
            // Some of a toll's dead may be of one incident.
            if mention.scope == Scope::Cumulative {
                mention.scope = Scope::Unclear;
            }
            mention.rule = RuleId::from("casualty.part");
            mentions.push(mention);
            if group.is_counted() && group.noun == Noun::Bare {
                break;
            }
        }
    }
}
