//! From matches to expressions: what the text has named so far, and the choice of the day a relative one counts from.

use crate::atoms::Atoms;
use crate::calendar::{self, Interval};
use crate::fields::Fields;
use crate::file::{AnchorKind, Operation};
use crate::lexicon::TimeLexicon;
use crate::matching::Match;
use crate::{Basis, Role, TimeExpression, TimeKind, TimeValue, Unresolved};
use jiff::civil::Date;
use sayso_model::DatePrecision;

/// A dated expression that later ones can be counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) interval: Interval,
    /// Its year stood in the text.
    pub(crate) explicit_year: bool,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
}

/// Where in the document an expression stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
}

/// What an operation makes of a match.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) kind: TimeKind,
    pub(crate) value: TimeValue,
    pub(crate) timex: String,
    pub(crate) basis: Basis,
    pub(crate) reference: Option<Date>,
    pub(crate) explicit_year: bool,
    /// A running period ends at publication.
    pub(crate) clip: bool,
    /// The parts of a shortened range with the atoms where the first ends and the second starts.
    pub(crate) ends: Option<(Interval, Interval, usize, usize)>,
}

impl Outcome {
    pub(crate) fn dated(interval: Interval, timex: String, basis: Basis) -> Outcome {
        let value = TimeValue {
            start: Some(interval.0),
            end: Some(interval.1),
            precision: Some(calendar::precision(interval)),
            ..TimeValue::default()
        };
        Outcome {
            kind: TimeKind::Date,
            value,
            timex,
            basis,
            reference: None,
            explicit_year: basis == Basis::Absolute,
            clip: false,
            ends: None,
        }
    }

    pub(crate) fn undated(kind: TimeKind, why: Unresolved, timex: String) -> Outcome {
        let value = TimeValue {
            unresolved: Some(why),
            ..TimeValue::default()
        };
        let basis = match why {
            Unresolved::NoPublicationDate => Basis::RelativeToPublication,
            Unresolved::NoAnchor => Basis::RelativeToText,
            _ => Basis::Absolute,
        };
        Outcome {
            kind,
            value,
            timex,
            basis,
            reference: None,
            explicit_year: false,
            clip: false,
            ends: None,
        }
    }

    pub(crate) fn from(mut self, reference: Date) -> Outcome {
        self.reference = Some(reference);
        self
    }
}

/// The state of the resolution, which moves through the document in reading order.
pub(crate) struct Resolver<'l> {
    pub(crate) lexicon: &'l TimeLexicon,
    pub(crate) published: Option<Date>,
    /// The last dated expression, and the last single day.
    pub(crate) anchor: Option<Anchor>,
    pub(crate) day: Option<Anchor>,
    /// The date that lends its year in a story; asides ("a book of 1995") do not move it.
    pub(crate) story: Option<Date>,
    /// The last date of the story that was a month or finer, while only bare years have been named after it.
    pub(crate) precise: Option<Date>,
    /// A year far from the story's that was named once.
    pub(crate) aside: Option<i16>,
    pub(crate) here: Place,
    /// The date the text gives itself in its head, where no publication date is known.
    pub(crate) own_date: Option<Date>,
}

/// What surrounds an expression in its sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setting {
    pub(crate) role: Role,
    /// The clause looks ahead.
    pub(crate) future: bool,
    /// The year of the expression it is coordinated with ("in May and June 1915"), and that one's month.
    pub(crate) coupled: Option<(i16, i8)>,
}

/// How near an explicit date must stand to lend its year to one without, in sentences.
const NEAR: usize = 1;

/// How many years off a bare year is an aside.
const ASIDE: i32 = 5;

