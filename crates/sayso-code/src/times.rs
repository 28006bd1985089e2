//! Pass: when. From the time words of a claim's assertions to its days, with precision and basis.

use crate::assertions::Assertion;
use crate::scene::{Scene, of_sentence};
use crate::tree::base;
use jiff::civil::Date;
use sayso_model::{DateBasis, DatePrecision, EmptyReason, Field, Span, When};
use sayso_time::{Role, TimeExpression, TimeKind, extent};

/// The interval of an expression that can date one occurrence; `None` for spans that only bound or recur.
pub(crate) fn occurrence_interval(expression: &TimeExpression) -> Option<(Date, Date)> {
    if !matches!(expression.kind, TimeKind::Date | TimeKind::Time) {
        return None;
    }
    let (Some(start), Some(end)) = extent(expression, None) else {
        return None;
    };
    (length(start, end) <= MONTH).then_some((start, end))
}

/// Days of a month: what is longer bounds an occurrence rather than dates it.
const MONTH: i64 = 31;

/// How far back a time word still dates what is told without one.
const CONTEXT_SENTENCES: usize = 8;

/// The same, where no day of publication is known to fall back on.
const UNDATED_CONTEXT: usize = 60;

/// Days from start to end, both included.
pub(crate) fn length(start: Date, end: Date) -> i64 {
    start
        .until(end)
        .map_or(i64::MAX, |span| i64::from(span.get_days()) + 1)
}

/// Dates a claim: its own time words, else those of its occurrence, else the day of reporting.
pub(crate) fn when(
    scene: &Scene,
    own: &[&Assertion],
    occurrence: &[&Assertion],
    before: &[Assertion],
) -> Field<When> {
    let published = scene.report.published.date();
    // "It began at 10:39": on the day that the occurrence has elsewhere, before the day named last.
    let bare_clock = own
        .iter()
        .flat_map(|assertion| &assertion.times)
        .all(|&time| is_bare_clock(&scene.times[time]));
    let entry = || own.iter().find_map(|one| crate::entries::day(scene, one));
    if bare_clock && let Some((day, precision, span)) = entry() {
        let found = (Some(day), Some(day), precision, span);
        return dated(found, DateBasis::Explicit, "when.entry");
    }
    if bare_clock && let Some(found) = explicit_of_day(scene, occurrence, published) {
        return dated(found, DateBasis::Context, "when.context");
    }
    if let Some(found) = explicit(scene, own, published) {
        // "Last October" where the report gives the day elsewhere.
        let finer = explicit(scene, occurrence, published).filter(|finer| is_within(finer, &found));
        return match finer {
            Some(finer) => dated(finer, DateBasis::Context, "when.finer"),
            None => dated(found, DateBasis::Explicit, "when.explicit"),
        };
    }
    if let Some(found) = explicit(scene, occurrence, published) {
        return dated(found, DateBasis::Context, "when.context");
    }
    // "Gunmen attacked a village on Sunday, killing a farmer and abducting two."
    if let Some(found) = explicit(scene, &joined_to(scene, own, before), published) {
        return dated(found, DateBasis::Context, "when.joined");
    }
    // A report that tells on without a new time word stays with the day it was at.
    let first = own
        .iter()
        .map(|assertion| assertion.mention.sentence)
        .min()
        .unwrap_or(0);
    // `before` is in text order.
    let end = before.partition_point(|assertion| assertion.mention.sentence < first);
    let reach = if published.is_some() {
        CONTEXT_SENTENCES
    } else {
        UNDATED_CONTEXT
    };
    let near: Vec<&Assertion> = before[..end]
        .iter()
        .rev()
        .take_while(|assertion| assertion.mention.sentence + reach >= first)
        .filter(|assertion| {
            matches!(
                assertion.reading,
                crate::mood::Reading::Asserted | crate::mood::Reading::Responsibility
            )
        })
        .collect();
    if let Some(found) = near.iter().find_map(|assertion| {
        explicit(scene, &[assertion], published).filter(
            |(start, end, ..)| matches!((start, end), (Some(a), Some(b)) if length(*a, *b) <= 2),
        )
    }) {
        return dated(found, DateBasis::Context, "when.before");
    }
    let Some(published) = published else {
        let relative = own.iter().any(|assertion| !assertion.times.is_empty());
        return Field::empty(if relative {
            EmptyReason::NoPublicationDate
        } else {
            EmptyReason::NotStated
        });
    };
    let first = occurrence
        .iter()
        .chain(own)
        .map(|assertion| assertion.mention.sentence)
        .min()
        .unwrap_or(0);
    let lead = scene
        .trees
        .get(first)
        .is_some_and(|tree| tree.sentence.paragraph <= 1);
    let spans = own
        .iter()
        .map(|assertion| {
            scene.trees[assertion.mention.sentence]
                .token(assertion.mention.trigger)
                .span
        })
        .take(1)
        .collect();
    let told = told_on(scene, own, before).unwrap_or(published);
    // "The repeated attacks on the port": nothing says that they were of that day.
    let series = own
        .iter()
        .all(|assertion| assertion.mention.nominal && assertion.mention.plural);
    let value = When {
        start: (lead && !series).then_some(told),
        end: Some(told),
        precision: DatePrecision::Day,
        basis: DateBasis::Reporting,
    };
    Field::known(value, spans, "when.reporting")
}

