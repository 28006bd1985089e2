//! Two claims side by side: which level of each comparison holds, and what that adds up to.

mod casualties;
mod parties;
mod place;
mod time;

use crate::cluster::Tie;
use crate::item::Item;
use crate::weights::{
    COMPARED, COMPARISONS, Limits, Weights, coder, kind, operation, report, site, voice, weapon,
    words,
};
use crate::weights::{killed as at_killed, place as at_place};
use crate::words::shared;
use sayso_model::{Kind, WeaponClass};
use serde::Serialize;

/// The levels that hold for two claims, one of each comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Levels([u8; COMPARED]);

/// What two claims' levels add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) sum: i32,
    /// Some level parts them for good.
    pub(crate) parts: bool,
    /// How much the pair counts in the mean of two groups, in hundredths.
    pub(crate) counts: u8,
}

impl Score {
    pub(crate) fn tie(self) -> Tie {
        Tie {
            sum: self.sum,
            parts: self.parts,
            counts: self.counts,
        }
    }
}

/// One comparison of two claims, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The comparison, e.g. `place`.
    pub comparison: &'static str,
    /// The level that holds, e.g. `same_site`.
    pub level: &'static str,
    pub weight: i32,
    pub parts: bool,
    pub means: String,
}

/// Compares two claims; the order of the two does not matter.
pub(crate) fn compare(one: &Item, other: &Item, limits: &Limits) -> Levels {
    let one_report = one.order.report == other.order.report;
    // Copies are one text: what they tell side by side is told in one report.
    let one_text = one.text == other.text;
    let mut levels = [0; COMPARED];
    let mut set = |index: usize, level: u8| {
        if let Some(slot) = levels.get_mut(index) {
            *slot = level;
        }
    };
    set(
        crate::weights::place::INDEX,
        place::level(one, other, limits),
    );
    set(crate::weights::time::INDEX, time::level(one, other));
    set(kind::INDEX, kinds(one, other));
    set(weapon::INDEX, weapons(one.weapon, other.weapon));
    set(
        crate::weights::perpetrator::INDEX,
        parties::perpetrator(one, other),
    );
    set(crate::weights::target::INDEX, parties::target(one, other));
    set(site::INDEX, sites(one, other));
    set(
        crate::weights::killed::INDEX,
        casualties::killed(one, other),
    );
    set(
        crate::weights::injured::INDEX,
        casualties::injured(one, other),
    );
    set(words::INDEX, evidence(one, other));
    set(
        operation::INDEX,
        match (one.operation, other.operation) {
            (Some(a), Some(b)) if a == b => operation::SAME,
            (Some(_), Some(_)) => operation::OTHER,
            _ => operation::NOT_STATED,
        },
    );
    set(
        report::INDEX,
        if one_text {
            in_report(one, other)
        } else {
            report::OTHER_REPORT
        },
    );
    set(
        coder::INDEX,
        if one_report {
            grouping(one, other)
        } else {
            coder::NOT_TOLD
        },
    );
    let twice = one_report
        && one.voice == other.voice
        && is_act(one)
        && is_act(other)
        && (one.group.is_none() || one.group != other.group)
        && !revises(one, other);
    let voices = match (twice, sites(one, other)) {
        (true, site::OTHER) => voice::TWO_SITES,
        (true, _) => voice::TWICE,
        (false, _) => voice::OTHER,
    };
    set(voice::INDEX, voices);
    let boilerplate = levels[words::INDEX] == words::COPY
        && (matches!(
            levels[crate::weights::place::INDEX],
            at_place::OFF | at_place::OTHER_NAME | at_place::OTHER_SITE | at_place::APART
        ) || matches!(
            levels[crate::weights::killed::INDEX],
            at_killed::DIFFERS | at_killed::FAR
        ) || levels[site::INDEX] == site::OTHER);
    if boilerplate {
        levels[words::INDEX] = words::BOILERPLATE;
    }
    Levels(levels)
}

impl Levels {
    pub(crate) fn score(&self, weights: &Weights) -> Score {
        let mut score = Score {
            sum: weights.prior,
            parts: false,
            counts: 100,
        };
        for (index, level) in self.0.iter().enumerate() {
            if let Some(level) = weights.level(index, *level) {
                score.sum = score.sum.saturating_add(level.weight);
                score.parts |= level.parts;
                score.counts = score.counts.min(level.counts);
            }
        }
        score.sum = score.sum.clamp(weights.least, weights.most);
        score
    }

    /// The comparisons that move the score, the farthest first.
    pub(crate) fn reasons(&self, weights: &Weights) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(index, level)| {
                let (comparison, names) = COMPARISONS.get(index)?;
                let found = weights.level(index, *level)?;
                Some(Reason {
                    comparison,
                    level: names.get(usize::from(*level))?,
                    weight: found.weight,
                    parts: found.parts,
                    means: found.means.clone(),
                })
            })
            .filter(|reason| reason.weight != 0 || reason.parts)
            .collect();
        reasons.sort_by_key(|reason| -reason.weight.abs());
        reasons
    }
}

/// An act told as done, not an answer to one.
fn is_act(item: &Item) -> bool {
    !item.denies && item.kind != Kind::StatementOfResponsibility
}