impl Resolver<'_> {
    pub(crate) fn resolve(
        &mut self,
        atoms: &Atoms,
        found: &Match<'_>,
        setting: Setting,
    ) -> Outcome {
        let rule = &self.lexicon.rules[found.rule].entry;
        let fields = Fields::read(self.lexicon, found);
        let mut outcome = match rule.op {
            Operation::Calendar => self.calendar(&fields, setting),
            Operation::Named => self.named(&fields, setting),
            Operation::Numeric => self.numeric(&fields),
            Operation::DayRange => self.day_range(&fields, setting),
            Operation::YearRange => self.year_range(&fields),
            Operation::Decade => self.decade(&fields),
            Operation::Century => self.century(&fields),
            Operation::Weekday => self.weekday(&fields, setting),
            Operation::Deictic => self.deictic(&fields),
            Operation::RelativeUnit => self.relative_unit(&fields, setting),
            Operation::UnitThe => self.unit_the(&fields, setting),
            Operation::PartOf => self.part_of(&fields, setting),
            Operation::Weekend => self.weekend(),
            Operation::Window => self.window(&fields),
            Operation::WindowOne => self.window_one(&fields, atoms, found),
            Operation::Shift => self.shift(&fields),
            Operation::ShiftDay => self.shift_day(&fields, setting),
            Operation::ShiftSince => self.shift_since(&fields),
            Operation::Beside => self.beside(&fields, atoms, found),
            Operation::DayBeside => self.day_beside(&fields),
            Operation::Duration => self.duration(&fields, atoms, found),
            Operation::Frequency => Outcome::undated(
                TimeKind::Set,
                Unresolved::NotADate,
                fields.code.clone().unwrap_or_default(),
            ),
            Operation::Reference => Outcome::undated(
                TimeKind::Date,
                Unresolved::Vague,
                fields.code.clone().unwrap_or_default(),
            ),
            Operation::Clock | Operation::DaypartAt => self.on_the_day(&fields),
            Operation::Daypart => {
                Outcome::undated(TimeKind::Set, Unresolved::Vague, "XXXX-XX-XXTNI".to_owned())
            }
        };
        self.narrow(&fields, &mut outcome);
        if let (Some(interval), false) = (outcome.value.interval(), rule.weak_anchor) {
            let from_publication = outcome.kind == TimeKind::Duration;
            let anchor = Anchor {
                interval,
                explicit_year: outcome.explicit_year,
                sentence: self.here.sentence,
                paragraph: self.here.paragraph,
            };
            if !from_publication {
                self.anchor = Some(anchor);
                let year_only =
                    fields.month.is_none() && fields.season.is_none() && fields.of_year.is_none();
                match rule.op {
                    Operation::Decade | Operation::Century => {}
                    Operation::Shift if calendar::precision(interval) >= DatePrecision::Year => {}
                    Operation::Calendar if year_only && fields.holiday.is_none() => {
                        self.story_turns(interval.0)
                    }
                    _ => {
                        self.story = Some(interval.0);
                        if calendar::precision(interval) <= DatePrecision::Month {
                            self.precise = Some(interval.0);
                        }
                    }
                }
                if interval.0 == interval.1 {
                    self.day = Some(anchor);
                }
            }
        }
        outcome
    }

    /// Modifier, part of the day and clock, which every operation shares.
    fn narrow(&self, fields: &Fields, outcome: &mut Outcome) {
        let interval = outcome.value.interval();
        if let (Some((modifier, share)), Some(whole)) = (fields.modifier, interval) {
            outcome.value.modifier = Some(modifier);
            if whole.0 != whole.1
                && let Some(part) = calendar::part(whole, share)
            {
                outcome.value.start = Some(part.0);
                outcome.value.end = Some(part.1);
                outcome.value.precision = Some(calendar::precision(part));
            }
        }
        if outcome.clip
            && let Some(part) = outcome.value.interval()
        {
            let cut = self.clip(part);
            outcome.value.end = Some(cut.1);
            outcome.value.precision = Some(calendar::precision(cut));
        }
        if outcome.kind == TimeKind::Duration {
            return;
        }
        if let Some(clock) = fields.clock() {
            outcome.kind = TimeKind::Time;
            outcome.value.clock = Some(clock);
            let seconds = if fields.second.is_some() {
                format!(":{:02}", clock.second())
            } else {
                String::new()
            };
            outcome.timex.push_str(&format!(
                "T{:02}:{:02}{seconds}",
                clock.hour(),
                clock.minute()
            ));
        } else if let Some(part) = &fields.daypart {
            outcome.kind = TimeKind::Time;
            outcome.value.part_of_day = Some(part.clone());
            outcome.timex.push_str(&format!("T{part}"));
        }
    }

    /// The day that a word counts from, or why there is none.
    pub(crate) fn base(&self, anchor: AnchorKind, day: bool) -> Result<(Date, Basis), Unresolved> {
        match anchor {
            AnchorKind::Publication => {
                let own = self.own_date.map(|date| (date, Basis::RelativeToText));
                let published = self
                    .published
                    .map(|date| (date, Basis::RelativeToPublication));
                published.or(own).ok_or(Unresolved::NoPublicationDate)
            }
            AnchorKind::Text => {
                let anchor = if day { self.day } else { self.anchor };
                anchor
                    .map(|anchor| (anchor.interval.0, Basis::RelativeToText))
                    .ok_or(Unresolved::NoAnchor)
            }
        }
    }

    /// Takes a full date in a dateline or a heading at the top as the text's own, if no publication date is known.
    pub(crate) fn date_itself(&mut self, found: &[TimeExpression]) {
        let full = found
            .iter()
            .find(|one| one.basis == Basis::Absolute && one.value.start == one.value.end);
        if self.published.is_none() && self.own_date.is_none() {
            self.own_date = full.and_then(|one| one.value.start);
        }
    }

    /// In a text that tells of the past without a publication date, `last` and `this` count from the text.
    pub(crate) fn kind_of(&self, anchor: AnchorKind) -> AnchorKind {
        if self.published.is_none() && self.anchor.is_some() {
            AnchorKind::Text
        } else {
            anchor
        }
    }

    /// A bare year moves the story unless it is far off and named only once.
    fn story_turns(&mut self, year: Date) {
        let far = |from: i16| (i32::from(year.year()) - i32::from(from)).abs() > ASIDE;
        match self.story {
            Some(story) if far(story.year()) && self.aside.is_none_or(far) => {
                self.aside = Some(year.year())
            }
            _ => {
                self.story = Some(year);
                self.aside = None;
            }
        }
    }

    /// The explicit date just before, if it is near enough to lend its year.
    pub(crate) fn near_anchor(&self) -> Option<Anchor> {
        self.anchor.filter(|anchor| {
            anchor.explicit_year
                && anchor.paragraph == self.here.paragraph
                && anchor.sentence + NEAR >= self.here.sentence
        })
    }

    /// Nothing that is told as past lies after publication: cuts the end of a running period.
    fn clip(&self, interval: Interval) -> Interval {
        match self.published {
            Some(published) if interval.0 <= published && interval.1 > published => {
                (interval.0, published)
            }
            _ => interval,
        }
    }
}
