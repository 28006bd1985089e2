//! Casualty figures of a document: hits joined, summed, split into parts and given their scope.

use crate::group::{Group, Noun};
use crate::index::Set;
use crate::lexicon::CasualtyLexicon;
use crate::nouns::{adjective_hits, noun_hits};
use crate::number::{NumberKind, cover, zero_count};
use crate::scene::Scene;
use crate::scope::{Cues, Scope, cues, superseded};
use crate::tolls::toll_hits;
use crate::verbs::{Hit, verb_hits};
use crate::words::Outcome;
use sayso_model::{Count, Qualifier, RuleId, Span, VictimStatus};
use sayso_text::{Document, Upos};

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
            && lexicon.may_hold_casualties(sentence)
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
        .filter(|last| sentence - last.sentence <= 2)
        .map(|last| last.outcome);
    let (tolls, void) = toll_hits(scene, &hits, told);
    let mut kept: Vec<Hit> = hits
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !void.contains(at))
        .map(|(_, hit)| hit)
        .collect();
    kept.extend(tolls);
    let hits = merged(scene, kept);
    let cues = cues(scene);
    let first = mentions.len();
    for hit in &hits {
        push_hit(sentence, scene, hit, &cues, mentions);
    }
    push_parts(sentence, scene, first, &cues, mentions);
}

/// Hits on the same groups joined: killed and injured of one group make one figure of both.
fn merged(scene: &Scene, hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::new();
    // "199 dead" under "lost": what the figure itself says holds.
    let own: Vec<(usize, usize)> = hits
        .iter()
        .filter_map(|hit| Some((*hit.victims.first()?, hit.trigger)))
        .filter(|&(victim, trigger)| {
            scene.groups[victim].noun == Noun::Bare
                && (scene.groups[victim].tokens.contains(&trigger)
                    || scene.groups[victim].tokens.end == trigger)
        })
        .collect();
    for mut hit in hits {
        if hit.victims.len() > 1 || hit.outcome != Outcome::Injured {
            hit.victims.retain(|victim| {
                !own.iter().any(|&(owner, trigger)| {
                    owner == *victim
                        && trigger != hit.trigger
                        && !paired(scene, trigger, hit.trigger)
                })
            });
            if hit.victims.is_empty() {
                continue;
            }
        }
        let in_part = hit
            .victims
            .iter()
            .all(|&victim| scene.in_part(scene.groups[victim].head));
        if in_part
            && hit.victims.iter().all(|&victim| {
                !scene.in_part(hit.trigger)
                    && scene.groups[victim].tokens.start < hit.trigger
                    && scene.groups[victim].tokens.end != hit.trigger
            })
        {
            // A part that merely stands nearest to the verb; it is told as a part.
            continue;
        }
        match kept.iter_mut().find(|other| {
            other
                .victims
                .iter()
                .any(|victim| hit.victims.contains(victim))
        }) {
            Some(other) => {
                if other.implied != hit.implied {
                    if other.implied {
                        *other = hit;
                    }
                    continue;
                }
                if other.outcome != hit.outcome
                    && hit
                        .victims
                        .iter()
                        .all(|&victim| scene.groups[victim].noun == Noun::Pronoun)
                {
                    // "those killed and injured": some were, some were.
                    kept.push(hit);
                    continue;
                }
                if other.outcome != hit.outcome && !both_sure(scene, other, &hit) {
                    other.outcome = Outcome::KilledOrInjured;
                } else if hit.outcome == Outcome::Killed && other.outcome == Outcome::Injured {
                    other.outcome = Outcome::Killed;
                }
                if hit.victims.len() > other.victims.len() {
                    other.victims.clone_from(&hit.victims);
                }
                other.none_means_both |= hit.none_means_both;
            }
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|hit| {
        (
            hit.victims
                .first()
                .map_or(hit.trigger, |&victim| scene.groups[victim].tokens.start),
            hit.trigger,
        )
    });
    kept
}

/// "one of the wounded died": the later outcome holds, not both.
fn both_sure(scene: &Scene, one: &Hit, other: &Hit) -> bool {
    let inside = |hit: &Hit| {
        hit.victims
            .iter()
            .any(|&victim| scene.groups[victim].tokens.contains(&hit.trigger))
    };
    inside(one) != inside(other)
        && scene.groups[one.victims.first().copied().unwrap_or(0)].noun != Noun::Bare
}

/// "killed or wounded", "12 killed and wounded": two words of one figure.
fn paired(scene: &Scene, one: usize, other: usize) -> bool {
    one.abs_diff(other) == 2 && scene.is(one.min(other) + 1, Set::And)
}

fn push_hit(
    sentence: usize,
    scene: &Scene,
    hit: &Hit,
    cues: &Cues,
    mentions: &mut Vec<CasualtyMention>,
) {
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

/// A number and "of the dead", "of the martyrs".
fn is_share(scene: &Scene, group: usize) -> bool {
    let tokens = &scene.groups[group].tokens;
    scene.groups[group].is_counted()
        && (tokens.start..tokens.end)
            .any(|at| scene.lexicon.index.part_of.at(scene.tokens, at).is_some())
}

/// A bare plural (or, after "his", a bare singular) joined by "and" to the group before it.
fn shares_number(scene: &Scene, before: usize, group: usize) -> bool {
    let this = &scene.groups[group];
    if let Some(before) = group.checked_sub(1).map(|before| &scene.groups[before]) {
        // "his friend and colleague": one person.
        let one = |group: &Group| {
            group
                .count
                .as_ref()
                .is_some_and(|count| count.best == Some(1))
                && !group.is_counted()
                && scene.upos(group.head) == Some(Upos::Noun)
        };
        if one(before)
            && one(this)
            && before.definite
            && this.tokens.len() == 1
            && scene.is(this.tokens.start.saturating_sub(1), Set::And)
        {
            return true;
        }
    }
    let bare = !this.is_counted()
        && !this.definite
        && this.possessor.is_none()
        && this.number_tokens.is_empty();
    scene.groups[before].is_counted()
        && bare
        && matches!(this.noun, Noun::Person | Noun::Unknown)
        && this
            .count
            .as_ref()
            .is_some_and(|count| count.best.is_none())
        && this
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|before| scene.is(before, Set::And))
}

/// The count of a group; that of an apposition, if only it is counted ("the crew, at least six men").
fn told_count(scene: &Scene, victim: usize) -> Option<Count> {
    let group = &scene.groups[victim];
    if let Some(next) = scene.groups.get(victim + 1).filter(|_| !group.is_counted()) {
        let by_tree = scene.tokens[next.head].deprel == "appos"
            && scene.tokens[next.head].head == Some(group.head);
        let by_commas =
            group.definite && matches!(scene.lower(next.tokens.end), "," | "." | ";" | ")");
        let apposed = next.tokens.start == group.tokens.end + 1
            && scene.lower(group.tokens.end) == ","
            && next.is_counted()
            && (by_tree || by_commas);
        if apposed && matches!(next.noun, Noun::Person) {
            return usable(next);
        }
    }
    usable(group)
}

/// The count of a group, unless it counts nobody in particular.
fn usable(group: &Group) -> Option<Count> {
    match group.number {
        Some(NumberKind::Any) => Some(zero_count()),
        _ => group.count.clone(),
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
            mention.rule = RuleId::from("casualty.part");
            mentions.push(mention);
            if group.is_counted() && group.noun == Noun::Bare {
                break;
            }
        }
    }
}