/// The acts of the same sentence that a verb is joined to by "and" or as a participle, with nothing to set it apart in time.
fn joined_to<'a, 'k>(
    scene: &Scene,
    own: &[&Assertion],
    all: &'a [Assertion<'k>],
) -> Vec<&'a Assertion<'k>> {
    let [only] = own else { return Vec::new() };
    let sentence = only.mention.sentence;
    let tree = &scene.trees[sentence];
    let mut above = Vec::new();
    let mut at = only.mention.trigger;
    while matches!(
        base(tree.deprel(at)),
        "conj" | "advcl" | "parataxis" | "xcomp"
    ) && tree.is_verb(at)
        && tree.first(at, "mark").is_none()
        && tree.first(at, "advmod").is_none()
        && let Some(head) = tree.head(at)
    {
        above.push(head);
        at = head;
    }
    let here = all.partition_point(|other| other.mention.sentence < sentence);
    all[here..]
        .iter()
        .take_while(|other| other.mention.sentence == sentence)
        .filter(|other| above.contains(&other.mention.trigger) && other.chain == only.chain)
        .collect()
}

/// The day on which a claim's own sentence says that it was told ("On Monday, the ministry said …"): one that dates no
/// event of the sentence.
fn told_on(scene: &Scene, own: &[&Assertion], all: &[Assertion]) -> Option<Date> {
    let sentence = own
        .iter()
        .filter(|assertion| !assertion.chain.is_empty())
        .map(|assertion| assertion.mention.sentence)
        .min()?;
    let published = scene.report.published.date()?;
    of_sentence(&scene.times, sentence, |time| time.sentence)
        .filter(|index| !all.iter().any(|assertion| assertion.times.contains(index)))
        .filter(|&index| {
            let time = &scene.times[index];
            !time.tokens.is_empty() && matches!(time.role, Role::None | Role::On)
        })
        .filter_map(|index| occurrence_interval(&scene.times[index]))
        .find(|(start, end)| start == end && *end <= published && length(*start, published) <= WEEK)
        .map(|(day, _)| day)
}

/// How far back, in days, the telling of fresh news may lie.
const WEEK: i64 = 8;

/// A time of day without a day of its own.
fn is_bare_clock(expression: &TimeExpression) -> bool {
    expression.value.clock.is_some()
        && expression.basis == sayso_time::Basis::RelativeToText
        && expression.reference_used == expression.value.start
}

/// The day that the first of these gives that does not only give a time of day.
fn explicit_of_day(
    scene: &Scene,
    assertions: &[&Assertion],
    published: Option<Date>,
) -> Option<Found> {
    let with_day = assertions.iter().find(|assertion| {
        let own = |&time: &usize| !is_bare_clock(&scene.times[time]);
        assertion.times.iter().any(own)
    })?;
    explicit(scene, &[with_day], published).filter(|(start, end, ..)| start == end)
}

/// A single day inside a stretch of more than a week.
fn is_within(finer: &Found, wide: &Found) -> bool {
    match (finer.0, finer.1, wide.0, wide.1) {
        (Some(day), Some(same), Some(start), Some(end)) => {
            day == same && start <= day && day <= end && length(start, end) > 7
        }
        _ => false,
    }
}

type Found = (Option<Date>, Option<Date>, DatePrecision, Span);

