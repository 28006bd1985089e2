//! Pass: days that are told by their distance from another event ("three days after the raid", "a week before the army
//! shelled Vel"). Either event may be the one whose day is known.

use crate::assertions::Assertion;
use crate::events::EventMention;
use crate::scene::{Scene, of_sentence};
use crate::times::occurrence_interval;
use crate::tree::{Tree, base};
use jiff::civil::Date;
use sayso_model::DatePrecision;
use sayso_time::{Role, TimeKind, moved};

/// How many sentences back the day may stand that an event named again counts from.
const REACH: usize = 8;

/// Works out such days and hangs each on the event it dates.
pub(crate) fn date_beside(scene: &mut Scene, mentions: &[EventMention]) {
    for index in 0..scene.times.len() {
        let Some((day, trigger)) = dated(scene, mentions, index) else {
            continue;
        };
        let time = &mut scene.times[index];
        time.kind = TimeKind::Date;
        time.role = Role::None;
        time.value.start = Some(day);
        time.value.end = Some(day);
        time.value.precision = Some(DatePrecision::Day);
        time.value.unresolved = None;
        time.tokens = trigger..trigger + 1;
    }
}

/// The day worked out from one expression and the event word that it is the day of.
fn dated(scene: &Scene, mentions: &[EventMention], index: usize) -> Option<(Date, usize)> {
    let time = &scene.times[index];
    let (sign, length) = (time.value.beside?, time.value.duration?);
    let tree = &scene.trees[time.sentence];
    if !tree.sentence.analysed || time.tokens.is_empty() || time.tokens.end >= tree.len() {
        return None;
    }
    // "after" hangs on the event that is counted from.
    let from = tree.head(time.tokens.end)?;
    if from <= time.tokens.end {
        return None;
    }
    let within = clause(tree, from);
    let is_within = |token: usize| within.binary_search(&token).is_ok();
    let here = || {
        of_sentence(mentions, time.sentence, |mention| mention.sentence)
            .map(|number| &mentions[number])
    };
    let reference = here()
        .find(|mention| mention.trigger == from)
        .or_else(|| here().find(|mention| is_within(mention.trigger)));
    let main = tree
        .ancestors(from)
        .into_iter()
        .find_map(|above| {
            here().find(|mention| {
                !is_within(mention.trigger)
                    && (mention.trigger == above || tree.head(mention.trigger) == Some(above))
            })
        })
        .or_else(|| here().find(|mention| !is_within(mention.trigger)));
    let day_where = |inside: bool| {
        of_sentence(&scene.times, time.sentence, |time| time.sentence)
            .filter(|&other| other != index)
            .filter(|&other| {
                let start = scene.times[other].tokens.start;
                !scene.times[other].tokens.is_empty() && is_within(start) == inside
            })
            .find_map(|other| single_day(scene, other))
    };
    let (reference_day, main_day) = (day_where(true), day_where(false));
    let before = || {
        (0..index)
            .rev()
            .take_while(|&other| scene.times[other].sentence + REACH >= time.sentence)
            .filter(|&other| scene.times[other].sentence < time.sentence)
            .find_map(|other| single_day(scene, other))
    };
    let named_again = |mention: Option<&EventMention>| {
        mention.is_some_and(|mention| mention.nominal && mention.definite)
    };
    let (start, counted_to, sign) = match (reference_day, main_day) {
        (Some(day), None) => (day, main?, sign),
        (None, Some(day)) => (day, reference?, -sign),
        (Some(_), Some(_)) => return None,
        // "It came two days after a raid": what was told before is counted from.
        (None, None) if main.is_none() || named_again(main) => (before()?, reference?, -sign),
        (None, None) if reference.is_none() || named_again(reference) => (before()?, main?, sign),
        (None, None) => return None,
    };
    Some((moved(start, length, sign)?, counted_to.trigger))
}

/// The words of an event's own clause, without those set beside it.
fn clause(tree: &Tree, from: usize) -> Vec<usize> {
    let mut within = tree.subtree(from);
    for &child in tree.children(from) {
        let beside = matches!(base(tree.deprel(child)), "parataxis" | "conj");
        if beside && tree.own_subject(child).is_some() {
            let apart = tree.subtree(child);
            within.retain(|token| apart.binary_search(token).is_err());
        }
    }
    within
}

/// Whether an event is told by its distance from another one: then it is not that one told again.
pub(crate) fn is_told_apart(scene: &Scene, assertion: &Assertion) -> bool {
    let mention = &assertion.mention;
    !mention.nominal
        && (!mention.frame.general || assertion.perpetrator.is_some())
        && assertion
            .times
            .iter()
            .any(|&index| scene.times[index].value.beside.is_some_and(|sign| sign > 0))
}

fn single_day(scene: &Scene, index: usize) -> Option<Date> {
    let (start, end) = occurrence_interval(&scene.times[index])?;
    (start == end).then_some(start)
}