/// The sum of several counts; a bound that one of them leaves open stays open.
pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
    let counts: Vec<&Count> = counts.into_iter().collect();
    // "at least ten marines and an unknown number of soldiers": at least ten.
    let (plurals, numbers): (Vec<&Count>, Vec<&Count>) = counts
        .iter()
        .partition(|count| count.qualifier == Qualifier::Plural);
    let open = !plurals.is_empty()
        && numbers
            .iter()
            .any(|count| count.qualifier == Qualifier::AtLeast);
    let mut counts = if open {
        numbers.into_iter()
    } else {
        counts.into_iter()
    };
    let Some(first) = counts.next() else {
        return zero_count();
    };
    let total = counts.fold(first.clone(), |total, next| {
        let qualifier = match (total.qualifier, next.qualifier) {
            (Qualifier::None, other) | (other, Qualifier::None) => other,
            (one, other) if one == other => one,
            (Qualifier::Exact, other) | (other, Qualifier::Exact)
                if other != Qualifier::Plural && other != Qualifier::VagueNumber =>
            {
                other
            }
            _ => Qualifier::AtLeast,
        };
        let add = |one: Option<u64>, other: Option<u64>| Some(one?.saturating_add(other?));
        Count {
            low: add(total.low.or(total.best), next.low.or(next.best)),
            best: add(total.best, next.best),
            high: add(total.high, next.high),
            qualifier,
        }
    });
    if open {
        Count {
            low: total.low.or(total.best),
            best: total.best,
            high: None,
            qualifier: Qualifier::AtLeast,
        }
    } else {
        total
    }
}

fn joined_status(statuses: &[Option<VictimStatus>]) -> Option<VictimStatus> {
    let mut known = statuses.iter().copied().flatten();
    let first = known.next()?;
    if known.all(|status| status == first) {
        Some(first)
    } else {
        Some(VictimStatus::Mixed)
    }
}