/// The finest expression that hangs on the assertions, earliest assertion first among equals.
fn explicit(scene: &Scene, assertions: &[&Assertion], published: Option<Date>) -> Option<Found> {
    let mut best: Option<(i64, Found)> = None;
    for assertion in assertions {
        for &time in &assertion.times {
            let expression = &scene.times[time];
            let listed = |&earlier: &usize| earlier + 1 == time && is_listed(scene, earlier, time);
            if assertion.times.iter().any(listed) || is_still_to_come(scene, assertion, expression)
            {
                continue;
            }
            let Some((start, end)) = told_days(scene, assertion, expression, published) else {
                continue;
            };
            let (start, end) = with_listed(scene, &assertion.times, time, (start, end));
            let days = match (start, end) {
                (Some(start), Some(end)) => length(start, end),
                _ => 100_000,
            };
            let precision = expression.value.precision.unwrap_or(DatePrecision::Day);
            if best.is_none_or(|(before, _)| days < before) {
                best = Some((days, (start, end, precision, expression.span)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// What has happened did not happen after the report.
fn is_still_to_come(scene: &Scene, assertion: &Assertion, expression: &TimeExpression) -> bool {
    let past = matches!(
        assertion.reading,
        crate::mood::Reading::Asserted | crate::mood::Reading::Responsibility
    );
    let published = scene.report.published.date();
    past && matches!((expression.value.start, published), (Some(start), Some(day)) if length(day, start) > 2)
}

/// "On Sunday and Monday": the stretch of the days of a list that hang on one event.
fn with_listed(
    scene: &Scene,
    times: &[usize],
    first: usize,
    days: (Option<Date>, Option<Date>),
) -> (Option<Date>, Option<Date>) {
    let (Some(start), Some(mut end)) = days else {
        return days;
    };
    let mut last = first;
    while let Some(next) = times.iter().copied().find(|&next| next == last + 1)
        && is_listed(scene, last, next)
        && let Some((from, to)) = occurrence_interval(&scene.times[next])
        && from >= end
    {
        (end, last) = (to, next);
    }
    (Some(start), Some(end))
}

/// Only a comma or a conjunction, with a preposition at most, stands between two expressions.
fn is_listed(scene: &Scene, earlier: usize, later: usize) -> bool {
    let (earlier, later) = (&scene.times[earlier], &scene.times[later]);
    let tree = &scene.trees[earlier.sentence];
    let mut between = earlier.tokens.end..later.tokens.start;
    earlier.sentence == later.sentence
        && tree.sentence.analysed
        && (1..=3).contains(&between.len())
        && between.end <= tree.len()
        && between
            .clone()
            .any(|token| matches!(base(tree.deprel(token)), "cc") || tree.token(token).form == ",")
        && between.all(|token| matches!(base(tree.deprel(token)), "cc" | "punct" | "case"))
}

/// The days an expression gives the occurrence it hangs on.
fn told_days(
    scene: &Scene,
    assertion: &Assertion,
    expression: &TimeExpression,
    published: Option<Date>,
) -> Option<(Option<Date>, Option<Date>)> {
    let value = expression.value.interval();
    match expression.kind {
        TimeKind::Date | TimeKind::Time => {}
        // "In the past 24 hours" has days of its own; "for two hours" has none.
        TimeKind::Duration if value.is_some_and(|(start, end)| length(start, end) <= MONTH) => {}
        _ => return None,
    }
    if expression.role == Role::Since
        && let Some((start, end)) = value
    {
        if opens_period(scene, assertion, expression) {
            return Some((Some(start), Some(end)));
        }
        // "The worst since 1990" does not say when.
        if length(start, end) > MONTH {
            return None;
        }
    }
    let (start, end) = extent(expression, published);
    (start.is_some() || end.is_some()).then_some((start, end))
}

/// "Since the rebels stormed the post on 14 March": the day is that of the event that opens the period.
fn opens_period(scene: &Scene, assertion: &Assertion, expression: &TimeExpression) -> bool {
    let tree = &scene.trees[assertion.mention.sentence];
    let trigger = assertion.mention.trigger;
    let first = expression.tokens.start;
    expression.sentence == assertion.mention.sentence
        && trigger < first
        && first < tree.len()
        && base(tree.deprel(trigger)) == "advcl"
        && tree
            .with_relation(trigger, "mark")
            .any(|mark| mark < trigger)
        && tree.ancestors(first).contains(&trigger)
}

fn dated((start, end, precision, span): Found, basis: DateBasis, rule: &str) -> Field<When> {
    Field::known(
        When {
            start,
            end,
            precision,
            basis,
        },
        vec![span],
        rule,
    )
}