/// A second figure of one source for one place and time: a revision of its first.
fn revises(one: &Item, other: &Item) -> bool {
    let figures = (one.killed.is_some() && other.killed.is_some())
        || (one.injured.is_some() && other.injured.is_some());
    let fold = |item: &Item| item.place.as_ref().map(|place| place.name);
    figures && one.kind == other.kind && fold(one) == fold(other) && one.sentence == other.sentence
}

/// Kinds that sources use for one and the same occurrence.
fn kinds(one: &Item, other: &Item) -> u8 {
    use Kind::{
        Abduction, Attack, Bombing, Denial, Detention, Interception, Other,
        StatementOfResponsibility, Strike,
    };
    if one.kind == other.kind {
        return kind::SAME;
    }
    let pair =
        |a: Kind, b: Kind| (one.kind == a && other.kind == b) || (one.kind == b && other.kind == a);
    let has = |a: Kind| one.kind == a || other.kind == a;
    if has(Denial) || has(StatementOfResponsibility) {
        return kind::ANSWER;
    }
    if has(Other) || pair(Abduction, Detention) {
        return if pair(Other, Abduction) || pair(Other, Detention) {
            kind::UNLIKE
        } else {
            kind::AKIN
        };
    }
    if has(Abduction) || has(Detention) {
        return kind::FOREIGN;
    }
    if has(Interception) {
        let explosive = |item: &Item| {
            matches!(
                item.weapon,
                Some(WeaponClass::IedVbied | WeaponClass::Suicide)
            )
        };
        // A device found before it went off is not the one that did.
        if explosive(one) || explosive(other) || has(Bombing) {
            return kind::UNLIKE;
        }
        return if has(Strike) || has(Attack) {
            kind::DOWNED
        } else {
            kind::UNLIKE
        };
    }
    if has(Attack) {
        return kind::AKIN;
    }
    if pair(Strike, Bombing) {
        return match (one.weapon, other.weapon) {
            (Some(a), Some(b)) if a != b => kind::UNLIKE,
            _ => kind::AKIN,
        };
    }
    kind::UNLIKE
}

fn weapons(one: Option<WeaponClass>, other: Option<WeaponClass>) -> u8 {
    use WeaponClass::{
        Airstrike, ArtilleryMortar, Drone, GroundOp, IedVbied, Other, RocketMissile, SmallArms,
        Suicide,
    };
    let (Some(one), Some(other)) = (one, other) else {
        return weapon::NOT_STATED;
    };
    if one == other {
        return weapon::SAME;
    }
    let family = |class: WeaponClass| match class {
        Drone | RocketMissile | ArtilleryMortar | Airstrike => 0,
        IedVbied | Suicide => 1,
        SmallArms | GroundOp => 2,
        Other => 3,
    };
    if family(one) == family(other) {
        weapon::AKIN
    } else {
        weapon::OTHER
    }
}

fn sites(one: &Item, other: &Item) -> u8 {
    let struck = |item: &Item| {
        item.target
            .as_ref()
            .map(|target| target.sites.clone())
            .unwrap_or_default()
    };
    let (a, b) = (struck(one), struck(other));
    if shared(&a, &b) > 0 || shared(&a, &other.sites) > 0 || shared(&b, &one.sites) > 0 {
        site::SAME
    } else if one
        .target
        .as_ref()
        .zip(other.target.as_ref())
        .is_some_and(|(a, b)| shared(&a.beside, &b.beside) > 0)
    {
        site::BESIDE
    } else if !a.is_empty() && !b.is_empty() {
        // A market to those who were hit is a command post to those who struck.
        if one.own_word != other.own_word {
            site::OTHER_VERSION
        } else {
            site::OTHER
        }
    } else if shared(&one.sites, &other.sites) > 0 {
        site::SAME_NAMED
    } else {
        site::NOT_STATED
    }
}

fn evidence(one: &Item, other: &Item) -> u8 {
    if one.text == other.text && one.sentence == other.sentence {
        // The same sentence tells nothing: its words are the same whatever it speaks of.
        return words::FEW;
    }
    let least = one.words.len().min(other.words.len());
    let common = shared(&one.words, &other.words);
    if least >= 6 && common * 5 >= one.words.len().max(other.words.len()) * 4 {
        return words::COPY;
    }
    match common {
        4.. => words::MANY,
        3 => words::THREE,
        2 => words::TWO,
        1 => words::ONE,
        0 if least < 3 => words::FEW,
        0 if one.text == other.text => words::NONE_HERE,
        _ => words::NONE,
    }
}

fn in_report(one: &Item, other: &Item) -> u8 {
    let later = if one.order.start <= other.order.start {
        other
    } else {
        one
    };
    let joined = one.group.is_some() && one.group == other.group;
    let distance = one.sentence_number.abs_diff(other.sentence_number);
    match distance {
        0 => report::ONE_SENTENCE,
        _ if later.sets_apart && !joined => report::SET_APART,
        1 => report::NEXT_SENTENCE,
        2 | 3 => report::NEAR,
        _ => report::FAR,
    }
}

fn grouping(one: &Item, other: &Item) -> u8 {
    match (one.group, other.group) {
        (Some(a), Some(b)) if a == b && sites(one, other) == site::OTHER => coder::JOINED_UNLIKE,
        (Some(a), Some(b)) if a == b => coder::JOINED,
        (Some(_), Some(_)) if in_report(one, other) == report::SET_APART => coder::SET_APART,
        (Some(_), Some(_)) => coder::PARTED,
        _ => coder::NOT_TOLD,
    }
}
